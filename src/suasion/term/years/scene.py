"""The situation in every state of the full model.

A mechanism's moves are kept in full, in part or not at all by the places of the factors that they
rest on. A number has only the axes of what may move it.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp

from suasion.mechanism.situation import Number, position, table
from suasion.term.states import LINKS
from suasion.term.years.axes import Space, along, place
from suasion.term.years.given import ERODES, FRAYS, GROWS, LAPSES, MASKS, MOVED, WANES, Given

Situation = dict[str, jax.Array]
BINDS = {1: (), 3: (0.0, 1.0, 0.0), 5: (0.0, 1.0, 1.0, 0.0, 0.0)}
"""Share of what binds in law by place of the instrument, by how many are told apart
(`suasion.term.years.ahead`)."""
DRIFT_YEARS = 15
"""Years after which the balance of forces drifts no further."""


def scene(given: Given, space: Space) -> Situation:
    """Every number in every state, before what depends on the year."""
    kept = shares(given, space)
    found = {one.name: _value(_linked(given, one, kept), one) for one in table()}
    return found | {"gain_ratio": _gain(given, space, kept, found)}


def _value(linked: jax.Array, number: Number) -> jax.Array:
    return jnp.clip(LINKS[number.link](linked), number.low, number.high)


def _linked(given: Given, number: Number, kept: dict[int, jax.Array]) -> jax.Array:
    """A number on its link scale."""
    row = position(number.name)
    linked = _flat(given.base[row])
    for at, mask in enumerate(MASKS):
        if number.name in MOVED[mask]:
            linked = linked + _flat(given.moves[at, row]) * kept[mask]
    return linked


def _flat(values: jax.Array) -> jax.Array:
    """Values of shape (draws,) as an array of one state."""
    return along("leader", values[None], jnp)


def shares(given: Given, space: Space) -> dict[int, jax.Array]:
    """Share of the moves that a state keeps [1], by combination of marks."""
    by_bit = {
        LAPSES: _by_place(space, "instrument", BINDS[space.size("instrument")]),
        WANES: _less(space, "government", (0.0, 1.0), _fresh(given, "hedging_loss")),
        ERODES: _less(space, "zone", (0.0, 1.0), _fresh(given, "erosion_loss")),
        GROWS: _by_place(space, "ties", (0.0, 0.5, 1.0)),
        FRAYS: _by_place(space, "coalition", (0.0, 1.0)),
    }
    found = {}
    for mask in MASKS:
        share = jnp.ones((1,) * 9)
        for bit, kept in by_bit.items():
            share = share * kept if mask & bit else share
        found[mask] = share
    return found


def _by_place(space: Space, factor: str, kept: tuple[float, ...]) -> jax.Array:
    """Shares kept by place; all of it where the factor is off."""
    return along(factor, jnp.array(kept) if space.on(factor) else jnp.ones(1), jnp)


def _less(space: Space, factor: str, lost: tuple[float, ...], loss: jax.Array) -> jax.Array:
    """One less a drawn loss, at each place; a collapsed zone keeps nothing."""
    if not space.on(factor):
        return along(factor, jnp.ones(1), jnp)
    rows = [1 - weight * loss for weight in lost]
    rows += [jnp.zeros_like(loss)] * (space.size(factor) - len(rows))
    return along(factor, jnp.stack(rows), jnp)


def _fresh(given: Given, name: str) -> jax.Array:
    """A number with every mechanism at work, shape (draws,)."""
    row = position(name)
    return _value(given.base[row] + given.moves[:, row].sum(axis=0), table()[row])


def _gain(given: Given, space: Space, kept: dict[int, jax.Array], found: Situation) -> jax.Array:
    """The gain ratio of incumbent, dove and hawk."""
    number = table()[position("gain_ratio")]
    dove, hawk = (place(found[name], "leader", 0) for name in ("dove_shift", "hawk_shift"))
    shifts = (jnp.zeros_like(dove), -dove, hawk)[: space.size("leader")]
    return _value(_linked(given, number, kept) + jnp.concatenate(shifts), number)


def at_time(situation: Situation, given: Given, space: Space, years: jax.Array) -> Situation:
    """The numbers after some years: arms are built up and rebuilt, and plans are met or not."""
    number = table()[position("win_alone")]
    chance, own = situation["win_alone"], given.own
    rebuilt = own["rebuild_gain"] * -jnp.expm1(-years / own["rebuild_years"])
    drift = situation["denial_drift_per_year"] * jnp.minimum(years, DRIFT_YEARS)
    odds = jnp.exp(drift + _flat(rebuilt) + _ahead(given, space))
    drifted = chance * odds / (1 - chance + chance * odds)
    return situation | {"win_alone": jnp.clip(drifted, number.low, number.high)}


def _ahead(given: Given, space: Space) -> jax.Array:
    """What the balance adds to the challenger's log-odds of victory, by place."""
    if not space.on("balance"):
        return along("balance", jnp.zeros(1), jnp)
    step = given.own["balance_step"]
    return along("balance", jnp.stack([-step, jnp.zeros_like(step), step]), jnp)
