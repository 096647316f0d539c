"""Games that end: stages by Gambit and by loops, long horizons against stationary equilibria."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pygambit
import pytest
from scipy.optimize import brentq
from scipy.special import expit, logsumexp, softmax

from suasion.theory.library.audience_cost_dynamics import MODELS
from suasion.theory.library.audience_cost_dynamics import game as dyad_game
from suasion.theory.solvers import markov
from suasion.theory.solvers.finite_horizon import solve, status

# One size for most tests, so that it is compiled once.
PERIODS, STATES, ACTIONS = 4, 3, 2
# Where the published estimate is reported to drift under repeated response, to six decimals.
DRIFTS_TO = (0.932760, 0.040731, 0.026508)


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


def drawn(seed, precision=2.0, discount=0.8):
    random = np.random.default_rng(seed)
    payoffs = random.normal(size=(2, STATES, ACTIONS, ACTIONS))
    moves = random.dirichlet(np.full(STATES, 0.5), size=(STATES, ACTIONS, ACTIONS))
    return markov.markov_game(payoffs, moves, discount=discount, precision=precision)


def played(game, terminal=0.0):
    terminal = np.broadcast_to(np.asarray(terminal, float), (2, STATES))
    return jax.tree.map(np.asarray, solve(game, PERIODS, terminal=terminal))


def stakes(game, after):
    """What each joint action is worth, now and later, in units of the shock; by loops."""
    rate = np.asarray(game.precision)
    table = np.zeros((2, STATES, ACTIONS, ACTIONS))
    for i, s, a, b in itertools.product(range(2), range(STATES), *[range(ACTIONS)] * 2):
        ahead = game.discount[i] * (game.transitions[s, a, b] @ after[i])
        table[i, s, a, b] = rate[i] * (game.payoffs[i, s, a, b] + ahead)
    return table


def test_every_stage_is_the_logit_equilibrium_of_gambit():
    game, terminal = drawn(1), np.random.default_rng(1).normal(size=(2, STATES))
    found = played(game, terminal)
    for period, s in itertools.product((PERIODS - 1, 1), range(STATES)):
        after = terminal if period == PERIODS - 1 else found.values[period + 1]
        table = stakes(game, after)
        referee = pygambit.StrategicGame.from_arrays(table[0, s], table[1, s])
        (point,) = pygambit.qre.logit_solve_lambda(referee, lam=[1.0])
        theirs = [[float(p) for _, p in point.profile[who]] for who in referee.players]
        assert np.abs(found.choices[period, :, s] - theirs).max() < 1e-6  # Gambit's own tolerance


def test_each_period_answers_itself_and_the_one_after():
    for seed in range(2, 8):
        game = drawn(seed, precision=5.0)
        found = played(game)
        after = np.zeros((2, STATES))
        for p, values in zip(found.choices[::-1], found.values[::-1], strict=True):
            table = stakes(game, after)
            w = np.stack(
                [
                    np.einsum("sab,sb->sa", table[0], p[1]),
                    np.einsum("sab,sa->sb", *[table[1], p[0]]),
                ]
            )
            assert np.abs(softmax(w, axis=-1) - p).max() < 1e-9  # tolerance of the solver
            worth = logsumexp(w, axis=-1) / np.asarray(game.precision)[:, None]
            assert np.abs(worth - values).max() < 1e-9
            after = values
        assert np.abs(found.choices.sum(axis=-1) - 1).max() < 1e-14
        assert found.residual.max() < 1e-9


def test_moves_in_turn_have_one_equilibrium_that_of_backward_induction():
    game, turn = drawn(8, precision=4.0), np.array([0, 1, 0])
    allowed = np.ones((2, STATES, ACTIONS), bool)
    allowed[1 - turn, np.arange(STATES), 1] = False
    found = played(game._replace(allowed=jnp.asarray(allowed)))
    assert np.all(found.distinct.sum(axis=-1) == 1)
    assert np.all(found.choices[:, ~allowed] == 0)
    after = np.zeros((2, STATES))
    for p, values in zip(found.choices[::-1], found.values[::-1], strict=True):
        table, ahead = stakes(game, after), np.zeros((2, STATES))
        for s, i in enumerate(turn):
            own = table[i, s, :, 0] if i == 0 else table[i, s, 0]
            chance = softmax(own)
            assert np.abs(chance - p[i, s]).max() < 1e-12
            other = table[1 - i, s, :, 0] if i == 0 else table[1 - i, s, 0]
            ahead[i, s], ahead[1 - i, s] = logsumexp(own), chance @ other
        after = ahead / np.asarray(game.precision)[:, None]
        assert np.abs(after - values).max() < 1e-12
    assert status(jax.tree.map(jnp.asarray, found)).code == "ok"


def coordination():
    """Both want to match; nothing moves the states."""
    match = np.array([[1.0, 0.0], [0.0, 1.1]])
    stay = np.broadcast_to(np.eye(STATES)[:, None, None], (STATES, 2, 2, STATES))
    payoffs = np.broadcast_to(match, (2, STATES, 2, 2))
    return markov.markov_game(payoffs, stay, discount=0.5, precision=4.0)


def test_a_scan_of_the_stage_finds_no_other_equilibrium():
    found = played(coordination())
    # Symmetric chance of the second action where it answers itself.
    gap = lambda p: expit(4.0 * (1.1 * p - (1 - p))) - p  # noqa: E731
    line = np.linspace(0, 1, 2001)
    change = np.flatnonzero(np.diff(np.sign([gap(p) for p in line])))
    scan = np.array([brentq(gap, line[k], line[k + 1]) for k in change])
    assert len(scan) == 3
    for period, s in itertools.product(range(PERIODS), range(STATES)):
        ends = found.every[period, s][found.distinct[period, s]]
        ours = np.sort(softmax(ends, axis=-1)[:, 0, 1])
        assert ours == pytest.approx(scan, abs=1e-8)
    # From zero precision towards what pays both more.
    assert found.choices[..., 1] == pytest.approx(scan[-1], abs=1e-8)
    sentence = status(jax.tree.map(jnp.asarray, found)).sentence
    assert sentence.startswith("Several equilibria, at most 3, were found in 12 of 12 stages")


def test_values_are_what_the_play_brings_by_simulation():
    game, random, runs = drawn(9), np.random.default_rng(9), 200_000
    found = played(game)
    state, total = np.zeros(runs, int), np.zeros(runs)
    for period in range(PERIODS):
        p = found.choices[period]
        shocks = -np.sum(p * np.log(p), axis=-1) / np.asarray(game.precision)[:, None]
        a, b = ((random.random(runs) < p[i, state, 1]).astype(int) for i in (0, 1))
        now = np.asarray(game.payoffs)[0, state, a, b] + shocks[0, state]
        total += 0.8**period * now
        chances = np.cumsum(np.asarray(game.transitions)[state, a, b], axis=-1)
        state = np.minimum((random.random(runs)[:, None] > chances).sum(axis=1), STATES - 1)
    assert abs(total.mean() - found.values[0, 0, 0]) < 4 * total.std() / np.sqrt(runs)


def test_derivatives_are_differences():
    game, way = drawn(10), np.random.default_rng(10).normal(size=(2, STATES, 2, 2))

    def chance(x):
        moved = game._replace(payoffs=game.payoffs + x * way, discount=game.discount - 0.1 * x)
        return solve(moved, PERIODS, terminal=x * jnp.ones((2, STATES))).choices[0, 0, 1, 1]

    difference = (chance(1e-5) - chance(-1e-5)) / 2e-5
    # The difference errs by the square of its step.
    assert float(jax.jvp(chance, (0.0,), (1.0,))[1]) == pytest.approx(float(difference), abs=1e-7)


def test_where_the_map_contracts_the_end_is_forgotten():
    game = drawn(11, precision=0.05, discount=0.3)
    assert markov.contraction(game) < 1
    only = markov.iterated(game, jnp.zeros((2, STATES, 2)))
    gap = np.abs(played(game, 10.0).choices - markov.choices(game, only.w)).max(axis=(1, 2, 3))
    # The weight of what comes after falls with the discount, period by period.
    assert np.all(gap[:-1] < 0.31 * gap[1:])


@pytest.fixture(scope="module")
def korea():
    with jax.enable_x64(True):
        game = dyad_game(**MODELS[0].defaults)
        rules = ("principal", "nearest")
        return game, {rule: solve(game, 60, rule=rule) for rule in rules}


@pytest.mark.slow
def test_the_koreas_come_to_a_stationary_equilibrium(korea):
    game, found = korea
    shares = {}
    for rule, one in found.items():
        w = markov.followed(game, one.choices[0])
        assert float(markov.residual(game, w)) < 1e-9 * np.abs(w).max()
        assert np.abs(markov.choices(game, w) - one.choices[0]).max() < 1e-9
        # What comes near under repetition is stable.
        assert float(markov.spectral_radius(markov.slope(game, w))) < 1
        shares[rule] = np.asarray(markov.long_run_shares(markov.chain(game, one.choices[0])))
    assert shares["principal"] == pytest.approx(DRIFTS_TO, abs=5e-7)  # as reported
    assert np.abs(shares["nearest"] - shares["principal"]).max() > 0.002


@pytest.mark.slow
def test_which_one_is_decided_in_the_last_period_but_one(korea):
    _, found = korea
    counts = {rule: np.asarray(one.distinct.sum(axis=-1)) for rule, one in found.items()}
    assert np.argwhere(counts["principal"] > 1).tolist() == [[58, 0]]
    first, second = (np.asarray(found[rule].choices) for rule in found)
    assert np.abs(first[59] - second[59]).max() < 1e-9
    assert np.abs(first[58] - second[58]).max() > 0.01
    assert all(status(one).code == "ok" for one in found.values())


def test_nothing_found_and_something_missing_are_statuses():
    game = coordination()
    found = solve(game, PERIODS, terminal=np.zeros((2, STATES)))
    lacking = found._replace(indices=found.indices.at[0, 0].set(0.0))
    assert status(lacking).code == "step-limit"
    assert status(lacking).sentence.startswith("Equilibria are missing in 1 of 12 stages")
    broken = played(game._replace(payoffs=game.payoffs * np.nan))
    assert np.isnan(broken.choices).all()
    assert status(jax.tree.map(jnp.asarray, broken)).code == "none-found"
