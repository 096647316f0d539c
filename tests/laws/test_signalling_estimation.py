"""Laws of the estimators of the crisis-signalling game, and what they find in drawn data."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr
from scipy.stats import binom

from suasion.errors import SuasionError
from suasion.evidence.signalling import (
    Beliefs,
    bootstrap_covariance,
    constrained_likelihood,
    crises,
    equilibria,
    first_stage,
    nested_pseudo_likelihood,
    own_shares,
    pseudo_likelihood,
    simulated,
)
from suasion.evidence.signalling.local import CHANCES, FIRM, GAP, local
from suasion.theory.library import lewis_schultz

# The designs of Crisman-Cox and Gibilisco (2021): one equilibrium, and three.
UTILITIES = {"v_a": ["1"], "w_a": ["1"], "w_b": ["1", "x"], "a": ["1"], "v_b": ["1"]}
UNIQUE = np.array([1.0, -1.8, -2.45, 0.1, -1.2, 1.0])
MULTIPLE = np.array([1.0, -1.9, -2.9, 0.1, -1.2, 1.0])


def games(count):
    table = pd.DataFrame({"sq": 1.0, "cd": 0.0, "sf": 0.0, "bd": 0.0}, index=range(count))
    return crises(table.assign(x=np.linspace(0.0, 1.0, count)), UTILITIES)


@pytest.fixture(scope="module")
def drawn():
    return simulated(games(100), UNIQUE, plays=100, random=np.random.default_rng(5))


@pytest.fixture(scope="module")
def nested(drawn):
    return nested_pseudo_likelihood(drawn, first_stage(drawn))


@pytest.fixture(scope="module")
def constrained(drawn, nested):
    return constrained_likelihood(drawn, nested)


def test_kernel_is_the_game_of_the_library():
    game = lewis_schultz.Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0)
    for one in lewis_schultz.solve(**game._asdict()).equilibria:
        z = equilibria(games(2), MULTIPLE).z[0]
        z = z[np.abs(ndtr(z) - one.strategies["b_resists"]).argmin()]
        found = local(np.array([game]), np.array([z]), np.array([z])).value[0]
        assert np.exp(found[CHANCES]) == pytest.approx(list(one.outcomes.values()), abs=1e-9)
        assert found[FIRM] == pytest.approx(one.strategies["a_stands_firm"], abs=1e-9)
        assert abs(found[GAP]) < 1e-9


def test_derivatives_against_differences():
    random, h = np.random.default_rng(0), 1e-5
    center = np.array([0.1, 1.0, 0.2, -1.5, -1.9, -1.1, 0.8, 0.3, -0.2])
    points = center + 0.2 * random.normal(size=(5, 9))
    found = local(points[:, :7], points[:, 7], points[:, 8])
    for k in range(9):
        up, down = points.copy(), points.copy()
        up[:, k] += h
        down[:, k] -= h
        ahead, back = (local(p[:, :7], p[:, 7], p[:, 8]) for p in (up, down))
        # Central differences: error of order h^2 and rounding over h.
        np.testing.assert_allclose(
            found.slope[:, :, k], (ahead.value - back.value) / (2 * h), atol=1e-7, rtol=1e-6
        )
        np.testing.assert_allclose(
            found.bend[:, :, :, k], (ahead.slope - back.slope) / (2 * h), atol=1e-6, rtol=1e-6
        )


def test_nested_fixed_point_is_an_equilibrium_and_where_rounds_lead(drawn, nested):
    assert nested.status.code == "ok"
    assert nested.violation < 1e-9
    # From there a further round stays.
    again = pseudo_likelihood(drawn, Beliefs(nested.z, nested.firm), start=nested.values)
    assert again.values == pytest.approx(nested.values, abs=1e-6)


def test_constrained_is_no_less_likely_and_in_equilibrium(drawn, nested, constrained):
    assert constrained.status.code == "ok"
    assert constrained.log_likelihood >= nested.log_likelihood
    assert constrained.violation < 1e-9
    found = equilibria(drawn, constrained.values)
    played = np.take_along_axis(found.z, found.nearest(constrained.z)[:, None], axis=1)[:, 0]
    assert np.abs(played - constrained.z).max() < 1e-6


def test_no_small_step_along_the_equilibria_is_more_likely(drawn, constrained):
    # An independent look: all roots are solved for anew at each step.
    for k in range(6):
        for step in (-0.01, 0.01):
            moved = constrained.values.copy()
            moved[k] += step
            assert equilibria(drawn, moved).best < constrained.log_likelihood


def test_twice_the_counts_give_half_the_covariance(drawn, nested, constrained):
    double = drawn.with_counts(2.0 * drawn.counts)
    for one, again in (
        (nested, nested_pseudo_likelihood(double, Beliefs(nested.z, nested.firm))),
        (constrained, constrained_likelihood(double, nested)),
    ):
        assert again.values == pytest.approx(one.values, abs=1e-4)
        np.testing.assert_allclose(2.0 * again.covariance, one.covariance, rtol=1e-2)


def test_bootstrap_says_more_than_taking_the_first_stage_as_known(drawn):
    found = pseudo_likelihood(drawn, first_stage(drawn))
    drawn_anew = bootstrap_covariance(found, random=np.random.default_rng(2), draws=12)
    assert drawn_anew.used >= 10
    assert np.sqrt(drawn_anew.covariance[2, 2]) > found.standard_errors[2]


@pytest.mark.slow
def test_recovery_in_drawn_data():
    # 16 samples of 100 games played 50 times. With the right errors a coefficient is covered in
    # each with chance 0.95: fewer than 11 of 16 has a chance below 1e-4.
    random, count = np.random.default_rng(7), 16
    least = int(binom.ppf(1e-4, count, 0.95))
    covered = {"PL": np.zeros(6), "NPL": np.zeros(6), "CMLE": np.zeros(6)}
    for _ in range(count):
        sample = simulated(games(100), UNIQUE, plays=50, random=random)
        beliefs = first_stage(sample)
        plain = pseudo_likelihood(sample, beliefs)
        nested = nested_pseudo_likelihood(sample, beliefs, start=plain.values)
        for one in (plain, nested, constrained_likelihood(sample, [nested])):
            if one.covariance is not None:
                near = np.abs(one.values - UNIQUE) <= 1.96 * one.standard_errors
                covered[one.method] += near
    assert (covered["NPL"] >= least).all()
    assert (covered["CMLE"] >= least).all()
    # The first stage is rough where challenges are few: PL misses B's payoffs nearly always.
    assert (covered["PL"][[2, 3, 5]] < least).all()


def test_games_that_play_different_equilibria_are_told_apart():
    truth = np.where(np.arange(40) % 2, 2, 0)
    random = np.random.default_rng(3)
    sample = simulated(games(40), MULTIPLE, plays=2000, random=random, played=truth)
    found = constrained_likelihood(sample, pseudo_likelihood(sample, own_shares(sample)))
    assert found.status.code == "ok"
    assert (np.abs(found.values - MULTIPLE) < 4.0 * found.standard_errors).all()
    several = equilibria(sample, found.values)
    assert set(several.number) == {3}
    assert (several.nearest(found.z) == truth).all()
    # Whoever lets all games play one and the same equilibrium is far off.
    assert several.best > max(several.least, several.most) + 1000.0


TABLE = pd.DataFrame({"sq": [9, 8], "cd": [1, 1], "sf": [1, 2], "bd": [1, 1], "x": [0.0, 1.0]})


@pytest.mark.parametrize(
    ("utilities", "change", "words"),
    [
        ({"w_c": ["1"]}, {}, "no utility is called 'w_c'"),
        ({"w_a": ["y"]}, {}, "no column 'y'"),
        ({name: ["1"] for name in ("s_a", "v_a", "w_a", "a")}, {}, "not identified"),
        ({name: ["x"] for name in ("c_b", "w_b", "v_b")}, {}, "not identified"),
        ({"w_a": ["1", "x"]}, {"x": [2.0, 2.0]}, "depend on each other"),
        ({"w_a": ["x"]}, {"x": [0.0, np.nan]}, "row 1, column 'x'"),
        ({"w_a": ["x"]}, {"x": ["a", "b"]}, "does not hold numbers"),
        ({"w_a": ["1"]}, {"sq": [-1, 8]}, "row 0: counts"),
        ({"w_a": ["1"]}, {"sq": [9, 0], "cd": 0, "sf": 0, "bd": 0}, "row 1: counts"),
        ({}, {}, "no utility has a regressor"),
    ],
)
def test_what_cannot_be_estimated_is_refused(utilities, change, words):
    with pytest.raises(SuasionError, match=words):
        crises(TABLE.assign(**change), utilities)


def test_a_utility_is_fixed_or_has_regressors():
    with pytest.raises(SuasionError, match="is fixed at 1 and has regressors"):
        crises(TABLE, {"v_a": ["1"]}, fixed={"v_a": 1.0})


def test_beliefs_and_starts_that_do_not_fit_are_refused():
    data = crises(TABLE, {"w_a": ["1"]})
    with pytest.raises(SuasionError, match="one number for each of the 2 games"):
        pseudo_likelihood(data, Beliefs(np.zeros(3), np.full(3, 0.5)))
    with pytest.raises(SuasionError, match="beliefs must be chances"):
        pseudo_likelihood(data, Beliefs(np.zeros(2), np.zeros(2)))
    with pytest.raises(SuasionError, match="no start is given"):
        constrained_likelihood(data, [])


@pytest.mark.parametrize("counts", [[5, 0, 0, 0], [5, 0, 1, 0], [5, 1, 0, 0], [0, 0, 0, 3]])
def test_outcomes_that_never_happen_leave_no_maximum_and_say_so(drawn, counts):
    data = drawn.with_counts(np.tile(np.array(counts, float), (len(drawn.counts), 1)))
    found = nested_pseudo_likelihood(data, own_shares(data), most=3)
    assert found.status.code == "step-limit"
    assert found.standard_errors is None


def test_a_start_from_nowhere_is_a_status_and_a_wrong_one_is_refused(drawn):
    beliefs = first_stage(drawn)
    assert pseudo_likelihood(drawn, beliefs, start=np.full(6, 1e200)).status.code == "step-limit"
    with pytest.raises(SuasionError, match="6 finite numbers are needed"):
        pseudo_likelihood(drawn, beliefs, start=np.zeros(5))


def test_no_resistance_no_first_stage():
    with pytest.raises(SuasionError, match="none resisted"):
        first_stage(crises(TABLE.assign(sf=0, bd=0), {"w_a": ["1"]}))
