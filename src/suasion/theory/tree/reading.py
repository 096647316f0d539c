"""A game from YAML: validated, checked and grown; or every fault at once, with file and line.

`load` gives the tree of a file; a library module gives its own by ``lambda: packaged("name")``.

Examples
--------
>>> text = '''
... game: lone-choice
... title: To attack or not
... players: [challenger]
... parameters: {gain: 1}
... nodes: {start: {player: challenger, actions: {wait: SQ, attack: WAR}}}
... outcomes:
...   SQ: {common: status_quo, payoffs: {challenger: 0}}
...   WAR: {payoffs: {challenger: gain - 2}}
... '''
>>> tree = read_game(text, "lone.yaml")
>>> tree.players, len(tree.nodes), sorted(tree.free_names)
(('challenger',), 3, ['gain'])
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from pydantic import ValidationError

from suasion.describe.problems import problems
from suasion.describe.reading import Document, Place, parse, read
from suasion.errors import InputError, Problem
from suasion.theory.parameter import Parameter
from suasion.theory.tree.checks import shape_problems
from suasion.theory.tree.expression import Expression, evaluate
from suasion.theory.tree.file import MAX_NODES, GameFile, ParameterEntry
from suasion.theory.tree.formulas import Formulas
from suasion.theory.tree.growing import Grown, NoPayoff, TooLarge
from suasion.theory.tree.labels import clipped
from suasion.theory.tree.memory import forgetful, own_history
from suasion.theory.tree.sums import are_probabilities, total
from suasion.theory.tree.tree import Outcome, Solving, Tree

LIBRARY = Path(__file__).resolve().parents[1] / "library"


def load(path: Path) -> Tree:
    """The game in a YAML file.

    Raises
    ------
    InputError
        With every fault: file, line, field, value, what is allowed, what to do.
    """
    return grown(read(path))


@cache
def packaged(name: str) -> Tree:
    """The tree of a library model, from `<name>.yaml` beside its module."""
    return load(LIBRARY / f"{name}.yaml")


def read_game(text: str, name: str) -> Tree:
    """The game in YAML text; `name` is what errors call it."""
    return grown(parse(text, name))


def grown(document: Document) -> Tree:
    """The tree of a document."""
    try:
        file = GameFile.model_validate(document.data)
    except ValidationError as error:
        raise InputError([*map(_worded, problems(error, document, GameFile))]) from None
    formulas = Formulas(file, document)
    expressions = formulas.read()
    found = [*shape_problems(file, document), *formulas.problems]
    if not found:
        found = [*_at_defaults(file, document, expressions)]
    if found:
        raise InputError(found)
    return _tree(file, document, expressions)


def _worded(problem: Problem) -> Problem:
    """A fault of validation with what to do about it in a game."""
    for found, remedy in (
        ("a mapping of 0", "Name at least one"),
        ("a mapping of ", f"Write at most {MAX_NODES}; leave out what decides nothing"),
        ("", "Write a number such as 0.5, or an expression"),
    ):
        number = problem.remedy.startswith("Give a number without its unit")
        if problem.value.startswith(found) and (number if not found else problem.remedy == VAGUE):
            return replace(problem, remedy=remedy)
    return problem


VAGUE = "Correct the value"
"""What validation says to do where it knows nothing better."""


def _tree(file: GameFile, document: Document, expressions: dict[Place, Expression]) -> Tree:
    try:
        whole = Grown(file, expressions).grow()
    except TooLarge as error:
        remedy = "Leave out what decides nothing, or use fewer types"
        raise InputError([document.problem(("nodes",), str(error), remedy)]) from None
    except NoPayoff as error:
        remedy = "Give the payoff by type: {hard: …, soft: …}"
        raise InputError([document.problem(error.place, str(error), remedy)]) from None
    if found := [*_infinite(file, document, whole)]:
        raise InputError(found)
    tree = Tree(
        id=file.game,
        title=file.title,
        players=tuple(file.players),
        nodes=tuple(whole.nodes),
        information=whole.information(),
        outcomes=tuple(Outcome(name, str(o.common or "")) for name, o in file.outcomes.items()),
        payoffs=whole.payoffs,
        source=tuple(file.source),
        type_names=whole.type_names(),
        parameters=tuple(_parameters(file)),
        definitions={name: expressions["define", name] for name in file.define},
        solving=Solving(file.solve.error, _precision(file, expressions)),
    )
    if found := [*_forgotten(tree, document)]:
        raise InputError(found[:1])
    return tree


def _forgotten(tree: Tree, document: Document) -> Iterator[Problem]:
    """Information sets in which a player would have forgotten its own moves, or the set itself."""
    members = {one.name: one.members for one in tree.information}
    for name, player in forgetful(tree):
        last = members[name][-1]
        place: Place = ("nodes", tree.nodes[last].name, "information")
        own = tree.nodes[last].information
        if own in {information for information, _ in own_history(tree, last)}:
            message = f"{player} would come here twice on one path and not know it"
            remedy = "Give the later node an information set of its own"
        else:
            message = f"{player} would forget here what it did or knew before"
            remedy = "Nodes that a player cannot tell apart must follow the same own moves"
        yield document.problem(place, message, remedy, name)


def _parameters(file: GameFile) -> Iterator[Parameter]:
    for name, entry in file.parameters.items():
        if not isinstance(entry, ParameterEntry):
            yield Parameter(name, float(entry), "")
            continue
        low = -math.inf if entry.low is None else float(entry.low)
        high = math.inf if entry.high is None else float(entry.high)
        yield Parameter(name, float(entry.value), entry.meaning, low, high, entry.unit)


def _precision(file: GameFile, expressions: dict[Place, Expression]) -> tuple[Expression, ...]:
    whole = expressions.get(("solve", "precision"))
    return tuple(whole or expressions["solve", "precision", player] for player in file.players)


def _at_defaults(
    file: GameFile, document: Document, expressions: dict[Place, Expression]
) -> Iterator[Problem]:
    """Faults that show at the file's own values: ranges first, then what follows from them."""
    wrong = [(one, fault) for one in _parameters(file) if (fault := one.problem(one.default))]
    for parameter, fault in wrong:
        at: Place = ("parameters", parameter.name)
        shown = f"{parameter.default:g}"
        yield document.problem(at, f"the value {fault}", "Change the value or the range", shown)
    if wrong:
        return
    found, _ = _found(file, expressions)
    sums = [*_sums(file, document, found)]
    yield from sums
    told = tuple(problem.field for problem in sums)
    for place, value in found.items():
        if math.isfinite(value) or ".".join(map(str, place[:-1])) in told:
            continue
        message = f"this is {value} at the file's values, and must be a finite number"
        shown = _written(expressions[place])
        yield document.problem(place, message, "Change the values or the expression", shown)
    yield from _below_zero(document, found)


