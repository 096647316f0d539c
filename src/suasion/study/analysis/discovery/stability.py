"""How far a box holds up: on draws that it was not made from, and when it is made again.

Two questions. *Is there anything to be found?* The draws are halved by lot; a box made from one
half is tested on the other by the hypergeometric distribution, which is exact whatever the search
did, and the other way round; the smaller chance is doubled. *Would another sample have given this
box?* Boxes are made from many halves of the draws, by lot: how often is each factor limited, and
what do coverage and density come to on the draws left out? Halves without repetition differ as much
as bootstrap samples do; draws that are in a sample twice count as two pieces of evidence, and
factors are limited that chance favours, so halves are the rule and bootstrap samples on demand.

References
----------
[BryantLempert2010]_ for the second; [MeinshausenBuhlmann2010]_ for halves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import hypergeom

from suasion.study.analysis.discovery.bins import Bins, inside, restricted
from suasion.study.analysis.resampling import Interval
from suasion.study.analysis.table import Flags, Whole

Make = Callable[[Bins, Flags], Flags | None]
"""From factors and failures to the allowed bins of a box, or None."""
By = Literal["halves", "bootstrap"]
"""Samples of the draws: halves without repetition, or as many as there are with repetition."""


@dataclass(frozen=True)
class Stability:
    """A box under resampling.

    Parameters
    ----------
    by, resamples
        Which samples of the draws, and how many.
    found
        Share of them in which there was a box.
    limited
        Share of them in which each factor was limited, shape (factors,).
    coverage, density
        Median and 5th to 95th percentile on the draws left out; None where no box was found.
    """

    by: By
    resamples: int
    found: float
    limited: tuple[float, ...]
    coverage: Interval | None
    density: Interval | None


def held_out(bins: Bins, fails: Flags, make: Make, seed: int) -> float:
    """Chance of a box as good on the other half if failure had nothing to do with the factors."""
    first = np.zeros(bins.draws, dtype=bool)
    first[np.random.default_rng([seed, 1]).permutation(bins.draws)[: bins.draws // 2]] = True
    chances = [_tested(bins, fails, make, half) for half in (first, ~first)]
    return min(1.0, 2 * min(chances))


def _tested(bins: Bins, fails: Flags, make: Make, half: Flags) -> float:
    """A box made from one half, tested on the other."""
    box = make(bins.at(half), fails[half])
    if box is None:
        return 1.0
    other = fails[~half]
    within = inside(bins.at(~half), box)
    failing = int(other[within].sum())
    return float(hypergeom.sf(failing - 1, len(other), int(other.sum()), int(within.sum())))


def stability(
    bins: Bins, fails: Flags, make: Make, seed: int, count: int, by: By = "halves"
) -> Stability:
    """A box's stability over samples of the draws."""
    limited, coverage, density, found = np.zeros(len(bins.counts)), [], [], 0
    for taken, left_out in _samples(bins.draws, seed, count, by):
        box = make(bins.at(taken), fails[taken])
        if box is None:
            continue
        found += 1
        limited[restricted(bins, box)] += 1
        within = inside(bins, box) & left_out
        failing = fails[within].sum()
        coverage.append(failing / max(fails[left_out].sum(), 1))
        density.append(failing / max(within.sum(), 1))
    shares = tuple((limited / max(count, 1)).tolist())
    return Stability(by, count, found / max(count, 1), shares, _spread(coverage), _spread(density))


def _samples(draws: int, seed: int, count: int, by: By) -> Iterator[tuple[Whole | Flags, Flags]]:
    """Draws of each sample, and which are left out of it."""
    stream = np.random.default_rng([seed, 5])
    for _ in range(count):
        if by == "halves":
            left_out = stream.permutation(draws) % 2 == 0
            yield ~left_out, left_out
        else:
            taken = np.sort(stream.integers(draws, size=draws))
            left_out = np.ones(draws, dtype=bool)
            left_out[taken] = False
            yield taken, left_out


def _spread(values: list[float]) -> Interval | None:
    if not values:
        return None
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95]).tolist()
    return Interval(middle, low, high)
