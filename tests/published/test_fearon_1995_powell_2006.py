"""Shifting power: Fearon, IO 49 (1995), and the general condition of Powell, IO 60 (2006).

Fearon: the declining state fights now iff delta p_2 - p_1 > c_B (1 - delta)^2. The game is also
solved by value iteration over a grid of demands, which knows nothing of the formula.
"""

import jax
import numpy as np
import pytest
from jax.test_util import check_grads

from suasion.theory.library.shifting_power import MODELS, peaceful_share, power_shift

DRAWS = 10_000
SHIFTING, GENERAL = MODELS
DEMANDS = np.linspace(0, 1, 101)[:, None]


def draws(seed=1995, count=DRAWS):
    random = np.random.default_rng(seed)
    p_1, p_2, delta = random.uniform(0, 1, (3, count))
    delta = 0.98 * delta
    c_A, c_B = random.uniform(0, 1.5, (2, count))
    return {"p_1": p_1, "p_2": p_2, "delta": delta, "c_A": c_A, "c_B": c_B}


def solved(game):
    found = {name: np.array(x) for name, x in power_shift(**game)._asdict().items()}
    return found | {"excess": np.maximum(found["excess_a"], found["excess_b"])}


def test_war_iff_the_published_inequality():
    game = draws()
    excess = solved(game)["excess_b"]
    p_1, p_2, delta, _, c_B = game.values()
    worth_fighting_later = 1 - p_2 >= c_B * (1 - delta)
    margin = delta * p_2 - p_1 - c_B * (1 - delta) ** 2
    clear = worth_fighting_later & (np.abs(margin) > 1e-9)
    assert np.all((margin > 0)[clear] == (excess > 0)[clear])
    # A rising A never attacks itself.
    found = solved(game)
    assert np.all((found["excess_a"] <= 1e-9)[(excess <= 0) & (p_2 >= p_1)])
    assert np.any((found["excess_a"] > 0)[p_2 < p_1])
    assert 0.05 < np.mean((excess > 0)[clear]) < 0.95


def test_value_iteration_over_demands_finds_the_same():
    game = draws(seed=3, count=300)
    p_1, p_2, delta, c_A, c_B = game.values()
    total = 1 / (1 - delta)

    def play(p, a, b):
        """One period: B takes or fights each demand, A demands what is best for it or fights."""
        war_a, war_b = p * total - c_A, (1 - p) * total - c_B
        accepts = 1 - DEMANDS + delta * b >= war_b - 1e-9
        gets_a = np.where(accepts, DEMANDS + delta * a, war_a)
        gets_b = np.where(accepts, 1 - DEMANDS + delta * b, war_b)
        best, at = gets_a.argmax(axis=0), np.arange(300)
        fights = war_a > gets_a[best, at]
        value_a = np.where(fights, war_a, gets_a[best, at])
        return value_a, np.where(fights, war_b, gets_b[best, at]), ~accepts[best, at] | fights

    a = b = np.zeros(300)
    for _ in range(700):  # 0.98^700 < 1e-6
        a, b, _ = play(p_2, a, b)
    a, b, fought = play(p_1, a, b)
    found = solved(game)
    # The grid of demands is 0.01 wide, and its error is repeated in every later period.
    near = np.abs(found["excess"]) < 0.02 * total
    # With war almost free, a peace that is off by a step of the grid is worse than war.
    near |= (c_A + c_B) * (1 - delta) < 0.02
    assert np.sum(~near & (found["excess"] > 0)) > 20
    assert np.sum(~near & (found["excess"] < 0)) > 20
    assert np.all(fought[~near] == (found["excess"] > 0)[~near])
    for side, value in (("a", a), ("b", b)):
        exact = np.where(found["excess"] > 0, found[f"war_{side}"], found[f"peace_{side}"])
        assert np.all(np.abs(value - exact)[~near] <= (0.02 * total)[~near])


def test_nobody_gains_by_deviating_in_peace_or_in_war():
    game = draws()
    _, p_2, delta, c_A, c_B = game.values()
    found, total = solved(game), 1 / (1 - delta)
    war = found["excess"] > 0
    later_b = (1 - found["demand_later"]) * total
    later_a = total - later_b
    # Later: B accepts and A asks for no less than B must accept.
    assert np.all(later_b >= (1 - p_2) * total - c_B - 1e-9)
    assert np.all(later_a >= p_2 * total - c_A - 1e-9)
    more = np.minimum(found["demand_later"] + 0.01, 1)
    refused = 1 - more + delta * later_b < (1 - p_2) * total - c_B
    assert np.all(refused | (more == found["demand_later"]) | (later_b * (1 - delta) < 1e-9))
    # Now: B's choice is best against the demand, and A's demand is best against B.
    keeps = 1 - found["demand_now"] + delta * later_b
    assert np.all((keeps >= found["war_b"] - 1e-9) | war)
    for demand in DEMANDS:
        accepted = 1 - demand + delta * later_b >= found["war_b"]
        assert not np.any(accepted & (found["excess_b"] > 0))
        gain = np.where(accepted, demand + delta * later_a, found["war_a"])
        assert np.all((gain <= found["peace_a"] + 1e-9) | war)
        assert np.all((gain <= found["war_a"] + 1e-9) | ~war)
    assert np.all((found["war_a"] <= found["peace_a"] + 1e-9) | war)


