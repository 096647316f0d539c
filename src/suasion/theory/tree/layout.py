"""Where nodes stand in a drawing from left to right: leaves evenly, parents in their middle.

Definitions
-----------
row
    Distance from the top, in leaves: the first leaf is at 0, the next at 1.
column
    Moves from the root.
track
    Place of the line that joins an information set, beside others in the same column.
"""

from __future__ import annotations

from suasion.theory.tree.tree import Tree


def columns(tree: Tree) -> list[int]:
    """By node."""
    found: list[int] = []
    for node in tree.nodes:
        found.append(found[node.parent] + 1 if node.parent >= 0 else 0)
    return found


def rows(tree: Tree) -> list[float]:
    """By node: a leaf on the next row, a parent midway between its first and its last child."""
    found = [0.0] * len(tree.nodes)
    leaves = (at for at, node in enumerate(tree.nodes) if not node.children)
    for row, at in enumerate(leaves):
        found[at] = float(row)
    for at in range(len(tree.nodes) - 1, -1, -1):
        if children := tree.nodes[at].children:
            found[at] = (found[children[0]] + found[children[-1]]) / 2
    return found


def tracks(tree: Tree) -> dict[int, int]:
    """By information set of several nodes: the first track that is free over its height."""
    at_row, at_column = rows(tree), columns(tree)
    busy: dict[int, list[float]] = {}
    found = {}
    joined = [at for at, one in enumerate(tree.information) if len(one.members) > 1]
    for at in sorted(joined, key=lambda at: (at_row[tree.information[at].members[0]], at)):
        members = tree.information[at].members
        ends = busy.setdefault(max(at_column[member] for member in members), [])
        first, last = at_row[members[0]], at_row[members[-1]]
        track = next((t for t, end in enumerate(ends) if end < first), len(ends))
        ends[track:] = [last, *ends[track + 1 :]]
        found[at] = track
    return found
