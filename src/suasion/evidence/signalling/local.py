"""What one game adds to a likelihood, with exact first and second derivatives.

Definitions and notation
------------------------
B resists with chance ``p = Phi(z)``, and an A who challenged stands firm with ``q = firm(c(z))``,
with firm, c and H of `suasion.theory.solvers.signalling_equation`. The kernel takes nine numbers of
each game, its seven utilities, the z that A believes and the z with which B resists, and returns
six: the logs of the chances of SQ, CD, SF and BD, the gap H and q.

Every estimator needs these and their derivatives by the nine, at places that are linear in its
unknowns. So nothing else is compiled. Games go through in chunks, padded, so that one program
serves data of any size.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import log_ndtr
from numpy.typing import NDArray

from suasion.theory.solvers.signalling_equation import Crisis, excess, response

Array = NDArray[np.float64]

CHUNK = 128
LEAST = 1e-300
UTILITIES, BELIEVED, RESISTS = slice(0, 7), 7, 8
CHANCES, GAP, FIRM = slice(0, 4), 4, 5


class Local(NamedTuple):
    """Six numbers of each game, `D 6`, their slopes `D 6 9` and second derivatives `D 6 9 9`."""

    value: Array
    slope: Array
    bend: Array


def _six(point: jax.Array) -> jax.Array:
    game, believed, resists = Crisis(*point[:7]), point[7], point[8]
    found = response(game, believed)
    challenges, stays = _log(found.challenges), log_ndtr(resists)
    outcomes = [
        _log(found.status_quo),
        challenges + log_ndtr(-resists),
        challenges + stays + _log(found.firm),
        challenges + stays + _log(1.0 - found.firm),
    ]
    return jnp.stack([*outcomes, excess(game, believed), found.firm])


def _log(chance: jax.Array) -> jax.Array:
    return jnp.log(jnp.maximum(chance, LEAST))


@jax.jit
def _derivatives(points: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """The six, their slopes and second derivatives, in one pass."""

    def sloped(point: jax.Array) -> tuple[jax.Array, tuple[jax.Array, jax.Array]]:
        value = _six(point)
        slope = jax.jacfwd(_six)(point)
        return slope, (value, slope)

    bend, (value, slope) = jax.vmap(jax.jacfwd(sloped, has_aux=True))(points)
    return value, slope, bend


def local(utility: Array, believed: Array, resists: Array) -> Local:
    """The six numbers of each game and their derivatives.

    Parameters
    ----------
    utility
        Of shape `D 7` [standard deviations of a shock].
    believed, resists
        Of shape `D`; the same in equilibrium.

    Examples
    --------
    >>> game = np.array([[0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0]])
    >>> found = local(game, np.array([0.3]), np.array([0.3]))
    >>> round(float(np.exp(found.value[0, CHANCES]).sum()), 6), found.slope.shape
    (1.0, (1, 6, 9))
    """
    points = np.column_stack([utility, believed, resists])
    parts = []
    with jax.enable_x64(True):
        for start in range(0, len(points), CHUNK):
            chunk = points[start : start + CHUNK]
            padded = np.zeros((CHUNK, points.shape[1]))
            padded[: len(chunk)] = chunk
            found = _derivatives(jnp.asarray(padded))
            parts.append([np.asarray(part)[: len(chunk)] for part in found])
    return Local(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def collected(found: Local, weights: Array, spread: Array) -> tuple[float, Array, Array]:
    """A weighted sum over the six and the games, with derivatives by each game's unknowns.

    Parameters
    ----------
    found
        Of `local`.
    weights
        Of shape `D 6`.
    spread
        How the nine inputs depend on n unknowns of each game, of shape `D 9 n`.

    Returns
    -------
    tuple
        The sum, its slopes `D n` and its second derivatives `D n n`.
    """
    slope = np.einsum("do,doi->di", weights, found.slope)
    bend = np.einsum("do,doij->dij", weights, found.bend)
    turned = np.swapaxes(spread, 1, 2)
    # Far from any sensible place terms overflow; the searches look at what is finite.
    with np.errstate(all="ignore"):
        total = float(np.sum(weights * found.value))
        return total, (turned @ slope[..., None])[..., 0], turned @ bend @ spread
