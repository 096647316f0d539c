"""What a state has ahead of it: places of the instrument that differ in the past only are one.

A text in force and a renewed one bind alike and end alike; one that has expired and one that was
left bind nobody, for good. Whoever plans treats the two of a pair alike, so that the plan is made
for three places instead of five: pending, in force, lapsed. What happened tells them apart again.
Nothing is approximated.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from suasion.term.years.axes import AXES, PLACES, Space
from suasion.term.years.given import Given

INSTRUMENT = AXES.index("instrument")
PENDING, IN_FORCE, LAPSED = range(3)
PLACES_AHEAD = 3
STANDS_FOR = (PENDING, IN_FORCE, IN_FORCE, LAPSED, LAPSED)
"""Where each place of the instrument is, in what lies ahead of it."""


def lying_ahead(space: Space) -> Space:
    """The space of what lies ahead.

    Examples
    --------
    >>> lying_ahead(Space("threshold", (3, 1, 1, 1, 1, 1, 5, 1))).states
    9
    """
    if space.size("instrument") != len(PLACES["instrument"]):
        return space
    return _of_size(space, PLACES_AHEAD)


def never_changing(space: Space) -> Space:
    """The space of states that never change: what is pending stays as good as lapsed.

    Its places of the instrument are in force and lapsed.
    """
    return _of_size(space, 2) if space.size("instrument") == PLACES_AHEAD else space


def _of_size(space: Space, places: int) -> Space:
    sizes = (*space.sizes[:INSTRUMENT], places, *space.sizes[INSTRUMENT + 1 :])
    return space._replace(sizes=sizes)


def without_past(given: Given) -> Given:
    """The same on a first day of which only what lies ahead is told."""
    if "instrument" not in given.start:
        return given
    rows = jnp.asarray(given.start["instrument"])
    joined = [sum(rows[k] for k in range(5) if STANDS_FOR[k] == at) for at in range(3)]
    return given._replace(start=given.start | {"instrument": jnp.stack(joined)})


def told_apart(space: Space, array: Any) -> Any:
    """Values by what lies ahead as values by state.

    Parameters
    ----------
    array
        Shape (…, *state, draws) in `lying_ahead(space)`; an axis of size 1 stays.
    """
    return array if lying_ahead(space) == space else _taken(array, STANDS_FOR)


def bound_or_not(space: Space, array: Any) -> Any:
    """Values by what lies ahead as values of states that never change."""
    return array if never_changing(space) == space else _taken(array, (IN_FORCE, LAPSED))


def from_unchanging(space: Space, array: Any) -> Any:
    """The reverse: values of states that never change as values by what lies ahead."""
    return array if never_changing(space) == space else _taken(array, (1, 0, 1))


def _taken(array: Any, places: tuple[int, ...]) -> Any:
    """These places of the instrument; an axis of size 1 stays."""
    axis = array.ndim - len(AXES) - 1 + INSTRUMENT
    if array.ndim <= len(AXES) or array.shape[axis] == 1:
        return array
    parts = [jax.lax.slice_in_dim(array, at, at + 1, axis=axis) for at in places]
    return jnp.concatenate(parts, axis=axis)
