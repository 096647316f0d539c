"""A guarantor's reputation for resolve: what it answers, and what is believed of it afterwards.

Definitions and notation
------------------------
The guarantor is irresolute (type 0) or resolute (type 1), for good. ``b`` is the public belief that
it is resolute. It meets a probe and answers, or lets it pass. Type k answers with chance::

    q_k = F(x_k),    x_k = (worth_k + D_k) / spread,
    D_k = V_k(answered) - V_k(passed),
    answered = b q_1 / (b q_1 + (1 - b) q_0),
    passed = b (1 - q_1) / (b (1 - q_1) + (1 - b) (1 - q_0)),

with F the standard normal distribution function, ``worth_k`` what answering is worth now beyond
letting it pass, and V_k the discounted value of going on, piecewise linear in the belief. What an
answer says of a type depends on what both types do, so x is a fixed point of its own right-hand
side T(x). Beliefs follow from the ratio of two chances, taken without forming the chances: where
nobody is thought to answer, an answer is read as the limit of vanishing chances reads it.

There may be several fixed points. *Alike*: the one on the branch that starts where precision, one
over the spread, is zero and both types answer alike; followed as precision rises in `RISES` equal
steps, each corrected once, then settled by Newton's method. *Apart*: where Newton's method leads
from what the types would do if an answer proved resolve and its absence the lack of it. Alike is
selected, but apart where only that settles at a fixed point, or at one where an answer is read as
resolve while alike reads it as the lack of it: both happen where the branch turns back and Newton's
method has to leave it. If neither settles, the one that comes nearer is returned. Further fixed
points that read an answer as the lack of resolve are not looked for.

The types' values need not rise with belief. Where the irresolute type's does, each chance of the
resolute leaves it one best chance: what all irresolute ones do says nothing.

References
----------
[KrepsWilson1982]_ for the two types; [McKelveyPalfrey1998]_ for the branch.

Examples
--------
A resolute guarantor answers because it wants to, an irresolute one sometimes to seem resolute.

>>> grid = jnp.linspace(0.0, 1.0, 5)
>>> value = jnp.stack([grid, grid])[..., None]
>>> found = answers(grid, grid[:, None], jnp.array([-0.5, 0.5]).reshape(2, 1, 1), value, 0.3, 0)
>>> [round(float(q), 2) for q in found.chance[0, :, 0]]
[0.05, 0.42, 0.64, 0.83, 0.05]
"""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.normal_tails import tails
from suasion.theory.stage import normal

RISES = 12
"""Steps in which precision rises."""
SETTLES = 12
"""Newton steps after that, and from the other start."""
STEP = 2.0
"""Longest step while precision rises [standard deviations]."""
BLOCK = 2048
"""Points solved together: few enough that all that is known of them stays near the processor."""
UNROLLED = 16
"""Grids of so many steps and more are gone through in a loop, which compiles sooner."""
DENSITY = 1.0 / math.sqrt(2.0 * math.pi)


class Answers(NamedTuple):
    """What the guarantor does at a probe, in every state, and what is then believed.

    Parameters
    ----------
    chance
        Chance that each type answers [1], shape (2, *states, draws).
    answered, passed
        Belief after an answer and after none [1], shape (*states, draws).
    residual
        Largest gap of a type's chance to its best reply [1]: how far from a fixed point.
    second
        1 where the other start settled at another fixed point, else 0.
    """

    chance: jax.Array
    answered: jax.Array
    passed: jax.Array
    residual: jax.Array
    second: jax.Array


class _Problem(NamedTuple):
    """A block of states: rows of (places of the belief axis, draws), with the type in front.

    `rises` holds the rise of the value from each place of the grid to the next.
    """

    worth: jax.Array
    rises: jax.Array
    precision: jax.Array


class _Beliefs(NamedTuple):
    """Beliefs after an answer and after none, and their slopes by x_0 and x_1."""

    answered: jax.Array
    passed: jax.Array
    answered_by: tuple[jax.Array, jax.Array]
    passed_by: tuple[jax.Array, jax.Array]


class _Search(NamedTuple):
    """Where Newton's method is: x, the gap T(x) - x, the slopes of x - T(x), the gap's size."""

    x: jax.Array
    gap: jax.Array
    slopes: jax.Array
    size: jax.Array


