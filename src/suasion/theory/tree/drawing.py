"""Drawings of a game: a picture for pages and papers, and letters for a terminal.

Examples
--------
>>> from suasion.theory.tree.reading import read_game
>>> tree = read_game(
...     '''
... game: lone-choice
... title: To attack or not
... players: [challenger]
... parameters: {gain: 1}
... nodes: {start: {player: challenger, actions: {wait: SQ, attack: WAR}}}
... outcomes:
...   SQ: {payoffs: {challenger: 0}}
...   WAR: {payoffs: {challenger: gain - 2}}
... ''',
...     "lone.yaml",
... )
>>> print(to_text(tree, {"start": {"wait": 0.75, "attack": 0.25}}))
To attack or not
challenger
├─ wait 0.75: SQ
└─ attack 0.25: WAR
"""

from __future__ import annotations

from collections.abc import Mapping

from suasion.theory.tree.picture import Strategies, picture
from suasion.theory.tree.svg import svg
from suasion.theory.tree.text import lines
from suasion.theory.tree.tree import Tree


def to_svg(
    tree: Tree,
    strategies: Strategies | None = None,
    title: str = "",
    *,
    values: Mapping[str, float] | None = None,
) -> str:
    """The game as a self-contained SVG.

    Parameters
    ----------
    tree
        The game.
    strategies
        By information set, the probability [1] of each action; sets left out have no numbers.
    title
        Of the drawing; the game's own where empty.
    values
        By name, over the parameters' defaults: payoffs and chances are drawn as numbers. None: no
        payoffs, and chances as the game has them. An empty mapping: the defaults.

    Raises
    ------
    UnknownName
        For an information set that the game does not have.
    InputError
        For values that cannot be, as `suasion.theory.tree.worth.worth`.
    """
    return svg(picture(tree, strategies, title, values))


def to_text(
    tree: Tree,
    strategies: Strategies | None = None,
    width: int = 100,
    *,
    values: Mapping[str, float] | None = None,
) -> str:
    """The game in letters; `width` is the most of a line, the rest as for `to_svg`."""
    return "\n".join(lines(picture(tree, strategies, "", values), width))
