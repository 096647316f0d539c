"""Markov logit equilibria against sgamesolver 1.0.2 on 112 random games, as it solved them.

Its value of a state leaves out the worth of the shocks, ``H/lambda`` with H the entropy of the
play; ours has it. A play that is its equilibrium is therefore ours of the game that pays each
player so much less in each state. With one state this makes no difference; in the limit of
precision it vanishes. Where a game has several equilibria, the branches of the two definitions may
part on the way.
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.oracle.markov_deviations import gains
from tests.oracle.sgamesolver_games import COUNT, PRECISIONS, drawn

from suasion.theory.solvers import markov, markov_branches
from suasion.theory.solvers.markov_equilibria import equilibria

TABLE = Path(__file__).with_name("sgamesolver.json")
GAMES = json.loads(TABLE.read_text(encoding="utf-8"))["games"]
# All games are put into one shape, so that programs are compiled once: players with nothing to
# choose, states that are never reached, actions that are not allowed.
PLAYERS, STATES, ACTIONS = 3, 4, 3
AT_ONCE = 16
# Where the branches part.
PART = {1.0: [], 4.0: [91, 94], 16.0: [61, 91, 94]}
PART_IN_THE_LIMIT = [91, 94]
# Of sgamesolver, which also rounds to nine decimals in the table.
TOLERANCE = 1e-6


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


def theirs(seed, precision):
    """Its chances of every action, and what the shocks are worth to each player in each state."""
    p = np.array(GAMES[seed]["at"][f"{precision:g}"])
    return p, -np.sum(p * np.log(np.where(p > 0, p, 1.0)), axis=-1) / precision


def plain(seed, precision, less=0.0):
    payoffs, moves, discount = drawn(seed)
    players = len(payoffs)
    paid = payoffs - np.reshape(less, (*np.shape(less), *(1,) * players))
    return markov.markov_game(paid, moves, discount=discount, precision=precision, players=players)


def padded(seed, precision, less=0.0):
    game = jax.tree.map(np.asarray, plain(seed, precision, less))
    players, states, actions = game.allowed.shape
    joint = (*(slice(actions),) * players, *(0,) * (PLAYERS - players))
    payoffs = np.zeros((PLAYERS, STATES, *(ACTIONS,) * PLAYERS))
    moves = np.zeros((STATES, *(ACTIONS,) * PLAYERS, STATES))
    moves[..., -1] = 1.0
    allowed = np.zeros((PLAYERS, STATES, ACTIONS), bool)
    allowed[..., 0] = True
    allowed[:players, :states, :actions] = True
    discount, rate = np.zeros(PLAYERS), np.full(PLAYERS, precision)
    discount[:players] = game.discount
    for s in range(states):
        for i in range(players):
            payoffs[(i, s, *joint)] = game.payoffs[i, s]
        moves[(s, *joint)] = np.pad(
            game.transitions[s], [*[(0, 0)] * players, (0, STATES - states)]
        )
    return markov.MarkovGame(payoffs, moves, discount, rate, allowed)


@jax.jit
@jax.vmap
def principal(game):
    end = markov_branches.principal(game)
    return markov.choices(game, end.w), end.residual


def ours(games):
    """Chances of every action on the principal branch, game by game in its own shape."""
    found = []
    for k in range(0, COUNT, AT_ONCE):
        p, residual = principal(jax.tree.map(lambda *x: np.stack(x), *games[k : k + AT_ONCE]))
        assert np.max(residual) < 1e-4  # relative to w, which is of the order of the precision
        found += list(np.asarray(p))
    return [p[tuple(map(slice, drawn(k)[0].shape[:2]))] for k, p in enumerate(found)]


def gaps(mine, other):
    return np.array(
        [np.abs(p[..., : np.shape(q)[-1]] - q).max() for p, q in zip(mine, other, strict=True)]
    )


def test_the_table_is_of_these_games():
    assert len(GAMES) == COUNT == 112
    for seed, row in enumerate(GAMES):
        payoffs, moves, discount = drawn(seed)
        total = payoffs.sum() + moves[..., 0].sum() + discount.sum()
        assert (row["seed"], row["sum"]) == (seed, pytest.approx(total, abs=1e-8))


@pytest.mark.parametrize("precision", PRECISIONS)
def test_principal_branches_meet(precision):
    known = [theirs(k, precision) for k in range(COUNT)]
    mine = ours([padded(k, precision, less) for k, (_, less) in enumerate(known)])
    gap = gaps(mine, [p for p, _ in known])
    assert np.flatnonzero(gap > TOLERANCE).tolist() == PART[precision]


@pytest.mark.parametrize("precision", PRECISIONS)
def test_with_one_state_definitions_agree(precision):
    gap = gaps(
        ours([padded(k, precision) for k in range(COUNT)]),
        [theirs(k, precision)[0] for k in range(COUNT)],
    )
    one = np.array([drawn(k)[0].shape[1] == 1 for k in range(COUNT)])
    assert one.sum() == 28
    assert gap[one].max() < TOLERANCE
    assert np.median(gap[~one]) > 1e-3


def test_limits_meet_and_nobody_gains_in_them():
    mine, limits = ours([padded(k, 200_000.0) for k in range(COUNT)]), [x["limit"] for x in GAMES]
    # sgamesolver ends at a finite precision, where mixed plays are some 5e-4 from their limit.
    assert np.flatnonzero(gaps(mine, limits) > 2e-3).tolist() == PART_IN_THE_LIMIT
    for k in range(COUNT):
        payoffs, moves, discount = (x[None] for x in drawn(k))
        steep = np.full(discount.shape, 1e7)
        for play in (mine[k][..., : payoffs.shape[-1]], np.array(limits[k])):
            more = gains(payoffs, moves, discount, steep, play[None]) / steep[..., None]
            assert more.max() < 5e-3, k


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "precision"), [(k, x) for x, part in PART.items() for k in part])
def test_where_branches_part_theirs_is_on_another_of_ours(seed, precision):
    p, less = theirs(seed, precision)
    # In game 91 at precision 4 a hundred starts miss the pair to which it belongs.
    found = equilibria(plain(seed, precision, less), starts=400)
    gap = [np.abs(x.choices - p).max() for x in found.equilibria]
    assert min(gap) < TOLERANCE
    assert np.argmin(gap) > 0


def test_where_branches_part_ours_by_their_definition_is_theirs(monkeypatch):
    """The branch walked with the value that leaves out the shocks, else by the same code."""

    def response(game, w, t=1.0):
        p = markov.choices(game, w)
        return markov._expected_worth(game, p, jnp.sum(p * w, axis=-1), t)

    def slope(game, w, t=1.0):
        return jax.jacfwd(lambda x: response(game, x, t))(w).reshape(w.size, w.size)

    def drift(game, w):
        return jax.jacfwd(lambda t: response(game, w, t))(1.0)

    for function in (response, slope, drift):
        monkeypatch.setattr(markov_branches, function.__name__, function)

    @jax.jit
    @jax.vmap
    def arrived(game):
        start = markov_branches.begun(game, jnp.zeros(game.allowed.shape), 0.0, 1.0, most=1)
        # A function of this test: of the module's own JAX remembers the trace.
        end = jax.lax.while_loop(
            markov_branches.goes_on, lambda state: markov_branches.stepped(state), start
        )
        return markov.choices(game, end.crossings[0])

    wanted = [(k, x) for x, part in PART.items() for k in part]
    games = [padded(k, x) for k, x in wanted]
    mine = arrived(jax.tree.map(lambda *x: np.stack(x), *games))
    for (k, x), play in zip(wanted, np.asarray(mine), strict=True):
        p, _ = theirs(k, x)
        # The walk crosses the game itself between two of its steps.
        assert np.abs(play[tuple(map(slice, p.shape))] - p).max() < 1e-4
