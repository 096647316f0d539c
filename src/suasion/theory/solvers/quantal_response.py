"""Agent quantal response equilibrium of any game tree, and the principal branch as selection.

By backward induction where beliefs do not matter, else along the principal branch from zero
precision. `quantal_response` takes a batch and can be compiled; a game that it could not follow is
marked. `principal` takes one game, passes folds and compiles nothing.

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
from suasion.theory.solvers.beliefs import Incidence, incidence, log_moves, strategic
from suasion.theory.solvers.continuation import Branch, Slopes, follow
from suasion.theory.solvers.fixed_point import linearised
from suasion.theory.solvers.march import Marched, march
from suasion.theory.solvers.odds import odds
from suasion.theory.solvers.responses import Family
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
    shape = wide[0].shape

    def one(*lane: jax.Array) -> tuple[Played, jax.Array]:
        own, rates = jax.tree.unflatten(structure, lane)
        known, found = incidence(tree), _marched(tree, own, rates, family)
        chances = by_set(known, jnp.exp(log_moves(known, found.z, jnp)))
        return played(tree, own, chances), found.reached

    result, reached = jax.vmap(one)(*(leaf.reshape(-1) for leaf in wide))
    return Response(jax.tree.map(lambda x: x.reshape(shape), result), reached.reshape(shape))


def _marched(tree: Tree, numbers: Numbers, precision: Sequence[Any], family: Family) -> Marched:
    known, game = incidence(tree), strategic(tree, numbers, jnp)
    rates, answer = jnp.stack(list(precision))[known.player], odds(known, family)
    return march(
        lambda z, t: linearised(known, game, rates, answer, z, t, jnp), known.spread.shape[1]
    )


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
