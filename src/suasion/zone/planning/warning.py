"""Warning time: what a zone's depth and its monitors leave to a guarantor.

Definitions and notation
------------------------
A build-up for an attack takes ``B`` days and is noticed after a delay ``t``, if at all. The attack
must then cross a zone of depth ``D`` at ``v`` a day. The warning is ``W = (B - t) + D/v`` where
the build-up is noticed, else ``D/v``: the crossing itself warns. Help comes in time where ``W`` is
at least ``t_decide + t_move``.

For inputs that are known, ``P(W >= w)`` is 1 up to ``D/v`` and ``F(B + D/v - w)`` beyond, with
``F`` of `suasion.zone.planning.watching`. What is not known lies evenly between its two ends,
each input independent of the others; the mean over them is taken by 4,096 scrambled Sobol points.

As in the library's `inspection-periodic`, whose numbers come out where nothing is a range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from scipy.stats import qmc

from suasion.zone.planning.ranges import NEVER, Range
from suasion.zone.planning.watching import Numbers, noticing

POINTS_LOG2 = 12
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
STEPS = 400
"""Times at which the distribution is worked out."""
PIECES = 200
"""Of the build-up, over which the mean is summed."""
TINY_DAYS = 1e-9

Notice = Callable[[Numbers], Numbers]
"""Chance of notice within days since the start of the build-up, last axis `points`."""


@dataclass(frozen=True)
class Attack:
    """What is known of an attack and of what meets it; ranges where it is not certain."""

    build_up_days: Range
    depth_km: Range
    speed_km_per_day: Range
    """Advance through the zone, > 0."""
    decide_days: Range
    move_days: Range


@dataclass(frozen=True)
class Monitoring:
    """How a build-up is noticed: by looks, after a delay that is known, or not at all."""

    how: Literal["random", "periodic", "delay", "none"]
    pace: float = 1.0
    """Looks a day where they are random, days between two where periodic."""
    miss: Range = NEVER
    """Chance that a look misses the build-up."""
    delay_days: Range = NEVER
    """After which it is noticed for certain; any delay between the ends is as likely."""


@dataclass(frozen=True)
class Drawn:
    """Inputs as they may be, each of shape `points`."""

    build_up: Numbers
    crossing: Numbers
    """Days to cross the zone."""
    need: Numbers
    """Days to decide and to move."""
    miss: Numbers


@dataclass(frozen=True)
class WarningTime:
    """The distribution of the warning time, and whether it is enough."""

    mean_days: float
    quantiles_days: tuple[float, ...]
    """At `LEVELS`."""
    in_time: float
    """Chance that help comes in time."""
    in_time_by_point: Numbers
    """The same for each point."""
    noticed: float
    """Chance that the build-up is noticed while it lasts."""
    crossing_days: Range
    need_days: Range
    days: Numbers
    at_least: Numbers
    """Chance of a warning of at least `days`."""


def warning_time(attack: Attack, monitoring: Monitoring, *, seed: int = 0) -> WarningTime:
    """The distribution of the warning time over what is not known.

    Parameters
    ----------
    attack, monitoring
        What is known; ranges where it is not certain.
    seed
        Of the points at which the ranges are tried.

    Examples
    --------
    >>> ends = {"depth_km": 20.0, "speed_km_per_day": 14.0, "build_up_days": 30.0}
    >>> ends |= {"decide_days": 4.0, "move_days": 10.0}
    >>> attack = Attack(**{name: Range(end, end) for name, end in ends.items()})
    >>> found = warning_time(attack, Monitoring("periodic", 15.0, Range(0.3, 0.3)))
    >>> round(found.in_time, 3), round(found.noticed, 3), round(found.mean_days, 2)
    (0.734, 0.91, 18.75)
    """
    inputs = _drawn(attack, monitoring, seed)
    notice = _notice(monitoring, inputs.miss)
    crossing = _crossing(attack)
    longest = float((inputs.build_up + inputs.crossing).max())
    corners = [crossing.low, crossing.high, np.nextafter(crossing.high, np.inf)]
    days = np.unique([*np.linspace(0.0, longest, STEPS + 1), *corners])
    at_least = np.array([_at_least(inputs, notice, one).mean() for one in days])
    in_time = _at_least(inputs, notice, inputs.need)
    return WarningTime(
        mean_days=float((inputs.crossing + _lead(inputs, notice)).mean()),
        quantiles_days=_quantiles(days, at_least),
        in_time=float(in_time.mean()),
        in_time_by_point=in_time,
        noticed=float(notice(inputs.build_up).mean()),
        crossing_days=crossing,
        need_days=_need(attack),
        days=days,
        at_least=at_least,
    )


def between(ends: Range, share: Numbers) -> Numbers:
    """Numbers between two ends."""
    return ends.low + (ends.high - ends.low) * share


def points(columns: int, seed: int) -> Numbers:
    """Scrambled Sobol points, shape `points, columns`."""
    found: Numbers = qmc.Sobol(columns, rng=seed).random_base2(POINTS_LOG2)
    return found


def _drawn(attack: Attack, monitoring: Monitoring, seed: int) -> Drawn:
    ranges = [getattr(attack, one.name) for one in fields(attack)] + [monitoring.miss]
    columns = points(len(ranges), seed).T
    build_up, depth, speed, decide, move, miss = map(between, ranges, columns)
    return Drawn(build_up, depth / speed, decide + move, miss)


def _notice(monitoring: Monitoring, miss: Numbers) -> Notice:
    """Chance of notice by days, for each point."""
    how, ends = monitoring.how, monitoring.delay_days
    if how == "none":
        return np.zeros_like
    if how == "delay":
        wide = max(ends.high - ends.low, TINY_DAYS)
        return lambda days: np.clip((days - ends.low + TINY_DAYS) / wide, 0.0, 1.0)
    return lambda days: noticing(how, monitoring.pace, 1.0 - miss, days)


def _at_least(inputs: Drawn, notice: Notice, days: float | Numbers) -> Numbers:
    """Chance of a warning of at least some days, for each point."""
    left = np.clip(inputs.build_up + inputs.crossing - days, -1.0, inputs.build_up)
    late = np.where(left >= 0.0, notice(np.maximum(left, 0.0)), 0.0)
    return np.where(days <= inputs.crossing, 1.0, late)


def _lead(inputs: Drawn, notice: Notice) -> Numbers:
    """Mean days between notice and the end of the build-up, 0 without notice, for each point.

    The integral of the chance of notice over the build-up.
    """
    middles = (np.arange(PIECES) + 0.5) / PIECES
    return inputs.build_up * notice(middles[:, None] * inputs.build_up).mean(axis=0)


def _quantiles(days: Numbers, at_least: Numbers) -> tuple[float, ...]:
    """Days that the warning is below with the chances of `LEVELS`."""
    below = 1.0 - at_least
    return tuple(float(days[np.searchsorted(below, level, side="right") - 1]) for level in LEVELS)


def _crossing(attack: Attack) -> Range:
    depth, speed = attack.depth_km, attack.speed_km_per_day
    return Range(depth.low / speed.high, depth.high / speed.low)


def _need(attack: Attack) -> Range:
    decide, move = attack.decide_days, attack.move_days
    return Range(decide.low + move.low, decide.high + move.high)
