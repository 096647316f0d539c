"""Both tails of the normal distribution in logarithms, from one error function.

A move of two actions needs the chance of either. JAX's own logarithm of one chance works out three
branches of it; both together from the smaller one take a third of the time, derivatives included,
and lose no digits where the larger is near one.

References
----------
[AbramowitzStegun1964]_, 26.2.12, for the series far out.
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
from jax.scipy.special import erfc

FAR = 20.0
"""Standard deviations from which the smaller chance comes from its series."""
TERMS = (1.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0)
LOG_ROOT_TWO_PI = 0.5 * math.log(2.0 * math.pi)


@jax.custom_jvp
def log_tails(x: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Logarithms of the chances above and below x [standard deviations], each of x's shape.

    Derivatives of any order follow from the two values.

    Examples
    --------
    >>> above, below = log_tails(jnp.array([0.0, 1.96]))
    >>> [round(float(jnp.exp(one[1])), 3) for one in (above, below)]
    [0.025, 0.975]
    """
    size = jnp.abs(x)
    smaller = 0.5 * erfc(jnp.minimum(size, FAR) * math.sqrt(0.5))
    near = size < FAR
    low = jnp.where(near, jnp.log(smaller), _far(jnp.maximum(size, FAR)))
    high = jnp.where(near, jnp.log1p(-smaller), -jnp.exp(low))
    return jnp.where(x > 0.0, low, high), jnp.where(x > 0.0, high, low)


@log_tails.defjvp
def _log_tails_jvp(
    primals: tuple[jax.Array], tangents: tuple[jax.Array]
) -> tuple[tuple[jax.Array, jax.Array], tuple[jax.Array, jax.Array]]:
    (x,), (change,) = primals, tangents
    above, below = log_tails(x)
    density = -0.5 * x * x - LOG_ROOT_TWO_PI
    slopes = -jnp.exp(density - above) * change, jnp.exp(density - below) * change
    return (above, below), slopes


def _far(size: jax.Array) -> jax.Array:
    """Logarithm of the chance beyond a large distance, by the asymptotic series."""
    inverse, series = 1.0 / (size * size), jnp.ones_like(size)
    for term in reversed(TERMS):
        series = 1.0 - term * inverse * series
    return -0.5 * size * size - LOG_ROOT_TWO_PI - jnp.log(size) + jnp.log(series)
