"""Branches of Markov logit equilibria: a curve of fixed points followed through its folds.

Definitions and notation
------------------------
Fixed points of `suasion.theory.solvers.markov.response` at payoff weight t form curves in (w, t).
One starts at ``t = 0``: the *principal* one. Every other curve is a loop, or comes in from and
goes out to large t; it turns round in t at a fold, where two equilibria meet.

The curve is followed by pseudo-arclength: a step along the tangent, then Newton back to the curve
inside the plane across the step, so a fold is passed like any other point. A step is redone at
half the length unless Newton settles within `NEWTON_STEPS` and nearby (`BEND`), and no probability
has moved by more than `PROBABILITY_STEP`: that keeps the walk from jumping to a neighbouring curve.

References
----------
[Turocy2005]_ for strategic games, [EibelshaeuserPoensgen2019]_ for stochastic ones.
"""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.linalg import lu_factor, lu_solve

from suasion.theory.solvers.markov import (
    MarkovGame,
    Point,
    attached,
    choices,
    drift,
    newton,
    response,
    slope,
)

# Newton keeps the matrix of the step's start.
NEWTON_STEPS = 8
PROBABILITY_STEP = 0.05
# How far Newton may move a step's end, relative to the step.
BEND = 0.01
# Lengths are in units of `_scale`.
FIRST, SHORTEST, LONGEST, GROWTH = 1e-3, 1e-10, 0.1, 1.5
# Residual of a point of the curve, relative to its size: near a fold, where the matrix is nearly
# singular, a larger one leaves a point off the curve from which no short step is accepted.
ROUNDING = 1e-11


class Walk(NamedTuple):
    """A curve that was followed.

    Parameters
    ----------
    crossings
        Where it crossed ``t = 1``, in order and to the first order of a step, of shape
        `most N S A` [units of the shock]; unused rows are zero.
    crossed
        How many crossings there were; the walk ends with crossing number `most`.
    t
        Weight of the payoffs at the end [1].
    steps
        Steps tried.
    """

    crossings: jax.Array
    crossed: jax.Array
    t: jax.Array
    steps: jax.Array


class State(NamedTuple):
    """Where a walk is."""

    game: MarkovGame
    z: jax.Array
    """w and t times `_scale`, flat."""
    ahead: jax.Array
    """Unit tangent at the point before."""
    length: jax.Array
    bend: jax.Array
    """One over the length of the step before; 0 at the start."""
    crossings: jax.Array
    crossed: jax.Array
    steps: jax.Array


@partial(jax.jit, static_argnames=("most", "steps"))
def walk(
    game: MarkovGame,
    start: jax.Array,
    t: jax.Array | float,
    direction: jax.Array | float,
    *,
    furthest: float = 2.0,
    most: int = 24,
    steps: int = 1000,
) -> Walk:
    """Follow the curve through an equilibrium until t leaves 0 to `furthest`.

    Parameters
    ----------
    game
        One game; `jax.vmap` for many.
    start
        A fixed point w at `t`, of shape `N S A` [units of the shock].
    t
        Weight of the payoffs there [1]. The principal branch sets out from w = 0 at t = 0.
    direction
        1 to set out towards larger t, -1 towards smaller.
    furthest
        Largest t.
    most, steps
        At most so many crossings of ``t = 1`` are kept and so many steps tried.
    """
    begin = begun(game, start, jnp.asarray(t), jnp.asarray(direction), most=most)
    more = partial(goes_on, furthest=furthest, steps=steps)
    end = jax.lax.while_loop(more, stepped, begin)
    return Walk(end.crossings, end.crossed, end.z[-1] / _scale(game), end.steps)


def begun(
    game: MarkovGame, start: jax.Array, t: jax.Array, direction: jax.Array, *, most: int = 24
) -> State:
    """A `walk` before its first step."""
    z = jnp.append(start.ravel(), t * _scale(game))
    ahead = jnp.zeros_like(z).at[-1].set(direction)
    zero = jnp.array(0)
    crossings = jnp.zeros((most, *start.shape))
    return State(game, z, ahead, jnp.array(FIRST), jnp.array(0.0), crossings, zero, zero)


def goes_on(state: State, *, furthest: float = 2.0, steps: int = 1000) -> jax.Array:
    """Whether a `walk` needs another step."""
    inside = (state.z[-1] <= furthest * _scale(state.game)) & (state.z[-1] >= -1e-9)
    unfinished = (state.steps < steps) & (state.crossed < len(state.crossings))
    return inside & unfinished & (state.length > SHORTEST)


