"""Laws of unanimity, veto players and the weighted median."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import betabinom

from suasion.theory.library import unanimity, veto_players, weighted_median

UNANIMITY, VETO, MEDIAN = unanimity.MODELS[0], veto_players.MODELS[0], weighted_median.MODELS[0]


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


# --- Unanimity ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "q", "p"),
    [(32, 0.99, 0.724980), (32, 0.98, 0.523883), (27, 0.98, 0.579568), (30, 0.95, 0.214639)],
)
def test_published_chances_of_unanimity(k, q, p):
    found = UNANIMITY.solve(k=float(k), q=q).chosen.outcomes
    assert found["all approve"] == pytest.approx(p, abs=5e-7)  # six decimals
    assert float(unanimity.required_approval(k, found["all approve"])) == pytest.approx(q)


@pytest.mark.parametrize("k", [1, 7, 32, 400])
@pytest.mark.parametrize("q", [0.3, 0.98])
@pytest.mark.parametrize("rho", [1e-9, 0.01, 0.3, 0.95])
def test_members_moved_together_are_beta_binomial(k, q, rho):
    found = UNANIMITY.solve("common-shock", k=float(k), q=q, rho=rho).chosen.outcomes
    if rho == 1e-9:
        # The referee cancels here; the limit is known.
        assert found["all approve"] == pytest.approx(q**k, rel=1e-3)
        return
    a, b = q * (1 - rho) / rho, (1 - q) * (1 - rho) / rho
    assert found["all approve"] == pytest.approx(betabinom.pmf(k, k, a, b), rel=1e-9, abs=1e-300)


def test_chances_of_unanimity_in_batches():
    k, q, rho = np.meshgrid(np.arange(1.0, 41), np.linspace(0, 1, 11), [0.0, 0.1, 0.5, 0.99])
    p = np.asarray(jax.jit(unanimity.unanimity_probability)(k, q, rho))
    assert p.min() >= 0
    assert p.max() <= 1
    assert np.all(np.diff(p, axis=1) <= 1e-15)  # more members
    assert np.all(np.diff(p, axis=0) >= -1e-15)  # more approval
    assert np.all(np.diff(p, axis=2) >= -1e-15)  # a stronger common mood
    for i in ((3, 2, 1), (8, 30, 3)):
        alone = float(unanimity.unanimity_probability(k[i], q[i], rho[i]))
        assert p[i] == pytest.approx(alone, abs=1e-15)


def test_gradient_of_the_chance_of_unanimity():
    for rho in (0.0, 0.2):
        chance = jax.jit(partial(unanimity.unanimity_probability, 20.0, correlation=rho))
        numeric = (chance(0.9 + 1e-6) - chance(0.9 - 1e-6)) / 2e-6
        assert float(jax.jit(jax.grad(chance))(0.9)) == pytest.approx(float(numeric), rel=1e-7)


# --- Veto players ---------------------------------------------------------------------------


def committees(count=10_000, n=4, seed=2002):
    random = np.random.default_rng(seed)
    x, sq = random.uniform(0, 1, (count, n)), random.uniform(-0.5, 1.5, count)
    return x, sq, random.integers(0, n, count)


def test_the_winset_by_asking_everybody():
    x, sq, _ = committees(500)
    low, high = (np.asarray(end) for end in veto_players.winset(x, sq))
    for y in np.linspace(-2, 3, 401):
        wanted = np.all(np.abs(y - x) < np.abs(sq[:, None] - x), axis=1)
        inside = (low < y) & (y < high)
        near = np.minimum(np.abs(y - low), np.abs(y - high)) < 1e-9
        assert np.all((wanted == inside) | near)
    core = (x.min(axis=1) <= sq) & (sq <= x.max(axis=1))
    assert np.all((low == high) == core)


def test_nobody_gains_by_deviating_in_10000_committees():
    x, sq, setter = committees()
    solved = [
        VETO.solve(x=tuple(a), sq=b, setter=float(c)).chosen
        for a, b, c in zip(x.tolist(), sq.tolist(), setter.tolist(), strict=True)
    ]
    proposal = np.array([found.strategies["proposal"] for found in solved])
    # Nobody gains by a refusal.
    assert np.all(np.abs(proposal[:, None] - x) <= np.abs(sq[:, None] - x) + 1e-12)
    # The setter gains by no other proposal that the others would accept.
    mine = x[np.arange(len(x)), setter]
    for y in np.linspace(-2, 3, 201):
        accepted = np.all(np.abs(y - x) <= np.abs(sq[:, None] - x), axis=1)
        better = np.abs(y - mine) < np.abs(proposal - mine) - 1e-12
        assert not np.any(accepted & better)


def test_another_veto_player_never_widens_the_winset():
    x, sq, _ = committees()
    low, high = (np.asarray(end) for end in jax.jit(veto_players.winset)(x[:, :3], sq))
    narrow_low, narrow_high = (np.asarray(end) for end in jax.jit(veto_players.winset)(x, sq))
    assert np.all(narrow_low >= low)
    assert np.all(narrow_high <= high)
    assert np.any(narrow_high < high)


def test_a_status_quo_inside_the_core_stays():
    found = VETO.solve(x=(0.4, 0.6, 0.9), sq=0.7, setter=0.0).chosen
    assert found.outcomes == {"change": 0.0, "status quo": 1.0}
    moved = VETO.solve(x=(0.4, 0.6, 0.9), sq=1.2, setter=0.0).chosen
    assert moved.strategies["proposal"] == pytest.approx(0.6)
    assert VETO.solve(setter=7.0).status.code == "degenerate"


# --- Weighted median ------------------------------------------------------------------------


def test_no_point_beats_a_weighted_median():
    random = np.random.default_rng(1948)
    x, w = random.uniform(0, 1, (2000, 5)), random.uniform(0, 1, (2000, 5))
    w[:500] = np.round(w[:500] * 3)  # many even splits, some actors without weight
    w[:, 0] += 0.5
    ends = jax.jit(weighted_median.weighted_median)(x, w)
    for median in (np.asarray(end) for end in ends):
        for y in np.linspace(-0.1, 1.1, 121):
            nearer = np.abs(y - x) < np.abs(median[:, None] - x) - 1e-12
            farther = np.abs(y - x) > np.abs(median[:, None] - x) + 1e-12
            for_y, against = (w * nearer).sum(axis=1), (w * farther).sum(axis=1)
            assert np.all(for_y <= against + 1e-9)
    low, high = (np.asarray(end) for end in ends)
    left = (w * (x < low[:, None])).sum(axis=1)
    assert np.all(left < w.sum(axis=1) / 2)
    right = (w * (x > high[:, None])).sum(axis=1)
    assert np.all(right < w.sum(axis=1) / 2)


def test_medians_of_equal_weights_are_medians():
    x = np.random.default_rng(3).uniform(0, 1, (100, 5))
    low, high = (np.asarray(end) for end in weighted_median.weighted_median(x, np.ones((100, 5))))
    assert np.all(low == np.median(x, axis=1))
    assert np.all(high == low)
    alone = [float(weighted_median.weighted_median(row, jnp.ones(5))[0]) for row in x[:5]]
    assert alone == low[:5].tolist()


def test_an_even_split_has_two_ends_and_no_weight_is_a_status():
    found = MEDIAN.solve(x=(0.2, 0.4, 0.6, 0.8), C=(1.0,) * 4, s=(1.0,) * 4)
    assert [e.strategies["median"] for e in found.equilibria] == [0.4, 0.6]
    assert MEDIAN.solve(C=(0.0,) * 3).status.code == "degenerate"
    assert MEDIAN.solve(C=(1.0, 1.0)).status.code == "degenerate"
