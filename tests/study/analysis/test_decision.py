"""Criteria and the value of learning against what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.study.analysis.decision.criteria import CRITERIA, measured, scores
from suasion.study.analysis.decision.decide import decide
from suasion.study.analysis.learning import learned
from suasion.study.analysis.regression import by_chance, designed, fitted, worth
from suasion.study.analysis.table import Table, sound

NAMES = ("steady", "bold", "poor")
IDS = [one.id for one in CRITERIA]


@pytest.fixture(scope="module")
def three():
    """A candidate that is always 0.5, one from 0.3 to 0.9, one a tenth below the first."""
    draws = 1001
    return np.stack([np.full(draws, 0.5), np.linspace(0.3, 0.9, draws), np.full(draws, 0.4)])


def test_criteria_by_hand():
    result = np.array([[0.2, 0.9, 0.6], [0.5, 0.8, 0.5]])
    found = dict(zip(IDS, measured(scores(result, 0.6, high=True)), strict=True))
    assert found["expected"] == pytest.approx([1.7 / 3, 0.6])
    assert found["satisficing"] == pytest.approx([2 / 3, 1 / 3])
    assert found["worst"] == pytest.approx([0.2, 0.5])
    # Regrets are 0.3, 0, 0 and 0, 0.1, 0.1; less is better.
    assert found["most-regret"] == pytest.approx([-0.3, -0.1])
    assert found["tail"] == pytest.approx([0.24, 0.5])


def test_steady_and_bold(three):
    found = decide(NAMES, three, 0.6, 1)
    one = {standing.candidate: standing for standing in found.standings}
    assert [standing.candidate for standing in found.standings] == ["bold", "steady", "poor"]
    assert found.best("expected") == found.best("satisficing") == ("bold",)
    assert found.best("worst") == found.best("tail") == ("steady",)
    assert one["bold"].values["satisficing"].value == pytest.approx(0.5, abs=0.001)
    assert one["steady"].values["most-regret"].value == pytest.approx(0.4)
    assert one["bold"].values["most-regret"].value == pytest.approx(0.2)
    assert one["bold"].best_share == pytest.approx(2 / 3, abs=0.002)
    assert one["poor"].best_share == 0.0


def test_reversals_are_named_and_clear(three):
    (pair,) = [one for one in decide(NAMES, three, 0.6, 1).reversals if one.second == "steady"]
    assert (pair.first, pair.behind) == ("bold", ("tail", "worst"))
    assert pair.certain
    assert "worst" not in pair.clear, "an extreme is never clear"
    assert set(pair.clear) == {"expected", "satisficing", "tail", "tail-regret"}


def test_a_reversal_by_chance_is_not_clear():
    stream = np.random.default_rng(1)
    noise = stream.normal(size=(2, 400))
    found = decide(["a", "b"], noise, 0.0, 1)
    assert not any(pair.certain for pair in found.reversals)


def test_always_better_is_never_reversed(three):
    pairs = {(one.first, one.second) for one in decide(NAMES, three, 0.6, 1).reversals}
    assert ("steady", "poor") not in pairs


def test_low_results_may_be_better(three):
    found = decide(NAMES, three, 0.45, 1, high=False)
    one = {standing.candidate: standing for standing in found.standings}
    assert found.best("expected") == ("poor",)
    assert one["bold"].values["worst"].value == pytest.approx(0.9)
    assert one["bold"].values["satisficing"].value == pytest.approx(0.25, abs=0.002)
    assert one["poor"].values["expected"].value == pytest.approx(0.4)
    assert one["bold"].values["most-regret"].value == pytest.approx(0.5)


def test_intervals_hold_the_mean():
    stream, within = np.random.default_rng(2), 0
    for seed in range(40):
        result = stream.random((2, 200))
        mean = decide(["a", "b"], result, 0.5, seed, resamples=100).standings[0]
        value = mean.values["expected"]
        within += value.low < 0.5 < value.high
    # The better of two means lies 0.56 standard errors high; 92 % of intervals hold the truth.
    assert within >= 32


def two_choices(draws, seed, noise=0.1):
    """A safe choice of 0.5 and one that is 0.45 + 0.4 (u - 1/2) with u known, or 0.45 without."""
    stream = np.random.default_rng(seed)
    u = stream.random((draws, 6))
    risky = 0.45 + 0.4 * (u[:, 0] - 0.5)
    result = np.stack([np.full(draws, 0.5), risky]) + noise * stream.normal(size=(2, draws))
    return Table(tuple("abcdef"), u), result


WORTH = 0.4 * 0.375**2 / 2
"""Of knowing u: the risky choice is better above 5/8, by 0.4 (u - 5/8)."""


def test_the_value_of_learning_in_closed_form():
    table, result = two_choices(20_000, 1)
    found = learned(table, ["safe", "risky"], result, 1)
    row = found.rows[0]
    assert (found.best, row.factor) == ("safe", "a")
    assert row.value.value == pytest.approx(WORTH, abs=0.002)
    assert row.value.low < WORTH < row.value.high + 0.0005
    low, high = row.stretches
    assert (low.candidate, high.candidate) == ("safe", "risky")
    assert low.high == high.low == pytest.approx(0.625, abs=0.02)
    assert row.counts
    assert found.everything >= row.value.value


def test_factors_that_do_not_matter_are_worth_no_more_than_chance():
    # Two choices alike: the largest of two noisy means is above either, whatever the factor.
    stream = np.random.default_rng(3)
    named = 0
    for seed in range(12):
        table = Table(tuple(map(str, range(25))), stream.random((800, 25)))
        found = learned(table, ["x", "y"], stream.normal(size=(2, 800)), seed)
        assert np.mean([row.value.value for row in found.rows]) > 0.005, "biased upwards, as told"
        named += any(row.counts for row in found.rows)
    # In one study of twenty at most is any factor named. Four of twelve come by chance in 0.2 %;
    # were each factor set against its own chance, most studies would name one.
    assert named <= 3


@pytest.mark.parametrize(("rare", "lots"), [(None, 2000), (0.1, 4000)])
def test_the_bar_is_what_shuffling_shows(rare, lots):
    stream = np.random.default_rng(6)
    draws = 500
    column = stream.random(draws) if rare is None else (stream.random(draws) < rare).astype(float)
    gains = np.stack([np.zeros(draws), stream.beta(0.3, 0.3, draws) - 0.52], axis=1)
    design = designed(Table(("x",), column[:, None]), "x")
    shuffled = [
        worth(design, fitted(design, gains[stream.permutation(draws)])) for _ in range(lots)
    ]
    for factors in (1, 20):
        # The quantile for twenty factors has five to ten shuffles above it: a tenth either way.
        bar = np.quantile(shuffled, 0.95 ** (1 / factors))
        assert by_chance(design, gains, factors, 1) == pytest.approx(bar, rel=0.1)


def test_words_change_the_choice():
    stream = np.random.default_rng(4)
    word = stream.integers(3, size=6000)
    gain = np.array([-0.3, 0.2, -0.1])[word]
    result = np.stack([np.zeros(6000), gain]) + 0.05 * stream.normal(size=(2, 6000))
    table = Table(("w",), word[:, None].astype(float), {"w": ("no", "some", "much")})
    found = learned(table, ["stay", "go"], result, 1)
    assert found.best == "stay"
    assert found.rows[0].value.value == pytest.approx(0.2 / 3, abs=0.005)
    assert [one.candidate for one in found.rows[0].stretches] == ["stay", "go", "stay"]


def test_an_ordered_few_are_taken_one_by_one():
    stream = np.random.default_rng(5)
    years = np.array([5.0, 10.0, 20.0])[stream.integers(3, size=3000)]
    result = np.stack([np.zeros(3000), (years - 15) / 10])
    (row,) = learned(Table(("y",), years[:, None]), ["short", "long"], result, 1).rows
    assert [(one.candidate, one.low) for one in row.stretches] == [
        ("short", 5.0),
        ("short", 10.0),
        ("long", 20.0),
    ]


def test_draws_with_something_missing_are_left_out_of_all():
    table = Table(("a",), np.arange(4.0)[:, None])
    result = np.array([[1.0, np.nan, 3.0, 4.0], [1.0, 2.0, 3.0, np.nan]])
    kept, found, left = sound(table, result)
    assert (kept.values[:, 0].tolist(), found.tolist(), left) == ([0, 2], [[1, 3], [1, 3]], 2)
