"""What actors of the spatial model of politics think: values, risk attitudes and utilities.

Notation
--------
``i, j`` number actors and their positions, ``h`` whoever estimates. ``C`` is capability, ``theta``
position and ``s`` salience; ``d`` is difference, ``V = 1 - d`` value, ``R`` risk attitude and
``u`` utility. All arrays carry a batch in front.

The model that uses these is `suasion.theory.library.spatial_politics`, where the sources are.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.library.spatial_vote import coalitions, election

RISK_RANGES = ("Min", "Mid", "Max")


class Actors(NamedTuple):
    """Capability `*batch n`, positions and saliences `*batch n d` [1]."""

    c: jax.Array
    theta: jax.Array
    s: jax.Array


class Rules(NamedTuple):
    """Choices of the modeller, each a number or of shape `*batch` (see `spatial_politics`)."""

    vote_rule: jax.Array | int = 0
    m: jax.Array | float = 1.0
    risk_range: jax.Array | int = 1
    risk_weight: jax.Array | float = 1.0 / 3.0
    interpolation: jax.Array | int = 2


PLAIN = Rules()


class Views(NamedTuple):
    """What the actors think: risk attitude `*batch n`, difference `*batch n n`, utility by h."""

    risk: jax.Array
    difference: jax.Array
    u: jax.Array


def difference(theta: jax.Array, s: jax.Array, positions: jax.Array) -> jax.Array:
    """Distance of positions from an actor's own, weighted by its salience, ``d = 1 - V``.

    Parameters
    ----------
    theta, s
        The actor's position and salience [1], shape `*batch d`, not all saliences 0.
    positions
        Shape `*batch d` [1].

    Returns
    -------
    jax.Array
        ``sqrt(sum (s (theta - position))^2 / sum s^2)``, 0 to 1.

    References
    ----------
    [KTAB]_, `SMPModel::bvDiff`.

    Examples
    --------
    >>> far = difference(jnp.array([0.0, 0.0]), jnp.array([0.4, 0.3]), jnp.array([1.0, 0.0]))
    >>> round(float(far), 6)
    0.8
    """
    square = jnp.sum((s * (theta - positions)) ** 2, axis=-1) / jnp.sum(s**2, axis=-1)
    # The root has no derivative at 0, where the difference is smallest: 0 serves.
    return jnp.where(square > 0, jnp.sqrt(jnp.where(square > 0, square, 1.0)), 0.0)


def utility(d: jax.Array, risk: jax.Array) -> jax.Array:
    """Utility of a position at difference d to an actor of a risk attitude, (1 - d)(1 + d R).

    Parameters
    ----------
    d
        Difference [1], 0 to 1.
    risk
        Risk attitude R [1], -1 to 1: above 0 averse.

    Examples
    --------
    >>> [round(float(utility(0.5, risk)), 3) for risk in (-0.5, 0.0, 1.0)]
    [0.375, 0.5, 0.75]
    """
    return (1.0 - d) * (1.0 + d * risk)


def risk_attitude(p: jax.Array, risk_range: jax.Array | int = 1) -> jax.Array:
    """Risk attitude from the probability that an actor's position prevails.

    Parameters
    ----------
    p
        Probabilities [1], shape `*batch n`.
    risk_range
        Place in `RISK_RANGES`: the lowest attitude is 0, -1/2 or -1; the highest is 1.

    Returns
    -------
    jax.Array
        Shape `*batch n`; all 0 where all probabilities are the same.

    References
    ----------
    [KTAB]_, `Model::bigRfromProb`.

    Examples
    --------
    >>> p = jnp.array([0.2, 0.4, 0.6])
    >>> [[round(float(r), 3) for r in risk_attitude(p, kind)] for kind in range(3)]
    [[0.0, 0.5, 1.0], [-0.5, 0.25, 1.0], [-1.0, 0.0, 1.0]]
    """
    low, high = p.min(axis=-1, keepdims=True), p.max(axis=-1, keepdims=True)
    spread = high - low
    share = (p - low) / jnp.where(spread > 0, spread, 1.0)
    lowest = -0.5 * jnp.asarray(risk_range)[..., None]
    return jnp.where(spread > 0, lowest + (1.0 - lowest) * share, 0.0)


def views(actors: Actors, rules: Rules = PLAIN, *, kind: str = "conditional") -> Views:
    """Risk attitudes, differences, and what every actor thinks of everybody's utility.

    Parameters
    ----------
    actors
        Of shape `*batch n` and `*batch n d`.
    rules
        How votes, victories and risk are computed; ``R^h_i = (1 - w) R_h + w R_i`` with
        ``w = risk_weight``.
    kind
        One of `suasion.theory.library.spatial_vote.ELECTIONS`.

    Returns
    -------
    Views
        ``u[..., h, i, j]`` is h's estimate of the utility to i of j's position; the risk
        attitudes come from an election among positions in which capability alone counts.

    References
    ----------
    [KTAB]_, `SMPState::setAllAUtil`.
    """
    d = difference(
        actors.theta[..., :, None, :], actors.s[..., :, None, :], actors.theta[..., None, :, :]
    )
    c = coalitions(actors.c, 1.0 - d, jnp.asarray(rules.vote_rule)[..., None, None, None])
    prevails = election(c, jnp.asarray(rules.m)[..., None, None], kind=kind)
    risk = risk_attitude(prevails, rules.risk_range)
    w = jnp.asarray(rules.risk_weight)[..., None, None]
    estimate = (1.0 - w) * risk[..., :, None] + w * risk[..., None, :]
    return Views(risk, d, utility(d[..., None, :, :], estimate[..., None]))


def _for_three(rule: jax.Array | int) -> jax.Array:
    return jnp.asarray(rule)[..., None, None, None]
