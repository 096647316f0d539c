"""From one year's state to the next: leader, government, zone, instrument.

`expectation` is linear in the next year's values; its transpose carries probability forward, so
that what the plan expects and what then happens rest on one piece of code.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.term.inputs import Inputs


class Chances(NamedTuple):
    """Chances of change in one year [1], broadcastable to the state axes without leader.

    `leave`, `hawk` and `change` have shape (draws,); `hedge` (1, 1, 1, draws);
    `erode` and `lapse` (government, zone or 1, force, draws).
    """

    leave: jax.Array
    hawk: jax.Array
    change: jax.Array
    hedge: jax.Array
    erode: jax.Array
    lapse: jax.Array


def chances(
    inputs: Inputs, numbers: dict[str, jax.Array], year: jax.Array, *, foreseen: bool
) -> Chances:
    """Chances of change at the end of `year`; `foreseen` is what the challenger plans with."""
    fresh = {name: value[0, :1, :1, :1] for name, value in numbers.items() if name != "gain_ratio"}
    plain = {name: value[0, 0, 0] for name, value in fresh.items()}
    leave = inputs.exit_per_year[year] * plain["succession"]
    return Chances(
        leave,
        plain["hawk_successor"],
        inputs.change[year],
        fresh["hedging_chance"],
        _erosion(numbers),
        _lapse(inputs, numbers, fresh, year, foreseen=foreseen),
    )


def _erosion(numbers: dict[str, jax.Array]) -> jax.Array:
    """Chance that an intact zone erodes in a year: unanswered violations add up."""
    answered = numbers["violation_detection"] * numbers["attribution"]
    return -jnp.expm1(-numbers["erosion_rate_per_year"] * (1 - answered))[0, :, :1]


def _lapse(
    inputs: Inputs,
    numbers: dict[str, jax.Array],
    fresh: dict[str, jax.Array],
    year: jax.Array,
    *,
    foreseen: bool,
) -> jax.Array:
    """Chance that the instrument lapses: its term ends, or a hedging government withdraws."""
    ends = inputs.expires[year] * (1 - fresh["renewal"])
    ends = ends * fresh["expiry_foresight"] if foreseen else ends
    withdraws = -jnp.expm1(-numbers["withdrawal_rate_per_year"][0, :, :1, :1])
    hedging = jnp.arange(numbers["decision"].shape[1]).reshape(-1, 1, 1, 1)
    return 1 - (1 - ends) * (1 - withdraws * hedging)


def expectation(after: jax.Array, now: Chances) -> jax.Array:
    """Expected value one year on, by present state.

    Parameters
    ----------
    after
        Next year's values, shape (leader, government, zone, force, draws).
    """
    for axis, rows in reversed(moves(now, after.shape[:4])):
        after = along_axis(after, axis, rows)
    return after


def carried(mass: jax.Array, now: Chances) -> jax.Array:
    """Probability one year on: the transpose of `expectation`."""
    for axis, rows in moves(now, mass.shape[:4]):
        mass = along_axis(mass, axis, list(zip(*rows, strict=True)))
    return mass


Rows = Sequence[Sequence[jax.Array | float]]
"""Chance of each next place on an axis [1], by the present place."""


def moves(now: Chances, sizes: Sequence[int]) -> list[tuple[int, Rows]]:
    """The moves of a year in the order in which they happen: axis, and chances by place.

    Axes of one place have none.
    """
    leave, change = now.leave, now.change * now.hedge
    back = now.change - change
    heirs = (1 - leave, leave * (1 - now.hawk), leave * now.hawk)
    found: list[tuple[int, Rows]] = [
        (2, ((1 - now.erode, now.erode), (0.0, 1.0))),
        (3, ((1 - now.lapse, now.lapse), (0.0, 1.0))),
        (1, ((1 - change, change), (back, 1 - back))),
        (0, (heirs, (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))),
    ]
    return [(axis, rows) for axis, rows in found if sizes[axis] > 1]


def along_axis(values: jax.Array, axis: int, rows: Rows) -> jax.Array:
    """Each row's sum of the values at the places of an axis, weighted."""
    places = [jax.lax.slice_in_dim(values, at, at + 1, axis=axis) for at in range(len(rows))]
    return jnp.concatenate([_weighted(row, places) for row in rows], axis=axis)


def _weighted(row: Sequence[jax.Array | float], places: Sequence[jax.Array]) -> jax.Array:
    """The sum; a weight that is the number 0 is left out, not added up."""
    kept = [(w, place) for w, place in zip(row, places, strict=True) if not _nothing(w)]
    return functools.reduce(jnp.add, [w * place for w, place in kept])


def _nothing(weight: jax.Array | float) -> bool:
    return isinstance(weight, float) and weight == 0.0
