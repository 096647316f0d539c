"""Outcomes of games drawn at given coefficients, for tests and for the study of estimators."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.local import CHANCES, local
from suasion.evidence.signalling.multiplicity import equilibria


def simulated(
    data: Crises,
    theta: ArrayLike,
    *,
    plays: int,
    random: np.random.Generator,
    played: NDArray[np.int64] | int = 0,
) -> Crises:
    """The same games with drawn outcomes.

    Parameters
    ----------
    data
        Games, of which the regressors are used.
    theta
        Coefficients, of shape `K`.
    plays
        How often each game is played, 1 or more.
    random
        Generator of the draws.
    played
        Position, from 0, of the equilibrium that each game plays, by rising resistance; the last
        where there are fewer.
    """
    theta = np.asarray(theta, float)
    found = equilibria(data, theta)
    chosen = np.broadcast_to(np.minimum(played, found.number - 1), len(found.z))
    z = np.take_along_axis(found.z, chosen[:, None], axis=1)[:, 0]
    chances = np.exp(local(data.utilities(theta), z, z).value[:, CHANCES])
    shares = chances / chances.sum(axis=1, keepdims=True)
    return data.with_counts(random.multinomial(plays, shares).astype(float))
