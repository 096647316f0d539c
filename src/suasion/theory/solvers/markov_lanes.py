"""Iterations of different lengths side by side: a lane that is done takes the next start.

A program over many starts at once waits for the slowest of them. Here a program has a fixed number
of *lanes*; at every turn each takes one step, and a lane whose iteration has ended leaves its
result behind and begins another, until none is left. Of Newton's starts most end after eight steps
and few after forty, and curves differ as much in length, so little is computed in vain.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

# A step costs half as much in this many lanes as in eight, and little less in more; an empty lane
# costs as much as a full one. Room is in starts; more go in parts.
LANES, ROOM = 32, 2048
# Of programs without steps.
WIDTH = 8


class Iteration(NamedTuple):
    """What is repeated, all for one start; the state is any tree of arrays.

    Parameters
    ----------
    begun
        The state from what is given of a start.
    goes_on
        Whether a state needs another step.
    stepped
        The state after one more step.
    kept
        What is wanted of the last state.
    """

    begun: Callable[..., Any]
    goes_on: Callable[[Any], jax.Array]
    stepped: Callable[[Any], Any]
    kept: Callable[[Any], Any]


class _Lanes(NamedTuple):
    """Start in each lane, the next one to be begun, states, and what is kept of all starts."""

    item: jax.Array
    following: jax.Array
    state: Any
    results: Any


def run(iteration: Iteration, *given: Any) -> Any:
    """What is kept of the iteration from every start, in order, as arrays.

    Parameters
    ----------
    iteration
        One object for all calls: programs are compiled for each.
    *given
        What `begun` takes, trees of arrays with a first axis of starts.

    Examples
    --------
    Halvings until at most 1 is left, counted.

    >>> halving = Iteration(
    ...     lambda x: (x, 0), lambda s: s[0] > 1, lambda s: (s[0] / 2, s[1] + 1), lambda s: s[1]
    ... )
    >>> run(halving, np.array([64.0, 1.0, 5.0])).tolist()
    [6, 0, 3]
    """
    return _in_parts(partial(_worked, iteration), ROOM, given)


def every(program: Callable[..., Any], *given: Any) -> Any:
    """Results of a compiled program of many starts for all of them, some at a time.

    Parameters
    ----------
    program
        Takes what is given of the starts.
    *given
        Trees of arrays with a first axis of starts.

    Examples
    --------
    >>> every(jax.jit(lambda x: 2 * x), np.arange(10)).tolist()
    [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]
    """
    return _in_parts(lambda part, _: program(*part), WIDTH, given)


def _count(given: Any) -> int:
    return len(jax.tree.leaves(given)[0])


def _in_parts(program: Callable[[Any, int], Any], room: int, given: Any) -> Any:
    """Results for all starts, `room` at a time; the last part is filled up with its last start."""
    count, parts = _count(given), []
    for first in range(0, count, room):
        rows = np.minimum(np.arange(first, first + room), count - 1)
        used = min(room, count - first)
        kept = program(jax.tree.map(lambda x, rows=rows: np.asarray(x)[rows], given), used)
        parts.append(jax.tree.map(lambda x, used=used: np.asarray(x)[:used], kept))
    return jax.tree.map(lambda *x: np.concatenate(x), *parts)


@partial(jax.jit, static_argnums=0)
def _worked(iteration: Iteration, given: Any, used: int) -> Any:
    """What is kept of the first `used` starts."""
    state = jax.vmap(iteration.begun)(*jax.tree.map(lambda x: x[:LANES], given))
    one = jax.eval_shape(jax.vmap(iteration.kept), state)
    results = jax.tree.map(lambda x: jnp.zeros((_count(given), *x.shape[1:]), x.dtype), one)
    at = _Lanes(jnp.arange(LANES), jnp.array(LANES), state, results)
    turn = partial(_turn, iteration, given, used)
    return jax.lax.while_loop(lambda at: jnp.any(at.item < used), turn, at).results


def _turn(iteration: Iteration, given: Any, used: int, at: _Lanes) -> _Lanes:
    """One step in every lane; those that are done are emptied and begin anew."""
    goes_on, room = jax.vmap(iteration.goes_on), _count(given)
    state = _chosen(goes_on(at.state), jax.vmap(iteration.stepped)(at.state), at.state)
    done = ~goes_on(state) & (at.item < used)
    place, kept = jnp.where(done, at.item, room), jax.vmap(iteration.kept)(state)
    results = jax.tree.map(lambda x, new: x.at[place].set(new, mode="drop"), at.results, kept)
    item = jnp.where(done, at.following + jnp.cumsum(done) - 1, at.item)
    fresh = jax.tree.map(lambda x: x[jnp.minimum(item, room - 1)], given)
    state = _chosen(done, jax.vmap(iteration.begun)(*fresh), state)
    return _Lanes(item, at.following + jnp.sum(done), state, results)


def _chosen(which: jax.Array, yes: Any, no: Any) -> Any:
    """Lane by lane one of two states."""
    return jax.tree.map(
        lambda a, b: jnp.where(which.reshape(-1, *(1,) * (jnp.ndim(b) - 1)), a, b), yes, no
    )
