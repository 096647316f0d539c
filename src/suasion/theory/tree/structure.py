"""What follows what in a tree: an order for backward induction, and whether beliefs matter.

Definitions
-----------
below
    Information set J is below I if some node of J follows some node of I.
beliefs matter
    Which node of an information set has been reached depends on what players chose, so that a
    belief about it needs the players' strategies.

Backward induction serves every game whose information sets can be ordered so that all that is below
a set comes before it, and in which the chance of each node of a set, given that the set is reached,
depends on chance moves alone.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter

from suasion.theory.tree.tree import CHANCE, Tree

Moves = Counter[tuple[int, int]]


@cache
def order(tree: Tree) -> tuple[int, ...] | None:
    """Information sets, each after all that are below it; None where that cannot be."""
    sorter: TopologicalSorter[int] = TopologicalSorter()
    above = _above(tree)
    for at, one in enumerate(tree.information):
        sorter.add(at)
        for member in one.members:
            for higher in above[member]:
                sorter.add(higher, at)
    try:
        return tuple(sorter.static_order())
    except CycleError:
        return None


def _above(tree: Tree) -> list[frozenset[int]]:
    """By node, the information sets on the path to it."""
    found: list[frozenset[int]] = []
    for node in tree.nodes:
        if node.parent < 0:
            found.append(frozenset())
            continue
        before = tree.nodes[node.parent]
        own = {before.information} if before.information >= 0 else set()
        found.append(found[node.parent] | own)
    return found


@cache
def beliefs_matter(tree: Tree) -> bool:
    """Whether some belief depends on what players choose."""
    moves = _moves(tree)
    return any(len({_key(moves[m]) for m in one.members}) > 1 for one in tree.information)


def _key(moves: Moves) -> frozenset[tuple[tuple[int, int], int]]:
    return frozenset(moves.items())


def _moves(tree: Tree) -> list[Moves]:
    """By node, the (information set, action) of every player on the path to it."""
    found: list[Moves] = []
    for at, node in enumerate(tree.nodes):
        if node.parent < 0:
            found.append(Counter())
            continue
        before = tree.nodes[node.parent]
        one = Counter([(before.information, before.children.index(at))])
        found.append(found[node.parent] + (one if before.mover != CHANCE else Counter()))
    return found


def solvable_backwards(tree: Tree) -> bool:
    """Whether backward induction serves."""
    return order(tree) is not None and not beliefs_matter(tree)


@cache
def certain(tree: Tree) -> tuple[bool, ...]:
    """By information set, whether the chances of its nodes by chance moves alone sum to one.

    So they do where its mover knows nothing that chance has drawn: they need no scaling then.
    """
    drawn = _drawn(tree)
    return tuple(_all_drawn(tree, [drawn[m] for m in one.members]) for one in tree.information)


def _drawn(tree: Tree) -> list[tuple[tuple[int, int], ...]]:
    """By node, the (node, move) of chance on the path to it, in order."""
    found: list[tuple[tuple[int, int], ...]] = []
    for at, node in enumerate(tree.nodes):
        if node.parent < 0:
            found.append(())
            continue
        before = tree.nodes[node.parent]
        move = ((node.parent, before.children.index(at)),) if before.mover == CHANCE else ()
        found.append(found[node.parent] + move)
    return found


def _all_drawn(tree: Tree, paths: list[tuple[tuple[int, int], ...]]) -> bool:
    """Whether whatever chance draws is one of these paths, and one only."""
    if not all(paths):
        return len(paths) == 1
    if len({path[0][0] for path in paths}) > 1:
        return False
    after: dict[int, list[tuple[tuple[int, int], ...]]] = {}
    for (_, move), *rest in paths:
        after.setdefault(move, []).append(tuple(rest))
    every = len(after) == len(tree.nodes[paths[0][0][0]].children)
    return every and all(_all_drawn(tree, rest) for rest in after.values())
