"""Solvers of one game against their compiled batches, ties among them."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.theory.solvers.private_information import private_information
from suasion.theory.solvers.solutions import solve_tree
from suasion.theory.solvers.subgame_perfect import first_perfect, subgame_perfect
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.reading import read_game
from suasion.theory.tree.structure import solvable_backwards
from suasion.uncertainty.device import in_double

GAMES = 200
THREE = """
game: three
title: Challenger, protege, guarantor
players: [challenger, protege, guarantor]
nodes:
  start: {player: challenger, actions: {wait: SQ, threaten: reply}}
  reply: {player: protege, actions: {concede: CON, resist: help}}
  help: {player: guarantor, actions: {abandon: ALONE, fight: WAR}}
outcomes:
  SQ: {payoffs: {challenger: 0, protege: 0, guarantor: 0}}
  CON: {payoffs: {challenger: 0, protege: 0, guarantor: 0}}
  ALONE: {payoffs: {challenger: 0, protege: 0, guarantor: 0}}
  WAR: {payoffs: {challenger: 0, protege: 0, guarantor: 0}}
"""


@pytest.fixture(autouse=True)
def double():
    with in_double():
        yield


def drawn(tree, random, *, whole):
    """Payoffs of many games, whole numbers where ties are wanted; chances as even as can be."""
    shape = (len(tree.terminals), len(tree.players), GAMES)
    pay = random.integers(0, 3, shape).astype(float) if whole else random.normal(0, 1, shape)
    chances = tuple(
        tuple([1 / len(node.children)] * len(node.children)) if node.chances else ()
        for node in tree.nodes
    )
    return Numbers(tuple(tuple(jnp.asarray(x) for x in row) for row in pay), chances)


def one(own, game):
    """The numbers of one game of a batch."""
    return Numbers(tuple(tuple(float(x[game]) for x in row) for row in own.payoffs), own.chances)


def test_private_information_of_a_batch_is_that_of_each_game():
    tree = read_game(THREE, "three.yaml")
    own = drawn(tree, np.random.default_rng(1), whole=False)
    batch = jax.jit(lambda x: private_information(tree, x, jnp).strategies)(own)
    for game in range(0, GAMES, 10):
        alone = private_information(tree, one(own, game)).strategies
        for rows, columns in zip(alone, batch, strict=True):
            found = [float(column[game]) for column in columns]
            # Two implementations of the normal distribution function.
            np.testing.assert_allclose(found, [float(x) for x in rows], atol=1e-12)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("seed", [2, 5, 8, 11, 17])
def test_backward_induction_of_a_batch_is_the_first_of_each_games_list(random_tree, seed, whole):
    tree = random_tree(seed)
    if not solvable_backwards(tree):
        tree = read_game(THREE, "three.yaml")
    own = drawn(tree, np.random.default_rng(seed), whole=whole)
    found = jax.jit(lambda x: tuple(first_perfect(tree, x)))(own)
    play, tied = found
    for game in range(0, GAMES, 4):
        listed, complete = subgame_perfect(tree, one(own, game))
        chosen = [
            int(np.argmax([float(np.broadcast_to(c, GAMES)[game]) for c in columns]))
            for columns in play.strategies
        ]
        assert dict(enumerate(chosen)) in listed
        if complete:
            assert (len(listed) > 1) == bool(np.broadcast_to(tied, GAMES)[game])
    if whole:
        assert np.any(tied)


def test_more_ties_than_are_listed_are_said():
    after = [f"n{i}" for i in range(1, 12)] + ["SQ"]
    moves = "".join(
        f"  n{i}: {{player: challenger, actions: {{stop: SQ, on: {target}}}}}\n"
        for i, target in enumerate(after)
    )
    text = (
        "game: ties\ntitle: Nothing matters\nplayers: [challenger]\n"
        f"nodes:\n{moves}outcomes: {{SQ: {{payoffs: {{challenger: 0}}}}}}\n"
    )
    found = solve_tree(read_game(text, "ties.yaml"), {}, "subgame-perfect")
    assert (len(found.equilibria), found.status.code) == (1024, "step-limit")
    assert all(len(one.strategies) == 24 for one in found.equilibria)
