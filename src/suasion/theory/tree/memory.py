"""Perfect recall: a player knows in an information set all it did and knew before."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.theory.tree.tree import Tree

History = tuple[tuple[int, int], ...]


def own_history(tree: Tree, at: int) -> History:
    """A player's (information set, action) on the path to one of its nodes, the last first."""
    player, found, child = tree.nodes[at].mover, [], at
    while (parent := tree.nodes[child].parent) >= 0:
        node = tree.nodes[parent]
        if node.mover == player:
            found.append((node.information, node.children.index(child)))
        child = parent
    return tuple(found)


def forgetful(tree: Tree) -> Iterator[tuple[str, str]]:
    """Information sets in which a player has forgotten something, with the player."""
    for one in tree.information:
        if len({own_history(tree, member) for member in one.members}) > 1:
            yield one.name, tree.players[one.player]
