"""Ramsay and Signorino's statistical model of ultimatum bargaining (2009).

No published prediction is at hand: the formulas are held to the game itself, by search over offers,
by integration and by simulation.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, lambertw

from suasion.theory.library import ultimatum as ug

GAMES = 10_000
DRAWS = 400_000


def drawn(count=GAMES, seed=5):
    """Reservation values and scales from 1/100 of the prize to the prize, and the bounds."""
    random = np.random.default_rng(seed)
    reserves = random.uniform(-0.2, 0.9, (2, count))
    scales = 10 ** random.uniform(-2, 0, (2, count))
    return ug.Bargain(*reserves, *scales, random.uniform(0, 0.2, count), np.ones(count))


def worth(bargain, shock, offer):
    """Player 1's expected payoff of an offer, from the tree."""
    accepted = expit((offer - bargain.reserve_2) / bargain.scale_2)
    return accepted * (bargain.prize - offer) + (1 - accepted) * (bargain.reserve_1 + shock)


def test_no_other_offer_is_better():
    bargain = drawn()
    shock = np.random.default_rng(6).logistic(size=GAMES) * bargain.scale_1
    best = np.array(ug.best_offer(bargain, shock))
    assert np.all((best >= bargain.least) & (best <= bargain.prize))
    value = worth(bargain, shock, best)
    for share in np.linspace(0, 1, 201):
        other = bargain.least + share * (bargain.prize - bargain.least)
        assert np.all(worth(bargain, shock, other) <= value + 1e-13 * (1 + np.abs(shock)))


def test_the_offer_is_that_of_lambert():
    b = drawn(200)
    shock = np.random.default_rng(7).logistic(size=200) * b.scale_1
    left = b.prize - b.reserve_1 - shock - b.scale_2
    exponent = (left - b.reserve_2) / b.scale_2
    fits = exponent < 700
    w = lambertw(np.exp(np.where(fits, exponent, 0))).real
    offer = np.clip(left - b.scale_2 * w, b.least, b.prize)
    np.testing.assert_allclose(np.array(ug.best_offer(b, shock))[fits], offer[fits], atol=1e-12)


def test_the_answer_is_best_too():
    # Player 2 accepts exactly if the offer is worth more than its reservation value.
    b = ug.Bargain(0.3, 0.35, 0.1, 0.15, 0.0, 1.0)
    random = np.random.default_rng(8)
    reserve = 0.35 + 0.15 * random.logistic(size=DRAWS)
    for offer in (0.1, 0.35, 0.8):
        exact = float(ug.acceptance(b, offer))
        assert abs(np.mean(offer > reserve) - exact) <= 4 * np.sqrt(exact * (1 - exact) / DRAWS)


def test_the_density_and_the_masses_at_the_bounds_sum_to_one():
    games = drawn(60, seed=9)
    for i in range(60):
        b = ug.Bargain(*(float(x[i]) for x in games))
        low, high = (float(ug.offer_distribution(b, x)) for x in (b.least, b.prize))
        middle = float(np.clip(ug.best_offer(b, 0.0), b.least, b.prize))
        near = [float(ug.best_offer(b, s * b.scale_1)) for s in (-8, -2, 2, 8)]
        points = sorted({x for x in (*near, middle) if b.least < x < b.prize})

        def density(y, b=b):
            return float(ug.offer_density(b, y))

        inside = quad(density, b.least, b.prize, points=points or None, limit=400, epsabs=1e-11)[0]
        assert low + inside + (1 - high) == pytest.approx(1, abs=1e-8)


def test_the_distribution_of_offers_is_that_of_simulated_players():
    b = ug.Bargain(0.2, 0.3, 0.15, 0.1, 0.05, 1.0)
    shock = b.scale_1 * np.random.default_rng(10).logistic(size=DRAWS)
    offers = np.array(ug.best_offer(b, shock))
    assert np.mean(offers == b.least) > 0
    for y in (0.05, 0.2, 0.4, 0.6):
        exact = float(ug.offer_distribution(b, y))
        assert abs(np.mean(offers <= y) - exact) <= 4 * np.sqrt(exact * (1 - exact) / DRAWS)


