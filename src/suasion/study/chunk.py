"""The evaluation of a chunk: a function of the plan and the chunk's number alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study.comparison import played
from suasion.study.designs.registry import quantiles
from suasion.study.plan import Plan


@dataclass(frozen=True)
class Fault:
    """A draw that failed.

    Parameters
    ----------
    draw
        Its number in the study.
    seed
        What makes the same draw again: root seed, chunk and place in it.
    reason
        What went wrong.
    """

    draw: int
    seed: str
    reason: str


@dataclass(frozen=True)
class Chunk:
    """What a chunk of draws has given.

    Parameters
    ----------
    quantiles
        Uniform numbers, shape (factor, draw).
    values
        What was drawn, shape (factor, draw): numbers, the index of a word for a fact, the index of
        the theory.
    metrics
        Shape (metric, variant, theory, draw), single precision; NaN in a failed draw.
    faults
        The draws that failed.
    """

    number: int
    quantiles: Array
    values: Array
    metrics: NDArray[Any]
    faults: tuple[Fault, ...]


def evaluate(plan: Plan, number: int) -> Chunk:
    """Draw and play one chunk.

    Parameters
    ----------
    plan
        From `suasion.study.plan.planned`.
    number
        From 0.
    """
    draws = plan.draws_of(number)
    u = quantiles(plan.study.design, plan.columns, number, draws)
    values = np.stack([one.values(row) for one, row in zip(plan.columns, u, strict=True)])
    return Chunk(number, u, values, played(plan, u, values), ())
