"""Private and passing reasons to attack, with heavy tails: Student's t with two degrees of freedom.

At two degrees of freedom everything is algebraic. With density ``f(k) = (2 + k^2)**(-3/2)``::

    P(t > k)       = (1 - k / sqrt(2 + k^2)) / 2
    E[t; t > k]    = 1 / sqrt(2 + k^2)
    E[max(t-k, 0)] = (sqrt(2 + k^2) - k) / 2

With ``r = sqrt(2 + k^2)`` and ``s = r + |k|`` all three follow from ``1 / (r s)``, written alike in
each so that the compiler works it out once.

The mean is finite and the variance is not: a small chance of a large reason always remains, falling
as ``1 / (2 k^2)``. That such reasons exist is the point of design against saturation; that they
follow this law is a judgement.

References
----------
[JohnsonKotzBalakrishnan1995]_, ch. 28, for the distribution; the partial means follow by
integration.
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp


def chance_above(k: jax.Array) -> jax.Array:
    """P(t > k) [1], computed without cancellation in the upper tail.

    Parameters
    ----------
    k
        Threshold in units of the scale, any shape.

    Examples
    --------
    >>> round(float(chance_above(jnp.array(0.0))), 9)
    0.5
    """
    _, _, upper = _parts(k)
    return jnp.where(k > 0, upper, 1.0 - upper)


def mean_above(k: jax.Array) -> jax.Array:
    """E[t; t > k], the partial mean in units of the scale."""
    _, size, upper = _parts(k)
    return size * upper


def square_between(low: jax.Array, high: jax.Array) -> jax.Array:
    """E[t^2; low < t < high] in units of the scale squared; infinite over the whole line.

    Examples
    --------
    >>> t = jnp.linspace(0.0, 1.0, 10001)
    >>> by_sum = jnp.mean(t**2 * (2 + t**2) ** -1.5)
    >>> bool(jnp.isclose(square_between(jnp.array(0.0), jnp.array(1.0)), by_sum, atol=1e-4))
    True
    """
    ends = (jnp.arcsinh(k / math.sqrt(2.0)) - k / jnp.sqrt(2.0 + k * k) for k in (high, low))
    return next(ends) - next(ends)


def surplus(k: jax.Array) -> jax.Array:
    """E[max(t - k, 0)], what the option to act above k is worth in units of the scale.

    Examples
    --------
    >>> k, step = jnp.array(1.3), 1e-6
    >>> slope = (surplus(k + step) - surplus(k - step)) / (2 * step)
    >>> bool(jnp.isclose(-slope, chance_above(k), atol=1e-3))
    True
    """
    root, size, upper = _parts(k)
    return jnp.where(k > 0, root * upper, 0.5 * size)


def _parts(k: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """r, s and 1 / (r s), which is the smaller of P(t > k) and P(t < k)."""
    root = jnp.sqrt(2.0 + k * k)
    size = root + jnp.abs(k)
    return root, size, 1.0 / (root * size)


def quantile_above(chance: jax.Array) -> jax.Array:
    """The k with P(t > k) = chance, for 0 < chance < 1."""
    return (1.0 - 2.0 * chance) / jnp.sqrt(2.0 * chance * (1.0 - chance))
