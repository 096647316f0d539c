"""The numbers of many games on one tree, in arrays, for solvers that take them all at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.beliefs import incidence
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import CHANCE, Tree

Array = np.ndarray[Any, np.dtype[np.float64]]
MARGIN = 1e-9
"""Payoffs this close, relative to the largest of a game, are equal."""


class Games(NamedTuple):
    """Games that have one tree; the first axis of every array is the game.

    Where there is one game only, it stays one row, which serves any number of strategies.

    Parameters
    ----------
    payoffs
        Shape (games, terminals, players) [each player's own unit].
    chances
        By node, shape (games, moves) [1]; empty where chance does not move.
    by_chance
        Chance of each node, chance moves alone, shape (games, nodes) [1].
    """

    payoffs: Array
    chances: tuple[Array, ...]
    by_chance: Array

    @property
    def size(self) -> int:
        """How many games."""
        return len(self.payoffs)

    @property
    def margin(self) -> Array:
        """Gains up to this are none [payoff unit], shape (games,)."""
        largest = np.max(np.abs(self.payoffs), axis=(1, 2), initial=0.0)
        return np.asarray(MARGIN * np.maximum(largest, 1e-12))

    def rows(self, game: Any) -> Games:
        """A game for each row of strategies, by index; the one game where there is but one."""
        if self.size == 1:
            return self
        chances = tuple(part[game] if part.shape[1] else part for part in self.chances)
        return Games(self.payoffs[game], chances, self.by_chance[game])

    def members(self, tree: Tree) -> Array:
        """Chance of each member of the information sets, chance moves alone: (games, members)."""
        return self.by_chance[:, list(incidence(tree).members)]

    def terminals(self, tree: Tree) -> Array:
        """Chance of each terminal, chance moves alone, shape (games, terminals)."""
        return self.by_chance[:, list(tree.terminals)]


def games(tree: Tree, own: Numbers, count: int = 1) -> Games:
    """The numbers of some games in arrays.

    Parameters
    ----------
    tree
        The game.
    own
        Payoffs and chances, each a number or of shape (count,).
    count
        How many games.
    """
    payoffs = np.array([[_wide(x, count) for x in row] for row in own.payoffs])
    chances = tuple(
        np.array([_wide(x, count) for x in row]).reshape(len(row), count).T for row in own.chances
    )
    reach = np.ones((count, len(tree.nodes)))
    for at, node in enumerate(tree.nodes):
        for position, child in enumerate(node.children):
            share = chances[at][:, position] if node.mover == CHANCE else 1.0
            reach[:, child] = reach[:, at] * share
    return Games(payoffs.transpose(2, 0, 1), chances, reach)


def _wide(value: Any, count: int) -> Array:
    return np.broadcast_to(np.asarray(value, dtype=float), (count,))
