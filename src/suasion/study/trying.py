"""Draws that fail: found, told apart from the others, never fatal.

A model that raises an error is tried again with half of the draws, and again, until the draws that
it cannot play are known. A result that is no number, or lies beyond what its metric can be, is a
failure of that draw too.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study import comparison, full
from suasion.study.drawing import as_drawn, ordered, sample_of
from suasion.study.metrics import metric
from suasion.study.plan import Plan
from suasion.uncertainty.metrics import SINGLE

ERRORS = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)
"""What a model may raise at numbers that it was not made for."""
MOST_APART = 64
"""Draws told apart after errors in one chunk; further ones are told in ranges, to save time."""
SLACK = 1e-5
"""How far rounding may carry a chance beyond 0 or 1 in single precision."""
MODELS: dict[str, ModuleType] = {"comparison": comparison, "years": full}


class Failed(NamedTuple):
    """A draw that failed: its place in the chunk, and why."""

    place: int
    reason: str


def tried(plan: Plan, u: Array, values: Array) -> tuple[NDArray[Any], list[Failed]]:
    """Metrics of some draws, and those that failed, whose metrics are NaN.

    Parameters
    ----------
    u, values
        Uniform numbers and values of the plan's factors, shape (factor, draw).
    """
    shape = (len(plan.metrics), len(plan.variants), len(plan.theories), u.shape[1])
    found, failed = np.full(shape, np.nan, SINGLE), _not_numbers(plan, values)
    left = [np.setdiff1d(np.arange(u.shape[1]), [one.place for one in failed])]
    while left:
        draws = left.pop()
        try:
            found[..., draws] = _quietly(plan, u, values, draws)
        except ERRORS as error:
            if len(draws) > 1 and len(failed) < MOST_APART:
                left += np.array_split(draws, 2)[::-1]
            else:
                failed += [Failed(int(at), _said(error)) for at in draws]
    failed += _impossible(plan, found, {one.place for one in failed})
    found[..., [one.place for one in failed]] = np.nan
    return found, sorted(failed)


def _quietly(plan: Plan, u: Array, values: Array, draws: NDArray[np.intp]) -> NDArray[Any]:
    """As `played`, of some draws; numbers that overflow are found later and need no warning."""
    some = (u, values) if len(draws) == u.shape[1] else (u[:, draws], values[:, draws])
    with np.errstate(all="ignore"):
        return played(plan, *some)


def _said(error: Exception) -> str:
    """The first line of an error."""
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"


def played(plan: Plan, u: Array, values: Array) -> NDArray[Any]:
    """Metrics of some draws, shape (metric, variant, theory, draw), in single precision."""
    if not u.shape[1]:
        return np.empty((len(plan.metrics), len(plan.variants), len(plan.theories), 0), SINGLE)
    order, parts = ordered(plan, values)
    sample = sample_of(plan, u, values, order)
    shape = (len(plan.metrics), len(plan.variants), len(plan.theories), u.shape[1])
    found = np.empty(shape, SINGLE)
    for row, numbers in MODELS[plan.study.model].numbers(plan, sample, parts):
        found[:, row] = numbers
    return as_drawn(order, found)


def _not_numbers(plan: Plan, values: Array) -> list[Failed]:
    """Draws in which a factor has no finite value."""
    if np.isfinite(values.sum()):
        return []
    rows, draws = np.nonzero(~np.isfinite(values))
    return [
        Failed(int(at), f"{plan.factors[row]} is {values[row, at]}")
        for at, row in {int(at): int(row) for row, at in zip(rows, draws, strict=True)}.items()
    ]


def _impossible(plan: Plan, found: NDArray[Any], known: set[int]) -> list[Failed]:
    """Draws with a metric that is no number, or beyond what it can be."""
    failed: dict[int, str] = {}
    for row, name in enumerate(plan.metrics):
        wrong = _wrong(name, found[row])
        for at in np.flatnonzero(wrong.any(axis=(0, 1))).tolist():
            if at not in known and at not in failed:
                variant, theory = np.argwhere(wrong[..., at])[0]
                value = found[row, variant, theory, at]
                failed[at] = f"{name} of {plan.variants[variant]} is {value:.6g}"
    return [Failed(at, reason) for at, reason in failed.items()]


def _wrong(name: str, found: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a metric is impossible, shape (variant, theory, draw)."""
    known = metric(name)
    beyond = (found < -SLACK) | (found > known.high + SLACK) | np.isinf(found)
    return beyond if known.missing else beyond | np.isnan(found)
