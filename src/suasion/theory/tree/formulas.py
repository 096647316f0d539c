"""The expressions of a game file, parsed, with every unknown name and fault told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from suasion.describe.reading import Document, Place
from suasion.errors import Problem
from suasion.theory.tree.checks import near
from suasion.theory.tree.expression import (
    ARGUMENTS,
    MAX_LETTERS,
    Expression,
    ExpressionFault,
    number,
    parse,
)
from suasion.theory.tree.file import Formula, GameFile
from suasion.theory.tree.short_names import situation_names

ALLOWED = (
    "Write numbers such as 0.2 (no unit, comma or %), names, + - * / ^, brackets and "
    f"{', '.join(ARGUMENTS)}"
)
SHORTER = "Name a part of it under `define` and use that name"


@dataclass
class Formulas:
    """Parses the expressions of one file and collects what is wrong with them."""

    file: GameFile
    document: Document
    problems: list[Problem] = field(default_factory=list)
    found: dict[Place, Expression] = field(default_factory=dict)

    def read(self) -> dict[Place, Expression]:
        """Every expression of the file by its place."""
        for place, formula in _all(self.file):
            self._take(place, formula, self.known(place))
        self._names()
        return self.found

    def known(self, place: Place) -> list[str]:
        """Names that an expression at this place may use."""
        own = list(self.file.parameters)
        defined = list(self.file.define)
        if place[0] == "define":
            defined = defined[: defined.index(str(place[1]))]
        indicators = [f"{p}.{t}" for p, types in self.file.types.items() for t in types]
        shown = [] if place[0] in ("types", "define", "solve") else indicators
        return [*own, *defined, *shown, *sorted(situation_names())]

    def _take(self, place: Place, formula: Formula, known: list[str]) -> None:
        try:
            expression = parse(formula) if isinstance(formula, str) else number(formula)
        except ExpressionFault as fault:
            long = isinstance(formula, str) and len(formula) > MAX_LETTERS
            self._problem(place, str(fault), SHORTER if long else ALLOWED, formula)
            return
        self.found[place] = expression
        for name in sorted(expression.names - set(known)):
            message = f"the expression names {name}, and nothing has that name here"
            self._problem(place, message, self._instead(name, known), formula)

    def _instead(self, name: str, known: list[str]) -> str:
        """What to do about a name that an expression may not use."""
        player, dot, kind = name.partition(".")
        if dot and kind in self.file.types.get(player, {}):
            return f"{name} may stand in payoffs and in chances of nodes only"
        if get_close_matches(name, known):
            return near(name, known)
        own = [one for one in known if one not in situation_names()]
        which = f"one of {', '.join(own)}, or " if own else ""
        return f"Use {which}a number of the situation (docs/reference/game-format.md)"

    def _names(self) -> None:
        """Parameters and definitions must not hide one another or the situation."""
        taken = dict.fromkeys(situation_names(), "a number of the situation")
        taken["pi"] = "the number pi"
        for section, names in (("parameters", self.file.parameters), ("define", self.file.define)):
            for name in names:
                if name in taken:
                    message = f"this name stands for {taken[name]} already"
                    self._problem((section, name), message, "Choose another name", name)
                taken[name] = "a parameter"

    def _problem(self, place: Place, message: str, remedy: str, value: object) -> None:
        shown = str(value) if len(str(value)) <= 60 else f"{str(value)[:57]}…"
        self.problems.append(self.document.problem(place, message, remedy, shown))


def _all(file: GameFile) -> Iterator[tuple[Place, Formula]]:
    for name, formula in file.define.items():
        yield ("define", name), formula
    for player, types in file.types.items():
        yield from _under(("types", player), types)
    for name, node in file.nodes.items():
        yield from _under(("nodes", name, "chance"), node.chance or {})
    for name, outcome in file.outcomes.items():
        for player, payoff in outcome.payoffs.items():
            yield from _payoff(("outcomes", name, "payoffs", player), payoff)
    yield from _payoff(("solve", "precision"), file.solve.precision)


def _payoff(
    place: Place, payoff: Formula | Mapping[str, Formula]
) -> Iterator[tuple[Place, Formula]]:
    if isinstance(payoff, Mapping):
        yield from _under(place, payoff)
    else:
        yield place, payoff


def _under(place: Place, formulas: Mapping[str, Formula]) -> Iterator[tuple[Place, Formula]]:
    for name, formula in formulas.items():
        yield (*place, name), formula
