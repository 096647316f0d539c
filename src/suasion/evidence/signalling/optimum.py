"""The maximum of a smooth function with exact second derivatives.

A trust region far from the maximum, Newton's step near it. Whether it was reached is judged by the
*decrement* ``g' H^-1 g``: twice what a Newton step promises to add. It has the unit of the
function, so that one tolerance serves coefficients of any size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]
Derivatives = tuple[float, Array, Array]
"""Value, gradient and second derivatives."""

REACHED, ROUNDED, FAR = 1e-12, 1e-8, 1.0
POLISH_STEPS, MOST_STEPS = 4, 300


class Optimum(NamedTuple):
    """Where the search ended, the value there, and whether it is a maximum."""

    place: Array
    value: float
    reached: bool


def maximum(derivatives: Callable[[Array], Derivatives], start: Array) -> Optimum:
    """The maximum that is reached from `start`.

    Parameters
    ----------
    derivatives
        Value, gradient `K` and second derivatives `K K` at a place of shape `K`.
    start
        Of shape `K`.

    Examples
    --------
    >>> def hill(x):
    ...     return float(-np.cosh(x - 2.0).sum()), -np.sinh(x - 2.0), -np.diag(np.cosh(x - 2.0))
    >>> found = maximum(hill, np.zeros(2))
    >>> found.reached, found.place.round(6).tolist()
    (True, [2.0, 2.0])
    """
    last: list[tuple[Array, Derivatives]] = []

    def at(x: Array) -> Derivatives:
        if not last or not np.array_equal(last[-1][0], x):
            last[:] = [(x.copy(), _bounded(derivatives(x)))]
        return last[-1][1]

    if not np.isfinite(at(start)[0]):
        return Optimum(start, at(start)[0], False)
    found = minimize(
        lambda x: -at(x)[0],
        start,
        jac=lambda x: -at(x)[1],
        hess=lambda x: -at(x)[2],
        method="trust-exact",
        options={"gtol": 1e-4, "maxiter": MOST_STEPS},
    )
    return _polished(at, np.asarray(found.x))


def _bounded(found: Derivatives) -> Derivatives:
    """The derivatives; where they are not finite, a place that no search accepts."""
    value, gradient, bend = found
    if np.isfinite(value) and np.isfinite(gradient).all() and np.isfinite(bend).all():
        return found
    return -np.inf, np.zeros_like(gradient), -np.eye(len(gradient))


def _polished(at: Callable[[Array], Derivatives], place: Array) -> Optimum:
    """The place after Newton steps; rounding may keep the decrement above the strict tolerance."""
    decrement = np.inf
    for _ in range(POLISH_STEPS):
        value, gradient, bend = at(place)
        curved = bool(np.isfinite(value) and (np.linalg.eigvalsh(-bend) > 0.0).all())
        step = np.linalg.solve(-bend, gradient) if curved else np.zeros_like(place)
        decrement = float(gradient @ step)
        if not curved or decrement > FAR:
            return Optimum(place, value, False)
        if decrement <= REACHED:
            return Optimum(place, value, True)
        place = place + step
    return Optimum(place, at(place)[0], decrement <= ROUNDED)
