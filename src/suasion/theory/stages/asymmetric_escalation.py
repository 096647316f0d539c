"""The Asymmetric Escalation Game as a stage, in logit agent quantal responses.

The defender is protege and guarantor as one side, valued in the guarantor's stake. The challenger
defects by attacking the protege. DC: the protege is left alone, war without the guarantor. DD: the
attack is met in kind and stays a limited conflict. ED: it is met in kind, the challenger escalates
and the guarantor stays out, war without it. DE: the guarantor escalates and the challenger backs
down. EE: all-out conflict if the guarantor is able to come, and otherwise as if it had stayed out;
both payoffs of EE are weighted by that chance. The challenger's moves follow the game that it
believes in, the defender's the true one.
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp

from suasion.theory.asymmetric_escalation import (
    EscalationPayoffs,
    EscalationResponse,
    quantal_response,
)
from suasion.theory.solution import Solution
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    able,
    against,
    alone,
    chance_of_victory,
    only_one,
    outcome_array,
    single,
)

LOGISTIC = math.pi / math.sqrt(3)
"""Standard deviation of the standard logistic distribution."""


def payoffs(situation: Situation, wait: jax.Array, doubt: jax.Array | float) -> EscalationPayoffs:
    """Payoffs of the published tree from the situation."""
    s, comes = situation, able(situation)
    lost = chance_of_victory(s, "win_alone", 0.0)
    lost_less = chance_of_victory(s, "win_guarantor", 0.0)
    abandoned = s["abandonment_cost"] - doubt
    met = s["response_cost"]
    return EscalationPayoffs(
        c_sq=wait,
        c_dc=alone(s),
        c_dd=wait + s["probe_gain"] - s["probe_cost"],
        c_ed=alone(s) - s["probe_cost"],
        c_de=wait - s["backing_down_cost"],
        c_ee=comes * against(s) + (1 - comes) * alone(s),
        d_sq=jnp.zeros_like(wait),
        d_dc=-lost - abandoned,
        d_dd=-s["probe_gain"] - met,
        d_ed=-lost - abandoned - met,
        d_de=-met,
        d_ee=-met - comes * (lost_less + s["intervention_cost"]) - (1 - comes) * (lost + abandoned),
    )


def _responses(
    situation: Situation, wait: jax.Array
) -> tuple[EscalationResponse, EscalationResponse]:
    """The game as the challenger believes it, and as it is."""
    rates = [LOGISTIC * situation[f"{player}_precision"] for player in ("challenger", "guarantor")]
    believed = quantal_response(payoffs(situation, wait, situation["resolve_doubt"]), *rates)
    return believed, quantal_response(payoffs(situation, wait, 0.0), *rates)


def play(situation: Situation, wait: jax.Array) -> Play:
    """The challenger's believed moves against the defender's true ones."""
    believed, true = _responses(situation, wait)
    comes = able(situation)
    starts, stands_3b, escalates = (
        believed.challenger_initiates,
        believed.challenger_stands,
        believed.challenger_escalates,
    )
    war_4 = starts * true.defender_responds * escalates
    war_3b = starts * true.defender_escalates * stands_3b
    all_out = war_4 * true.defender_stands + war_3b
    unopposed = starts * true.defender_concedes + war_4 * (1 - true.defender_stands)
    outcomes = outcome_array(
        status_quo=1 - starts,
        limited_conflict=starts * true.defender_responds * (1 - escalates),
        challenger_backs_down=starts * true.defender_escalates * (1 - stands_3b),
        war_with_guarantor=all_out * comes,
        war_without_guarantor=unopposed + all_out * (1 - comes),
    )
    return Play(outcomes, _value(situation, wait, believed), comes * true.defender_stands)


def _value(situation: Situation, wait: jax.Array, believed: EscalationResponse) -> jax.Array:
    """Value of an opportunity with the shock of the first move in it."""
    c = payoffs(situation, wait, situation["resolve_doubt"])
    met, stands = believed.defender_stands, believed.challenger_stands
    war = met * c.c_ee + (1 - met) * c.c_ed
    limited = c.c_dd + believed.challenger_escalates * (war - c.c_dd)
    threatened = c.c_de + stands * (c.c_ee - c.c_de)
    started = believed.defender_concedes * c.c_dc + believed.defender_responds * limited
    started = started + believed.defender_escalates * threatened
    rate = LOGISTIC * situation["challenger_precision"]
    return wait + jax.nn.softplus(rate * (started - wait)) / rate


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The one quantal response equilibrium: the challenger as it believes, the defender truly."""
    believed, true = _responses(situation, wait)
    strategies = {
        "challenger_initiates": believed.challenger_initiates,
        "challenger_escalates": believed.challenger_escalates,
        "challenger_stands": believed.challenger_stands,
        "defender_concedes": true.defender_concedes,
        "defender_responds": true.defender_responds,
        "defender_escalates": true.defender_escalates,
        "defender_stands": true.defender_stands,
    }
    return single("asymmetric escalation", play(situation, wait), strategies, SELECTION)


SELECTION = "the only one: logit agent quantal response by backward induction"

STAGE = Stage(
    "asymmetric-escalation",
    "Asymmetric escalation: limited and all-out conflict",
    ("ZagareKilgour2000", "McKelveyPalfrey1998"),
    (
        "status_quo",
        "limited_conflict",
        "challenger_backs_down",
        "war_without_guarantor",
        "war_with_guarantor",
    ),
    play,
    only_one,
    solution,
    SELECTION,
)
