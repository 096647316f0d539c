"""Outcomes drawn from a model with known coefficients: to see what an estimator would find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.specification import Model


def simulate(made: Model, coefficients: Sequence[float] | np.ndarray, seed: int) -> pd.Series:
    """An outcome for each row of a model's data.

    Parameters
    ----------
    made
        The specification.
    coefficients
        In the order of its names.
    seed
        Of the draws.

    Returns
    -------
    Names of outcomes, with the index of the data.

    Raises
    ------
    InputError
        For another number of coefficients than the model has.
    """
    beta = np.asarray(coefficients, dtype=float)
    if beta.shape != (len(made.names),):
        message = f"the model has {len(made.names)} coefficients"
        raise refused("simulate", "", f"{beta.size}", message, f"Give {', '.join(made.names)}")
    ends = np.cumsum(made.likelihood.chances(beta), axis=1)
    draws = np.random.default_rng(seed).random(len(ends))[:, None]
    drawn = np.minimum((draws > ends).sum(axis=1), len(made.outcomes) - 1)
    return pd.Series(np.array(made.outcomes)[drawn], index=made.data.index, name="outcome")