def test_powell_follows_for_every_way_of_bargaining():
    # What holds for any bargaining is stricter than what holds when A makes all offers.
    game = draws()
    p_1, p_2, delta, c_A, c_B = game.values()
    total = 1 / (1 - delta)
    values = [
        f(p)
        for p in (p_1, p_2)
        for f in (lambda p: (1 - p) * total - c_B, lambda p: p * total - c_A)
    ]
    low, high = peaceful_share(*values, delta)
    no_peace = np.array(low > high + 1e-9)
    by_formula = delta * values[3] - values[1] > total - values[0] - values[1]
    by_formula |= delta * values[2] - values[0] > total - values[0] - values[1]
    clear = np.abs(np.array(low - high)) > 1e-9
    costly = clear & (c_A + c_B > 1e-6)
    assert np.all((no_peace == by_formula)[costly])
    assert np.all((solved(game)["excess"] > -1e-9)[no_peace])
    assert no_peace.any()


def test_peaceful_divisions_are_those_that_some_path_supports():
    random = np.random.default_rng(60)
    for _ in range(200):
        delta = random.uniform(0.1, 0.95)
        total = 1 / (1 - delta)
        shares = random.dirichlet((2, 2, 0.5), 2) * total
        (m_d, m_r, _), (n_d, n_r, _) = shares
        now, then = np.meshgrid(np.linspace(0, 1, 201), np.linspace(n_d, total - n_r, 201))
        value = now + delta * then
        kept = (value >= m_d) & (total - value >= m_r)
        low, high = (float(x) for x in peaceful_share(m_d, m_r, n_d, n_r, delta))
        # A grid of 201 by 201 may miss an interval shorter than its steps.
        step = 0.005 * (1 + delta * (total - n_r - n_d))
        if abs(high - low) > step:
            assert kept.any() == (low <= high)
        if kept.any():
            assert value[kept].min() == pytest.approx(low, abs=step)
            assert value[kept].max() == pytest.approx(high, abs=step)


def test_directions():
    game = draws()
    before = solved(game)["excess_b"]
    assert np.all(solved(game | {"c_B": game["c_B"] + 0.1})["excess_b"] < before)
    assert np.all(solved(game | {"p_1": game["p_1"] + 0.1})["excess_b"] < before)
    assert np.all(solved(game | {"p_2": game["p_2"] + 0.1})["excess_b"] >= before)
    assert np.array_equal(solved(game | {"c_A": game["c_A"] + 1})["excess_b"], before)
    # A challenger whose power is about to fall attacks, whatever it is given now.
    falling = SHIFTING.solve(p_1=0.9, p_2=0.1).chosen
    assert (falling.label, falling.strategies["A_attacks_now"]) == ("war", 1)


def test_indifference_keeps_both_equilibria():
    # delta p_2 - p_1 = c_B (1 - delta)^2 with delta = 1/2: 0.25 - 0.125 = 0.5/4.
    tie = SHIFTING.solve(p_1=0.125, p_2=0.5, delta=0.5, c_A=0.1, c_B=0.5)
    assert [one.label for one in tie.equilibria] == ["peace", "war"]
    assert tie.equilibria[0].values["B"] == pytest.approx(tie.equilibria[1].values["B"])
    assert tie.equilibria[0].values["A"] > tie.equilibria[1].values["A"]


def test_general_condition_as_a_model():
    found = GENERAL.solve()
    assert found.chosen.outcomes == {"peace": 0, "conflict": 1}
    rise, saved = found.chosen.strategies.values()
    assert rise > saved
    peace = GENERAL.solve(M_D=4.0, M_R=4.0, M_D_next=4.0, M_R_next=4.5)
    low, high = (one.values["D"] for one in peace.equilibria)
    assert (low, high) == (4.0, pytest.approx(10 - 0.9 * 4.5))
    for one in peace.equilibria:
        assert sum(one.values.values()) == pytest.approx(10)
    assert GENERAL.solve(M_D=6.0, M_R=6.0).status.code == "degenerate"


def test_batch_jit_and_gradient():
    game = draws(count=64)
    for compiled, eager in zip(jax.jit(power_shift)(**game), power_shift(**game), strict=True):
        np.testing.assert_allclose(compiled, eager, rtol=1e-12, atol=1e-12)
        assert eager.shape == (64,)
    one = power_shift(**{name: x[5] for name, x in game.items()})
    np.testing.assert_allclose(one.excess_b, power_shift(**game).excess_b[5], rtol=1e-12)
    check_grads(power_shift, (0.3, 0.4, 0.6, 0.2, 0.3), order=1, modes=["rev"])
    check_grads(peaceful_share, (0.5, 0.6, 0.4, 0.8, 0.6), order=1, modes=["rev"])
