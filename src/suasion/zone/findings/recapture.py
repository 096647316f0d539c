"""How many sightings no source reported, from how often sources report the same ones.

Two sources: Chapman's estimator [Chapman1951]_, its variance, and the interval by the logarithm of
what is missed [Chao1987]_. Three: log-linear models of the seven kinds of sighting with every set
of pairwise dependencies [BishopFienbergHolland1975]_, the one with the smallest AIC. Three or more:
Chao's lower bound, which holds where sightings differ in how easily they are seen.

**What is assumed.** The sightings are the same for all sources; what is merged is right; with two
sources, that seeing by one says nothing about seeing by the other, which two sources cannot show;
and that every sighting is as easily seen as another. Sources that look at the same places make the
missed look few; sources that divide the ground make them look many. What the data allow is tested:
dependence of a pair among what a third source saw, and whether the share that is seen again differs
between sectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import stats

from suasion.zone.findings.found import Ints
from suasion.zone.findings.mass import Bools
from suasion.zone.findings.ordering import numbered
from suasion.zone.geometry.ellipsoid import Floats

LEVEL = 0.95
FEW = 7
"""Sightings seen again below which Chapman's estimator has a bias of note [Seber1982]_."""


@dataclass(frozen=True)
class Total:
    """An estimate of all sightings, seen or not."""

    method: str
    seen: int
    total: float
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True)
class Check:
    """A test of an assumption."""

    what: str
    p: float
    """Chance of a difference as large if the assumption holds."""


def chapman(one: int, other: int, both: int) -> Total:
    """Two sources.

    Parameters
    ----------
    one, other
        Sightings that each source has.
    both
        Those that both have.

    Examples
    --------
    >>> found = chapman(1754, 452, 337)  # diabetes, two lists of [BrunoEtAl1994]_
    >>> round(found.total), round(found.low), round(found.high)
    (2351, 2250, 2478)
    """
    total = (one + 1) * (other + 1) / (both + 1) - 1
    spread = (one + 1) * (other + 1) * (one - both) * (other - both)
    variance = spread / ((both + 1) ** 2 * (both + 2))
    note = f"only {both} seen again: says little" if both < FEW else ""
    return _total("Chapman", one + other - both, total, variance, note)


def chao_bound(times: Sequence[int]) -> Total:
    """The least number of sightings, from how many were seen by one source, by two and so on.

    Parameters
    ----------
    times
        Sightings seen exactly once, twice, …

    References
    ----------
    [Chao1987]_, the form without a division by nothing, and its variance.
    """
    once, twice = times[0], times[1] if len(times) > 1 else 0
    missed = once * (once - 1) / (2 * (twice + 1))
    variance = missed
    variance += once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
    variance += once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    seen = int(sum(times))
    again = seen - once
    note = f"only {again} seen again: says little" if again < FEW else "at least so many"
    return _total("Chao's lower bound", seen, seen + missed, variance, note)


def _total(method: str, seen: int, total: float, variance: float, note: str) -> Total:
    """With the interval by the logarithm of what is missed, [Chao1987]_."""
    missed = max(total - seen, 0.0)
    if missed == 0 or variance == 0:
        return Total(method, seen, float(seen + missed), float(seen), float(seen + missed), note)
    step = float(np.exp(stats.norm.ppf((1 + LEVEL) / 2) * np.sqrt(np.log1p(variance / missed**2))))
    return Total(method, seen, total, seen + missed / step, seen + missed * step, note)


def log_linear(histories: Mapping[tuple[int, int, int], int]) -> Total:
    """Three sources, by the log-linear model with the smallest AIC.

    Parameters
    ----------
    histories
        Number of sightings by whether each source has them, such as `{(1, 0, 1): 17}`.
    """
    kinds = [one for one in np.ndindex(2, 2, 2) if any(one)]
    counts = np.array([histories.get(one, 0) for one in kinds], float)
    pairs = list(combinations(range(3), 2))
    models = [chosen for size in range(4) for chosen in combinations(pairs, size)]
    fits = [_fit(np.array(kinds, float), counts, chosen) for chosen in models]
    best = min(range(len(models)), key=lambda at: fits[at][0])
    _, missed, variance = fits[best]
    named = ", ".join(f"{one + 1} with {other + 1}" for one, other in models[best])
    note = f"dependent: sources {named}" if named else "sources independent"
    seen = int(counts.sum())
    return _total("log-linear", seen, seen + missed, variance, note)


