"""Moves of a game that can be solved backwards, in logarithms.

The same equilibrium as in `suasion.theory.solvers`, which tests compare it with. Chances are kept
as logarithms, because their derivatives must stay finite where a chance is 1e-200, as it is on the
way to a maximum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import jax
import jax.numpy as jnp

from suasion.evidence.estimation.tails import log_tails
from suasion.theory.solvers.backward import Backwards
from suasion.theory.solvers.responses import chances
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import order
from suasion.theory.tree.tree import TERMINAL, Tree

Shocks = Literal["probit", "logit", "private-information"]
SQRT_2 = 2.0**0.5
TINY = 1e-300
"""Keeps the logarithm of a chance finite where it is not worked out as one."""
LEAST = 1e-12
"""Least variance of shocks between two actions; below it they lead to the same lottery."""


def log_moves(tree: Tree, numbers: Numbers, shocks: Shocks) -> list[list[Any]]:
    """Logarithm of the chance of each action, by information set.

    Parameters
    ----------
    tree
        With `suasion.theory.tree.structure.solvable_backwards`.
    numbers
        Payoffs in standard deviations of a shock.
    shocks
        Their kind.
    """
    walk = Backwards(tree, numbers)
    logs: list[list[Any]] = [[] for _ in tree.information]
    for at in order(tree) or ():
        worth = walk.utilities(at)
        logs[at] = _log_choice(worth, _spread(walk, at, shocks), shocks)
        walk.strategies[at] = [jnp.exp(one) for one in logs[at]]
    return logs


def _log_choice(worth: Sequence[Any], spread: Any, shocks: Shocks) -> list[Any]:
    if len(worth) == 2:
        ahead = (worth[1] - worth[0]) / spread
        if shocks == "logit":
            return [jax.nn.log_sigmoid(-ahead), jax.nn.log_sigmoid(ahead)]
        return list(log_tails(ahead))
    if shocks == "logit":
        return list(jax.nn.log_softmax(jnp.stack(jnp.broadcast_arrays(*worth)) / spread, axis=0))
    return [jnp.log(jnp.maximum(one, TINY)) for one in chances(worth, 1.0 / spread, "probit")]


def _spread(walk: Backwards, at: int, shocks: Shocks) -> Any:
    """Standard deviation of the difference of two actions' shocks."""
    if shocks != "private-information":
        return SQRT_2
    return jnp.sqrt(jnp.maximum(variance(gaps(walk, at)), LEAST))


def variance(gap: Mapping[str, Any]) -> Any:
    """Sum over outcomes of the squared differences of their chances."""
    return sum((one * one for one in gap.values()), 0.0)


def gaps(walk: Backwards, at: int) -> dict[str, Any]:
    """By outcome: its chance after the second action less that after the first."""
    first, second = (_lottery(walk, at, action) for action in (0, 1))
    return {name: second.get(name, 0.0) - first.get(name, 0.0) for name in first | second}


def _lottery(walk: Backwards, at: int, action: int) -> dict[str, Any]:
    """Chance of each outcome after an action; nodes of a set weigh as chance alone draws them."""
    tree, found = walk.tree, dict[str, Any]()
    members, weights = tree.information[at].members, walk.weights(at)
    stack: list[tuple[int, Any]] = [
        (tree.nodes[member].children[action], weight)
        for member, weight in zip(members, weights, strict=True)
    ]
    while stack:
        here, chance = stack.pop()
        node = tree.nodes[here]
        if node.mover == TERMINAL:
            found[node.name] = found.get(node.name, 0.0) + chance
            continue
        moves = walk.numbers.chances[here] or walk.strategies[node.information]
        stack += [(child, chance * one) for child, one in zip(node.children, moves, strict=True)]
    return found
