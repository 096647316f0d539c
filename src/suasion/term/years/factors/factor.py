"""What a factor is: how it is made ready from facts and draws, and how it changes in a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.describe.case import Case
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array
from suasion.term.years.axes import Space
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation

Rows = Sequence[Sequence[jax.Array | float]]
"""Chance of each next place [1], by present place."""


@dataclass(frozen=True)
class Ground:
    """What factors are made ready from.

    Parameters
    ----------
    case, guarantee, facts
        What is described.
    draw
        Values of a factor of uncertainty by its name, shape (draws,).
    column
        Uniform numbers by name, shape (draws,).
    steps, per_year, draws
        Steps planned, those of a year, and draws.
    signed
        True where the instrument waits for entry into force; false where it is in force.
    points
        Grid of beliefs [1].
    """

    case: Case
    guarantee: Guarantee
    facts: Facts
    draw: Callable[[str], Array]
    column: Callable[[str], Array]
    steps: int
    per_year: int
    draws: int
    signed: bool
    points: tuple[float, ...]


class Ready(NamedTuple):
    """A factor's own numbers (draws,), calendar (steps, draws) and first day (places, draws)."""

    own: dict[str, Array]
    timed: dict[str, Array]
    start: Array


class Moment(NamedTuple):
    """A step: its number, and whether it is planned or happens."""

    step: jax.Array
    foreseen: bool


@dataclass(frozen=True)
class Factor:
    """A factor of the state.

    Parameters
    ----------
    id, title
        Name, and what it says in one line.
    source
        Bibliography keys.
    needs
        True where the factor makes a difference to a guarantee.
    prepare
        Facts and draws -> what the kernel reads.
    rows
        (given, situation, space, moment) -> chances of each next place in one step; None where
        only events move it.
    """

    id: str
    title: str
    source: tuple[str, ...]
    needs: Callable[[Ground], bool]
    prepare: Callable[[Ground], Ready]
    rows: Callable[[Given, Situation, Space, Moment], Rows] | None


def first_day(ground: Ground, *chances: Array | float) -> Array:
    """Chance of each place on the first day, shape (places, draws)."""
    return np.stack([np.broadcast_to(np.asarray(one, float), (ground.draws,)) for one in chances])


def numbers(ground: Ground, *names: str) -> dict[str, Array]:
    """Draws of numbers that only the years need."""
    return {name: ground.draw(f"years:{name}") for name in names}


def always(ground: Ground) -> bool:
    """Makes a difference to every guarantee."""
    return ground.draws > 0


def promised(ground: Ground) -> bool:
    """Makes a difference where somebody guarantees."""
    return ground.guarantee.lead is not None


def happens(rate_per_year: jax.Array, space: Space) -> jax.Array:
    """Chance that something of this rate happens within a step [1]."""
    return -jnp.expm1(-rate_per_year / space.per_year)
