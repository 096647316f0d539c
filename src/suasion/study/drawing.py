"""Draws made ready for a model: put in order by theory, and laid where the model reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study.factors import THEORY
from suasion.study.plan import Plan
from suasion.theory.registry import stage
from suasion.uncertainty.sample import Sample


class Part(NamedTuple):
    """Draws that lie side by side and are played under the same theories."""

    theories: tuple[str, ...]
    at: slice

    @property
    def draws(self) -> int:
        """How many."""
        return int(self.at.stop - self.at.start)


def ordered(plan: Plan, values: Array) -> tuple[NDArray[np.intp], list[Part]]:
    """An order of the draws in which those of a theory lie side by side, and where they lie.

    Parameters
    ----------
    values
        Of the plan's factors, shape (factor, draw).
    """
    draws = values.shape[1]
    if not plan.drawn:
        return np.arange(draws), [Part(plan.stages, slice(0, draws))]
    theory = values[plan.factors.index(THEORY)].astype(int)
    ends = np.cumsum([0, *np.bincount(theory, minlength=len(plan.stages))]).tolist()
    bounds = zip(plan.stages, pairwise(ends), strict=True)
    parts = [Part((name,), slice(*pair)) for name, pair in bounds if pair[1] > pair[0]]
    return np.argsort(theory, kind="stable"), parts


def as_drawn(order: NDArray[np.intp], found: NDArray[Any]) -> NDArray[Any]:
    """What was found in an order, put back as it was drawn; draws are the last axis.

    Examples
    --------
    >>> as_drawn(np.array([2, 0, 1]), np.array(["c", "a", "b"])).tolist()
    ['a', 'b', 'c']
    """
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return found[..., back]


def sample_of(plan: Plan, u: Array, values: Array, order: NDArray[np.intp]) -> Sample:
    """The draws as the model reads them, in an order; what is not drawn is held.

    The model reads the values of numbers and the uniform numbers of facts.

    Parameters
    ----------
    u, values
        Uniform numbers and values of the plan's factors, shape (factor, draw).
    """
    columns = {name: np.full(len(order), at) for name, at in plan.held.items()}
    numbers: dict[str, Array] = {}
    for one, quantiles, drawn in zip(plan.columns, u, values, strict=True):
        if one.prior is not None:
            numbers[one.name] = drawn[order]
        elif one.name != THEORY:
            columns[one.name] = quantiles[order]
    return Sample(len(order), plan.study.design.seed, "headline", plan.priors, columns, numbers)


def conceding(parts: Sequence[Part]) -> Array:
    """1 where the theory has concessions, shape (theory, draw)."""
    rows = [
        np.repeat([[float("concession" in stage(name).models)] for name in names], part.draws, 1)
        for part in parts
        for names in [part.theories]
    ]
    return np.concatenate(rows, axis=1)
