"""The finite-term guarantee against backward induction, its numbers, ties and directions."""

import jax
import numpy as np
import pytest
from jax.test_util import check_grads

from suasion.theory.library.finite_term_guarantee import MODELS, hawk_probability, plans

DRAWS = 10_000
(MODEL,) = MODELS


def draws(seed=10, count=DRAWS):
    random = np.random.default_rng(seed)
    gain, loss = random.uniform(0.1, 2, (2, count))
    delta = random.uniform(0, 0.98, count)
    return {
        "gain": gain,
        "status_quo": (1 - delta) * gain * random.uniform(-0.5, 1.3, count),
        "loss": loss,
        "intervention_probability": random.uniform(size=count) ** 2,
        "delta": delta,
        "term_periods": random.integers(1, 25, count).astype(float),
        "hazard_per_period": random.uniform(size=count) * (random.uniform(size=count) < 0.7),
        "hawk_successor_probability": random.uniform(size=count),
    }


def solved(game):
    return {name: np.array(x) for name, x in plans(**game)._asdict().items()}


def backward_induction(
    gain, status_quo, loss, intervention_probability, delta, term_periods, h, theta
):
    """Value to a hawk in office, its choice in the first period, and its choice at the expiry."""
    # After the expiry nothing changes: value iteration to the fixed point. 0.98^2000 < 1e-17.
    hawk = dove = np.zeros_like(gain)
    for _ in range(2000):
        later_hawk = (1 - h + h * theta) * hawk + h * (1 - theta) * dove
        later_dove = h * theta * hawk + (1 - h * theta) * dove
        wait, dove = status_quo + delta * later_hawk, status_quo + delta * later_dove
        hawk = np.maximum(gain, wait)
    at_expiry = gain >= wait
    attack = (1 - intervention_probability) * gain - intervention_probability * loss
    first = at_expiry
    for left in range(1, 26):
        running = left <= term_periods
        later_hawk = (1 - h + h * theta) * hawk + h * (1 - theta) * dove
        later_dove = h * theta * hawk + (1 - h * theta) * dove
        wait = status_quo + delta * later_hawk
        dove = np.where(running, status_quo + delta * later_dove, dove)
        first = np.where(running, attack >= wait, first)
        hawk = np.where(running, np.maximum(attack, wait), hawk)
    return hawk, first, at_expiry


def test_backward_induction_finds_the_same_value_and_choice():
    game = draws()
    found = solved(game)
    value, first, at_expiry = backward_induction(*game.values())
    best = np.max([found[x] for x in ("attack_now", "wait_for_expiry", "never")], axis=0)
    np.testing.assert_allclose(best, value, rtol=1e-9, atol=1e-9)  # rounding over many periods
    later = np.maximum(found["wait_for_expiry"], found["never"])
    clear = np.abs(found["attack_now"] - later) > 1e-9
    assert np.all((found["attack_now"] > later)[clear] == first[clear])
    ends = np.abs(game["gain"] - found["never"]) > 1e-9
    assert np.all((game["gain"] > found["never"])[ends] == at_expiry[ends])
    for share in (first.mean(), at_expiry.mean()):
        assert 0.1 < share < 0.9


def test_numbers_of_the_dossier():
    found = MODEL.solve(intervention_probability=0.2).chosen
    # delta = 0.95, G = 1, L = 2, T = 10; six digits as written there.
    assert found.values["challenger"] == pytest.approx(0.598737, abs=5e-7)
    assert found.strategies["probability_to_wait_needed"] == pytest.approx(0.133754, abs=5e-7)
    assert found.strategies["probability_without_end_needed"] == pytest.approx(1 / 3, abs=1e-15)


