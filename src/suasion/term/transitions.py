"""From one year's state to the next: leader, government, zone, instrument.

`expectation` is linear in the next year's values; its transpose carries probability forward, so
that what the plan expects and what then happens rest on one piece of code.
"""

from __future__ import annotations

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
    leaders, governments, zones, forces = after.shape[:4]
    if leaders > 1:
        heirs = now.hawk * after[2] + (1 - now.hawk) * after[1]
        incumbent = (1 - now.leave) * after[0] + now.leave * heirs
        after = jnp.concatenate([incumbent[None], after[1:]])
    if governments > 1:
        redrawn = (1 - now.hedge) * after[:, :1] + now.hedge * after[:, 1:]
        after = (1 - now.change) * after + now.change * redrawn
    if forces > 1:
        holds = (1 - now.lapse) * after[..., :1, :] + now.lapse * after[..., 1:, :]
        after = jnp.concatenate([holds, after[..., 1:, :]], axis=3)
    if zones > 1:
        intact = (1 - now.erode) * after[:, :, :1] + now.erode * after[:, :, 1:]
        after = jnp.concatenate([intact, after[:, :, 1:]], axis=2)
    return after


def carried(mass: jax.Array, now: Chances) -> jax.Array:
    """Probability one year on: the transpose of `expectation`."""
    (moved,) = jax.linear_transpose(lambda after: expectation(after, now), mass)(mass)
    return moved
