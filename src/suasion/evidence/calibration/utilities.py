r"""The guarantor's utilities as the record of kept promises has them.

What is tied. A guarantor with nothing but a ratified, binding defence treaty is willing to fight
with chance :math:`w = \Phi((a + c + s - k) / d)`: a what abandoning costs anybody, c what the
treaty adds, s how much fighting saves, k the cost of fighting, d the spread of what others do not
know (`suasion.theory.stage.fights` without the chance that a willing guarantor arrives in time).
The record gives the share p of such promises that would be kept (`honour`), so the mean of w over
guarantors. It does not tell how guarantors differ. Of all distributions of (a, c, k, d) with that
mean we take the one nearest to the priors in relative entropy [Csiszar1975]_: draws are weighted by
exp(t w). t is set so that the four *marginals*, drawn apart as `compare` draws them, give the mean.
p is itself uncertain: the marginals are averaged over its quantiles.

The chance to fight is not multiplied by p anywhere: p acts through the utilities, once.
A kept promise is taken to show will; that some willing guarantors came too late is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit, ndtr

from suasion.evidence.calibration.posterior import grid
from suasion.mechanism.prior import Array
from suasion.mechanism.priors import packaged

TIED = (
    "situation:abandonment_cost",
    "mechanism:legal-form.cost",
    "situation:intervention_cost",
    "situation:resolve_spread",
)
"""Factors whose priors the record moves."""
GIVEN = ("situation:win_alone", "situation:win_guarantor", "situation:surprise")
"""Factors that say how much fighting saves, which stay as they are."""
DRAWS, SEED = 20_000, 20260101
MOST = 60.0
"""Largest weight parameter that is tried; beyond it a mean is out of the priors' reach."""
QUANTILES = tuple((2 * step + 1) / 20 for step in range(10))
"""Where the uncertain share is read off."""


@dataclass(frozen=True)
class Tied:
    """Marginals after the record.

    Parameters
    ----------
    quantiles
        Values at evenly spaced probabilities, by factor.
    before, target, after
        Mean chance to be willing [1] under the priors, in the record, and under the marginals.
    """

    quantiles: Mapping[str, tuple[float, ...]]
    before: float
    target: float
    after: float


def willing(values: Mapping[str, Array]) -> Array:
    """Chance that a guarantor with a defence treaty wants to fight [1], one for each draw.

    Parameters
    ----------
    values
        Draws of the factors in `TIED` and `GIVEN`.
    """
    a, c, k, d = (values[name] for name in TIED)
    alone, against, surprise = (values[name] for name in GIVEN)
    lost = expit(logit(alone) + surprise)
    saved = np.maximum(lost - expit(logit(against) + surprise), 0.0)
    found: Array = ndtr((a + c + saved - k) / d)
    return found


@cache
def _uniforms() -> Mapping[str, Array]:
    """Latin hypercube columns, one for each factor."""
    random = np.random.default_rng(SEED)
    return {
        name: (random.permutation(DRAWS) + random.random(DRAWS)) / DRAWS for name in TIED + GIVEN
    }


def draws(quantiles: Mapping[str, tuple[float, ...]] | None = None) -> dict[str, Array]:
    """Draws of every factor, from the marginals given and else from the packaged priors."""
    known = quantiles or {}
    return {
        name: _at(known[name], u) if name in known else packaged()[name].quantile(u)
        for name, u in _uniforms().items()
    }


def _at(values: tuple[float, ...], u: Array) -> Array:
    return np.interp(u, np.linspace(0, 1, len(values)), values)


def tied(share: Array) -> Tied:
    """The marginals that fit a share of kept promises.

    Parameters
    ----------
    share
        Draws of the share of promises that would be kept, each in (0, 1).
    """
    prior = draws()
    chance = willing(prior)
    asked, times = np.unique(np.quantile(share, QUANTILES), return_counts=True)
    each = [_weights(chance, prior, float(p)) for p in asked]
    weights = np.average(each, axis=0, weights=times)
    found = _marginals(prior, weights)
    after = float(willing(draws(found)).mean())
    return Tied(found, float(chance.mean()), float(share.mean()), after)


def _marginals(prior: Mapping[str, Array], weights: Array) -> dict[str, tuple[float, ...]]:
    return {name: grid(prior[name], weights) for name in TIED}


def _weights(chance: Array, prior: Mapping[str, Array], mean: float) -> Array:
    """Weights of the draws under which the marginals, drawn apart, have a mean chance."""

    def missed(t: float) -> float:
        weights = np.exp(t * (chance - chance.max()) if t > 0 else t * (chance - chance.min()))
        return float(willing(draws(_marginals(prior, weights))).mean()) - mean

    low, high = missed(-MOST), missed(MOST)
    t = brentq(missed, -MOST, MOST, xtol=1e-3) if low < 0 < high else (-MOST if low >= 0 else MOST)
    weights = np.exp(t * (chance - chance.mean()))
    return np.asarray(weights / weights.sum())
