"""Several means together: the chance that any of them notices, and what independence assumes.

Independent means miss together with the product of their chances to miss. Night, forest, cloud or
a concealment that works against all of them breaks that: the least that the chance can be is that
of the best single means, its own looks taken as one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from suasion.zone.planning.watching import (
    Numbers,
    Watch,
    mean_delay_days,
    seen,
    seen_at_last,
    seen_if_dependent,
)

MOST_PIECES = 200_000
"""Pieces of time between breaks that are summed, at most."""
STEPS = 2_000
"""Even pieces of time, and as many that grow, besides."""
NODES, WEIGHTS = np.polynomial.legendre.leggauss(6)
NEGLIGIBLE = 1e-9
"""Chance of not having been noticed yet at which a sum over time ends."""


@dataclass(frozen=True)
class Together:
    """What several means do together within some days."""

    chance: float
    """Of notice, if all means and looks are independent."""
    if_dependent: float
    """Of notice, if what hides the violation once hides it from everything."""
    mean_delay_days: float
    """Until notice, of a violation that lasts for ever; infinite where some never is."""


def together(watches: Sequence[Watch], days: float) -> Together:
    """Chance and mean delay of several means.

    Parameters
    ----------
    watches
        The means; none notices nothing.
    days
        That the violation lasts [day], >= 0.

    Examples
    --------
    >>> pair = [Watch("periodic", 15.0, 0.7, 0.7), Watch("random", 0.1, 0.5, 0.5)]
    >>> found = together(pair, 15.0)
    >>> round(found.chance, 3), round(found.if_dependent, 3), round(found.mean_delay_days, 2)
    (0.858, 0.7, 8.52)
    """
    dependent = max((seen_if_dependent(one, days) for one in watches), default=0.0)
    chance = float(1.0 - unseen(watches, np.array([days]))[0])
    return Together(chance, dependent, joint_delay_days(watches))


def unseen(watches: Sequence[Watch], days: Numbers) -> Numbers:
    """Chance that no means has noticed the violation within some days, shape as `days`."""
    left = np.ones_like(days)
    for watch in watches:
        left = left * (1.0 - seen(watch, days))
    return left


def joint_delay_days(watches: Sequence[Watch]) -> float:
    """Mean days until the first notice of a violation that lasts for ever.

    The integral of the chance of no notice yet: between two breaks of periodic looks the integrand
    is smooth, and six Gauss-Legendre nodes leave no error that shows.
    """
    if math.prod(1.0 - seen_at_last(one) for one in watches) > 0.0:
        return math.inf
    if len(watches) == 1:
        return mean_delay_days(watches[0])
    scale = min(map(mean_delay_days, watches))
    if scale == 0.0:
        return 0.0
    edges = _breaks(watches, scale, _horizon_days(watches, scale))
    half = np.diff(edges) / 2.0
    times = (edges[:-1] + half)[:, None] + half[:, None] * NODES
    return float((unseen(watches, times) @ WEIGHTS) @ half)


def _horizon_days(watches: Sequence[Watch], scale: float) -> float:
    """A time by which the violation has been noticed but for a negligible chance."""
    days = scale
    while float(unseen(watches, np.array([days]))[0]) > NEGLIGIBLE:
        days *= 2.0
    return days


def _breaks(watches: Sequence[Watch], scale: float, horizon: float) -> Numbers:
    """Times between which the chance of no notice is smooth and changes little."""
    paces = [one.pace for one in watches if one.how == "periodic"]
    steps = [horizon / STEPS, *(pace for pace in paces if horizon / pace < MOST_PIECES)]
    grids = [np.arange(0.0, horizon, step) for step in steps]
    # Beside slow means a quick one has done its part long before the first even step.
    return np.unique(np.concatenate([*grids, np.geomspace(scale / STEPS, horizon, STEPS)]))
