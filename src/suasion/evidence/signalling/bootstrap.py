"""Covariance of pseudo-likelihood with its first stage, by drawing games anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.signalling.beliefs import Beliefs
from suasion.evidence.signalling.estimates import Estimates
from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.first import first_stage
from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.pseudo import pseudo_likelihood


class Bootstrap(NamedTuple):
    """Covariance of the coefficients, of shape `K K`, and of how many draws it is."""

    covariance: NDArray[np.float64]
    used: int
    draws: int


def bootstrap_covariance(
    estimates: Estimates,
    *,
    random: np.random.Generator,
    draws: int = 100,
    first: Callable[[Crises], Beliefs] = first_stage,
) -> Bootstrap:
    """Covariance of PL estimates over games drawn with replacement, the first stage fitted anew.

    Parameters
    ----------
    estimates
        Of `suasion.evidence.signalling.pseudo.pseudo_likelihood`.
    random
        Generator of the draws.
    draws
        How many.
    first
        The first stage that was used.

    Raises
    ------
    EstimationFault
        If fewer than two draws reach a maximum.
    """
    data, found = estimates.data, []
    for _ in range(draws):
        drawn = data.taken(random.integers(len(data.counts), size=len(data.counts)))
        # A draw without resistance has no first stage; it is counted as one without a maximum.
        with suppress(EstimationFault):
            one = pseudo_likelihood(drawn, first(drawn), start=estimates.values)
            if one.status.code == "ok":
                found.append(one.values)
    if len(found) < 2:
        raise EstimationFault(
            f"{len(found)} of {draws} draws reached a maximum; two are needed. Draw more, or use "
            "fewer regressors"
        )
    return Bootstrap(np.cov(np.array(found), rowvar=False), len(found), draws)
