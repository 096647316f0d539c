"""Chances of the four outcomes of a game, and the likelihoods that the estimators maximise.

Definitions and notation
------------------------
B resists with chance ``p = Phi(z)``; an A who challenged stands firm with chance ``q``. Against
beliefs (z, q) the best responses are

    B: z' = (v_b - c_b)/q + w_b - v_b          A: q' = firm(c(z))

with firm and c of `suasion.theory.solvers.signalling_equation`. An equilibrium is a fixed point.
The pseudo-likelihood takes the outcomes of best responses to beliefs; at a fixed point it is the
likelihood.

All derivatives are taken by game, in its seven utilities and its beliefs, and carried to the
coefficients by the design: that is what makes exact second derivatives cheap.

References
----------
[CrismanCoxGibilisco2021]_ for the pseudo-likelihood.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import log_ndtr

from suasion.theory.solvers.signalling_equation import Crisis, cut_at, firm, response

LEAST = 1e-300
COUNT = len(Crisis._fields)


class Beliefs(NamedTuple):
    """Of each game: z, the probit of B's resistance, and the chance q [1] that A stands firm."""

    z: jax.Array
    firm: jax.Array


class Data(NamedTuple):
    """`Crises` as arrays: design `D 7 K`, fixed `7`, counts `D 4`."""

    design: jax.Array
    fixed: jax.Array
    counts: jax.Array


def utilities(data: Data, theta: jax.Array) -> jax.Array:
    """The seven utilities of each game, of shape `D 7` [standard deviations of a shock].

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    """
    return jnp.matmul(data.design, theta) + data.fixed


def answer(game: Crisis, share: jax.Array) -> jax.Array:
    """B's best response z' to an A who stands firm with chance `share`.

    Parameters
    ----------
    game
        Utilities, of shape `*batch` [standard deviations of a shock].
    share
        Chance [1] above 0, of shape `*batch`.

    Examples
    --------
    >>> float(answer(Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0), jnp.array(0.5)))
    -1.9
    """
    return (game.v_b - game.c_b) / share + game.w_b - game.v_b


def best_response(game: Crisis, beliefs: Beliefs) -> Beliefs:
    """What each player does best against beliefs about the other.

    Parameters
    ----------
    game
        Utilities, of shape `*batch` [standard deviations of a shock].
    beliefs
        Of shape `*batch`.
    """
    q = firm(cut_at(game, beliefs.z), jnp.asarray(game.w_a), jnp.asarray(game.a))
    return Beliefs(answer(game, beliefs.firm), q)


def log_chances(game: Crisis, believed: jax.Array, resists: jax.Array) -> jax.Array:
    """Logs of the chances of SQ, CD, SF and BD, of shape `*batch 4`.

    Parameters
    ----------
    game
        Utilities, of shape `*batch` [standard deviations of a shock].
    believed
        The z that A expects, of shape `*batch`.
    resists
        The z with which B resists; the same in equilibrium.

    Examples
    --------
    >>> game = Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0)
    >>> z = jnp.array(0.3)
    >>> round(float(jnp.exp(log_chances(game, z, z)).sum()), 6)
    1.0
    """
    found = response(game, believed)
    challenges, yields, stays = _log(found.challenges), log_ndtr(-resists), log_ndtr(resists)
    last = [
        challenges + stays + _log(share)
        for share in (found.firm, jnp.maximum(1.0 - found.firm, 0.0))
    ]
    return jnp.stack([_log(found.status_quo), challenges + yields, *last], axis=-1)


def _log(chance: jax.Array) -> jax.Array:
    return jnp.log(jnp.maximum(chance, LEAST))


def pseudo_term(utility: jax.Array, beliefs: Beliefs, counts: jax.Array) -> jax.Array:
    """Log pseudo-likelihood of one game.

    Parameters
    ----------
    utility
        Of shape `7`.
    beliefs
        Numbers.
    counts
        Of shape `4`.
    """
    game = Crisis(*utility)
    return jnp.sum(counts * log_chances(game, beliefs.z, answer(game, beliefs.firm)))


@jax.jit
def pseudo_derivatives(
    data: Data, theta: jax.Array, beliefs: Beliefs
) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Log pseudo-likelihood, its gradient `K` and its second derivatives `K K`.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    beliefs
        Held fixed, of shape `D`.
    """
    u = utilities(data, theta)
    value, slope = jax.vmap(jax.value_and_grad(pseudo_term))(u, beliefs, data.counts)
    bend = jax.vmap(jax.hessian(pseudo_term))(u, beliefs, data.counts)
    gradient = jnp.einsum("du,duk->k", slope, data.design)
    return value.sum(), gradient, jnp.einsum("duk,duw,dwl->kl", data.design, bend, data.design)


@jax.jit
def updated(data: Data, theta: jax.Array, beliefs: Beliefs) -> Beliefs:
    """Best responses of all games to beliefs, of shape `D`.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    beliefs
        Of shape `D`.
    """
    return best_response(Crisis(*utilities(data, theta).T), beliefs)


@jax.jit
def log_likelihood(data: Data, theta: jax.Array, z: jax.Array) -> jax.Array:
    """Log-likelihood of the outcomes where B resists with chance Phi(z), without constants.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.
    z
        Roots, of shape `D`.
    """
    return jnp.sum(data.counts * log_chances(Crisis(*utilities(data, theta).T), z, z))
