"""Crisman-Cox and Gibilisco, Audience Costs, AJPS 62 (2018): the Koreas at the archive's estimates.

The equilibria are checked against the payoffs written out case by case. The estimate itself was
not at hand, nor the monthly series behind the published likelihood.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import logsumexp, softmax

from suasion.theory.library.audience_cost_dynamics import MODELS
from suasion.theory.library.audience_cost_dynamics import game as dyad_game
from suasion.theory.solvers import markov, markov_branches
from suasion.theory.solvers.markov_equilibria import equilibria

MODEL = MODELS[0]
# Where the estimate is reported to drift under repeated response, to six decimals.
DRIFTS_TO = (0.932760, 0.040731, 0.026508)


@pytest.fixture(scope="module")
def korea():
    with jax.enable_x64(True):
        game = dyad_game(**MODEL.defaults)
        return game, equilibria(game)


def paid(i, own, other, state):
    """Payoff of country i from the defaults of the model, case by case."""
    p = MODEL.defaults
    total = [0.0, *p[f"kappa_{i}"]][own - 1]
    if state > 1:
        x, beta = p["x_12" if i == 1 else "x_21"], p[f"beta_{state}"]
        total += sum(a * b for a, b in zip(x, beta, strict=True))
        total += p[f"alpha_{i}"] if other >= state and own < state else 0.0
    if own > 1 and other > 1:
        total += p["gamma"][state - 1]
    return total


def response(w):
    """The right-hand side of the equilibrium condition."""
    p, values, new = softmax(w, axis=-1), logsumexp(w, axis=-1), np.zeros_like(w)
    for i in (0, 1):
        for state in (1, 2, 3):
            for own in (1, 2, 3):
                new[i, state - 1, own - 1] = sum(
                    p[1 - i, state - 1, other - 1]
                    * (paid(i + 1, own, other, state) + 0.9 * values[i, max(own, other) - 1])
                    for other in (1, 2, 3)
                )
    return new


def test_eleven_equilibria_from_one_to_ninety_six_percent_of_peace(korea):
    _, found = korea
    peace = sorted(x.shares[0] for x in found.equilibria)
    assert len(found.equilibria) == 11
    assert (round(peace[0], 2), round(peace[-1], 2)) == (0.01, 0.96)
    assert found.indices == 1


def test_each_is_a_fixed_point_of_the_written_payoffs(korea):
    # Inputs have ten digits and w is of order 100.
    _, found = korea
    for x in found.equilibria:
        assert np.abs(x.w - response(x.w)).max() < 1e-8
        assert np.abs(x.choices - softmax(response(x.w), axis=-1)).max() < 1e-8


def test_unstable_ones_drift_to_the_reported_shares(korea):
    game, found = korea
    assert found.equilibria[0].shares == pytest.approx(DRIFTS_TO, abs=5e-7)  # as reported
    curve = [x for x in found.equilibria if x.label.startswith("principal")]
    assert [x.stable for x in curve] == [True, False, False]
    random = np.random.default_rng(0)
    with jax.enable_x64(True):
        for x in curve[1:]:
            ends = [
                markov.iterated(game, jnp.asarray(x.w + random.normal(size=x.w.shape) * 1e-6)).w
                for _ in range(8)
            ]
            back = [np.abs(w - x.w).max() < 1e-3 for w in ends]
            there = [np.abs(w - found.equilibria[0].w).max() < 1e-6 for w in ends]
            assert not any(back)
            assert any(there)


def test_plain_iteration_does_not_find_the_unstable_ones(korea):
    game, found = korea
    with jax.enable_x64(True):
        end = markov.iterated(game, jnp.zeros((2, 3, 3)))
    (same,) = [x for x in found.equilibria if np.abs(x.w - end.w).max() < 1e-6]
    assert same.stable


def test_folds_join_the_equilibria_in_pairs(korea):
    _, found = korea
    labels = [x.label for x in found.equilibria]
    assert labels[:3] == ["principal", "principal 2", "principal 3"]
    assert sum(label.startswith("branch") for label in labels) == 8
    assert sum(x.index for x in found.equilibria[:3]) == 1
    for n in (1, 2, 3, 4):
        pair = [x.index for x in found.equilibria if x.label.startswith(f"branch {n}.")]
        assert sorted(pair) == [-1, 1]


def test_sharp_bends_of_the_branch_are_passed_and_lead_back_to_the_start(korea):
    # Nearly equal countries: the branch almost splits in two at t = 0.05, worst in 561 and 977.
    game, _ = korea
    changes = 0.5 * np.random.default_rng(3).normal(size=(1000, 2, 3, 3, 3))
    with jax.enable_x64(True):
        games = markov.markov_game(
            game.payoffs + changes[[*range(30), 561, 977]], game.transitions, discount=0.9
        )
        ends = jax.jit(jax.vmap(markov_branches.principal))(games)
        back = jax.jit(jax.vmap(lambda g, w: markov_branches.walk(g, w, 1.0, -1.0)))(games, ends.w)
    assert np.max(ends.residual) < 1e-9
    assert np.all(back.crossed == 0)
    assert np.all((back.t < 0) & (back.t > -0.01))


def test_another_seed_gives_the_same_equilibria_and_labels(korea):
    game, found = korea
    other = equilibria(game, seed=7)
    for a, b in zip(found.equilibria, other.equilibria, strict=True):
        assert a.label == b.label
        assert np.abs(a.choices - b.choices).max() < 1e-8


def test_long_run_shares_by_simulation(korea):
    _, found = korea
    random, runs, x = np.random.default_rng(2018), 200_000, found.equilibria[2]
    state = np.zeros(runs, int)
    cumulated = np.cumsum(x.choices, axis=-1)
    for _ in range(60):
        draws = [(random.random(runs)[:, None] > cumulated[i, state]).sum(axis=1) for i in (0, 1)]
        state = np.maximum(*draws)
    for s in (0, 1, 2):
        error = np.sqrt(x.shares[s] * (1 - x.shares[s]) / runs)
        assert abs((state == s).mean() - x.shares[s]) < 4 * error


def test_without_stakes_every_level_is_equally_likely():
    nothing = {
        name: tuple(0.0 for _ in value) if isinstance(value, tuple) else 0.0
        for name, value in MODEL.defaults.items()
    }
    only = MODEL.solve(**nothing).chosen
    levels = [p for name, p in only.strategies.items() if "_in_" in name]
    assert levels == pytest.approx([1 / 3] * 18, abs=1e-12)
    # The higher of two: all of nine pairs but the one of no force leave peace.
    assert only.outcomes["peace"] == pytest.approx(1 / 9, abs=1e-12)
    assert only.outcomes["high_conflict"] == pytest.approx(5 / 9, abs=1e-12)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"beta_2": (1.0, 2.0)}, "beta_3 needs 2 entries, as in beta_2, but has 4."),
        ({"gamma": (1.0, 2.0)}, "gamma needs 3 entries, but has 2."),
        ({"kappa_2": (1.0,)}, "kappa_2 needs 2 entries, but has 1."),
    ],
)
def test_rows_that_do_not_fit_are_a_status(rows, sentence):
    found = MODEL.solve(**rows)
    assert (found.equilibria, found.status.code) == ((), "degenerate")
    assert found.status.sentence == sentence


def test_a_set_known_to_be_incomplete_is_not_ok():
    found = MODEL.solve(alpha_2=-1e100)
    assert found.status.code == "step-limit"
    assert found.status.sentence.endswith("are missing.")
