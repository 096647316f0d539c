"""What could mislead in the years: other solutions, missed answers, saturated theories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suasion.mechanism.prior import Array
from suasion.uncertainty.diagnosis import noise_share
from suasion.uncertainty.questions.playing import Played
from suasion.uncertainty.questions.saying import listed, percent
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.turning import CLEAR

MISSES = 0.01
"""A selected answer counts as a miss where it is further from its best reply than this [1]."""
CERTAIN = 0.99
"""A future counts as saturated where peace is as certain as this, or an attack."""
MOST = 0.9
"""A theory counts as saturated where this share of its futures is."""


def doubts(label: str, one: Played, last: Array, theories: Sequence[str]) -> list[str]:
    """Sentences on how far the numbers of a guarantee can be trusted; none where all is well.

    Parameters
    ----------
    last
        Chance of no major attack through the horizon [1], shape (theories, draws).
    """
    return [text for text in (_solutions(label, one), _saturated(label, last, theories)) if text]


def noise(label: str, sample: Sample, last: Array) -> str:
    """How much of a result is noise: precisions, and spreads of private reasons.

    Parameters
    ----------
    last
        Chance of no major attack through the horizon [1], shape (theories, draws).
    """
    share, least = noise_share(sample, last), CLEAR**2 / sample.draws
    if least >= 1:
        return (
            f"{label}: {sample.draws} draws cannot tell how much of this chance goes with "
            "precisions and spreads of private reasons, which are noise rather than assumptions "
            f"about the guarantee; it takes more than {CLEAR**2:.0f}."
        )
    told = f"{percent(share)} of the variance of this chance" if share else "none of it clearly"
    return (
        f"{label}: {told} goes with precisions and spreads of private reasons, which are noise "
        f"rather than assumptions about the guarantee; at {sample.draws} draws one of them counts "
        f"from {percent(least)} on."
    )


def _solutions(label: str, one: Played) -> str:
    """Other solutions of the answers to probes, which are told and not averaged away."""
    if not one.has("belief"):
        return ""
    second, worst = float(one.stacked("second").mean()), one.stacked("residual")
    missed = float(np.mean(worst > MISSES))
    return (
        f"{label}: answers to probes had a second solution in {percent(second)} of states, weighed "
        "by how likely they are; the numbers follow the one on the branch from no precision. In "
        f"{percent(missed)} of years some state, however unlikely, misses its best reply by more "
        f"than {MISSES}."
    )


def _saturated(label: str, last: Array, theories: Sequence[str]) -> str:
    """Theories that cannot tell futures apart."""
    certain = np.mean((last > CERTAIN) | (last < 1 - CERTAIN), axis=1)
    found = [name for name, share in zip(theories, certain, strict=True) if share > MOST]
    if not found:
        return ""
    return (
        f"{label}: under {listed(found)} peace or attack is certain in more than {percent(MOST)} "
        "of futures, so the theory cannot tell them apart."
    )