@partial(jax.jit, static_argnames=("axis", "rises", "settles"))
def answers(
    grid: jax.Array,
    belief: jax.Array,
    worth: jax.Array,
    value: jax.Array,
    spread: jax.Array | float,
    axis: int,
    *,
    rises: int = RISES,
    settles: int = SETTLES,
) -> Answers:
    """The guarantor's answers in every state.

    Parameters
    ----------
    grid
        Beliefs, shape (K,), rising from 0 to 1.
    belief
        The same along the belief axis: of as many axes as a state and draws have.
    worth
        What answering is worth now beyond letting it pass, by type, broadcastable to
        (2, *states, draws) [guarantor's stake].
    value
        Discounted value of going on, by type, shape (2, *states, draws), K along the belief axis
        [guarantor's stake].
    spread
        Spread of what others do not know of the worth, > 0, broadcastable [guarantor's stake].
    axis
        Position of the belief axis among the state axes, from 0.
    rises, settles
        Steps of the two parts of the search. The smaller the spread and the steeper the value, the
        more are needed: some 1500 to settle on a staircase 100 times as high as the spread.

    Returns
    -------
    Answers
        With derivatives by `worth`, `value` and `spread` as the implicit function theorem gives
        them.
    """
    grid, worth, value = jnp.asarray(grid), jnp.asarray(worth), jnp.asarray(value)
    shapes = (jnp.shape(belief), worth.shape[1:], value.shape[1:], jnp.shape(spread))
    shape = jnp.broadcast_shapes(*shapes)
    rows = partial(_rows, shape=shape, axis=axis)
    going_on = rows(value)
    whole = _Problem(
        rows(worth), jnp.diff(going_on, axis=-2), rows(1.0 / jnp.asarray(spread)[None])
    )
    found = jax.lax.map(partial(_solved, grid, rises, settles), whole)
    return Answers(*(_states(one, shape, axis) for one in found))


