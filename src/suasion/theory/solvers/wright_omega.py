"""Wright's omega, the Lambert W function of an exponential.

Definition
----------
``omega(x)`` solves ``w + log(w) = x`` for w > 0, so ``omega(x) = W(exp(x))`` with W the principal
branch of Lambert's function: the form in which it arises in economics, and one that does not
overflow. Found by Halley's iteration on log(w), which is smooth and convex for every real x. Its
derivative is ``w/(1 + w)``.

Examples
--------
>>> round(float(wright_omega(1.0)), 15)
1.0
"""

from __future__ import annotations

import jax
import jax.numpy as jnp

from suasion.theory.solution import Number

STEPS = 5


@jax.custom_jvp
def wright_omega(x: Number) -> jax.Array:
    """W(exp(x)) for real x; relative error below 1e-14.

    Parameters
    ----------
    x
        Any real number, of shape `*batch`.

    Returns
    -------
    Array
        Of shape `*batch`, above 0 (0 below x = -745, where it is less than the least number).

    Examples
    --------
    >>> float(wright_omega(-800.0)), round(float(wright_omega(1000.0)), 3)
    (0.0, 993.099)
    """
    x = jnp.asarray(x, float)
    # log(w) lies near x where x is negative and near log(x) where it is large.
    log_w = jnp.where(x < 1.0, x - jnp.exp(jnp.minimum(x, 1.0)) / 2.0, jnp.log(jnp.maximum(x, 1.0)))
    for _ in range(STEPS):
        w = jnp.exp(log_w)
        excess, slope = w + log_w - x, w + 1.0
        log_w = log_w - excess / (slope - excess * (w / slope) / 2.0)
    return jnp.exp(log_w)


@wright_omega.defjvp
def _derivative(
    primals: tuple[jax.Array], tangents: tuple[jax.Array]
) -> tuple[jax.Array, jax.Array]:
    w = wright_omega(primals[0])
    return w, w / (1.0 + w) * tangents[0]
