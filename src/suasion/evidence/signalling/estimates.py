"""The record that every estimator returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from suasion.evidence.signalling.games import Crises
from suasion.theory.solution import Status

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Estimates:
    """Coefficients of a crisis-signalling game.

    Parameters
    ----------
    method
        "PL", "NPL" or "CMLE".
    data
        The games.
    values
        Coefficients, of shape `K` [standard deviations of a shock per unit of the regressor].
    covariance
        Of the coefficients, of shape `K K`; None if the information is singular.
    log_likelihood
        Of the outcomes, without constants; for "PL" the pseudo-likelihood.
    z, firm
        Probit of B's resistance and chance [1] that A stands firm, of shape `D`: the beliefs of the
        first stage for "PL", those of the last step otherwise.
    violation
        Largest distance [1] between a chance in the beliefs and its best response.
    steps
        Steps of the outer search.
    status
        "ok", or "step-limit" where no maximum or fixed point was reached.
    """

    method: str
    data: Crises
    values: Array
    covariance: Array | None
    log_likelihood: float
    z: Array
    firm: Array
    violation: float
    steps: int
    status: Status

    @property
    def standard_errors(self) -> Array | None:
        """Of shape `K`; None where the covariance is not known."""
        return None if self.covariance is None else np.sqrt(np.diag(self.covariance))

    def table(self) -> pd.DataFrame:
        """Estimate and standard error by coefficient; errors that are not known are missing."""
        frame = pd.DataFrame({"estimate": self.values}, index=list(self.data.names))
        errors = self.standard_errors
        frame["standard_error"] = np.nan if errors is None else errors
        return frame
