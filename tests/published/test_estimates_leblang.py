"""[Leblang2003] re-estimated by [CrismanCoxGasparyanSignorino2023], table D2 of its archive.

7,240 country-months, private-information probit; the archive prints two decimals, and ours round to
them, one unit of the last digit allowed.
"""

from pathlib import Path

import numpy as np
import pytest

from suasion.evidence.data import load_leblang2003
from suasion.evidence.estimation import fit, model
from suasion.evidence.estimation.fitting import estimate

FORMULA = (
    "outcome ~ 0 + capcont + lreserves + overval + creditgrow + USinterest + service + contagion"
    " + prioratt | 1 | 1 | unifgov + lexports + preelec + postelec + rightgov + realinterest"
    " + capcont + lreserves"
)
CODES = {"no attack": "status_quo", "devaluation": "concession", "defense": "war"}
ORDINARY = [
    [-0.45, 0.23, -0.44, -0.06, -0.05, -0.03, -0.12, -0.12, -3.66, -3.14],
    [0.43, -0.36, -0.20, 1.66, 1.06, -0.94, 1.80, 0.07, 0.31],
]
ERRORS = [
    [0.25, 0.06, 0.09, 0.03, 0.06, 0.05, 0.05, 0.05, 0.30, 0.29],
    [0.78, 0.36, 0.17, 0.75, 0.59, 0.45, 0.60, 0.76, 0.17],
]
PENALISED = [
    [-0.39, 0.23, -0.44, -0.06, -0.05, -0.03, -0.11, -0.12, -3.62, -3.05],
    [0.29, -0.35, -0.18, 1.42, 0.93, -0.82, 1.63, 0.20, 0.29],
]
LAST_DIGIT = 0.0051


@pytest.fixture(scope="module")
def months(record_folder: Path):
    data = load_leblang2003(record_folder)
    return model("egame12", data, FORMULA, shocks="private-information", codes=CODES)


def test_maximum_likelihood(months) -> None:
    found = estimate(months, starts=2)
    assert found.rows == 7240
    assert list(found.model.counts.values()) == [7152, 42, 46]
    assert found.converged
    assert not found.separated
    np.testing.assert_allclose(found.coefficients, np.concatenate(ORDINARY), atol=LAST_DIGIT)
    np.testing.assert_allclose(found.errors, np.concatenate(ERRORS), atol=0.0101)


def test_penalised(months) -> None:
    found = estimate(months, "log-f", starts=1)
    np.testing.assert_allclose(found.coefficients, np.concatenate(PENALISED), atol=LAST_DIGIT)


def test_errors_by_country(record_folder: Path) -> None:
    data = load_leblang2003(record_folder)
    found = fit(
        "egame12",
        data,
        FORMULA,
        shocks="private-information",
        codes=CODES,
        cluster="nation",
        starts=1,
    )
    assert found.clusters == data["nation"].nunique() == 90
    assert np.isfinite(found.errors).all()
