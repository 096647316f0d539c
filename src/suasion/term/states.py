"""The situation in every state: mechanisms lapse, wane and erode, leaders differ in their gain."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from suasion.mechanism.situation import Number, names, position, table
from suasion.term.inputs import DRIFT_YEARS, ERODES, GROUPS, LAPSES, WANES, Inputs

Sizes = tuple[int, int, int, int]


def values(linked: jax.Array) -> dict[str, jax.Array]:
    """Numbers from their link scale, each within its range; `linked` is (numbers, *batch)."""
    return {number.name: _value(linked[row], number) for row, number in enumerate(table())}


def _value(linked: jax.Array, number: Number) -> jax.Array:
    if number.link == "log":
        return jnp.clip(jnp.exp(linked), number.low, number.high)
    if number.link == "logit":
        return jnp.clip(jax.nn.sigmoid(linked), number.low, number.high)
    return jnp.clip(linked, number.low, number.high)


def shares(inputs: Inputs, sizes: Sizes) -> jax.Array:
    """Share of each group's moves that a state keeps, shape (8, government, zone, force, draws)."""
    fresh = values(inputs.base + inputs.moves.sum(axis=0))
    wanes = _kept(fresh["hedging_loss"], sizes[1])[:, None, None, :]
    erodes = _kept(fresh["erosion_loss"], sizes[2])[None, :, None, :]
    lapses = _kept(jnp.ones_like(fresh["hedging_loss"]), sizes[3])[None, None, :, :]
    rows = []
    for group in range(GROUPS):
        row = jnp.ones(sizes[1:] + inputs.base.shape[-1:])
        for bit, kept in ((LAPSES, lapses), (WANES, wanes), (ERODES, erodes)):
            row = row * kept if group & bit else row
        rows.append(row)
    return jnp.stack(rows)


def _kept(lost: jax.Array, size: int) -> jax.Array:
    """Share kept in the good state and, where the axis has it, in the bad one."""
    return jnp.stack([jnp.ones_like(lost), 1 - lost][:size])


def situations(inputs: Inputs, sizes: Sizes) -> dict[str, jax.Array]:
    """Every number in every state, broadcastable to (leader, government, zone, force, draws)."""
    kept = shares(inputs, sizes)
    linked = inputs.base[:, None, None, None, :] + jnp.einsum(
        "kqn,kgzfn->qgzfn", inputs.moves, kept
    )
    numbers = {name: value[None] for name, value in values(linked).items()}
    return numbers | {"gain_ratio": _gain(linked, numbers, sizes[0])}


def _gain(linked: jax.Array, numbers: dict[str, jax.Array], leaders: int) -> jax.Array:
    """The gain ratio of incumbent, dove and hawk."""
    shifts = [jnp.zeros_like(numbers["dove_shift"]), -numbers["dove_shift"], numbers["hawk_shift"]]
    shifted = linked[position("gain_ratio")][None] + jnp.concatenate(shifts[:leaders])
    return _value(shifted, table()[position("gain_ratio")])


def in_year(numbers: dict[str, jax.Array], year: jax.Array) -> dict[str, jax.Array]:
    """The numbers after `year` years of drift in the balance of forces."""
    drift = numbers["denial_drift_per_year"] * jnp.minimum(year, DRIFT_YEARS)
    now = jax.scipy.special.logit(numbers["win_alone"]) + drift
    return numbers | {"win_alone": _value(now, table()[position("win_alone")])}


def count() -> int:
    """How many numbers the situation has."""
    return len(names())
