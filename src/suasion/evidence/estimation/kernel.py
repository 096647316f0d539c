"""The log-likelihood of one row as a function of its utilities, compiled once for a game.

Definitions
-----------
index
    What a row's regressors add up to: first the utilities that are not fixed at zero [standard
    deviations of a shock], then logarithms of scales.
shocks
    ``probit`` or ``logit``: agent error, one shock for each action, of which two differ with scale
    sqrt(2). ``private-information``: one normal shock for each of the player's own outcomes.
scale
    Standard deviation of a player's shocks, as a multiple of the unit; utilities are divided by it.

The game is solved by `suasion.theory.solvers`; derivatives are those of the solved game.

References
----------
[Signorino2003]_; [KenkelSignorino2014]_.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from suasion.evidence.estimation.branch import log_moves_on_branch
from suasion.evidence.estimation.moves import TINY, Shocks, log_moves
from suasion.evidence.estimation.trees import Utility, types_of
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import solvable_backwards
from suasion.theory.tree.tree import TERMINAL, Tree

SHOCKS: tuple[Shocks, ...] = ("probit", "logit", "private-information")


@dataclass(frozen=True)
class Kernel:
    """What a compiled likelihood hangs on.

    Parameters
    ----------
    tree
        The game.
    utilities
        Those that are not fixed at zero.
    scales
        Players whose scale is given; "" for all of them.
    shocks
        Their kind.
    chances
        Of moves of chance, by node and move [1].
    """

    tree: Tree
    utilities: tuple[Utility, ...]
    scales: tuple[str, ...] = ()
    shocks: Shocks = "probit"
    chances: tuple[tuple[float, ...], ...] = ()


def log_chances(kernel: Kernel, index: jax.Array) -> jax.Array:
    """Logarithm of the chance of each outcome, shape (outcomes,), at an index of one row."""
    tree, numbers = kernel.tree, _numbers(kernel, index)
    if solvable_backwards(tree):
        return jnp.stack(_by_outcome(tree, numbers, log_moves(tree, numbers, kernel.shocks)))
    return jnp.stack(_by_outcome(tree, numbers, log_moves_on_branch(tree, numbers, kernel.shocks)))


def _numbers(kernel: Kernel, index: jax.Array) -> Numbers:
    """Payoffs at every terminal in units of the player's own scale."""
    count, tree = len(kernel.utilities), kernel.tree
    factors = []
    for player in tree.players:
        logs = [index[count + at] for at, one in enumerate(kernel.scales) if one in ("", player)]
        factors.append(jnp.exp(-sum(logs)) if logs else 1.0)
    payoffs = tuple(
        tuple(_utility(kernel, index, at, p) * factors[p] for p in range(len(tree.players)))
        for at in tree.terminals
    )
    return Numbers(payoffs, kernel.chances or ((),) * len(tree.nodes))


def _utility(kernel: Kernel, index: jax.Array, at: int, player: int) -> Any:
    """A player's utility at a terminal: its own, that of all its types, or zero."""
    tree, node = kernel.tree, kernel.tree.nodes[at]
    name = tree.players[player]
    kinds = types_of(tree, name)
    kind = kinds[node.types[player]] if kinds else ""
    for wanted in (Utility(name, node.name, kind), Utility(name, node.name)):
        if wanted in kernel.utilities:
            return index[kernel.utilities.index(wanted)]
    return jnp.zeros(())


def _by_outcome(tree: Tree, numbers: Numbers, logs: list[list[Any]]) -> list[jax.Array]:
    """Log chances: summed along paths, and over the paths that end in the same outcome."""
    reach: list[Any] = [jnp.zeros(())] * len(tree.nodes)
    ends: list[list[Any]] = [[] for _ in tree.outcomes]
    for at, node in enumerate(tree.nodes):
        if node.mover == TERMINAL:
            ends[tree.outcome_of[tree.terminals.index(at)]].append(reach[at])
            continue
        known = [math.log(max(one, TINY)) for one in numbers.chances[at]]
        for child, log in zip(node.children, known or logs[node.information], strict=True):
            reach[child] = reach[at] + log
    return [
        one[0] if len(one) == 1 else jax.scipy.special.logsumexp(jnp.stack(one)) for one in ends
    ]


class Slopes(NamedTuple):
    """By row: log-likelihood, and its first and second derivatives by the index."""

    value: jax.Array
    first: jax.Array
    second: jax.Array


def row_values(kernel: Kernel, index: jax.Array, seen: jax.Array) -> jax.Array:
    """Log-likelihood of each row: index of shape (rows, indices), outcomes of shape (rows,)."""
    return jax.vmap(lambda one, y: log_chances(kernel, one)[y])(index, seen)


def row_slopes(kernel: Kernel, index: jax.Array, seen: jax.Array) -> Slopes:
    """Log-likelihood of each row with both derivatives."""

    def one(row: jax.Array, outcome: jax.Array) -> Slopes:
        def by_index(z: jax.Array) -> tuple[jax.Array, jax.Array]:
            value = log_chances(kernel, z)[outcome]
            return value, value

        def by_index_twice(z: jax.Array) -> tuple[jax.Array, tuple[jax.Array, jax.Array]]:
            first, value = jax.jacfwd(by_index, has_aux=True)(z)
            return first, (value, first)

        # Forward twice: the indices are few, and programs are smaller than with a reverse pass.
        second, (value, first) = jax.jacfwd(by_index_twice, has_aux=True)(row)
        return Slopes(value, first, second)

    return jax.vmap(one)(index, seen)


def row_chances(kernel: Kernel, index: jax.Array) -> jax.Array:
    """Chance of each outcome in each row [1], shape (rows, outcomes)."""
    return jnp.exp(jax.vmap(lambda one: log_chances(kernel, one))(index))
