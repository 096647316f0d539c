"""Markov logit equilibria: the map by loops, the set by other root finders, the curves by folds."""

import jax
import jax.numpy as jnp
import numpy as np
import pygambit
import pytest
from scipy.optimize import root
from scipy.special import logsumexp, softmax

from suasion.theory.solvers import markov, markov_branches
from suasion.theory.solvers.markov_equilibria import equilibria, equilibria_of_batch


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


def random_games(seed, count, players=2, states=3, actions=2, precision=2.0, discount=0.8):
    random = np.random.default_rng(seed)
    joint = (actions,) * players
    payoffs = random.normal(size=(count, players, states, *joint))
    moves = random.dirichlet(np.full(states, 0.5), size=(count, states, *joint))
    return markov.markov_game(
        payoffs, moves, discount=discount, precision=precision, players=players
    )


def one(games, k):
    return jax.tree.map(lambda x: np.asarray(x)[k], games)


def by_loops(game, w):
    """The map for two players, written out and over a batch of w."""
    payoffs, moves = np.asarray(game.payoffs), np.asarray(game.transitions)
    p, values = softmax(w, axis=-1), logsumexp(w, axis=-1)
    new = np.zeros_like(w)
    states, actions = w.shape[-2:]
    for s in range(states):
        for a in range(actions):
            for b in range(actions):
                worth = [
                    game.precision[i] * payoffs[i, s, a, b]
                    + game.discount[i] * values[..., i, :] @ moves[s, a, b]
                    for i in (0, 1)
                ]
                new[..., 0, s, a] += p[..., 1, s, b] * worth[0]
                new[..., 1, s, b] += p[..., 0, s, a] * worth[1]
    return new


@pytest.mark.parametrize(("players", "states", "actions"), [(1, 4, 3), (2, 3, 3), (3, 2, 2)])
def test_slope_and_drift_are_the_derivatives(players, states, actions):
    random = np.random.default_rng(players)
    allowed = random.random((players, states, actions)) < 0.7
    allowed[..., 0] = True
    game = one(random_games(3, 1, players, states, actions), 0)._replace(allowed=allowed)
    w = jnp.where(allowed, random.normal(size=allowed.shape), 0.0)

    @jax.jit
    def gaps(w, t):
        by_w = jax.jacfwd(lambda x: markov.response(game, x, t))(w).reshape(w.size, w.size)
        by_t = jax.jacfwd(lambda x: markov.response(game, w, x))(t)
        return by_w - markov.slope(game, w, t), by_t - markov.drift(game, w)

    assert all(np.abs(gap).max() < 1e-13 for gap in gaps(w, 0.7))  # rounding


def test_the_map_is_the_written_one_and_jit_changes_nothing():
    game = one(random_games(4, 1, actions=3), 0)
    w = np.random.default_rng(4).normal(size=(2, 3, 3))
    eager, compiled = markov.response(game, w), jax.jit(markov.response)(game, w)
    assert np.abs(eager - by_loops(game, w)).max() < 1e-13  # rounding
    assert np.abs(eager - compiled).max() < 1e-13


def test_nobody_gains_in_ten_thousand_games():
    # The gain from any other choice in one step, with shocks, is at most twice the gap in w.
    games = random_games(5, 10_000, precision=0.5, discount=0.5)
    start = jnp.zeros((2, 3, 2))
    ends = jax.jit(jax.vmap(lambda game: markov.newton(game, start)))(games)
    w, u, tau = (np.asarray(x) for x in (ends.w, games.payoffs, games.transitions))
    p, values = softmax(w, axis=-1), logsumexp(w, axis=-1)
    ahead = 0.5 * np.einsum("gsabx,gix->gisab", tau, values) + 0.5 * u
    first = np.einsum("gsab,gsb->gsa", ahead[:, 0], p[:, 1])
    second = np.einsum("gsab,gsa->gsb", ahead[:, 1], p[:, 0])
    best = logsumexp(np.stack([first, second], axis=1), axis=-1)
    shocks = -np.sum(p * np.log(p), axis=-1)
    played = np.sum(p * np.stack([first, second], axis=1), axis=-1) + shocks
    assert np.max(best - played) < 1e-9  # tolerance of the solver
    assert np.min(p) > 0
    assert np.abs(p.sum(axis=-1) - 1).max() < 1e-14


