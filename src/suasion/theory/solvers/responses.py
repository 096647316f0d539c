"""Quantal responses: the chance of each action from expected utilities and a precision.

Each action's expected utility carries an independent shock that only the mover sees. With ``x_a``
the utility of action a times the mover's precision::

    logit    P(a) = exp(x_a) / sum_b exp(x_b)
    probit   P(a) = P(x_a + s_a > x_b + s_b for all b), s normal with variance 1/2 each,

so that between two actions probit is ``Phi(x_a - x_b)``. At precision 0 all actions are equally
likely.

References
----------
[McKelveyPalfrey1998]_ for agent quantal response; [Signorino2003]_ for the probit form.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import erfc, expit, log_ndtr, logsumexp, softmax

from suasion.theory.stage import normal
from suasion.theory.tree.tree import Family as Family

NODES = 48
"""Gauss-Hermite nodes for probit choices among three actions or more."""

Chances = Callable[[Sequence[Any], Any, Family], list[Any]]


def chances(utilities: Sequence[Any], precision: Any, family: Family) -> list[jax.Array]:
    """The chance of each action, `*batch`, in JAX.

    Parameters
    ----------
    utilities
        Expected utility of each action [payoff unit], each `*batch`.
    precision
        Factor on utility differences [1/payoff unit], `*batch`, >= 0.
    family
        "logit" or "probit".

    Examples
    --------
    >>> even = chances([jnp.array(0.3), jnp.array(0.3)], jnp.array(9.0), "probit")
    >>> [round(float(p), 6) for p in even]
    [0.5, 0.5]
    """
    if len(utilities) == 2:
        ahead = precision * (utilities[1] - utilities[0])
        if family == "probit":
            return [normal(-ahead), normal(ahead)]
        # Half the price of an exponential and a division, and as exact: to some 5e-16.
        half = 0.5 * jnp.tanh(0.5 * ahead)
        return [0.5 - half, 0.5 + half]
    scaled = jnp.stack(jnp.broadcast_arrays(*(precision * utility for utility in utilities)))
    if family == "logit":
        return list(jax.nn.softmax(scaled, axis=0))
    log_phi, log_sum = jax.scipy.special.log_ndtr, jax.scipy.special.logsumexp
    return list(jnp.exp(_log_probit(scaled, log_phi, log_sum, jnp)))


def plain_chances(utilities: Sequence[Any], precision: Any, family: Family) -> list[Any]:
    """The same in NumPy: nothing is compiled."""
    wide = np.broadcast_arrays(*(np.multiply(precision, utility) for utility in utilities))
    scaled = np.stack(wide).astype(float)
    if len(utilities) == 2:
        ahead = scaled[1] - scaled[0]
        tail = expit if family == "logit" else lambda x: 0.5 * erfc(-math.sqrt(0.5) * x)
        return [tail(-ahead), tail(ahead)]
    if family == "logit":
        return list(softmax(scaled, axis=0))
    return list(np.exp(_log_probit(scaled, log_ndtr, logsumexp, np)))


CHANCES: Mapping[str, Chances] = {"numpy": plain_chances, "jax.numpy": chances}
"""By name of the array module."""


def _log_probit(scaled: Any, log_phi: Any, log_sum: Any, xp: Any) -> Any:
    """Log chances among several actions; the integral over an action's own shock by quadrature."""
    points, weights = np.polynomial.hermite.hermgauss(NODES)
    wide = (-1,) + (1,) * (scaled.ndim - 1)
    rows = []
    for a in range(scaled.shape[0]):
        ahead = scaled[a] - xp.delete(scaled, a, axis=0)
        beaten = log_phi(math.sqrt(2.0) * (ahead[None] + points.reshape((-1,) + (1,) * ahead.ndim)))
        total = beaten.sum(axis=1) + np.log(weights / math.sqrt(math.pi)).reshape(wide)
        rows.append(log_sum(total, axis=0))
    return xp.stack(rows)
