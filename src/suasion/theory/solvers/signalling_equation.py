"""The crisis-signalling game as one equation in one unknown, and what follows from a root.

Definitions and notation
------------------------
The game is that of `suasion.theory.library.lewis_schultz`, whose letters are used here. Let p be
the chance that B resists a challenge. A challenges if the better of its two last moves is worth at
least ``c = v_a - (v_a - s_a)/p``; B then believes that A stands firm with chance

    firm(c) = h/g,   g = 1 - Phi(c - w_a) Phi(c - a),
                     h = Phi2((w_a - a)/sqrt(2), w_a - c; 1/sqrt(2)).

In ``z = Phi^-1(p)`` an equilibrium is a root of

    H(z) = (v_b - c_b)/firm(c(Phi(z))) + w_b - v_b - z,

which, unlike the same condition in p, never saturates. c is kept between the value below which
every A challenges and 15 standard deviations above A's utilities, where a challenge is rarer than
1e-50: there firm no longer varies, or nobody can tell. Accurate in 64 bit only.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.stats import norm

from suasion.theory.solution import Number
from suasion.theory.solvers.bivariate_normal import NODES, moderate
from suasion.theory.stage import normal

# Beyond these distances from A's utilities its cut does not matter in 64 bit.
BELOW_LOWER, BELOW_HIGHER, ABOVE = 6.0, 8.3, 15.0
SQRT_2 = 2.0**0.5


class Crisis(NamedTuple):
    """Utilities [standard deviations of a shock]; each a number or an array `*batch`."""

    s_a: Number
    v_a: Number
    c_b: Number
    w_a: Number
    w_b: Number
    a: Number
    v_b: Number


class Response(NamedTuple):
    """Chances [1] at a root, of shape `*batch`, and A's cut c [standard deviations of a shock]."""

    challenges: jax.Array
    resists: jax.Array
    firm: jax.Array
    status_quo: jax.Array
    concession: jax.Array
    stand_firm: jax.Array
    back_down: jax.Array
    cut: jax.Array


@partial(jax.custom_jvp, nondiff_argnums=(3,))
def firm(cut: jax.Array, w_a: jax.Array, a: jax.Array, nodes: int = NODES) -> jax.Array:
    """Chance that an A who challenges prefers to stand firm [1], h/g.

    Parameters
    ----------
    cut
        Least worth of the better last move at which A challenges, at most 15 above both utilities.
    w_a, a
        A's utilities of standing firm and of backing down.
    nodes
        Of the quadrature.

    Examples
    --------
    >>> round(float(firm(jnp.array(0.0), jnp.array(0.0), jnp.array(0.0))), 6)
    0.5
    """
    fights = moderate((w_a - a) / SQRT_2, w_a - cut, 1.0 / SQRT_2, nodes=nodes)
    return fights / _challenges(cut, w_a, a)


@firm.defjvp
def _firm_derivative(
    nodes: int,
    primals: tuple[jax.Array, jax.Array, jax.Array],
    tangents: tuple[jax.Array, jax.Array, jax.Array],
) -> tuple[jax.Array, jax.Array]:
    cut, w_a, a = primals
    share = firm(cut, w_a, a, nodes)
    stand, back = (norm.pdf(cut - x) * normal(cut - y) for x, y in ((w_a, a), (a, w_a)))
    both = norm.pdf((w_a - a) / SQRT_2) * normal((w_a + a) / SQRT_2 - SQRT_2 * cut) / SQRT_2
    by_cut = share * (stand + back) - stand
    by_a = -both - share * back
    d_cut, d_w, d_a = tangents
    change = by_cut * d_cut - (by_cut + by_a) * d_w + by_a * d_a
    return share, change / _challenges(cut, w_a, a)


def _challenges(cut: jax.Array, w_a: Number, a: Number) -> jax.Array:
    """P(the better last move is worth at least the cut), exact where it is small."""
    stand, back = normal(w_a - cut), normal(a - cut)
    return stand + back - stand * back


def cut_range(game: Crisis) -> tuple[jax.Array, jax.Array]:
    """Where A's cut matters [standard deviations of a shock]."""
    low, high = jnp.minimum(game.w_a, game.a), jnp.maximum(game.w_a, game.a)
    return jnp.maximum(low - BELOW_LOWER, high - BELOW_HIGHER), high + ABOVE


def cut_at(game: Crisis, z: jax.Array) -> jax.Array:
    """A's cut c where B resists with chance Phi(z), kept to the range in which it matters."""
    resists = jnp.maximum(normal(z), 1e-100)
    return jnp.clip(game.v_a - (game.v_a - game.s_a) / resists, *cut_range(game))


def excess(game: Crisis, z: jax.Array, nodes: int = NODES) -> jax.Array:
    """H(z): positive where B would resist more often than Phi(z)."""
    share = jnp.maximum(firm(cut_at(game, z), game.w_a, game.a, nodes), 1e-300)
    return (game.v_b - game.c_b) / share + game.w_b - game.v_b - z


def response(game: Crisis, z: jax.Array) -> Response:
    """Chances and outcomes of the strategies in which B resists with chance Phi(z).

    Parameters
    ----------
    game
        Utilities of shape `*batch` [standard deviations of a shock].
    z
        A root, of shape `*batch`.

    Examples
    --------
    >>> game = Crisis(0.0, 1.0, 0.0, -1.8, -2.45, -1.2, 1.0)
    >>> found = response(game, jnp.array(0.0))
    >>> [round(float(x), 3) for x in (found.cut, found.challenges, found.status_quo)]
    [-1.0, 0.543, 0.457]
    """
    cut = cut_at(game, z)
    share = firm(cut, jnp.asarray(game.w_a), jnp.asarray(game.a))
    challenges, quiet = (
        _challenges(cut, game.w_a, game.a),
        normal(cut - game.w_a) * normal(cut - game.a),
    )
    resists, resisted = normal(z), challenges * normal(z)
    outcomes = (quiet, challenges * normal(-z), resisted * share, resisted * (1.0 - share))
    return Response(challenges, resists, share, *outcomes, cut)
