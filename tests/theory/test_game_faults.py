"""Games in YAML that cannot be played: a fault with its place, never another exception."""

import time

import pytest

from suasion.errors import InputError
from suasion.theory.tree.reading import read_game

GAME = """game: lone-choice
title: To attack or not
players: [challenger, guarantor]
parameters: {zero: 0, one: 1}
types: {guarantor: {hard: 0.5, soft: 0.5}}
nodes:
  start: {player: challenger, actions: {wait: SQ, attack: WAR}}
outcomes:
  SQ: {payoffs: {challenger: 0, guarantor: PAYOFF}}
  WAR: {payoffs: {challenger: 1, guarantor: 1}}
"""
FORGETFUL = """game: two-nodes
title: Two nodes
players: [challenger, guarantor]
nodes:
  start: {player: challenger, actions: {wait: here, attack: there}}
  here: {player: guarantor, actions: {on: SQ, off: SQ}}
  there: {player: guarantor, information: here, actions: {on: SQ, off: SQ}}
outcomes:
  SQ: {payoffs: {challenger: 0, guarantor: 0}}
"""


def problem_of(text):
    with pytest.raises(InputError) as raised:
        read_game(text, "game.yaml")
    (problem,) = raised.value.problems
    assert problem.remedy
    return problem


@pytest.mark.parametrize(
    "payoff", ["1 / zero", "0 ^ (zero - 1)", "(one - 2) ^ 0.5", "1e300 ^ (one + 1)", "log(zero)"]
)
def test_a_payoff_without_a_value_is_told(payoff):
    problem = problem_of(GAME.replace("PAYOFF", payoff))
    assert (problem.line, problem.field) == (9, "outcomes.SQ.payoffs.guarantor")
    assert "at the file's values" in problem.message


@pytest.mark.parametrize("payoff", ["1 / guarantor.hard", "(guarantor.hard - 1) ^ 0.5"])
def test_a_payoff_without_a_value_for_one_type_is_told(payoff):
    problem = problem_of(GAME.replace("PAYOFF", payoff))
    assert problem.line == 9
    assert "for the types soft" in problem.message


def test_a_payoff_that_is_infinite_for_one_type_is_told():
    problem = problem_of(GAME.replace("PAYOFF", "1 / (guarantor.hard - one)"))
    assert "for some types" in problem.message


def test_a_whole_number_beyond_doubles_is_told():
    for text in (GAME.replace("PAYOFF", "1" * 400), GAME.replace("one: 1", "one: " + "1" * 400)):
        assert "1,000,000,000,000,000" in problem_of(text.replace("PAYOFF", "0")).message


@pytest.mark.parametrize("chances", ["hard: .inf, soft: -.inf", "hard: 1e308, soft: 1e308"])
def test_probabilities_beyond_all_numbers_are_told(chances):
    text = GAME.replace("PAYOFF", "0").replace("hard: 0.5, soft: 0.5", chances)
    with pytest.raises(InputError, match="probabilities must be 0 or more and sum to 1"):
        read_game(text, "game.yaml")


def test_a_node_named_by_another_as_its_information_must_fit():
    assert len(read_game(FORGETFUL, "game.yaml").information) == 2
    other = FORGETFUL.replace("here, actions: {on: SQ, off", "here, actions: {on: SQ, out")
    assert "has other actions" in problem_of(other).message
    other = FORGETFUL.replace("{player: guarantor, inf", "{player: challenger, inf")
    assert "holds here of guarantor" in problem_of(other).message


def test_information_sets_have_names_of_their_own():
    text = GAME.replace("PAYOFF", "0").replace("attack: WAR}}", "attack: a}}\n  MORE", 1)
    more = """a: {player: guarantor, actions: {on: SQ, off: "a (hard)"}}
  "a (hard)": {player: challenger, actions: {on: SQ, off: WAR}}"""
    tree = read_game(text.replace("MORE", more), "game.yaml")
    names = [one.name for one in tree.information]
    assert len(set(names)) == len(names) == 4


def test_too_many_types_are_told_before_they_are_drawn():
    players = [f"p{at}" for at in range(8)]
    kinds = ", ".join(f"t{at}: 0.05" for at in range(20))
    types = "".join(f"  {player}: {{{kinds}}}\n" for player in players)
    zero = ", ".join(f"{player}: 0" for player in players)
    text = (
        f"game: many\ntitle: Many types\nplayers: [{', '.join(players)}]\ntypes:\n{types}"
        "nodes:\n  start: {player: p0, actions: {wait: SQ}}\n"
        f"outcomes:\n  SQ: {{payoffs: {{{zero}}}}}\n"
    )
    start = time.perf_counter()
    assert "more than 4,000 profiles of types" in problem_of(text).message
    assert time.perf_counter() - start < 1
