"""The game that is estimated: a tree, and the utilities that may have regressors.

Definitions
-----------
utility
    What a player gets at an outcome, ``player.outcome``; where the player has private types,
    ``player:type.outcome``, or ``player.outcome`` for all its types.
listed utilities
    Those that a formula without names gives in order, by player and outcome: every outcome that the
    player's own moves bear on. Where all actions at a move end the game, the outcome of the first
    is the zero of the player's utilities and is not listed. For the trees of R's games package
    this is that package's order.

The payoffs written in the game's file are not used: utilities come from the data.

References
----------
[KenkelSignorino2014]_.

Examples
--------
>>> [str(one) for one in listed(game("egame12"))]  # doctest: +NORMALIZE_WHITESPACE
['challenger.status_quo', 'challenger.concession', 'challenger.war', 'defender.war']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from suasion.errors import UnknownName
from suasion.theory.catalogue import entries, get
from suasion.theory.tree.reading import load
from suasion.theory.tree.tree import TERMINAL, Tree

FOLDER = Path(__file__).resolve().parent / "games"
GAMES = ("egame12", "egame122", "egame123")
"""Trees of the published estimators; library trees and files come on top."""


@dataclass(frozen=True)
class Utility:
    """A player's utility at an outcome, perhaps of one type only (empty: of all its types)."""

    player: str
    outcome: str
    type: str = ""

    def __str__(self) -> str:
        kind = f":{self.type}" if self.type else ""
        return f"{self.player}{kind}.{self.outcome}"


def game(name: str | Path | Tree) -> Tree:
    """A tree by name, or from a file.

    Parameters
    ----------
    name
        `egame12`, `egame122` or `egame123`; a library model that is a tree; the path of a game in
        YAML; or a tree.

    Raises
    ------
    UnknownName
        Where there is none.
    """
    if isinstance(name, Tree):
        return name
    if isinstance(name, Path) or name.endswith((".yaml", ".yml")):
        return load(Path(name))
    return _known(name)


@cache
def _known(name: str) -> Tree:
    if name in GAMES:
        return load(FOLDER / f"{name}.yaml")
    trees = [entry.id for entry in entries() if entry.tree]
    if name in trees and (tree := get(name).tree) is not None:
        return tree()
    raise UnknownName("game tree", name, [*GAMES, *trees])


def listed(tree: Tree) -> tuple[Utility, ...]:
    """The utilities that a formula without names gives, in its order; none has types."""
    return tuple(
        Utility(player, outcome)
        for p, player in enumerate(tree.players)
        for outcome in _borne_on(tree, p)
        if outcome not in _zeros(tree, p)
    )


def _borne_on(tree: Tree, player: int) -> list[str]:
    found = set[str]().union(*(reached(tree, at) for at in own_sets(tree, player)))
    return [one.name for one in tree.outcomes if one.name in found]


def _zeros(tree: Tree, player: int) -> set[str]:
    """First outcomes of the player's moves that end the game whatever it does."""
    found = set()
    for at in own_sets(tree, player):
        for member in tree.information[at].members:
            children = [tree.nodes[child] for child in tree.nodes[member].children]
            if all(child.mover == TERMINAL for child in children):
                found.add(children[0].name)
    return found


def own_sets(tree: Tree, player: int) -> list[int]:
    """Indices of a player's information sets."""
    return [at for at, one in enumerate(tree.information) if one.player == player]


def reached(tree: Tree, at: int, action: int | None = None) -> frozenset[str]:
    """Outcomes that may follow an information set, or one of its actions."""
    found: set[str] = set()
    for member in tree.information[at].members:
        children = tree.nodes[member].children
        for child in children if action is None else (children[action],):
            found |= _below(tree, child)
    return frozenset(found)


def _below(tree: Tree, at: int) -> frozenset[str]:
    node = tree.nodes[at]
    if node.mover == TERMINAL:
        return frozenset((node.name,))
    return frozenset[str]().union(*(_below(tree, child) for child in node.children))


def components(tree: Tree, player: int) -> list[frozenset[str]]:
    """Groups of outcomes whose utilities matter to a player's choices as differences only.

    Outcomes that follow the same move of the player belong together, and so do those of moves that
    overlap. The same number added to all utilities of a group changes nothing.
    """
    groups: list[frozenset[str]] = []
    for at in own_sets(tree, player):
        new = reached(tree, at)
        apart = [one for one in groups if not one & new]
        groups = [*apart, new.union(*(one for one in groups if one & new))]
    return groups


def types_of(tree: Tree, player: str) -> tuple[str, ...]:
    """Names of a player's private types; empty where it has none."""
    names = tree.type_names[tree.players.index(player)] if tree.type_names else ("",)
    return tuple(name for name in names if name)
