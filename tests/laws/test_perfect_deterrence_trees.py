"""The trees of the perfect deterrence games say what their solvers say.

Each equilibrium of a solver is played through the tree of its YAML file: outcomes and values must
be the solver's, and no information set may have a better action. Two independent pieces of code,
the closed forms and the reader with its trees, so agree on rules and payoffs.
"""

import io

import numpy as np
import pytest

from suasion.theory.library import (
    asymmetric_escalation,
    massive_retaliation,
    mutual_deterrence,
    tripartite_crisis,
    unilateral_deterrence,
)
from suasion.theory.solvers.backward import played
from suasion.theory.solvers.solutions import solve_tree
from suasion.theory.tree.efg_writing import to_efg
from suasion.theory.tree.expression import NUMPY
from suasion.theory.tree.numbers import numbers
from suasion.theory.tree.tree import CHANCE, TERMINAL

MODELS = {
    module.MODELS[0].id: module.MODELS[0]
    for module in (
        unilateral_deterrence,
        massive_retaliation,
        mutual_deterrence,
        asymmetric_escalation,
        tripartite_crisis,
    )
}
SOLVERS = {
    "unilateral": "exact",
    "massive-retaliation": "exact",
    "mutual-deterrence": "exact",
    "asymmetric-escalation": "pure-perfect-bayesian",
    "tripartite-crisis": "pure-perfect-bayesian",
}
POINTS = {
    "unilateral": [{"p_ch": p, "p_def": q} for p in (0.2, 0.8) for q in (0.1, 0.55, 0.9)],
    "massive-retaliation": [{"p_ch": p, "p_def": q} for p in (0.2, 0.8) for q in (0.1, 0.55, 0.9)],
    "mutual-deterrence": [{"p_a": p, "p_b": q} for p in (0.2, 0.7, 0.9) for q in (0.3, 0.6, 0.95)],
    "asymmetric-escalation": [{}, {"p_ch": 0.3}, {"p_hh": 0.1}, {"p_hh": 0.0, "p_hs": 0.5}],
    "tripartite-crisis": [{}, {"q_loyal": 0.9}, {"q_staunch": 0.2}, {"q_determined": 0.1}],
}
CASES = [(name, point) for name, points in POINTS.items() for point in points]
# By information set, and type in brackets: the solver's chance of the second action.
MOVES = {
    "unilateral": {
        "start": "challenger_{}_initiates",
        "reply": "defender_{}_resists",
        "last": {"hard": 1.0, "soft": 0.0},
    },
    "massive-retaliation": {
        "start": "challenger_{}_initiates",
        "reply": "defender_{}_escalates",
        "last": {"hard": 1.0, "soft": 0.0},
    },
    "mutual-deterrence": {
        "first": "a_{}_defects",
        "at_once": "b_{}_defects",
        "a_replies": {"hard": 1.0, "soft": 0.0},
        "b_replies": {"hard": 1.0, "soft": 0.0},
    },
    "asymmetric-escalation": {
        "node1": "challenger_{}_initiates",
        "node3a": "challenger_{}_escalates",
        "node3b": "challenger_{}_stands",
        "node4": "defender_{}_stands",
    },
    "tripartite-crisis": {
        "demand": "{}_demands",
        "answer": "{}_holds",
        "backing": "{}_supports",
        "last": "{}_fights",
        "alone": "{}_realigns",
    },
}
# Expected payoffs of order one, summed over up to a hundred nodes.
ROUNDING = 1e-12


def chances(name, information, strategies):
    node, _, kind = information.name.rstrip(")").partition(" (")
    if node == "node2":
        replies = ("concedes", "responds", "escalates")
        return [strategies[f"defender_{kind}_{reply}"] for reply in replies]
    move = MOVES[name][node]
    acts = move[kind] if isinstance(move, dict) else strategies[move.format(kind)]
    return [1 - acts, acts]


def through(name, point, equilibrium):
    """The tree, its numbers, and the play of an equilibrium."""
    model = MODELS[name]
    tree = model.tree()
    own = numbers(tree, model.defaults | point, NUMPY)
    moves = [chances(name, one, equilibrium.strategies) for one in tree.information]
    return tree, own, played(tree, own, moves)


@pytest.mark.parametrize("name", MODELS)
def test_a_tree_has_the_parameters_of_its_model(name):
    model = MODELS[name]
    ours = {one.name: one for one in model.parameters}
    for one in model.tree().parameters:
        same = ours[one.name]
        assert (one.default, one.low, one.high, one.unit) == (
            same.default,
            same.low,
            same.high,
            same.unit,
        )
    assert set(ours) == {one.name for one in model.tree().parameters}
    assert (model.tree().id, model.tree().title, model.tree().source) == (
        model.id,
        model.title,
        model.source,
    )


@pytest.mark.parametrize(("name", "point"), CASES)
def test_equilibria_have_the_same_outcomes_and_values_in_the_tree(name, point):
    found = MODELS[name].solve(SOLVERS[name], **point)
    assert found.equilibria
    for one in found.equilibria:
        tree, _, play = through(name, point, one)
        outcomes = dict(zip((x.name for x in tree.outcomes), play.outcomes(tree), strict=True))
        for outcome, chance in one.outcomes.items():
            assert outcomes[outcome] == pytest.approx(chance, abs=ROUNDING)
        assert sum(outcomes.values()) == pytest.approx(1, abs=ROUNDING)
        np.testing.assert_allclose(play.values, list(one.values.values()), atol=ROUNDING)


