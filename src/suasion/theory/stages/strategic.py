"""The statistical strategic model of challenger, protege and guarantor as a stage (egame123).

The challenger waits (1) or threatens; the protege concedes (3) or resists; the guarantor abandons
(5) or fights (6). A guarantor that fights but is not able to come leaves the protege alone: outcome
6 is reached with the chance that it is able. Agent error, probit; utilities are divided by each
player's standard deviation of payoff differences.
"""

from __future__ import annotations

import jax

from suasion.theory.normal_tails import DENSITY_AT_ZERO, sides
from suasion.theory.once import once
from suasion.theory.solution import Solution
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    able,
    against,
    alone,
    chance_of_victory,
    net,
    normal,
    only_one,
    outcome_array,
    single,
)


def fighting(situation: Situation, doubt: jax.Array | float) -> jax.Array:
    """p6 times the chance of being able: the guarantor fights and is there [1]."""
    return able(situation) * normal(situation["guarantor_precision"] * net(situation, doubt))


def resisting(situation: Situation, help_comes: jax.Array) -> jax.Array:
    """p4: the protege resists [1], given the chance of help that it counts on."""
    alone_lost = chance_of_victory(situation, "win_alone", 0.0)
    helped_lost = chance_of_victory(situation, "win_guarantor", 0.0)
    lost = (1 - help_comes) * alone_lost + help_comes * helped_lost
    resists = situation["revision_temptation"] - lost - situation["protege_war_cost"]
    return normal(situation["protege_precision"] * (resists + situation["concession_loss"]))


def play(situation: Situation, wait: jax.Array) -> Play:
    """The three moves by backward induction."""
    true, believed = fighting(situation, 0.0), fighting(situation, situation["resolve_doubt"])
    resists = resisting(situation, true)
    war = (1 - believed) * alone(situation) + believed * against(situation)
    given = wait + situation["concession_share"] * situation["gain_ratio"]
    advantage = (1 - resists) * given + resists * war - wait
    precision = situation["challenger_precision"]
    threatens, waits, bell = once(wait, sides(precision * advantage))
    outcomes = outcome_array(
        status_quo=waits,
        concession=threatens * (1 - resists),
        war_without_guarantor=threatens * resists * (1 - true),
        war_with_guarantor=threatens * resists * true,
    )
    value = wait + threatens * advantage + DENSITY_AT_ZERO * bell / precision
    return Play(outcomes, value, true)


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The one agent quantal response equilibrium."""
    played = play(situation, wait)
    true = fighting(situation, 0.0)
    strategies = {
        "challenger_threatens": 1 - played.outcomes[0],
        "protege_resists": resisting(situation, true),
        "guarantor_fights": true,
    }
    return single("egame123", played, strategies, SELECTION)


SELECTION = "the only one: perfect information and independent shocks to actions"

STAGE = Stage(
    "strategic",
    "Statistical strategic model: challenger, protege, guarantor",
    ("Signorino1999", "KenkelSignorino2014"),
    ("status_quo", "concession", "war_without_guarantor", "war_with_guarantor"),
    play,
    only_one,
    solution,
    SELECTION,
)
