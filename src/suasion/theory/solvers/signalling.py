"""All equilibria of the crisis-signalling game: the roots of H, found safely and in batches.

Method
------
H and its notation are those of `suasion.theory.solvers.signalling_equation`. firm varies over
distances of about 1 in A's cut c, and H is linear in z where firm does not vary. So H is evaluated
on nodes equally spaced in c where c moves faster than z, in z elsewhere, and at one point beyond
either end. Each change of sign holds a root, which is refined by Newton steps kept in their
bracket. Between nodes of one sign where H comes close to zero, its extremum is found first, so that
a pair of close roots is not missed.

With ``s_a < v_a`` H falls from above to below zero: the number of roots is odd, unless two of them
touch. For ``s_a >= v_a`` H has no sign to fall from, and the number may be even or zero.

References
----------
The equation is that of [LewisSchultz2003]_ as written by [CrismanCoxGibilisco2021]_.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax
from jax.scipy.special import ndtri
from jax.scipy.stats import norm

from suasion.theory.solvers.bivariate_normal import NODES
from suasion.theory.solvers.signalling_equation import Crisis, cut_range, excess
from suasion.theory.stage import normal

MOST_ROOTS = 7
SEARCH_NODES = 192
NEAR_MISSES = 4
QUICK_NODES, QUICK_QUADRATURE, QUICK_STEPS = 40, 16, 9
MOST_STEPS, EXTREMUM_STEPS, TURN_STEPS = 100, 24, 10
SURE = 8.3  # Phi is 1 beyond, in 64 bit.


Bracket = tuple[jax.Array, jax.Array, jax.Array, jax.Array]
"""Its two ends, the point under trial, and whether H is positive at the lower end."""
Searching = tuple[jax.Array, Bracket, jax.Array]
"""Steps so far, the bracket, and whether the last step moved the point."""


class Roots(NamedTuple):
    """Roots z in rising order, of shape `(*batch, 7)`; those beyond `number` repeat the last."""

    z: jax.Array
    exists: jax.Array
    number: jax.Array


class Ends(NamedTuple):
    """The least and the greatest root z, and whether they differ; each of shape `*batch`."""

    least: jax.Array
    most: jax.Array
    several: jax.Array


@jax.jit
def roots(game: Crisis) -> Roots:
    """Every root of H, up to seven.

    Parameters
    ----------
    game
        Utilities of shape `*batch` [standard deviations of a shock], within the valid range.

    Returns
    -------
    Roots
        Accurate to rounding; the first derivative by each utility is exact where roots are simple.

    Examples
    --------
    >>> found = roots(Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0))
    >>> int(found.number), [round(float(p), 3) for p in normal(found.z[:3])]
    (3, [0.251, 0.595, 0.813])
    """
    game, fixed = _prepared(game)
    z = _nodes(fixed, SEARCH_NODES)
    z = _with_extrema(fixed, z, excess(fixed, z))
    above = excess(fixed, z) >= 0.0
    changes = jnp.cumsum(above[..., 1:] != above[..., :-1], axis=-1)
    count = jnp.minimum(changes[..., -1], MOST_ROOTS)
    slot = jnp.minimum(jnp.arange(1, MOST_ROOTS + 1), count[..., None])
    index = jnp.argmax(changes[..., None, :] == slot[..., None], axis=-1)
    low, high = (jnp.take_along_axis(z, index + step, axis=-1) for step in (0, 1))
    found = _polished(game, _searched(fixed, low, high))
    return Roots(found, jnp.arange(MOST_ROOTS) < count[..., None], count)


@jax.jit
def ends(game: Crisis) -> Ends:
    """The roots with the least and the most resistance, at a small and fixed cost.

    A coarser search than `roots`: of two roots closer than about 0.4 standard deviations in both z
    and c it may miss the pair.

    Parameters
    ----------
    game
        Utilities of shape `*batch` [standard deviations of a shock], with ``s_a < v_a``.

    Returns
    -------
    Ends
        Each root as accurate as those of `roots`, and differentiable like them. What is not used
        costs nothing under `jit`.

    Examples
    --------
    >>> found = ends(Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0))
    >>> (
    ...     round(float(normal(found.least)), 3),
    ...     round(float(normal(found.most)), 3),
    ...     bool(found.several),
    ... )
    (0.251, 0.813, True)
    """
    game, fixed = _prepared(game)
    z = _nodes(fixed, QUICK_NODES)
    above = excess(fixed, z, QUICK_QUADRATURE) >= 0.0
    change = above[..., 1:] != above[..., :-1]
    first = jnp.argmax(change, axis=-1)[..., None]
    last = change.shape[-1] - 1 - jnp.argmax(change[..., ::-1], axis=-1)[..., None]
    least, most = (
        _polished(game, _stepped(fixed, *(jnp.take_along_axis(z, i + k, axis=-1) for k in (0, 1))))
        for i in (first, last)
    )
    return Ends(least[..., 0], most[..., 0], first[..., 0] != last[..., 0])


def _prepared(game: Crisis) -> tuple[Crisis, Crisis]:
    """The game with an axis for roots, and the same without derivatives."""
    whole = jnp.broadcast_arrays(*(jnp.asarray(x, float) for x in game))
    game = Crisis(*(x[..., None] for x in whole))
    return game, Crisis(*(lax.stop_gradient(x) for x in game))


def _nodes(game: Crisis, count: int) -> jax.Array:
    """Points z at which H is evaluated, in rising order."""
    gap = game.v_a - game.s_a
    gap = jnp.where(gap == 0.0, 1e-15, gap)
    edge = jnp.where(gap > 0.0, *cut_range(game))
    start = jnp.clip(ndtri(1.0 / jnp.maximum((game.v_a - edge) / gap, 1.0)), -SURE, SURE)
    turn = _turn(jnp.abs(gap), start)
    cut, last_cut = (game.v_a - gap / normal(z) for z in (start, turn))
    way = jnp.abs(last_cut - cut)
    along = (way + SURE - turn) * jnp.linspace(0.0, 1.0, count)
    early = cut + jnp.sign(last_cut - cut) * jnp.minimum(along, way)
    z = jnp.where(along < way, ndtri(gap / (game.v_a - early)), turn + along - way)
    edges = jnp.concatenate([z[..., :1], z[..., -1:]], axis=-1)
    low, high = jnp.split(excess(game, edges) + edges, 2, axis=-1)
    low = jnp.where(gap > 0.0, jnp.minimum(low - 0.001 * jnp.abs(low), z[..., :1]) - 1.0, start)
    high = jnp.maximum(high + 0.001 * jnp.abs(high), z[..., -1:]) + 1.0
    return jnp.concatenate([low, z, high], axis=-1)


def _turn(gap: jax.Array, start: jax.Array) -> jax.Array:
    """Where z begins to move faster than c: gap phi(z) = Phi(z)^2."""

    def halved(_: int, bracket: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        low, high = bracket
        middle = (low + high) / 2.0
        early = gap * norm.pdf(middle) > normal(middle) ** 2
        return jnp.where(early, middle, low), jnp.where(early, high, middle)

    return lax.fori_loop(0, TURN_STEPS, halved, (start, jnp.full_like(start, SURE)))[0]


def _sloped(game: Crisis, z: jax.Array, nodes: int = NODES) -> tuple[jax.Array, jax.Array]:
    """H and dH/dz."""
    return jax.jvp(lambda x: excess(game, x, nodes), (z,), (jnp.ones_like(z),))


def _with_extrema(game: Crisis, z: jax.Array, value: jax.Array) -> jax.Array:
    """The nodes, those nearest to a double root moved to where H is on the other side of zero."""
    side = jnp.where(value >= 0.0, 1.0, -1.0)
    size = jnp.pad(jnp.abs(value), [(0, 0)] * (value.ndim - 1) + [(1, 1)], constant_values=-1.0)
    same = (side[..., 2:] == side[..., 1:-1]) & (side[..., :-2] == side[..., 1:-1])
    least = (size[..., 2:-2] <= size[..., 1:-3]) & (size[..., 2:-2] <= size[..., 3:-1])
    score = jnp.where(same & least, size[..., 2:-2], jnp.inf)
    closeness, index = lax.top_k(-score, NEAR_MISSES)
    index = index + 1
    low, high = (jnp.take_along_axis(z, index + step, axis=-1) for step in (-1, 1))
    sign = jnp.take_along_axis(side, index, axis=-1)

    def halved(_: int, bracket: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        low, high = bracket
        middle = (low + high) / 2.0
        past = sign * _sloped(game, middle)[1] > 0.0
        return jnp.where(past, low, middle), jnp.where(past, middle, high)

    low = lax.fori_loop(0, EXTREMUM_STEPS, halved, (low, high))[0]
    crossed = (sign * excess(game, low) < 0.0) & (-closeness < jnp.inf)
    chosen = (jnp.arange(z.shape[-1]) == index[..., None]) & crossed[..., None]
    return jnp.where(chosen.any(-2), jnp.max(jnp.where(chosen, low[..., None], -jnp.inf), -2), z)


def _step(game: Crisis, state: Bracket, bisect: jax.Array, nodes: int) -> Bracket:
    """One Newton step kept in its bracket; half the bracket where it leaves it."""
    low, high, z, side = state
    value, slope = _sloped(game, z, nodes)
    before = (value >= 0.0) == side
    low, high = jnp.where(before, z, low), jnp.where(before, high, z)
    newton = z - value / slope
    inside = (newton >= low) & (newton <= high) & ~bisect
    return low, high, jnp.where(inside, newton, (low + high) / 2.0), side


def _searched(game: Crisis, low: jax.Array, high: jax.Array) -> jax.Array:
    """Roots in their brackets, to rounding."""

    def go_on(state: Searching) -> jax.Array:
        return (state[0] < MOST_STEPS) & jnp.any(state[2])

    def step(state: Searching) -> Searching:
        turn, bracket, _ = state
        # Newton steps that do not settle alternate with halves.
        new = _step(game, bracket, (turn > 8) & (turn % 2 == 0), NODES)
        moved = jnp.abs(new[2] - bracket[2]) > 1e-12 * (1.0 + jnp.abs(new[2]))
        return turn + 1, new, moved

    side = excess(game, low) >= 0.0
    first = (jnp.array(0), (low, high, (low + high) / 2.0, side), jnp.ones_like(side))
    return lax.while_loop(go_on, step, first)[1][2]


def _stepped(game: Crisis, low: jax.Array, high: jax.Array) -> jax.Array:
    """Roots in their brackets after a fixed number of steps."""
    start = (low, high, (low + high) / 2.0, excess(game, low, QUICK_QUADRATURE) >= 0.0)

    def step(_: int, state: Bracket) -> Bracket:
        return _step(game, state, jnp.array(False), QUICK_QUADRATURE)

    return lax.fori_loop(0, QUICK_STEPS, step, start)[2]


def _polished(game: Crisis, z: jax.Array) -> jax.Array:
    """One more Newton step, which carries the derivatives of the implicit function theorem."""
    fixed = Crisis(*(lax.stop_gradient(x) for x in game))
    slope = _sloped(fixed, z)[1]
    return z - excess(game, z) / jnp.where(slope == 0.0, -1.0, slope)
