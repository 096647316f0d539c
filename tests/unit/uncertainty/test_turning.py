"""Hinges, reversals and the diagnosis find what was planted, and nothing else."""

from types import SimpleNamespace

import numpy as np
import pytest

from suasion.uncertainty.diagnosis import edge, two_humped
from suasion.uncertainty.metrics import hazard, read_at, term_end
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.shapley import orders, presence
from suasion.uncertainty.turning import expected, hinges, reversal

DRAWS = 2000


@pytest.fixture(scope="module")
def columns():
    sample = Sample(DRAWS, 11)
    return {name: sample.column(name) for name in (f"mechanism:a.{i}" for i in range(60))}


@pytest.fixture(scope="module")
def noise():
    return np.random.default_rng(2).normal(size=DRAWS)


def test_planted_factors_are_found_in_order_of_strength(columns, noise):
    result = 3 * columns["mechanism:a.7"] - 1.5 * columns["mechanism:a.3"] + 0.3 * noise
    first, second, *rest = hinges(columns, result)
    assert (first.factor, second.factor) == ("mechanism:a.7", "mechanism:a.3")
    assert first.correlation > 0.7
    assert second.correlation < -0.3
    assert len(rest) <= 1


def test_rank_correlation_does_not_see_a_change_of_scale(columns, noise):
    result = columns["mechanism:a.7"] + 0.1 * noise
    plain, bent = (hinges(columns, x)[0] for x in (result, np.exp(5 * result)))
    assert plain == bent


def test_a_constant_result_hinges_on_nothing(columns):
    assert hinges(columns, np.full(DRAWS, 0.4)) == []


def test_a_planted_reversal_is_found_at_its_end(columns, noise):
    difference = 0.2 - 0.8 * (columns["mechanism:a.5"] > 0.8) + 0.02 * noise
    assert difference.mean() > 0
    turn = reversal(columns, difference)
    assert (turn.factor, turn.percentile) == ("mechanism:a.5", 0.95)
    assert turn.difference < -2 * turn.standard_error
    other = reversal(columns, -difference)
    assert (other.factor, other.percentile) == ("mechanism:a.5", 0.95)
    assert other.difference > 0


def test_no_reversal_is_found_where_there_is_none(columns, noise):
    assert reversal(columns, 0.1 + 0.02 * columns["mechanism:a.5"] + 0.05 * noise) is None


@pytest.mark.parametrize("draws", [1, 2, 3])
def test_no_reversal_is_told_where_the_fit_leaves_no_error(draws):
    # With as many coefficients as draws the fit passes through every draw and the error is nought.
    columns = {"mechanism:a.1": np.linspace(0.3, 0.6, draws)}
    difference = np.array([-0.1, 0.3, 0.6])[:draws]
    (_, value, error), _ = expected(columns["mechanism:a.1"], difference)
    assert value * difference.mean() < 0 or draws == 1
    assert error < 1e-6
    assert reversal(columns, difference) is None


def test_pure_noise_is_rarely_read_as_a_reversal(columns):
    # A mean two standard errors from zero over 60 factors that do nothing: 120 ends are tried.
    random = np.random.default_rng(3)
    found = 0
    for _ in range(40):
        difference = random.normal(size=DRAWS)
        difference += 2 / np.sqrt(DRAWS) - difference.mean()
        found += reversal(columns, difference) is not None
    assert found <= 4


def test_the_expected_difference_is_the_planted_parabola(columns, noise):
    u = columns["mechanism:a.1"]
    (low, at_low, error), (high, at_high, _) = expected(u, 1 - 2 * u + 3 * u**2 + 0.1 * noise)
    assert (low, high) == (0.05, 0.95)
    # A parabola is within the fit's span, so only noise is left: three standard errors.
    assert at_low == pytest.approx(1 - 0.1 + 0.0075, abs=3 * error)
    assert at_high == pytest.approx(1 - 1.9 + 2.7075, abs=3 * error)
    assert 0.1 / np.sqrt(DRAWS) < error < 1.0 / np.sqrt(DRAWS)


