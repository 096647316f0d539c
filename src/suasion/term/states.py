"""The situation in every state: mechanisms lapse, wane and erode, leaders differ in their gain."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from suasion.mechanism.situation import Number, names, position, table
from suasion.term.inputs import DRIFT_YEARS, ERODES, GROUPS, LAPSES, WANES, Inputs

Sizes = tuple[int, int, int, int]


LINKS: dict[str, Callable[[jax.Array], jax.Array]] = {
    "log": jnp.exp,
    "logit": jax.nn.sigmoid,
    "identity": lambda linked: linked,
}
"""What leads back from a link scale."""


def values(linked: jax.Array) -> dict[str, jax.Array]:
    """Numbers from their link scale, each within its range; `linked` is (numbers, *batch)."""
    found: dict[str, jax.Array] = {}
    for link in LINKS:
        numbers = [number for number in table() if number.link == link]
        rows = linked[np.array([position(number.name) for number in numbers])]
        wide = (-1, *[1] * (linked.ndim - 1))
        low = np.array([number.low for number in numbers]).reshape(wide)
        high = np.array([number.high for number in numbers]).reshape(wide)
        one = jnp.clip(LINKS[link](rows), low, high)
        found |= {number.name: one[row] for row, number in enumerate(numbers)}
    return found


def _value(linked: jax.Array, number: Number) -> jax.Array:
    return jnp.clip(LINKS[number.link](linked), number.low, number.high)


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
    linked = inputs.base[:, None, None, None, :]
    for group in range(GROUPS):
        linked = linked + inputs.moves[group][:, None, None, None, :] * kept[group]
    numbers = {name: value[None] for name, value in values(linked).items()}
    return numbers | {"gain_ratio": _gain(linked, numbers, sizes[0])}


def _gain(linked: jax.Array, numbers: dict[str, jax.Array], leaders: int) -> jax.Array:
    """The gain ratio of incumbent, dove and hawk."""
    shifts = [jnp.zeros_like(numbers["dove_shift"]), -numbers["dove_shift"], numbers["hawk_shift"]]
    shifted = linked[position("gain_ratio")][None] + jnp.concatenate(shifts[:leaders])
    return _value(shifted, table()[position("gain_ratio")])


def in_year(numbers: dict[str, jax.Array], year: jax.Array) -> dict[str, jax.Array]:
    """The numbers after `year` years of drift in the balance of forces."""
    chance, number = numbers["win_alone"], table()[position("win_alone")]
    odds = jnp.exp(numbers["denial_drift_per_year"] * jnp.minimum(year, DRIFT_YEARS))
    drifted = chance * odds / (1 - chance + chance * odds)
    return numbers | {"win_alone": jnp.clip(drifted, number.low, number.high)}


def count() -> int:
    """How many numbers the situation has."""
    return len(names())
