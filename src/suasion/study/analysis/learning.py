"""The value of learning one assumption before deciding.

If a factor were known before the choice, the choice could follow it. What that is worth is the
expected value of partial perfect information: the mean over the factor of the best candidate's
expected result given the factor, less the best candidate's expected result,

    E_x[ max_d E(Y_d | x) ] - max_d E(Y_d).

E(Y_d | x) is a regression of each candidate's result on the factor alone: polynomials of degree 5
of its quantile, or a mean for each word. The largest of several noisy means is too large, so an
estimate above 0 says nothing by itself: it is set beside what the same regression finds where the
factor has nothing to do with the results. Of a hundred such factors five would exceed what one of
them does in 5 % of cases; so the bar is what the largest of all comes to.

References
----------
[StrongOakley2013]_ and [StrongEtAl2014]_ for estimates from one set of draws; [OakleyEtAl2010]_ for
the bias.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from suasion.study.analysis.regression import Design, by_chance, designed, fitted, worth
from suasion.study.analysis.resampling import Interval, resamples
from suasion.study.analysis.table import Array, Table, Whole

RESAMPLED = 60
SHORT = 0.05
"""Share of futures below which a stretch is not told."""


class Stretch(NamedTuple):
    """Where one candidate is best.

    Parameters
    ----------
    candidate
        The best one there.
    low, high
        Values between which this is so, or the positions of one word; shares of futures below.
    """

    candidate: str
    low: float
    high: float
    low_share: float
    high_share: float


@dataclass(frozen=True)
class Learning:
    """What knowing one factor is worth.

    Parameters
    ----------
    value
        In units of the result, with 1.96 bootstrap standard errors for factors above chance and
        NaN for the ends elsewhere.
    chance
        What the estimate stays below, in 95 % of cases for all factors together, where none of
        them matters.
    stretches
        Where which candidate is best, in order of the factor; for words, one for each.
    """

    factor: str
    value: Interval
    chance: float
    stretches: tuple[Stretch, ...]

    @property
    def counts(self) -> bool:
        """Whether the value is more than chance and error, and some choice changes."""
        turns = len({stretch.candidate for stretch in self.stretches}) > 1
        return turns and self.value.value > self.chance and self.value.low > 0


@dataclass(frozen=True)
class Learned:
    """All factors, the one most worth learning first.

    Parameters
    ----------
    best
        The candidate chosen without learning anything.
    everything
        What knowing all factors at once would be worth, an upper bound for each.
    """

    best: str
    everything: float
    rows: tuple[Learning, ...]


def learned(table: Table, candidates: Sequence[str], result: Array, seed: int) -> Learned:
    """What each factor is worth knowing.

    Parameters
    ----------
    table
        What was assumed in each draw. Where factors go together, knowing one includes what it
        tells of the others.
    candidates
        Their names.
    result
        Shape (candidates, draws), higher is better, no value missing.
    seed
        Of lots and bootstrap.
    """
    table = table.varying()
    result = np.asarray(result, dtype=float)
    best = int(result.mean(axis=1).argmax())
    gains = (result - result[best]).T
    null: dict[tuple[float, ...], float] = {}
    rows = []
    for name in table.names:
        design = designed(table, name)
        key = tuple(np.sort(design.weight).round(9)) if design.cells else ()
        if key not in null:
            null[key] = by_chance(design, gains, len(table.names), seed)
        rows.append(_row(name, candidates, design, gains, null[key], seed))
    rows.sort(key=lambda row: (-row.counts, -row.value.value))
    return Learned(candidates[best], float(gains.max(axis=1).mean()), tuple(rows))


def _row(
    name: str, candidates: Sequence[str], design: Design, gains: Array, chance: float, seed: int
) -> Learning:
    fit = fitted(design, gains)
    value = worth(design, fit)
    low = high = float("nan")
    if value > chance:
        error = np.std([worth(design, one) for one in _again(design, gains, seed)], ddof=1)
        low, high = max(value - 1.96 * float(error), 0.0), value + 1.96 * float(error)
    return Learning(name, Interval(value, low, high), chance, _stretches(candidates, design, fit))


def _again(design: Design, gains: Array, seed: int) -> list[Array]:
    """Fits of draws drawn again."""
    found = []
    for rows in resamples(len(gains), RESAMPLED, seed):
        basis = design.basis[rows]
        solved = np.linalg.lstsq(basis.T @ basis, basis.T @ gains[rows], rcond=None)[0]
        found.append(design.at @ solved)
    return found


def _starts(best: Whole) -> Whole:
    """Where a stretch begins."""
    return np.flatnonzero(np.concatenate([[True], best[1:] != best[:-1]]))


def _without_short(best: Whole) -> Whole:
    """The best by place, stretches of few futures given to the longer of their neighbours.

    A polynomial bends at the ends of its range; a stretch of a few hundredths is no finding.
    """
    best = best.copy()
    while True:
        starts = _starts(best)
        length = np.diff(np.append(starts, len(best)))
        at = int(length.argmin())
        if length[at] >= SHORT * len(best) or len(starts) == 1:
            return best
        sides = [side for side in (at - 1, at + 1) if 0 <= side < len(starts)]
        longer = max(sides, key=lambda side: int(length[side]))
        best[starts[at] : starts[at] + length[at]] = best[starts[longer]]


def _stretches(candidates: Sequence[str], design: Design, fit: Array) -> tuple[Stretch, ...]:
    """Neighbouring places with the same best candidate, put together; each word by itself."""
    best = fit.argmax(axis=1)
    share = np.concatenate([[0.0], np.cumsum(design.weight)])
    starts = np.arange(len(best))
    if not design.cells:
        best = _without_short(best)
        starts = _starts(best)
    ends = np.append(starts[1:], len(best))
    return tuple(
        Stretch(
            candidates[best[a]],
            float(design.edges[a]),
            float(design.edges[b - 1 if design.cells else b]),
            float(share[a]),
            float(share[b]),
        )
        for a, b in zip(starts, ends, strict=True)
    )
