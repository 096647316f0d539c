"""Outcomes of games drawn at given coefficients, for tests and for the study of estimators."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from suasion.evidence.signalling.games import OUTCOMES, Crises, crises
from suasion.evidence.signalling.local import CHANCES, local
from suasion.evidence.signalling.multiplicity import equilibria

GAMES, PLAYS, SEED = 100, 200, 5
PAYOFFS = (1.0, -1.8, -2.45, 0.1, -1.2, 1.0)
REGRESSORS = {"v_a": ["1"], "w_a": ["1"], "w_b": ["1", "x"], "a": ["1"], "v_b": ["1"]}


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


def example() -> pd.DataFrame:
    """Drawn games with known payoffs, for trying out: 100 games, each played 200 times.

    The payoffs are those of the published design with one equilibrium: S_A 0, V_A 1, C_B 0, W_A
    -1.8, W_B -2.45 + 0.1 x, a -1.2, V_B 1 [standard deviations of a shock].

    References
    ----------
    [CrismanCoxGibilisco2021]_.

    Examples
    --------
    >>> example().columns.tolist(), example()[["sq", "cd", "sf", "bd"]].sum(axis=1).unique()
    (['game', 'x', 'sq', 'cd', 'sf', 'bd'], array([200]))
    """
    table = pd.DataFrame({"game": np.arange(1, GAMES + 1), "x": np.linspace(0, 1, GAMES).round(4)})
    games = crises(table.assign(sq=1, cd=0, sf=0, bd=0), REGRESSORS)
    drawn = simulated(games, PAYOFFS, plays=PLAYS, random=np.random.default_rng(SEED))
    return table.assign(**dict(zip(OUTCOMES, drawn.counts.T.astype(int), strict=True)))
