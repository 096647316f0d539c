"""What the full model refuses: no horizon, chances that are none, rows that do not sum to one."""

from __future__ import annotations

from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np

from suasion.errors import SuasionError
from suasion.term.years.axes import PLACES, Space
from suasion.term.years.factors.factor import Moment
from suasion.term.years.factors.registry import FACTORS
from suasion.term.years.given import Given
from suasion.term.years.plan import planned_steps
from suasion.term.years.scene import Situation, at_time, scene

ROUNDING = 1e-9


class TermRefused(SuasionError, ValueError):
    """A game of the years that cannot be played, with what is allowed and what to do."""


def check(given: Given, space: Space, *, changes: bool = True) -> None:
    """Refuse what is not a game of the years.

    Call it in double precision (`suasion.uncertainty.device.in_double`).

    Parameters
    ----------
    changes
        False leaves out the chances of change, which take some seconds to compile: where they are
        made from priors that have been checked.

    Raises
    ------
    TermRefused
        With the factor, what was found, what is allowed and what to do.
    """
    for problem in (*_about_space(space), *_about_start(given, space), *_about_time(given, space)):
        raise TermRefused(problem)
    for problem in _about_rows(given, space) if changes else ():
        raise TermRefused(problem)


def _about_space(space: Space) -> Iterator[str]:
    if space.horizon_years < 1:
        yield (
            f"horizon: {space.horizon_years} years leave nothing to play. "
            "Allowed are whole years from 1. Give a longer horizon."
        )
    if space.per_year < 1:
        yield f"steps in a year: {space.per_year}. Allowed are whole numbers from 1, such as 4."
    points = np.array(space.points)
    if points[0] != 0 or points[-1] != 1 or np.any(np.diff(points) <= 0):
        yield f"grid of beliefs: {space.points}. It must rise from 0 to 1. Correct its points."


def _about_start(given: Given, space: Space) -> Iterator[str]:
    for name in PLACES:
        if not space.on(name):
            continue
        if name not in given.start:
            yield f"{name}: no first day is given. Give the chance of each place."
            continue
        rows = np.asarray(given.start[name])
        if rows.shape[0] != space.size(name):
            yield (
                f"{name}: {rows.shape[0]} places on the first day, "
                f"{space.size(name)} in the model. Give a chance for each place."
            )
        elif (fault := _fault(rows, rows.sum(axis=0))) is not None:
            yield f"{name}: on the first day {fault}"


def _about_time(given: Given, space: Space) -> Iterator[str]:
    needed = planned_steps(space)
    for name, rows in given.timed.items():
        found = np.asarray(rows)
        if found.shape[0] < needed:
            yield (
                f"{name}: the calendar has {found.shape[0]} steps, the plan reaches {needed}. "
                "Give the horizon and five years more."
            )
        elif not np.all((found >= 0) & (found <= 1)):
            yield f"{name}: the calendar has {_odd(found)}. Allowed are chances from 0 to 1."


def _about_rows(given: Given, space: Space) -> Iterator[str]:
    """Chances of change on the first and the last step."""
    given = jax.tree.map(jnp.asarray, given)
    situation = scene(given, space)
    for step in (0, planned_steps(space) - 1):
        now = at_time(situation, given, space, jnp.asarray(step / space.per_year))
        for factor in FACTORS:
            if factor.rows is not None and space.on(factor.id):
                yield from _about_factor(factor.id, given, now, space, step)


def _about_factor(
    name: str, given: Given, now: Situation, space: Space, step: int
) -> Iterator[str]:
    (rows,) = (one.rows for one in FACTORS if one.id == name)
    assert rows is not None
    for at, row in enumerate(rows(given, now, space, Moment(jnp.asarray(step), foreseen=False))):
        chances = np.stack(np.broadcast_arrays(*map(np.asarray, row)))
        if (fault := _fault(chances, chances.sum(axis=0))) is not None:
            yield f"{name}: out of place {PLACES[name][at]!r} in step {step} {fault}"


def _fault(chances: np.ndarray, totals: np.ndarray) -> str | None:
    """What is wrong with rows of chances, if anything is."""
    if not np.all((chances >= -ROUNDING) & (chances <= 1 + ROUNDING)):
        return f"there is {_odd(chances)}. Allowed are chances from 0 to 1."
    if not np.all(np.abs(totals - 1) < ROUNDING):
        off = totals.flat[np.argmax(np.abs(totals - 1))]
        return f"the chances sum to {off:.6g}. They must sum to 1. Correct one of them."
    return None


def _odd(chances: np.ndarray) -> str:
    """The value that is furthest from being a chance, or one that is not a number."""
    if np.isnan(chances).any():
        return "a value that is not a number"
    return f"{chances.flat[np.argmax(np.abs(chances - 0.5))]:.6g}"
