"""Politics: decision rules, discord, dialogue, pressure, claims, the challenger's succession."""

from __future__ import annotations

import numpy as np

from suasion.mechanism import assumed
from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism, Moves, Strengths
from suasion.mechanism.prior import Array, fixed, uniform

RULE = {"single": 0.0, "each-for-itself": 0.0, "majority": 0.5, "unanimity": 1.0}
"""How far every member must agree before anyone acts."""
DISCORD = {"none": 0.0, "some": 0.5, "open": 1.0}
"""How much quarrel the challenger sees; judged."""
CLAIMS = {"settled": 0.0, "shelved": 0.5, "open": 1.0}
"""How far claims still stand; judged."""
BELIEVED = {"nobody": 0.0, "protege": 0.2, "guarantor": 1.0}
"""How far pressure is read as the guarantor's own; judged."""
CHANNEL = {"none": 0.0, "joint": 1.0, "separate": 1.0}
"""Whether there is any channel to the challenger; by meaning."""
APART = {"none": 0.0, "joint": 0.0, "separate": 1.0}
"""Whether the guarantors have channels of their own; by meaning."""


def _activation(facts: Facts, strength: Strengths) -> Moves:
    members = facts.amount("coalition.activation_members", assumed.MEMBERS.limits, absent=1.0)
    rule = facts.scale("coalition.activation_rule", RULE)
    harder = rule * np.log(np.maximum(members, 1.0))
    veto = facts.flag("coalition.challenger_veto")
    return {"decision": -strength["members"] * harder - strength["veto"] * veto}


def _discord(facts: Facts, strength: Strengths) -> Moves:
    seen = facts.scale("coalition.discord", DISCORD)
    return {"decision": -strength["decision"] * seen, "resolve_doubt": strength["doubt"] * seen}


def _dialogue(facts: Facts, strength: Strengths) -> Moves:
    any_channel = facts.scale("coalition.dialogue", CHANNEL)
    apart = facts.scale("coalition.dialogue", APART)
    return {
        "optimism": -strength["clarity"] * any_channel,
        "escalation": -strength["hotline"] * any_channel,
        "resolve_doubt": strength["division"] * apart,
    }


def _acts(facts: Facts) -> Array:
    """How many kinds of pressure there are, as a share."""
    kinds = facts.flag("pressure.shadow_fleet") + facts.flag("pressure.bases")
    return kinds / assumed.PRESSURE_KINDS.value


def _pressure_signal(facts: Facts, strength: Strengths) -> Moves:
    shown = _acts(facts) * facts.scale("pressure.believed_sponsor", BELIEVED)
    return {"resolve_doubt": -strength["signal"] * shown}


def _pressure_cost(facts: Facts, strength: Strengths) -> Moves:
    return {
        "denial_drift_per_year": -strength["drift"] * facts.flag("pressure.shadow_fleet"),
        "win_alone": -strength["attrition"] * facts.flag("pressure.bases"),
    }


def _pressure_escalation(facts: Facts, strength: Strengths) -> Moves:
    return {
        "incident_rate_per_year": strength["incidents"] * _acts(facts),
        "peace_value_per_year": -strength["grievance"] * _acts(facts),
    }


def _claims(facts: Facts, strength: Strengths) -> Moves:
    return {"gain_ratio": strength["gain"] * facts.scale("settlement.claims", CLAIMS)}


def _succession(facts: Facts, strength: Strengths) -> Moves:
    facts.read.add("case.leader")
    return {"succession": strength["weight"]}


MECHANISMS = (
    Mechanism(
        "decision-rule",
        "The more who must agree, the less is decided",
        ("Tsebelis2002",),
        ("coalition.activation_rule", "coalition.activation_members", "coalition.challenger_veto"),
        {"decision": "-"},
        {
            "members": uniform(0.0, 0.5, "unanimity slows; leaders also lead", -1),
            "veto": uniform(2.0, 5.0, "a challenger that can block help will block it", -1),
        },
        _activation,
        lapses=True,
    ),
    Mechanism(
        "discord",
        "Quarrel between guarantors makes a decision less likely and resolve less believed",
        ("Tsebelis2002", "Christensen2011", "Wolford2014"),
        ("coalition.discord",),
        {"decision": "-", "resolve_doubt": "+"},
        {
            "decision": uniform(
                0.1, 1.5, "quarrels have been put aside in crises, and not always", -1
            ),
            "doubt": uniform(
                0.0, 0.3, "challengers read discord as weakness; some have misread it", -1
            ),
        },
        _discord,
        frays=True,
    ),
    Mechanism(
        "dialogue",
        "Dialogue clears misreadings, or shows division",
        ("Jervis1976",),
        ("coalition.dialogue",),
        {"optimism": "-", "escalation": "-", "resolve_doubt": "+"},
        {
            "clarity": uniform(0.0, 0.3, "a channel can correct errors where it is used", 1),
            "hotline": uniform(0.0, 0.6, "incidents are easier to stop with a channel", 1),
            "division": uniform(
                0.0, 0.3, "a separate channel may show that the guarantors differ", -1
            ),
        },
        _dialogue,
    ),
    Mechanism(
        "pressure-signal",
        "Pressure shows resolve if its sponsor is believed",
        ("Fearon1997", "CarsonYarhiMilo2017"),
        ("pressure.shadow_fleet", "pressure.bases", "pressure.believed_sponsor"),
        {"resolve_doubt": "-"},
        {
            "signal": uniform(
                0.0,
                0.3,
                "acts by proxy cost their sponsor little, and cost is what makes a signal "
                "believed; covert help was read as resolve all the same",
                1,
            )
        },
        _pressure_signal,
        wanes=True,
    ),
    Mechanism(
        "pressure-cost",
        "Pressure lowers the challenger's means",
        ("CREA2022",),
        ("pressure.shadow_fleet", "pressure.bases"),
        {"denial_drift_per_year": "-", "win_alone": "-"},
        {
            "drift": uniform(
                0.0, 0.02, "lost revenue, as far as trade does not find other ways", 1
            ),
            "attrition": uniform(
                0.0, 0.1, "lost ships and aircraft matter little for the war on land", 1
            ),
        },
        _pressure_cost,
    ),
    Mechanism(
        "pressure-escalation",
        "Pressure provokes",
        ("Jervis1976",),
        ("pressure.shadow_fleet", "pressure.bases"),
        {"incident_rate_per_year": "+", "peace_value_per_year": "-"},
        {
            "incidents": uniform(0.0, 0.5, "retaliation at sea and by sabotage", -1),
            "grievance": uniform(
                0.0, 0.01, "a peace under pressure is worth less to the challenger", -1
            ),
        },
        _pressure_escalation,
    ),
    Mechanism(
        "unsettled-claims",
        "Unsettled claims raise the gain",
        ("VasquezHenehan2001", "SchultzGoemans2019"),
        ("settlement.claims",),
        {"gain_ratio": "+"},
        {
            "gain": uniform(
                0.0, 0.4, "open territorial claims go with recurrence; the size is judged", -1
            )
        },
        _claims,
    ),
    Mechanism(
        "leader-succession",
        "The challenger's leader may leave for a hawk or a dove",
        ("BellEtAl2021",),
        ("case.leader",),
        {"succession": "+"},
        {"weight": fixed(1.0, "on or off: the exit table of the record applies")},
        _succession,
    ),
)
