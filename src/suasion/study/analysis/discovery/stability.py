"""How far a box holds up: on draws that it was not made from, and when it is made again.

Two questions. *Is there anything to be found?* The draws are halved by lot; a box made from one
half is tested on the other by the hypergeometric distribution, which is exact whatever the search
did, and the other way round; the smaller chance is doubled. *Would another sample have given this
box?* Boxes are made from many halves of the draws, by lot: how often is each factor limited, and
what do coverage and density come to on the other half? Halves without repetition differ as much as
bootstrap samples do; draws that are in a sample twice would count as two pieces of evidence, and
factors would be limited that chance favours.

References
----------
[BryantLempert2010]_ for the second; [MeinshausenBuhlmann2010]_ for halves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from suasion.study.analysis.discovery.bins import Bins, inside, restricted
from suasion.study.analysis.resampling import Interval
from suasion.study.analysis.table import Flags

Make = Callable[[Bins, Flags], Flags | None]
"""From factors and failures to the allowed bins of a box, or None."""


@dataclass(frozen=True)
class Stability:
    """A box under resampling.

    Parameters
    ----------
    resamples
        How many halves of the draws.
    found
        Share of them in which there was a box.
    limited
        Share of them in which each factor was limited, shape (factors,).
    coverage, density
        Median and 5th to 95th percentile on the other halves; None where no box was found.
    """

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


def stability(bins: Bins, fails: Flags, make: Make, seed: int, count: int) -> Stability:
    """A box's stability over halves of the draws."""
    limited, coverage, density, found = np.zeros(len(bins.counts)), [], [], 0
    stream = np.random.default_rng([seed, 5])
    for _ in range(count):
        left_out = stream.permutation(bins.draws) % 2 == 0
        box = make(bins.at(~left_out), fails[~left_out])
        if box is None:
            continue
        found += 1
        limited[restricted(bins, box)] += 1
        within = inside(bins, box) & left_out
        failing = fails[within].sum()
        coverage.append(failing / max(fails[left_out].sum(), 1))
        density.append(failing / max(within.sum(), 1))
    shares = tuple((limited / max(count, 1)).tolist())
    return Stability(count, found / max(count, 1), shares, _spread(coverage), _spread(density))


def _spread(values: list[float]) -> Interval | None:
    if not values:
        return None
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95]).tolist()
    return Interval(middle, low, high)
