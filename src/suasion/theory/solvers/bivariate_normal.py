"""Distribution function of two correlated normal variables.

Definitions
-----------
``Phi2(x, y; rho)`` is the probability that X < x and Y < y, for standard normal X and Y with
correlation rho. Two formulas:

- moderate rho, |rho| <= 0.925: d Phi2/d rho is the joint density, so

      Phi2 = Phi(x) Phi(y) + 1/(2 pi) int_0^{arcsin rho}
             exp(-(x^2 + y^2 - 2 x y sin t)/(2 cos^2 t)) dt.

  For rho >= 0 nothing cancels: it keeps its digits in the tails;
- any rho, from Owen's T,

      T(h, a) = 1/(2 pi) int_0^a exp(-h^2 (1 + u^2)/2)/(1 + u^2) du,
      Phi2 = (Phi(x) + Phi(y))/2 - T(x, a_x) - T(y, a_y) - d,
      a_x = (y/x - rho)/sqrt(1 - rho^2),  a_y likewise,
      d = 1/2 where x and y differ in sign, else 0,

  with T(h, a) for |a| > 1 from T(a h, 1/a).

Both by Gauss-Legendre. Derivatives are the closed forms, not those of the quadrature.

References
----------
[DreznerWesolowsky1990]_ for the first; [Owen1956]_ for the second.

Examples
--------
>>> round(float(bivariate_normal(0.0, 0.0, 0.5)), 15)  # 1/4 + arcsin(1/2)/(2 pi) = 1/3
0.333333333333333
"""

from __future__ import annotations

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.stats import norm

from suasion.theory.solution import Number
from suasion.theory.stage import normal

MODERATE = 0.925
NODES = 24
OWEN_NODES = 32
# Stands for zero where a sign is needed.
TINY = 1e-290
# Keeps 0/0 and infinity from arising; no result depends on either.
LEAST, HUGE = 1e-306, 1e4


@cache
def legendre(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of Gauss-Legendre on 0 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1.0) / 2.0, weights / 2.0


@jax.custom_jvp
def bivariate_normal(x: Number, y: Number, rho: Number) -> jax.Array:
    """Phi2(x, y; rho), absolute error below 1e-14.

    Parameters
    ----------
    x, y
        Upper limits, any finite size.
    rho
        Correlation [1], -1 to 1.

    Returns
    -------
    Array
        Of shape `*batch` [1].

    Examples
    --------
    >>> round(float(bivariate_normal(-1.0, 1.0, 0.999)), 6)
    0.158655
    """
    x, y, rho = jnp.broadcast_arrays(*(jnp.asarray(value, float) for value in (x, y, rho)))
    calm = moderate(x, y, jnp.clip(rho, -MODERATE, MODERATE))
    return jnp.where(jnp.abs(rho) <= MODERATE, calm, _by_owen(x, y, rho))


@bivariate_normal.defjvp
def _derivative(
    primals: tuple[jax.Array, jax.Array, jax.Array],
    tangents: tuple[jax.Array, jax.Array, jax.Array],
) -> tuple[jax.Array, jax.Array]:
    x, y, rho = (jnp.asarray(value, float) for value in primals)
    spread = jnp.sqrt((1.0 - rho) * (1.0 + rho))
    by_x = norm.pdf(x) * normal((y - rho * x) / spread)
    by_y = norm.pdf(y) * normal((x - rho * y) / spread)
    by_rho = norm.pdf(x) * norm.pdf((y - rho * x) / spread) / spread
    d_x, d_y, d_rho = tangents
    return bivariate_normal(x, y, rho), by_x * d_x + by_y * d_y + by_rho * d_rho


def moderate(x: jax.Array, y: jax.Array, rho: Number, *, nodes: int = NODES) -> jax.Array:
    """Phi2 where |rho| <= 0.925, by the integral over the correlation.

    For rho = 1/sqrt(2) the relative error is below 1e-10 as long as both limits are above -15 (with
    16 nodes: above -10).

    Parameters
    ----------
    x, y
        Upper limits, of shape `*batch`.
    rho
        Correlation [1]; a number costs less than an array.
    nodes
        Of the quadrature.

    Examples
    --------
    >>> print(f"{float(moderate(jnp.array(-8.0), jnp.array(-8.0), 0.5)):.6e}")
    1.788661e-21
    """
    points, weights = legendre(nodes)
    angle = jnp.arcsin(jnp.asarray(rho))
    t = angle[..., None] * points
    tilt, steep = jnp.sin(t) / jnp.cos(t) ** 2, 1.0 / jnp.cos(t) ** 2
    product, squares = (x * y)[..., None], ((x * x + y * y) / 2.0)[..., None]
    # A sum of products, not a product of matrices: the compiler never stores the axis of nodes.
    density = jnp.sum(weights * jnp.exp(product * tilt - squares * steep), axis=-1)
    return normal(x) * normal(y) + angle / (2.0 * jnp.pi) * density


def _by_owen(x: jax.Array, y: jax.Array, rho: jax.Array) -> jax.Array:
    x, y = (jnp.where(limit == 0.0, TINY, limit) for limit in (x, y))
    differ = (x < 0.0) != (y < 0.0)
    halves = (normal(x) + normal(y) - differ) / 2.0
    return jnp.clip(halves - _owen_part(x, y, rho) - _owen_part(y, x, rho), 0.0, 1.0)


def _owen_part(h: jax.Array, k: jax.Array, rho: jax.Array) -> jax.Array:
    """T(h, a) with a = (k - rho h)/(h sqrt(1 - rho^2)); no quotient of two zeros."""
    spread = jnp.sqrt((1.0 - rho) * (1.0 + rho))
    top, bottom = jnp.abs(k - rho * h), jnp.abs(h) * spread
    steep = top > bottom
    ratio = jnp.minimum(top, bottom) / jnp.maximum(jnp.maximum(top, bottom), LEAST)
    sign = jnp.sign((k - rho * h) * jnp.sign(h))
    turned = top / jnp.maximum(spread, TINY)
    integral = _owen(jnp.where(steep, turned, h), ratio)
    p, q = normal(-jnp.abs(h)), normal(-turned)
    return sign * jnp.where(steep, (p + q) / 2.0 - p * q - integral, integral)


def _owen(h: jax.Array, a: jax.Array) -> jax.Array:
    """Owen's T for a from 0 to 1."""
    nodes, weights = legendre(OWEN_NODES)
    square = 1.0 + (a[..., None] * nodes) ** 2
    half = jnp.minimum(h * h, HUGE)[..., None] / 2.0
    density = jnp.sum(weights * jnp.exp(-half * square) / square, axis=-1)
    return a / (2.0 * jnp.pi) * density
