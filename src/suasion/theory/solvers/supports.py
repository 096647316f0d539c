"""Supports of strategies, and which of them cannot be an equilibrium whatever is believed.

Definitions
-----------
support profile
    For every information set the actions that may be played, as 0 or 1 for each move of the tree;
    shape (profiles, moves).
bounds
    The least and the largest value of a node to a player over all strategies within the supports.
dominated
    An action that another action beats at every node of its set, even where bounds favour it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.beliefs import incidence
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

Array = np.ndarray[Any, np.dtype[np.float64]]


class Bounds(NamedTuple):
    """By node: values to every player, shape (players, profiles)."""

    low: list[Array]
    high: list[Array]


def moves_of(tree: Tree, at: int) -> slice:
    """Where the moves of an information set stand."""
    known = incidence(tree)
    found = np.flatnonzero(known.sets[at])
    return slice(int(found[0]), int(found[-1]) + 1)


def bounds(tree: Tree, own: Numbers, supports: Array) -> Bounds:
    """Bounds of every node within each support profile."""
    low: list[Any] = [None] * len(tree.nodes)
    high: list[Any] = [None] * len(tree.nodes)
    paid = dict(zip(tree.terminals, own.payoffs, strict=True))
    for at in reversed(range(len(tree.nodes))):
        node = tree.nodes[at]
        if node.mover == TERMINAL:
            value = np.array(paid[at], dtype=float)[:, None] * np.ones(len(supports))
            low[at], high[at] = value, value
        elif node.mover == CHANCE:
            pairs = list(zip(own.chances[at], node.children, strict=True))
            low[at] = sum(chance * low[child] for chance, child in pairs)
            high[at] = sum(chance * high[child] for chance, child in pairs)
        else:
            inside = supports[:, moves_of(tree, node.information)].T[:, None, :] > 0
            lows, highs = (np.stack([b[child] for child in node.children]) for b in (low, high))
            low[at] = np.where(inside, lows, np.inf).min(axis=0)
            high[at] = np.where(inside, highs, -np.inf).max(axis=0)
    return Bounds(low, high)


def dominated(tree: Tree, own: Numbers, supports: Array, margin: float) -> Array:
    """1 where an action inside or outside a support is dominated, shape (profiles, moves).

    All actions of a set are compared, those outside the support too: an equilibrium must withstand
    them.
    """
    found = bounds(tree, own, supports)
    marks = np.zeros(supports.shape, dtype=bool)
    for at, one in enumerate(tree.information):
        start = moves_of(tree, at).start
        for a, b in product(range(len(one.actions)), repeat=2):
            if a != b:
                pairs = [tree.nodes[member].children for member in one.members]
                beaten = [
                    found.high[c[a]][one.player] < found.low[c[b]][one.player] - margin
                    for c in pairs
                ]
                marks[:, start + a] |= np.all(beaten, axis=0)
    return marks


def undominated(tree: Tree, own: Numbers, margin: float) -> Array:
    """Moves that survive the repeated removal of dominated ones, shape (moves,), 0 or 1."""
    allowed = np.ones((1, len(incidence(tree).owner)))
    while True:
        left = np.where(dominated(tree, own, allowed, margin), 0.0, allowed)
        if np.array_equal(left, allowed):
            return allowed[0]
        allowed = left


def count(tree: Tree, allowed: Array) -> int:
    """Number of support profiles within the allowed moves."""
    total = 1
    for at in range(len(tree.information)):
        total *= 2 ** int(allowed[moves_of(tree, at)].sum()) - 1
    return total


def profiles(tree: Tree, allowed: Array, chunk: int) -> Iterator[Array]:
    """Every support profile within the allowed moves, in chunks of shape (chunk, moves)."""
    rows = [_subsets(allowed[moves_of(tree, at)]) for at in range(len(tree.information))]
    waiting: list[Array] = []
    for parts in product(*rows):
        waiting.append(np.concatenate(parts))
        if len(waiting) == chunk:
            yield np.array(waiting)
            waiting = []
    if waiting:
        yield np.array(waiting)


def _subsets(allowed: Array) -> list[Array]:
    """Nonempty subsets of a set's allowed actions, as rows of 0 and 1."""
    inside = np.flatnonzero(allowed)
    sizes = range(1, len(inside) + 1)
    chosen = chain.from_iterable(combinations(inside, size) for size in sizes)
    return [np.isin(np.arange(len(allowed)), one).astype(float) for one in chosen]
