"""Powell, Nuclear Brinkmanship, IO 69 (2015): the two results of its abstract, in reduced form.

The likelier the balance of resolve favours the defender, the less power is brought to bear; a
sharper trade-off makes conflict at high levels less likely and at low levels more likely. The
optimum is checked over a grid of powers.
"""

import jax
import numpy as np
import pytest
from jax.test_util import check_grads

from suasion.theory.library.brinkmanship import MODELS, challenge_worth, power_choice

DRAWS = 10_000
(MODEL,) = MODELS
NAMES = ("p_0", "k", "v", "n", "q", "R_C")


def draws(seed=2015, count=DRAWS):
    random = np.random.default_rng(seed)
    p_0, R_C = random.uniform(0, 0.6, count), random.uniform(0, 0.7, count)
    k, v = np.exp(random.uniform(-2, 2, count)), np.exp(random.uniform(-1, 1, count))
    n, q = v * np.exp(random.uniform(-4, 2, count)), v * random.uniform(0, 0.5, count)
    return dict(zip(NAMES, (p_0, k, v, n, q, R_C), strict=True))


def solved(game):
    return {name: np.array(x) for name, x in power_choice(**game)._asdict().items()}


def payoff(p, lambda_d, p_0, k, v, n, q, R_C):
    risk = np.minimum(k * (p - p_0), 1)
    worth = (1 - risk) * p * v - risk * n
    return np.where(risk <= R_C + 1e-12, worth, (1 - lambda_d) * worth - lambda_d * q)


def chosen(game, lambda_d):
    """Power that the closed form brings."""
    found = solved(game)
    return np.where(lambda_d < found["lambda_star"], found["free"], found["limited"])


def test_no_power_is_better():
    game = draws()
    lambda_d = np.random.default_rng(1).uniform(size=DRAWS)
    played = payoff(chosen(game, lambda_d), lambda_d, **game)
    for share in np.linspace(0, 1, 201):
        other = payoff(game["p_0"] + share * (1 - game["p_0"]), lambda_d, **game)
        assert np.max((other - played) / game["v"]) <= 1e-9  # rounding
    on_the_border = np.minimum(game["p_0"] + game["R_C"] / game["k"], 1)
    assert np.max((payoff(on_the_border, lambda_d, **game) - played) / game["v"]) <= 1e-9


def test_every_kind_of_choice_occurs():
    found = solved(draws())
    inside = (found["free"] > found["limited"]) & (found["free"] < 1)
    for kind in (inside, found["free"] == 1, found["free"] == draws()["p_0"]):
        assert 0.01 < kind.mean() < 0.99
    assert np.all((found["lambda_star"] >= 0) & (found["lambda_star"] <= 1))


def test_the_likelier_the_defender_is_more_resolute_the_less_power_is_brought():
    game = draws()
    powers = [chosen(game, lambda_d) for lambda_d in np.linspace(0, 1, 21)]
    assert np.all(np.diff(powers, axis=0) <= 0)
    assert np.any(np.diff(powers, axis=0) < 0)


def test_certain_balance_of_resolve():
    # For the challenger: marginal gain is marginal risk. For the defender: not to be outbid.
    game = draws()
    found = solved(game)
    assert np.array_equal(chosen(game, 1.0), found["limited"])
    assert np.all(found["limited_risk"] <= game["R_C"] + 1e-12)
    free = chosen(game, 0.0)
    inside = (free > game["p_0"] + 1e-3) & (free < 1 - 1e-3)
    p_0, k, v, n = (game[name] for name in ("p_0", "k", "v", "n"))
    slope = [challenge_worth(free + h, p_0, k, v, n) for h in (1e-4, -1e-4)]
    # A central difference of a parabola is exact.
    assert np.max(np.abs((slope[0] - slope[1]) / v)[inside]) <= 1e-12


def test_stability_instability():
    game = draws()
    sharper = game | {"k": 1.05 * game["k"]}
    before, after = solved(game), solved(sharper)
    for power in ("free", "limited"):
        assert np.all(after[power] <= before[power] + 1e-12)
    gambling = (before["free"] > before["limited"]) & (after["free"] > after["limited"])
    inner = gambling & (before["free"] < 1)
    # Over a uniform lambda_d the chance of the gamble is lambda_star, of limited conflict the rest.
    assert np.all(after["lambda_star"][inner] < before["lambda_star"][inner])
    assert inner.sum() > 500
    # At the corner the direction is not a law, as the page says.
    corner = gambling & (before["free"] == 1) & (after["free"] == 1)
    rises = after["lambda_star"][corner] > before["lambda_star"][corner]
    assert 0 < rises.mean() < 1


def test_costlier_disaster_means_less_power():
    game = draws()
    before, after = solved(game), solved(game | {"n": 1.1 * game["n"]})
    assert np.all(after["free"] <= before["free"])
    assert np.all(after["free_worth"] <= before["free_worth"] + 1e-12)


def test_solver_agrees_with_the_closed_form_and_keeps_ties():
    game = draws(count=200)
    lambda_d = np.random.default_rng(4).uniform(size=200)
    power = chosen(game, lambda_d)
    for i in range(200):
        one = {name: float(x[i]) for name, x in game.items()}
        found = MODEL.solve(**one, s=-1e9, lambda_d=float(lambda_d[i])).chosen
        assert found.strategies["power"] == pytest.approx(power[i], abs=1e-12)
        exact = payoff(power[i], lambda_d[i], **one)
        assert found.values["challenger"] == pytest.approx(exact, abs=1e-12)
        worth = {"prevails": one["v"], "disaster": -one["n"], "backs_down": -one["q"]}
        mean = sum(found.outcomes[name] * x for name, x in worth.items())
        assert mean == pytest.approx(exact, abs=1e-12)
    star = MODEL.solve().chosen.strategies["gambles_below"]
    tie = MODEL.solve(lambda_d=star)
    assert [one.label for one in tie.equilibria] == ["limited conflict", "gamble"]
    worth = tie.chosen.values["challenger"]
    assert len(MODEL.solve(lambda_d=star, s=worth).equilibria) == 3
    assert MODEL.solve(s=0.9).chosen.outcomes["status_quo"] == 1
    # Nothing to bring and nothing to lose: no power, no risk, no number missing.
    empty = MODEL.solve(p_0=0.0, n=9.0, q=0.0)
    assert [one.label for one in empty.equilibria] == ["status quo", "limited conflict"]
    assert empty.equilibria[1].strategies["power"] == 0
    assert empty.equilibria[1].strategies["gambles_below"] == 0


def test_batch_jit_and_gradient():
    game = draws(count=64)
    for compiled, eager in zip(jax.jit(power_choice)(**game), power_choice(**game), strict=True):
        np.testing.assert_allclose(compiled, eager, rtol=1e-12, atol=1e-12)
        assert eager.shape == (64,)
    one = power_choice(**{name: x[7] for name, x in game.items()})
    np.testing.assert_allclose(one.free, power_choice(**game).free[7], rtol=1e-12)
    check_grads(power_choice, (0.2, 1.0, 1.0, 0.1, 0.05, 0.2), order=1, modes=["rev"])
