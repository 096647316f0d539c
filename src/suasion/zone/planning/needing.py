"""How much of one means alone gives a wanted chance: the inverse of `watching`.

With ``p`` the wanted chance, ``t`` the days and ``q`` the chance of one look:

- random: ``lambda = -ln(1 - p)/(q t)`` looks a day;
- periodic: ``T = t/(j + r)`` with ``j = floor(ln(1-p)/ln(1-q))`` and
  ``r = (1 - (1-p)/(1-q)^j)/q``;
- steady: a share ``c = p/(1 - (1-q)^t)``;
- a store: the smallest sample that does it at the interval given.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from suasion.zone.planning.means import HOW, Kind, Means
from suasion.zone.planning.watching import How, Watch, seen


def fewest(chance_of: Callable[[int], float], chance: float, most: int) -> int | None:
    """The smallest number of units with a wanted chance; None where `most` do not give it.

    Parameters
    ----------
    chance_of
        Chance by number of units; never falls.
    chance
        Wanted.
    most
        Units that there may be, >= 1.

    Examples
    --------
    >>> fewest(lambda units: 1 - 0.5**units, 0.9, 10)
    4
    """
    if chance_of(most) < chance:
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_of(middle) >= chance else (middle, high)
    return high


def units_needed(means: Means, size: int, days: float, chance: float, most: int) -> int | None:
    """Units of one means alone that give a wanted chance where its ranges are at their worst."""
    return fewest(lambda units: float(seen(means.watch(units, size), days)), chance, most)


def looks_a_day(watch: Watch, days: float, chance: float) -> float:
    """Random looks a day that give a wanted chance; infinite where no look notices.

    Examples
    --------
    >>> round(looks_a_day(Watch("random", 1.0, 0.7, 0.7), 30.0, 0.9), 4)
    0.1096
    """
    return math.inf if watch.look == 0 else -math.log1p(-chance) / (watch.look * days)


def longest_interval_days(watch: Watch, days: float, chance: float) -> float:
    """Longest interval of periodic looks that gives a wanted chance; 0 where none does.

    Examples
    --------
    >>> round(longest_interval_days(Watch("periodic", 1.0, 0.7, 0.7), 30.0, 0.91), 6)
    15.0
    """
    if watch.look == 0:
        return 0.0
    if watch.look >= chance:
        return days * watch.look / chance
    whole = math.floor(math.log1p(-chance) / math.log1p(-watch.look) + 1e-12)
    part = (1.0 - (1.0 - chance) / (1.0 - watch.look) ** whole) / watch.look
    return days / (whole + max(part, 0.0))


def share_watched(watch: Watch, days: float, chance: float) -> float:
    """Share of the zone under a steady watch that gives a wanted chance; above 1: none does.

    Examples
    --------
    >>> round(share_watched(Watch("steady", 1.0, 0.5, 0.5), 2.0, 0.6), 6)
    0.8
    """
    found = 1.0 - (1.0 - watch.look) ** days
    return math.inf if found == 0 else chance / found


def enough(
    means: Means, size: int, days: float, chance: float, *, favourable: bool = False
) -> float | None:
    """How much of this means alone gives a wanted chance; None where nothing does.

    Parameters
    ----------
    means
        Its misses, share and store count; its pace does not, but for a store's.
    size, days, chance
        Things, days that the violation lasts, and chance wanted.
    favourable
        As of `Means.watch`.

    Returns
    -------
    float or None
        In the quantity that `quantity` names for the kind.

    Examples
    --------
    >>> from suasion.zone.planning.ranges import Range
    >>> visits = Means("visits", Kind.VISIT, 15.0, Range(0.3, 0.3))
    >>> round(enough(visits, 1, 30.0, 0.9), 2), worded(Kind.VISIT, 15.4)
    (15.37, 'every 15.4 d')
    """
    if means.kind is Kind.STORE:
        return fewest(
            lambda drawn: float(seen(means.watch(drawn, size, favourable=favourable), days)),
            chance,
            means.stored,
        )
    watch = means.watch(1.0, size, favourable=favourable)
    how = HOW[means.kind]
    if how == "steady":
        # By the day as one camera sees what it watches; its own share does not count.
        share = share_watched(watch, days, chance)
        return share if share <= 1.0 else None
    found = {"random": looks_a_day, "periodic": longest_interval_days}[how](watch, days, chance)
    return found if 0.0 < found < math.inf else None


QUANTITY: dict[How, tuple[str, str]] = {
    "random": ("looks_per_day", "{:.3g} a day"),
    "periodic": ("interval_days", "every {:.3g} d"),
    "steady": ("share_watched", "{:.2f} of zone"),
}
THINGS = ("things_checked", "{:,.10g} things")


def quantity(kind: Kind) -> tuple[str, str]:
    """What is counted of a kind: its name with its unit, and how it reads."""
    return THINGS if kind is Kind.STORE else QUANTITY[HOW[kind]]


def worded(kind: Kind, amount: float | None) -> str:
    """An amount of a kind for a reader."""
    return "none enough" if amount is None else quantity(kind)[1].format(amount)
