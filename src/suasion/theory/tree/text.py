"""A game tree in letters, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.theory.tree.labels import clean
from suasion.theory.tree.picture import Picture, cells, fitted

STEP = 3
LEAST_PAYOFF, MOST_PAYOFF = 7, 12
"""Letters of a column of payoffs."""
LEAST = 24
"""Letters of a line that are left to names, however deep the node."""


def lines(picture: Picture, width: int) -> list[str]:
    """The title, and one line for each node, none wider than `width`.

    In brackets: the information set, where a player cannot tell this node from another.
    """
    found = [picture.title]
    if picture.payoffs:
        found.append(_line("", "", _row(picture, picture.tree.players), width))
    stack = [(0, "", "", "")]
    while stack:
        at, before, turn, move = stack.pop()
        lead = _within(before + turn, width)
        found.append(_line(lead, f"{move}{_shown(picture, at)}", _paid(picture, at), width))
        node = picture.tree.nodes[at]
        inner = before + {"": "", "├─ ": "│  ", "└─ ": "   "}[turn]
        moves = [f"{move}: " for move in _moves(picture, at)]
        turns = ["├─ "] * (len(moves) - 1) + ["└─ "]
        found_children = zip(node.children, turns, moves, strict=False)
        stack += [(child, inner, turn, move) for child, turn, move in found_children][::-1]
    return [fitted(line, width) for line in found]


def _within(lead: str, width: int) -> str:
    """The lines to the left of a node; of a very deep one, the nearest of them."""
    room = max(width - LEAST, STEP)
    return lead if len(lead) <= room else "…" + lead[len(lead) - room + 1 :]


def _line(lead: str, text: str, paid: str, width: int) -> str:
    """Payoffs stand at the right where there is room."""
    room = width - cells(lead)
    if not paid:
        return lead + fitted(text, room)
    text = fitted(text, max(room - cells(paid) - 2, room // 2))
    return lead + text + " " * max(room - cells(text) - cells(paid), 2) + paid


def _moves(picture: Picture, at: int) -> list[str]:
    actions = picture.tree.nodes[at].actions
    pairs = zip(actions, picture.labels[at], strict=True)
    return [f"{clean(action)} {label}".strip() for action, label in pairs]


def _shown(picture: Picture, at: int) -> str:
    node = picture.tree.nodes[at]
    if node.information < 0 or len(picture.tree.information[node.information].members) == 1:
        return picture.name(at)
    information = clean(picture.tree.information[node.information].name)
    return f"{clean(picture.tree.players[node.mover])} [{information}]"


def _paid(picture: Picture, at: int) -> str:
    return _row(picture, [f"{value:.3g}" for value in picture.payoffs.get(at, ())])


def _row(picture: Picture, entries: Sequence[str]) -> str:
    """Entries under the players' names."""
    found = []
    for name, entry in zip(picture.tree.players, entries, strict=False):
        column = min(max(cells(clean(name)), LEAST_PAYOFF), MOST_PAYOFF)
        shown = fitted(clean(entry), column)
        found.append(" " * (column - cells(shown)) + shown)
    return "  ".join(found)
