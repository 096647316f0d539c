"""Agent quantal response by backward induction, batched over any leading shape.

The loop runs over the tree's information sets when a program is traced; what is compiled is
straight-line arithmetic on arrays of the batch, fused by the compiler. Where every precision is
large it approaches subgame perfection.

The equilibrium is unique: shocks are independent, and what a set's mover expects depends on what is
below the set and on chance alone (`suasion.theory.tree.structure`).

References
----------
[McKelveyPalfrey1998]_.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.responses import CHANCES, Family
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import certain, order
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

Strategies = list[list[Any]]


TINY = 1e-300
"""Keeps the share of a node of probability zero finite."""


class Played(NamedTuple):
    """A game that has been played by given strategies.

    Parameters
    ----------
    strategies
        By information set and action: its chance [1], `*batch`.
    reach
        By node: the chance that it is reached [1], `*batch`.
    values
        By player: expected payoff [own unit], `*batch`; shocks are not counted.
    """

    strategies: Strategies
    reach: list[Any]
    values: list[Any]

    def outcomes(self, tree: Tree) -> list[Any]:
        """Chance of each outcome of the tree [1], `*batch`."""
        totals: list[Any] = [0.0] * len(tree.outcomes)
        for at, outcome in zip(tree.terminals, tree.outcome_of, strict=True):
            totals[outcome] = totals[outcome] + self.reach[at]
        return totals


def solve_backwards(
    tree: Tree,
    numbers: Numbers,
    precision: Sequence[Any],
    family: Family = "logit",
    xp: Any = np,
) -> Played:
    """The agent quantal response equilibrium of a game that can be solved backwards.

    Parameters
    ----------
    tree
        With `suasion.theory.tree.structure.solvable_backwards`.
    numbers
        Its payoffs and chances, each `*batch`.
    precision
        By player [1/payoff unit], `*batch`, >= 0.
    family
        "logit" or "probit".
    xp
        NumPy for one game, JAX's array module for a batch that is compiled.
    """
    chances = CHANCES[xp.__name__]
    walk = Backwards(tree, numbers)
    for at in order(tree) or ():
        one = tree.information[at]
        walk.strategies[at] = chances(
            walk.gains(at, walk.weights(at)), precision[one.player], family
        )
    return played(tree, numbers, walk.strategies)


class Backwards:
    """Values of nodes, worked out from the end of the game as strategies become known."""

    def __init__(self, tree: Tree, numbers: Numbers) -> None:
        self.tree, self.numbers = tree, numbers
        self.strategies: Strategies = [[] for _ in tree.information]
        self.known: dict[tuple[int, int], Any] = {
            (at, player): payoff
            for at, payoffs in zip(tree.terminals, numbers.payoffs, strict=True)
            for player, payoff in enumerate(payoffs)
        }

    def utilities(self, at: int) -> list[Any]:
        """Expected utility of each action of an information set to its mover."""
        one, weights = self.tree.information[at], self.weights(at)
        found = []
        for action in range(len(one.actions)):
            children = [self.tree.nodes[member].children[action] for member in one.members]
            worth = [self.value(child, one.player) for child in children]
            found.append(mixed(weights, worth))
        return found

    def gains(self, at: int, weights: Sequence[Any]) -> list[Any]:
        """Expected utility of each action over that of the first: all that responses turn on.

        The gap is taken before the mean over the nodes of the set, which halves the work of a mean;
        `weights` are the chances of these nodes [1].
        """
        one = self.tree.information[at]
        worth = [
            [self.value(child, one.player) for child in self.tree.nodes[member].children]
            for member in one.members
        ]
        rest = range(1, len(one.actions))
        return [0.0, *(mixed(weights, [row[a] - row[0] for row in worth]) for a in rest)]

    def weights(self, at: int) -> list[Any]:
        """Chance of each node of a set by chance moves alone [1]."""
        members = self.tree.information[at].members
        if len(members) == 1:
            return [1.0]
        raw = [self._by_chance(member) for member in members]
        if certain(self.tree)[at]:
            return raw
        total = sum(raw[1:], raw[0]) + TINY
        return [one / total for one in raw]

    def _by_chance(self, at: int) -> Any:
        chance: Any = 1.0
        while (parent := self.tree.nodes[at].parent) >= 0:
            node = self.tree.nodes[parent]
            if node.mover == CHANCE:
                chance = chance * self.numbers.chances[parent][node.children.index(at)]
            at = parent
        return chance

    def value(self, at: int, player: int) -> Any:
        """Expected payoff of a player from a node on."""
        if (at, player) not in self.known:
            node = self.tree.nodes[at]
            worth = [self.value(child, player) for child in node.children]
            chances = self.numbers.chances[at] or self.strategies[node.information]
            self.known[at, player] = mixed(chances, worth)
        return self.known[at, player]


def mixed(chances: Sequence[Any], worth: Sequence[Any]) -> Any:
    """Expected worth; between two, the first plus the chance of the second times the gap."""
    if len(worth) == 1:
        return worth[0]
    if len(worth) == 2:
        return worth[0] + chances[1] * (worth[1] - worth[0])
    return sum((c * w for c, w in zip(chances[1:], worth[1:], strict=True)), chances[0] * worth[0])


def played(tree: Tree, numbers: Numbers, strategies: Strategies) -> Played:
    """What strategies lead to: the chance of every node, and what the game is worth."""
    reach: list[Any] = [1.0] * len(tree.nodes)
    for at, node in enumerate(tree.nodes):
        if node.mover == TERMINAL:
            continue
        chances = numbers.chances[at] or strategies[node.information]
        for child, chance in zip(node.children, chances, strict=True):
            reach[child] = reach[at] * chance
    values = [
        sum((reach[at] * pay[p] for at, pay in _paid(tree, numbers)), 0.0)
        for p in range(len(tree.players))
    ]
    return Played(strategies, reach, values)


def _paid(tree: Tree, numbers: Numbers) -> list[tuple[int, tuple[Any, ...]]]:
    return list(zip(tree.terminals, numbers.payoffs, strict=True))
