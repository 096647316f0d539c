"""The standard normal distribution from one exponential and one division.

Its tail is the exponential of the density times a ratio that varies little, which is a polynomial.
The array compiler's own error function evaluates several ranges and selects. Ratios of small
chances are taken from what is left of each tail, so that they are right however small both are.
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp

MILLS = (
    0.47205320650984395,
    -0.09670347732656184,
    0.01399963472462524,
    0.028600364056258074,
    -0.03219783743589043,
    0.01793609741960776,
    -0.005002378470701262,
    -0.00028562248288628724,
    0.0006948961482013793,
    -9.44337478097764e-05,
    -8.784873998100975e-05,
    2.1262132671915704e-05,
    1.3613986368462904e-05,
    -3.4588811913567894e-06,
    -2.588930491459689e-06,
    4.4276284939583214e-07,
    5.233923655847585e-07,
    -3.3854361499316756e-08,
    -8.989720794272107e-08,
    1.2213859774209256e-10,
    8.913584270622754e-09,
)
"""``(1 + u) F(-u) / exp(-u^2/2)`` as a polynomial in ``(u - 4) / (u + 4)``, constant first: a
Chebyshev fit for u >= 0 with relative error below 1e-14, which the tests check against SciPy."""

DENSITY_AT_ZERO = 1 / math.sqrt(2 * math.pi)
FARTHEST = 40.0
"""Beyond it a tail is zero in double precision."""


def sides(x: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """F(x), F(-x) and exp(-x^2/2), the density without its constant; exact in both tails.

    Examples
    --------
    >>> [round(float(one), 6) for one in sides(jnp.array(1.0))]
    [0.841345, 0.158655, 0.606531]
    """
    below = x < 0
    size = jnp.minimum(jnp.where(below, -x, x), FARTHEST)
    bell = jnp.exp(-0.5 * size * size)
    tail = bell * mills_ratio(size)
    rest = 1.0 - tail
    return jnp.where(below, tail, rest), jnp.where(below, rest, tail), bell


def tails(x: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """F(x) and F(-x), each without the factor exp(-x^2/2) where small, and the density over it."""
    below = x < 0
    size = jnp.where(below, -x, x)
    bell, ratio = jnp.exp(-0.5 * size * size), mills_ratio(size)
    rest, one = 1.0 - bell * ratio, jnp.ones_like(x)
    return (
        jnp.where(below, ratio, rest),
        jnp.where(below, rest, ratio),
        jnp.where(below, one, bell),
        jnp.where(below, bell, one),
    )


def mills_ratio(u: jax.Array) -> jax.Array:
    """``F(-u) / exp(-u^2/2)`` for u >= 0: what is left of a small chance without its exponential.

    Examples
    --------
    >>> round(float(mills_ratio(jnp.array(0.0))), 6)
    0.5
    """
    share = 1.0 / ((1.0 + u) * (4.0 + u))
    place = (u - 4.0) * (1.0 + u) * share
    total = jnp.full_like(place, MILLS[-1])
    for coefficient in reversed(MILLS[:-1]):
        total = total * place + coefficient
    return total * (4.0 + u) * share
