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
from jax.typing import ArrayLike
from numpy.typing import NDArray

from suasion.evidence.signalling.arrays import data_arrays
from suasion.evidence.signalling.crises import Crises
from suasion.evidence.signalling.likelihood import log_chances, utilities
from suasion.theory.solvers.signalling import roots
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
    >>> from suasion.evidence.signalling.crises import crises
    >>> table = pd.DataFrame({"sq": [9, 9], "cd": [1, 1], "sf": [1, 1], "bd": [0, 0]})
    >>> data = crises(
    ...     table.assign(y=[0, 1]),
    ...     {"w_a": ["1", "y"], "w_b": ["1", "y"], "a": ["1"]},
    ...     fixed={"v_a": 1.0, "v_b": 1.0},
    ... )
    >>> equilibria(data, [-1.9, 0.1, -2.9, 0.45, -1.2]).number.tolist()
    [3, 1]
    """
    with jax.enable_x64(True):
        utility = utilities(data_arrays(data), jnp.asarray(theta, float))
        found = roots(Crisis(*utility.T))
        chances = log_chances(Crisis(*utility.T[..., None]), found.z, found.z)
        fit = np.asarray(jnp.einsum("do,dro->dr", jnp.asarray(data.counts), chances))
    ends = float(fit[:, 0].sum()), float(fit[:, -1].sum()), float(fit.max(axis=1).sum())
    return Multiplicity(np.asarray(found.number), np.asarray(found.z), fit, *ends)
