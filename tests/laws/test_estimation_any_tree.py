"""A game of one's own, with chance and three actions, estimated like any other."""

import numpy as np
import pandas as pd
import pytest

from suasion.evidence.estimation import fit, listed, model, simulate
from suasion.theory.solvers.backward import solve_backwards
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.reading import read_game
from suasion.theory.tree.tree import Tree

THREE = """
game: three-ways
title: Wait, probe or attack
players: [challenger, guarantor]
parameters: {storm: {value: 0.3, low: 0, high: 1}}
nodes:
  start: {player: challenger, actions: {wait: SQ, probe: weather, attack: reply}}
  weather: {chance: {storm: storm, calm: 1 - storm}, actions: {storm: LOST, calm: answer}}
  answer: {player: guarantor, actions: {ignore: MOVED, push_back: BACK}}
  reply: {player: guarantor, actions: {abandon: ALONE, fight: WAR}}
outcomes:
  SQ: {payoffs: {challenger: 0, guarantor: 0}}
  LOST: {payoffs: {challenger: 0, guarantor: 0}}
  MOVED: {payoffs: {challenger: 0, guarantor: 0}}
  BACK: {payoffs: {challenger: 0, guarantor: 0}}
  ALONE: {payoffs: {challenger: 0, guarantor: 0}}
  WAR: {payoffs: {challenger: 0, guarantor: 0}}
"""
FORMULA = (
    "y ~ challenger.SQ = x",
    "challenger.WAR = 0 + z",
    "challenger.ALONE = 1",
    "guarantor.BACK = x",
    "guarantor.WAR = z",
)
TRUTH = np.array([0.5, 0.6, -0.8, 0.7, 0.4, 0.5, 0.3, 0.9])


@pytest.fixture(scope="module")
def tree() -> Tree:
    return read_game(THREE, "three.yaml")


@pytest.fixture(scope="module")
def data(tree: Tree) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    found = pd.DataFrame({"x": rng.normal(size=1500), "z": rng.normal(size=1500)})
    return found.assign(y=rng.choice([one.name for one in tree.outcomes], 1500))


def test_what_is_listed(tree: Tree) -> None:
    """Every outcome for the first mover; the later one's first actions are its zeros."""
    names = [str(one) for one in listed(tree)]
    assert names[:6] == [f"challenger.{one.name}" for one in tree.outcomes]
    assert names[6:] == ["guarantor.BACK", "guarantor.WAR"]


@pytest.mark.parametrize("family", ["logit", "probit"])
def test_chances_are_those_of_the_solver(tree: Tree, data: pd.DataFrame, family) -> None:
    made = model(tree, data, FORMULA, shocks=family, parameters={"storm": 0.2})
    x, z = data["x"].to_numpy(), data["z"].to_numpy()
    own = {"SQ": 0.5 + 0.6 * x, "WAR": -0.8 * z, "ALONE": 0.7}
    other = {"BACK": 0.4 + 0.5 * x, "WAR": 0.3 + 0.9 * z}
    ends = [tree.nodes[at].name for at in tree.terminals]
    zero = np.zeros(len(x))
    pay = tuple((own.get(name, 0.0) + zero, other.get(name, 0.0) + zero) for name in ends)
    chances = tuple((0.2, 0.8) if node.name == "weather" else () for node in tree.nodes)
    played = solve_backwards(tree, Numbers(pay, chances), [2.0**-0.5] * 2, family)
    wanted = np.stack(played.outcomes(tree), axis=1)
    np.testing.assert_allclose(made.likelihood.chances(TRUTH), wanted, atol=1e-12)


def test_coefficients_are_recovered(tree: Tree, data: pd.DataFrame) -> None:
    given = {"shocks": "logit", "parameters": {"storm": 0.2}}
    drawn = data.assign(y=simulate(model(tree, data, FORMULA, **given), TRUTH, 3))
    found = fit(tree, drawn, FORMULA, starts=1, **given)
    assert found.converged
    assert (np.abs(found.coefficients - TRUTH) < 4.0 * found.errors).all()
