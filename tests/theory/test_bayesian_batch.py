"""Perfect Bayesian equilibria of a batch: those of one game at a time, and Gambit's; no regret."""

import importlib.util
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.theory.solvers.bayesian_batch import MOST_SUPPORTS, perfect_bayesian_batch
from suasion.theory.solvers.beliefs import incidence
from suasion.theory.solvers.perfect_bayesian import perfect_bayesian
from suasion.theory.solvers.quantal_response import by_set
from suasion.theory.solvers.regret import regret
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.reading import packaged, read_game
from suasion.theory.tree.tree import CHANCE

# Chances of two solutions by Newton's method from other starts; regret where payoffs are up to 5
# and those within 1e-9 of the largest are taken as equal.
SAME, REGRET = 1e-6, 5e-8

TABLE = """\
game: table
title: Two players choose at once
players: [one, two]
nodes:
  start: {player: one, actions: {a: left, b: middle, c: right}}
  left: {player: two, information: hidden, actions: {x: o00, y: o01}}
  middle: {player: two, information: hidden, actions: {x: o10, y: o11}}
  right: {player: two, information: hidden, actions: {x: o20, y: o21}}
outcomes:
""" + "\n".join(f"  o{i}{j}: {{payoffs: {{one: 0, two: 0}}}}" for i in range(3) for j in range(2))


