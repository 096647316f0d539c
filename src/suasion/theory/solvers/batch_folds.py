"""Games of a batch that the march could not follow, through their folds: pseudo-arclength steps.

The same steps as `suasion.theory.solvers.continuation`, which takes one game in NumPy and is the
referee: along the tangent, Newton's method on F and the plane across the tangent, halved where the
corrector does not converge or lands far away, where the tangent turns by more than some 45 degrees,
or where the curve runs the other way. Where a step passes t = 1, the next closes in at t = 1.

Only marked games are followed, some at a time, so that the cost is that of these. A game has a
fixed number of steps; one that has not arrived then stays marked.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.solvers.batch_march import TOLERANCE, largest
from suasion.theory.solvers.core_responses import Game, Slopes, dimension, slopes
from suasion.theory.solvers.small_systems import Solved, solved

TOGETHER = 256
"""Games followed at a time."""
MOST_STEPS, NEWTON_STEPS = 600, 5
FIRST_STEP, LARGEST_STEP, SHORT_STEP, SMALLEST_STEP = 0.2, 0.5, 1e-3, 1e-9
"""Steps in log-odds; the largest as a share of 8 + |y|."""
LEAST_COSINE, EASY_COSINE, FARTHEST = 0.7, 0.97, 0.25
"""Cosines of the turn that is taken and that lets steps grow; farthest landing, as a share of the
step."""

Point = tuple[Any, ...]
"""z and t."""


class Walk(NamedTuple):
    """Where some games are on their curves.

    Parameters
    ----------
    y, along, positive
        Point, unit tangent, and whether the determinant with the tangent as last row is positive.
    step
        Length of the next step [log-odds].
    end, ending
        A guess at t = 1, and whether the next step closes in on it.
    arrived
        Whether it is there.
    steps
        Steps taken, refused ones included.
    """

    y: Point
    along: Point
    positive: Any
    step: Any
    end: Point
    ending: Any
    arrived: Any
    steps: Any


def follow_marked(
    game: Game, leaves: Any, z: tuple[Any, ...], kept: Any
) -> tuple[tuple[Any, ...], Any]:
    """Z of all games, and whether each was followed to t = 1.

    Parameters
    ----------
    game
        Of which the numbers and precisions are taken from `leaves`.
    leaves
        Numbers and precisions as one tree of arrays, each of shape (games,).
    z, kept
        Where the march ended, and whether it kept to the branch, each of shape (games,).
    """
    some = min(TOGETHER, kept.shape[0])

    def more(state: tuple[tuple[Any, ...], Any, Any]) -> tuple[tuple[Any, ...], Any, Any]:
        found, reached, waiting = state
        at = jnp.nonzero(waiting, size=some, fill_value=kept.shape[0])[0]
        numbers, precision = jax.tree.map(lambda leaf: leaf.at[at].get(mode="clip"), leaves)
        ends, arrived = _followed(game._replace(numbers=numbers, precision=precision), some)
        found = tuple(
            old.at[at].set(jnp.where(arrived, new, old.at[at].get(mode="clip")), mode="drop")
            for old, new in zip(found, ends, strict=True)
        )
        reached = reached.at[at].set(arrived, mode="drop")
        return found, reached, waiting.at[at].set(False, mode="drop")

    found, reached, _ = jax.lax.while_loop(lambda state: state[2].any(), more, (z, kept, ~kept))
    return found, reached


def _followed(game: Game, count: int) -> tuple[Point, Any]:
    """The branch of some games: z at t = 1, and whether it was reached."""

    def going(walk: Walk) -> Any:
        return ~walk.arrived & (walk.step > SMALLEST_STEP) & (walk.steps < MOST_STEPS)

    def on(walk: Walk) -> Walk:
        after = _stepped(game, walk)
        return jax.tree.map(lambda new, old: jnp.where(going(walk), new, old), after, walk)

    end = jax.lax.while_loop(lambda walk: going(walk).any(), on, _start(game, count))
    return end.y[:-1], end.arrived


def _start(game: Game, count: int) -> Walk:
    zero = tuple(jnp.zeros(count) for _ in range(dimension(game.tree) + 1))
    unit = (*zero[:-1], jnp.ones(count))
    no, steps = jnp.zeros(count, bool), jnp.zeros(count, int)
    return Walk(zero, unit, ~no, jnp.full(count, FIRST_STEP), zero, no, no, steps)


def _stepped(game: Game, at: Walk) -> Walk:
    """One step along the curve, or closing in at t = 1; the first finds the tangent only."""
    first = at.steps == 0
    unit = (*(jnp.zeros_like(one) for one in at.y[:-1]), jnp.ones_like(at.y[-1]))
    guess = _chosen(at.ending, at.end, _moved(at.y, jnp.where(first, 0.0, at.step), at.along))
    after, here, fine = _corrected(game, guess, _chosen(at.ending, unit, at.along))
    along, positive = _tangent(here, at.along)
    away = _length(_less(after, guess))
    fine &= jnp.isfinite(away)
    arrived = at.ending & fine & (away <= _length(_less(at.end, at.y)) + at.step)
    cosine = _dot(along, at.along)
    straight = first | (cosine >= LEAST_COSINE)
    taken = fine & ~at.ending & (away <= FARTHEST * at.step) & straight
    taken &= (positive == at.positive) | (at.step <= SHORT_STEP)
    past = taken & (after[-1] >= 1.0)
    return _settled(at, after, along, positive, arrived, taken & ~past, past, cosine)


def _settled(
    at: Walk,
    after: Point,
    along: Point,
    positive: Any,
    arrived: Any,
    taken: Any,
    past: Any,
    cosine: Any,
) -> Walk:
    """What a step leads to: arrived, taken, past t = 1, or refused and halved."""
    longest = LARGEST_STEP * (8.0 + _length(after))
    longer = jnp.minimum(jnp.where(cosine > EASY_COSINE, 1.6, 1.0) * at.step, longest)
    share = (1.0 - at.y[-1]) / jnp.where(past, after[-1] - at.y[-1], 1.0)
    end = (*_moved(at.y, share, _less(after, at.y))[:-1], jnp.ones_like(share))
    return Walk(
        _chosen(arrived | taken, after, at.y),
        _chosen(taken, along, at.along),
        jnp.where(taken, positive, at.positive),
        jnp.where(taken, longer, jnp.where(past | arrived, at.step, at.step / 2)),
        end,
        past,
        at.arrived | arrived,
        at.steps + 1,
    )


def _corrected(game: Game, guess: Point, normal: Point) -> tuple[Point, Slopes, Any]:
    """A point of the curve in the plane through the guess, the slopes, and whether it is found."""

    def nearer(_: int, y: Point) -> Point:
        here = slopes(game, y[:-1], y[-1])
        miss = [*here.value, _dot(normal, _less(y, guess))]
        return _less(y, tuple(_bordered(here, normal, miss).found[0]))

    y = jax.lax.fori_loop(0, NEWTON_STEPS, nearer, guess)
    here = slopes(game, y[:-1], y[-1])
    miss = jnp.maximum(largest(here.value), jnp.abs(_dot(normal, _less(y, guess))))
    return y, here, miss < TOLERANCE * (1.0 + largest(y))


def _tangent(here: Slopes, before: Point) -> tuple[Point, Any]:
    """Unit tangent that goes on in the direction of `before`, and the sign of the determinant."""
    unit = [*(jnp.zeros_like(one) for one in before[:-1]), jnp.ones_like(before[-1])]
    (along,), positive = _bordered(here, before, unit)
    length = _length(tuple(along))
    return tuple(one / length for one in along), positive


def _bordered(here: Slopes, normal: Point, right: list[Any]) -> Solved:
    """A system of the slopes of F with a last row across the curve."""
    rows = [[*row, end] for row, end in zip(here.by_z, here.by_t, strict=True)]
    return solved([*rows, list(normal)], right)


def _moved(y: Point, step: Any, along: Point) -> Point:
    return tuple(one + step * way for one, way in zip(y, along, strict=True))


def _less(one: Point, other: Point) -> Point:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def _dot(one: Point, other: Point) -> Any:
    return reduce(lambda total, pair: total + pair[0] * pair[1], zip(one, other, strict=True), 0.0)


def _length(y: Point) -> Any:
    return jnp.sqrt(_dot(y, y))


def _chosen(where: Any, one: Point, other: Point) -> Point:
    return tuple(jnp.where(where, a, b) for a, b in zip(one, other, strict=True))
