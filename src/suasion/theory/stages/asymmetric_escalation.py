"""The Asymmetric Escalation Game as a stage, in logit agent quantal responses.

The defender is protege and guarantor as one side, valued in the guarantor's stake. The challenger
defects by attacking the protege. DC: the protege is left alone, war without the guarantor. DD: the
attack is met in kind and stays a limited conflict. ED: it is met in kind, the challenger escalates
and the guarantor stays out, war without it. DE: the guarantor escalates and the challenger backs
down. EE: all-out conflict, war with the guarantor.

One type is added to the published tree: a guarantor that is not able to come can neither escalate
at node 2 nor stand at node 4. The defender knows which it is; the challenger does not, does not
infer it from a limited response, and sees it in an escalation. With a guarantor that is always
able the stage is `suasion.theory.library.asymmetric_escalation.quantal_response`. The challenger's
moves follow the game that it believes in, the defender's the true one.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.library.asymmetric_escalation import EscalationPayoffs
from suasion.theory.logarithm import logit_choice
from suasion.theory.once import once
from suasion.theory.solution import Number, Solution
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
LARGEST = 300.0
"""Largest exponent of a weight: e^300 to one is certainty in double precision."""


class Moves(NamedTuple):
    """Chances of the moves [1], and the challenger's value of attacking [baseline gain].

    Node 2 of an able defender: `concedes`, `responds`, `escalates`; of one that is not able:
    `yields` or responds. Then 3a, 3b and 4 towards conflict.
    """

    concedes: jax.Array
    responds: jax.Array
    escalates: jax.Array
    yields: jax.Array
    goes_on: jax.Array
    holds: jax.Array
    stands: jax.Array
    attack_value: jax.Array


def payoffs(situation: Situation, wait: jax.Array, doubt: jax.Array | float) -> EscalationPayoffs:
    """Payoffs of the published tree from the situation."""
    s, met = situation, situation["response_cost"]
    lost = chance_of_victory(s, "win_alone", 0.0)
    abandoned = s["abandonment_cost"] - doubt
    return EscalationPayoffs(
        c_sq=wait,
        c_dc=alone(s),
        c_dd=wait + s["probe_gain"] - s["probe_cost"],
        c_ed=alone(s) - s["probe_cost"],
        c_de=wait - s["backing_down_cost"],
        c_ee=against(s),
        d_sq=jnp.zeros_like(wait),
        d_dc=-lost - abandoned,
        d_dd=-s["probe_gain"] - met,
        d_ed=-lost - abandoned - met,
        d_de=-met,
        d_ee=-chance_of_victory(s, "win_guarantor", 0.0) - s["intervention_cost"] - met,
    )


def moves(game: EscalationPayoffs, comes: jax.Array, rate_c: jax.Array, rate_d: jax.Array) -> Moves:
    """Logit agent quantal responses by backward induction, given the chance of being able."""
    c, d = game, game
    stands = jax.nn.sigmoid(rate_d * (d.d_ee - d.d_ed))
    fought = _mixed(comes * stands, c.c_ee, c.c_ed)
    goes_on = jax.nn.sigmoid(rate_c * (fought - c.c_dd))
    holds = jax.nn.sigmoid(rate_c * (c.c_ee - c.c_de))
    limited_able = _mixed(goes_on, _mixed(stands, d.d_ee, d.d_ed), d.d_dd)
    escalated = _mixed(holds, d.d_ee, d.d_de)
    options = (jnp.asarray(d.d_dc), limited_able, escalated)
    concedes, responds, escalates = _softmax(*(rate_d * option for option in options))
    yields = jax.nn.sigmoid(rate_d * (d.d_dc - _mixed(goes_on, d.d_ed, d.d_dd)))
    limited = _mixed(goes_on, fought, c.c_dd)
    able_value = concedes * c.c_dc + responds * limited + escalates * _mixed(holds, c.c_ee, c.c_de)
    value = _mixed(comes, able_value, _mixed(yields, c.c_dc, limited))
    return Moves(concedes, responds, escalates, yields, goes_on, holds, stands, value)


def _softmax(first: jax.Array, *others: jax.Array) -> list[jax.Array]:
    """Softmax of separate arrays, weighed against the first: an exponential and division fewer.

    `jax.nn.softmax` would stack them and sum over an axis.
    """
    weights = [jnp.exp(jnp.minimum(one - first, LARGEST)) for one in others]
    share = 1.0 / sum(weights, jnp.ones_like(first))
    return [share, *(weight * share for weight in weights)]


def _mixed(chance: jax.Array, if_taken: Number, if_not: Number) -> jax.Array:
    return chance * if_taken + (1.0 - chance) * if_not


def _responses(situation: Situation, wait: jax.Array) -> tuple[Moves, Moves, jax.Array]:
    """The game as the challenger believes it, and as it is; the challenger's logit rate."""
    rates = [LOGISTIC * situation[f"{player}_precision"] for player in ("challenger", "guarantor")]
    comes = able(situation)
    believed = moves(payoffs(situation, wait, situation["resolve_doubt"]), comes, *rates)
    return believed, moves(payoffs(situation, wait, 0.0), comes, *rates), rates[0]


def play(situation: Situation, wait: jax.Array) -> Play:
    """The challenger's believed moves against the defender's true ones."""
    believed, true, rate = _responses(situation, wait)
    comes, gain = able(situation), once(wait, believed.attack_value - wait)
    starts, waits, worth = once(wait, logit_choice(rate * gain))
    in_kind = comes * true.responds
    kind = starts * (in_kind + (1 - comes) * (1 - true.yields))
    raised = starts * comes * true.escalates
    met = starts * in_kind * believed.goes_on * true.stands + raised * believed.holds
    left = starts * (comes * true.concedes + (1 - comes) * true.yields)
    outcomes = outcome_array(
        status_quo=waits,
        limited_conflict=kind * (1 - believed.goes_on),
        challenger_backs_down=raised * (1 - believed.holds),
        war_with_guarantor=met,
        war_without_guarantor=left + (kind - starts * in_kind * true.stands) * believed.goes_on,
    )
    return Play(outcomes, wait + worth / rate, comes * true.stands)


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The one quantal response equilibrium: the challenger as it believes, the defender truly."""
    believed, true, rate = _responses(situation, wait)
    strategies = {
        "challenger_initiates": jax.nn.sigmoid(rate * (believed.attack_value - wait)),
        "challenger_escalates": believed.goes_on,
        "challenger_stands": believed.holds,
        "able_defender_concedes": true.concedes,
        "able_defender_responds": true.responds,
        "able_defender_escalates": true.escalates,
        "able_defender_stands": true.stands,
        "unable_defender_concedes": true.yields,
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
