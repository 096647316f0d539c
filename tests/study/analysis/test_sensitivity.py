"""Sensitivity against functions whose shares of variance are known."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.sample import morris as morris_design
from SALib.sample import sobol as saltelli_design

from suasion.study.analysis.sensitivity.designed import from_morris, from_saltelli
from suasion.study.analysis.sensitivity.given import from_draws
from suasion.study.analysis.sensitivity.slopes import from_slopes
from suasion.study.analysis.table import Table

NAMES = ("a", "b", "c")
PROBLEM = {"num_vars": 3, "names": list(NAMES), "bounds": [[0.0, 1.0]] * 3}
FIRST = {"a": 0.3139, "b": 0.4424, "c": 0.0}
TOTAL = {"a": 0.5576, "b": 0.4424, "c": 0.2437}
"""Ishigami's function with a = 7 and b = 0.1, in closed form."""


def ishigami(u):
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def by_name(found):
    return {row.factor: row for row in found.rows}


@pytest.fixture(scope="module")
def saltelli():
    return saltelli_design.sample(PROBLEM, 2048, calc_second_order=False, seed=1)


def test_saltelli_gives_ishigamis_shares(saltelli):
    rows = by_name(from_saltelli(NAMES, ishigami(saltelli), 1))
    for name in NAMES:
        assert rows[name].first.value == pytest.approx(FIRST[name], abs=0.03), name
        assert rows[name].total.value == pytest.approx(TOTAL[name], abs=0.03), name
        # The designs are quasi-random, so that bootstrap intervals are wider than need be.
        assert rows[name].first.low < FIRST[name] < rows[name].first.high, name
        assert rows[name].total.low < TOTAL[name] < rows[name].total.high, name


def test_saltelli_gives_the_shares_of_sobols_g():
    weights = np.array([0.0, 1.0, 4.5, 9.0])
    parts = 1 / (3 * (1 + weights) ** 2)
    whole = np.prod(1 + parts) - 1
    total = parts * np.prod(1 + parts) / (1 + parts) / whole
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    u = saltelli_design.sample(problem, 2048, calc_second_order=True, seed=2)
    result = np.prod((np.abs(4 * u - 2) + weights) / (1 + weights), axis=1)
    rows = by_name(from_saltelli("abcd", result, 1, second_order=True))
    for at, name in enumerate("abcd"):
        assert rows[name].first.value == pytest.approx(parts[at] / whole, abs=0.02), name
        assert rows[name].total.value == pytest.approx(total[at], abs=0.02), name


def test_a_failed_draw_leaves_its_block_out(saltelli):
    result = ishigami(saltelli)
    broken = result.copy()
    broken[7] = np.nan
    found = from_saltelli(NAMES, broken, 1)
    assert (found.blocks, found.left_out) == (2047, 1)
    assert found.rows == from_saltelli(NAMES, np.delete(result, range(5, 10)), 1).rows


def test_a_result_that_stays_has_no_shares():
    found = from_saltelli(NAMES, np.ones(50), 1)
    assert {row.total.value for row in found.rows} == {0.0}


def test_draws_that_are_no_blocks_are_refused():
    with pytest.raises(ValueError, match="whole number of blocks"):
        from_saltelli(NAMES, np.ones(51), 1)
    with pytest.raises(ValueError, match="only 1 of 2 blocks"):
        from_saltelli(NAMES, np.array([np.nan, *np.ones(9)]), 1)


def test_given_draws_give_first_order_shares_with_fair_intervals():
    found, within = {name: [] for name in NAMES}, 0
    for seed in range(20):
        u = np.random.default_rng(seed).random((2000, 3))
        for row in from_draws(Table(NAMES, u), ishigami(u), seed).rows:
            found[row.factor].append(row.first.value)
            within += row.first.low < FIRST[row.factor] < row.first.high
            assert row.total is None
    for name in NAMES:
        # Three standard errors of the mean of twenty.
        assert np.mean(found[name]) == pytest.approx(FIRST[name], abs=0.014), name
    # Sixty intervals of 95 %: fewer than 51 would come up in one case of a thousand.
    assert within >= 51


