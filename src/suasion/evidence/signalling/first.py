"""First stage: chances that B resists and that A stands firm, fitted without the game.

Definitions and notation
------------------------
Of n challenges r were resisted, and in f of these A stood firm. Both shares are logit in the
regressors of the games, their squares and their products, standardised, with a ridge penalty on all
but the constant. Half a success and half a failure, spread over all games, keep the chances off 0
and 1. Penalty and half counts are judgement.

Published estimates use a random forest in this place; whoever wants one passes its chances to the
estimators. NPL forgets the first stage where it converges; PL does not.

References
----------
[CrismanCoxGibilisco2021]_ for the two shares.
"""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit, ndtri

from suasion.evidence.signalling.beliefs import Beliefs
from suasion.evidence.signalling.faults import EstimationFault
from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.optimum import maximum

Array = NDArray[np.float64]


def first_stage(data: Crises, *, ridge: float = 1.0) -> Beliefs:
    """Beliefs for the estimators, of shape `D`.

    Parameters
    ----------
    data
        The games.
    ridge
        Weight of the penalty on standardised coefficients, above 0.

    Raises
    ------
    EstimationFault
        If no game saw a challenge or no challenge was resisted.

    Examples
    --------
    >>> import pandas as pd
    >>> from suasion.evidence.signalling.games import crises
    >>> table = pd.DataFrame({"sq": [9, 9], "cd": [9, 1], "sf": [2, 8], "bd": [1, 3], "x": [0, 1]})
    >>> found = first_stage(crises(table, {"w_a": ["1", "x"]}))
    >>> bool(found.z[0] < found.z[1])
    True
    """
    challenged, resisted, stood = _tallies(data.counts)
    if not resisted.sum():
        raise EstimationFault(
            f"{int(challenged.sum())} challenges and none resisted: the first stage has nothing to "
            "fit. Give chances of another source (--first-stage, Beliefs)"
        )
    terms = _terms(data)
    resists = _fitted(terms, resisted, challenged, ridge)
    firm = _fitted(terms, stood, resisted, ridge)
    return Beliefs(ndtri(resists), firm)


def own_shares(data: Crises) -> Beliefs:
    """Beliefs from each game's own outcomes, of shape `D`: for games that are played often.

    The only first stage that sees games with the same regressors play different equilibria. Half a
    case is added on either side.

    Parameters
    ----------
    data
        The games.

    Examples
    --------
    >>> import pandas as pd
    >>> from suasion.evidence.signalling.games import crises
    >>> table = pd.DataFrame({"sq": [900], "cd": [49], "sf": [24], "bd": [25]})
    >>> found = own_shares(crises(table, {"w_a": ["1"]}))
    >>> round(float(found.firm[0]), 2)
    0.49
    """
    challenged, resisted, stood = _tallies(data.counts)
    return Beliefs(ndtri((resisted + 0.5) / (challenged + 1.0)), (stood + 0.5) / (resisted + 1.0))


def _tallies(counts: Array) -> tuple[Array, Array, Array]:
    """Challenges, resisted challenges, and those in which A stood firm, each of shape `D`."""
    return counts[:, 1:].sum(axis=1), counts[:, 2:].sum(axis=1), counts[:, 2]


def _terms(data: Crises) -> Array:
    """Constant, regressors, squares and products, standardised; constant ones are left out."""
    regressors = np.unique(data.design.sum(axis=1), axis=1)
    regressors = _standard(regressors)
    pairs = combinations_with_replacement(range(regressors.shape[1]), 2)
    products = [regressors[:, i] * regressors[:, j] for i, j in pairs]
    columns = np.column_stack([regressors, *products]) if products else regressors
    return np.column_stack([np.ones(len(columns)), np.unique(_standard(columns), axis=1)])


def _standard(columns: Array) -> Array:
    spread = columns.std(axis=0)
    kept = spread > 1e-12 * (1.0 + np.abs(columns).max(axis=0, initial=0.0))
    return np.asarray((columns[:, kept] - columns[:, kept].mean(axis=0)) / spread[kept])


def _fitted(terms: Array, successes: Array, trials: Array, ridge: float) -> Array:
    """Chances [1] of shape `D` from a penalised logit."""
    half = 0.5 / len(terms)
    wins, total = successes + half, trials + 2.0 * half
    weight = np.full(terms.shape[1], ridge)
    weight[0] = 0.0

    def derivatives(slopes: Array) -> tuple[float, Array, Array]:
        index = terms @ slopes
        chance = expit(index)
        value = wins @ log_expit(index) + (total - wins) @ log_expit(-index)
        gradient = terms.T @ (wins - total * chance) - weight * slopes
        bend = -(terms.T * (total * chance * (1.0 - chance))) @ terms - np.diag(weight)
        return float(value - 0.5 * weight @ slopes**2), gradient, bend

    return np.asarray(expit(terms @ maximum(derivatives, np.zeros(terms.shape[1])).place))
