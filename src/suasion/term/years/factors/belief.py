"""Belief in the guarantor's resolve: a lasting type that only its answers to probes reveal.

The guarantor is resolute or irresolute for good. A share of what others do not know of its
willingness (`resolve_persistence`) is that type, the rest is of the day, so that the two together
spread as far as the situation says. Ratification speaks for the resolute type. Only probes,
answered or let pass, move the belief afterwards (`suasion.term.years.probing`).
"""

from __future__ import annotations

import numpy as np

from suasion.mechanism.prior import Array
from suasion.term.years.factors.factor import Factor, Ground, Ready, numbers, promised


def prepare(ground: Ground) -> Ready:
    """Even odds, raised by ratification; spread over the neighbouring points of the grid."""
    ratified = ground.facts.flag("instrument.ratified")
    signal = ground.draw("years:ratification_signal") * ratified
    chance = np.broadcast_to(1 / (1 + np.exp(-signal)), (ground.draws,))
    names = ("resolve_persistence", "guarantor_discount_per_year")
    own = numbers(ground, *names) | {"resolute": chance}
    return Ready(own, {}, on_grid(chance, np.array(ground.points)))


def on_grid(chance: Array, points: Array) -> Array:
    """Weights on the points of a grid whose mean is `chance`, shape (points, draws)."""
    above = np.clip(np.searchsorted(points, chance, side="right"), 1, len(points) - 1)
    low, high = points[above - 1], points[above]
    share = (chance - low) / (high - low)
    at = np.arange(len(points))[:, None]
    return np.where(at == above, share, 0.0) + np.where(at == above - 1, 1 - share, 0.0)


FACTOR = Factor(
    "belief",
    "Answered and unanswered probes show what the guarantor is made of",
    ("KrepsWilson1982", "Smith1995"),
    promised,
    prepare,
    None,
)