def _written(expression: Expression) -> str:
    return clipped(expression.text, 60)


def _below_zero(document: Document, found: Mapping[Place, float]) -> Iterator[Problem]:
    for place, value in found.items():
        if place[0] == "solve" and value < 0:
            remedy = "Write 0 for choices at random, more for choices that follow payoffs"
            yield document.problem(place, "a precision must be 0 or more", remedy, f"{value:g}")


def _found(
    file: GameFile, expressions: Mapping[Place, Expression]
) -> tuple[dict[Place, float], dict[str, np.float64]]:
    """Expressions, and names, that have a value by the file alone."""
    values = {one.name: np.float64(cast(float, one.default)) for one in _parameters(file)}
    found: dict[Place, float] = {}
    with np.errstate(all="ignore"):
        for place, expression in expressions.items():
            if expression.names <= values.keys():
                found[place] = float(evaluate(expression, values))
                if place[0] == "define":
                    values[str(place[1])] = np.float64(found[place])
    return found, values


def _infinite(file: GameFile, document: Document, whole: Grown) -> Iterator[Problem]:
    """Payoffs that are not finite for some types, at the file's own values."""
    _, values = _found(file, whole.formulas)
    told = set()
    with np.errstate(all="ignore"):
        for at, payoffs in whole.payoffs.items():
            for player, expression in zip(file.players, payoffs, strict=True):
                place: Place = ("outcomes", whole.nodes[at].name, "payoffs", player)
                if place in told or not expression.names <= values.keys():
                    continue
                value = float(evaluate(expression, values))
                if not math.isfinite(value):
                    told.add(place)
                    message = f"the payoff is {value} for some types at the file's values"
                    remedy = "Change the values or the expression: it must be a finite number"
                    yield document.problem(place, message, remedy, _written(expression))


def _sums(file: GameFile, document: Document, found: dict[Place, float]) -> Iterator[Problem]:
    places: list[tuple[Place, list[str]]] = [
        (("types", player), list(types)) for player, types in file.types.items()
    ]
    places += [(("nodes", n, "chance"), list(e.chance)) for n, e in file.nodes.items() if e.chance]
    for place, moves in places:
        chances = [found.get((*place, move)) for move in moves]
        if any(chance is None for chance in chances):
            continue
        known = [chance for chance in chances if chance is not None]
        if not are_probabilities(known):
            shown = ", ".join(f"{move} {c:g}" for move, c in zip(moves, chances, strict=True))
            message = f"probabilities must be 0 or more and sum to 1; they sum to {total(known):g}"
            yield document.problem(place, message, "Write the last as 1 - the others", shown)
