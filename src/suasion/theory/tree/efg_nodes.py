"""Nodes of Gambit's extensive game text, and what the numbers in it stand for.

Payoffs of outcomes on the way add up at the end of a path, as Gambit has it. Information sets,
events and outcomes may be used again by number alone; a second description must say the same as the
first, labels apart. No path is followed by recursion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from suasion.theory.tree.efg_scanning import Scanner
from suasion.theory.tree.growing import MAX_GROWN, MAX_MOVES
from suasion.theory.tree.labels import clipped, distinct
from suasion.theory.tree.sums import are_probabilities, total
from suasion.theory.tree.tree import CHANCE, TERMINAL


@dataclass
class Described:
    """An information set or a chance event, as first described."""

    label: str
    actions: tuple[str, ...]
    chances: tuple[float, ...]
    place: int
    members: list[int] = field(default_factory=list)


@dataclass
class Draft:
    """A node that is being read, with the outcomes on the path to it and its own."""

    label: str
    mover: int
    parent: int
    depth: int
    place: int
    outcomes: tuple[int, ...] = ()
    key: tuple[int, int] = (0, 0)
    children: list[int] = field(default_factory=list)


class Nodes:
    """Reads nodes in order and keeps what numbers stand for."""

    def __init__(self, scanner: Scanner, players: list[str]) -> None:
        self.scanner, self.players = scanner, players
        self.sets: dict[tuple[int, int], Described] = {}
        self.outcomes: dict[int, tuple[str, tuple[float, ...]]] = {}
        self.nodes: list[Draft] = []

    def read(self) -> None:
        """Every node, and then the end of the text."""
        waiting: list[int] = []
        self._node(-1)
        self._wait(waiting)
        while waiting:
            self._node(waiting[-1])
            self._wait(waiting)
        self.scanner.where = "end"
        if self.scanner.peek():
            found = self.scanner.any()
            message = f"the tree is complete after {len(self.nodes)} nodes, but more text follows"
            self.scanner.fault(message, "Remove it, or add the moves that lead to it", found)

    def _wait(self, waiting: list[int]) -> None:
        """After a node: it waits for its moves, or those before it have what they waited for."""
        if self.nodes[-1].mover != TERMINAL:
            waiting.append(len(self.nodes) - 1)
        while waiting and len(self.nodes[waiting[-1]].children) == self._width(waiting[-1]):
            waiting.pop()

    def _width(self, at: int) -> int:
        return len(self.sets[self.nodes[at].key].actions)

    def _node(self, parent: int) -> None:
        at, scanner = len(self.nodes), self.scanner
        scanner.where = f"node {at + 1}"
        what = self._expected(parent)
        kind = scanner.word(("p", "c", "t"), what)
        place = scanner.last
        label = scanner.label("the label of the node")
        if label:
            scanner.where = f"node {at + 1} ({label})"
        before = self.nodes[parent] if parent >= 0 else Draft("", CHANCE, -1, -1, 0)
        draft = Draft(label, TERMINAL, parent, before.depth + 1, place, before.outcomes)
        self._within_limits(draft)
        if kind != "t":
            self._moves(draft, kind, at)
        self._outcome(draft)
        self.nodes.append(draft)
        if parent >= 0:
            before.children.append(at)

    def _expected(self, parent: int) -> str:
        if parent < 0:
            return "the first node (p, c or t)"
        draft = self.nodes[parent]
        action = self.sets[draft.key].actions[len(draft.children)]
        return f"the node (p, c or t) after {action!r} of node {parent + 1}"

    def _within_limits(self, draft: Draft) -> None:
        remedy = "Leave out what decides nothing"
        if len(self.nodes) >= MAX_GROWN:
            message = f"the tree has more than {MAX_GROWN:,} nodes, the most that are read"
            self.scanner.fault(message, remedy)
        if draft.depth > MAX_MOVES:
            message = f"a path has more than {MAX_MOVES} moves, the most that are read"
            self.scanner.fault(message, remedy)

    def _moves(self, draft: Draft, kind: str, at: int) -> None:
        """The information set or event of a node: new, or one that was described before."""
        scanner = self.scanner
        draft.mover = CHANCE if kind == "c" else self._player()
        what = "the number of the event" if kind == "c" else "the number of the information set"
        draft.key = (draft.mover, scanner.count(what, 1))
        place = scanner.last
        label = scanner.label("a label") if scanner.peek() == '"' else ""
        if scanner.peek() == "{":
            actions, chances = self._actions(draft.mover == CHANCE)
            new = Described(label, actions, chances, place)
            one = self.sets.setdefault(draft.key, new)
            self._same(one, new)
        elif draft.key not in self.sets:
            message = f"number {draft.key[1]} is not described here or before"
            scanner.fault(message, 'List its actions: { "one" "other" }')
        self.sets[draft.key].members.append(at)

    def _player(self) -> int:
        found = self.scanner.count("the number of a player", 1)
        if found > len(self.players):
            message = f"there is no player {found}; there are {len(self.players)}"
            names = ", ".join(f"{at} ({name})" for at, name in enumerate(self.players, 1))
            self.scanner.fault(message, f"Use one of {names}", str(found))
        return found - 1

    def _actions(self, by_chance: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
        scanner = self.scanner
        scanner.mark("{", "the list of actions")
        place = scanner.last
        actions: list[str] = []
        chances: list[float] = []
        while scanner.peek() == '"':
            actions.append(scanner.label("the label of an action") or f"action {len(actions) + 1}")
            if by_chance:
                chances.append(scanner.number(f"the probability of {actions[-1]!r}"))
        scanner.mark("}", "the label of an action, or the end of the list,")
        if not actions:
            scanner.fault("no action is listed", 'Write at least one: { "one" "other" }', at=place)
        if by_chance and not are_probabilities(chances):
            message = (
                f"probabilities must be 0 or more and sum to 1; they sum to {total(chances):g}"
            )
            shown = _listed(chances)
            scanner.fault(message, "Write the last as 1 less the others", shown, place)
        return tuple(distinct(actions)), tuple(chances)

    def _same(self, one: Described, new: Described) -> None:
        if one.actions != new.actions:
            first = f"node {one.members[0] + 1}"
            message = f"number {self.nodes[one.members[0]].key[1]} has other actions at {first}"
            shown, remedy = ", ".join(new.actions), f"Give both {', '.join(one.actions)}"
            self.scanner.fault(message, clipped(remedy, 200), shown)
        if one.chances != new.chances:
            message = f"the same event has other probabilities at node {one.members[0] + 1}"
            shown = _listed(new.chances)
            self.scanner.fault(message, "Give both the same, or another event's number", shown)

    def _outcome(self, draft: Draft) -> None:
        scanner = self.scanner
        found = scanner.count("the number of an outcome (0: none)")
        place = scanner.last
        label = scanner.label("the label of the outcome") if scanner.peek() == '"' else ""
        described = scanner.peek() == "{"
        if found == 0 and (label or described):
            scanner.fault("outcome 0 is no outcome", "Use another number", label, place)
        if described:
            pay = self._payoffs()
            before = self.outcomes.setdefault(found, (label, pay))
            if before[1] != pay:
                shown, remedy = _listed(pay), "Give both the same, or another outcome's number"
                message = f"outcome {found} had the payoffs {_listed(before[1])} before"
                scanner.fault(message, remedy, shown)
        elif found and found not in self.outcomes:
            message = f"outcome {found} is not described here or before"
            scanner.fault(message, "List its payoffs: { 1, 0 }, one for each player", at=place)
        draft.outcomes += (found,) if found or draft.mover == TERMINAL else ()

    def _payoffs(self) -> tuple[float, ...]:
        scanner = self.scanner
        scanner.mark("{", "the list of payoffs")
        place, found = scanner.last, []
        while scanner.peek() not in ("}", ""):
            found.append(scanner.number("a payoff"))
            if scanner.peek() == ",":
                scanner.mark(",", "a comma")
        scanner.mark("}", "a payoff, or the end of the list,")
        if len(found) != len(self.players):
            message = f"{len(found)} payoffs are given to {len(self.players)} players"
            remedy = f"Give one to each, in the order {', '.join(self.players)}"
            scanner.fault(message, clipped(remedy, 200), clipped(_listed(found), 60), place)
        return tuple(found)

    def worth(self, at: int) -> tuple[float, ...]:
        """Payoffs at the end of a path: those of all outcomes on it."""
        draft = self.nodes[at]
        paid = [self.outcomes[one][1] for one in draft.outcomes if one]
        sums = tuple(total([pay[p] for pay in paid]) for p in range(len(self.players)))
        if not all(math.isfinite(value) for value in sums):
            self.scanner.where = f"node {at + 1}"
            message = "the payoffs on the path add up to more than a number can hold"
            self.scanner.fault(message, "Write smaller payoffs", _listed(sums), draft.place)
        return sums


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)
