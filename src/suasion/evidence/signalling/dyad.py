"""Likelihood of the dyad audience-cost game: monthly levels of force of two countries.

Definitions and notation
------------------------
The game is that of `suasion.theory.library.audience_cost_dynamics`. In state s country i is seen to
choose level a ``n_i(s, a)`` times, so that

    log L = sum_i,s,a n_i(s, a) log p_i(a|s),

with p the choices of the equilibrium that the dyad plays. A dyad is one equilibrium; which, is part
of the estimate. `dyad_equilibria` gives the likelihood under each that is found.

References
----------
[CrismanCoxGibilisco2018]_.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike
from numpy.typing import NDArray

from suasion.theory.solvers import markov
from suasion.theory.solvers.markov import MarkovGame
from suasion.theory.solvers.markov_equilibria import MarkovEquilibrium
from suasion.theory.solvers.markov_equilibria import equilibria as all_equilibria


class Fit(NamedTuple):
    """An equilibrium and the log-likelihood of what was seen, if it was played."""

    equilibrium: MarkovEquilibrium
    log_likelihood: float


def dyad_log_likelihood(w: ArrayLike, counts: ArrayLike) -> jax.Array:
    """Log-likelihood of the levels of force, of shape `*batch`.

    Parameters
    ----------
    w
        Worth of every level in every state, of shape `*batch 2 3 3` [units of the shock].
    counts
        How often country i in state s chose level a, of shape `*batch 2 3 3`.

    Examples
    --------
    Levels that are equally likely: 10 choices of one in three.

    >>> seen = np.zeros((2, 3, 3))
    >>> seen[:, 0, 0] = 5
    >>> bool(np.isclose(dyad_log_likelihood(np.zeros((2, 3, 3)), seen), 10 * np.log(1 / 3)))
    True
    """
    terms = jnp.asarray(counts) * jax.nn.log_softmax(jnp.asarray(w), axis=-1)
    return jnp.sum(terms, axis=(-3, -2, -1))


def branch_log_likelihood(game: MarkovGame, w: jax.Array, counts: ArrayLike) -> jax.Array:
    """Log-likelihood at an equilibrium of one game, with its derivatives by the game.

    Derivatives are those along the equilibrium's own branch, by the implicit function theorem.

    Parameters
    ----------
    game
        One game; made by `suasion.theory.library.audience_cost_dynamics.dyad`.
    w
        An equilibrium, of shape `2 3 3` [units of the shock].
    counts
        As in `dyad_log_likelihood`.
    """
    return dyad_log_likelihood(markov.attached(game, w), counts)


def dyad_equilibria(game: MarkovGame, counts: ArrayLike) -> list[Fit]:
    """Every equilibrium that is found, best fit first.

    Parameters
    ----------
    game
        One game.
    counts
        As in `dyad_log_likelihood`.
    """
    with jax.enable_x64(True):
        found = all_equilibria(game).equilibria
        fits = [Fit(one, float(dyad_log_likelihood(one.w, counts))) for one in found]
    return sorted(fits, key=lambda fit: -fit.log_likelihood)


def action_counts(states: NDArray[np.int64], actions: NDArray[np.int64]) -> NDArray[np.float64]:
    """Tally of monthly series, of shape `2 3 3`.

    Parameters
    ----------
    states
        State of each month, 0 to 2, of shape `T`.
    actions
        Level of force of each country in each month, 0 to 2, of shape `2 T`.

    Examples
    --------
    >>> action_counts(np.array([0, 0, 1]), np.array([[0, 1, 0], [0, 0, 0]]))[0].tolist()
    [[1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    counts = np.zeros((2, 3, 3))
    for country in (0, 1):
        np.add.at(counts[country], (states, actions[country]), 1.0)
    return counts
