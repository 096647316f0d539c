r"""From a past situation to the chance of an attack under a theory, anchored as `compare` is.

Notation
--------
q      chance of an attack at an opportunity, from the theory's stage
lam    rate of opportunities [1/year], drawn from its prior
wait   the challenger's value of waiting [baseline gain]

A crisis is a batch of draws of the situation's numbers. The chance of an attack within T years is
the mean over draws of :math:`1 - \exp(-\lambda q(w) T)`. Payoffs have no natural zero: in every
draw wait is set so that the same crisis without a guarantor, at even odds of all else, is attacked
within ten years with the *base chance*. The base chance is the one number that is fitted, on
training cases alone, and means the same under every theory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.backtest.folds import Fit, Mask
from suasion.evidence.backtest.scores import LEAST, Happened
from suasion.mechanism.prior import Array
from suasion.mechanism.situation import from_link, position, table, to_link

ANCHOR_YEARS = 10
WAITS = np.sinh(np.linspace(-1.6, 5.3, 70)) / 2
"""Values of waiting that are tried [baseline gain], from -1.2 to 50."""
BASES = np.array(
    [
        0.0002,
        0.0005,
        0.001,
        0.002,
        0.005,
        0.01,
        0.02,
        0.04,
        0.07,
        0.1,
        0.15,
        0.2,
        0.3,
        0.4,
        0.5,
        0.6,
        0.7,
        0.8,
    ]
)
"""Base chances that are tried: an attack within ten years on a case without a guarantor."""
NO_GUARANTOR = {"arrival": 0.0, "nuclear_risk": 0.0}
"""Numbers of a situation in which nobody comes; each is held within its range."""


class Draws(Protocol):
    """What draws factors, such as `suasion.uncertainty.sample.Sample`."""

    draws: int

    def column(self, factor: str) -> Array:
        """Uniform numbers of a factor."""
        ...

    def draw(self, factor: str) -> Array:
        """Values of a factor under its prior."""
        ...


@dataclass(frozen=True)
class Played:
    """A theory's chances for a set of crises at every base chance that is tried.

    Parameters
    ----------
    attack
        Chance of an attack within each crisis' time [1], shape (crises, bases).
    honour
        Chance that the guarantor is willing if it comes to that [1], shape (crises, bases).
    """

    attack: Array
    honour: Array


Stage = Callable[[Mapping[str, Array], Array], tuple[Array, Array]]
"""(numbers, wait) -> chances of an attack at an opportunity and of a willing guarantor, alike."""


def linked(numbers: Mapping[str, Array | float], base: Array) -> Array:
    """The base on its link scale with some numbers replaced, shape (numbers, draws)."""
    found = base.copy()
    for name, value in numbers.items():
        found[position(name)] = to_link(np.asarray(value, dtype=float), table()[position(name)])
    return found


def values(link: Array) -> dict[str, Array]:
    """Every number by name; `link` has the numbers on its first axis."""
    return {number.name: from_link(link[row], number) for row, number in enumerate(table())}


def play(stage: Stage, crises: Array, base: Array, years: Array) -> Played:
    """Play a theory in every crisis, draw and value of waiting.

    Parameters
    ----------
    stage
        The theory.
    crises
        Situations on the link scale, shape (crises, numbers, draws).
    base
        The situation before any fact, shape (numbers, draws).
    years
        Time of each crisis [year], shape (crises,).
    """
    rate = values(base)["opportunity_rate_per_year"]
    alone, _ = _over_waits(stage, linked(NO_GUARANTOR, base))
    waits = _anchored(alone, rate)
    attack, honour = np.empty((2, len(crises), len(BASES)))
    for number, crisis in enumerate(crises):
        own = values(crisis)["opportunity_rate_per_year"]
        q, kept = (_at(curve, waits) for curve in _over_waits(stage, crisis))
        attack[number] = np.mean(-np.expm1(-own * q * years[number]), axis=-1)
        honour[number] = kept.mean(axis=-1)
    return Played(attack, honour)


def _over_waits(stage: Stage, crisis: Array) -> tuple[Array, Array]:
    """Chances at every value of waiting, two arrays (waits, draws)."""
    numbers = {
        name: np.broadcast_to(one, (len(WAITS), one.size)) for name, one in values(crisis).items()
    }
    wait = np.broadcast_to(WAITS[:, None], (len(WAITS), crisis.shape[-1]))
    return stage(numbers, wait)


def _anchored(alone: Array, rate: Array) -> Array:
    """Place among `WAITS` at which a crisis alone meets each base chance, (bases, draws)."""
    wanted = -np.log1p(-BASES)[:, None] / ANCHOR_YEARS
    hazard = np.minimum.accumulate(rate * alone, axis=0)
    places = np.arange(len(WAITS), dtype=float)
    found = np.empty((len(BASES), alone.shape[1]))
    for draw in range(alone.shape[1]):
        falling = -np.log(np.maximum(hazard[:, draw], 1e-12))
        found[:, draw] = np.interp(-np.log(wanted[:, 0]), falling, places)
    return found


def _at(curve: Array, place: Array) -> Array:
    """Values of a curve (waits, draws) at fractional places (bases, draws)."""
    low = np.clip(np.floor(place).astype(int), 0, len(WAITS) - 2)
    part = place - low
    draw = np.arange(curve.shape[1])
    return np.asarray(curve[low, draw] * (1 - part) + curve[low + 1, draw] * part)


def fitted(chance: Array, kind: NDArray[np.int64], happened: Happened) -> Fit:
    """A theory with what is fitted of it chosen on the training cases by the log score.

    Parameters
    ----------
    chance
        Chances of an attack, shape (kinds of cases, choices).
    kind
        Which kind each case is of, shape (cases,).
    happened
        Shape (cases,).
    """
    held = np.clip(chance, LEAST, 1 - LEAST)
    yes, no = np.log(held), np.log1p(-held)

    def fit(training: Mask, test: Mask) -> Array:
        attacked = np.bincount(kind[training & happened], minlength=len(held))
        calm = np.bincount(kind[training & ~happened], minlength=len(held))
        return np.asarray(chance[kind[test], int(np.argmax(attacked @ yes + calm @ no))])

    return fit
