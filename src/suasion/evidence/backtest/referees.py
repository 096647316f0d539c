"""What theory must beat: the base rate, a logit with the usual controls, and boosted trees.

All see the same rows of features, with NaN where a number is not known. Penalties and sizes are the
libraries' defaults, chosen before any score was seen; trees are smaller on few cases.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.backtest.folds import Fit, Mask
from suasion.evidence.backtest.scores import Happened
from suasion.mechanism.prior import Array

FEW = 1000
"""Cases below which leaves may hold five of them, and not twenty."""


def base_rate(happened: Happened, group: NDArray[np.int64] | None = None) -> Fit:
    """The training cases' share under Jeffreys' prior, for every test case.

    Parameters
    ----------
    happened
        Outcomes, shape (cases,).
    group
        Cases of one number have a share of their own; all are of one where None.
    """
    place = np.zeros(len(happened), dtype=np.int64) if group is None else group
    groups = int(place.max(initial=0)) + 1

    def fit(training: Mask, test: Mask) -> Array:
        seen = np.bincount(place[training & happened], minlength=groups)
        known = np.bincount(place[training], minlength=groups)
        return np.asarray(((seen + 0.5) / (known + 1.0))[place[test]])

    return fit


def logit(features: Array, happened: Happened) -> Fit:
    """Logistic regression: medians for what is missing, standard units, ridge of weight 1."""
    from sklearn.impute import SimpleImputer  # noqa: PLC0415 - slow to load
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    def made() -> Any:
        missing = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
        return make_pipeline(missing, StandardScaler(), LogisticRegression(max_iter=2000))

    return _learner(made, features, happened)


def boosting(features: Array, happened: Happened) -> Fit:
    """Gradient boosting of histogram trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - slow to load

    leaf = 5 if len(happened) < FEW else 20

    def made() -> Any:
        return HistGradientBoostingClassifier(
            min_samples_leaf=leaf, learning_rate=0.05, random_state=1
        )

    return _learner(made, features, happened)


def _learner(made: Callable[[], Any], features: Array, happened: Happened) -> Fit:
    """A learner; where the training cases are all alike, the base rate."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

    fallback = base_rate(happened)

    def fit(training: Mask, test: Mask) -> Array:
        known = happened[training]
        if known.all() or not known.any():
            return fallback(training, test)
        with threadpool_limits(1):  # fits are small, and threads that wait cost more than they do
            learned = made().fit(features[training], known)
            return np.asarray(learned.predict_proba(features[test])[:, 1])

    return fit
