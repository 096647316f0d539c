"""Laws of every published game: probabilities, best responses, batches, jit, directions."""

import itertools
import pickle
from functools import partial

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.theory.library import asymmetric_escalation as aeg
from suasion.theory.library import egame12 as two
from suasion.theory.library import egame123 as three
from suasion.theory.library import threshold_guarantee as tg
from suasion.theory.library import tying_hands as th
from suasion.theory.library import unilateral_deterrence as udg
from suasion.theory.solution import Equilibrium, Solution, Status

BATCH = 64
# Payoffs are of order 1 to 10 in 64 bit: what is left of an identity is rounding.
ROUNDING = 1e-12
REGRET = 1e-9

gaps = st.floats(0.01, 1.0)
payoffs = st.floats(-5.0, 5.0)
chances = st.floats(0.0, 1.0)


@st.composite
def unilateral_games(draw):
    """Payoffs in the published order, from the gaps between neighbours."""
    c_soft, c_cd, c_hard, c_sq, c_dc = np.cumsum([draw(gaps) for _ in range(5)]).tolist()
    d_soft, d_dc, d_hard, d_cd, d_sq = np.cumsum([draw(gaps) for _ in range(5)]).tolist()
    return udg.UnilateralPayoffs(c_sq, c_dc, c_cd, c_hard, c_soft, d_sq, d_cd, d_hard, d_soft, d_dc)


# --- Unilateral Deterrence Game -------------------------------------------------------------


def regret(act: float, refrain: float, probability: float) -> float:
    return max(act, refrain) - (probability * act + (1 - probability) * refrain)


def regrets(game, p_defender, equilibrium):
    """What each type could gain by changing its choice, with the stated belief."""
    x_hard, x_soft, y_hard, y_soft = equilibrium.strategies.values()
    (belief,) = equilibrium.beliefs.values()
    resisted = p_defender * y_hard + (1 - p_defender) * y_soft
    for x, last in ((x_hard, max(game.c_dd_hard, game.c_cd)), (x_soft, game.c_cd)):
        yield regret((1 - resisted) * game.c_dc + resisted * last, game.c_sq, x)
    for y, conflict in ((y_hard, game.d_dd_hard), (y_soft, game.d_dd_soft)):
        yield regret(belief * conflict + (1 - belief) * game.d_cd, game.d_dc, y)


@settings(max_examples=2000, deadline=None)
@given(unilateral_games(), chances, chances)
def test_no_type_gains_by_deviating_and_beliefs_follow_bayes(game, p_challenger, p_defender):
    solution = udg.solve(game, p_challenger, p_defender)
    assert solution.status.code == "ok"
    assert solution.equilibria
    for equilibrium in solution.equilibria:
        assert max(regrets(game, p_defender, equilibrium)) <= REGRET
        hard, soft, *_ = equilibrium.strategies.values()
        initiated = p_challenger * hard + (1 - p_challenger) * soft
        if initiated > 0:
            (belief,) = equilibrium.beliefs.values()
            assert belief * initiated == pytest.approx(p_challenger * hard, abs=REGRET)


@settings(deadline=None)
@given(unilateral_games(), gaps)
def test_thresholds_move_as_the_theory_says(game, step):
    before = udg.thresholds(game)
    better = udg.thresholds(game._replace(c_sq=game.c_sq + step))
    costlier = udg.thresholds(game._replace(c_dd_hard=game.c_dd_hard - step))
    humbler = udg.thresholds(game._replace(c_cd=game.c_cd - step))
    assert better.c1 < before.c1
    assert better.c2 < before.c2
    assert better.d1 == before.d1
    assert costlier.c2 < before.c2
    assert (costlier.c1, costlier.d1) == (before.c1, before.d1)
    assert humbler.c1 < before.c1
    assert (humbler.c2, humbler.d1) == (before.c2, before.d1)
    assert 0 < before.c1 < before.c2 < 1
    assert 0 < before.d1 < 1


@settings(deadline=None)
@given(unilateral_games(), chances, chances, gaps)
def test_with_nothing_to_gain_nobody_initiates(game, p_challenger, p_defender, step):
    for c_dc in (game.c_sq, game.c_sq - step):
        solution = udg.solve(game._replace(c_dc=c_dc), p_challenger, p_defender)
        assert [found.label for found in solution.equilibria] == ["certain deterrence"]
        assert solution.chosen.outcomes["SQ"] == 1
        assert solution.status.code == solution.chosen.status.code == "degenerate"
        assert "c_sq < c_dc is needed" in solution.status.sentence
        assert float(udg.thresholds(game._replace(c_dc=c_dc)).c2) == 0


