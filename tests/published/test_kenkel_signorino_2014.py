"""Kenkel and Signorino, Estimating Extensive Form Games in R, JSS 56:8 (2014).

The published example fits egame12 (agent error, probit) to 19th-century disputes; the first of
them has the predicted probabilities below. Signorino and Tarar (2006) fit the same tree with
private information to 58 cases of extended immediate deterrence. The other trees have no published
prediction at hand, so a simulation of the story of each kind of shock stands in.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from suasion.theory.library import egame12 as two
from suasion.theory.library import egame122 as either
from suasion.theory.library import egame123 as three
from suasion.theory.solvers.shocks import SHOCKS

DRAWS = 400_000
TWO = [two.Egame12Utilities(0.2, 0.9, -1.1, 0.4), two.Egame12Utilities(-0.5, 1.4, -2.0, -1.0)]
EITHER = [
    either.Egame122Utilities(0.0, -2.0, -0.5, -1.5, 1.0, -1.5),
    either.Egame122Utilities(0.3, 0.8, 1.0, -1.2, -0.4, 0.6),
]
THREE = [
    three.Egame123Utilities(0.0, 1.0, 0.5, -3.0, -1.0, -2.0, 0.5, 2.0),
    three.Egame123Utilities(-0.4, 0.8, 1.3, -0.9, 0.3, -0.6, 0.7, -0.2),
]

# Estimates as printed, to 7 decimals.
U11 = (-0.4954462, -0.7400147, 0.4272405)
U14 = (0.2219066, -1.9022352, -0.5841051)
U24 = (0.4990885, -0.0419715, -1.5436144, -0.6168266)


def test_prediction_for_the_first_dispute():
    # Dispute 365 v 640 of 1817: balance of forces -0.610 (log) and 0.711, revisionist initiator,
    # both autocracies. Rounding of the coefficients moves a probability by less than 1e-7.
    utilities = two.Egame12Utilities(
        u11=U11[0] + U11[1] * -0.610459029675 + U11[2],
        u13=0.0,
        u14=U14[0],
        u24=U24[0] + U24[1] * 0.710792958736,
    )
    published = (0.568420312, 0.159690947, 0.271888740)
    np.testing.assert_allclose(two.egame12(utilities).outcomes, published, atol=1e-7)


def test_predictions_and_likelihood_of_all_disputes(record_folder):
    cases = pd.read_parquet(record_folder / "replication" / "games_war1800.parquet")
    cases = cases[cases.regime1.isin(REGIMES) & cases.regime2.isin(REGIMES)]
    assert len(cases) == 282
    utilities = two.Egame12Utilities(
        u11=U11[0] + U11[1] * cases.s_wt_re1 + U11[2] * cases.revis1,
        u13=0.0,
        u14=U14[0] + U14[1] * (cases.regime1 == "dem") + U14[2] * (cases.regime1 == "mixed"),
        u24=U24[0]
        + U24[1] * cases.balanc
        + U24[2] * (cases.regime2 == "dem")
        + U24[3] * (cases.regime2 == "mixed"),
    )
    found = two.egame12(two.Egame12Utilities(*(jnp.asarray(x, float) for x in utilities))).outcomes
    # At the estimates the likelihood is flat: rounding of the coefficients enters squared.
    happened = np.select([cases.esc == 0, cases.war == 0], found[:2], found[2])
    assert np.log(happened).sum() == pytest.approx(-286.123754719, abs=1e-7)
    means = (0.43888570, 0.29406984, 0.26704446)
    np.testing.assert_allclose([x.mean() for x in found], means, atol=1e-7)


REGIMES = ("autoc", "dem", "mixed")
ATTACKER_AT_PEACE = ("constant", "tft", "firmflex", "dem_att", "syear")
ATTACKER_AT_WAR = ("nuclear", "ibf", "sbf", "lbf", "milallia", "milarm")
DEFENDER_AT_WAR = (
    *("constant", "nuclear", "ibf", "sbf", "milallia"),
    *("milarm", "fortrade", "stalemat", "dem_def"),
)


def scaled(cases, names):
    """Columns divided by their largest entry: the search is quick, its maximum the same."""
    columns = cases[list(names)].to_numpy(float)
    return jnp.asarray(columns / np.maximum(np.abs(columns).max(axis=0), 1))


def test_extended_immediate_deterrence_has_the_published_likelihood(record_folder):
    cases = pd.read_csv(record_folder / "deterrence" / "huth_1988_signorino_tarar_2006.csv")
    parts = (ATTACKER_AT_PEACE, ATTACKER_AT_WAR, DEFENDER_AT_WAR)
    peace, war, defends = (scaled(cases, names) for names in parts)
    column = jnp.asarray(cases.outcome.map({1: 0, 3: 1, 4: 2}).to_numpy())

    def loss(beta):
        at = two.Egame12Utilities(peace @ beta[:5], beta[5], war @ beta[6:12], defends @ beta[12:])
        outcomes = jnp.stack(two.egame12(at, "private-information").outcomes)
        return -jnp.log(outcomes[column, jnp.arange(58)]).sum()

    step = jax.jit(jax.value_and_grad(loss))
    fit = minimize(step, np.zeros(21), jac=True, method="BFGS", options={"gtol": 1e-6})
    assert np.abs(fit.jac).max() < 1e-6
    # The cases are separated in part, so the top is nearly flat: the published search stopped
    # 1e-4 below the maximum, -12.415048147, that ours reaches from any start.
    assert -fit.fun == pytest.approx(-12.415048147, abs=1e-7)
    assert 0 < -fit.fun - -12.415148102 < 1.1e-4


def actions(random, shocks, count):
    """Shocks to the player's actions: normal, or Gumbel of scale sqrt(2)."""
    if shocks == "logit":
        return random.gumbel(0, np.sqrt(2), (count, DRAWS))
    return random.standard_normal((count, DRAWS))


