"""The first cause on a path: the rule of `suasion.term.years.causes`, for one path and by lot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from suasion.term.years.axes import PLACES, Space
from suasion.term.years.causes import LABELS, WRONG
from suasion.term.years.simulation.tables import Ints, Tables, Walkers

ROUNDING = 1e-9
"""The first day's belief is at a point of the grid where it misses it by no more than this."""


def first_cause(found: Tables, space: Space, rng: np.random.Generator, now: Walkers) -> Ints:
    """Kept while its factor is wrong, else one of those that are wrong, else as designed."""
    bad = np.stack([np.zeros(now.who.size, bool), *(_bad(found, space, now, of) for of in WRONG)])
    kept = bad[now.label, np.arange(now.who.size)]
    lots = np.where(bad, rng.random(bad.shape), -1.0)
    lots[0] = -0.5
    label: Ints = np.where(kept, now.label, lots.argmax(axis=0))
    return label if space.causes else np.full_like(label, LABELS.index("as designed"))


def _bad(found: Tables, space: Space, now: Walkers, label: str) -> NDArray[np.bool_]:
    """Whether what a label stands for is wrong, shape (paths,)."""
    factor, wrong = WRONG[label]
    if not space.on(factor):
        return np.zeros(now.who.size, bool)
    if factor == "belief":
        first = np.searchsorted(space.points, found.own["resolute"][now.draw] + ROUNDING) - 1
        below: NDArray[np.bool_] = now.at("belief") < first
        return below
    return np.isin(now.at(factor), [PLACES[factor].index(one) for one in wrong])
