"""[KenkelSignorino2014]: the example of its package, egame12 on disputes of 1816-1899.

The numbers are the package's own output (R 4.2.2, games 1.1.2), printed to seven digits. Its search
stops where the slope of the log-likelihood is still 1e-4, ours at 1e-10, hence 2e-5.
"""

from pathlib import Path

import numpy as np
import pytest

from suasion.evidence.data import load_war1800
from suasion.evidence.estimation import Estimate, fit

FORMULA = "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"
PUBLISHED = {
    "challenger.status_quo: const": (-0.4954462, 0.5987259),
    "challenger.status_quo: s_wt_re1": (-0.7400147, 0.2796650),
    "challenger.status_quo: revis1": (0.4272405, 0.2638040),
    "challenger.war: const": (0.2219066, 1.2170464),
    "challenger.war: regime1[dem]": (-1.9022352, 0.6644469),
    "challenger.war: regime1[mixed]": (-0.5841051, 0.5499136),
    "defender.war: const": (0.4990885, 0.4413761),
    "defender.war: balanc": (-0.0419715, 0.5687381),
    "defender.war: regime2[dem]": (-1.5436144, 0.4526420),
    "defender.war: regime2[mixed]": (-0.6168266, 0.3208310),
}


@pytest.fixture(scope="module")
def found(record_folder: Path) -> Estimate:
    return fit("egame12", load_war1800(record_folder), FORMULA)


def test_rows(found: Estimate) -> None:
    assert found.rows == 282
    assert found.model.left_out == 31
    assert list(found.model.counts.values()) == [124, 83, 75]


def test_coefficients_and_errors(found: Estimate) -> None:
    assert found.converged
    table = found.table().loc[list(PUBLISHED)]
    printed = np.array(list(PUBLISHED.values()))
    np.testing.assert_allclose(table["coefficient"], printed[:, 0], atol=2e-5)
    np.testing.assert_allclose(table["se"], printed[:, 1], atol=2e-5)


def test_log_likelihood(found: Estimate) -> None:
    assert found.log_likelihood == pytest.approx(-286.123754719, abs=1e-8)


def test_predictions(found: Estimate) -> None:
    data = found.model.data
    row = data[(data["ccode1"] == 365) & (data["ccode2"] == 640) & (data["year"] == 1817)].index[0]
    predicted = found.predicted()
    printed = (0.568420312, 0.159690947, 0.271888740)
    np.testing.assert_allclose(predicted.loc[row], printed, atol=5e-6)
    means = (0.43888570, 0.29406984, 0.26704446)
    np.testing.assert_allclose(predicted.mean(), means, atol=5e-6)


def test_every_start_ends_there(found: Estimate) -> None:
    assert np.ptp(found.ends) < 1e-8
    assert not found.separated
