"""Inspection games: the library's models and the recursion as referees."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from suasion.theory.library import inspection_one_shot as library
from suasion.zone.planning.inspecting import (
    Inspection,
    announced_cost,
    deterring,
    fewest_inspections,
    first_inspection,
    most_missed,
    sequential_value,
    tempting,
)


def test_the_closed_form_is_the_recursion() -> None:
    for n in range(1, 15):
        for m in range(n + 2):
            assert sequential_value(n, m) == pytest.approx(value_by_matrix(n, m), abs=1e-12)


@cache
def value_by_matrix(n: int, m: int) -> float:
    """Dresher's recursion by the formula for a mixed 2 x 2 game: (ad - bc)/(a + d - b - c)."""
    if m == 0:
        return -1.0
    if m >= n:
        return 0.0
    a, b = value_by_matrix(n - 1, m - 1), 1.0
    c, d = value_by_matrix(n - 1, m), -1.0
    return (a * d - b * c) / (a + d - b - c)


def test_the_first_inspection_makes_violating_no_better_than_waiting() -> None:
    for n in range(2, 12):
        for m in range(1, n):
            x = first_inspection(n, m)
            waits = x * value_by_matrix(n - 1, m - 1) + (1 - x) * value_by_matrix(n - 1, m)
            assert x - (1 - x) == pytest.approx(waits, abs=1e-12)
    assert (first_inspection(5, 0), first_inspection(5, 5), first_inspection(5, 9)) == (0, 1, 1)


def test_a_larger_budget_is_worth_more_and_the_fewest_are_found() -> None:
    values = [sequential_value(10, m) for m in range(11)]
    assert values == sorted(values)
    fewest = fewest_inspections(10, -0.1)
    assert values[fewest] >= -0.1 > values[fewest - 1]


def test_without_false_alarms_detection_must_reach_d_over_b_plus_d() -> None:
    game = Inspection(gain=1, loss=3, miss=0.1)
    assert 1 - most_missed(game) == pytest.approx(0.25)
    assert deterring(game) * 0.9 == pytest.approx(0.25)  # P(inspect) P(detect) = d/(b + d)


@pytest.mark.parametrize("seed", range(20))
def test_the_library_has_the_same_thresholds(seed: int) -> None:
    generator = np.random.default_rng(seed)
    b, d, e, a, f, k = generator.uniform(0.05, 1.0, 6)
    alpha, beta, c = *generator.uniform(0.0, 0.5, 2), a + generator.uniform(0.5, 2.0)
    game = Inspection(d, b, beta, alpha, e, k, c, a, f)
    other = library.InspectionPayoffs(alpha, beta, b, d, e, a, c, f, k)
    assert most_missed(game) == pytest.approx(library.nondetection_limit(other))
    x, y = deterring(game), tempting(game)
    solved = library.solve(**other._asdict()).chosen
    if x is not None and y is not None:
        assert solved.strategies["inspects"] == pytest.approx(x)
        assert solved.strategies["violates"] == pytest.approx(y)
    if x is None:
        assert solved.strategies["violates"] == 1.0


def test_announcing_ends_violations_and_is_cheaper() -> None:
    # The library's example: .148 without, .028 with an announcement.
    game = Inspection(1, 3, 0.1, 0.0, 0.5, 0.1, 1.0, 0.25, 0.2)
    assert tempting(game) == pytest.approx(0.1481, abs=5e-5)
    assert announced_cost(game) == pytest.approx(0.0278, abs=5e-5)


def test_a_tempted_side_is_not_held_by_an_inspection_that_misses_too_much() -> None:
    game = Inspection(gain=1, loss=3, miss=0.76)
    assert game.miss > most_missed(game)
    assert deterring(game) is None
    assert announced_cost(game) is None
    assert deterring(Inspection(gain=1, loss=3, miss=0.74)) <= 1
