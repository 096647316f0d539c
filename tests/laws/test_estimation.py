"""The estimators against referees: the library's formulas, differences, and a plain probit."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from suasion.evidence.estimation import (
    average_partial_effects,
    counterfactual,
    fit,
    game,
    listed,
    model,
    profile,
    simulate,
)
from suasion.evidence.estimation.covariance import covariance
from suasion.evidence.estimation.design import matrix
from suasion.evidence.estimation.fitting import estimate
from suasion.evidence.estimation.formula import parse_formula
from suasion.evidence.estimation.kernel import Kernel
from suasion.evidence.estimation.likelihood import likelihood
from suasion.evidence.estimation.maximum import Objective
from suasion.evidence.estimation.penalty import PENALTIES
from suasion.theory.library.egame12 import Egame12Utilities, egame12
from suasion.theory.library.egame122 import Egame122Utilities, egame122
from suasion.theory.library.egame123 import Egame123Utilities, egame123
from suasion.theory.tree.reading import read_game

SHOCKS = ("probit", "logit", "private-information")
CLOSED = {
    "egame12": (egame12, Egame12Utilities),
    "egame122": (egame122, Egame122Utilities),
    "egame123": (egame123, Egame123Utilities),
}
FREE = {
    "egame12": "y ~ x | 0 | 0 + z | x + z",
    "egame122": "y ~ x | 0 + z | 0 | 0 | x | z",
    "egame123": "y ~ x | 0 | 0 | 0 + z | 0 | z | 0 + x | x + z",
}
ROWS = 800
"""The same in most tests, so that one compiled program serves them."""
BETA = {
    "egame12": [0.3, -0.5, 0.7, 0.4, 0.6, -0.5],
    "egame122": [0.3, -0.5, 0.7, 0.4, 0.6, -0.5, 0.8],
    "egame123": [-0.3, 0.5, 0.7, 0.2, 0.6, -0.4, 0.3, 0.6, -0.5],
}


def frame(tree: str, rows: int = ROWS, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    names = [one.name for one in game(tree).outcomes]
    return pd.DataFrame(
        {"x": rng.normal(size=rows), "z": rng.normal(size=rows), "y": rng.choice(names, rows)}
    )


def made(tree: str, shocks: str = "probit", rows: int = ROWS, seed: int = 3):
    return model(tree, frame(tree, rows, seed), FREE[tree], shocks=shocks)


@pytest.mark.parametrize("tree", CLOSED)
@pytest.mark.parametrize("shocks", SHOCKS)
def test_chances_are_the_librarys(tree: str, shocks: str) -> None:
    """Utilities in order of the listed ones are the arguments of the closed form."""
    rng = np.random.default_rng(1)
    columns = [f"u{k}" for k in range(len(listed(game(tree))))]
    data = pd.DataFrame(rng.normal(size=(50, len(columns))), columns=columns)
    data["w"] = rng.normal(size=50)
    data["y"] = game(tree).outcomes[0].name
    formula = "y ~ " + " | ".join(f"0 + w + offset({name})" for name in columns)
    # One regressor in all utilities is not identified; here nothing is estimated.
    parsed = parse_formula(formula, game(tree))
    matrices = [matrix(side, data, {}) for side in parsed.sides.values()]
    kernel = Kernel(game(tree), tuple(parsed.sides), (), shocks)
    found = likelihood(kernel, matrices, np.zeros(50)).chances(np.zeros(len(columns)))
    closed, utilities = CLOSED[tree]
    wanted = closed(utilities(*data[columns].to_numpy().T), shocks).outcomes
    np.testing.assert_allclose(found, np.stack(wanted, axis=1), atol=1e-13)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, atol=1e-13)


@pytest.mark.parametrize(
    ("tree", "shocks"),
    [("egame12", "probit"), ("egame122", "logit"), ("egame12", "private-information")],
)
def test_derivatives_are_differences(tree: str, shocks: str) -> None:
    known = made(tree, shocks).likelihood
    beta, step = np.array(BETA[tree]), 1e-5
    found = known.derivatives(beta)
    for k in range(len(beta)):
        move = np.zeros(len(beta))
        move[k] = step
        above, below = (known.derivatives(beta + s * move) for s in (1.0, -1.0))
        slope = (above.value - below.value) / (2 * step)
        assert found.gradient[k] == pytest.approx(slope, rel=1e-6, abs=1e-5)
        curve = (above.gradient - below.gradient) / (2 * step)
        np.testing.assert_allclose(found.hessian[k], curve, rtol=1e-5, atol=1e-4)


def test_derivatives_stay_finite_far_out() -> None:
    """Chances of 1e-300 and less are on the way to a maximum."""
    found = made("egame12", "private-information").likelihood.derivatives(
        np.array([40.0, -60.0, 80.0, 50.0, 90.0, -70.0])
    )
    assert np.isfinite(found.value)
    assert np.isfinite(found.scores).all()
    assert np.isfinite(found.hessian).all()


LONE = """
game: lone
title: To stay or to go
players: [state]
nodes: {start: {player: state, actions: {go: go, stay: stay}}}
outcomes: {go: {payoffs: {state: 0}}, stay: {payoffs: {state: 0}}}
"""


def test_one_move_is_a_probit() -> None:
    rng = np.random.default_rng(5)
    data = pd.DataFrame({"x": rng.normal(size=500)})
    data["y"] = np.where(rng.normal(size=500) < 0.2 + data["x"], "stay", "go")
    found = fit(read_game(LONE, "lone.yaml"), data, "y ~ x")
    sign = np.where(data["y"] == "stay", 1.0, -1.0)

    def minus(b):
        return -norm.logcdf(sign * (b[0] + b[1] * data["x"])).sum()

    plain = minimize(minus, [0.0, 0.0], tol=1e-10)
    np.testing.assert_allclose(found.coefficients, plain.x * 2**0.5, atol=1e-5)
    assert found.log_likelihood == pytest.approx(-plain.fun)
    assert found.aic == pytest.approx(4.0 - 2.0 * found.log_likelihood)
    assert found.bic == pytest.approx(2.0 * np.log(500) - 2.0 * found.log_likelihood)


def test_a_known_utility_gives_the_scale() -> None:
    """Utilities in another unit: the scale says how large a shock is in it."""
    rng = np.random.default_rng(6)
    data = pd.DataFrame({"gain": rng.normal(size=4000)})
    shock = 3.0 * 2**0.5 * rng.normal(size=4000)
    data["y"] = np.where(shock < data["gain"], "stay", "go")
    found = fit(read_game(LONE, "lone.yaml"), data, "y ~ state.stay = 0 + offset(gain) | scale = 1")
    assert found.names == ("log scale: const",)
    assert abs(found.coefficients[0] - np.log(3.0)) < 3.0 * found.errors[0]


def test_scale_by_player_and_regressor_is_recovered() -> None:
    data = frame("egame12", 4000)
    formula = "y ~ x | 0 | 0 + z | x + z | scale.defender = 0 + x"
    truth = np.array([*BETA["egame12"], 0.4])
    data["y"] = simulate(model("egame12", data, formula), truth, 2)
    found = fit("egame12", data, formula, starts=1)
    assert found.names[-1] == "log scale of defender: x"
    assert (np.abs(found.coefficients - truth) < 4.0 * found.errors).all()


def test_moves_and_names_say_the_same() -> None:
    data = frame("egame12")
    data["challenges"] = (data["y"] != "status_quo").astype(int)
    data["resists"] = np.where(data["y"] == "war", 1.0, np.where(data["challenges"] == 1, 0.0, 1))
    by_name = model("egame12", data, FREE["egame12"])
    by_moves = model("egame12", data, FREE["egame12"].replace("y ~", "challenges + resists ~"))
    np.testing.assert_array_equal(by_name.seen, by_moves.seen)


def test_sandwich_of_rows_is_that_of_clusters_of_one() -> None:
    found = made("egame12")
    point = Objective(found.likelihood, np.zeros(6, dtype=bool)).at(np.array(BETA["egame12"]))
    scores, rows = point.likelihood.scores, len(found.seen)
    each = covariance(point.hessian, scores, np.arange(rows), robust=True)
    plain = covariance(point.hessian, scores, robust=True)
    np.testing.assert_allclose(each, plain * rows / (rows - 1.0))


@pytest.mark.parametrize("name", ["log-f", "cauchy"])
def test_penalties_have_their_derivatives(name: str) -> None:
    constant, beta, step = np.array([True, False]), np.array([1.3, -4.0]), 1e-5
    found = PENALTIES[name](beta, constant)
    for k in range(2):
        move = step * np.eye(2)[k]
        above, below = (PENALTIES[name](beta + s * move, constant) for s in (1.0, -1.0))
        assert found.slope[k] == pytest.approx((above.value - below.value) / (2 * step))
        assert found.curve[k] == pytest.approx((above.slope[k] - below.slope[k]) / (2 * step))


def test_effects_run_through_the_game() -> None:
    """A regressor of the defender's moves the challenger; intervals of both kinds agree."""
    data = frame("egame12")
    data["z"] = (data["z"] > 0.0).astype(int)
    data["y"] = simulate(model("egame12", data, FREE["egame12"]), BETA["egame12"], 4)
    found = fit("egame12", data, FREE["egame12"], starts=2)
    delta = average_partial_effects(found, ["z"]).loc["z"]
    assert delta["effect"].sum() == pytest.approx(0.0, abs=1e-12)
    assert delta.loc["status_quo", "effect"] != 0.0
    drawn = average_partial_effects(found, ["z"], draws=1000).loc["z"]
    np.testing.assert_allclose(drawn["se"], delta["se"], rtol=0.15)
    to_one = counterfactual(found, {"z": 1})
    to_zero = counterfactual(found, {"z": 0})
    np.testing.assert_allclose(to_one["after"] - to_zero["after"], delta["effect"], atol=1e-12)
    same = counterfactual(found, {"x": "x"})
    np.testing.assert_allclose(same["effect"], 0.0, atol=1e-15)
    np.testing.assert_allclose(same["before"], found.predicted().mean(), atol=1e-12)


