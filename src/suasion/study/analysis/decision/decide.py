"""Candidates by every criterion, and the pairs that criteria order differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from suasion.study.analysis.decision.criteria import CRITERIA, Scores, measured, scores
from suasion.study.analysis.resampling import RESAMPLES, Interval, bootstrapped, interval
from suasion.study.analysis.table import Array, Whole

CLEAR = 0.95
"""An order is clear if so many resamples have it."""
SAME = 1e-9
MANY, FEW = 100_000, 40
"""From so many draws on, so few resamples: a sample of that size hardly moves."""


@dataclass(frozen=True)
class Standing:
    """One candidate.

    Parameters
    ----------
    values
        By criterion, in its own terms; the interval of an extreme is the value itself.
    ranks
        By criterion, from 1; candidates that come to the same share the better rank.
    best_share
        Share of futures in which no candidate does better.
    """

    candidate: str
    values: Mapping[str, Interval]
    ranks: Mapping[str, int]
    best_share: float


@dataclass(frozen=True)
class Reversal:
    """A pair that criteria order differently.

    Parameters
    ----------
    first, second
        The one with the higher mean, and the other.
    ahead, behind
        Criteria by which the first is ahead, and behind.
    clear
        Criteria among them whose order holds in 95 % of resamples.
    """

    first: str
    second: str
    ahead: tuple[str, ...]
    behind: tuple[str, ...]
    clear: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether both orders are clear by at least one criterion each."""
        return all(set(side) & set(self.clear) for side in (self.ahead, self.behind))


@dataclass(frozen=True)
class Decision:
    """Candidates side by side, the one with the best mean first."""

    draws: int
    standings: tuple[Standing, ...]
    reversals: tuple[Reversal, ...]

    def best(self, criterion: str) -> tuple[str, ...]:
        """The candidates that a criterion puts first."""
        return tuple(one.candidate for one in self.standings if one.ranks[criterion] == 1)


def decide(
    candidates: Sequence[str],
    result: Array,
    enough: float,
    seed: int,
    *,
    high: bool = True,
    resamples: int = RESAMPLES,
) -> Decision:
    """Order candidates by every criterion.

    Parameters
    ----------
    candidates
        Their names.
    result
        Shape (candidates, draws), without missing values; the same draws for all.
    enough
        From where on a result is good enough, or up to where if low results are better.
    seed
        Of the bootstrap over draws.
    high
        Whether high results are better.
    resamples
        Bootstrap samples.

    Examples
    --------
    >>> steady, bold = np.full(1000, 0.5), np.linspace(0.3, 0.9, 1000)
    >>> found = decide(["steady", "bold"], np.stack([steady, bold]), 0.6, 1)
    >>> found.best("expected"), found.best("worst")
    (('bold',), ('steady',))
    """
    read = scores(result, enough, high=high)
    draws = read.result.shape[1]

    def drawn(rows: Whole) -> Array:
        return measured(Scores(read.result[:, rows], read.regret[:, rows], read.enough))

    value = measured(read)
    samples = bootstrapped(drawn, draws, seed, resamples if draws < MANY else FEW)
    order = np.argsort(-value[0], kind="stable")
    standings = tuple(_standing(candidates, at, value, samples, read, high=high) for at in order)
    pairs = (_reversal(candidates, a, b, value, samples) for a, b in combinations(order, 2))
    return Decision(draws, standings, tuple(pair for pair in pairs if pair is not None))


def _standing(
    candidates: Sequence[str], at: int, value: Array, samples: Array, read: Scores, *, high: bool
) -> Standing:
    told, ranks = {}, {}
    for row, one in enumerate(CRITERIA):
        sign = -1.0 if one.low or (one.of_result and not high) else 1.0
        own = sign * value[row, at] + 0.0
        drawn = sign * samples[:, row, at] if one.bootstrap else np.array([own])
        told[one.id] = interval(own, drawn)
        ranks[one.id] = 1 + int((value[row] > value[row, at] + SAME).sum())
    best = float((read.regret[at] <= SAME).mean())
    return Standing(candidates[at], told, ranks, best)


def _reversal(
    candidates: Sequence[str], a: int, b: int, value: Array, samples: Array
) -> Reversal | None:
    """The pair, if some criterion orders it otherwise than the mean."""
    lead = value[:, a] - value[:, b]
    ahead = [one.id for one, by in zip(CRITERIA, lead, strict=True) if by > SAME]
    behind = [one.id for one, by in zip(CRITERIA, lead, strict=True) if by < -SAME]
    if not ahead or not behind:
        return None
    leads = samples[:, :, a] - samples[:, :, b]
    agree = (np.sign(leads) == np.sign(lead)).mean(axis=0)
    clear = [
        one.id
        for one, share in zip(CRITERIA, agree, strict=True)
        if one.bootstrap and share >= CLEAR and one.id in (*ahead, *behind)
    ]
    return Reversal(candidates[a], candidates[b], tuple(ahead), tuple(behind), tuple(clear))
