"""Priors: what is assumed about a number that no one knows, and on whose word.

A prior is drawn by its quantile function, so that one column of uniform numbers serves every
guarantee and theory. `deters` says which way the number bears on deterrence: 1 where more of it
deters, -1 where less does, 0 where that is open. A sceptic of guarantees draws the half of each
mechanism's prior that deters less, an optimist the half that deters more; open ones are drawn
whole, and so is the world without guarantees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

Array = NDArray[np.float64]
View = Literal["headline", "sceptic", "optimist"]
VIEWS: tuple[View, ...] = ("headline", "sceptic", "optimist")


@dataclass(frozen=True)
class Prior:
    """A distribution with its source or the judgement behind it.

    Parameters
    ----------
    shape
        `fixed`, `uniform`, `loguniform`, `triangular`, `beta` or `quantiles`.
    parameters
        Value; low and high; low and high; low, mode and high; alpha and beta; values at evenly
        spaced probabilities from 0 to 1.
    deters
        1, -1 or 0; see the module.
    source
        Bibliography key, or None for a judgement.
    because
        What the source says, or the reason for the judgement.
    """

    shape: str
    parameters: tuple[float, ...]
    deters: int
    source: str | None
    because: str

    def __post_init__(self) -> None:
        ordered = self.shape == "beta" or list(self.parameters) == sorted(self.parameters)
        if self.shape not in QUANTILES or not ordered:
            raise ValueError(f"prior {self.shape}{self.parameters} is not a distribution")

    def quantile(self, u: Array) -> Array:
        """The prior's quantiles.

        Parameters
        ----------
        u
            Probabilities in (0, 1), any shape.

        Examples
        --------
        >>> uniform(0.0, 2.0, "an example").quantile(np.array([0.25]))
        array([0.5])
        """
        return QUANTILES[self.shape](u, *self.parameters)

    def draw(self, u: Array, view: View = "headline") -> Array:
        """Quantiles under the headline, the sceptic's or the optimist's prior."""
        lower = (self.deters > 0) == (view == "sceptic")
        if view == "headline" or self.deters == 0:
            return self.quantile(u)
        return self.quantile(u / 2 if lower else (1 + u) / 2)

    def __str__(self) -> str:
        if self.shape == "quantiles":
            low, middle, high = self.quantile(np.array([0.05, 0.5, 0.95]))
            return f"record({middle:.3g}, 5-95 % {low:.3g} to {high:.3g})"
        numbers = ", ".join(f"{number:g}" for number in self.parameters)
        return f"{self.shape}({numbers})"


def _fixed(u: Array, value: float) -> Array:
    return np.full_like(u, value)


def _uniform(u: Array, low: float, high: float) -> Array:
    return low + u * (high - low)


def _loguniform(u: Array, low: float, high: float) -> Array:
    return low * np.exp(u * np.log(high / low))


def _triangular(u: Array, low: float, mode: float, high: float) -> Array:
    rise, fall, width = mode - low, high - mode, high - low
    left = low + np.sqrt(u * width * rise)
    right = high - np.sqrt((1 - u) * width * fall)
    return np.where(u * width < rise, left, right)


def _between(u: Array, *values: float) -> Array:
    return np.interp(u, np.linspace(0, 1, len(values)), values)


QUANTILES: dict[str, Callable[..., Array]] = {
    "fixed": _fixed,
    "uniform": _uniform,
    "loguniform": _loguniform,
    "triangular": _triangular,
    "beta": lambda u, a, b: betaincinv(a, b, u),
    "quantiles": _between,
}


def fixed(value: float, because: str) -> Prior:
    """A number that is set and not drawn."""
    return Prior("fixed", (value,), 0, None, because)


def uniform(
    low: float, high: float, because: str, deters: int = 0, source: str | None = None
) -> Prior:
    """A uniform prior; a judgement unless a source is given."""
    return Prior("uniform", (low, high), deters, source, because)


def triangular(
    low: float, mode: float, high: float, because: str, deters: int = 0, source: str | None = None
) -> Prior:
    """A triangular prior; a judgement unless a source is given."""
    return Prior("triangular", (low, mode, high), deters, source, because)


def from_mapping(raw: Mapping[str, Any]) -> Prior:
    """A prior as data files write it: `{uniform: [0, 1], deters: 1, judgement: reason}`."""
    shape = next(key for key in raw if key in QUANTILES)
    numbers = raw[shape]
    values = tuple(map(float, numbers if isinstance(numbers, list) else [numbers]))
    because = str(raw.get("judgement") or raw.get("because"))
    return Prior(shape, values, int(raw.get("deters", 0)), raw.get("source"), because)
