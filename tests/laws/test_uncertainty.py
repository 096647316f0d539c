"""Laws of the ensemble: draws, chunks, views, credits, mixtures, and what pinning a factor does."""

import functools
from dataclasses import replace

import numpy as np
import pytest

import suasion.uncertainty.blocks as module
from suasion.describe.loading import load_case
from suasion.mechanism.assembly import grouped
from suasion.mechanism.priors import packaged
from suasion.uncertainty.comparison import compare, options_for
from suasion.uncertainty.ensemble import prepare, run
from suasion.uncertainty.metrics import metrics
from suasion.uncertainty.playing import anchored, played
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.shapley import shares
from suasion.uncertainty.summary import summarise
from suasion.uncertainty.turning import expected

BASELINE, STRONG, WEAK = "no-guarantee", "us-article-5-like", "uk-ukraine-2024"
THEORIES = ("threshold", "strategic")
DRAWS, HORIZON, SEED = 500, 12, 4


@functools.cache
def case():
    return load_case("ukraine-2025")


@functools.cache
def comparison():
    options = options_for(
        case(), [STRONG, WEAK, BASELINE], THEORIES, draws=DRAWS, seed=SEED, horizon=HORIZON
    )
    return compare(case(), options)


def ensemble(draws=DRAWS, theories=("threshold",), keys=(STRONG, BASELINE), sample=None):
    loaded = case()
    wanted = {key: loaded.guarantees[key] for key in keys}
    sample = sample or Sample(draws, SEED)
    return run(loaded.case, loaded.guarantees[BASELINE], wanted, theories, sample, HORIZON)


# --- Draws ------------------------------------------------------------------------------------


@pytest.mark.parametrize("draws", [1, 7, 500])
def test_every_column_has_one_draw_in_every_stratum(draws):
    sample = Sample(draws, SEED)
    for factor in packaged():
        strata = np.sort((sample.column(factor) * draws).astype(int))
        np.testing.assert_array_equal(strata, np.arange(draws))


def test_a_factor_keeps_its_draws_whatever_else_is_drawn():
    one, other = Sample(50, 9), Sample(50, 9)
    for factor in list(packaged())[:40]:
        one.draw(factor)
    name = "situation:win_alone"
    assert one.draw(name).tobytes() == other.draw(name).tobytes()
    assert other.draw(name).tobytes() != Sample(50, 10).draw(name).tobytes()
    assert list(other.columns) == [name]


def test_two_factors_are_not_drawn_together():
    columns = np.stack([Sample(500, SEED).column(factor) for factor in packaged()])
    found = np.corrcoef(columns) - np.eye(len(columns))
    # Ten thousand pairs of 500 draws: 5.5 standard errors are passed by one set in three thousand.
    assert np.max(np.abs(found)) < 5.5 / np.sqrt(500)


# --- Chunks and devices -----------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_on_other_chunks_and_devices(monkeypatch):
    first = ensemble(draws=230)
    again = ensemble(draws=230)
    for key, result in first.results.items():
        for one, other in zip(result, again.results[key], strict=True):
            assert one.tobytes() == other.tobytes()
    monkeypatch.setattr(module, "CHUNK", 115)
    smaller = ensemble(draws=230)
    for key, result in first.results.items():
        for one, other in zip(result, smaller.results[key], strict=True):
            # Draws do not mix, but vector lanes may round differently at another length, and the
            # anchor stops within 1e-4 of its base rate on either side of such a difference.
            np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def test_padding_leaves_no_trace():
    # 230 draws are filled up to whole blocks; the same rows alone give the same results.
    whole = ensemble(draws=230)
    few = Sample(100, SEED)
    wide = whole.sample
    for factor, column in wide.columns.items():
        few.columns[factor] = column[:100]
    part = ensemble(sample=few)
    for key, result in whole.results.items():
        for one, other in zip(result, part.results[key], strict=True):
            np.testing.assert_allclose(one[..., :100], other, rtol=1e-4, atol=1e-6)


# --- Results ----------------------------------------------------------------------------------


def test_results_are_chances_in_order():
    found = comparison()
    means = [float(np.mean(found.score(key))) for key in found.found]
    assert means == sorted(means, reverse=True)
    for one in found.found.values():
        assert np.all((one.survival >= 0) & (one.survival <= 1))
        # Kept in single precision: neighbouring years may round past each other by 1e-7.
        assert np.max(np.diff(one.survival, axis=1)) <= 2e-7
        assert np.all((one.honour_imposed >= 0) & (one.honour_imposed <= 1))
        assert np.all((one.honour_chosen >= 0) & (one.honour_chosen <= 1))
        assert np.nanmin(one.hazard_before) >= -1e-6
        assert np.all(np.isnan(one.concession[0]))
        assert np.nanmin(one.concession[1]) >= -2e-7


def test_the_baseline_meets_its_base_rate_in_the_comparison_as_well():
    found = comparison()
    target = found.ensemble.sample.draw("anchor:recurrence_ten_years")
    for row, theory in enumerate(THEORIES):
        met = found.ensemble.anchors[theory].met
        assert np.mean(met) >= 0.9
        reached = 1 - found.found[BASELINE].survival[row, 9]
        # The anchor's own tolerance, and single precision.
        assert np.max(np.abs(reached - target)[met]) < 1.1e-4


