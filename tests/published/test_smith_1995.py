"""Smith, ISQ 39 (1995) and International Interactions (1998): what the abstracts state, reduced.

Unreliable alliances are attacked, reliable ones are not, and so what is observed of alliances
understates their reliability; an alliance raises the chance of intervention and deters.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from suasion.theory.library.default_penalty import (
    MODELS,
    alliance_record,
    intervention_probability,
)
from suasion.theory.library.threshold_guarantee import required_intervention_probability

DRAWS = 10_000
(MODEL,) = MODELS
NAMES = ("b_C", "b_sd", "a", "k_mean", "k_sd", "threshold")


def draws(seed=1998, count=DRAWS):
    random = np.random.default_rng(seed)
    spread, k_sd = np.exp(random.uniform(-1.5, 1.5, (2, count)))
    means = random.normal(size=(2, count))
    return dict(
        zip(
            NAMES,
            (
                means[0],
                spread * k_sd,
                random.exponential(1, count),
                means[1],
                k_sd,
                random.uniform(0.02, 0.98, count),
            ),
            strict=True,
        )
    )


def solved(game):
    return {name: np.array(x) for name, x in jax.jit(alliance_record)(**game)._asdict().items()}


def test_nobody_gains_by_another_choice():
    random = np.random.default_rng(1)
    gain, loss = random.uniform(0.1, 2, (2, DRAWS))
    status_quo = gain - random.uniform(0, 1, DRAWS) * (gain + loss)
    game = draws()
    threshold = required_intervention_probability(gain, status_quo, loss)
    cut = game["k_mean"] - game["a"] + game["k_sd"] * norm.ppf(threshold)
    for step in (-2.0, -0.1, -1e-6, 1e-6, 0.1, 2.0):
        b = cut + step
        # The challenger, from how often costs are below b + a.
        pi = norm.cdf(b + game["a"], game["k_mean"], game["k_sd"])
        gained = (1 - pi) * gain - pi * loss - status_quo
        assert np.all(gained * np.sign(step) <= 1e-9)
        np.testing.assert_allclose(
            pi, intervention_probability(b, game["a"], game["k_mean"], game["k_sd"]), atol=1e-12
        )
        # The guarantor: b - k against -a.
        for k in (b + game["a"] - 0.1, b + game["a"] + 0.1):
            assert np.all((b - k > -game["a"]) == (k < b + game["a"]))


def test_the_record_is_the_bivariate_normal():
    game = draws(count=150)
    found = solved(game)
    steep = game["b_sd"] / game["k_sd"]
    height = (game["b_C"] + game["a"] - game["k_mean"]) / game["k_sd"] / np.sqrt(1 + steep**2)
    for i in range(150):
        z, rho = norm.ppf(found["tested"][i]), -steep[i] / np.sqrt(1 + steep[i] ** 2)
        both = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([z, height[i]])
        # scipy's own accuracy is 1e-8 of a probability or so.
        assert found["tested"][i] * found["observed"][i] == pytest.approx(both, abs=1e-7)
        assert found["reliability"][i] == pytest.approx(norm.cdf(height[i]), abs=1e-12)


def test_observed_fulfilment_understates_reliability_and_stays_below_the_threshold():
    game = draws()
    found = solved(game)
    assert np.all(found["observed"] <= found["reliability"] + 1e-12)
    assert np.all(found["observed"] <= game["threshold"] + 1e-12)
    assert np.all((found["observed"] >= 0) & (found["tested"] >= 0) & (found["tested"] <= 1))
    # However reliable alliances become, the record of those attacked does not show it.
    strong = solved(game | {"a": game["a"] + 20 * (game["k_sd"] + game["b_sd"])})
    assert np.all(strong["reliability"] > 0.99)
    assert np.all(strong["observed"] <= game["threshold"] + 1e-12)


def test_a_larger_penalty_deters_and_binds():
    game = draws()
    before, after = solved(game), solved(game | {"a": game["a"] + 0.1})
    # Strictly, but where a share is 0 or 1 to rounding.
    for name, sign in (("tested", -1), ("reliability", 1)):
        open_ends = (before[name] > 1e-9) & (before[name] < 1 - 1e-9)
        assert np.all((sign * (after[name] - before[name]) > 0)[open_ends])
        assert np.all(sign * (after[name] - before[name]) >= 0)
    alone = solved(game | {"a": np.zeros(DRAWS)})
    assert np.all(alone["reliability"] <= before["reliability"])


def test_without_spread_there_is_no_selection():
    # All alliances are alike: attacked or not together, and seen as they are.
    for a, tested in ((0.0, 1.0), (1.0, 0.0)):
        record = alliance_record(0.0, 1e-6, a, 0.5, 1.0, 0.5)
        assert float(record.tested) == tested
        exact = norm.cdf(a - 0.5)
        assert float(record.reliability) == pytest.approx(exact, abs=1e-6)
        if tested:
            assert float(record.observed) == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize("changes", [{}, {"a": 0.0}, {"b_sd": 3.0, "s": 0.4}, {"b_C": 2.0}])
def test_playing_the_game_gives_its_outcomes_and_values(changes):
    found = MODEL.solve(**changes)
    game, end = found.parameters, found.chosen
    random, plays = np.random.default_rng(5), 400_000
    b = random.normal(game["b_C"], game["b_sd"], plays)
    k = random.normal(game["k_mean"], game["k_sd"], plays)
    pi = norm.cdf(b + game["a"], game["k_mean"], game["k_sd"])
    attacked = (1 - pi) * game["G"] - pi * game["L"] > game["s"]
    helps = k <= b + game["a"]
    ends = [~attacked, attacked & ~helps, attacked & helps]
    for share, exact in zip(ends, end.outcomes.values(), strict=True):
        assert abs(share.mean() - exact) <= 4 * np.sqrt(0.25 / plays)
    payoffs = {
        "challenger": np.select(ends, [game["s"], game["G"], -game["L"]]),
        "guarantor": np.select(ends, [0.0, -game["a"], b - k]),
    }
    for who, sample in payoffs.items():
        error = 4 * sample.std() / np.sqrt(plays)
        assert abs(sample.mean() - end.values[who]) <= error
    seen = helps[attacked]
    assert seen.mean() == pytest.approx(
        end.beliefs["fulfilled_if_tested"], abs=4 * np.sqrt(0.25 / seen.size)
    )
    assert end.beliefs["reliability"] == pytest.approx(helps.mean(), abs=4 * np.sqrt(0.25 / plays))


def test_thresholds_that_nothing_or_everything_meets():
    nothing = MODEL.solve(s=2.0)
    assert nothing.status.code == "degenerate"
    assert nothing.chosen.outcomes == {"status_quo": 1, "abandoned": 0, "fulfilled": 0}
    assert "fulfilled_if_tested" not in nothing.chosen.beliefs
    always = MODEL.solve(s=-2.0).chosen
    assert always.outcomes["status_quo"] == 0
    assert always.beliefs["fulfilled_if_tested"] == pytest.approx(always.beliefs["reliability"])
    assert MODEL.solve(L=-1.0).status.code == "none-found"


def test_a_batch_is_a_loop_compiled_or_not():
    game = draws(count=16)
    compiled = jax.jit(alliance_record)(**game)
    for quick, eager in zip(compiled, alliance_record(**game), strict=True):
        np.testing.assert_allclose(quick, eager, rtol=1e-10, atol=1e-14)
        assert eager.shape == (16,)
    one = jax.jit(alliance_record)(**{name: x[11] for name, x in game.items()})
    np.testing.assert_allclose(one.observed, compiled.observed[11], rtol=1e-10)


def test_gradient_is_the_difference():
    def mean(x):
        return jnp.stack(alliance_record(*x)) @ jnp.array([1.0, 2.0, 3.0])

    quick, at = jax.jit(mean), np.array([0.1, 0.8, 0.5, 0.6, 1.1, 0.4])
    steps = 1e-5 * np.eye(6)
    differences = [(quick(at + step) - quick(at - step)) / 2e-5 for step in steps]
    # A central difference errs by its step squared.
    np.testing.assert_allclose(jax.jit(jax.grad(mean))(at), differences, atol=1e-8)