def _fit(
    kinds: Floats, counts: Floats, pairs: Sequence[tuple[int, int]]
) -> tuple[float, float, float]:
    """AIC, missed sightings and the variance of the total, by Newton's method."""
    columns = [
        np.ones(len(kinds)),
        *kinds.T,
        *(kinds[:, one] * kinds[:, two] for one, two in pairs),
    ]
    design = np.column_stack(columns)
    rate = np.log(counts + 0.5)
    weights = np.linalg.lstsq(design, rate, rcond=None)[0]
    for _ in range(100):
        mean = np.exp(design @ weights)
        step = np.linalg.solve(design.T @ (mean[:, None] * design), design.T @ (counts - mean))
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            break
    mean = np.exp(design @ weights)
    aic = 2 * design.shape[1] - 2 * float(stats.poisson.logpmf(counts, mean).sum())
    missed = float(np.exp(weights[0]))
    covariance = np.linalg.inv(design.T @ (mean[:, None] * design))
    return aic, missed, missed + missed**2 * float(covariance[0, 0])


def captures(first: Ints, source: Ints, chosen: Bools) -> Bools:
    """Which sources have each sighting, shape (sightings, sources).

    Parameters
    ----------
    first
        Of each row, the first row of its sighting.
    source
        Of each row, the number of its source.
    chosen
        Rows that count.
    """
    _, sighting = numbered(first[chosen])
    shape = (int(sighting.max(initial=-1)) + 1, int(source[chosen].max(initial=-1)) + 1)
    found = np.zeros(shape, bool)
    found[sighting, source[chosen]] = True
    return found


def enough(found: Bools) -> bool:
    """Whether enough sightings are reported by more than one source to say anything."""
    return int((found.sum(axis=1) > 1).sum()) >= FEW


def totals(found: Bools) -> list[Total]:
    """What the sources allow: nothing for one, Chapman for two, log-linear and Chao for three.

    Parameters
    ----------
    found
        Which sources have each sighting, shape (sightings, sources); the largest two or three of
        the sources are used, Chao's bound uses all.
    """
    if found.shape[1] < 2 or not len(found):
        return []
    order = np.argsort(-found.sum(axis=0), kind="stable")
    if found.shape[1] == 2:
        one, other = (int(found[:, at].sum()) for at in order)
        return [chapman(one, other, int(found.all(axis=1).sum()))]
    three = found[:, order[:3]].astype(int)
    kinds, numbers = np.unique(three[three.any(axis=1)], axis=0, return_counts=True)
    histories = {
        (int(one[0]), int(one[1]), int(one[2])): int(number)
        for one, number in zip(kinds, numbers, strict=True)
    }
    times = np.bincount(found.sum(axis=1), minlength=found.shape[1] + 1)[1:]
    bound = chao_bound([int(one) for one in times])
    enough = all(numbers_of_pair > 0 for numbers_of_pair in _overlaps(three))
    return [log_linear(histories), bound] if enough else [bound]


def _overlaps(three: np.ndarray) -> list[int]:
    return [int((three[:, i] & three[:, j]).sum()) for i, j in combinations(range(3), 2)]


def checks(found: Bools, stratum: Ints) -> list[Check]:
    """Tests of independence, where a third source allows it, and of homogeneity between strata.

    Parameters
    ----------
    found
        Which sources have each sighting, shape (sightings, sources).
    stratum
        Of each sighting, such as its sector.
    """
    order = np.argsort(-found.sum(axis=0), kind="stable")
    tested = []
    if found.shape[1] >= 3:
        tested = [_independent(found[:, order[:3]], third) for third in range(3)]
    if found.shape[1] >= 2 and (same := _same_everywhere(found[:, order[:2]], stratum)):
        tested.append(same)
    return tested


def _independent(three: Bools, third: int) -> Check:
    """Whether two sources are independent among the sightings of a third one."""
    one, other = (at for at in range(3) if at != third)
    among = three[three[:, third]][:, [one, other]].astype(int)
    table = np.zeros((2, 2), int)
    np.add.at(table, (among[:, 0], among[:, 1]), 1)
    ranks = ("largest", "second", "third")
    what = f"{ranks[one]} and {ranks[other]} source independent, by what the {ranks[third]} has"
    return Check(what, float(stats.fisher_exact(table).pvalue))


def _same_everywhere(two: Bools, stratum: Ints) -> Check | None:
    """Whether the second source has the same share of the first one's sightings everywhere."""
    first = two[:, 0]
    table = np.array(
        [
            [(two[first & (stratum == at), 1]).sum(), (~two[first & (stratum == at), 1]).sum()]
            for at in np.unique(stratum[first])
        ]
    )
    if len(table) < 2 or not table.sum(axis=0).all():
        return None
    p = float(stats.chi2_contingency(table)[1])
    return Check("the share seen again is the same in every sector", p)
