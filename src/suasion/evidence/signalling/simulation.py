"""Outcomes of games drawn at given coefficients, for tests and for the study of estimators."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike
from numpy.typing import NDArray

from suasion.evidence.signalling.arrays import data_arrays
from suasion.evidence.signalling.crises import Crises
from suasion.evidence.signalling.likelihood import log_chances, utilities
from suasion.evidence.signalling.multiplicity import equilibria
from suasion.theory.solvers.signalling_equation import Crisis


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
    found = equilibria(data, theta)
    chosen = np.minimum(played, found.number - 1)
    z = np.take_along_axis(found.z, np.broadcast_to(chosen, len(found.z))[:, None], axis=1)[:, 0]
    with jax.enable_x64(True):
        game = Crisis(*utilities(data_arrays(data), jnp.asarray(theta, float)).T)
        chances = np.asarray(jnp.exp(log_chances(game, jnp.asarray(z), jnp.asarray(z))))
    shares = chances / chances.sum(axis=1, keepdims=True)
    return data.with_counts(random.multinomial(plays, shares).astype(float))
