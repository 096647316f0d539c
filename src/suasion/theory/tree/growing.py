"""A game as written becomes its tree: types drawn at the root, decisions for each profile.

A profile of types gives each player one of its types. A player's information set is told by the
node (or its `information`) and the player's own type, never by another's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from suasion.describe.reading import Place
from suasion.theory.tree.expression import (
    Expression,
    ExpressionFault,
    Operation,
    number,
    operation,
)
from suasion.theory.tree.file import GameFile
from suasion.theory.tree.labels import distinct
from suasion.theory.tree.tree import CHANCE, TERMINAL, Information, Node

Profile = tuple[int, ...]
MAX_GROWN = 4000
"""Nodes of a tree once types are drawn."""
MAX_MOVES = 60
"""Moves on one path."""


class TooLarge(ValueError):
    """A tree with more nodes or longer paths than are solved."""


class NoPayoff(ValueError):
    """A payoff that has no value for some types, with its place."""

    def __init__(self, place: Place, message: str) -> None:
        self.place = place
        super().__init__(message)


@dataclass
class Grown:
    """Nodes, payoffs by terminal, and information sets of a tree that is being grown."""

    file: GameFile
    formulas: Mapping[Place, Expression]
    nodes: list[Node] = field(default_factory=list)
    payoffs: dict[int, tuple[Expression, ...]] = field(default_factory=dict)
    sets: dict[tuple[str, int, int], list[int]] = field(default_factory=dict)

    def grow(self) -> Grown:
        """The whole tree."""
        kinds = [range(max(len(types), 1)) for types in self.type_names()]
        if math.prod(map(len, kinds)) > MAX_GROWN:
            message = f"there are more than {MAX_GROWN:,} profiles of types"
            raise TooLarge(message)
        profiles = list(product(*kinds))
        start = next(iter(self.file.nodes))
        if len(profiles) == 1:
            self._node(start, profiles[0], -1, 0)
            return self
        chances = tuple(self._chance(profile) for profile in profiles)
        labels = tuple("/".join(self.labels(profile)) for profile in profiles)
        self._add(Node("types", CHANCE, labels, (), chances, types=profiles[0]))
        children = tuple(self._node(start, profile, 0, 1) for profile in profiles)
        self.nodes[0] = replace(self.nodes[0], children=children)
        return self

    def type_names(self) -> tuple[tuple[str, ...], ...]:
        """By player."""
        return tuple(tuple(self.file.types.get(player, ())) for player in self.file.players)

    def labels(self, profile: Profile) -> list[str]:
        """Names of the types in a profile, of players that have types."""
        return [names[t] for names, t in zip(self.type_names(), profile, strict=True) if names]

    def information(self) -> tuple[Information, ...]:
        """Every information set."""
        found = []
        names = distinct(self._shown(*key) for key in self.sets)
        for name, (key, members) in zip(names, self.sets.items(), strict=True):
            actions = self.nodes[members[0]].actions
            found.append(Information(name, key[1], actions, tuple(members)))
        return tuple(found)

    def _shown(self, name: str, player: int, kind: int) -> str:
        """An information set's name, with the type of its player."""
        label = self.type_names()[player][kind : kind + 1]
        return f"{name} ({label[0]})" if label else name

    def _chance(self, profile: Profile) -> Expression:
        """The product of the types' probabilities."""
        total: Expression | None = None
        for player, names, kind in zip(self.file.players, self.type_names(), profile, strict=True):
            if names:
                one = self.formulas["types", player, names[kind]]
                total = one if total is None else _product(total, one)
        return total or number(1.0)

    def _add(self, node: Node) -> int:
        if len(self.nodes) >= MAX_GROWN:
            message = f"the tree has more than {MAX_GROWN:,} nodes once types are drawn"
            raise TooLarge(message)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def _node(self, name: str, profile: Profile, parent: int, moves: int) -> int:
        if moves > MAX_MOVES:
            message = f"a path has more than {MAX_MOVES} moves"
            raise TooLarge(message)
        if name in self.file.outcomes:
            return self._terminal(name, profile, parent)
        written = self.file.nodes[name]
        actions = tuple(written.actions)
        if written.player is None:
            chances = tuple(self.formulas["nodes", name, "chance", move] for move in actions)
            at = self._add(Node(name, CHANCE, actions, (), chances, parent=parent, types=profile))
        else:
            at = self._decision(name, profile, parent)
        targets = written.actions.values()
        children = tuple(self._node(target, profile, at, moves + 1) for target in targets)
        self.nodes[at] = replace(self.nodes[at], children=children)
        return at

    def _decision(self, name: str, profile: Profile, parent: int) -> int:
        written = self.file.nodes[name]
        player = self.file.players.index(written.player or "")
        key = (written.information or name, player, profile[player])
        members = self.sets.setdefault(key, [])
        node = Node(name, player, tuple(written.actions), information=list(self.sets).index(key))
        members.append(self._add(replace(node, parent=parent, types=profile)))
        return members[-1]

    def _terminal(self, name: str, profile: Profile, parent: int) -> int:
        at = self._add(Node(name, TERMINAL, parent=parent, types=profile))
        self.payoffs[at] = tuple(self._payoff(name, p, profile) for p in self.file.players)
        return at

    def _payoff(self, name: str, player: str, profile: Profile) -> Expression:
        place: Place = ("outcomes", name, "payoffs", player)
        position = self.file.players.index(player)
        if isinstance(self.file.outcomes[name].payoffs[player], dict):
            place = (*place, self.type_names()[position][profile[position]])
        try:
            return self._typed(self.formulas[place], profile)
        except ExpressionFault as fault:
            message = f"for the types {'/'.join(self.labels(profile))}, {fault}"
            raise NoPayoff(place, message) from None

    def _typed(self, expression: Expression, profile: Profile) -> Expression:
        """`player.type` as 1 or 0."""
        if not any("." in name for name in expression.names):
            return expression
        types = zip(self.file.players, self.type_names(), profile, strict=True)
        true = {f"{player}.{names[kind]}" for player, names, kind in types if names}
        indicators = {name: float(name in true) for name in expression.names if "." in name}
        part = _substituted(expression.part, indicators)
        return Expression(expression.text, part, expression.names - set(indicators))


def _product(a: Expression, b: Expression) -> Expression:
    depth = 1 + max(e.part.depth if isinstance(e.part, Operation) else 0 for e in (a, b))
    part = Operation("mul", (a.part, b.part), depth)
    return Expression(f"({a.text}) * ({b.text})", part, a.names | b.names)


def _substituted(
    part: float | str | Operation, values: Mapping[str, float]
) -> float | str | Operation:
    if isinstance(part, str):
        return values.get(part, part)
    if isinstance(part, Operation):
        return operation(part.name, tuple(_substituted(p, values) for p in part.arguments))
    return part
