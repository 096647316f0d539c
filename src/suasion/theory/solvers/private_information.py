"""Private information about outcomes: the other error of statistical strategic models.

Each player's payoff at each outcome carries a standard normal shock that the player sees and others
do not. A player who moves once compares two lotteries over outcomes, q and r; its own shocks enter
with variance ``sum (q_o - r_o)^2``, so that it takes the first with probability ::

    Phi((U(q) - U(r)) / sqrt(sum_o(q_o - r_o) ^ 2))

Payoffs are in standard deviations of a shock. Valid where beliefs do not matter, every set has two
actions, and no player moves twice on one path: a second move would reveal something of the shocks.

References
----------
[Signorino2003]_; [KenkelSignorino2014]_, private-information variants.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from suasion.theory.solvers.backward import TINY, Backwards, Played, played
from suasion.theory.solvers.responses import CHANCES
from suasion.theory.tree.memory import own_history
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import order, solvable_backwards
from suasion.theory.tree.tree import TERMINAL, Tree


def obstacle(tree: Tree) -> str:
    """Why the model does not apply to a tree; empty if it does."""
    if not solvable_backwards(tree):
        return "beliefs depend on what players choose"
    if any(len(one.actions) != 2 for one in tree.information):
        return "some information set does not have two actions"
    if any(own_history(tree, one.members[0]) for one in tree.information):
        return "a player moves twice on one path"
    return ""


def private_information(tree: Tree, numbers: Numbers, xp: Any = np) -> Played:
    """The one equilibrium where the model applies.

    Parameters
    ----------
    tree
        Without an `obstacle`.
    numbers
        Its payoffs [standard deviations of a shock] and chances [1], each `*batch`.
    xp
        NumPy for one game, JAX's array module for a batch that is compiled.
    """
    walk, chances = Backwards(tree, numbers), CHANCES[xp.__name__]
    for at in order(tree) or ():
        worth = walk.utilities(at)
        precision = 1.0 / xp.sqrt(xp.maximum(_variance(walk, at), TINY))
        walk.strategies[at] = chances(worth, precision, "probit")
    return played(tree, numbers, walk.strategies)


def _variance(walk: Backwards, at: int) -> Any:
    """Sum over outcomes of the squared difference of their chances after the two actions."""
    first, second = (_lottery(walk, at, action) for action in (0, 1))
    return sum(((a - b) ** 2 for a, b in zip(first, second, strict=True)), 0.0)


def _lottery(walk: Backwards, at: int, action: int) -> list[Any]:
    """Chance of each outcome after an action, by the mover's lights."""
    tree = walk.tree
    totals: list[Any] = [0.0] * len(tree.outcomes)
    weights = walk.weights(at)
    for member, weight in zip(tree.information[at].members, weights, strict=True):
        for outcome, chance in _below(walk, tree.nodes[member].children[action]):
            totals[outcome] = totals[outcome] + weight * chance
    return totals


def _below(walk: Backwards, at: int) -> list[tuple[int, Any]]:
    tree, node = walk.tree, walk.tree.nodes[at]
    if node.mover == TERMINAL:
        return [(tree.outcome_of[tree.terminals.index(at)], 1.0)]
    chances = walk.numbers.chances[at] or walk.strategies[node.information]
    return [
        (outcome, chance * inner)
        for child, chance in zip(node.children, chances, strict=True)
        for outcome, inner in _below(walk, child)
    ]