def test_every_set_adds_up_to_index_one_and_is_odd():
    found = equilibria_of_batch(random_games(6, 24, precision=4.0))
    assert all(solution.indices == 1 for solution in found)
    assert {len(solution.equilibria) % 2 for solution in found} == {1}
    assert max(len(solution.equilibria) for solution in found) >= 3
    assert all(solution.equilibria[0].label == "principal" for solution in found)
    for solution in found:
        w = np.array([x.w for x in solution.equilibria])
        assert all(x.residual < 1e-9 for x in solution.equilibria)
        apart = np.abs(w[:, None] - w[None]).max(axis=(2, 3, 4)) + np.eye(len(w))
        assert apart.min() > 1e-6


def test_another_root_finder_finds_no_other_equilibrium():
    games, random = random_games(7, 4, precision=4.0), np.random.default_rng(7)
    for k, solution in enumerate(equilibria_of_batch(games)):
        game, known = one(games, k), np.array([x.w for x in solution.equilibria])
        met = set()
        for start in random.normal(scale=8.0, size=(60, 12)) + known.mean():
            end = root(lambda x, game=game: by_loops(game, x.reshape(2, 3, 2)).ravel() - x, start)
            if end.success and np.abs(end.fun).max() < 1e-8:
                gaps = np.abs(known - end.x.reshape(2, 3, 2)).max(axis=(1, 2, 3))
                assert gaps.min() < 1e-5  # scipy stops at a relative step of 1.5e-8
                met.add(int(gaps.argmin()))
        assert met


def test_without_a_future_each_state_is_the_logit_equilibrium_of_gambit():
    games = random_games(8, 3, discount=0.0, precision=3.0)
    for k, solution in enumerate(equilibria_of_batch(games)):
        payoffs, ours = one(games, k).payoffs, solution.equilibria[0].choices
        for s in range(3):
            referee = pygambit.StrategicGame.from_arrays(payoffs[0, s], payoffs[1, s])
            (point,) = pygambit.qre.logit_solve_lambda(referee, lam=[3.0])
            theirs = [[float(p) for _, p in point.profile[who]] for who in referee.players]
            assert np.abs(ours[:, s] - np.array(theirs)).max() < 1e-6  # Gambit's own tolerance


def test_where_the_map_contracts_iteration_finds_the_only_equilibrium():
    game = one(random_games(9, 1, precision=0.05, discount=0.5), 0)
    assert markov.contraction(game) < 1
    (only,) = equilibria(game).equilibria
    end = markov.iterated(game, jnp.zeros((2, 3, 2)))
    assert np.abs(end.w - only.w).max() < 1e-11
    assert only.stable


def test_bound_on_the_stretch_holds():
    random, games = np.random.default_rng(10), random_games(10, 40, precision=0.3)
    for k in range(40):
        game = one(games, k)
        a, b = random.normal(size=(2, 2, 3, 2)) * 0.5
        gap = np.abs(markov.response(game, a) - markov.response(game, b)).max()
        assert gap <= float(markov.contraction(game)) * np.abs(a - b).max()


def test_stable_means_that_repeated_response_comes_back():
    random, kinds = np.random.default_rng(11), set()
    games = random_games(6, 8, precision=4.0)
    for k, solution in enumerate(equilibria_of_batch(games)):
        for x in solution.equilibria:
            start = jnp.asarray(x.w + random.normal(size=x.w.shape) * 1e-6)
            end = markov.iterated(one(games, k), start, most=20_000)
            assert (np.abs(end.w - x.w).max() < 1e-8) == x.stable
            kinds.add(x.stable)
    assert kinds == {True, False}


