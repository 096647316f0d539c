"""The threshold guarantee as a stage: attack where the believed chance of help is too small.

Attack iff ``t > k`` with ``k = (wait - (1 - pi) alone - pi against) / spread``, where t is a
private and passing reason (`suasion.theory.hawkishness`) and pi the chance that the guarantor
fights. As the spread goes to zero this is ``pi < pi*`` of
`suasion.theory.library.threshold_guarantee`, with gain ``alone``, status quo ``wait`` and loss
``-against``.
"""

from __future__ import annotations

import jax

from suasion.theory import hawkishness
from suasion.theory.library import threshold_guarantee
from suasion.theory.solution import Solution
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    against,
    alone,
    fights,
    only_one,
    outcome_array,
)


def decide(situation: Situation, wait: jax.Array, believed: jax.Array, true: jax.Array) -> Play:
    """The challenger's choice against a guarantor that fights with a given chance.

    Parameters
    ----------
    believed, true
        Chance that the guarantor fights [1], `*batch`, as the challenger sees it and as it is.
    """
    war = (1 - believed) * alone(situation) + believed * against(situation)
    spread = situation["hawkishness_spread"]
    k = (wait - war) / spread
    attack = hawkishness.chance_above(k)
    outcomes = outcome_array(
        status_quo=1 - attack,
        war_without_guarantor=attack * (1 - true),
        war_with_guarantor=attack * true,
    )
    return Play(outcomes, wait + spread * hawkishness.surplus(k), true)


def play(situation: Situation, wait: jax.Array) -> Play:
    """The guarantor's chance to fight comes from all its utilities."""
    believed = fights(situation, situation["resolve_doubt"])
    return decide(situation, wait, believed, fights(situation, 0.0))


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The published decision at one point, without private reasons; both actions at equality."""
    believed = fights(situation, situation["resolve_doubt"])
    numbers = (alone(situation), wait, -against(situation), believed)
    return threshold_guarantee.solve(*map(float, numbers))


SELECTION = "the only one: a decision against a given chance"

STAGE = Stage(
    "threshold",
    "The guarantor's chance to fight against the chance that deters",
    ("Schelling1966", "Fearon1995"),
    ("status_quo", "war_without_guarantor", "war_with_guarantor"),
    play,
    only_one,
    solution,
    SELECTION,
)
