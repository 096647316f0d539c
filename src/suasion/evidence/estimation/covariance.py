"""Covariance of estimates: from the Hessian, a sandwich, or a sandwich by clusters.

Definitions
-----------
hessian
    Inverse of minus the Hessian of what was maximised, the penalty included.
sandwich
    ``H^-1 (sum s_i s_i') H^-1`` with the scores of rows, those of the penalty left out; robust to a
    wrong variance, not to a wrong game.
cluster
    The same with scores summed within clusters, times G/(G - 1) for G clusters.

References
----------
[White1982]_ for the sandwich.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Kind = Literal["hessian", "sandwich", "cluster"]
FEW = 20
"""Below so many clusters their standard errors are too small."""


def covariance(
    hessian: np.ndarray, scores: np.ndarray, clusters: np.ndarray | None = None, *, robust: bool
) -> np.ndarray:
    """Covariance of the coefficients; NaN where the Hessian cannot be inverted.

    Parameters
    ----------
    hessian
        Of what was maximised.
    scores
        Of each row, shape (rows, coefficients).
    clusters
        Number of each row's cluster; None for each row by itself.
    robust
        Whether to take the sandwich.

    Examples
    --------
    >>> scores = np.array([[1.0], [-1.0], [2.0], [-2.0]])
    >>> covariance(np.array([[-4.0]]), scores, robust=True).tolist()
    [[0.625]]
    """
    try:
        bread = np.linalg.inv(-hessian)
    except np.linalg.LinAlgError:
        return np.full_like(hessian, np.nan)
    if np.linalg.eigvalsh(-hessian)[0] <= 0.0:
        return np.full_like(hessian, np.nan)
    if not robust:
        return bread
    summed, factor = scores, 1.0
    if clusters is not None:
        summed = pd.DataFrame(scores).groupby(clusters).sum().to_numpy()
        factor = len(summed) / (len(summed) - 1.0)
    return factor * bread @ (summed.T @ summed) @ bread