@settings(deadline=None)
@given(unilateral_games(), chances, chances)
def test_an_incapable_threat_does_not_deter_the_hard(game, p_challenger, p_defender):
    weak = game._replace(c_dd_hard=(game.c_sq + game.c_dc) / 2)
    solution = udg.solve(weak, p_challenger, p_defender)
    assert "c_dd_hard < c_sq is needed" in solution.status.sentence
    for equilibrium in solution.equilibria:
        assert equilibrium.strategies["challenger_hard_initiates"] == 1
        assert max(regrets(weak, p_defender, equilibrium)) <= REGRET


def test_where_the_families_are_not_defined_none_is_claimed():
    game = udg.UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.2, 0.0, 0.3)
    solution = udg.solve(game, 0.5, 0.5)
    assert (solution.equilibria, solution.selected) == ((), -1)
    assert "d_dc < d_dd_hard is needed" in solution.status.sentence
    with pytest.raises(LookupError, match="d_dc < d_dd_hard"):
        _ = solution.chosen


# --- Asymmetric Escalation Game -------------------------------------------------------------

ACTIONS = {
    "challenger_initiates": (0, 1),
    "node_2": ("concedes", "responds", "escalates"),
    "challenger_escalates": (0, 1),
    "challenger_stands": (0, 1),
    "defender_stands": (0, 1),
}


def ends(plan):
    """The outcome from each node on, under a plan."""
    node_4 = "ee" if plan["defender_stands"] else "ed"
    node_3a = node_4 if plan["challenger_escalates"] else "dd"
    node_3b = "ee" if plan["challenger_stands"] else "de"
    replies = {"concedes": "dc", "responds": node_3a, "escalates": node_3b}
    node_1 = replies[plan["node_2"]] if plan["challenger_initiates"] else "sq"
    nodes = (node_1, replies[plan["node_2"]], node_3a, node_3b, node_4)
    return dict(zip(ACTIONS, nodes, strict=True))


def is_subgame_perfect(game, plan):
    """Whether no single change of action helps its mover from its node on."""
    here = ends(plan)
    for node, actions in ACTIONS.items():
        mover = "c" if node.startswith("challenger") else "d"
        for action in actions:
            there = ends(plan | {node: action})
            gain = getattr(game, f"{mover}_{there[node]}") - getattr(game, f"{mover}_{here[node]}")
            if gain > 0:
                return False
    return True


def plan_of(choices):
    (reply,) = (x for x in ACTIONS["node_2"] if choices[f"defender_{x}"])
    moves = {name: int(choices[name]) for name in ACTIONS if name != "node_2"}
    return tuple((moves | {"node_2": reply})[name] for name in ACTIONS)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_all_subgame_perfect_plans_are_found_ties_included(numbers):
    game = aeg.EscalationPayoffs(*numbers)
    plans = [dict(zip(ACTIONS, x, strict=True)) for x in itertools.product(*ACTIONS.values())]
    perfect = sorted(str(tuple(p.values())) for p in plans if is_subgame_perfect(game, p))
    solution = aeg.subgame_perfect(game)
    assert sorted(str(plan_of(found.strategies)) for found in solution.equilibria) == perfect
    worst = min(found.values["defender"] for found in solution.equilibria)
    assert solution.chosen.values["defender"] == worst


@settings(deadline=None)
@given(st.lists(payoffs, min_size=12, max_size=12), st.floats(0, 30), st.floats(0, 30))
def test_quantal_response_lies_in_its_bounds(numbers, challenger_precision, defender_precision):
    game = aeg.EscalationPayoffs(*numbers)
    found = aeg.quantal_response(game, challenger_precision, defender_precision)
    assert sum(float(p) for p in found.outcomes) == pytest.approx(1, abs=ROUNDING)
    assert sum(float(p) for p in found[1:4]) == pytest.approx(1, abs=ROUNDING)
    for player, value in (("c", found.challenger_value), ("d", found.defender_value)):
        worth = [getattr(game, f"{player}_{name}") for name in found.outcomes._fields]
        mean = np.dot(worth, np.array(found.outcomes))
        assert float(value) == pytest.approx(mean, abs=100 * ROUNDING)


def test_quantal_response_without_precision_is_a_fair_draw():
    found = aeg.quantal_response(aeg.EscalationPayoffs(*range(12)), 0.0, 0.0)
    np.testing.assert_allclose(np.array(found[:7]), [1 / 2, *3 * [1 / 3], *3 * [1 / 2]])


# --- Threshold of a guarantee, tying hands, strategic models --------------------------------


