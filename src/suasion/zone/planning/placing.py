"""Where to put monitors: the choice of sites that sees the largest share of a zone.

The maximal covering location problem [ChurchReVelle1974]_: with ``x_i`` whether site i is chosen
and ``y_j`` how much of group j is seen, most ``sum w_j y_j`` such that ``y_j <= sum x_i`` over the
sites that see j, ``0 <= y_j <= 1``, and ``sum c_i x_i`` is within the limit. HiGHS
[HuangfuHall2018]_ solves it, and gives a bound that no choice can pass.

The answer is names of sites and shares. It has no map and no list of the ground that is left: what
monitors do not see is worth most to whoever wants to hide something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from suasion.zone.planning.cells import Demand
from suasion.zone.planning.ground import Site

TIME_LIMIT_S = 60.0
WITHIN = 1e-6
"""Shares that are nearer than this are the same."""


@dataclass(frozen=True)
class Placement:
    """Sites chosen, and what share of the zone they see."""

    chosen: tuple[str, ...]
    """Their names, in the order of the file."""
    seen: float
    """Share of the weight that they see."""
    bound: float
    """No choice within the limit sees more."""
    seen_by_all: float
    """What all candidates together would see."""
    cost: float

    @property
    def proved(self) -> bool:
        """Whether no choice sees more; else time ran out."""
        return self.bound - self.seen <= WITHIN


def place(
    demand: Demand,
    sites: Sequence[Site],
    *,
    most: int | None = None,
    budget: float | None = None,
    time_limit_s: float = TIME_LIMIT_S,
) -> Placement:
    """The choice of sites that sees most.

    Parameters
    ----------
    demand
        What each site would see.
    sites
        The candidates, in the order of the demand.
    most
        How many may be chosen; None for no limit.
    budget
        What their costs may add up to; None for no limit.
    time_limit_s
        After which the best choice found so far is given, with the bound.
    """
    groups, count = demand.sees.shape
    limits = [(np.ones(count), most), (np.array([one.cost for one in sites]), budget)]
    rows = [(cost, limit) for cost, limit in limits if limit is not None]
    found = milp(
        np.concatenate([np.zeros(count), -demand.weights]),
        integrality=np.concatenate([np.ones(count), np.zeros(groups)]),
        bounds=Bounds(0, 1),
        constraints=[_seen_by_chosen(demand), *(_within(*row, groups) for row in rows)],
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    chosen = np.zeros(count, bool) if found.x is None else found.x[:count] > 0.5
    return _placement(demand, sites, chosen, found.mip_dual_bound)


def share_seen(demand: Demand, chosen: NDArray[np.bool_]) -> float:
    """Share of the weight that some sites see; `chosen` has shape `sites`."""
    return float(demand.weights @ demand.sees[:, chosen].any(axis=1))


def _placement(
    demand: Demand, sites: Sequence[Site], chosen: NDArray[np.bool_], dual: float | None
) -> Placement:
    seen, everything = share_seen(demand, chosen), float(demand.weights.sum())
    bound = everything if dual is None else min(-dual, everything)
    picked = [one for one, here in zip(sites, chosen, strict=True) if here]
    names, cost = tuple(one.name for one in picked), sum(one.cost for one in picked)
    return Placement(names, seen, max(bound, seen), everything, cost)


def _seen_by_chosen(demand: Demand) -> LinearConstraint:
    """A group is seen only where one of its sites is chosen."""
    groups = len(demand.weights)
    rows = sparse.hstack([sparse.csr_array(-demand.sees.astype(float)), sparse.eye_array(groups)])
    return LinearConstraint(rows.tocsr(), ub=0.0)


def _within(cost: NDArray[np.float64], limit: float, groups: int) -> LinearConstraint:
    return LinearConstraint(np.concatenate([cost, np.zeros(groups)])[None, :], ub=limit)
