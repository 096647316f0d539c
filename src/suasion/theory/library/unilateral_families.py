"""Equilibria of many Unilateral Deterrence Games at once, family by family.

Definitions and notation
------------------------
Those of `suasion.theory.library.unilateral_deterrence`. An array of games `*batch` has, at each
point, up to five families of perfect Bayesian equilibria; `FAMILIES` names them in the order of
that module's solver, least conflict first. Every result has the shape `(5, *batch)`; whether a
family exists at a point says `exists`, and where it does not, the other numbers mean nothing.

References
----------
[ZagareKilgour2000]_, ch. 5; regions derived in `suasion.theory.library.unilateral_deterrence`.

Examples
--------
>>> from suasion.theory.library.unilateral_deterrence import UnilateralPayoffs
>>> game = UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)
>>> found = families(game, jnp.array([0.3, 0.3, 0.8]), jnp.array([0.7, 0.2, 0.2]))
>>> [FAMILIES[i] for i in selected(found.exists)]
['certain deterrence', 'bluff', 'attack']
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.library.unilateral_deterrence import (
    BORDER,
    UnilateralPayoffs,
    thresholds,
    thresholds_decide,
)
from suasion.theory.solution import Number

FAMILIES = ("certain deterrence", "separating", "bluff", "attack", "steadfast deterrence")


class UnilateralFamilies(NamedTuple):
    """Existence, strategies, belief and outcomes [1] of each family, each `(5, *batch)`.

    Probabilities that the hard and the soft challenger initiate and that the soft defender
    resists (the hard one always does), the belief that who initiated is hard, and the chances of
    the four outcomes.
    """

    exists: jax.Array
    hard_initiates: jax.Array
    soft_initiates: jax.Array
    soft_resists: jax.Array
    belief: jax.Array
    sq: jax.Array
    dc: jax.Array
    cd: jax.Array
    dd: jax.Array


@jax.jit
def families(
    payoffs: UnilateralPayoffs, p_challenger_hard: Number, p_defender_hard: Number
) -> UnilateralFamilies:
    """Every family of perfect Bayesian equilibria at every point, compiled.

    Parameters
    ----------
    payoffs
        Payoffs of shape `*batch` [any unit]. Where the thresholds do not give the families
        (`thresholds_decide`), none is marked as existing.
    p_challenger_hard, p_defender_hard
        Probability that the player is hard [1], 0 to 1, of shape `*batch`.

    Returns
    -------
    UnilateralFamilies
        As `suasion.theory.library.unilateral_deterrence.solve` at each point. Borders are drawn
        to 1e-12, so 64 bit is needed.

    Examples
    --------
    >>> game = UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)
    >>> found = families(game, 0.3, 0.2)
    >>> found.exists.tolist()
    [False, False, True, False, True]
    >>> round(float(found.dd[2]), 3)
    0.15
    """
    c1, c2, d1 = thresholds(payoffs)
    decided = jnp.asarray(thresholds_decide(payoffs))
    shaped = jnp.broadcast_arrays(decided, c1, c2, d1, p_challenger_hard, p_defender_hard)
    decided, c1, c2, d1, p, q = shaped
    low, capable = q <= c1 + BORDER, c2 <= 1.0
    exists = jnp.stack(
        (
            q >= c2 - BORDER,
            (c1 - BORDER <= q) & (q <= c2 + BORDER),
            low & (p <= d1 + BORDER),
            low & (p >= d1 - BORDER),
            (q < c2 - BORDER) & capable,
        )
    )
    return _played(exists & decided, p, q, _strategies(c1, d1, p, q))


def _strategies(
    c1: jax.Array, d1: jax.Array, p: jax.Array, q: jax.Array
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """Hard and soft initiation, soft resistance and belief, family by family."""
    none, all_ = jnp.zeros_like(p), jnp.ones_like(p)
    some = p < d1
    # A bluff makes the defender indifferent, its resistance the soft challenger.
    odds = jnp.where(some, p * (1.0 - d1) / jnp.where(some, d1 * (1.0 - p), 1.0), 1.0)
    short = jnp.where(q < 1.0, 1.0 - q, 1.0)
    resistance = jnp.where(q < 1.0, jnp.maximum(c1 - q, 0.0) / short, 0.0)
    return (
        jnp.stack((none, all_, all_, all_, none)),
        jnp.stack((none, none, odds, all_, none)),
        jnp.stack((none, none, resistance, none, all_)),
        jnp.stack((all_, all_, d1, p, d1)),
    )


def _played(
    exists: jax.Array,
    p: jax.Array,
    q: jax.Array,
    strategies: tuple[jax.Array, jax.Array, jax.Array, jax.Array],
) -> UnilateralFamilies:
    hard_initiates, soft_initiates, soft_resists, _ = strategies
    hard, soft = p * hard_initiates, (1.0 - p) * soft_initiates
    resisted = q + (1.0 - q) * soft_resists
    initiated = hard + soft
    outcomes = 1.0 - initiated, initiated * (1.0 - resisted), soft * resisted, hard * resisted
    return UnilateralFamilies(exists, *strategies, *outcomes)


def selected(exists: jax.Array) -> jax.Array:
    """Index in `FAMILIES` of the selected family, of shape `*batch`.

    The first that exists: on a border the one with less conflict, and steadfast deterrence never
    beside another. Where none exists the index is 0; ask ``exists.any(axis=0)``.

    Parameters
    ----------
    exists
        As in `UnilateralFamilies`, of shape `(5, *batch)`.

    Examples
    --------
    >>> int(selected(jnp.array([False, False, True, False, True])))
    2
    """
    return jnp.argmax(exists, axis=0)
