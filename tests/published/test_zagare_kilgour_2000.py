"""Zagare and Kilgour, Perfect Deterrence (Cambridge 2000): two of its games.

Unilateral Deterrence Game (ch. 5): the regions are checked against a search for mutual best
responses that knows only the tree and the payoffs, not the thresholds.
Asymmetric Escalation Game (ch. 8-9): the eight games of complete information.
"""

import itertools

import numpy as np
import pytest

from suasion.theory.library import asymmetric_escalation as aeg
from suasion.theory.library import unilateral_deterrence as udg

GAMES = [
    udg.UnilateralPayoffs(0.61, 1.0, 0.23, 0.42, 0.0, 1.0, 0.79, 0.52, 0.0, 0.33),
    udg.UnilateralPayoffs(0.31, 1.0, 0.12, 0.28, 0.0, 1.0, 0.92, 0.61, 0.0, 0.11),
    udg.UnilateralPayoffs(4.7, 7.0, -3.0, 3.1, -8.0, 9.0, 2.2, 1.7, -6.1, 0.3),
]
# A best response gains nothing by changing; what is left is rounding of payoffs of order 10.
BEST = 1e-9


def gain_from_initiating(game, hard, resisted):
    """What a challenger of one type gains over the status quo if resisted so often."""
    last = max(game.c_cd, game.c_dd_hard if hard else game.c_dd_soft)
    return (1 - resisted) * game.c_dc + resisted * last - game.c_sq


def gain_from_resisting(game, belief):
    """What a soft defender gains over conceding if it believes the challenger hard so far."""
    return belief * game.d_dd_soft + (1 - belief) * game.d_cd - game.d_dc


def root(function):
    """Where a falling function on 0 to 1 is zero, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def best(probability, gain):
    """Whether a probability of acting is a best response to what acting gains."""
    return (gain >= -BEST or probability == 0) and (gain <= BEST or probability == 1)


def mutual_best_responses(game, p_challenger, p_defender):
    """Profiles (hard initiates, soft initiates, soft resists, belief) found by trying them all."""
    stop = [
        root(lambda r, hard=hard: gain_from_initiating(game, hard, r)) for hard in (True, False)
    ]
    turn = root(lambda belief: gain_from_resisting(game, belief))
    bluff = p_challenger / (1 - p_challenger) * (1 - turn) / turn
    resisting = [0.0, 1.0, *((r - p_defender) / (1 - p_defender) for r in stop)]
    for x_hard, x_soft, y in itertools.product((0.0, 1.0), (0.0, 1.0, bluff), resisting):
        initiated = p_challenger * x_hard + (1 - p_challenger) * x_soft
        beliefs = [p_challenger * x_hard / initiated] if initiated else [0.0, turn, 0.5, 1.0]
        resisted = p_defender + (1 - p_defender) * y
        if not (0 <= y <= 1 and 0 <= x_soft <= 1):
            continue
        if not best(x_hard, gain_from_initiating(game, True, resisted)):
            continue
        if not best(x_soft, gain_from_initiating(game, False, resisted)):
            continue
        for belief in beliefs:
            if best(y, gain_from_resisting(game, belief)):
                yield x_hard, x_soft, y, belief


def strategies(equilibrium):
    names = ("challenger_hard_initiates", "challenger_soft_initiates", "defender_soft_resists")
    return tuple(round(equilibrium.strategies[name], 9) for name in names)


@pytest.mark.parametrize("game", GAMES)
def test_regions_are_the_mutual_best_responses_on_a_grid(game):
    for p_challenger, p_defender in itertools.product(np.linspace(0.013, 0.987, 40), repeat=2):
        searched = list(mutual_best_responses(game, p_challenger, p_defender))
        solution = udg.solve(game, p_challenger, p_defender)
        played = {tuple(round(x, 9) for x in found[:3]) for found in searched if any(found[:2])}
        solved = {strategies(found) for found in solution.equilibria}
        assert {found for found in solved if any(found[:2])} == played
        # Nobody initiates: one family, certain if even a conceding soft defender would do.
        quiet = {found[2] for found in searched if not any(found[:2])}
        labels = {found.label for found in solution.equilibria}
        assert ("certain deterrence" in labels) == (0.0 in quiet)
        assert ("steadfast deterrence" in labels) == (1.0 in quiet and 0.0 not in quiet)


@pytest.mark.parametrize(
    ("p_challenger", "p_defender", "label", "outcomes"),
    [
        (0.3, 0.7, "certain deterrence", (1, 0, 0, 0)),
        (0.3, 0.6, "separating", (0.7, 0.3 * 0.4, 0, 0.3 * 0.6)),
        (0.3, 0.2, "bluff", (0.52, 0.24, 0.09, 0.15)),
        (0.8, 0.2, "attack", (0, 0.8, 0.2 * 0.2, 0.8 * 0.2)),
    ],
)
def test_four_regions_and_their_outcomes(p_challenger, p_defender, label, outcomes):
    # c1 = 1/2, c2 = 2/3, d1 = 5/8. Bluff: the soft initiate with odds 0.3*3/8 to 5/8*0.7 = 9/35,
    # so 0.48 initiate, resisted half the time. Tolerance: rounding.
    game = udg.UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)
    chosen = udg.solve(game, p_challenger, p_defender).chosen
    assert chosen.label == label
    np.testing.assert_allclose(list(chosen.outcomes.values()), outcomes, atol=1e-12)


@pytest.mark.parametrize(
    ("p_challenger", "p_defender", "labels"),
    [
        (0.3, 2 / 3, ["certain deterrence", "separating"]),
        (0.3, 1 / 2, ["separating", "bluff", "steadfast deterrence"]),
        (0.8, 1 / 2, ["separating", "attack", "steadfast deterrence"]),
        (5 / 8, 0.2, ["bluff", "attack", "steadfast deterrence"]),
    ],
)
def test_a_border_belongs_to_both_regions(p_challenger, p_defender, labels):
    game = udg.UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)
    solution = udg.solve(game, p_challenger, p_defender)
    assert [equilibrium.label for equilibrium in solution.equilibria] == labels
    assert solution.chosen.label == labels[0]


@pytest.mark.parametrize("game", GAMES)
@pytest.mark.parametrize("p_defender", [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
def test_against_a_surely_hard_challenger_one_threshold_is_left(game, p_defender):
    """Asymmetric Deterrence (1993): the last move is the defender's, hard or soft."""
    attack = (1 - p_defender) * game.c_dc + p_defender * game.c_dd_hard
    chosen = udg.solve(game, 1.0, p_defender).chosen
    assert chosen.outcomes["SQ"] == pytest.approx(float(attack < game.c_sq), abs=1e-12)
    value = max(attack, game.c_sq)
    assert chosen.values["challenger"] == pytest.approx(value, abs=1e-12 * abs(value) + 1e-12)


