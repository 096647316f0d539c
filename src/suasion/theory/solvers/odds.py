"""Log-odds of quantal responses, with slopes: logit for any number of actions, probit for two.

See `suasion.theory.solvers.responses` for the two families. Here the arguments are utilities times
precision of all moves of a tree, and the answer is in log-odds against each set's first move.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from jax.scipy.special import log_ndtr as jax_log_ndtr
from scipy.special import log_ndtr

from suasion.theory.solvers.beliefs import Incidence
from suasion.theory.solvers.responses import Family

Odds = Callable[[Any, Any], tuple[Any, Any]]
LOG_ROOT_TAU = 0.5 * np.log(2 * np.pi)


def odds(known: Incidence, family: Family) -> Odds:
    """The responses of a tree in log-odds."""
    rest = known.spread.sum(axis=1) > 0
    ahead = known.spread.T - _first_of(known)[rest]
    if family == "logit":
        return lambda scaled, xp: (ahead @ scaled, ahead)
    return lambda scaled, xp: _probit(ahead, scaled, xp)


def _first_of(known: Incidence) -> Any:
    """1 where a move is the first of another's set, shape (moves, moves)."""
    is_first = known.spread.sum(axis=1) == 0
    return (known.sets.T @ known.sets) * is_first[None]


def _probit(ahead: Any, scaled: Any, xp: Any) -> tuple[Any, Any]:
    x = ahead @ scaled
    log = log_ndtr if xp is np else jax_log_ndtr
    above, below = log(x), log(-x)
    density = -0.5 * x * x - LOG_ROOT_TAU
    slope = xp.exp(density - above) + xp.exp(density - below)
    return above - below, slope[:, None] * ahead


def two_actions(known: Incidence) -> bool:
    """Whether every set has two actions at the most, as probit needs where beliefs matter."""
    return bool(known.sets.sum(axis=1).max() <= 2)