@cache
def helpers():
    """tests/theory/gambit_games.py."""
    path = Path(__file__).with_name("gambit_games.py")
    spec = importlib.util.spec_from_file_location("_gambit_games", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def drawn(tree, random, count):
    """Payoffs and chances, drawn anew for every game."""
    payoffs = [[random.uniform(-5, 5, count) for _ in tree.players] for _ in tree.terminals]
    chances = [
        tuple(random.dirichlet(np.ones(len(node.children)), count).T)
        if node.mover == CHANCE
        else ()
        for node in tree.nodes
    ]
    return Numbers(tuple(map(tuple, payoffs)), tuple(chances))


def one_of(own, at):
    """The numbers of one game of a batch."""
    pick = [[tuple(float(x[at]) for x in row) for row in part] for part in own]
    return Numbers(*map(tuple, pick))


def small_trees(random_tree):
    trees = [random_tree(seed, terminals=(4, 12), hidden=0.9) for seed in range(60)]
    supports = [math.prod(2 ** len(one.actions) - 1 for one in t.information) for t in trees]
    fit = zip(trees, supports, strict=True)
    inside = [t for t, n in fit if len(t.information) > 1 and n <= MOST_SUPPORTS]
    return [packaged("unilateral_deterrence"), read_game(TABLE, "table.yaml"), *inside]


def test_the_equilibria_of_each_game_by_itself(random_tree):
    random, games, mixed = np.random.default_rng(3), 0, 0
    for tree in small_trees(random_tree):
        own = drawn(tree, random, 15)
        batch = perfect_bayesian_batch(tree, own, 15)
        assert batch.complete.all()
        for at in range(15):
            alone = perfect_bayesian(tree, one_of(own, at)).found
            ours = batch.chances[batch.game == at]
            assert len(ours) == len(alone), (tree.id, at)
            for one in alone:
                assert min(np.abs(ours - one.chances).max(axis=1)) < SAME, (tree.id, at)
            games, mixed = games + 1, mixed + sum(np.any(one.chances % 1 > 0) for one in alone)
    print(f"{games} games, {mixed} mixed equilibria")
    assert games > 500
    assert mixed > 10


def test_nobody_gains_by_deviating(random_tree):
    random, checked = np.random.default_rng(4), 0
    for tree in small_trees(random_tree):
        own = drawn(tree, random, 40)
        batch = perfect_bayesian_batch(tree, own, 40)
        each = Numbers(*([tuple(x[batch.game] for x in row) for row in part] for part in own))
        held = [list(batch.held.T[mask > 0]) for mask in incidence(tree).member_of]
        found = regret(tree, each, by_set(incidence(tree), batch.chances.T), held)
        assert max(found.local.max(), found.whole.max(), found.bayes.max()) < REGRET, tree.id
        checked += len(batch.game)
    print(f"{checked} equilibria")
    assert checked > 1500


def test_where_all_else_fails_a_player_mixes_off_the_path():
    """Every finite game has an equilibrium; one in a hundred of these has none without."""
    tree, count = packaged("unilateral_deterrence"), 1000
    own = drawn(tree, np.random.default_rng(3), count)
    batch = perfect_bayesian_batch(tree, own, count)
    assert batch.found().min() > 0
    known, mixed = incidence(tree), 0
    for at in np.flatnonzero(batch.found() == 1):
        (row,) = batch.chances[batch.game == at]
        reach = np.prod(np.where(known.to_member > 0, row, 1.0), axis=1)
        off = known.member_of @ reach == 0
        if np.any(off & (known.sets @ (row * (1 - row)) > 0)):
            search = perfect_bayesian(tree, one_of(own, at))
            assert search.off_path
            np.testing.assert_allclose(search.found[0].chances, row, atol=SAME)
            mixed += 1
    assert mixed >= 5


def test_every_equilibrium_of_a_table_is_gambits():
    gambit = pytest.importorskip("pygambit", reason="the referee Gambit is not installed")
    tree, count = read_game(TABLE, "table.yaml"), 60
    own = drawn(tree, np.random.default_rng(8), count)
    batch = perfect_bayesian_batch(tree, own, count)
    for at in range(count):
        game = helpers().in_gambit(gambit, tree, one_of(own, at))
        profiles = gambit.nash.enummixed_solve(game, rational=False).equilibria
        theirs = [[float(x) for row in one for _, x in row] for one in profiles]
        ours = batch.chances[batch.game == at]
        assert len(ours) == len(theirs)
        for one in theirs:
            assert min(np.abs(ours - np.array(one)).max(axis=1)) < SAME
    assert batch.found().max() > 1


def test_masks_say_which_supports_occur_where():
    tree = packaged("unilateral_deterrence")
    batch = perfect_bayesian_batch(tree, drawn(tree, np.random.default_rng(5), 50), 50)
    supports, inside = batch.masks()
    assert inside.sum() <= len(batch.game)
    for game, row in zip(batch.game, batch.chances, strict=True):
        at = np.flatnonzero((supports == (row > 0)).all(axis=1))
        assert inside[at, game].all()
    assert not inside[:, batch.found() == 0].any()


def test_a_continuum_is_listed_as_for_one_game():
    """With equal payoffs all is an equilibrium: pure ends stand for the rest."""
    tree, random = read_game(TABLE, "table.yaml"), np.random.default_rng(2)
    own = drawn(tree, random, 2)
    flat = Numbers(
        tuple(tuple(np.array([x[0], 0.0]) for x in row) for row in own.payoffs), own.chances
    )
    batch = perfect_bayesian_batch(tree, flat, 2)
    alone = perfect_bayesian(tree, one_of(flat, 1)).found
    assert batch.found()[1] == len(alone) == 6
    assert batch.continuum[batch.game == 1].tolist() == [one.continuum for one in alone]
    assert batch.continuum[batch.game == 1].all()


def test_what_is_not_accepted_is_refused(random_tree):
    tree, random = packaged("unilateral_deterrence"), np.random.default_rng(6)
    own = drawn(tree, random, 3)
    bad = own.payoffs[0][0].copy()
    bad[1] = np.nan
    payoffs = ((bad, *own.payoffs[0][1:]), *own.payoffs[1:])
    with pytest.raises(InputError, match=r"found game 1.*Give finite payoffs"):
        perfect_bayesian_batch(tree, own._replace(payoffs=payoffs), 3)
    short = (tuple(0.5 * x for x in own.chances[0]), *own.chances[1:])
    with pytest.raises(InputError, match="do not sum to one"):
        perfect_bayesian_batch(tree, own._replace(chances=short), 3)
    large = random_tree(2, terminals=(50, 60))
    with pytest.raises(InputError, match="too many support profiles"):
        perfect_bayesian_batch(large, drawn(large, random, 3), 3)
