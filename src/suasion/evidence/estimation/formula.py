"""A formula: what is observed, and one right side for each utility.

::

    esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2
    outcome ~ challenger.status_quo = x | defender.war = z + w | scale.defender = 0 + v

Left of ``~``: one column with the outcome of each row, or several columns, of which the k-th is 0
or 1 for the first or the second action at the k-th move. Right of it, one part for each listed
utility in order (`suasion.evidence.estimation.trees.listed`), or parts with names; utilities that
are not named are zero. ``scale = …`` and ``scale.player = …`` give the logarithm of the standard
deviation of shocks, of all players or of one.

Examples
--------
>>> from suasion.evidence.estimation.trees import game
>>> found = parse_formula("esc + war ~ x | 0 | 1 | z", game("egame12"))
>>> found.left, [str(utility) for utility in found.sides]
(('esc', 'war'), ['challenger.status_quo', 'challenger.war', 'defender.war'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suasion.errors import UnknownName
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.terms import Side, parse_side, split
from suasion.evidence.estimation.trees import Utility, listed, types_of
from suasion.theory.tree.tree import Tree

MAX_LETTERS = 20_000


@dataclass(frozen=True)
class Formula:
    """What is observed, utilities that are not fixed at zero, and scales by player ("": all)."""

    left: tuple[str, ...]
    sides: Mapping[Utility, Side]
    scales: Mapping[str, Side]


def parse_formula(text: str | Sequence[str], tree: Tree) -> Formula:
    """A formula for a game.

    Parameters
    ----------
    text
        As above; or several texts, the first with the left side, each further one more parts.
    tree
        The game.

    Raises
    ------
    InputError
        With what is wrong with it.
    UnknownName
        For a utility that the game does not have.
    """
    whole = text if isinstance(text, str) else " | ".join(text)
    left, tilde, right = whole.partition("~")
    if not tilde or "~" in right or len(whole) > MAX_LETTERS:
        message = "a formula has one ~ between what is observed and the utilities"
        raise refused("formula", "", whole, message, 'Write "outcome ~ x | 0 | z | w"')
    parts = [_named(part, tree) for _, part in split(right, "|") if part]
    scales = {key: side for key, side in parts if isinstance(key, str)}
    sides = [(key, side) for key, side in parts if not isinstance(key, str)]
    _once([key for key, _ in parts if key is not None])
    return Formula(_left(left), _utilities(sides, tree), scales)


def _left(text: str) -> tuple[str, ...]:
    names = tuple(piece.strip("`") for _, piece in split(text, "+"))
    if not all(names):
        message = "the left side names no column"
        raise refused("formula", "left", text.strip(), message, 'Write "outcome ~ …"')
    return names


def _named(part: str, tree: Tree) -> tuple[Utility | str | None, Side]:
    """A part with what it is for: a utility, a player's scale, or not said."""
    pieces = split(part, "=")
    if len(pieces) == 1:
        return None, parse_side(part)
    name, right = pieces[0][1], part.partition("=")[2]
    head, _, tail = name.partition(".")
    if head == "scale":
        if tail and tail not in tree.players:
            raise UnknownName(f"player of {tree.id}", tail, list(tree.players))
        return tail, parse_side(right)
    return _utility(name, tree), parse_side(right)


def _utility(name: str, tree: Tree) -> Utility:
    head, _, outcome = name.partition(".")
    player, colon, kind = head.partition(":")
    outcomes = [one.name for one in tree.outcomes]
    if player not in tree.players or outcome.strip() not in outcomes:
        known = [f"{p}.{o}" for p in tree.players for o in outcomes]
        raise UnknownName(f"utility of {tree.id}", name, known)
    if colon and kind not in types_of(tree, player):
        raise UnknownName(f"type of {player}", kind, list(types_of(tree, player)))
    return Utility(player, outcome.strip(), kind)


def _once(keys: Sequence[Utility | str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            message = "this is given twice"
            raise refused("formula", str(key) or "scale", None, message, "Give it once")


def _utilities(parts: Sequence[tuple[Utility | None, Side]], tree: Tree) -> dict[Utility, Side]:
    given = {key: side for key, side in parts if key is not None}
    plain = [side for key, side in parts if key is None]
    if plain:
        if given or any(types_of(tree, player) for player in tree.players):
            message = "parts without a name cannot stand here"
            raise refused("formula", "", None, message, "Give each its name: player.outcome = …")
        given = _in_order(plain, tree)
    return {key: side for key, side in given.items() if not side.empty}


def _in_order(plain: Sequence[Side], tree: Tree) -> dict[Utility, Side]:
    wanted = listed(tree)
    if len(plain) != len(wanted):
        shown = " | ".join(map(str, wanted))
        message = f"{tree.id} takes {len(wanted)} parts in the order {shown}"
        remedy = "Give one for each, 0 for those fixed at zero, or name them: player.outcome = …"
        raise refused("formula", "right", f"{len(plain)} parts", message, remedy)
    return dict(zip(wanted, plain, strict=True))
