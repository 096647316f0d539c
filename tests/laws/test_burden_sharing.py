"""Laws of burden sharing: numbers of the closed form, regret, neutrality, exploitation."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.theory.library import burden_sharing as burden

MODEL = burden.MODELS[0]


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def alliances(count=10_000, n=5, seed=1966):
    random = np.random.default_rng(seed)
    w = np.sort(random.lognormal(3, 1, (count, n)), axis=1)[:, ::-1]
    return jnp.asarray(w), jnp.asarray(random.uniform(0.05, 0.95, count))


GIFTS, DEFENCE = jax.jit(burden.gifts), jax.jit(burden.defence)


@pytest.mark.parametrize(
    ("w", "defence", "given"),
    [
        ((100.0, 50.0), 50.0, (50.0, 0.0)),
        ((100.0, 80.0, 60.0, 20.0), 60.0, (40.0, 20.0, 0.0, 0.0)),
        ((100.0, 60.0), 160 / 3, (140 / 3, 20 / 3)),
        ((20.0, 100.0, 60.0, 80.0), 60.0, (0.0, 40.0, 0.0, 20.0)),
    ],
)
def test_numbers_of_the_closed_form(w, defence, given):
    found = MODEL.solve(w=w, alpha=0.5).chosen.strategies
    assert found["G"] == pytest.approx(defence, abs=1e-12)
    assert [found[f"g_{i}"] for i in range(len(w))] == pytest.approx(given, abs=1e-12)
    assert found["G_efficient"] == pytest.approx(sum(w) / 2)
    efficient = MODEL.solve("efficient", w=w, alpha=0.5).chosen.strategies
    assert efficient["G"] == pytest.approx(sum(w) / 2)


def test_no_ally_gains_by_another_gift_in_10000_alliances():
    # The best of 200 other gifts, for every ally; utilities written from the page.
    w, alpha = (np.asarray(x) for x in alliances())
    g = np.asarray(GIFTS(w, alpha))
    others = g.sum(axis=1, keepdims=True) - g
    weight = alpha[:, None]
    now = (w - g) ** (1 - weight) * g.sum(axis=1, keepdims=True) ** weight
    regret = np.full(w.shape, -np.inf)
    for share in np.linspace(0, 1, 200):
        other = (w * (1 - share)) ** (1 - weight) * (others + w * share) ** weight
        regret = np.maximum(regret, other / now - 1)
    assert regret.max() <= 1e-12
    assert np.all((g >= 0) & (g <= w))


def test_gifts_by_best_answers_in_turn():
    # From nothing, each in turn gives its best answer, alpha W - (1 - alpha) others, cut at 0.
    w, alpha = (np.asarray(x) for x in alliances(200))
    g = np.zeros_like(w)
    for _ in range(2000):
        for i in range(w.shape[1]):
            others = g.sum(axis=1) - g[:, i]
            g[:, i] = np.clip(alpha * w[:, i] - (1 - alpha) * others, 0, w[:, i])
    assert np.abs(g - np.asarray(GIFTS(w, alpha))).max() <= 1e-9


def test_the_equilibrium_adds_up_and_falls_short():
    w, alpha = alliances()
    g, defence = np.asarray(GIFTS(w, alpha)), np.asarray(DEFENCE(w, alpha))
    assert np.abs(g.sum(axis=1) - defence).max() <= 1e-9
    assert np.all(defence <= np.asarray(alpha * w.sum(axis=1)) + 1e-9)
    # Richer allies give a larger share: sorted from the richest.
    assert np.all(np.diff(g / np.asarray(w), axis=1) <= 1e-12)


def test_transfers_among_givers_change_nothing():
    w, alpha = alliances()
    g = np.asarray(GIFTS(w, alpha))
    both = g[:, 1] > 0
    moved = np.minimum(g[:, 1], g[:, 0]) / 2
    shifted = w + jnp.asarray(np.column_stack([moved, -moved, *np.zeros((3, len(moved)))]))
    before, after = np.asarray(DEFENCE(w, alpha)), np.asarray(DEFENCE(shifted, alpha))
    assert both.sum() > 1000
    assert np.abs(after - before)[both].max() <= 1e-9


def test_batch_is_a_loop_jit_is_eager_and_gradient_is_the_finite_difference():
    w, alpha = alliances(4)
    alone = [burden.gifts(w[i], alpha[i]) for i in range(4)]
    assert np.abs(np.stack(alone) - np.asarray(GIFTS(w, alpha))).max() <= 1e-12
    slope, step = np.asarray(jax.grad(burden.defence)(w[0], alpha[0])), 1e-5
    numeric = [
        (DEFENCE(w[0] + step * one, alpha[0]) - DEFENCE(w[0] - step * one, alpha[0])) / (2 * step)
        for one in jnp.eye(5)
    ]
    assert slope == pytest.approx(np.array(numeric), abs=1e-8)  # rounding over the step


def test_efficient_shares_are_the_best_in_sum_and_hurt_free_riders():
    now, fair = MODEL.solve().chosen, MODEL.solve("efficient").chosen
    assert fair.values["ally 0"] > now.values["ally 0"]
    assert fair.values["ally 1"] < now.values["ally 1"]
    # Moving along the efficient defence pays one only at the other's cost (Samuelson's rule).
    w, alpha = np.array([100.0, 50.0]), 0.5
    g = alpha * w
    rates = alpha / (1 - alpha) * (w - g) / g.sum()
    assert rates.sum() == pytest.approx(1.0)


def test_an_alliance_without_resources_is_a_status():
    found = MODEL.solve(w=(0.0, 0.0))
    assert found.status.code == "degenerate"
    assert found.equilibria == ()
    assert MODEL.solve(w=(70.0,), alpha=0.4).chosen.strategies["G"] == pytest.approx(28.0)
