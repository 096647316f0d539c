"""What a drawing of a game shows: chances on branches, names, payoffs; the same in every format."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import SupportsFloat

from suasion.errors import UnknownName
from suasion.theory.tree.labels import clean
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree
from suasion.theory.tree.worth import worth

Strategies = Mapping[str, Mapping[str, SupportsFloat]]


@dataclass(frozen=True)
class Picture:
    """A game with what is known of it.

    Parameters
    ----------
    tree
        The game.
    title
        One line.
    shares
        By node and move, its probability [1]; None where it is not known.
    labels
        By node and move, the probability in a few letters; empty where nothing is known.
    payoffs
        By terminal, one for each player [own unit]; empty where no values are given.
    """

    tree: Tree
    title: str
    shares: tuple[tuple[float | None, ...], ...]
    labels: tuple[tuple[str, ...], ...]
    payoffs: Mapping[int, tuple[float, ...]]

    @property
    def weighted(self) -> bool:
        """Whether the probability of some decision is known."""
        return any(
            share is not None
            for node, shares in zip(self.tree.nodes, self.shares, strict=True)
            for share in shares
            if node.mover >= 0
        )

    def name(self, at: int) -> str:
        """Who moves at a node, with its type; the outcome of a terminal."""
        node = self.tree.nodes[at]
        if node.mover == TERMINAL:
            return clean(node.name) or "outcome"
        if node.mover == CHANCE:
            return "chance"
        player = clean(self.tree.players[node.mover])
        types = self.tree.type_names[node.mover] if self.tree.type_names else ()
        named = types and types[node.types[node.mover]]
        return f"{player} ({named})" if named else player


def picture(
    tree: Tree, strategies: Strategies | None, title: str, values: Mapping[str, float] | None
) -> Picture:
    """What is drawn of a game; see `suasion.theory.tree.drawing`."""
    known = [one.name for one in tree.information]
    for name in strategies or {}:
        if name not in known:
            raise UnknownName(f"information set of {tree.id}", name, known)
    found = None if values is None else worth(tree, values)
    shares = tuple(
        _shares(tree, at, strategies or {}, found.chances if found else None)
        for at in range(len(tree.nodes))
    )
    labels = tuple(
        tuple(_label(tree, at, move, share) for move, share in enumerate(row))
        for at, row in enumerate(shares)
    )
    shown = clean(title) or clean(tree.title) or tree.id
    return Picture(tree, shown, shares, labels, found.payoffs if found else {})


def _shares(
    tree: Tree,
    at: int,
    strategies: Strategies,
    chances: Mapping[int, tuple[float, ...]] | None,
) -> tuple[float | None, ...]:
    node = tree.nodes[at]
    if node.mover == CHANCE:
        return chances[at] if chances else tuple(e.constant for e in node.chances)
    if node.mover == TERMINAL:
        return ()
    given = strategies.get(tree.information[node.information].name, {})
    return tuple(float(given[a]) if a in given else None for a in node.actions)


def _label(tree: Tree, at: int, move: int, share: float | None) -> str:
    if share is not None:
        return shown(share)
    node = tree.nodes[at]
    return clean(node.chances[move].text) if node.mover == CHANCE else ""


def shown(share: float) -> str:
    """A probability with two or three digits.

    Examples
    --------
    >>> [shown(p) for p in (0, 1e-5, 0.0421, 0.5, 2 / 3, 0.9996, 1)]
    ['0', '<0.001', '0.042', '0.5', '0.67', '>0.999', '1']
    """
    if not math.isfinite(share):
        return "?"
    if share <= 0 or share >= 1:
        return "0" if share <= 0 else "1"
    if share < 0.001 or share > 0.999:
        return "<0.001" if share < 0.5 else ">0.999"
    digits = 2 if 0.1 <= share <= 0.99 else 3
    return f"{share:.{digits}f}".rstrip("0")


def spaced(label: str) -> str:
    """A label with spaces for the underscores of a file.

    Examples
    --------
    >>> spaced("back_down")
    'back down'
    """
    return clean(label.replace("_", " ")) or clean(label)


def cells(text: str) -> int:
    """Width of a text in letters of a terminal: letters of East Asia take two."""
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def fitted(text: str, width: int) -> str:
    """A text within a width, broken off with an ellipsis where it is wider.

    Examples
    --------
    >>> fitted("a long story", 7)
    'a long…'
    """
    if cells(text) <= width:
        return text
    kept, used = "", 1
    for letter in text:
        used += _cells(letter)
        if used > width:
            break
        kept += letter
    return f"{kept.rstrip()}…" if width > 0 else ""