def goes_on(random, shocks, stop, on):
    """Whether a mover goes on; each side is a list of (chance, utility) of its own outcomes."""
    sides = (stop, on)
    if shocks == "private-information":
        worth = [
            sum(p * (u + random.standard_normal(DRAWS)) for p, u in side if p > 0) for side in sides
        ]
    else:
        worth = [
            sum(p * u for p, u in side) + e
            for side, e in zip(sides, actions(random, shocks, 2), strict=True)
        ]
    return worth[1] > worth[0]


def assert_reproduced(claimed, happened):
    """The claimed chances reproduce themselves, within 4 standard errors of the simulation."""
    exact = np.array(claimed)
    errors = np.sqrt(exact * (1 - exact) / DRAWS)
    assert exact.sum() == pytest.approx(1, abs=1e-12)
    assert np.all(np.abs([x.mean() for x in happened] - exact) <= 4 * errors)


@pytest.mark.parametrize("shocks", SHOCKS)
@pytest.mark.parametrize("u", TWO)
def test_two_players_by_simulation(u, shocks):
    claimed, random = two.egame12(u, shocks), np.random.default_rng(12)
    p4 = float(claimed.resists)
    initiates = goes_on(random, shocks, [(1, u.u11)], [(1 - p4, u.u13), (p4, u.u14)])
    resists = goes_on(random, shocks, [(1, 0.0)], [(1, u.u24)])
    happened = (~initiates, initiates & ~resists, initiates & resists)
    assert_reproduced(claimed.outcomes, happened)


@pytest.mark.parametrize("shocks", SHOCKS)
@pytest.mark.parametrize("u", EITHER)
def test_an_answer_to_either_action_by_simulation(u, shocks):
    claimed, random = either.egame122(u, shocks), np.random.default_rng(122)
    p4, p6 = float(claimed.right_after_left), float(claimed.right_after_right)
    left, right = [(1 - p4, u.u11), (p4, u.u12)], [(1 - p6, u.u13), (p6, u.u14)]
    first = goes_on(random, shocks, left, right)
    after_left = goes_on(random, shocks, [(1, 0.0)], [(1, u.u22)])
    after_right = goes_on(random, shocks, [(1, 0.0)], [(1, u.u24)])
    happened = (
        ~first & ~after_left,
        ~first & after_left,
        first & ~after_right,
        first & after_right,
    )
    assert_reproduced(claimed.outcomes, happened)


@pytest.mark.parametrize("shocks", SHOCKS)
@pytest.mark.parametrize("u", THREE)
def test_three_players_by_simulation(u, shocks):
    claimed, random = three.egame123(u, shocks), np.random.default_rng(2014)
    p4, p6 = float(claimed.resists), float(claimed.intervenes)
    p5 = 1 - p6
    ahead = [(1 - p4, u.u13), (p4 * p5, u.u15), (p4 * p6, u.u16)]
    initiates = goes_on(random, shocks, [(1, u.u11)], ahead)
    resists = goes_on(random, shocks, [(1, u.u23)], [(p5, u.u25), (p6, u.u26)])
    intervenes = goes_on(random, shocks, [(1, 0.0)], [(1, u.u36)])
    happened = (
        ~initiates,
        initiates & ~resists,
        initiates & resists & ~intervenes,
        initiates & resists & intervenes,
    )
    assert_reproduced(claimed.outcomes, happened)


def test_two_players_are_three_with_a_certain_guarantor():
    # A guarantor that surely intervenes leaves the challenger and the protege alone.
    pair = two.egame12(TWO[0])
    whole = three.egame123(three.Egame123Utilities(0.2, 0.9, 5.0, -1.1, 0.0, 7.0, 0.4, 60.0))
    np.testing.assert_allclose(
        np.array(pair.outcomes), np.array(whole.outcomes)[[0, 1, 3]], atol=1e-15
    )


@pytest.mark.parametrize("shocks", SHOCKS)
def test_solution_reports_the_kernel(shocks):
    solution = three.MODELS[0].solve(shocks, **THREE[0]._asdict())
    assert solution.model == "egame123"
    kernel = np.array(three.egame123(THREE[0], shocks).outcomes)
    np.testing.assert_allclose(list(solution.chosen.outcomes.values()), kernel, atol=1e-12)
    u, p = THREE[0], dict(zip((1, 3, 5, 6), kernel, strict=True))
    value = p[1] * u.u11 + p[3] * u.u13 + p[5] * u.u15 + p[6] * u.u16
    assert solution.chosen.values["challenger"] == pytest.approx(value, abs=1e-12)
