"""The evaluation of a chunk: a function of the plan and the chunk's number alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study.designs.registry import correlated, quantiles
from suasion.study.plan import Plan
from suasion.study.trying import tried
from suasion.theory.registry import add


@dataclass(frozen=True)
class Fault:
    """A draw that failed.

    Parameters
    ----------
    draw
        Its number in the study, from 0.
    seed
        What makes the same draw again: root seed, chunk, and place in the chunk.
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
        the theory among `Plan.stages`.
    metrics
        Shape (metric, variant, theory, draw), single precision; NaN in a failed draw.
    faults
        The draws that failed, in order.
    """

    number: int
    quantiles: Array
    values: Array
    metrics: NDArray[Any]
    faults: tuple[Fault, ...]


def drawn(plan: Plan, number: int) -> tuple[Array, Array]:
    """Uniform numbers and values of a chunk, each of shape (factor, draw).

    Parameters
    ----------
    number
        Of the chunk, from 0.
    """
    points = plan.draws_of(number)
    u = quantiles(plan.study.design, plan.columns, plan.groups, number, points)
    u = correlated(u, plan.factors, plan.pairs)
    with np.errstate(all="ignore"):  # what is not a number is found and told later
        values = np.stack([one.values(row) for one, row in zip(plan.columns, u, strict=True)])
    return u, values


def evaluate(plan: Plan, number: int) -> Chunk:
    """Draw and play one chunk.

    Parameters
    ----------
    plan
        From `suasion.study.plan.planned`.
    number
        Of the chunk, from 0.

    Raises
    ------
    IndexError
        Where there is no such chunk.
    """
    for name, text in plan.games.items():
        add(text, name)
    u, values = drawn(plan, number)
    found, failed = tried(plan, u, values)
    first, seed = plan.draws_of(number).start, plan.study.design.seed
    faults = tuple(
        Fault(first + one.place, f"{seed}/{number}/{one.place}", one.reason) for one in failed
    )
    return Chunk(number, u, values, found, faults)
