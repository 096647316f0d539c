"""YAML 1.2's core schema, positions, and values told apart as a reader expects."""

import datetime
import math

import pytest

from suasion.describe.reading import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("~", None),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("007", 7),
        ("-2", -2),
        ("0x1F", 31),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        ("'2'", "2"),
        ('"true"', "true"),
        ("2026-01-31", datetime.date(2026, 1, 31)),
        ("2026-02-31", "2026-02-31"),
        ("'2026-01-31'", "2026-01-31"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    found = parse(f"a: {text}", "x").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_every_value_has_its_position() -> None:
    document = parse("a:\n  - {b: 1}\n  - c\n", "x")
    assert document.positions == {
        (): (1, 1),
        ("a",): (2, 3),
        ("a", 0): (2, 5),
        ("a", 0, "b"): (2, 9),
        ("a", 1): (3, 5),
    }


def test_a_problem_stands_at_the_nearest_value_that_the_file_has() -> None:
    problem = parse("a:\n  b: 1\n", "x").problem(("a", "c", "d"), "missing", "Add it")
    assert str(problem) == "x:2:3: a.c.d: missing. Add it"


def test_a_version_directive_does_not_bring_back_yaml_1_1() -> None:
    assert parse("%YAML 1.1\n---\na: NO\n", "x").data == {"a": "NO"}
