"""McKelvey and Palfrey, Quantal response equilibria for extensive form games (1998).

Gambit is the independent referee: it traces the principal branch of the logit agent quantal
response equilibrium of the same trees, written in its own file format. Gambit is no dependency.
"""

import io
import itertools
from fractions import Fraction

import numpy as np
import pytest

from suasion.theory.library import asymmetric_escalation as aeg
from suasion.theory.library import unilateral_deterrence as udg

gambit = pytest.importorskip("pygambit", reason="the referee Gambit (pygambit) is not installed")

PROBABILITIES = ("0.05", "0.27", "0.43", "0.58", "0.73", "0.81", "0.95")
OUTCOMES = ("SQ", "DC", "DD", "ED", "DE", "EE")
ESCALATION_GAMES = [
    aeg.EscalationPayoffs(0.6, 1.0, 0.3, 0.5, 0.05, 0.1, 1.0, 0.4, 0.6, 0.1, 0.8, 0.2),
    aeg.EscalationPayoffs(2.0, 3.1, -0.5, 1.2, -1.0, -2.5, 4.0, 0.2, 1.5, -2.0, 3.0, -1.1),
    aeg.EscalationPayoffs(0.0, 0.1, 0.2, -0.4, 0.9, 0.3, -0.2, 0.7, 0.1, 0.5, -0.6, 0.0),
]


def game_of(title, lines):
    head = f'EFG 2 R "{title}" {{ "Challenger" "Defender" }}\n""\n'
    return gambit.read_efg(io.StringIO(head + "\n".join(lines) + "\n"))


def probabilities(profile):
    """Action probabilities of each information set in Gambit's order, challenger first."""
    return [[p for _, p in action] for player in profile for _, action in player]


def escalation_tree(payoffs, challenger_precision, defender_precision):
    """The tree with payoffs times precision, so that Gambit's common precision is 1."""

    def end(outcome):
        c = challenger_precision * getattr(payoffs, f"c_{outcome.lower()}")
        d = defender_precision * getattr(payoffs, f"d_{outcome.lower()}")
        return f't "" {OUTCOMES.index(outcome) + 1} "{outcome}" {{ {c!r}, {d!r} }}'

    lines = ['p "" 1 1 "1" { "C" "D" } 0', end("SQ"), 'p "" 2 1 "2" { "C" "D" "E" } 0', end("DC")]
    lines += ['p "" 1 2 "3a" { "D" "E" } 0', end("DD"), 'p "" 2 2 "4" { "D" "E" } 0', end("ED")]
    lines += [end("EE"), 'p "" 1 3 "3b" { "D" "E" } 0', end("DE"), end("EE")]
    return game_of("asymmetric escalation", lines)


@pytest.mark.parametrize("payoffs", ESCALATION_GAMES)
@pytest.mark.parametrize("precisions", [(0.5, 0.5), (2.0, 5.0), (8.0, 3.0)])
def test_escalation_game_against_gambit(payoffs, precisions):
    game = escalation_tree(payoffs, *precisions)
    (point,) = gambit.qre.logit_solve_lambda(game, lam=[1.0])
    node_1, node_3a, node_3b, node_2, node_4 = probabilities(point.profile)
    ours = aeg.quantal_response(payoffs, *precisions)
    referee = [node_1[1], *node_2, node_3a[1], node_3b[1], node_4[1]]
    # Gambit stops its path within about 1e-8 of the precision asked for; 1e-6 leaves room.
    np.testing.assert_allclose(np.array(ours[:7]), referee, atol=1e-6)


def unilateral_tree(game, p_challenger, p_defender):
    """The tree with nature's draw of both types; information sets by the mover's own type."""
    outcomes = {}

    def end(name, challenger, defender):
        number = outcomes.setdefault(name, len(outcomes) + 1)
        return f't "" {number} "{name}" {{ {challenger!r}, {defender!r} }}'

    def draw(infoset, p):
        return f'c "" {infoset} "n{infoset}" {{ "hard" {p} "soft" {1 - p} }} 0'

    lines = [draw(1, p_challenger)]
    for i, c_dd in ((1, game.c_dd_hard), (2, game.c_dd_soft)):
        lines.append(draw(1 + i, p_defender))
        for j, d_dd in ((1, game.d_dd_hard), (2, game.d_dd_soft)):
            lines += [
                f'p "" 1 {i} "c{i}" {{ "C" "D" }} 0',
                end("SQ", game.c_sq, game.d_sq),
                f'p "" 2 {j} "d{j}" {{ "C" "D" }} 0',
                end("DC", game.c_dc, game.d_dc),
                f'p "" 1 {2 + i} "last{i}" {{ "C" "D" }} 0',
                end("CD", game.c_cd, game.d_cd),
                end(f"DD{i}{j}", c_dd, d_dd),
            ]
    return game_of("unilateral deterrence", lines)


UNILATERAL_GAMES = [
    udg.UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3),
    udg.UnilateralPayoffs(0.31, 1.0, 0.12, 0.28, 0.0, 1.0, 0.92, 0.61, 0.0, 0.11),
]


@pytest.mark.parametrize("game", UNILATERAL_GAMES)
def test_selected_unilateral_equilibrium_is_the_principal_branch(game):
    for p_challenger, p_defender in itertools.product(map(Fraction, PROBABILITIES), repeat=2):
        branch = gambit.qre.logit_solve_branch(
            unilateral_tree(game, p_challenger, p_defender), maxregret=1e-7
        )
        hard, _, soft, _, firm, weak = probabilities(branch[-1].profile)
        chosen = udg.solve(game, float(p_challenger), float(p_defender)).chosen
        # The branch nears its limit as 1/precision; at a regret of 1e-7 that is within 1e-3,
        # away from the borders of the regions.
        referee = [hard[1], soft[1], firm[1], weak[1]]
        np.testing.assert_allclose(list(chosen.strategies.values()), referee, atol=1e-3)
