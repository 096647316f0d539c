"""The fixed point of quantal responses in log-odds, with its slopes: what continuation follows.

``F(z, t) = z - R(U(z), t)``, where U are the expected utilities of all moves and R the log-odds of
the quantal responses to them at the share t of every precision. A zero of F at t = 1 is an agent
quantal response equilibrium. At t = 0 it is z = 0, and F has slope one.

The log-odds of a response depend on differences of utility within a set. Logit is linear in them.
Probit between two actions is ``log Phi(x) - log Phi(-x)``; where beliefs matter, probit serves
games with two actions in every set.

References
----------
[McKelveyPalfrey1998]_.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.beliefs import Incidence, Strategic, expected, log_moves


class Linearised(NamedTuple):
    """F, its slope by z, shape (dimension, dimension), and by t, shape (dimension,)."""

    value: Any
    by_z: Any
    by_t: Any


def linearised(
    known: Incidence, game: Strategic, precision: Any, odds: Any, z: Any, t: Any, xp: Any = np
) -> Linearised:
    """F and its slopes at (z, t).

    Parameters
    ----------
    known, game
        Constants and numbers of the tree.
    precision
        Of each move's owner, shape (moves,).
    odds
        (scaled utilities, xp) -> log-odds of the responses, shape (dimension,), and their slope by
        the scaled utilities, shape (dimension, moves): `suasion.theory.solvers.odds`.
    """
    logs = log_moves(known, z, xp)
    worth = expected(known, game, logs, xp)
    scaled = t * precision * worth.utility
    answer, slope = odds(scaled, xp)
    chances = xp.exp(logs)
    within = known.sets.T @ (known.sets * chances) @ known.spread
    by_logs = known.spread - within
    by_z = np.eye(z.shape[-1]) - slope @ ((t * precision)[:, None] * (worth.slope @ by_logs))
    return Linearised(z - answer, by_z, -(slope @ (precision * worth.utility)))