@pytest.mark.parametrize("b", [(0.2, 0.3, 0.15, 0.1, 0.05, 1.0), (0.6, 0.7, 0.02, 0.5, 0.0, 1.0)])
def test_what_it_brings_by_simulating_both_players(b):
    b = ug.Bargain(*b)
    random = np.random.default_rng(11)
    reserve_1 = b.reserve_1 + b.scale_1 * random.logistic(size=DRAWS)
    reserve_2 = b.reserve_2 + b.scale_2 * random.logistic(size=DRAWS)
    offer = np.array(ug.best_offer(b, reserve_1 - b.reserve_1))
    accepted = offer > reserve_2
    simulated = (
        accepted,
        offer,
        np.where(accepted, b.prize - offer, reserve_1),
        np.where(accepted, offer, reserve_2),
    )
    for each, exact in zip(simulated, ug.expected(b), strict=True):
        assert abs(each.mean() - float(exact)) <= 4 * each.std() / np.sqrt(DRAWS)
    found = ug.MODELS[0].solve(R1=b[0], R2=b[1], s1=b[2], s2=b[3], M=b[4], Q=b[5]).chosen
    assert found.outcomes["accepted"] == pytest.approx(float(ug.expected(b).accepted), abs=1e-12)
    assert found.strategies["offers_least"] == pytest.approx(np.mean(offer == b.least), abs=4e-3)


def test_the_quadrature_is_that_of_the_trapezoidal_rule():
    games = drawn(200, seed=12)
    found = jax.jit(ug.expected)(games)
    scaled, step = np.linspace(-40, 40, 16_001, retstep=True)
    wide = ug.Bargain(*(x[:, None] for x in games))
    accepted = ug.acceptance(wide, ug.best_offer(wide, wide.scale_1 * scaled))
    mass = step * expit(scaled) * expit(-scaled)
    # The rule errs by the square of its step, 1/200, where acceptance has kinks at the bounds.
    np.testing.assert_allclose(found.accepted, np.asarray(accepted) @ mass, atol=1e-5)


def test_support_for_the_target_is_worth_more_to_it_and_makes_breakdown_likelier():
    before = drawn()
    expected = jax.jit(ug.expected)
    helped = expected(before._replace(reserve_2=before.reserve_2 + 0.05))
    cheaper = expected(before._replace(reserve_1=before.reserve_1 - 0.05))
    base = expected(before)
    rounding = 1e-12
    assert np.all(np.array(helped.accepted - base.accepted) < rounding)
    assert np.all(np.array(helped.value_2 - base.value_2) > -rounding)
    assert np.all(np.array(cheaper.accepted - base.accepted) > -rounding)
    assert np.all(np.array(cheaper.value_1 - base.value_1) < rounding)


def test_as_doubts_shrink_the_offer_is_what_the_target_wants_at_least():
    found = ug.MODELS[0].solve(R1=0.2, R2=0.4, s1=1e-3, s2=1e-3).chosen
    assert found.strategies["mean_offer"] == pytest.approx(0.4, abs=0.01)
    assert found.outcomes["accepted"] > 0.99
    apart = ug.MODELS[0].solve(R1=0.7, R2=0.6, s1=1e-3, s2=1e-3).chosen
    assert apart.outcomes["accepted"] < 1e-6


def test_without_room_for_an_offer_the_status_says_so():
    solution = ug.MODELS[0].solve(M=1.0, Q=1.0)
    assert (solution.equilibria, solution.status.code) == ((), "degenerate")
    assert "M < Q is needed" in solution.status.sentence


def test_compiled_is_eager_a_batch_is_a_loop_and_any_shape_is_kept():
    games = drawn(24)
    whole = ug.expected(games)
    shaped = jax.jit(ug.expected)(ug.Bargain(*(jnp.asarray(x).reshape(4, 6) for x in games)))
    alone = ug.expected(ug.Bargain(*(x[5] for x in games)))
    for a, b, c in zip(whole, shaped, alone, strict=True):
        np.testing.assert_allclose(b.reshape(-1), a, atol=1e-13)
        np.testing.assert_allclose(c, a[5], atol=1e-13)


def test_gradient_is_the_difference():
    point, step = jnp.array([0.3, 0.35, 0.1, 0.15, 0.0, 1.0]), 1e-6

    def total(vector):
        b = ug.Bargain(*vector)
        return sum(k * x for k, x in enumerate(ug.expected(b), 1)) + ug.offer_density(b, 0.4)

    moves = [point.at[i].add(s) for i in range(6) for s in (step, -step)]
    pairs = zip(moves[::2], moves[1::2], strict=True)
    difference = [(total(a) - total(b)) / (2 * step) for a, b in pairs]
    np.testing.assert_allclose(jax.grad(total)(point), difference, rtol=1e-6, atol=1e-6)