def principal(game: MarkovGame) -> Point:
    """The equilibrium at the principal branch's first arrival at the game itself.

    Parameters
    ----------
    game
        One game; `jax.vmap` for many, `jax.grad` for derivatives along the branch.

    Returns
    -------
    Point
        Its w [units of the shock] and residual, infinite if the branch was lost on the way; the
        steps are those of the last Newton.

    Examples
    --------
    >>> from suasion.theory.solvers.markov import markov_game
    >>> game = markov_game(jnp.ones((2, 1, 2, 2)), jnp.ones((1, 2, 2, 1)), discount=0.5)
    >>> [round(float(p), 3) for p in choices(game, principal(game).w)[0, 0]]
    [0.5, 0.5]
    """
    still = jax.lax.stop_gradient(game)
    begin = jnp.zeros(game.allowed.shape)
    end = walk(still, begin, 0.0, 1.0, most=1)
    last = newton(still, end.crossings[0])
    lost = jnp.where(end.crossed == 1, last.residual, jnp.inf)
    return Point(attached(game, last.w), lost, last.steps)


def _scale(game: MarkovGame) -> jax.Array:
    return 1.0 + jnp.max(game.precision * jnp.max(jnp.abs(game.payoffs)))


def _gap(game: MarkovGame, z: jax.Array, scale: jax.Array) -> jax.Array:
    w = z[:-1].reshape(game.allowed.shape)
    return z[:-1] - response(game, w, z[-1] / scale).ravel()


def _rows(game: MarkovGame, state: State, scale: jax.Array) -> jax.Array:
    """Jacobian of the gap, and below it the direction in which the curve came."""
    w = state.z[:-1].reshape(game.allowed.shape)
    by_w = jnp.eye(w.size) - slope(game, w, state.z[-1] / scale)
    by_t = -drift(game, w).ravel() / scale
    return jnp.vstack([jnp.column_stack([by_w, by_t]), state.ahead])


def stepped(state: State) -> State:
    """A `walk` after one more step was tried."""
    game, scale = state.game, _scale(state.game)
    factors = lu_factor(_rows(game, state, scale))
    tangent = lu_solve(factors, jnp.zeros_like(state.z).at[-1].set(1.0))
    tangent = tangent / jnp.linalg.norm(tangent)
    length = state.length * scale
    turn = 0.5 * length**2 * state.bend * (tangent - state.ahead)
    guess = state.z + length * tangent + turn
    gap = partial(_gap, game, scale=scale)

    def again(_: int, z: jax.Array) -> jax.Array:
        # Any solution of the gap's rows, less its part along the curve: across the step.
        back = lu_solve(factors, jnp.append(gap(z), 0.0))
        return z - back + (tangent @ back) * tangent

    z = jax.lax.fori_loop(0, NEWTON_STEPS, again, guess)
    good = _accepted(game, state.z, guess, z, length)
    good &= jnp.max(jnp.abs(gap(z))) <= ROUNDING * (scale + jnp.max(jnp.abs(z)))
    return _moved(state, z, tangent, good, scale)


def _moved(
    state: State, z: jax.Array, tangent: jax.Array, good: jax.Array, scale: jax.Array
) -> State:
    """The state after a step that was good, or the same with half the length."""
    crossed = good & ((state.z[-1] - scale) * (z[-1] - scale) < 0)
    share = (scale - state.z[-1]) / jnp.where(crossed, z[-1] - state.z[-1], 1.0)
    at_one = (state.z + share * (z - state.z))[:-1].reshape(state.crossings.shape[1:])
    kept = state.crossings.at[state.crossed].set(at_one, mode="drop")
    grown = jnp.minimum(GROWTH * state.length, LONGEST)
    return State(
        state.game,
        jnp.where(good, z, state.z),
        jnp.where(good, tangent, state.ahead),
        jnp.where(good, grown, 0.5 * state.length),
        jnp.where(good, 1.0 / (state.length * scale), state.bend),
        jnp.where(crossed, kept, state.crossings),
        state.crossed + crossed,
        state.steps + 1,
    )


def _accepted(
    game: MarkovGame, before: jax.Array, guess: jax.Array, after: jax.Array, length: jax.Array
) -> jax.Array:
    old, new = (choices(game, z[:-1].reshape(game.allowed.shape)) for z in (before, after))
    near = jnp.linalg.norm(after - guess) <= BEND * length
    return near & (jnp.max(jnp.abs(new - old)) <= PROBABILITY_STEP)
