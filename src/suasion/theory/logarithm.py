"""The natural logarithm in plain arithmetic.

The array compiler calls the C library for every logarithm in double precision, one number at a
time, which takes the vector units away from everything around it. With ``x = 2^k m`` and m between
sqrt(1/2) and sqrt(2), ``log x = k log 2 + 2 artanh(s)``, ``s = (m - 1) / (m + 1)``, where artanh is
a series in s^2.
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp

TERMS, TAIL_TERMS = 10, 17
"""Terms of the series for s^2 up to 0.0295 and, of `softplus`, up to 1/9."""
SHIFT, BIAS, MANTISSA = 52, 1023, (1 << 52) - 1
HALF = 0x3FE0000000000000
"""Bits of a half: the exponent that a mantissa gets."""
LOG_2_HIGH = 6.93147180369123816490e-01
LOG_2_LOW = 1.90821492927058770002e-10
"""log 2 in two parts; the first has zeros enough to be exact times any exponent."""


def log(x: jax.Array) -> jax.Array:
    """Natural logarithm of finite x of at least 1e-300; within three units in the last place.

    Examples
    --------
    >>> with jax.enable_x64(True):
    ...     round(float(log(jnp.asarray(10.0))), 12)
    2.302585092994
    """
    if x.dtype != jnp.float64:
        return jnp.log(x)
    bits = jax.lax.bitcast_convert_type(x, jnp.int64)
    half = jax.lax.bitcast_convert_type((bits & MANTISSA) | HALF, jnp.float64)
    small = half < math.sqrt(0.5)
    mantissa = jnp.where(small, 2 * half, half)
    power = (bits >> SHIFT).astype(jnp.float64) - (BIAS - 1) - small
    s = (mantissa - 1) / (mantissa + 1)
    return power * LOG_2_HIGH + (2 * s * _series(s * s, TERMS) + power * LOG_2_LOW)


def _series(square: jax.Array, terms: int) -> jax.Array:
    """artanh(s) / s = 1 + s^2/3 + s^4/5 + ..."""
    total = jnp.full_like(square, 1 / (2 * terms + 1))
    for term in reversed(range(terms)):
        total = total * square + 1 / (2 * term + 1)
    return total


def softplus(x: jax.Array) -> jax.Array:
    """Logarithm of 1 + e^x, without overflow; the tail is exact.

    Examples
    --------
    >>> float(softplus(jnp.asarray(-800.0))) == 0.0
    True
    """
    return logit_choice(x)[2]


def logit_choice(x: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Chances to act and not to, where acting is worth x more, and the worth of the choice.

    These are e^x / (1 + e^x), 1 / (1 + e^x) and log(1 + e^x), from one exponential.

    Examples
    --------
    >>> [round(float(one), 6) for one in logit_choice(jnp.asarray(1.0))]
    [0.731059, 0.268941, 1.313262]
    """
    tail = jnp.exp(-jnp.abs(x))
    share = 1 / ((1 + tail) * (2 + tail))
    likely, s = (2 + tail) * share, tail * (1 + tail) * share
    rare, acts = tail * likely, x > 0
    worth = jnp.maximum(x, 0.0) + 2 * s * _series(s * s, TAIL_TERMS)
    return jnp.where(acts, likely, rare), jnp.where(acts, rare, likely), worth