# --- Diagnosis --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chances", "side"),
    [
        (np.full(1000, 0.995), 1),
        (np.full(1000, 0.005), 0),
        (np.r_[np.full(989, 0.999), np.full(11, 0.5)], None),
        (np.r_[np.full(990, 0.999), np.full(10, 0.5)], 1),
        (np.linspace(0, 1, 1000), None),
    ],
)
def test_saturation_is_nearly_all_futures_at_one_end(chances, side):
    assert edge(chances) == side


def test_a_saturated_cell_is_reported_at_either_end():
    from suasion.uncertainty.diagnosis import _saturated

    rows = np.stack([np.full(100, 0.999), np.full(100, 0.5), np.full(100, 0.001)])
    one = SimpleNamespace(through_horizon=rows, hazard_before=rows, honour_imposed=rows)
    found = _saturated({"firm": one}, ["calm", "open", "doomed"])
    assert [(cell["theory"], cell["at"]) for cell in found] == [("calm", 1), ("doomed", 0)]
    assert all("median hazard" in cell["because"] for cell in found)


def test_two_humps_need_both():
    halves = np.r_[np.full(500, 0.02), np.full(500, 0.98)]
    assert two_humped(halves)
    assert not two_humped(np.r_[np.full(100, 0.02), np.full(900, 0.98)])
    assert not two_humped(np.linspace(0.3, 0.7, 1000))


# --- Reading ----------------------------------------------------------------------------------


def test_survival_is_read_at_the_end_of_the_year_that_is_asked_for():
    survival = np.array([[[0.9, 0.8], [0.7, 0.6], [0.5, 0.4]]])
    np.testing.assert_array_equal(read_at(survival, np.array([0, 3])), [[1.0, 0.4]])
    np.testing.assert_array_equal(read_at(survival, np.array([2, 1])), [[0.7, 0.8]])


def test_a_constant_hazard_is_read_back():
    years = np.arange(1, 21)[None, :, None]
    survival = np.exp(-np.array([0.03, 0.2]) * years)
    found = hazard(survival, np.array([7, 5]), np.array([10, 8]))
    np.testing.assert_allclose(found, [[0.03, 0.2]], rtol=1e-12)
    assert np.all(np.isnan(hazard(survival, np.array([7, 20]), np.array([7, 20]))))


def test_terms_are_read_at_their_end_or_the_reference_date():
    found = term_end(np.array([0.3, 5.0, 15.4, np.inf, 40.0]), 25)
    np.testing.assert_array_equal(found, [1, 5, 15, 10, 25])


# --- Orders of joining ------------------------------------------------------------------------


def test_orders_come_in_opposite_pairs_and_players_join_one_by_one():
    found = orders(7, 5, 1)
    np.testing.assert_array_equal(found[0], found[1][::-1])
    np.testing.assert_array_equal(np.sort(found, axis=1), np.tile(np.arange(5), (7, 1)))
    joined = presence(found)
    np.testing.assert_array_equal(joined.sum(axis=2), np.tile(np.arange(6.0), (7, 1)))
    for draw in range(7):
        for step, player in enumerate(found[draw]):
            assert joined[draw, step, player] == 0
            assert joined[draw, step + 1, player] == 1


def test_expected_differences_are_least_squares(columns, noise):
    u = columns["mechanism:a.1"]
    difference = 0.3 - u + 2 * u**2 + noise
    design = np.stack([np.ones_like(u), u, u**2], axis=1)
    fit, left, *_ = np.linalg.lstsq(design, difference, rcond=None)
    ends = np.array([[1, x, x**2] for x in (0.05, 0.95)])
    errors = np.sqrt(
        left[0] / (DRAWS - 3) * np.diag(ends @ np.linalg.inv(design.T @ design) @ ends.T)
    )
    found = np.array(expected(u, difference))
    np.testing.assert_allclose(found[:, 1], ends @ fit, rtol=1e-9)
    np.testing.assert_allclose(found[:, 2], errors, rtol=1e-9)


def test_without_factors_nothing_reverses():
    assert reversal({}, np.ones(5)) is None
