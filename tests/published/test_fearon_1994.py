"""Fearon, Domestic Political Audiences, APSR 88 (1994): the results that its abstract states.

The side with the stronger audience is less likely to back down; relative capabilities and
interests have no direct effect once the crisis is on. The equilibrium is checked by regret over
plans and types, against the quadratic of the uniform case, and by playing the game.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.theory.library.audience_costs import MODELS, crisis, quits_by

DRAWS = 10_000
SIDES = (("v_1", "a_1", "w_1", "s_1", 1, 2), ("v_2", "a_2", "w_2", "s_2", 2, 1))


def draws(seed=1994, count=DRAWS):
    random = np.random.default_rng(seed)
    scales = np.exp(random.uniform(-2, 2, (6, count)))
    shapes = np.exp(random.uniform(-1, 2, (2, count)))
    names = ("v_1", "v_2", "a_1", "a_2", "w_1", "w_2", "s_1", "s_2")
    return dict(zip(names, [*scales, *shapes], strict=True))


def solved(game):
    return {name: np.array(x) for name, x in jax.jit(crisis)(**game)._asdict().items()}


def test_who_is_ready_to_quit_is_whom_war_would_hurt_more():
    game = draws()
    found = solved(game)
    for _, a, w, s, me, other in SIDES:
        types = (1 - game[a] * found["horizon"] / game[w]) ** game[s]
        # The root is found to rounding; a shape below 1 is steep at the end of its support.
        np.testing.assert_allclose(types, found[f"q_{me}"], rtol=1e-7)
        law = quits_by(found["horizon"], found[f"k_{me}"], game[f"v_{other}"], game[f"a_{other}"])
        np.testing.assert_allclose(law, found[f"q_{me}"], rtol=1e-9)
        assert np.all((found[f"k_{me}"] >= 0) & (found[f"k_{me}"] < 1))
    assert np.all(np.minimum(found["k_1"], found["k_2"]) == 0)
    assert np.all(found["horizon"] > 0)


def test_no_type_gains_by_another_plan():
    game = draws()
    found = solved(game)
    moments = np.linspace(0, 1, 41)[:, None] * found["horizon"]
    for v, a, w, s, _, other in SIDES:
        k, last = found[f"k_{other}"], found[f"q_{other}"]
        conceded = quits_by(moments, k, game[v], game[a])
        quitting = game[v] * conceded - game[a] * moments * (1 - conceded)
        quitting[0] = 0  # at once, before the other can concede
        cut = -game[a] * found["horizon"]
        for share in (0.01, 0.3, 0.6, 0.9, 0.99):
            war = game[w] * (share ** (1 / game[s]) - 1)
            attacking = game[v] * conceded + war * (1 - conceded)
            fighter = game[v] * last + war * (1 - last)
            played = np.where(war >= cut, fighter, k * game[v])
            best = np.maximum(quitting.max(axis=0), attacking.max(axis=0))
            assert np.max((best - played) / game[v]) <= 1e-9  # rounding, in prizes
        # Indifference while waiting: every moment after the first gives what is conceded at once.
        assert np.max(np.abs(quitting[1:] - k * game[v]) / game[v]) <= 1e-9


def test_the_three_ends_of_a_crisis_sum_to_one():
    found = solved(draws())
    total = found["side_1_backs_down"] + found["side_2_backs_down"] + found["war"]
    np.testing.assert_allclose(total, 1, atol=1e-10)  # closed form of the two integrals
    assert min(found[x].min() for x in ("side_1_backs_down", "side_2_backs_down", "war")) >= 0


def test_uniform_horizon_is_the_root_of_the_quadratic():
    game = draws() | {"s_1": np.ones(DRAWS), "s_2": np.ones(DRAWS)}

    def root(v_other, a, a_other, w):
        inside = (a * v_other) ** 2 + 4 * a * a_other * v_other * w
        return 2 * v_other * w / (a * v_other + np.sqrt(inside))

    first = root(game["v_2"], game["a_1"], game["a_2"], game["w_1"])
    second = root(game["v_1"], game["a_2"], game["a_1"], game["w_2"])
    np.testing.assert_allclose(solved(game)["horizon"], np.minimum(first, second), rtol=1e-12)


def test_with_equal_war_payoffs_the_stronger_audience_backs_down_less():
    game = draws()
    game["w_2"], game["s_2"] = game["w_1"], game["s_1"]
    found, steeper = solved(game), game["a_1"] > game["a_2"]
    assert np.all((found["q_1"] < found["q_2"]) == steeper)
    # Who does back down first also depends on the prizes; with equal prizes the order is the same.
    order = (found["side_1_backs_down"] < found["side_2_backs_down"]) == steeper
    assert 0.5 < order.mean() < 1
    fair = solved(game | {"v_2": game["v_1"]})
    assert np.all((fair["side_1_backs_down"] < fair["side_2_backs_down"]) == steeper)


def test_capabilities_and_interests_have_no_direct_effect_once_the_crisis_is_on():
    # Given that nobody quits at once, the chance to have quit by a moment before both horizons.
    game = draws(count=200)
    richer = game | {"w_1": 1.3 * game["w_1"], "s_2": 1.2 * game["s_2"], "v_2": 2 * game["v_2"]}
    before, after = solved(game), solved(richer)
    moment = 0.5 * np.minimum(before["horizon"], after["horizon"])
    for k, v, a, unmoved in (("k_2", "v_1", "a_1", True), ("k_1", "v_2", "a_2", False)):
        law = [
            (quits_by(moment, found[k], one[v], one[a]) - found[k]) / (1 - found[k])
            for found, one in ((before, game), (after, richer))
        ]
        # The other's prize enters as the scale of its audience cost, and nothing else does.
        assert np.allclose(law[0], law[1], atol=1e-9) == unmoved


@pytest.mark.parametrize(
    "changes",
    [{}, {"a_1": 3.0}, {"v_1": 2.0, "w_2": 0.5}, {"s_1": 3.0, "a_2": 0.4}, {"s_2": 0.5, "v_2": 5}],
)
def test_playing_the_game_gives_its_outcomes_and_values(changes):
    found = MODELS[0].solve(**changes)
    game, end = found.parameters, found.chosen
    random, plays = np.random.default_rng(7), 400_000
    t, war, quits = end.strategies["horizon"], {}, {}
    for _, a, w, s, me, other in SIDES:
        war[me] = game[w] * (random.uniform(size=plays) ** (1 / game[s]) - 1)
        u = random.uniform(0, end.strategies[f"side_{me}_quits_by_horizon"], plays)
        k = end.strategies[f"side_{me}_quits_at_once"]
        # Inverse of the distribution of quitting times, given that it quits.
        time = np.where(u <= k, 0, (u - k) * game[f"v_{other}"] / (game[f"a_{other}"] * (1 - u)))
        quits[me] = np.where(war[me] >= -game[a] * t, np.inf, time)
    fought = np.isinf(quits[1]) & np.isinf(quits[2])
    lost = {1: ~fought & (quits[1] < quits[2]), 2: ~fought & (quits[2] < quits[1])}
    shares = [lost[1].mean(), lost[2].mean(), fought.mean()]
    for share, exact in zip(shares, end.outcomes.values(), strict=True):
        assert abs(share - exact) <= 4 * np.sqrt(0.25 / plays)
    for v, a, _, _, me, other in SIDES:
        cost = game[a] * np.where(lost[me], quits[me], 0)
        paid = game[v] * lost[other] - cost + np.where(fought, war[me], 0)
        exact = end.values[f"side_{me}"]
        assert abs(paid.mean() - exact) <= 4 * paid.std() / np.sqrt(plays)


def test_a_batch_is_a_loop_compiled_or_not():
    game = draws(count=8)
    quick = jax.jit(crisis)
    one = [quick(**{name: x[i] for name, x in game.items()}) for i in range(8)]
    for compiled, eager, loop in zip(
        quick(**game), crisis(**game), zip(*one, strict=True), strict=True
    ):
        np.testing.assert_allclose(compiled, eager, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(eager, loop, rtol=1e-10, atol=1e-12)
        assert eager.shape == (8,)
    shaped = quick(**{name: x.reshape(2, 2, 2) for name, x in game.items()})
    assert shaped.war.shape == (2, 2, 2)


def test_gradient_is_the_difference():
    def mean(x):
        found = crisis(*x)
        ends = jnp.stack([found.horizon, found.k_2, found.side_1_backs_down, found.war])
        return ends @ jnp.array([1.0, 2.0, 3.0, 4.0])

    quick, at = jax.jit(mean), np.array([1.0, 1.5, 2.0, 1.0, 0.7, 1.2, 1.3, 0.8])
    steps = 1e-5 * np.eye(8)
    differences = [(quick(at + step) - quick(at - step)) / 2e-5 for step in steps]
    # A central difference errs by its step squared.
    np.testing.assert_allclose(jax.jit(jax.grad(mean))(at), differences, atol=1e-8)


def test_a_side_without_an_audience_gives_way_at_once():
    quiet = MODELS[0].solve(a_2=1e-6)
    assert quiet.chosen.strategies["side_2_quits_at_once"] > 0.99
    assert quiet.chosen.values["side_1"] == pytest.approx(1, abs=0.01)