def test_given_draws_see_nothing_in_noise():
    stream = np.random.default_rng(4)
    table = Table(tuple("abcdefghij"), stream.random((2000, 10)))
    found = from_draws(table, stream.normal(size=2000), 1)
    # Ten intervals of 95 %: more than two that miss zero would be a fault.
    assert sum(row.first.low > 0 for row in found.rows) <= 2
    assert max(row.first.value for row in found.rows) < 0.02


def test_given_draws_take_words_as_words():
    stream = np.random.default_rng(5)
    word = stream.integers(3, size=4000).astype(float)
    result = np.array([0.0, 5.0, 1.0])[word.astype(int)] + stream.normal(size=4000)
    table = Table(("word", "other"), np.column_stack([word, stream.random(4000)]), {"word": "xyz"})
    shares = by_name(from_draws(table, result, 1))
    between = np.var([0.0, 5.0, 1.0])
    assert shares["word"].first.value == pytest.approx(between / (between + 1), abs=0.01)


def test_given_draws_count_what_is_missing():
    u = np.random.default_rng(6).random((500, 1))
    result = u[:, 0].copy()
    result[:7] = np.nan
    found = from_draws(Table(("a",), u), result, 1)
    assert (found.blocks, found.left_out) == (493, 7)
    assert found.rows[0].first.value == pytest.approx(1.0, abs=0.01)


def test_morris_gives_the_slopes_of_a_line():
    u = morris_design.sample(PROBLEM, 20, num_levels=4, seed=1)
    rows = by_name(from_morris(NAMES, u, u @ np.array([3.0, -2.0, 0.0]), 1))
    for name, slope in zip(NAMES, (3.0, -2.0, 0.0), strict=True):
        assert rows[name].mean.value == pytest.approx(slope)
        assert rows[name].size.value == pytest.approx(abs(slope))
        assert rows[name].spread.value == pytest.approx(0.0, abs=1e-9)


def test_morris_sees_what_only_works_together():
    u = morris_design.sample(PROBLEM, 200, num_levels=4, seed=2)
    rows = by_name(from_morris(NAMES, u, (u[:, 0] - 0.5) * (u[:, 1] - 0.5), 1))
    for name in ("a", "b"):
        # On a grid of four levels the other factor is 1/2 or 1/6 off the middle, as often each.
        assert rows[name].size.value == pytest.approx(1 / 3, abs=0.03)
        assert rows[name].mean.low < 0 < rows[name].mean.high
        assert rows[name].spread.low > 0.3
    assert rows["c"].size.value == 0.0


def test_morris_moves_groups_together():
    groups = ("g", "g", "c")
    problem = PROBLEM | {"groups": list(groups)}
    u = morris_design.sample(problem, 20, num_levels=4, seed=1)
    rows = by_name(from_morris(groups, u, u @ np.array([1.0, 1.0, 3.0]), 1))
    assert set(rows) == {"g", "c"}
    assert rows["c"].size.value == pytest.approx(3.0)
    assert 0 < rows["g"].size.value <= 2.0


def test_slopes_bound_the_total_shares():
    u = np.random.default_rng(7).random((4000, 3))
    x, width = np.pi * (2 * u - 1), 2 * np.pi
    by = np.column_stack(
        [
            width * np.cos(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4),
            width * 7 * np.sin(2 * x[:, 1]),
            width * 0.4 * x[:, 2] ** 3 * np.sin(x[:, 0]),
        ]
    )
    rows = {row.factor: row for row in from_slopes(NAMES, by, ishigami(u), 1)}
    for name in NAMES:
        assert rows[name].bound.value > TOTAL[name]


def test_the_bound_of_a_line_is_near_its_share():
    u = np.random.default_rng(8).random((2000, 2))
    rows = from_slopes(("a", "b"), np.tile([2.0, -1.0], (2000, 1)), u @ np.array([2.0, -1.0]), 1)
    # 12 / pi^2 is the gap of the inequality for a straight line.
    assert rows[0].bound.value == pytest.approx(0.8 * 12 / np.pi**2, rel=0.1)
    assert (rows[0].up, rows[1].up) == (1.0, 0.0)
    assert rows[1].mean.value == -1.0
