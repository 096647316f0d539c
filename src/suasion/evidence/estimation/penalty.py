"""Penalties that keep coefficients finite where data are separated or few.

Definitions
-----------
log-f
    The logarithm of a log-F(1,1) density, up to a constant: ``b/2 - log(1 + exp(b))`` summed over
    all coefficients, constants included.
cauchy
    The logarithm of a Cauchy density with centre 0 and scale 2.5, of a constant 10. It holds as
    published for regressors that have been brought to a common scale; here they are not.

A maximum with a penalty is the mode of a posterior with that density as prior.

References
----------
[CrismanCoxGasparyanSignorino2023]_ for strategic models; [GreenlandMansournia2015]_ for log-F;
[GelmanJakulinPittauSu2008]_ for Cauchy.

Examples
--------
>>> value, slope, curve = log_f(np.zeros(2), np.array([True, False]))
>>> round(value, 6), slope.tolist(), curve.tolist()
(-1.386294, [0.0, 0.0], [-0.25, -0.25])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import numpy as np
from scipy.special import expit

Penalty = Literal["none", "log-f", "cauchy"]
SCALE, CONSTANT_SCALE = 2.5, 10.0


class Penalised(NamedTuple):
    """A penalty [log unit], its slope and its curvature by coefficient."""

    value: float
    slope: np.ndarray
    curve: np.ndarray


def none(beta: np.ndarray, constant: np.ndarray) -> Penalised:
    """No penalty."""
    return Penalised(0.0, np.zeros_like(beta), np.zeros_like(beta))


def log_f(beta: np.ndarray, constant: np.ndarray) -> Penalised:
    """Log-F(1,1) for every coefficient."""
    share = expit(beta)
    value = float(np.sum(beta / 2.0 - np.logaddexp(0.0, beta)))
    return Penalised(value, 0.5 - share, -share * (1.0 - share))


def cauchy(beta: np.ndarray, constant: np.ndarray) -> Penalised:
    """Cauchy with scale 2.5, and 10 for constants."""
    scale = np.where(constant, CONSTANT_SCALE, SCALE)
    ratio = beta / scale
    square = 1.0 + ratio**2
    value = -float(np.sum(np.log(square) + np.log(np.pi * scale)))
    curve = -2.0 * (1.0 - ratio**2) / (square**2 * scale**2)
    return Penalised(value, -2.0 * ratio / (square * scale), curve)


PENALTIES: Mapping[str, Callable[[np.ndarray, np.ndarray], Penalised]] = {
    "none": none,
    "log-f": log_f,
    "cauchy": cauchy,
}
"""By name."""
