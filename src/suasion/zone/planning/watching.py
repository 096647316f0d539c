"""Looks in time: how soon a violation that lasts is noticed by one means of watching.

Definitions and notation
------------------------
A violation lasts ``t`` days and starts at a moment that has nothing to do with the looks. A look
notices it with chance ``q`` (`suasion.zone.planning.looks`), each look independently.

=========  ==============================  ==================================  ==================
looks      come                            F(t), noticed within t              mean delay
=========  ==============================  ==================================  ==================
random     at random, ``lambda`` a day     ``1 - exp(-lambda q t)``            ``1/(lambda q)``
periodic   every ``T`` days                ``1 - (1-q)^j (1 - q r/T)``,        ``T/q - T/2``
                                           ``t = j T + r, 0 <= r < T``
steady     all the time, on a share ``c``  ``c (1 - (1-q)^t)``, q for a day    infinite if c < 1
=========  ==============================  ==================================  ==================

A steady watch always sees the same part of the zone, so that F never passes c. If what hides the
violation once hides it always, the looks are one: ``c q1 P(at least one look within t)``, where
``q1`` takes the things of a violation as one. That is the least that F can be where looks depend
on one another for good.

Derived here; for games of timely detection see [AvenhausVonStengelZamir2002]_.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

How = Literal["random", "periodic", "steady"]
Numbers = NDArray[np.float64]
BLIND = 1e-12
"""A look with a smaller chance than this never notices: its delay would be as good as infinite."""


@dataclass(frozen=True)
class Watch:
    """One means of watching."""

    how: How
    pace: float
    """Looks a day where they are random, days between two where periodic; not used if steady."""
    look: float
    """Chance q that one look notices the violation, or a day of a steady watch."""
    look_as_one: float
    """The same where the things of a violation are missed together."""
    reach: float = 1.0
    """Share of the zone that a steady watch sees; 1 for others, whose looks differ."""


def seen(watch: Watch, days: ArrayLike) -> Numbers:
    """Chance that a violation is noticed within some days of its start.

    Parameters
    ----------
    watch
        The means.
    days
        Since the start [day], >= 0, shape `*batch`.

    Returns
    -------
    ndarray
        F(t), 0 to 1, shape `*batch`; never falls with `days`.

    Examples
    --------
    >>> fortnightly = Watch("periodic", 15.0, 0.7, 0.7)
    >>> [round(float(seen(fortnightly, days)), 2) for days in (30.0, 20.0)]
    [0.91, 0.77]
    """
    return watch.reach * noticing(watch.how, watch.pace, watch.look, np.asarray(days, float))


def noticing(how: How, pace: float, look: float | Numbers, days: Numbers) -> Numbers:
    """F(t) without the reach of a steady watch; `look` and `days` broadcast."""
    left = 1.0 - np.asarray(look, float)
    if how == "random":
        return -np.expm1(-pace * (1.0 - left) * days)
    if how == "periodic":
        whole = np.floor(days / pace)
        part = days / pace - whole
        return 1.0 - left**whole * (1.0 - (1.0 - left) * part)
    return 1.0 - left**days


def looked(watch: Watch, days: float) -> float:
    """Chance that at least one look falls into some days.

    Examples
    --------
    >>> looked(Watch("periodic", 15.0, 0.7, 0.7), 6.0)
    0.4
    """
    if watch.how == "random":
        return -math.expm1(-watch.pace * days)
    return min(1.0, days / watch.pace) if watch.how == "periodic" else float(days > 0)


def seen_if_dependent(watch: Watch, days: float) -> float:
    """Chance of notice where what hides the violation once hides it from every look.

    Examples
    --------
    >>> round(seen_if_dependent(Watch("periodic", 15.0, 0.97, 0.7), 30.0), 3)
    0.7
    """
    together = watch.reach * watch.look_as_one * looked(watch, days)
    # In less time than one look takes, being hidden once and for all costs nothing more.
    return min(together, float(seen(watch, days)))


def seen_at_last(watch: Watch) -> float:
    """Chance that a violation that lasts for ever is ever noticed."""
    return watch.reach if watch.look > BLIND else 0.0


def mean_delay_days(watch: Watch) -> float:
    """Mean days until notice of a violation that lasts for ever; infinite where some never is.

    Examples
    --------
    >>> round(mean_delay_days(Watch("periodic", 15.0, 0.7, 0.7)), 2)
    13.93
    >>> mean_delay_days(Watch("steady", 1.0, 0.5, 0.5, reach=0.8))
    inf
    """
    if seen_at_last(watch) < 1.0:
        return math.inf
    if watch.how == "random":
        return 1.0 / (watch.pace * watch.look)
    if watch.how == "periodic":
        return watch.pace / watch.look - watch.pace / 2.0
    return 0.0 if watch.look == 1.0 else -1.0 / math.log1p(-watch.look)
