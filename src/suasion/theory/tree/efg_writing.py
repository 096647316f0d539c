"""A game in Gambit's extensive game text, at given values.

What the text cannot say is left out: expressions (their values stand there), common outcomes,
types (the tree in which they are drawn stands there).

References
----------
The format: Gambit's manual, "The extensive game (.efg) file format".

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
...   WAR: {payoffs: {challenger: gain - 2.1}}
... ''',
...     "lone.yaml",
... )
>>> print(to_efg(tree, {"gain": 3}), end="")
EFG 2 R "To attack or not" { "challenger" }
"gain = 3.0"
<BLANKLINE>
p "start" 1 1 "start" { "wait" "attack" } 0
t "" 1 "SQ" { 0.0 }
t "" 2 "WAR" { 0.8999999999999999 }
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from suasion.theory.tree.labels import clean, distinct, types_label
from suasion.theory.tree.tree import CHANCE, TERMINAL, Node, Tree
from suasion.theory.tree.worth import Worth, worth

DIGITS = 1500
"""Enough for any sum of doubles between 0 and 1, to the last digit."""


def to_efg(tree: Tree, values: Mapping[str, float]) -> str:
    """The game as Gambit reads it.

    Parameters
    ----------
    tree
        The game.
    values
        By name; parameters that are not named keep their defaults.

    Returns
    -------
    str
        Numbers stand with all their digits. The largest chance of a move is what the others leave
        to one: Gambit wants a sum of exactly one. Players, nodes, information sets, outcomes and
        actions with the same label get numbers behind it, and a backslash becomes a slash: Gambit
        reads no others.

    Raises
    ------
    InputError
        As `suasion.theory.tree.worth.worth`.
    """
    found = worth(tree, values)
    players = " ".join(_quoted(name) for name in _labels(tree.players, "player"))
    shown = ", ".join(f"{name} = {found.values[name]!r}" for name in sorted(tree.free_names))
    head = [f"EFG 2 R {_quoted(clean(tree.title) or tree.id)} {{ {players} }}", _quoted(shown), ""]
    return "\n".join([*head, *_Body(tree, found).lines()]) + "\n"


class _Body:
    """Lines of the nodes; labels are told apart once for the whole game."""

    def __init__(self, tree: Tree, found: Worth) -> None:
        self.tree, self.worth = tree, found
        self.names = _node_labels(tree)
        self.sets = _labels([one.name for one in tree.information], "set")
        self.outcomes, self.outcome_labels = _outcomes(tree, found)

    def lines(self) -> list[str]:
        """One for each node, in order."""
        return [self._line(at, node) for at, node in enumerate(self.tree.nodes)]

    def _line(self, at: int, node: Node) -> str:
        if node.mover == TERMINAL:
            number = self.outcomes[at]
            label, pay = self.outcome_labels[number - 1], self.worth.payoffs[at]
            return f't "" {number} {_quoted(label)} {{ {", ".join(map(_number, pay))} }}'
        name, actions = _quoted(self.names[at]), _labels(node.actions, "action")
        if node.mover == CHANCE:
            pairs = zip(actions, exact_chances(self.worth.chances[at]), strict=True)
            moves = " ".join(f"{_quoted(action)} {chance}" for action, chance in pairs)
            return f'c {name} {at + 1} "" {{ {moves} }} 0'
        moves = " ".join(_quoted(action) for action in actions)
        label, number = _quoted(self.sets[node.information]), node.information + 1
        return f"p {name} {node.mover + 1} {number} {label} {{ {moves} }} 0"


def exact_chances(chances: Sequence[float]) -> list[str]:
    """Chances as decimal numbers that sum to exactly one.

    Examples
    --------
    >>> exact_chances([0.25, 0.75]), exact_chances([1 / 3, 2 / 3])
    (['0.25', '0.75'], ['0.3333333333333333', '0.6666666666666667'])
    >>> exact_chances([0.1 + 0.2, 0.7])
    ['0.30000000000000004', '0.69999999999999996']
    """
    with localcontext(prec=DIGITS):
        exact = [Decimal(_number(chance)) for chance in chances]
        largest = exact.index(max(exact))
        exact[largest] += 1 - sum(exact)
        return [format(chance, "f") for chance in exact]


def _node_labels(tree: Tree) -> list[str]:
    """A label for each node that is no terminal, with the types drawn where names repeat."""
    counts = Counter(node.name for node in tree.nodes)
    found = []
    for at, node in enumerate(tree.nodes):
        drawn = types_label(tree.type_names, node.types) if counts[node.name] > 1 else ""
        name = clean(node.name) or f"node {at + 1}"
        found.append(f"{name} ({drawn})" if drawn else name)
    inner = [at for at, node in enumerate(tree.nodes) if node.mover != TERMINAL]
    for at, label in zip(inner, distinct(found[at] for at in inner), strict=True):
        found[at] = label
    return found


def _outcomes(tree: Tree, found: Worth) -> tuple[dict[int, int], list[str]]:
    """By terminal, the number of its outcome, counted from 1; and each outcome's label."""
    numbers: dict[tuple[str, tuple[float, ...]], int] = {}
    of, first = {}, []
    for at in tree.terminals:
        key = (tree.nodes[at].name, found.payoffs[at])
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            first.append(at)
        of[at] = numbers[key]
    counts = Counter(name for name, _ in numbers)
    labels = []
    for at in first:
        node = tree.nodes[at]
        drawn = types_label(tree.type_names, node.types) if counts[node.name] > 1 else ""
        labels.append(f"{node.name} ({drawn})" if drawn else node.name)
    return of, _labels(labels, "outcome")


def _labels(labels: Sequence[str], kind: str) -> list[str]:
    """Labels as Gambit reads them, told apart."""
    cleaned = (clean(label).replace("\\", "/") for label in labels)
    return distinct(label or f"{kind} {at}" for at, label in enumerate(cleaned, 1))


def _quoted(label: str) -> str:
    escaped = label.replace("\\", "/").replace('"', '\\"')
    return f'"{escaped}"'


def _number(value: float) -> str:
    """The shortest decimal number that is this double and no other; never minus zero."""
    return repr(float(value) + 0.0)
