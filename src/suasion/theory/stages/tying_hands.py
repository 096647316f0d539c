"""Fearon's tying hands as a stage: the subgame after the signal that the text has fixed.

The guarantor's value of the protege is uniform on [0, 2] with mean one stake. It fights iff that
value times what its fighting saves exceeds its cost less the audience cost m, here the cost of
abandoning. Sunk costs (troops, funds) count only through what they change on the ground.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp

from suasion.theory.library.tying_hands import optimum_tying_hands
from suasion.theory.solution import Solution
from suasion.theory.stage import Play, Situation, Stage, able, only_one, saved, single
from suasion.theory.stages.threshold import decide

MAX_VALUE = 2.0


def willing(situation: Situation, doubt: jax.Array | float) -> jax.Array:
    """P(v >= (cost - m) / saved) for v uniform on [0, 2] [1]."""
    short = situation["intervention_cost"] - (situation["abandonment_cost"] - doubt)
    return 1.0 - jnp.clip(short / (MAX_VALUE * jnp.maximum(saved(situation), 1e-9)), 0.0, 1.0)


def play(situation: Situation, wait: jax.Array) -> Play:
    """The challenger weighs a guarantor bound by its audience."""
    chance = able(situation)
    believed = chance * willing(situation, situation["resolve_doubt"])
    return decide(situation, wait, believed, chance * willing(situation, 0.0))


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The one equilibrium of the subgame, with the paper's best signal beside the text's."""
    played = play(situation, wait)
    cost, helps = situation["intervention_cost"], saved(situation)
    attacks = 1 - played.outcomes[0]
    best = optimum_tying_hands(helps, cost, attacks, MAX_VALUE)
    strategies = {
        "guarantor_willing": willing(situation, 0.0),
        "challenger_attacks": attacks,
        "signal_of_the_text": situation["abandonment_cost"],
        "best_signal": best.signal,
    }
    return single("tying hands", played, strategies, SELECTION)


SELECTION = "the subgame after the signal that the text fixes"

STAGE = Stage(
    "tying-hands",
    "Audience costs of a public commitment bind the guarantor",
    ("Fearon1997",),
    ("status_quo", "war_without_guarantor", "war_with_guarantor"),
    play,
    only_one,
    solution,
    SELECTION,
)
