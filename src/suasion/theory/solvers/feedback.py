"""Which information sets carry the loop of a game in which beliefs matter.

Definitions
-----------
needs
    A set needs another where the other's moves lie below it, so that they tell what its actions are
    worth, or on the path to some of its nodes and not in the same way to all, so that they tell
    which node it is at.
core
    Sets without which no set needs itself, by whatever way round. Given the strategies at the core,
    all others follow one by one, and a fixed point is looked for in the strategies of the core
    alone. A signalling game of two types has a core of two sets, however long its tree.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from math import comb
from typing import NamedTuple

from suasion.theory.tree.tree import CHANCE, Tree

Move = tuple[int, int]
"""An information set and an action."""
MOST_TRIED = 5000
"""The smallest core is found by trying, up to so many of a size; beyond, one good set at a time."""


class Member(NamedTuple):
    """How a node of a set is reached, beyond what is common to all nodes of the set.

    Parameters
    ----------
    moves
        Of players: information set and action, as often as they lie on the path.
    chances
        Of chance: node and move.
    """

    moves: tuple[Move, ...]
    chances: tuple[Move, ...]


class Core(NamedTuple):
    """The core of a tree, and what follows from it.

    Parameters
    ----------
    sets
        Information sets of the core.
    rest
        All others, in the order in which they can be worked out.
    members
        By information set and node, how the node is reached.
    """

    sets: tuple[int, ...]
    rest: tuple[int, ...]
    members: tuple[tuple[Member, ...], ...]


@cache
def core(tree: Tree) -> Core:
    """The core of a tree: the smallest one, the cheapest where there are several."""
    members = tuple(_members(tree, one.members) for one in tree.information)
    needs = _needs(tree, members)
    sets = _smallest(tree, needs) or _greedy(tree, needs)
    return Core(sets, _order(needs, sets) or (), members)


def _paths(tree: Tree) -> list[tuple[Counter[Move], Counter[Move]]]:
    """By node: moves of players and of chance on the path to it."""
    found: list[tuple[Counter[Move], Counter[Move]]] = []
    for at, node in enumerate(tree.nodes):
        if node.parent < 0:
            found.append((Counter(), Counter()))
            continue
        moves, chances = found[node.parent]
        before = tree.nodes[node.parent]
        place = before.children.index(at)
        if before.mover == CHANCE:
            found.append((moves, chances + Counter([(node.parent, place)])))
        else:
            found.append((moves + Counter([(before.information, place)]), chances))
    return found


def _members(tree: Tree, nodes: tuple[int, ...]) -> tuple[Member, ...]:
    paths = [_paths_of(tree)[node] for node in nodes]
    common = [_common([path[kind] for path in paths]) for kind in (0, 1)]
    return tuple(
        Member(*(tuple((path[kind] - common[kind]).elements()) for kind in (0, 1)))
        for path in paths
    )


@cache
def _paths_of(tree: Tree) -> list[tuple[Counter[Move], Counter[Move]]]:
    return _paths(tree)


def _common(counters: list[Counter[Move]]) -> Counter[Move]:
    shared = counters[0].copy()
    for one in counters[1:]:
        shared &= one
    return shared


def _needs(tree: Tree, members: tuple[tuple[Member, ...], ...]) -> dict[int, set[int]]:
    """By set, those that it needs."""
    found: dict[int, set[int]] = {
        at: {held for one in row for held, _ in one.moves} for at, row in enumerate(members)
    }
    for node in tree.nodes:
        if node.information < 0:
            continue
        parent = node.parent
        while parent >= 0:
            above = tree.nodes[parent]
            if above.information >= 0:
                found[above.information].add(node.information)
            parent = above.parent
    return found


def _order(needs: dict[int, set[int]], without: tuple[int, ...]) -> tuple[int, ...] | None:
    """An order of all sets but some; None where one still needs itself."""
    left = {at: wanted - set(without) for at, wanted in needs.items() if at not in without}
    try:
        return tuple(TopologicalSorter(left).static_order())
    except CycleError:
        return None


def _smallest(tree: Tree, needs: dict[int, set[int]]) -> tuple[int, ...]:
    """The core with the fewest log-odds among small ones; empty where none is small."""
    for size in range(len(needs) + 1):
        if comb(len(needs), size) > MOST_TRIED:
            break
        fit = [some for some in combinations(needs, size) if _order(needs, some) is not None]
        if fit:
            return min(fit, key=lambda some: (_odds(tree, some), some))
    return ()


def _odds(tree: Tree, sets: tuple[int, ...]) -> int:
    """Length of the log-odds of some sets."""
    return sum(len(tree.information[at].actions) - 1 for at in sets)


def _greedy(tree: Tree, needs: dict[int, set[int]]) -> tuple[int, ...]:
    """A core taken set by set, those first that most others need and that need most."""
    wanted = Counter(one for row in needs.values() for one in row)
    taken: tuple[int, ...] = ()
    while _order(needs, taken) is None:
        left = [at for at in needs if at not in taken]
        taken += (max(left, key=lambda at: (wanted[at] * len(needs[at]), -at)),)
    for one in taken:
        fewer = tuple(at for at in taken if at != one)
        taken = fewer if _order(needs, fewer) is not None else taken
    return tuple(sorted(taken))
