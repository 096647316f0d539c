"""How many equilibria every game has at the estimates, and how much the choice among them matters.

References
----------
[CrismanCoxGibilisco2021]_: a likelihood that computes "the" equilibrium may be far off because it
computes another than the one that was played.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import ArrayLike, NDArray

from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.local import CHANCES, CHUNK, local
from suasion.theory.solvers.signalling import MOST_ROOTS, roots
from suasion.theory.solvers.signalling_equation import Crisis

Array = NDArray[np.float64]


class Multiplicity(NamedTuple):
    """Equilibria of every game, in rising order of B's resistance.

    Parameters
    ----------
    number
        How many, of shape `D`.
    z
        Their probits of resistance, of shape `D 7`; those beyond `number` repeat the last.
    log_likelihood
        Of the outcomes if a game plays that equilibrium, of shape `D 7`.
    least, most, best
        Log-likelihood of all outcomes if every game plays the equilibrium with the least
        resistance, with the most, or the one that fits it best.
    """

    number: NDArray[np.int64]
    z: Array
    log_likelihood: Array
    least: float
    most: float
    best: float

    def nearest(self, z: Array) -> NDArray[np.int64]:
        """Position, from 0, of the equilibrium nearest to z in each game.

        Parameters
        ----------
        z
            Probits of resistance, of shape `D`.
        """
        return np.abs(self.z - z[:, None]).argmin(axis=1)


def equilibria(data: Crises, theta: ArrayLike) -> Multiplicity:
    """Every equilibrium of every game.

    Parameters
    ----------
    data
        The games.
    theta
        Coefficients, of shape `K`.

    Examples
    --------
    The design with three equilibria of [CrismanCoxGibilisco2021]_, and one with a single one.

    >>> import pandas as pd
    >>> from suasion.evidence.signalling.games import crises
    >>> table = pd.DataFrame({"sq": [9, 9], "cd": [1, 1], "sf": [1, 1], "bd": [0, 0], "y": [0, 1]})
    >>> data = crises(
    ...     table,
    ...     {"w_a": ["1", "y"], "w_b": ["1", "y"], "a": ["1"]},
    ...     fixed={"v_a": 1.0, "v_b": 1.0},
    ... )
    >>> equilibria(data, [-1.9, 0.1, -2.9, 0.45, -1.2]).number.tolist()
    [3, 1]
    """
    utility = data.utilities(np.asarray(theta, float))
    number, z = _roots(utility)
    each = np.repeat(utility, MOST_ROOTS, axis=0)
    chances = local(each, z.ravel(), z.ravel()).value[:, CHANCES].reshape(*z.shape, 4)
    fit = np.einsum("do,dro->dr", data.counts, chances)
    ends = float(fit[:, 0].sum()), float(fit[:, -1].sum()), float(fit.max(axis=1).sum())
    return Multiplicity(number, z, fit, *ends)


def _roots(utility: Array) -> tuple[NDArray[np.int64], Array]:
    """Number of equilibria and their z, a chunk at a time: one program for data of any size."""
    count = len(utility)
    padded = np.concatenate([utility, np.repeat(utility[-1:], -count % CHUNK, axis=0)])
    with jax.enable_x64(True):
        found = [roots(Crisis(*jnp.asarray(part.T))) for part in padded.reshape(-1, CHUNK, 7)]
    number = np.concatenate([np.asarray(part.number) for part in found])[:count]
    return number, np.concatenate([np.asarray(part.z) for part in found])[:count]
