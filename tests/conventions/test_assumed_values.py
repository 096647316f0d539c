"""Every number in the mechanisms' code is registered where the pages and the report list it."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from suasion.mechanism import arms, assumed, calendar, entry, law, line, money, politics
from suasion.mechanism.readers import readers
from suasion.mechanism.registry import MECHANISMS
from suasion.term import anchor, inputs
from suasion.term.years import scene
from suasion.term.years.factors import leader

MODULES = (law, arms, line, money, politics, entry, calendar)
"""The other modules of the folder hold formulas and loaders, no values of facts."""
PLAIN = {0, 1}
"""None and all of something, a sign, the one in log(1 + x)."""
ANYWHERE = ""
EXEMPT: Mapping[tuple[str, str], Mapping[float, str]] = {
    ("arms", "_forward"): {1000: "persons in a thousand"},
    ("arms", "_tripwire"): {1000: "persons in a thousand"},
    ("law", "_notice"): {12: "months in a year"},
    ("calendar", "DAYS_A_YEAR"): {365.25: "days in a year"},
    ("calendar", "BANDS"): dict.fromkeys((60, 70, 75, 80, 200), "ages of the record's classes"),
    ("calendar", "exit_per_year"): {1e-6: "keeps quantiles off 0 and 1"},
    ("calendar", "_posterior"): {0.5: "Jeffreys' prior"},
    ("entry", ANYWHERE): {
        2: "half of all, a code, or the constant ROUTINE",
        4: "end of the range APPROVALS",
        1e-12: "keeps a parameter off 0",
        1000: "approvals from which a sum is read off its limit",
    },
}
"""Numbers that assume nothing about a guarantee, or that a test below ties to the table."""


def numbers(tree: ast.AST) -> Iterator[float]:
    """Numbers written in a piece of code, those of a mechanism's record apart.

    A record's numbers are priors of strengths, each of which carries its reason.
    """
    for child in ast.iter_child_nodes(tree):
        match child:
            case ast.Call(func=ast.Name(id="Mechanism")):
                continue
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                yield value
            case _:
                yield from numbers(child)


def pieces(source: str) -> Iterator[tuple[str, ast.stmt]]:
    """Functions and assignments of a module by name; tables of words apart, which are listed."""
    for statement in ast.parse(source).body:
        match statement:
            case ast.FunctionDef(name=name):
                yield name, statement
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(keys=keys)):
                if not all(isinstance(key, ast.Constant) for key in keys):
                    yield name, statement
            case ast.Assign(targets=[ast.Name(id=name) | ast.Tuple(elts=[ast.Name(id=name), *_])]):
                yield name, statement
            case _:
                yield type(statement).__name__, statement


def allowed(module: str, name: str) -> Iterator[Mapping[float, str]]:
    """Numbers that a piece of a module may have."""
    yield from (EXEMPT.get((module, place), {}) for place in (name, ANYWHERE))


def unregistered(module: str, source: str) -> list[tuple[str, float]]:
    """Numbers in a module's code that are neither plain nor exempt."""
    return [
        (name, value)
        for name, piece in pieces(source)
        for value in numbers(piece)
        if value not in PLAIN and not any(value in one for one in allowed(module, name))
    ]


def short(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def source(module: ModuleType) -> str:
    assert module.__file__ is not None
    return Path(module.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("module", MODULES, ids=short)
def test_no_number_stands_outside_the_tables(module: ModuleType) -> None:
    found = unregistered(short(module), source(module))
    assert not found, f"put into suasion/mechanism/assumed.py, with its reason: {found}"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(facts):\n    return 0.3 * facts.flag('x')", [("f", 0.3)]),
        ("def f(facts):\n    return facts.scale('x', {'none': 0.0, 'some': 0.4})", [("f", 0.4)]),
        ("AID = (0.0, 40.0)", [("AID", 40.0)]),
        ("UNBOUND = 0.5", [("UNBOUND", 0.5)]),
        ("if True:\n    UNBOUND = 0.5", [("If", 0.5)]),
        ("RULE = {'single': 0.25}", []),
        ("MECHANISMS = (Mechanism('a', uniform(0.0, 0.7, 'why')),)", []),
        ("def f(x):\n    return np.log1p(-x) + 1", []),
    ],
)
def test_a_number_outside_is_found(code: str, found: list[tuple[str, float]]) -> None:
    assert unregistered("made-up", code) == found


def test_no_exemption_has_outlived_its_number() -> None:
    used = {
        (short(module), place, value)
        for module in MODULES
        for name, piece in pieces(source(module))
        for value in numbers(piece)
        for place in (name, ANYWHERE)
    }
    told = {(*place, value) for place, values in EXEMPT.items() for value in values}
    assert told <= used


def ranges(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Each field with the range that a module gives for where it is unknown."""
    for node in ast.walk(ast.parse(source(module))):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="amount"),
                args=[ast.Constant(value=str(field)), limits, *_],
            ):
                yield field, evaluated(limits, module)


def evaluated(node: ast.expr, module: ModuleType) -> Any:
    """A range written as numbers, as a name of the module, or as part of one."""
    match node:
        case ast.Name(id=name):
            return getattr(module, name)
        case ast.Attribute(value=value, attr=attr):
            return getattr(evaluated(value, module), attr)
        case _:
            return ast.literal_eval(node)


def test_every_range_is_the_registered_one_of_its_field() -> None:
    told = {
        one.field: one.limits
        for one in assumed.drawn_from().values()
        if isinstance(one, assumed.Range)
    }
    found = [pair for module in MODULES for pair in ranges(module)]
    assert len(found) >= 10
    assert [pair for pair in found if told.get(pair[0]) != pair[1]] == []


def test_every_value_is_read_by_somebody_who_reads_its_field() -> None:
    fields = {one.id: one.reads for one in MECHANISMS}
    told = assumed.drawn_from() | assumed.constants()
    for name, who in readers().items():
        assert who, name
        asked = told[name].field.split(", ")
        assert all(set(asked) & set(fields[one]) for one in who if one in fields), name


def test_values_of_the_years_and_of_entry_are_those_told() -> None:
    told = {name: one.value for name, one in assumed.constants().items()}
    assert inputs.DRIFT_YEARS == scene.DRIFT_YEARS == told["DRIFT"]
    assert told["LOOK_AHEAD"] == inputs.LOOK_AHEAD_YEARS
    assert (told["PEACE_LOW"], told["PEACE_HIGH"]) == (anchor.LOW, anchor.HIGH)
    assert told["SUCCESSOR"] == leader.SUCCESSOR_YEARS
    assert told["ROUTINE"] == entry.FEW


def test_every_value_says_why_and_in_what_unit() -> None:
    for name, one in (assumed.drawn_from() | assumed.constants()).items():
        assert one.because, name
        assert one.unit, name