def test_the_threshold_separates_the_plans():
    game = draws()
    game["status_quo"] *= 0
    found = solved(game)
    pi = game["intervention_probability"]
    clear = np.abs(pi - found["to_wait"]) > 1e-9
    assert np.all(
        ((pi < found["to_wait"]) == (found["attack_now"] > found["wait_for_expiry"]))[clear]
    )
    steady = solved(game | {"hazard_per_period": np.zeros(DRAWS)})["to_wait"]
    gain, loss = game["gain"], game["loss"]
    exact = (1 - game["delta"] ** game["term_periods"]) * gain / (gain + loss)
    np.testing.assert_allclose(steady, exact, atol=1e-12)


def test_directions():
    game = draws()
    before = solved(game)
    pays = game["gain"] > before["never"]
    longer = solved(game | {"term_periods": game["term_periods"] + 1})
    fickle = game | {"hazard_per_period": np.minimum(game["hazard_per_period"] + 0.1, 1)}
    milder = game | {"hawk_successor_probability": 0.9 * game["hawk_successor_probability"]}
    assert np.all((longer["to_wait"] >= before["to_wait"] - 1e-12)[pays])
    assert np.all(solved(fickle)["hawk_at_expiry"] <= before["hawk_at_expiry"] + 1e-12)
    assert np.all(solved(milder)["hawk_at_expiry"] <= before["hawk_at_expiry"] + 1e-12)
    assert np.all((solved(milder)["to_wait"] >= before["to_wait"] - 1e-12)[pays])
    forever = solved(game | {"term_periods": np.full(DRAWS, 5000.0)})
    np.testing.assert_allclose(forever["to_wait"], before["without_end"], atol=1e-9)


def test_hawk_in_office_by_simulation():
    random, plays = np.random.default_rng(3), 200_000
    hawk = np.ones(plays, bool)
    for _ in range(7):
        leaves = random.uniform(size=plays) < 0.15
        hawk = np.where(leaves, random.uniform(size=plays) < 0.4, hawk)
    exact = float(hawk_probability(7, 0.15, 0.4))
    assert hawk.mean() == pytest.approx(exact, abs=4 * np.sqrt(0.25 / plays))


def test_solver_returns_every_best_plan():
    game = draws(count=300)
    found = solved(game)
    for i in range(300):
        one = MODEL.solve(**{name: float(x[i]) for name, x in game.items()})
        after = "wait for expiry" if game["gain"][i] > found["never"][i] else "never"
        later = found["wait_for_expiry" if after != "never" else "never"][i]
        now = found["attack_now"][i]
        assert one.chosen.label == ("attack now" if now > later else after)
        assert one.chosen.values["challenger"] == pytest.approx(max(now, later), abs=1e-12)
        assert (one.status.code == "degenerate") == (game["gain"][i] <= found["never"][i])
    # G = S and pi = 0: all three are worth the same.
    tie = MODEL.solve(gain=2.0, status_quo=1.0, delta=0.5, intervention_probability=0.0)
    assert [x.label for x in tie.equilibria] == ["never", "wait for expiry", "attack now"]
    # A future that counts for nothing hides the difference, not what the expiry brings.
    blind = MODEL.solve(delta=0.0, intervention_probability=0.9)
    assert [x.label for x in blind.equilibria] == ["wait for expiry"]
    wrong = MODEL.solve(gain=1.0, loss=-1.0)
    assert (wrong.status.code, wrong.equilibria) == ("none-found", ())


def test_batch_jit_and_gradient():
    game = draws(count=64)
    for compiled, eager in zip(jax.jit(plans)(**game), plans(**game), strict=True):
        np.testing.assert_allclose(compiled, eager, rtol=1e-12, atol=1e-12)
        assert eager.shape == (64,)
    one = plans(**{name: x[9] for name, x in game.items()})
    np.testing.assert_allclose(one.to_wait, plans(**game).to_wait[9], rtol=1e-12)
    check_grads(plans, (1.0, 0.02, 2.0, 0.2, 0.9, 5.0, 0.1, 0.6), order=1, modes=["rev"])
