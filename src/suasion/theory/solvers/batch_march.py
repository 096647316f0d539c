"""The principal branch of many games at once: a march in precision that knows where it may stray.

All games take the same steps in t, each along the tangent and with two Newton corrections. A game
is marked where that is not safe: where a correction is not small against the step, where the
determinant of the slopes is not positive (it is one at t = 0, and positive as far as the branch has
no fold), or where the last correction is not tiny. Marked games are not lost: they are followed
through their folds by `suasion.theory.solvers.batch_folds`.

A step and a correction are one piece of program, a correction being a step of length zero: programs
are small, and quick to compile.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.solvers.core_responses import Game, dimension, slopes
from suasion.theory.solvers.small_systems import solved

STEPS = 16
TOLERANCE = 1e-10
"""Largest last correction that counts as solved, in log-odds relative to 1 + |z|."""
FARTHEST, SLACK = 0.5, 0.02
"""Largest first correction: as a share of the step, and beyond it in log-odds."""


class Marched(NamedTuple):
    """Where the march is, each `*batch`.

    Parameters
    ----------
    z, along
        Log-odds of the core, and their slope by t.
    change
        Length of the last correction [log-odds].
    kept
        Whether the branch was kept to.
    """

    z: tuple[Any, ...]
    along: tuple[Any, ...]
    change: Any
    kept: Any


def march(game: Game, shape: tuple[int, ...]) -> Marched:
    """March from (0, 0) to t = 1.

    Parameters
    ----------
    game
        The games; beliefs matter in their tree.
    shape
        Of the batch.
    """
    zero = tuple(jnp.zeros(shape) for _ in range(dimension(game.tree)))
    start = Marched(zero, zero, jnp.zeros(shape), jnp.ones(shape, bool))
    end, _ = jax.lax.scan(lambda at, ends: (_stepped(game, at, ends), None), start, _spans())
    solid = end.change < TOLERANCE * (1.0 + largest(end.z))
    return end._replace(kept=end.kept & solid)


def _spans() -> jax.Array:
    """Starts and ends of the steps in t, each followed by a correction; the first finds a slope."""
    times = (np.arange(STEPS + 1) / STEPS) ** 2
    ends = np.repeat(times, 2)
    return jnp.asarray(np.stack([np.append(ends[:1], ends), np.append(ends, 1.0)], axis=1)[1:])


def _stepped(game: Game, at: Marched, ends: jax.Array) -> Marched:
    span, t = ends[1] - ends[0], jnp.broadcast_to(ends[1], at.kept.shape)
    guess = tuple(z + span * one for z, one in zip(at.z, at.along, strict=True))
    here = slopes(game, guess, t)
    (change, slope), positive = solved(here.by_z, here.value, here.by_t)
    far = largest(change)
    least = jnp.where(span > 0, FARTHEST * span * largest(at.along), at.change)
    moved = tuple(one - gone for one, gone in zip(guess, change, strict=True))
    kept = at.kept & positive & (far < least + SLACK)
    return Marched(moved, tuple(-one for one in slope), far, kept)


def largest(entries: Any) -> Any:
    """The largest absolute value of some entries."""
    return reduce(jnp.maximum, [jnp.abs(one) for one in entries])
