"""The cheapest mix of means that gives a wanted chance, as an integer programme.

Independent means miss together with the product of what each misses, so that the logarithms add:
with ``x_ik = 1`` where there are k units of means i, and ``l_ik`` their ``-ln(1 - F)``,

    least ``sum c_i k x_ik``, such that ``sum l_ik x_ik >= -ln(1 - p)``, ``sum_k x_ik = 1``,

solved by HiGHS [HuangfuHall2018]_ through SciPy. It is exact whatever F does with k, so that
cameras that run out of ground and periodic visits need no approximation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from suasion.zone.planning.combining import Together, together
from suasion.zone.planning.means import Means
from suasion.zone.planning.watching import Numbers, Watch, seen

TIME_LIMIT_S = 30.0
SLACK = 1e-6
"""By how much the solver may undershoot the sum of logarithms."""


@dataclass(frozen=True)
class Offer:
    """A means with what a unit of it costs, and how many there may be."""

    means: Means
    cost: float
    least: int = 0
    most: int = 100


@dataclass(frozen=True)
class Mix:
    """How many of each means, in the order of the offers."""

    units: tuple[int, ...]
    cost: float
    bound: float
    """No mix costs less than this."""
    together: Together
    """At the end of the ranges for which the mix was made."""

    @property
    def proved(self) -> bool:
        """Whether no cheaper mix is possible; else time ran out."""
        return self.cost <= self.bound + 1e-6 * max(1.0, abs(self.cost))


def cheapest(
    offers: Sequence[Offer],
    size: int,
    days: float,
    chance: float,
    *,
    favourable: bool = False,
    time_limit_s: float = TIME_LIMIT_S,
) -> Mix | None:
    """The cheapest mix; None where even the most of everything does not give the chance.

    Parameters
    ----------
    offers
        What there is to choose from, at least one.
    size
        Things that a violation is of, >= 1.
    days
        That the violation lasts [day], > 0.
    chance
        Wanted, between 0 and 1.
    favourable
        True for the ends of the ranges that help the monitors.
    time_limit_s
        After which the best mix found so far is given.
    """
    wanted = -np.log1p(-chance)
    tables = [_logarithms(one, size, days, wanted, favourable) for one in offers]
    if sum(table[-1] for table in tables) < wanted - SLACK:
        return None
    costs = [one.cost * np.arange(one.least, one.most + 1, dtype=np.float64) for one in offers]
    found = _solved(tables, costs, wanted, time_limit_s)
    if found is None:
        return None
    chosen, bound = found
    units = tuple(one.least + number for one, number in zip(offers, chosen, strict=True))
    cost = sum(one.cost * count for one, count in zip(offers, units, strict=True))
    watches = watches_of(offers, units, size, favourable=favourable)
    return Mix(units, float(cost), bound, together(watches, days))


def watches_of(
    offers: Sequence[Offer], units: Sequence[int], size: int, *, favourable: bool
) -> list[Watch]:
    """The looks of a mix in time, without what there is none of."""
    pairs = zip(offers, units, strict=True)
    return [one.means.watch(count, size, favourable=favourable) for one, count in pairs if count]


def _logarithms(offer: Offer, size: int, days: float, wanted: float, favourable: bool) -> Numbers:
    """``-ln(1 - F)`` by number of units; more than is wanted counts as what is wanted."""
    counts = range(offer.least, offer.most + 1)
    watches = watches_of([offer] * len(counts), counts, size, favourable=favourable)
    chances = np.array([float(seen(watch, days)) for watch in watches])
    with np.errstate(divide="ignore"):
        gains = np.minimum(-np.log1p(-chances), wanted)
    none = len(counts) - len(gains)
    return np.concatenate([np.zeros(none), gains]).astype(np.float64)


def _solved(
    tables: Sequence[Numbers], costs: Sequence[Numbers], wanted: float, time_limit_s: float
) -> tuple[list[int], float] | None:
    """For each table the row chosen, and the bound on the cost."""
    sizes = [len(table) for table in tables]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    one_each = sparse.csr_array((np.ones(sum(sizes)), (owner, np.arange(sum(sizes)))))
    enough = LinearConstraint(np.concatenate(tables)[None, :], lb=wanted - SLACK)
    found = milp(
        np.concatenate(costs),
        integrality=np.ones(sum(sizes)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(one_each, 1, 1), enough],
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    rows = np.split(found.x, np.cumsum(sizes)[:-1])
    return [int(row.argmax()) for row in rows], float(found.mip_dual_bound)
