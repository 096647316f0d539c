"""Planted boxes are found, and where none is planted nothing is."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.study.analysis.discovery.bins import BINS, binned, inside
from suasion.study.analysis.discovery.box import box_of, ranged, within, worded
from suasion.study.analysis.discovery.discover import Settings, discover
from suasion.study.analysis.discovery.peeling import peeled
from suasion.study.analysis.discovery.scoring import evidence, limits
from suasion.study.analysis.discovery.stability import held_out
from suasion.study.analysis.discovery.tree import grown
from suasion.study.analysis.table import Table

NAMES = tuple(f"x{at}" for at in range(12))
WORDS = ("none", "some", "many", "all")
FAST = Settings(boxes=1, resamples=10)


def uniform(draws, seed, words=()):
    """Twelve factors, some of them words."""
    values = np.random.default_rng(seed).random((draws, 12))
    for name in words:
        values[:, NAMES.index(name)] = np.floor(values[:, NAMES.index(name)] * len(WORDS))
    return Table(NAMES, values, dict.fromkeys(words, WORDS))


def drawn(chance, seed):
    return np.random.default_rng([seed, 9]).random(len(chance)) < chance


def test_two_of_twelve_factors():
    table = uniform(5000, 1)
    planted = (table.column("x0") < 0.3) & (table.column("x7") > 0.4)
    fails = drawn(np.where(planted, 0.85, 0.1), 1)
    found = discover(table, fails, FAST)
    box = found.found[0].box
    ends = {limit.factor: limit for limit in box.limits}
    assert set(ends) == {"x0", "x7"}
    assert ends["x0"].low is None
    assert ends["x0"].high == pytest.approx(0.3, abs=0.02)
    assert ends["x7"].low == pytest.approx(0.4, abs=0.02)
    assert ends["x0"].share == ends["x0"].high_share == pytest.approx(0.3, abs=0.03)
    assert box.density == pytest.approx(0.85, abs=0.03)
    assert box.coverage == pytest.approx(fails[planted].sum() / fails.sum(), abs=0.03)
    assert box.mass == pytest.approx(0.18, abs=0.02)
    assert found.baseline == fails.mean()
    assert all(limit.chance < 1e-6 for limit in box.limits)


def test_stability_tells_what_matters_from_what_does_not():
    table = uniform(3000, 2)
    planted = (table.column("x0") < 0.3) & (table.column("x7") > 0.4)
    fails = drawn(np.where(planted, 0.85, 0.1), 2)
    found = discover(table, fails, Settings(boxes=1, resamples=20))
    steady = found.found[0].stability
    limited = dict(zip(found.factors, steady.limited, strict=True))
    assert limited["x0"] == limited["x7"] == steady.found == 1.0
    assert max(share for name, share in limited.items() if name not in ("x0", "x7")) <= 0.2
    assert steady.density.low < 0.85 < steady.density.high + 0.02
    assert steady.coverage.value == pytest.approx(found.found[0].box.coverage, abs=0.04)


def test_bootstrap_samples_find_what_matters_and_limit_more_by_chance():
    table = uniform(3000, 2)
    planted = (table.column("x0") < 0.3) & (table.column("x7") > 0.4)
    fails = drawn(np.where(planted, 0.85, 0.1), 2)
    by = {way: Settings(boxes=1, resamples=20, by=way) for way in ("halves", "bootstrap")}
    found = {way: discover(table, fails, one).found[0] for way, one in by.items()}
    assert found["halves"].box == found["bootstrap"].box
    limited = {
        way: dict(zip(table.names, one.stability.limited, strict=True))
        for way, one in found.items()
    }
    assert limited["bootstrap"]["x0"] == limited["bootstrap"]["x7"] == 1.0
    noise = {way: sum(one.values()) - 2 for way, one in limited.items()}
    assert noise["bootstrap"] >= noise["halves"]
    steady = found["bootstrap"].stability
    assert steady.by == "bootstrap"
    assert steady.density.low < 0.85 < steady.density.high + 0.02


def test_words_are_found_as_sets():
    table = uniform(5000, 3, words=("x2", "x5"))
    planted = np.isin(table.column("x5"), [1, 3]) & (table.column("x9") > 0.5)
    fails = drawn(np.where(planted, 0.8, 0.15), 3)
    box = discover(table, fails, FAST).found[0].box
    ends = {limit.factor: limit for limit in box.limits}
    assert set(ends) == {"x5", "x9"}
    assert ends["x5"].words == ("some", "all")
    assert ends["x9"].low == pytest.approx(0.5, abs=0.02)


def test_a_range_has_two_ends():
    table = uniform(5000, 4)
    x = table.column("x3")
    fails = drawn(np.where((x > 0.35) & (x < 0.6), 0.7, 0.1), 4)
    (limit,) = discover(table, fails, FAST).found[0].box.limits
    assert (limit.low, limit.high) == (pytest.approx(0.35, abs=0.02), pytest.approx(0.6, abs=0.02))


def test_few_values_are_never_split():
    table = uniform(4000, 5)
    table.values[:, 4] = np.array([5.0, 10.0, 20.0])[(table.values[:, 4] * 3).astype(int)]
    fails = drawn(np.where(table.column("x4") > 5, 0.6, 0.1), 5)
    (limit,) = discover(table, fails, FAST).found[0].box.limits
    assert (limit.factor, limit.low, limit.high) == ("x4", 7.5, None)


def test_two_boxes_one_after_the_other():
    table = uniform(4000, 6)
    first = (table.column("x0") < 0.25) & (table.column("x1") < 0.5)
    second = (table.column("x2") > 0.8) & (table.column("x3") > 0.5)
    fails = drawn(np.where(first, 0.9, np.where(second, 0.7, 0.05)), 6)
    found = discover(table, fails, Settings(boxes=3, resamples=5))
    limited = [{limit.factor for limit in one.box.limits} for one in found.found]
    assert limited == [{"x0", "x1"}, {"x2", "x3"}]
    assert found.found[1].among == 4000 - found.found[0].box.draws
    assert "chance" in found.reason


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_found_where_nothing_is(seed):
    table = uniform(1500, seed, words=("x1",))
    found = discover(table, drawn(np.full(1500, 0.3), seed), FAST)
    assert not found.found
    assert found.chance > 0.01
    assert found.reason == "no box that fails more often than chance allows"
    assert len(grown(table, drawn(np.full(1500, 0.3), seed), 1).leaves) == 1


def test_the_test_on_the_other_half_is_fair():
    # However the box is made: here, of the factor that looks best by chance.
    def best_looking(bins, fails):
        allowed = bins.everything()
        low = np.array([fails[row < 64].mean() for row in bins.codes])
        allowed[int(low.argmax()), 64:] = False
        return allowed

    chances = []
    for seed in range(120):
        bins, fails = binned(uniform(200, seed)), drawn(np.full(200, 0.4), seed)
        chances.append(held_out(bins, fails, best_looking, seed))
    # Under no relation a chance below p comes up in a share p of cases at most; 3 standard errors.
    for level in (0.05, 0.2):
        assert np.mean(np.array(chances) <= level) <= level + 3 * np.sqrt(level / 120)


@pytest.mark.parametrize(("failing", "words"), [(5, "only 5 of 500"), (495, "all but 5 of 500")])
def test_too_few_to_tell(failing, words):
    fails = np.arange(500) < failing
    assert words in discover(uniform(500, 1), fails, FAST).reason


def test_a_density_is_reached_by_factors_that_pay():
    table = uniform(4000, 7)
    slope = 3 * table.column("x0") + 3 * table.column("x1") - 4.5
    fails = drawn(1 / (1 + np.exp(-3 * slope)), 7)
    most = discover(table, fails, FAST).found[0]
    dense = discover(table, fails, Settings(boxes=1, resamples=2, density=0.85)).found[0].box
    assert dense.density >= 0.85 > most.box.density
    assert {limit.factor for limit in dense.limits} == {"x0", "x1"}
    assert dense.coverage < most.box.coverage
    assert all(box.density >= most.box.density + 0.1 for box in most.denser)


def test_a_density_that_is_nowhere_gives_no_box():
    table = uniform(3000, 8)
    fails = drawn(np.where(table.column("x0") < 0.5, 0.5, 0.1), 8)
    assert not discover(table, fails, Settings(boxes=1, resamples=2, density=0.99)).found


def test_the_peeling_is_patient_and_ends_at_its_least_mass():
    table = uniform(2000, 9)
    fails = drawn(table.column("x0"), 9)
    peeling = peeled(binned(table), fails, peel=0.05, least=0.1)
    steps = peeling.mass[1:] / peeling.mass[:-1]
    assert peeling.mass[0] == 2000
    assert peeling.mass[-1] >= 200
    # A bin holds up to 1/128 of the draws and may be peeled whole.
    assert steps.min() >= 1 - 0.05 - 2 / BINS
    assert peeling.failing[0] == fails.sum()
    for mass, failing, box in zip(peeling.mass, peeling.failing, peeling.boxes, strict=True):
        holds = inside(binned(table), box)
        assert (holds.sum(), fails[holds].sum()) == (mass, failing)


def test_the_same_seed_gives_the_same_answer():
    table, fails = uniform(1000, 10), drawn(uniform(1000, 10).column("x0"), 10)
    assert discover(table, fails, FAST) == discover(table, fails, FAST)


def test_bins_hold_equal_counts_and_never_split_equal_values():
    values = np.concatenate([np.zeros(400), np.random.default_rng(1).random(2000) + 1])
    bins = binned(Table(("x",), values[:, None]))
    assert set(bins.codes[0, :400]) == {0}
    counts = np.bincount(bins.codes[0, 400:])
    assert counts[1:].max() <= 2 * 2400 / BINS
    assert (np.searchsorted(bins.edges[0], values, side="right") == bins.codes[0]).all()


def test_too_many_words_are_refused():
    table = Table(("x",), np.zeros((3, 1)), {"x": tuple(map(str, range(BINS + 1)))})
    with pytest.raises(ValueError, match="129 words"):
        binned(table)


def test_evidence_is_the_log_likelihood_ratio():
    inside_, out, both = 30 / 40, 20 / 160, 50 / 200
    expected = 2 * (
        30 * np.log(inside_)
        + 10 * np.log(1 - inside_)
        + 20 * np.log(out)
        + 140 * np.log(1 - out)
        - 50 * np.log(both)
        - 150 * np.log(1 - both)
    )
    assert evidence(np.array(40.0), np.array(30.0), 200, 50) == pytest.approx(expected)
    assert evidence(np.array(160.0), np.array(20.0), 200, 50) == pytest.approx(-expected)


def test_limits_are_ends_and_words_left_out():
    table = uniform(500, 11, words=("x1",))
    bins, box = binned(table), binned(table).everything()
    assert limits(bins, box) == 0
    box[0, :10] = box[0, 100:] = False
    box[1, 2] = False
    assert limits(bins, box) == 3
    box[1, 0] = box[1, 1] = False
    assert limits(bins, box) == 3, "one word that is in says it all"


def test_quasi_p_values_are_binomial_tails():
    table = Table(("a", "b"), np.array([[0.1, 0.2], [0.2, 0.9], [0.8, 0.3], [0.9, 0.8]]))
    fails = np.array([True, False, False, False])
    box = box_of([ranged(table, "a", None, 0.5), ranged(table, "b", None, 0.5)], table, fails)
    told = {limit.factor: limit.chance for limit in box.limits}
    # One draw fails in the box of one; half of those in either of the others do.
    assert told == {"a": pytest.approx(0.5), "b": pytest.approx(0.5)}
    assert (box.density, box.coverage, box.mass) == (1.0, 1.0, 0.25)


def test_limits_hold_by_value_and_by_word():
    table = Table(("x", "w"), np.array([[1.0, 0], [2.0, 1], [3.0, 2]]), {"w": ("a", "b", "c")})
    assert within(ranged(table, "x", 1.0, 2.0), table).tolist() == [False, True, False]
    assert within(worded(table, "w", [0, 2]), table).tolist() == [True, False, True]


def test_a_tree_finds_the_planted_splits():
    table = uniform(4000, 12, words=("x5",))
    planted = (table.column("x0") < 0.3) & (table.column("x5") == 2)
    fails = drawn(np.where(planted, 0.9, 0.1), 12)
    tree = grown(table, fails, 1)
    worst = {limit.factor: limit for limit in tree.leaves[0].limits}
    assert worst["x5"].words == ("many",)
    assert worst["x0"].high == pytest.approx(0.3, abs=0.02)
    assert tree.leaves[0].density == pytest.approx(0.9, abs=0.05)
    assert sum(leaf.draws for leaf in tree.leaves) == 4000
    assert sum(leaf.coverage for leaf in tree.leaves) == pytest.approx(1.0)
    left = np.var(fails - np.where(planted, 0.9, 0.1))
    assert tree.explained == pytest.approx(1 - left / fails.var(), abs=0.05)
