"""Fearon, Rationalist Explanations for War, IO 49 (1995): the range and the risk under doubt.

War is costly, so a range of bargains always exists; with private costs state 1 runs a risk of war.
The demand is checked on a grid, by another optimiser, and by playing the game.
"""

import jax
import numpy as np
import pytest
from jax.test_util import check_grads
from scipy.optimize import minimize_scalar

from suasion.theory.library.bargaining_range import MODELS, bargaining_range, ultimatum

DRAWS = 10_000
NAMES = ("p", "c_1", "c_2_low", "c_2_high", "tau_1", "tau_2")
GRID = np.linspace(0, 1, 401)[:, None]


def draws(seed=1995, count=DRAWS):
    random = np.random.default_rng(seed)
    low, wide = random.uniform(0, 0.5, (2, count))
    wide[:100] = 0  # known costs
    trade = random.uniform(0, 0.2, (2, count)) * (random.uniform(size=(2, count)) < 0.5)
    p, c_1 = random.uniform(0, 1, count), random.uniform(0, 0.6, count)
    return dict(zip(NAMES, [p, c_1, low, low + wide, *trade], strict=True))


def worth(x, p, c_1, c_2_low, c_2_high, tau_1, tau_2):
    """State 1's payoff from a demand, from who would refuse it."""
    least = x - p - tau_2
    known = c_2_low == c_2_high
    width = np.where(known, 1, c_2_high - c_2_low)
    refused = np.where(known, least > c_2_low + 1e-12, np.clip((least - c_2_low) / width, 0, 1))
    return (1 - refused) * x + refused * (p - c_1 - tau_1)


def test_no_demand_is_better():
    game = draws()
    best = ultimatum(**game)
    played = worth(np.array(best.demand), **game)
    np.testing.assert_allclose(best.state_1, played, atol=1e-12)  # rounding
    assert np.max(worth(GRID, **game).max(axis=0) - played) <= 1e-12
    assert np.all((np.array(best.demand) >= 0) & (np.array(best.demand) <= 1))


def test_published_private_cost_demand():
    # theory: t* = (C - c_1)/2 and P(war) = (1 - c_1/C)/2 where the demand is below the whole good.
    for p, c_1, top in ((0.5, 0.1, 0.4), (0.3, 0.2, 0.6), (0.6, 0.05, 0.3)):
        found = MODELS[0].solve(p=p, c_1=c_1, c_2_low=0.0, c_2_high=top).chosen
        assert found.strategies["demand"] == pytest.approx(p + (top - c_1) / 2, abs=1e-15)
        assert found.outcomes["war"] == pytest.approx((1 - c_1 / top) / 2, abs=1e-15)
    capped = MODELS[0].solve(p=0.9, c_1=0.1, c_2_low=0.0, c_2_high=0.8).chosen
    assert capped.strategies["demand"] == 1
    assert capped.outcomes["war"] == pytest.approx(0.1 / 0.8, abs=1e-15)


def test_another_optimiser_finds_the_same_demand():
    game = draws(seed=5, count=40)
    for i in range(40):
        one = {name: float(x[i]) for name, x in game.items()}
        if one["c_2_high"] - one["c_2_low"] < 0.05:
            continue
        ends = (one["p"] + one["tau_2"] + one["c_2_low"], 1.0)
        if ends[0] >= 1:
            continue
        found = minimize_scalar(lambda x, one=one: -worth(x, **one), bounds=ends, method="bounded")
        # The optimiser stops within 1e-5 of a flat top.
        assert float(ultimatum(**one).state_1) == pytest.approx(-found.fun, abs=1e-5)
        assert float(ultimatum(**one).demand) == pytest.approx(found.x, abs=1e-3)


@pytest.mark.parametrize("changes", [{}, {"tau_2": 0.05}, {"p": 0.8, "c_2_high": 0.9}])
def test_playing_the_game_gives_its_outcomes_and_values(changes):
    found = MODELS[0].solve(**changes)
    game, plays = found.parameters, 400_000
    cost = np.random.default_rng(3).uniform(game["c_2_low"], game["c_2_high"], plays)
    x = found.chosen.strategies["demand"]
    fights = 1 - x < 1 - game["p"] - cost - game["tau_2"]
    mine = np.where(fights, game["p"] - game["c_1"] - game["tau_1"], x)
    yours = np.where(fights, 1 - game["p"] - cost - game["tau_2"], 1 - x)
    end = found.chosen
    exact = (end.outcomes["war"], end.values["state_1"], end.values["state_2"])
    for sample, value in zip((fights, mine, yours), exact, strict=True):
        assert abs(sample.mean() - value) <= 4 * sample.std() / np.sqrt(plays) + 1e-12


def test_the_range_is_what_both_prefer_to_war():
    random = np.random.default_rng(2)
    p, c_1, c_2, tau_1, tau_2 = random.uniform(0, 0.4, (5, DRAWS))
    p = p + 0.3
    low, high = bargaining_range(p, c_1, c_2, tau_1, tau_2)
    accepts = (p - c_1 - tau_1 <= GRID) & (1 - p - c_2 - tau_2 <= 1 - GRID)
    off_the_edge = (np.abs(low - GRID) > 1e-9) & (np.abs(high - GRID) > 1e-9)
    assert np.all(((low <= GRID) & (high >= GRID) == accepts) | ~off_the_edge)


def test_directions():
    game = draws()
    before = ultimatum(**game)
    punished = ultimatum(**game | {"c_1": game["c_1"] + 0.05})
    traded = ultimatum(**game | {"tau_1": game["tau_1"] + 0.05})
    assert np.all(punished.p_war <= before.p_war + 1e-12)
    np.testing.assert_allclose(punished.p_war, traded.p_war, atol=1e-12)
    # Power moves the bargain, not the risk, unless the demand is the whole good.
    weaker = game | {"p": 0.9 * game["p"]}
    inner = np.asarray(before.demand) < 1 - 1e-9
    after = ultimatum(**weaker)
    np.testing.assert_allclose(after.p_war[inner], before.p_war[inner], atol=1e-12)
    assert np.all(after.demand[inner] <= before.demand[inner])


def test_costless_war_is_a_second_equilibrium_and_crossed_ends_are_none():
    free = MODELS[0].solve(c_1=0.0, c_2_high=0.0)
    assert [one.label for one in free.equilibria] == ["settlement", "war"]
    assert free.equilibria[0].values == free.equilibria[1].values
    assert free.status.code == "degenerate"
    crossed = MODELS[0].solve(c_2_low=0.5, c_2_high=0.1)
    assert (crossed.status.code, crossed.equilibria) == ("none-found", ())


def test_batch_jit_and_gradient():
    game = draws(count=64)
    for compiled, eager in zip(jax.jit(ultimatum)(**game), ultimatum(**game), strict=True):
        np.testing.assert_allclose(compiled, eager, rtol=1e-12, atol=1e-12)
        assert eager.shape == (64,)
    third = ultimatum(**{name: x[2] for name, x in game.items()})
    np.testing.assert_allclose(third.demand, ultimatum(**game).demand[2], rtol=1e-12)
    check_grads(ultimatum, (0.5, 0.1, 0.0, 0.4, 0.02, 0.03), order=1, modes=["rev"])