def test_what_is_unconditional_is_the_mixture_by_entry():
    found = comparison()
    without = found.found[BASELINE]
    for key in (STRONG, WEAK):
        one = found.found[key]
        mixed = one.entry * one.through_horizon + (1 - one.entry) * without.through_horizon
        np.testing.assert_allclose(one.unconditional_horizon, mixed, atol=1e-6)
        at_end = np.take_along_axis(without.survival, one.end[None, None].astype(int) - 1, 1)[:, 0]
        mixed = one.entry * one.through_term + (1 - one.entry) * at_end
        np.testing.assert_allclose(one.unconditional_term, mixed, atol=1e-6)


def test_other_numbers_are_mixed_by_entry_as_well():
    found, bare = comparison(), comparison().unconditional(BASELINE)
    without = found.found[BASELINE]
    np.testing.assert_allclose(bare.incidents, without.incidents, rtol=1e-5)
    np.testing.assert_allclose(bare.hazard_before, without.hazard_before, atol=1e-6)
    for key in (STRONG, WEAK):
        one, mixed = found.found[key], found.unconditional(key)
        wanted = one.entry * one.concession[1] + (1 - one.entry) * without.concession[1]
        np.testing.assert_allclose(mixed.concession[1], wanted, atol=1e-6)
        assert np.all(np.isnan(mixed.concession[0]))
        sure = one.entry == 1
        np.testing.assert_allclose(mixed.incidents[:, sure], one.incidents[:, sure], rtol=1e-6)
        assert np.all(np.isfinite(mixed.incidents))


def test_a_row_ends_with_what_is_unconditional():
    # Readers of CSV by column find what they knew where it was.
    row = summarise(comparison())["guarantees"][0]
    assert [name.startswith("unconditional") for name in row] == [False] * (len(row) - 3) + [
        True
    ] * 3
    assert row["unconditional_coerced_concession"]["mean"] >= 0


@pytest.mark.parametrize("key", [STRONG, WEAK])
def test_the_sceptic_expects_less_than_the_optimist(key):
    found = comparison()
    low, high = (
        np.mean(found.views[view][key].through_horizon) for view in ("sceptic", "optimist")
    )
    middle = np.mean(found.found[key].through_horizon)
    assert low < middle < high


def test_all_views_share_the_world_without_a_guarantee():
    # Only what guarantees do is tilted; where the base rate can be met, it is met in every view.
    found = comparison()
    for view, one in found.views.items():
        baseline = one[BASELINE].survival[:, 9]
        target = Sample(baseline.shape[1], SEED, view).draw("anchor:recurrence_ten_years")
        close = np.abs(1 - baseline - target) < 1.1e-4
        assert np.all(close.mean(axis=1) >= 0.9), view


# --- Credits ----------------------------------------------------------------------------------


def test_credits_add_up_and_a_mechanism_that_does_nothing_gets_none():
    loaded, sample = case(), Sample(12, SEED)
    _, zero = prepare(loaded.guarantees[BASELINE], loaded.case, sample, HORIZON)
    recurrence = sample.draw("anchor:recurrence_ten_years")
    anchors = {"threshold": anchored(zero, recurrence, "threshold", HORIZON)}
    prepared, inputs = prepare(loaded.guarantees[STRONG], loaded.case, sample, HORIZON)
    moves = dict(prepared.assembly.moves)
    # A mechanism that moves a number which this theory does not read.
    moves["zone-salami"] = {"probe_gain": np.full(12, 0.3)}
    assembly = replace(prepared.assembly, moves=moves)
    inputs = inputs._replace(moves=grouped(assembly, 12))
    found = shares(assembly, inputs, anchors, 10, HORIZON, SEED)
    total = found.with_all - found.with_none
    assert total > 0.01
    # Each credit is a difference of numbers in single precision.
    assert found.credit.sum() == pytest.approx(total, abs=1e-6)
    by_name = dict(zip(found.mechanisms, found.credit, strict=True))
    assert by_name["zone-salami"] == 0
    assert np.all(found.standard_error >= 0)
    everything = played(inputs, anchors["threshold"], "threshold", HORIZON).survival[9].mean()
    assert found.with_all == pytest.approx(float(everything), abs=1e-5)


# --- Turning ----------------------------------------------------------------------------------


def test_the_fitted_end_of_a_factor_is_what_pinning_it_there_gives():
    # The factor that moves this pair most, held at its 95th percentile in a run of its own.
    found = comparison()
    difference = (found.score(STRONG) - found.score(WEAK))[0]
    columns = found.columns(STRONG, WEAK)
    spread = {name: abs(np.corrcoef(u, difference)[0, 1]) for name, u in columns.items()}
    factor = max(spread, key=spread.get)
    _, (percentile, value, error) = expected(columns[factor], difference)
    sample = Sample(DRAWS, SEED)
    sample.columns[factor] = np.full(DRAWS, percentile)
    pinned = ensemble(keys=(STRONG, WEAK, BASELINE), sample=sample)
    one, other = (metrics(pinned, key, BASELINE).through_horizon[0] for key in (STRONG, WEAK))
    run_error = np.std(one - other) / np.sqrt(DRAWS)
    assert np.mean(one - other) == pytest.approx(value, abs=3 * np.hypot(error, run_error))
    # The pin makes a difference that the tolerance would show.
    assert abs(np.mean(one - other) - np.mean(difference)) > run_error
