"""Names for what a solution of a tree holds: moves, beliefs, outcomes, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.theory.solvers.backward import Played
from suasion.theory.tree.tree import Tree


def move_names(tree: Tree) -> list[list[str]]:
    """By information set and action: ``set: action``."""
    return [[f"{one.name}: {action}" for action in one.actions] for one in tree.information]


def strategies(tree: Tree, chances: Sequence[Sequence[float]]) -> dict[str, float]:
    """Chance of every action by its name."""
    rows = zip(move_names(tree), chances, strict=True)
    return {
        name: float(chance) for names, row in rows for name, chance in zip(names, row, strict=True)
    }


def belief_names(tree: Tree) -> list[list[str]]:
    """By information set and member: ``set: what tells the member apart``; sets of one are empty.

    Types where they do, else the moves that led there.
    """
    return [
        [f"{one.name}: {mark}" for mark in _marks(tree, one.members)]
        if len(one.members) > 1
        else []
        for one in tree.information
    ]


def _marks(tree: Tree, members: Sequence[int]) -> list[str]:
    types = [_types(tree, member) for member in members]
    if len(set(types)) == len(types):
        return types
    return [_path(tree, member) for member in members]


def _types(tree: Tree, at: int) -> str:
    names = zip(tree.players, tree.type_names, tree.nodes[at].types, strict=False)
    return ", ".join(f"{player} {known[kind]}" for player, known, kind in names if known)


def _path(tree: Tree, at: int) -> str:
    moves: list[str] = []
    while (parent := tree.nodes[at].parent) >= 0:
        node = tree.nodes[parent]
        moves.append(node.actions[node.children.index(at)])
        at = parent
    return "after " + ", ".join(reversed(moves))


def beliefs(tree: Tree, held: Sequence[Sequence[float]]) -> dict[str, float]:
    """Chance of each member of every set of more than one, by name."""
    found: dict[str, float] = {}
    for names, row in zip(belief_names(tree), held, strict=True):
        found |= {name: float(chance) for name, chance in zip(names, row, strict=False)}
    return found


def outcomes(tree: Tree, played: Played) -> dict[str, float]:
    """Chance of every outcome by name."""
    found = played.outcomes(tree)
    return {one.name: float(chance) for one, chance in zip(tree.outcomes, found, strict=True)}


def values(tree: Tree, played: Played) -> dict[str, float]:
    """Expected payoff of every player by name."""
    return {player: float(x) for player, x in zip(tree.players, played.values, strict=True)}


def parameters(given: Mapping[str, float]) -> dict[str, float]:
    """What was solved, as plain numbers."""
    return {name: float(value) for name, value in given.items()}
