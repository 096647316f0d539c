"""What paths are drawn from, and how a path finds its own number in it."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from suasion.term.years.axes import AXES, Space
from suasion.term.years.factors.factor import Moment
from suasion.term.years.factors.registry import FACTORS
from suasion.term.years.given import Given
from suasion.term.years.plan import Rates, plan
from suasion.term.years.scene import at_time, scene

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


class Tables(NamedTuple):
    """What paths are drawn from.

    Parameters
    ----------
    start
        Chance of each place on the first day, by factor, shape (places, draws).
    own
        Numbers that only the years need, by name, shape (draws,).
    rates
        The plan's rates; the first axis is the step.
    rows
        Chance of each next place by present place, by factor, shape (steps, places, places,
        *state, draws).
    """

    start: dict[str, Any]
    own: dict[str, Any]
    rates: Rates
    rows: dict[str, Any]


class Walkers(NamedTuple):
    """Paths on their way, of shape (paths,).

    Parameters
    ----------
    who
        Number of the path.
    draw, kind
        Its draw; its guarantor's type, 1 resolute, 0 where beliefs are off.
    places
        Its place of each factor, shape (axes, paths).
    label
        Its position in `suasion.term.years.causes.LABELS`.
    """

    who: Ints
    draw: Ints
    kind: Ints
    places: Ints
    label: Ints

    def taken(self, which: NDArray[Any]) -> Walkers:
        """Some of the paths."""
        return Walkers(*(one[..., which] for one in self))

    def at(self, factor: str) -> Ints:
        """Places of a factor, shape (paths,)."""
        return self.places[AXES.index(factor)]

    def moved(self, factor: str, places: Ints) -> Walkers:
        """The same at other places of a factor."""
        others = self.places.copy()
        others[AXES.index(factor)] = places
        return self._replace(places=others)


def tables(given: Given, space: Space) -> Tables:
    """Everything that paths are drawn from, computed by the array compiler.

    Parameters
    ----------
    given
        One guarantee, as `suasion.term.years.course.solve` takes it.
    space
        What is on; opportunities are a Poisson process.

    Raises
    ------
    ValueError
        Where opportunities are scheduled.
    """
    if space.scheduled:
        raise ValueError("paths are drawn where opportunities come at random, not by schedule")
    rows = jax.vmap(partial(_rows, given, space))(jnp.arange(space.steps))
    return Tables(given.start, given.own, plan(given, space), rows)


def _rows(given: Given, space: Space, step: jax.Array) -> dict[str, jax.Array]:
    """Chances of every next place in a step, by factor."""
    here = at_time(scene(given, space), given, space, step / space.per_year)
    moment, flat = Moment(step, foreseen=False), (1,) * len(AXES) + (given.base.shape[-1],)
    found = {}
    for one in FACTORS:
        if one.rows is not None and space.on(one.id):
            rows = one.rows(given, here, space, moment)
            shape = jnp.broadcast_shapes(flat, *(jnp.shape(cell) for row in rows for cell in row))
            cells = [[jnp.broadcast_to(cell, shape) for cell in row] for row in rows]
            found[one.id] = jnp.stack([jnp.stack(row) for row in cells])
    return found


def looked(array: Any, step: int, now: Walkers, *, lead: int = 0) -> Floats:
    """Values where the paths are, shape (*lead, paths).

    Parameters
    ----------
    array
        Shape (steps, *lead, *state, draws), or with an axis for the guarantor's type before the
        state's; an axis of size 1 holds for every place.
    lead
        How many axes are kept whole.
    """
    table = array[step]
    sizes = table.shape[lead:]
    index = (now.kind, *now.places, now.draw)[-len(sizes) :]
    at = [one if size > 1 else np.zeros_like(one) for one, size in zip(index, sizes, strict=True)]
    found: Floats = table[(slice(None),) * lead + tuple(at)]
    return found
