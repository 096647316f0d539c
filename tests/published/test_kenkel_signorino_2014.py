"""Kenkel and Signorino, Estimating Extensive Form Games in R, JSS 56:8 (2014).

The published example fits egame12 (agent error, probit) to 19th-century disputes; the first of
them has the predicted probabilities below. egame123 has no published prediction, so a simulation
of the agent-error story stands in.
"""

import numpy as np
import pytest

from suasion.theory.library import statistical_strategic as ss

DRAWS = 400_000
THREE = [
    ss.Egame123Utilities(0.0, 1.0, 0.5, -3.0, -1.0, -2.0, 0.5, 2.0),
    ss.Egame123Utilities(-0.4, 0.8, 1.3, -0.9, 0.3, -0.6, 0.7, -0.2),
]


def test_prediction_for_the_first_dispute():
    # Dispute 365 v 640 of 1817: balance of forces -0.610 (log) and 0.711, revisionist initiator,
    # both autocracies. The coefficients are printed to 7 decimals; their rounding moves a
    # probability by less than 1e-7.
    utilities = ss.Egame12Utilities(
        u11=-0.4954462 - 0.7400147 * -0.610459029675 + 0.4272405,
        u13=0.0,
        u14=0.2219066,
        u24=0.4990885 - 0.0419715 * 0.710792958736,
    )
    published = (0.568420312, 0.159690947, 0.271888740)
    np.testing.assert_allclose(ss.egame12(utilities).outcomes, published, atol=1e-7)


def shocks(random, error):
    """The difference of two shocks to actions: normal, or Gumbel of scale sqrt(2)."""
    if error == "probit":
        return random.standard_normal(DRAWS) - random.standard_normal(DRAWS)
    scale = np.sqrt(2)
    return random.gumbel(0, scale, DRAWS) - random.gumbel(0, scale, DRAWS)


@pytest.mark.parametrize("error", ["probit", "logit"])
@pytest.mark.parametrize("u", THREE)
def test_three_players_by_simulation(u, error):
    # Each mover knows the later movers' probabilities and its own shocks. The claimed
    # probabilities must reproduce themselves, within 4 standard errors of the simulation.
    claimed = ss.egame123(u, error)
    random, p4, p6 = np.random.default_rng(2014), float(claimed.resists), float(claimed.intervenes)
    war = [(1 - p6) * out + p6 * fought for out, fought in ((u.u15, u.u16), (u.u25, u.u26))]
    initiates = (1 - p4) * u.u13 + p4 * war[0] - u.u11 + shocks(random, error) > 0
    resists = war[1] - u.u23 + shocks(random, error) > 0
    intervenes = u.u36 + shocks(random, error) > 0
    simulated = (
        ~initiates,
        initiates & ~resists,
        initiates & resists & ~intervenes,
        initiates & resists & intervenes,
    )
    exact = np.array(claimed.outcomes)
    errors = np.sqrt(exact * (1 - exact) / DRAWS)
    assert np.all(np.abs([x.mean() for x in simulated] - exact) <= 4 * errors)


def test_two_players_are_three_with_a_certain_guarantor():
    # A guarantor that surely intervenes leaves the challenger and the protege alone.
    two = ss.egame12(ss.Egame12Utilities(0.2, 0.9, -1.1, 0.4))
    three = ss.egame123(ss.Egame123Utilities(0.2, 0.9, 5.0, -1.1, 0.0, 7.0, 0.4, 60.0))
    np.testing.assert_allclose(
        np.array(two.outcomes), np.array(three.outcomes)[[0, 1, 3]], atol=1e-15
    )


def test_solution_reports_the_kernel():
    solution = ss.solve(THREE[0], "logit")
    assert solution.model == "egame123, logit"
    kernel = np.array(ss.egame123(THREE[0], "logit").outcomes)
    np.testing.assert_allclose(list(solution.chosen.outcomes.values()), kernel, atol=1e-12)
    u, p = THREE[0], dict(zip((1, 3, 5, 6), kernel, strict=True))
    value = p[1] * u.u11 + p[3] * u.u13 + p[5] * u.u15 + p[6] * u.u16
    assert solution.chosen.values["challenger"] == pytest.approx(value, abs=1e-12)
