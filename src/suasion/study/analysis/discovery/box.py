"""A box as a reader takes it: limits by value and by share of futures, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from suasion.study.analysis.discovery.bins import Bins, restricted, runs
from suasion.study.analysis.table import Array, Flags, Table


@dataclass(frozen=True)
class Limit:
    """What a box asks of one factor.

    Parameters
    ----------
    factor
        Its name.
    low, high
        Values between which it lies [the factor's unit]; None where that side is open.
    low_share, high_share
        Share of all futures below each value; 0 and 1 where that side is open.
    words
        The words that are allowed; empty for a number.
    without
        The words that are not.
    share
        Share of all futures within.
    chance
        Quasi-p-value: the chance that as many futures of the box, or more, would fail if they
        failed as often as those of the box without this limit. The limit was chosen because it
        looked good, so this is a guide and not a test [BryantLempert2010]_.
    """

    factor: str
    low: float | None
    high: float | None
    low_share: float
    high_share: float
    words: tuple[str, ...]
    without: tuple[str, ...]
    share: float
    chance: float


@dataclass(frozen=True)
class Box:
    """A set of futures with limits on few factors.

    Parameters
    ----------
    limits
        By factor, the most telling first.
    draws, failing
        Futures within, and those of them that fail.
    mass
        Share of all futures that lie within.
    coverage
        Share of all failures that lie within.
    density
        Share of the futures within that fail.
    """

    limits: tuple[Limit, ...]
    draws: int
    failing: int
    mass: float
    coverage: float
    density: float

    def holds(self, table: Table) -> Flags:
        """Which draws of a table lie within, shape (draws,)."""
        found = np.ones(table.draws, dtype=bool)
        for limit in self.limits:
            found &= within(limit, table)
        return found


def within(limit: Limit, table: Table) -> Flags:
    """Which draws keep to a limit, shape (draws,)."""
    values = table.column(limit.factor)
    if limit.words:
        known = table.words[limit.factor]
        return np.isin(values, [known.index(word) for word in limit.words])
    low = -np.inf if limit.low is None else limit.low
    high = np.inf if limit.high is None else limit.high
    found: Flags = (values > low) & (values <= high)
    return found


def box_of(limits: list[Limit], table: Table, fails: Flags) -> Box:
    """A box with what it holds, its limits told with their quasi-p-values."""
    kept = [within(limit, table) for limit in limits]
    holds = np.logical_and.reduce(kept, axis=0) if kept else np.ones(table.draws, dtype=bool)
    told = []
    for at, limit in enumerate(limits):
        others = [one for place, one in enumerate(kept) if place != at]
        freed = np.logical_and.reduce(others, axis=0) if others else np.ones_like(holds)
        told.append(_told(limit, fails[holds], fails[freed]))
    told.sort(key=lambda limit: (limit.chance, limit.share))
    draws, failing = int(holds.sum()), int(fails[holds].sum())
    coverage = failing / max(int(fails.sum()), 1)
    return Box(tuple(told), draws, failing, draws / table.draws, coverage, failing / max(draws, 1))


def _told(limit: Limit, box: Flags, freed: Flags) -> Limit:
    """The limit with its quasi-p-value."""
    chance = float(binom.sf(int(box.sum()) - 1, len(box), float(freed.mean())))
    return Limit(**{**vars(limit), "chance": chance})


def limits_of(bins: Bins, allowed: Flags, table: Table) -> list[Limit]:
    """The limits that allowed bins stand for."""
    return [_limit(bins, allowed, table, row) for row in restricted(bins, allowed)]


def _limit(bins: Bins, allowed: Flags, table: Table, row: int) -> Limit:
    name = table.names[row]
    if bins.words[row]:
        kept = np.flatnonzero(allowed[row, : bins.counts[row]])
        return worded(table, name, [int(at) for at in kept])
    first, last = next(runs(allowed[row], int(bins.counts[row])))
    edges = bins.edges[row]
    low = float(edges[first - 1]) if first > 0 else None
    high = float(edges[last]) if last < len(edges) else None
    return ranged(table, name, low, high)


def worded(table: Table, name: str, kept: list[int]) -> Limit:
    """A limit to some of a factor's words, by place."""
    words = table.words[name]
    share = float(np.isin(table.column(name), kept).mean())
    said = tuple(words[at] for at in kept)
    left = tuple(word for word in words if word not in said)
    return Limit(name, None, None, 0.0, 1.0, said, left, share, float("nan"))


def ranged(table: Table, name: str, low: float | None, high: float | None) -> Limit:
    """A limit to a range: above `low`, and not above `high`."""
    values: Array = table.column(name)
    below = 0.0 if low is None else float((values <= low).mean())
    above = 1.0 if high is None else float((values <= high).mean())
    return Limit(name, low, high, below, above, (), (), above - below, float("nan"))