@settings(deadline=None)
@given(gaps, gaps, gaps, chances)
def test_threshold_parts_attack_from_deterrence(status_quo, premium, loss, probability):
    gain = status_quo + premium
    required = tg.required_intervention_probability(gain, status_quo, loss)
    solution = tg.solve(gain, status_quo, loss, probability)
    labels = {found.label for found in solution.equilibria}
    if abs(probability - required) > REGRET:
        assert labels == ({"deterrence"} if probability > required else {"attack"})
        assert tg.attack_is_best(gain, status_quo, loss, probability) == (labels == {"attack"})
    both = tg.solve(gain, status_quo, loss, required)
    assert {found.label for found in both.equilibria} == {"deterrence", "attack"}
    assert both.chosen.label == "deterrence"
    assert tg.required_intervention_probability(gain, status_quo, loss + 1) < required
    assert tg.required_intervention_probability(gain + 1, status_quo, loss) > required


def test_threshold_without_a_meaning_says_so():
    assert "does not make an attack worse" in tg.solve(1.0, 0.2, -1.5, 0.5).status.sentence
    assert "nothing to gain" in tg.solve(0.2, 0.5, 1.0, 0.0).status.sentence
    assert tg.solve(0.2, 0.5, 1.0, 0.0).chosen.label == "deterrence"


@settings(deadline=None)
@given(st.floats(0.05, 0.95), gaps, st.floats(0.0, 0.95), st.floats(0.5, 5.0))
def test_tied_hands_make_a_fight_likelier_and_an_attack_rarer(p, cost, q, v_max):
    signals = np.linspace(0, 1.5, 16)
    crisis = th.subgame(signals, p, cost, q, v_max)
    assert np.all(np.diff(crisis.p_fight) >= -ROUNDING)
    assert np.all(np.diff(crisis.p_attack) <= ROUNDING)
    assert np.all((np.array(crisis) >= 0) & (np.array(crisis) <= 1))
    tied, sunk = th.optimum_tying_hands(p, cost, q, v_max), th.optimum_sunk_cost(p, cost, q, v_max)
    assert tied.threshold_value < sunk.threshold_value
    assert tied.p_war >= sunk.p_war


@settings(deadline=None)
@given(st.lists(payoffs, min_size=8, max_size=8), st.sampled_from(["probit", "logit"]))
def test_strategic_outcomes_sum_to_one(numbers, error):
    for outcomes in (
        two.egame12(two.Egame12Utilities(*numbers[:4]), error).outcomes,
        three.egame123(three.Egame123Utilities(*numbers), error).outcomes,
    ):
        assert sum(float(p) for p in outcomes) == pytest.approx(1, abs=ROUNDING)
        assert min(float(p) for p in outcomes) >= 0


@settings(deadline=None)
@given(st.lists(payoffs, min_size=8, max_size=8), st.sampled_from(["probit", "logit"]), gaps)
def test_a_keener_guarantor_intervenes_more_often(numbers, error, step):
    u = three.Egame123Utilities(*numbers)
    before, after = (three.egame123(x, error) for x in (u, u._replace(u36=u.u36 + step)))
    assert after.intervenes > before.intervenes


# --- Every kernel ---------------------------------------------------------------------------


def published_order(random):
    return udg.UnilateralPayoffs(
        *np.cumsum(random.uniform(0.01, 1, (5, BATCH)), axis=0)[[3, 4, 1, 2, 0]],
        *np.cumsum(random.uniform(0.01, 1, (5, BATCH)), axis=0)[[4, 3, 2, 0, 1]],
    )


def uniform(count, low=0.05, high=0.95):
    return lambda random: tuple(random.uniform(low, high, (count, BATCH)))


KERNELS = {
    "unilateral": (udg.thresholds, lambda random: (published_order(random),)),
    "escalation": (
        aeg.quantal_response,
        lambda random: (
            aeg.EscalationPayoffs(*random.normal(size=(12, BATCH))),
            *random.uniform(0, 9, (2, BATCH)),
        ),
    ),
    "tying hands": (th.optimum_tying_hands, uniform(4)),
    "sunk cost": (th.optimum_sunk_cost, uniform(4)),
    "subgame": (th.subgame, uniform(5)),
    "threshold": (tg.required_intervention_probability, uniform(3)),
    "attack": (tg.attack_is_best, uniform(4)),
} | {
    f"{name} {error}": (
        partial(kernel, shocks=error),
        lambda random, kind=kind: (kind(*random.normal(size=(len(kind._fields), BATCH))),),
    )
    for name, kernel, kind in (
        ("egame12", two.egame12, two.Egame12Utilities),
        ("egame123", three.egame123, three.Egame123Utilities),
    )
    for error in ("probit", "logit")
}


def batch(name):
    kernel, draw = KERNELS[name]
    arguments = draw(np.random.default_rng(list(KERNELS).index(name)))
    return kernel, jax.tree.map(jax.numpy.asarray, arguments)


