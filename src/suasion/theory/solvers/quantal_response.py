"""Agent quantal response equilibrium of any game tree, and the principal branch as selection.

By backward induction where beliefs do not matter, else along the principal branch from zero
precision. `quantal_response` takes a batch and can be compiled: it marches where the branch is
plain, follows the other games through their folds, and marks those that it could not follow.
`principal` takes one game and compiles nothing.

References
----------
[McKelveyPalfrey1998]_.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.solvers.backward import Played, played, solve_backwards
from suasion.theory.solvers.batch_folds import follow_marked
from suasion.theory.solvers.batch_march import march
from suasion.theory.solvers.beliefs import Incidence, incidence, log_moves, strategic
from suasion.theory.solvers.continuation import Branch, Slopes, follow
from suasion.theory.solvers.core_responses import Game, answers, strategies
from suasion.theory.solvers.core_responses import slopes as core_slopes
from suasion.theory.solvers.fixed_point import linearised
from suasion.theory.solvers.odds import odds
from suasion.theory.solvers.responses import Family
from suasion.theory.solvers.small_systems import solved
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import solvable_backwards
from suasion.theory.tree.tree import Tree


class Response(NamedTuple):
    """A batch of agent quantal response equilibria.

    Parameters
    ----------
    played
        Strategies, chances of nodes and values, each `*batch`.
    reached
        Whether the principal branch was followed to the wanted precision, `*batch`.
    """

    played: Played
    reached: jax.Array


def quantal_response(
    tree: Tree, numbers: Numbers, precision: Sequence[Any], family: Family = "logit"
) -> Response:
    """The agent quantal response equilibrium on the principal branch, over a batch.

    Parameters
    ----------
    tree
        The game.
    numbers
        Its payoffs and chances, each a number or `*batch`.
    precision
        By player [1/payoff unit], a number or `*batch`, >= 0.
    family
        "logit" or "probit"; probit where beliefs matter needs two actions in every set.
    """
    if solvable_backwards(tree):
        return Response(solve_backwards(tree, numbers, precision, family, jnp), jnp.array(True))
    leaves, structure = jax.tree.flatten((numbers, tuple(precision)))
    wide = jnp.broadcast_arrays(*(jnp.asarray(leaf, dtype=float) for leaf in leaves))
    shape, still = wide[0].shape, [jax.lax.stop_gradient(leaf) for leaf in leaves]
    plain = Game(tree, family, *jax.tree.unflatten(structure, still))
    flat = [jax.lax.stop_gradient(leaf).reshape(-1) for leaf in wide]
    z, reached = _followed(plain, jax.tree.unflatten(structure, flat), shape)
    game = Game(tree, family, numbers, tuple(precision))
    chances = strategies(game, _closed_in(plain, game, z))
    play = jax.tree.map(lambda x: jnp.broadcast_to(x, shape), played(tree, numbers, chances))
    return Response(play, reached)


def _followed(
    game: Game, leaves: Any, shape: tuple[int, ...]
) -> tuple[tuple[jax.Array, ...], jax.Array]:
    """Z on the principal branch, by the march where it is safe; and whether t = 1 was reached."""
    marched = march(game, shape)
    flat = tuple(one.reshape(-1) for one in marched.z)
    z, reached = follow_marked(game, leaves, flat, marched.kept.reshape(-1))
    finite = [jnp.where(jnp.isfinite(one), one, 0.0).reshape(shape) for one in z]
    return tuple(jax.lax.stop_gradient(one) for one in finite), reached.reshape(shape)


def _closed_in(still: Game, game: Game, z: tuple[jax.Array, ...]) -> list[jax.Array]:
    """A last Newton step, which carries the slopes by the game's numbers; nothing before does."""
    one = jnp.ones_like(z[0])
    miss = [a - b for a, b in zip(z, answers(game, z, one), strict=True)]
    change = solved(core_slopes(still, z, one).by_z, miss).found[0]
    moves = [jnp.where(jnp.isfinite(gone), gone, 0.0) for gone in change]
    return [a - gone for a, gone in zip(z, moves, strict=True)]


def principal(
    tree: Tree, numbers: Numbers, precision: Sequence[float], family: Family = "logit"
) -> tuple[Branch, list[list[float]]]:
    """The principal branch of one game and its strategies, in NumPy."""
    known = incidence(tree)
    branch = follow(slopes(tree, numbers, precision, family), known.spread.shape[1])
    return branch, by_set(known, np.exp(log_moves(known, branch.z)))


def slopes(
    tree: Tree, numbers: Numbers, precision: Sequence[float], family: Family = "logit"
) -> Slopes:
    """F and its slopes for one game, in NumPy."""
    known, game = incidence(tree), strategic(tree, numbers)
    rates, answer = np.array(precision, dtype=float)[known.player], odds(known, family)
    return lambda z, t: linearised(known, game, rates, answer, z, t)


def by_set(known: Incidence, moves: Any) -> list[list[Any]]:
    """Moves in one vector as a list for each information set."""
    return [[moves[m] for m in np.flatnonzero(row)] for row in known.sets]