def test_partial_effect_is_a_slope() -> None:
    data = frame("egame12")
    data["y"] = simulate(made("egame12"), BETA["egame12"], 4)
    found = fit("egame12", data, FREE["egame12"], starts=1)
    slope = average_partial_effects(found, ["x"]).loc["x", "effect"]
    step = counterfactual(found, {"x": "x + 0.001"})["effect"] / 0.001
    np.testing.assert_allclose(slope, step, rtol=2e-3, atol=1e-6)


def test_profile_is_wald_in_large_samples() -> None:
    data = frame("egame12")
    data["y"] = simulate(made("egame12"), BETA["egame12"], 4)
    found = fit("egame12", data, FREE["egame12"], starts=1)
    low, high = profile(found, found.names[3])
    wald = found.coefficients[3] + 1.96 * found.errors[3] * np.array([-1.0, 1.0])
    np.testing.assert_allclose([low, high], wald, atol=0.3 * found.errors[3])


def test_separation_is_said_and_a_penalty_holds() -> None:
    data = frame("egame12")
    goes = np.random.default_rng(8).random(ROWS) < 0.6
    data["y"] = np.where(goes, np.where(data["z"] > 0, "war", "concession"), "status_quo")
    free = fit("egame12", data, FREE["egame12"], starts=1)
    assert [(one.player, one.complete) for one in free.separated] == [("defender", True)]
    held = fit("egame12", data, FREE["egame12"], penalty="log-f", starts=1)
    assert held.converged
    assert np.abs(held.coefficients).max() < 40.0
    assert "hang on the penalty" in " ".join(held.notes)


def test_no_separation_is_said_where_there_is_none() -> None:
    data = frame("egame12")
    assert not fit("egame12", data, FREE["egame12"], starts=1).separated


def test_coverage() -> None:
    """95 % intervals of 40 simulated data sets, within binomial error of 95 %.

    Six coefficients a data set are not independent; the bounds are those of 40 independent trials
    at 0.1 % on either side, for each coefficient, and of all pooled at half of them.
    """
    whole, truth = made("egame12"), np.array(BETA["egame12"])
    inside = np.zeros(6)
    for seed in range(40):
        drawn = simulate(whole, truth, seed)
        data = whole.data.assign(y=drawn)
        found = estimate(model("egame12", data, FREE["egame12"]), starts=1)
        assert found.converged
        inside += np.abs(found.coefficients - truth) < 1.96 * found.errors
    assert (inside >= 33).all()
    assert 0.91 < inside.sum() / 240 < 0.99
