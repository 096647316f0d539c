"""Where a drawing's nodes and labels stand, in pixels, so that no label meets another.

Widths of letters are those of a wide font: what a reader's font needs is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

from suasion.theory.tree.labels import clean
from suasion.theory.tree.layout import columns, rows, tracks
from suasion.theory.tree.picture import Picture, cells, fitted, spaced
from suasion.theory.tree.tree import CHANCE, TERMINAL

SIZE, SMALL, LETTER = 13, 11.5, 0.6
"""Sizes of letters [px], and the width of one as a share of its size: that of a wide font."""
ROW, MARGIN, SLANT, TRACK, DOT = 36, 20, 30, 9, 5.5
HEAD = 17
DASHED = "cannot be told apart"
LETTERS, HEAD_LETTERS = 30, 80
"""Letters of a label, and of the title, that are shown; all of a label shows when pointed at."""


@dataclass(frozen=True)
class Places:
    """Where everything stands [px]: nodes; what their moves need for slanting; the table."""

    x: list[float]
    y: list[float]
    slants: list[float]
    tracks: dict[int, int]
    table: float
    width: float
    height: float


def places(picture: Picture) -> Places:
    """Columns are as wide as the longest label in them; ends stand past the dashed lines."""
    tree = picture.tree
    column, joined = columns(tree), tracks(tree)
    count = max(column) + 1
    slants, labels = [float(SLANT)] * count, [0.0] * (count + 1)
    for at, track in joined.items():
        level = max(column[member] for member in tree.information[at].members)
        slants[level] = max(slants[level], SLANT + TRACK * (track + 1))
    for at, node in enumerate(tree.nodes):
        own = wide(picture.name(at), SMALL) if node.mover != TERMINAL else 0.0
        labels[column[at]] = max(labels[column[at]], own)
        for move in _moves(picture, at):
            needed = cells(move) * SIZE * LETTER
            labels[column[at] + 1] = max(labels[column[at] + 1], needed)
    left = [MARGIN + labels[0]]
    for level in range(1, count):
        left.append(left[-1] + slants[level - 1] + labels[level] + 20)
    past = [one - 12 if one > SLANT else 0.0 for one in slants]
    x = [
        left[level] + (past[level] if node.mover == TERMINAL else 0.0)
        for level, node in zip(column, tree.nodes, strict=True)
    ]
    top = 70 + (12 if picture.payoffs else 0)
    y = [top + 22 + ROW * row for row in rows(tree)]
    ends = [x[at] + 12 + wide(picture.name(at)) * 1.08 for at in tree.terminals]
    table = max(ends) + 14
    paid = sum(column_width(picture, player) for player in range(len(tree.players)))
    right = table + paid if picture.payoffs else max(ends)
    explained = legend(picture)[-1][0] + (28 + wide(DASHED) if joined else 0)
    width = max(right, explained, MARGIN + _headed(picture)) + MARGIN
    return Places(x, y, [slants[level] for level in column], joined, table, width, max(y) + 32)


def _headed(picture: Picture) -> float:
    return cells(fitted(picture.title, HEAD_LETTERS)) * HEAD * (LETTER + 0.06)


def wide(text: str, size: float = SIZE) -> float:
    """Width of a label as it is shown."""
    return cells(fitted(text, LETTERS)) * size * LETTER


def _moves(picture: Picture, at: int) -> list[str]:
    """An action with its probability, for each move of a node."""
    pairs = zip(picture.tree.nodes[at].actions, picture.labels[at], strict=True)
    return [
        f"{fitted(spaced(action), LETTERS - 9)} {fitted(label, LETTERS)}".strip()
        for action, label in pairs
    ]


def column_width(picture: Picture, player: int) -> float:
    """Of a player's payoffs."""
    return max(wide(clean(picture.tree.players[player]), SMALL), 5 * SIZE * LETTER) + 16


def legend(picture: Picture) -> list[tuple[float, int, str]]:
    """Where each player's name starts, and where the legend ends."""
    tree, x, found = picture.tree, float(MARGIN), []
    movers = {node.mover for node in tree.nodes}
    shown = [(p, clean(name)) for p, name in enumerate(tree.players)]
    for mover, name in [*shown, *([(CHANCE, "chance")] if CHANCE in movers else [])]:
        found.append((x, mover, name))
        x += 34 + wide(name)
    return [*found, (x, TERMINAL, "")]
