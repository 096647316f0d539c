"""From a warning to help: detected in time, decided, honoured, with force enough.

The chance that a guarantee works is the product of the four, each given the ones before it. Raised
to 1, a factor raises the product by ``product/factor - product``, so that the smallest one binds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from suasion.zone.planning.ranges import Range
from suasion.zone.planning.warning import between, points
from suasion.zone.planning.watching import Numbers

SAME = 0.005
"""Factors nearer to the smallest than this tie with it."""


@dataclass(frozen=True)
class Chain:
    """The chance that a guarantee works, and what it hinges on."""

    means: Mapping[str, float]
    """Of each factor."""
    product: Range
    """With every factor at its low, and at its high end."""
    mean: float
    p5: float
    p95: float
    """Mean and percentiles over what is not known."""
    binding: tuple[str, ...]
    """The factor whose rise to 1 raises the mean product most; several where they tie."""
    raised: float
    """The mean product with that factor at 1; with several, with one of them."""
    binds: Mapping[str, float]
    """Share of what may be in which each factor is the smallest; ties count for each."""


def chain(
    in_time: Numbers, factors: Mapping[str, Range], *, first: str = "detect in time", seed: int = 1
) -> Chain:
    """The chain from detection to force.

    Parameters
    ----------
    in_time
        Chance of detection in time for each way that things may be, shape `points`.
    factors
        The others by name, as shares.
    first
        Name of the factor that `in_time` gives.
    seed
        Of the points at which the ranges are tried.

    Examples
    --------
    >>> import numpy as np
    >>> found = chain(np.full(4096, 0.8), {"decide": Range(0.9, 0.9), "honour": Range(0.4, 0.6)})
    >>> found.binding, round(found.mean, 3), round(found.raised, 3)
    (('honour',), 0.36, 0.72)
    """
    # Shuffled, since two Sobol sequences side by side are not independent of one another.
    columns = np.random.default_rng(seed).permutation(points(len(factors), seed)).T
    drawn = {name: between(one, u) for (name, one), u in zip(factors.items(), columns, strict=True)}
    table = {first: in_time, **drawn}
    product = np.prod(list(table.values()), axis=0)
    means = {name: float(one.mean()) for name, one in table.items()}
    binding = binding_factors(means)
    low, high = (
        end * math.prod(getattr(one, name) for one in factors.values())
        for end, name in ((in_time.min(), "low"), (in_time.max(), "high"))
    )
    p5, p95 = np.quantile(product, [0.05, 0.95])
    raised = math.prod(value for name, value in means.items() if name != binding[0])
    return Chain(
        means,
        Range(float(low), float(high)),
        float(math.prod(means.values())),
        float(p5),
        float(p95),
        binding,
        raised,
        _binds(table),
    )


def binding_factors(factors: Mapping[str, float]) -> tuple[str, ...]:
    """The smallest factor; several where they tie.

    With one factor at 0, it binds. With several at 0 no single rise helps, and all of them bind.

    Examples
    --------
    >>> binding_factors({"detect": 0.5, "decide": 0.9, "honour": 0.5})
    ('detect', 'honour')
    """
    least = min(factors.values())
    return tuple(name for name, value in factors.items() if value <= least + SAME)


def unanimous(approval: float, members: int) -> float:
    """Chance that all of some members approve, each independently of the others.

    Examples
    --------
    >>> round(unanimous(0.99, 32), 4), round(unanimous(0.98, 27), 4)
    (0.725, 0.5796)
    """
    return float(approval**members)


def _binds(table: Mapping[str, Numbers]) -> dict[str, float]:
    least = np.min(list(table.values()), axis=0)
    return {name: float((one <= least + SAME).mean()) for name, one in table.items()}