EIGHT_GAMES = [
    # Challenger, defender (tactical, strategic); nodes 4, 3a, 3b, 2; outcome.
    ("H", "HH", ("EE", "DD", "EE", "DD"), "SQ"),
    ("H", "HS", ("ED", "ED", "EE", "DC"), "DC"),
    ("H", "SH", ("EE", "DD", "EE", "DC"), "DC"),
    ("H", "SS", ("ED", "ED", "EE", "DC"), "DC"),
    ("S", "HH", ("EE", "DD", "DE", "DE"), "SQ"),
    ("S", "HS", ("ED", "ED", "DE", "DE"), "SQ"),
    ("S", "SH", ("EE", "DD", "DE", "DE"), "SQ"),
    ("S", "SS", ("ED", "ED", "DE", "DE"), "SQ"),
]


def escalation_game(challenger: str, defender: str) -> aeg.EscalationPayoffs:
    """Ranks of the published orders, 1 the worst outcome of a player."""
    return aeg.EscalationPayoffs(
        c_sq=6, c_dc=7, c_dd=4, c_ed=5, c_de=2, c_ee=3 if challenger == "H" else 1,
        d_sq=8, d_dc=5, d_dd=6 if defender[0] == "H" else 4, d_ed=2, d_de=7,
        d_ee=3 if defender[1] == "H" else 1,
    )  # fmt: skip


def reached(choices):
    """What each node leads to under a plan: nodes 4, 3a, 3b, 2."""
    node_4 = "EE" if choices["defender_stands"] else "ED"
    node_3a = node_4 if choices["challenger_escalates"] else "DD"
    node_3b = "EE" if choices["challenger_stands"] else "DE"
    replies = {"concedes": "DC", "responds": node_3a, "escalates": node_3b}
    (node_2,) = (end for reply, end in replies.items() if choices[f"defender_{reply}"])
    return node_4, node_3a, node_3b, node_2


@pytest.mark.parametrize(("challenger", "defender", "nodes", "outcome"), EIGHT_GAMES)
def test_eight_games_of_complete_information(challenger, defender, nodes, outcome):
    solution = aeg.subgame_perfect(escalation_game(challenger, defender))
    (only,) = solution.equilibria
    assert solution.status.code == "ok"
    assert reached(only.strategies) == nodes
    assert only.outcomes[outcome] == 1


@pytest.mark.parametrize(("challenger", "defender", "nodes", "outcome"), EIGHT_GAMES)
def test_precise_quantal_response_is_subgame_perfect(challenger, defender, nodes, outcome):
    # Ranks differ by at least 1, so at precision 60 an error has odds below exp(-59).
    response = aeg.quantal_response(escalation_game(challenger, defender), 60.0, 60.0)
    assert getattr(response.outcomes, outcome.lower()) == pytest.approx(1, abs=1e-12)
    assert response.defender_stands == pytest.approx(float(nodes[0] == "EE"), abs=1e-12)


@pytest.mark.parametrize(("challenger", "defender"), ["HH", "HS", "SH", "SS"])
def test_massive_retaliation_is_the_unilateral_game(challenger, defender):
    """Without a response in kind, DE plays the part of CD and EE that of DD."""
    payoffs = escalation_game(challenger, f"H{defender}")
    massive = payoffs._replace(d_dd=-9, d_ed=-9, d_ee=6 if defender == "H" else 1)
    outcome = aeg.subgame_perfect(massive).chosen.outcomes
    game = udg.UnilateralPayoffs(6, 7, 2, 3, 1, 8, 7, 6, 1, 5)
    chosen = udg.solve(game, float(challenger == "H"), float(defender == "H")).chosen
    same = {"SQ": "SQ", "DC": "DC", "CD": "DE", "DD": "EE"}
    assert all(chosen.outcomes[a] == outcome[b] for a, b in same.items())
