"""Slopes of the chance of peace in the full model, by every assumption at once.

The model is differentiated backwards once a draw; what a factor does to the model's inputs, which
is plain arithmetic, is a central difference. The value of a year of peace follows each assumption
too, since the case without a guarantee must go on meeting its base rate: with A the chance of peace
there within ten years, x what the factor moves, v that value and r the base rate,

    dv = -(dr + dA/dx dx) / (dA/dv).

Where no value meets the base rate, v stays at the end of its range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from suasion.describe.loading import Loaded
from suasion.mechanism.prior import Array
from suasion.term.anchor import ANCHOR_YEARS, TOLERANCE
from suasion.term.years.anchoring import with_peace_value
from suasion.term.years.axes import Space
from suasion.term.years.given import Given
from suasion.term.years.peace import survival
from suasion.uncertainty import programs
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Made, Wanted, anchored, made

CHUNK = 16
"""Draws differentiated at a time: going backwards needs every year of each."""
STEP = 1e-4
"""Half the width of a difference [quantile]."""
RECURRENCE = "anchor:recurrence_ten_years"
Progress = Callable[[int, int], None]


class Sloped(NamedTuple):
    """A chance of peace with its slopes by what the kernel takes.

    Parameters
    ----------
    peace
        Chance of no major attack by some year [1], shape (draws,).
    by_given, by_value
        Slopes, in the shapes of the inputs.
    """

    peace: Array
    by_given: Given
    by_value: Array


@dataclass(frozen=True)
class Slopes:
    """Slopes of the chance of peace through the horizon.

    Parameters
    ----------
    factors
        Those with a slope; facts and other steps have none.
    slopes
        Change for the whole range of a factor's quantiles, shape (draws, factors).
    peace
        Chance of no major attack through the horizon [1], shape (draws,).
    met
        Whether the case without a guarantee meets its base rate, shape (draws,).
    """

    factors: tuple[str, ...]
    slopes: Array
    peace: Array
    met: NDArray[np.bool_]


def slopes(
    loaded: Loaded,
    guarantee: str,
    theory: str,
    sample: Sample,
    wanted: Wanted,
    progress: Progress = lambda done, total: None,
) -> Slopes:
    """Slopes of one guarantee under one theory by every factor that is drawn from a prior.

    Parameters
    ----------
    loaded
        The case; its baseline is the anchor.
    guarantee, theory
        Identifiers.
    sample
        Draws and priors.
    wanted
        How the years are played; at least ten of them.
    progress
        Called with chunks differentiated and chunks in all.
    """
    game = _Game(loaded, guarantee, theory, wanted)
    one, zero = game.ready(sample)
    value = anchored(zero, sample.draw(RECURRENCE))
    total = 2 * -(-sample.draws // CHUNK)
    anchor = _sloped(zero, value, ANCHOR_YEARS * wanted.per_year - 1, progress, 0, total)
    peace = _sloped(one, value, one.space.steps - 1, progress, total // 2, total)
    met = np.abs(1 - anchor.peace - sample.draw(RECURRENCE)) < TOLERANCE
    factors = tuple(name for name in sample.values if _smooth(sample, name))
    rows = [_slope(game, sample, name, (anchor, peace), met) for name in factors]
    return Slopes(factors, np.stack(rows, axis=1), peace.peace, met)


class _Game(NamedTuple):
    """What is played, whatever the draws."""

    loaded: Loaded
    guarantee: str
    theory: str
    wanted: Wanted

    def ready(self, sample: Sample) -> tuple[Made, Made]:
        """The guarantee and the case without one, made ready."""
        case, described = self.loaded.case, self.loaded.guarantees
        one = made(described[self.guarantee], case, sample, self.wanted, self.theory)
        return one, made(described[case.baseline], case, sample, self.wanted, self.theory)


def _smooth(sample: Sample, name: str) -> bool:
    """Whether a factor has a prior from which it is drawn."""
    return name in sample.columns and sample.priors[name].shape != "fixed"


def _slope(
    game: _Game,
    sample: Sample,
    name: str,
    sloped: tuple[Sloped, Sloped],
    met: NDArray[np.bool_],
) -> Array:
    """Slope by one factor, shape (draws,)."""
    ends = [np.clip(sample.column(name) + move, STEP, 1 - STEP) for move in (-STEP, STEP)]
    changed = [
        Sample(sample.draws, sample.seed, sample.view, sample.priors, sample.columns | {name: u})
        for u in ends
    ]
    (low, low_zero), (high, high_zero) = (game.ready(one) for one in changed)
    width = ends[1] - ends[0]
    rate = (changed[1].draw(RECURRENCE) - changed[0].draw(RECURRENCE)) / width
    anchor, peace = sloped
    without = _along(anchor.by_given, low_zero.given, high_zero.given) / width
    steep = np.where(np.abs(anchor.by_value) > 1e-12, anchor.by_value, np.inf)
    value = np.where(met, -(rate + without) / steep, 0.0)
    own = _along(peace.by_given, low.given, high.given) / width
    return np.asarray(own + peace.by_value * value)


def _along(by: Given, low: Given, high: Given) -> Array:
    """What a change of the inputs does, to first order, shape (draws,)."""
    parts = jax.tree.map(
        lambda slope, a, b: (slope * (b - a)).reshape(-1, slope.shape[-1]).sum(axis=0),
        by,
        low,
        high,
    )
    return np.sum(np.stack(jax.tree.leaves(parts)), axis=0)


def _sloped(
    one: Made, value: Array, step: int, progress: Progress, done: int, total: int
) -> Sloped:
    """The chance of peace after some steps with its slopes, a chunk of draws at a time."""
    space = one.space._replace(causes=False)
    kernel = programs.program(_differentiated, space.theory, space=space, step=step)
    draws, found = len(value), []
    for start in range(0, draws, CHUNK):
        rows = np.minimum(np.arange(start, start + CHUNK), draws - 1)
        part = jax.tree.map(lambda array: np.asarray(array)[..., rows], (one.given, value))  # noqa: B023 - used at once
        found.append(jax.tree.map(np.asarray, kernel(*part)))
        progress(done + len(found), total)
    joined = jax.tree.map(lambda *parts: np.concatenate(parts, axis=-1)[..., :draws], *found)
    return Sloped(*joined)


@partial(jax.jit, static_argnames=("theory", "space", "step"))
def _differentiated(
    given: Given, value: jax.Array, theory: str, space: Space, step: int
) -> tuple[jax.Array, Given, jax.Array]:
    def peace(given: Given, value: jax.Array) -> tuple[jax.Array, jax.Array]:
        chance = survival(with_peace_value(given, value), space)[step]
        return jnp.sum(chance), chance

    (_, chance), by = jax.value_and_grad(peace, argnums=(0, 1), has_aux=True)(given, value)
    return chance, by[0], by[1]