def same(one, other):
    """Equal to rounding; compilers may reorder a sum."""
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        np.testing.assert_allclose(a, b, rtol=ROUNDING, atol=ROUNDING)


@pytest.mark.parametrize("name", KERNELS)
def test_a_batch_is_a_loop(name):
    kernel, arguments = batch(name)
    whole = kernel(*arguments)
    for i in range(0, BATCH, 16):
        one = kernel(*jax.tree.map(lambda x, i=i: x[i], arguments))
        same(jax.tree.map(lambda x, i=i: x[i], whole), one)


@pytest.mark.parametrize("name", KERNELS)
def test_any_batch_shape_is_kept(name):
    kernel, arguments = batch(name)
    shaped = jax.tree.map(lambda x: x.reshape(2, 4, -1), arguments)
    whole = jax.tree.map(lambda x: x.reshape(2, 4, -1), kernel(*arguments))
    same(whole, kernel(*shaped))


@pytest.mark.parametrize("name", KERNELS)
def test_compiled_is_eager_and_vmapped(name):
    kernel, arguments = batch(name)
    eager = kernel(*arguments)
    same(eager, jax.jit(kernel)(*arguments))
    same(eager, jax.vmap(kernel)(*arguments))
    assert all(np.all(np.isfinite(leaf)) for leaf in jax.tree.leaves(eager))


@pytest.mark.parametrize("name", [name for name in KERNELS if name != "attack"])
def test_gradient_is_the_difference(name):
    kernel, arguments = batch(name)
    flat, shape = jax.tree.flatten(jax.tree.map(lambda x: x[0], arguments))

    def total(vector):
        found = jax.tree.leaves(kernel(*jax.tree.unflatten(shape, list(vector))))
        return sum(weight * leaf for weight, leaf in enumerate(found, 1))

    point, step = jax.numpy.stack(flat), 1e-6
    difference = [
        (total(point.at[i].add(step)) - total(point.at[i].add(-step))) / (2 * step)
        for i in range(len(flat))
    ]
    # A central difference errs by step squared plus rounding over step: below 1e-6 here.
    np.testing.assert_allclose(jax.grad(total)(point), difference, atol=1e-6, rtol=1e-6)


# --- Records --------------------------------------------------------------------------------


@pytest.mark.parametrize("outcomes", [{"SQ": 0.5}, {"SQ": 1.2, "DC": -0.2}, {"SQ": float("nan")}])
def test_an_equilibrium_checks_its_outcomes(outcomes):
    with pytest.raises(ValueError, match=r"must sum to 1|between 0 and 1"):
        Equilibrium("wrong", {}, outcomes, {}, {})


def test_records_refuse_an_unknown_status_and_a_wrong_index():
    with pytest.raises(ValueError, match="it must be one of ok, degenerate, none-found"):
        Status("fine", "")
    one = Equilibrium("one", {}, {"SQ": 1.0}, {}, {})
    for equilibria, selected in (((one,), 1), ((one,), -1), ((), 0)):
        with pytest.raises(ValueError, match="it must be the index of one"):
            Solution("toy", {}, equilibria, selected, "none")


UNILATERAL = udg.UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)
SOLVERS = {
    "unilateral": partial(udg.solve, UNILATERAL, 0.2, 0.3),
    "escalation": partial(
        aeg.subgame_perfect, aeg.EscalationPayoffs(6, 7, 4, 5, 2, 3, 8, 5, 6, 2, 7, 3)
    ),
    "tying hands": partial(th.solve, 0.5, 0.2, 0.4),
    "sunk cost": partial(th.solve, 0.5, 0.2, 0.4, instrument="sunk cost"),
    "threshold": partial(tg.solve, 1.0, 0.2, 2.0, 0.1),
    "egame12": partial(two.solve, 0.0, 1.0, -1.0, 0.3),
    "egame123": partial(three.MODELS[0].solve),
}


@pytest.mark.parametrize("name", SOLVERS)
def test_a_solution_names_everything(name):
    solution = SOLVERS[name]()
    assert solution.selection
    assert solution.parameters
    assert solution.status.code == "ok"
    for found in solution.equilibria:
        assert set(found.outcomes) == set(solution.chosen.outcomes)
        assert found.values
        assert all(0 <= p <= 1 for p in found.beliefs.values())
        assert all(type(x) is float for x in (*found.strategies.values(), *found.values.values()))


@pytest.mark.parametrize("name", SOLVERS)
def test_a_solution_survives_pickling(name):
    solution = SOLVERS[name]()
    assert pickle.loads(pickle.dumps(solution)) == solution
