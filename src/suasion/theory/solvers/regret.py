"""What players gain by deviating: a check of any equilibrium, apart from every solver.

Definitions
-----------
local gain
    At an information set, given its beliefs and what follows: the best action's expected payoff
    less that of the strategy. Zero at all sets means sequential rationality.
whole gain
    Of a player: the expected payoff of its best strategy against the others' strategies, found by
    dynamic programming over the tree, less that of its own. Zero for all means a Nash equilibrium.
bayes
    How far beliefs are from Bayes' rule at sets to which others' moves lead; the mover's own moves
    do not count.

Strategies, beliefs and numbers may have any `*batch` shape. Valid with perfect recall. Of an agent
quantal response the regret is not zero; its check is the residual of the fixed point.

Examples
--------
>>> from suasion.theory.tree.expression import NUMPY
>>> from suasion.theory.tree.numbers import numbers
>>> from suasion.theory.tree.reading import packaged
>>> tree = packaged("unilateral_deterrence")
>>> own = numbers(tree, {one.name: one.default for one in tree.parameters}, NUMPY)
>>> even = [[0.5] * len(one.actions) for one in tree.information]
>>> held = bayes_beliefs(tree, own, even)
>>> found = regret(tree, own, even, held)
>>> float(found.bayes), found.whole.round(3).tolist()
(0.0, [0.04, 0.037])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

Array = np.ndarray[Any, np.dtype[np.float64]]
Rows = Sequence[Sequence[Any]]


class Regret(NamedTuple):
    """Gains from deviating.

    Parameters
    ----------
    local
        By information set [its mover's payoff unit], shape `(sets, *batch)`, >= 0.
    whole
        By player [its payoff unit], shape `(players, *batch)`, >= 0 up to rounding.
    bayes
        Largest difference of a belief from Bayes' rule where it holds [1], `*batch`.
    """

    local: Array
    whole: Array
    bayes: Array


def regret(tree: Tree, numbers: Numbers, strategies: Rows, beliefs: Rows) -> Regret:
    """Every gain from deviating.

    Parameters
    ----------
    tree
        The game, with perfect recall.
    numbers
        Its payoffs and chances, each a number or `*batch`.
    strategies
        By information set and action: its chance [1], a number or `*batch`.
    beliefs
        By information set and member: its chance given that the set is reached [1].
    """
    game = _Game(tree, numbers, strategies)
    local = [game.local_gain(at, beliefs[at]) for at in range(len(tree.information))]
    whole = [game.best(player) - game.value(0, player) for player in range(len(tree.players))]
    return Regret(_stacked(local), _stacked(whole), _distance(game, beliefs))


def bayes_beliefs(tree: Tree, numbers: Numbers, strategies: Rows) -> list[list[Array]]:
    """Beliefs by Bayes' rule; where others' moves do not lead, all nodes are equally likely."""
    game = _Game(tree, numbers, strategies)
    return [game.posterior(at) for at in range(len(tree.information))]


def _distance(game: _Game, beliefs: Rows) -> Array:
    gaps = [np.zeros(())]
    for at, one in enumerate(game.tree.information):
        reached = sum(game.reach(member, one.player) for member in one.members) > 0
        for held, right in zip(beliefs[at], game.posterior(at), strict=True):
            gaps.append(np.where(reached, np.abs(np.asarray(held) - right), 0.0))
    return _stacked(gaps).max(axis=0)


def _stacked(parts: Sequence[Any]) -> Array:
    return np.stack(np.broadcast_arrays(*parts)).astype(float)


class _Game:
    """A game under given strategies: reach and values of nodes, worked out when asked for."""

    def __init__(self, tree: Tree, numbers: Numbers, strategies: Rows) -> None:
        self.tree, self.numbers, self.strategies = tree, numbers, strategies
        self.paid = dict(zip(tree.terminals, numbers.payoffs, strict=True))
        self.values: dict[tuple[int, int], Any] = {}
        self.responses: dict[tuple[int, int], Any] = {}

    def moves(self, at: int) -> Sequence[Any]:
        """Chances of the moves at a node."""
        node = self.tree.nodes[at]
        chance = node.mover == CHANCE
        return self.numbers.chances[at] if chance else self.strategies[node.information]

    def reach(self, at: int, without: int | None = None) -> Any:
        """Chance of a node, a player's own moves left out where one is named."""
        total: Any = 1.0
        while (parent := self.tree.nodes[at].parent) >= 0:
            node = self.tree.nodes[parent]
            if node.mover != without:
                total = total * np.asarray(self.moves(parent)[node.children.index(at)])
            at = parent
        return total

    def posterior(self, at: int) -> list[Array]:
        """Chance of each member given the set; even where others' moves do not lead to it."""
        one = self.tree.information[at]
        members = one.members
        each = [np.asarray(self.reach(m, one.player), dtype=float) for m in members]
        total = sum(each[1:], each[0])
        safe = np.where(total > 0, total, 1.0)
        return [np.where(total > 0, one / safe, 1 / len(members)) for one in each]

    def value(self, at: int, player: int) -> Any:
        """Expected payoff of a player from a node on."""
        if self.tree.nodes[at].mover == TERMINAL:
            return np.asarray(self.paid[at][player], dtype=float)
        if (at, player) not in self.values:
            pairs = zip(self.moves(at), self.tree.nodes[at].children, strict=True)
            self.values[at, player] = sum(c * self.value(child, player) for c, child in pairs)
        return self.values[at, player]

    def local_gain(self, at: int, held: Sequence[Any]) -> Any:
        """Of the best action over the strategy at an information set."""
        one = self.tree.information[at]
        rows = [
            [self.value(child, one.player) for child in self.tree.nodes[member].children]
            for member in one.members
        ]
        worth = [
            sum(np.asarray(h) * row[a] for h, row in zip(held, rows, strict=True))
            for a in range(len(one.actions))
        ]
        mean = sum(c * w for c, w in zip(self.strategies[at], worth, strict=True))
        return _stacked(worth).max(axis=0) - mean

    def best(self, player: int, at: int = 0) -> Any:
        """Expected payoff from a node on of a player who plays its best strategy throughout."""
        node = self.tree.nodes[at]
        if node.mover == TERMINAL:
            return np.asarray(self.paid[at][player], dtype=float)
        if (at, player) not in self.responses:
            after = [self.best(player, child) for child in node.children]
            moves = self._response(node.information) if node.mover == player else self.moves(at)
            self.responses[at, player] = sum(c * v for c, v in zip(moves, after, strict=True))
        return self.responses[at, player]

    def _response(self, information: int) -> list[Any]:
        """The best action of a set, 1, and the others, 0; the first where some tie."""
        one = self.tree.information[information]
        worth = [
            sum(
                self.reach(member, one.player)
                * self.best(one.player, self.tree.nodes[member].children[a])
                for member in one.members
            )
            for a in range(len(one.actions))
        ]
        chosen = _stacked(worth).argmax(axis=0)
        return [np.where(chosen == a, 1.0, 0.0) for a in range(len(one.actions))]