def test_a_batch_is_its_games_one_by_one_and_a_seed_repeats():
    games = random_games(12, 3, precision=4.0)
    for k, solution in enumerate(equilibria_of_batch(games, seed=3)):
        alone = equilibria(one(games, k), seed=3)
        assert [x.label for x in alone.equilibria] == [x.label for x in solution.equilibria]
        for a, b in zip(alone.equilibria, solution.equilibria, strict=True):
            assert np.abs(a.w - b.w).max() < 1e-8


def test_actions_that_are_not_allowed_are_not_played():
    game = one(random_games(13, 1, actions=3, precision=1.0), 0)
    allowed = np.arange(3) < 2 + np.zeros((2, 3, 1))
    fewer = markov.markov_game(
        game.payoffs[..., :2, :2], game.transitions[:, :2, :2], discount=0.8, precision=1.0
    )
    masked = game._replace(allowed=allowed)
    p = markov.choices(masked, markov.iterated(masked, jnp.zeros((2, 3, 3))).w)
    q = markov.choices(fewer, markov.iterated(fewer, jnp.zeros((2, 3, 2))).w)
    assert np.abs(p[..., :2] - q).max() < 1e-10
    assert np.all(p[..., 2] == 0)


def test_long_run_shares_are_those_of_the_eigenvector():
    chains = np.random.default_rng(14).dirichlet([0.3] * 4, size=(50, 4))
    shares = np.asarray(jax.vmap(markov.long_run_shares)(chains))
    assert np.abs(np.einsum("gs,gst->gt", shares, chains) - shares).max() < 1e-12
    split = np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.0, 1.0]])
    assert np.asarray(markov.long_run_shares(split)) == pytest.approx([1 / 3, 0, 2 / 3])


def test_values_follow_the_play_by_simulation():
    game = one(random_games(15, 1, precision=1.0, discount=0.5), 0)
    found = equilibria(game).equilibria[0]
    random, runs = np.random.default_rng(15), 200_000
    state, total = np.zeros(runs, int), np.zeros(runs)
    entropy = -np.sum(found.choices * np.log(found.choices), axis=-1)
    for step in range(24):
        a, b = ((random.random(runs) < found.choices[i, state, 1]).astype(int) for i in (0, 1))
        total += 0.5**step * (np.asarray(game.payoffs)[0, state, a, b] + entropy[0, state])
        chances = np.cumsum(np.asarray(game.transitions)[state, a, b], axis=-1)
        state = np.minimum((random.random(runs)[:, None] > chances).sum(axis=1), 2)
    error = total.std() / np.sqrt(runs)
    assert abs(total.mean() - found.values[0, 0]) < 4 * error + 1e-6  # 0.5^24 is left out


def test_principal_branches_of_a_batch_and_their_derivatives():
    games, way = random_games(17, 16, precision=3.0), np.ones((2, 3, 2, 2))
    way[0, 1, 0, 1] = -3.0

    def chance(x, game):
        moved = game._replace(payoffs=game.payoffs + x * way, discount=game.discount - x)
        end = markov_branches.principal(moved)
        return markov.choices(moved, end.w)[0, 1, 1], end

    every = jax.jit(jax.vmap(jax.value_and_grad(chance, has_aux=True), in_axes=(None, 0)))
    (_, fast), gradient = every(0.0, games)
    assert np.max(fast.residual) < 1e-9
    for k, solution in enumerate(equilibria_of_batch(games)):
        assert np.abs(fast.w[k] - solution.equilibria[0].w).max() < 1e-8
    difference = (every(1e-5, games)[0][0] - every(-1e-5, games)[0][0]) / 2e-5
    # The difference errs by the square of its step; derivatives here are of order 1.
    assert np.asarray(gradient) == pytest.approx(np.asarray(difference), abs=1e-6)


def test_nothing_found_is_a_status():
    hopeless = one(random_games(16, 1), 0)
    broken = hopeless._replace(payoffs=np.full_like(hopeless.payoffs, np.nan))
    solution = equilibria(broken)
    assert (solution.status.code, solution.selected) == ("none-found", -1)