def _rows(array: jax.Array, shape: tuple[int, ...], axis: int) -> jax.Array:
    """(types, *states, draws) as (blocks, types, rows, K, draws), filled up with ones."""
    wide = jnp.moveaxis(jnp.broadcast_to(array, (array.shape[0], *shape)), axis + 1, -2)
    wide = wide.reshape(array.shape[0], -1, *wide.shape[-2:])
    count = min(wide.shape[1], max(1, BLOCK // (wide.shape[-2] * wide.shape[-1])))
    missing = -wide.shape[1] % count
    wide = jnp.pad(wide, ((0, 0), (0, missing), (0, 0), (0, 0)), constant_values=1.0)
    return jnp.moveaxis(wide.reshape(len(wide), -1, count, *wide.shape[2:]), 1, 0)


def _states(blocks: jax.Array, shape: tuple[int, ...], axis: int) -> jax.Array:
    """Back from (blocks, [types,] rows, K, draws) to ([types,] *states, draws)."""
    lead = blocks.shape[1:-3]
    moved = (*shape[:axis], *shape[axis + 1 : -1], shape[axis], shape[-1])
    flat = jnp.moveaxis(blocks, 0, len(lead)).reshape(*lead, -1, *shape[axis : axis + 1], shape[-1])
    flat = flat[..., : math.prod(moved[:-2]), :, :]
    return jnp.moveaxis(flat.reshape(*lead, *moved), -2, len(lead) + axis)


def _solved(grid: jax.Array, rises: int, settles: int, block: _Problem) -> Answers:
    """The answers in one block."""
    still = jax.lax.stop_gradient(block)
    alike = _risen(grid, still, rises)
    apart = (still.worth + jnp.sum(still.rises, axis=-2, keepdims=True)) * still.precision
    starts = jnp.stack([alike, jnp.broadcast_to(apart, alike.shape)], axis=1)
    found = _settled(grid, jax.tree.map(lambda one: one[:, None], still), starts, settles)
    x, second = _selected(found)
    return _described(grid, block, jax.lax.stop_gradient(x), second)


def _risen(grid: jax.Array, block: _Problem, rises: int) -> jax.Array:
    """The end of the branch that starts where precision is zero."""

    def rise(step: jax.Array, x: jax.Array) -> jax.Array:
        share = jnp.asarray(step + 1, x.dtype) / rises
        gap, slopes = _gap(grid, block._replace(precision=share * block.precision), x)
        change = _newton(gap, slopes)
        longest = jnp.max(jnp.abs(change), axis=0)
        return x + change * jnp.minimum(1.0, STEP / jnp.maximum(longest, STEP))

    return jax.lax.fori_loop(0, rises, rise, jnp.zeros_like(block.worth))


def _settled(grid: jax.Array, block: _Problem, x: jax.Array, steps: int) -> _Search:
    """Newton's method; a step that does not lower the gap is refused, but learnt from.

    Where values have a kink between a point and a refused step from it, the slopes at the point
    would lead there again; so they are made to agree with what the step found, as in Broyden's
    method.
    """
    none = jnp.zeros_like(x)
    flat = jnp.stack([none[0] + 1.0, none[0], none[0], none[0] + 1.0])
    start = _Search(x, none, flat, jnp.full_like(x[0], jnp.inf))

    def step(_: int, at: _Search) -> _Search:
        change = _newton(at.gap, at.slopes)
        gap, slopes = _gap(grid, block, at.x + change)
        size = jnp.sum(gap**2, axis=0)
        better = size < at.size
        return _Search(
            jnp.where(better, at.x + change, at.x),
            jnp.where(better, gap, at.gap),
            jnp.where(better, slopes, _corrected(at.slopes, change, gap)),
            jnp.where(better, size, at.size),
        )

    return jax.lax.fori_loop(0, steps + 1, step, start)


def _corrected(slopes: jax.Array, change: jax.Array, gap: jax.Array) -> jax.Array:
    """Slopes with which the step would have been known to end at this gap instead of none."""
    length = jnp.maximum(jnp.sum(change**2, axis=0), 1e-30)
    return slopes - jnp.stack([gap[k] * change[by] for k in (0, 1) for by in (0, 1)]) / length


def _selected(found: _Search) -> tuple[jax.Array, jax.Array]:
    """The selected end of two, and whether there is another."""
    fine = math.sqrt(np.finfo(found.x.dtype).eps)
    alike, apart = found.x[:, 0], found.x[:, 1]
    miss = found.size / (1.0 + jnp.sum(found.x**2, axis=0))
    there = miss < fine**2
    twisted = found.x[1] < found.x[0]
    better = there[1] & (~there[0] | (twisted[0] & ~twisted[1]))
    other = better | (~there[0] & (miss[1] < miss[0]))
    far = jnp.max(jnp.abs(normal(alike) - normal(apart)), axis=0) > 100 * fine
    return jnp.where(other, apart, alike), (there[0] & there[1] & far).astype(found.x.dtype)


def _described(grid: jax.Array, block: _Problem, x: jax.Array, second: jax.Array) -> Answers:
    """The answers at a fixed point; one more Newton step carries the derivatives."""
    gap, slopes = _gap(grid, block, x)
    reply = normal(jax.lax.stop_gradient(x + gap))
    residual = jnp.max(jnp.abs(reply - normal(x)), axis=0)
    x = x + _newton(gap, jax.lax.stop_gradient(slopes))
    after = _beliefs(grid[:, None], x)
    return Answers(normal(x), after.answered, after.passed, residual, second)


def _newton(gap: jax.Array, slopes: jax.Array) -> jax.Array:
    """The step that closes the gap of two equations, by the slopes of x - T(x)."""
    a, b, c, d = slopes
    size = a * d - b * c
    size = jnp.where(jnp.abs(size) < 1e-9, 1e-9, size)
    return jnp.stack([d * gap[0] - b * gap[1], a * gap[1] - c * gap[0]]) / size


def _gap(grid: jax.Array, block: _Problem, x: jax.Array) -> tuple[jax.Array, jax.Array]:
    """T(x) - x by type, and the slopes of x - T(x): of type 0 by x_0 and x_1, then of type 1."""
    after = _beliefs(grid[:, None], x)
    none = jnp.zeros_like(x)

    def crossed(place: jax.Array, so_far: tuple[jax.Array, ...]) -> tuple[jax.Array, ...]:
        between, here, there = so_far
        low, width = grid[place], grid[place + 1] - grid[place]
        way = _within(after.answered, low, width) - _within(after.passed, low, width)
        rate = jax.lax.dynamic_slice_in_dim(block.rises, place, 1, axis=-2) / width
        here = jnp.where(after.answered >= low, rate, here)
        return between + rate * way, here, jnp.where(after.passed >= low, rate, there)

    steps, start = len(grid) - 1, (none, none, none)
    between, here, there = jax.lax.fori_loop(0, steps, crossed, start, unroll=steps < UNROLLED)
    gap = (block.worth + between) * block.precision - x
    slopes = [
        float(k == by)
        - block.precision[0] * (here[k] * after.answered_by[by] - there[k] * after.passed_by[by])
        for k in (0, 1)
        for by in (0, 1)
    ]
    return gap, jnp.stack(slopes)


def _within(belief: jax.Array, low: jax.Array, width: jax.Array) -> jax.Array:
    """How far into a step of the grid a belief reaches."""
    return jnp.clip(belief - low, 0.0, width)


def _beliefs(belief: jax.Array, x: jax.Array) -> _Beliefs:
    """Beliefs after an answer and after none by Bayes' rule."""
    does, does_not, dense, dense_not = tails(x)
    answered = _moved(belief, x, does, -1.0)
    passed = _moved(belief, x, does_not, 1.0)
    by, by_not = answered * (1 - answered), passed * (1 - passed)
    rates, rates_not = DENSITY * dense / does, DENSITY * dense_not / does_not
    return _Beliefs(
        answered,
        passed,
        (-by * rates[0], by * rates[1]),
        (by_not * rates_not[0], -by_not * rates_not[1]),
    )


def _moved(belief: jax.Array, x: jax.Array, scaled: jax.Array, side: float) -> jax.Array:
    """Belief after an act whose chance is `scaled` times exp(-x^2/2) on that side of zero."""
    most = 0.4 * math.log(np.finfo(x.dtype).max)
    tail = jnp.maximum(side * x, 0.0)
    power = 0.5 * (tail[0] - tail[1]) * (tail[0] + tail[1])
    odds = jnp.exp(jnp.clip(power, -most, most)) * scaled[1] / scaled[0]
    resolute = belief * odds
    return resolute / (resolute + (1 - belief))