@pytest.mark.parametrize(("name", "point"), CASES)
def test_no_information_set_on_the_path_has_a_better_action(name, point):
    for one in MODELS[name].solve(SOLVERS[name], **point).equilibria:
        tree, own, play = through(name, point, one)
        worth = values_of_nodes(tree, own, play.strategies)
        for at, information in enumerate(tree.information):
            reach = [play.reach[member] for member in information.members]
            if sum(reach) < 1e-12:
                continue
            gains = [
                sum(
                    chance * worth[tree.nodes[member].children[action]][information.player]
                    for chance, member in zip(reach, information.members, strict=True)
                )
                for action in range(len(information.actions))
            ]
            mean = np.dot(play.strategies[at], gains)
            # Indifference is judged to 1e-9 of the payoffs.
            assert max(gains) - mean < 1e-8


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("mutual-deterrence", {"p_a": 0.2, "p_b": 0.6}),
        ("mutual-deterrence", {"p_a": 0.7, "p_b": 0.6}),
        ("mutual-deterrence", {"p_a": 0.9, "p_b": 0.95}),
        ("unilateral", {"p_ch": 0.2, "p_def": 0.1}),
        ("unilateral", {"p_ch": 0.8, "p_def": 0.55}),
        ("tripartite-crisis", {}),
        ("tripartite-crisis", {"q_staunch": 0.2}),
        ("tripartite-crisis", {"q_staunch": 0.2, "d_cf_wavering": 0.05, "q_loyal": 0.9}),
    ],
)
def test_an_enumeration_of_supports_finds_the_same_equilibria(name, point):
    """By outcomes and values: members of a continuum are alike in them.

    Of the tripartite crisis ours are the pure ones in which no move tells what its mover does not
    know; a search for weak equilibria finds more.
    """
    model = MODELS[name]
    searched, ours = (model.solve(x, **point) for x in ("perfect-bayesian", SOLVERS[name]))
    if name == "tripartite-crisis":
        assert alike(searched) >= alike(ours)
    else:
        assert alike(searched) == alike(ours)


def alike(solution):
    return {
        tuple(
            round(x, 6) + 0.0
            for x in (*map(one.outcomes.get, solution.chosen.outcomes), *one.values.values())
        )
        for one in solution.equilibria
    }


def values_of_nodes(tree, own, strategies):
    """Expected payoffs of all players from every node on."""
    worth = [None] * len(tree.nodes)
    payoffs = dict(zip(tree.terminals, own.payoffs, strict=True))
    for at in reversed(range(len(tree.nodes))):
        node = tree.nodes[at]
        if node.mover == TERMINAL:
            worth[at] = np.array(payoffs[at], dtype=float)
        else:
            moves = own.chances[at] if node.mover == CHANCE else strategies[node.information]
            worth[at] = sum(p * worth[child] for p, child in zip(moves, node.children, strict=True))
    return worth


@pytest.mark.parametrize(
    ("name", "point"),
    [(name, point) for name, point in CASES if name in ("unilateral", "massive-retaliation")],
)
def test_precise_quantal_responses_approach_the_selected_equilibrium(name, point):
    model = MODELS[name]
    found = model.solve("exact", **point).chosen
    tree = model.tree()
    # At precision 2,000 the branch is within about 1/200 of its limit away from borders.
    values = {
        key: value for key, value in (model.defaults | point).items() if key in tree.free_names
    }
    near = solve_tree(tree, values, "quantal-response", precision=(2000.0, 2000.0)).chosen
    for outcome, chance in found.outcomes.items():
        assert near.outcomes[outcome] == pytest.approx(chance, abs=0.02)


@pytest.mark.parametrize(
    ("name", "precision"), [("asymmetric-escalation", 4.0), ("tripartite-crisis", 5.0)]
)
def test_quantal_responses_against_gambit(name, precision):
    gambit = pytest.importorskip("pygambit", reason="the referee Gambit is not installed")
    model = MODELS[name]
    rates = {p.name: precision for p in model.parameters if p.name.startswith("lambda_")}
    found = model.solve("quantal-response", **rates).chosen
    game = gambit.read_efg(io.StringIO(to_efg(model.tree(), {})))
    (point,) = gambit.qre.logit_solve_lambda(game, lam=[precision])
    theirs = [p for player in point.profile for _, action in player for _, p in action]
    # Gambit stops its path within about 1e-8 of the precision asked for; 1e-6 leaves room.
    np.testing.assert_allclose(sorted(found.strategies.values()), sorted(theirs), atol=1e-6)


# What breaks the publication's order, and nothing else of the game.
OUT_OF_ORDER = {
    "unilateral": ({"c_dd_hard": 0.7}, "c_dd_hard < c_sq is needed"),
    "massive-retaliation": ({"d_ee_hard": 0.1}, "d_dc < d_ee_hard is needed"),
    "mutual-deterrence": ({"b_cd": 0.4}, "b_cd < b_dd_hard is needed"),
}


@pytest.mark.parametrize("solver", ["perfect-bayesian", "quantal-response"])
@pytest.mark.parametrize("name", OUT_OF_ORDER)
def test_general_solvers_say_where_payoffs_leave_the_published_order(name, solver):
    changed, words = OUT_OF_ORDER[name]
    inside, outside = (MODELS[name].solve(solver, **point) for point in ({}, changed))
    assert inside.status.code == "ok"
    assert outside.status.code == "degenerate"
    assert words in outside.status.sentence
    assert "The tree is solved as given" in outside.status.sentence
    assert outside.equilibria
