"""Tests of claims on made-up futures whose answer is known."""

from typing import Any

import numpy as np
import pytest

from suasion.claims.file import Claim
from suasion.claims.measured import Variant
from suasion.claims.outcome import outcome

ONE, TWO = Variant(guarantee="one"), Variant(guarantee="two")
COMMON = {"metric": "through_term", "because": "an example", "disagree": "nobody"}


def test_of(**fields: Any) -> Any:
    head = {"claim": 1, "id": "a", "text": "a", "side": "a", "source": "a", "where": "a"}
    made = Claim.model_validate(
        {**head, "scope": "a", "mechanisms": ["tripwire"], "test": {**COMMON, **fields}}
    )
    return made.test


test_of.__test__ = False  # type: ignore[attr-defined]


def read_from(values: dict[str, list[float]]) -> Any:
    return lambda one, joined: np.array([values[one.guarantee]])


def test_a_contrast_counts_differences_of_its_size() -> None:
    read = read_from({"one": [0.5, 0.6, 0.4, 0.55], "two": [0.5, 0.5, 0.5, 0.5]})
    fields = {"type": "contrast", "first": ONE, "second": TWO, "by": 0.08}
    higher = outcome(test_of(**fields, direction="higher"), read, None)
    lower = outcome(test_of(**fields, direction="lower"), read, None)
    assert higher.holds.tolist() == [[False, True, False, False]] == lower.reversed.tolist()
    assert lower.holds.tolist() == [[False, False, True, False]] == higher.reversed.tolist()


def test_no_difference_is_none_even_where_any_size_counts() -> None:
    read = read_from({"one": [0.5, 0.5 + 1e-9], "two": [0.5, 0.5]})
    test = test_of(type="contrast", first=ONE, second=TWO, by=0.0, direction="higher")
    assert not outcome(test, read, None).holds.any()


def test_a_threshold_and_an_equivalence() -> None:
    read = read_from({"one": [0.2, 0.5, 0.8], "two": [0.25, 0.75, 0.5]})
    least = test_of(type="threshold", of=ONE, direction="at-least", level=0.5)
    most = test_of(type="threshold", of=ONE, direction="at-most", level=0.5)
    same = test_of(type="equivalence", first=ONE, second=TWO, margin=0.1)
    assert outcome(least, read, None).holds.tolist() == [[False, True, True]]
    assert outcome(most, read, None).holds.tolist() == [[True, True, False]]
    assert outcome(same, read, None).holds.tolist() == [[True, False, False]]


WORTH = {"a": 0.1, "b": 0.2, "c": 0.3}


def together(one: Variant, joined: frozenset[str] | None) -> Any:
    """Additive worths, and 0.12 more where a and b meet, which Shapley shares in halves."""
    some = set(WORTH) if joined is None else joined
    extra = 0.12 if {"a", "b"} <= some else 0.0
    return np.array([[sum(WORTH[name] for name in some) + extra]])


def test_shapley_values_by_all_coalitions() -> None:
    test = test_of(
        type="largest-contribution", of=ONE, parts={"x": ["a"], "y": ["b"]}, part="y", by=0.05
    )
    found = outcome(test, together, lambda one: ["a", "b", "c"])
    assert found.parts == pytest.approx({"x": 0.16, "y": 0.26, "the rest": 0.3})
    assert found.effect[0, 0] == pytest.approx(0.1)
    assert found.holds.all()
    assert sum(found.parts.values()) == pytest.approx(float(together(ONE, None)[0, 0]))


@pytest.mark.parametrize(
    ("keeps", "by", "holds"), [(0.4, 0.1, True), (0.5, 0.1, False), (0.4, 0.9, False)]
)
def test_a_part_alone(keeps: float, by: float, holds: bool) -> None:
    test = test_of(type="sufficiency", of=ONE, part=["c"], keeps=keeps, by=by)
    assert outcome(test, together, None).holds.all() == holds
