"""The line: zone depth, restraint, salami tactics, monitors, peacekeepers, a special site."""

from __future__ import annotations

import numpy as np

from suasion.mechanism import assumed
from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism, Moves, Strengths
from suasion.mechanism.prior import Array, uniform

WATCH = {
    "none": 0.0,
    "parties": 0.2,
    "joint-commission": 0.4,
    "unarmed": 0.7,
    "technical": 0.8,
    "armed": 0.8,
}
"""How much monitors see and can say in public; order from practice, sizes judged."""

GUARD = {"none": 0.0, "private": 0.5, "state": 1.0}
"""How far a guard commits a state; judged."""
KEEPERS = {
    "none": 0.0,
    "training": 0.0,
    "peacekeeping": 1.0,
    "reassurance": 0.7,
    "tripwire": 0.5,
    "forward-defence": 0.3,
}
"""How far troops with this mandate also keep the peace; judged."""
ON_LINE = {"none": 0.0, "offshore": 0.0, "region": 0.0, "country": 0.3, "line": 1.0}
"""How far troops at this place calm the line; judged."""


def depth(facts: Facts) -> Array:
    """Depth of the zone on the challenger's side in units of a scale, capped, if it is kept."""
    if not facts.has("zone"):
        return np.array([0.0])
    kilometres = facts.amount("zone.depth_challenger_km", assumed.DEPTH.limits)
    deep = np.minimum(kilometres / assumed.DEPTH_SCALE.value, assumed.DEPTH_CAP.value)
    return deep * facts.flag("zone.heavy_weapons_excluded")


def _warning(facts: Facts, strength: Strengths) -> Moves:
    return {
        "surprise": -strength["surprise"] * depth(facts),
        "detection_in_time": strength["warning"] * depth(facts),
        "arrival": strength["time"] * depth(facts),
    }


def _restraint(facts: Facts, strength: Strengths) -> Moves:
    apart = facts.flag("zone.heavy_weapons_excluded")
    return {
        "incident_rate_per_year": -strength["incidents"] * apart,
        "escalation": -strength["escalation"] * apart,
    }


def _salami(facts: Facts, strength: Strengths) -> Moves:
    return {"probe_gain": strength["probes"] * facts.flag("zone.heavy_weapons_excluded")}


def _monitors(facts: Facts, strength: Strengths) -> Moves:
    sensors = assumed.SENSORS.value * facts.flag("zone.technical_monitoring")
    seen = np.minimum(facts.scale("zone.monitors", WATCH) + sensors, 1.0)
    return {
        "violation_detection": strength["detection"] * seen,
        "attribution": strength["attribution"] * seen,
    }


def _peacekeepers(facts: Facts, strength: Strengths) -> Moves:
    weight = facts.scale("forces.mandate", KEEPERS) * facts.scale("forces.place", ON_LINE)
    return {
        "incident_rate_per_year": -strength["incidents"] * weight,
        "attribution": strength["attribution"] * weight,
        "escalation": -strength["escalation"] * weight,
    }


def _site(facts: Facts, strength: Strengths) -> Moves:
    guard = facts.scale("site.contingent", GUARD)
    return {
        "abandonment_cost": strength["tripwire"] * guard,
        "war_cost": strength["accident"] * guard,
    }


MECHANISMS = (
    Mechanism(
        "zone-warning",
        "Depth of the zone gives warning and time",
        ("Fortna2003",),
        ("zone.depth_challenger_km", "zone.heavy_weapons_excluded"),
        {"surprise": "-", "detection_in_time": "+", "arrival": "+"},
        {
            "surprise": uniform(
                0.0, 0.4, "heavy weapons must first cross the zone; long-range fires need not", 1
            ),
            "warning": uniform(0.1, 1.0, "their movement is a breach that all can see", 1),
            "time": uniform(0.0, 0.5, "hours to days, against weeks that reinforcement takes", 1),
        },
        _warning,
        erodes=True,
    ),
    Mechanism(
        "zone-restraint",
        "Separated forces have fewer incidents",
        ("Fortna2003",),
        ("zone.heavy_weapons_excluded",),
        {"incident_rate_per_year": "-", "escalation": "-"},
        {
            "incidents": uniform(
                0.2,
                1.6,
                "demilitarised zones went with longer peace after interstate wars; selection is "
                "disputed",
                1,
            ),
            "escalation": uniform(0.0, 1.0, "what is not there cannot fire back", 1),
        },
        _restraint,
        erodes=True,
    ),
    Mechanism(
        "zone-salami",
        "An empty zone invites slices",
        ("BeehnerMeibauer2016", "Altman2017"),
        ("zone.heavy_weapons_excluded",),
        {"probe_gain": "?"},
        {
            "probes": uniform(
                -0.2,
                0.5,
                "zones were encroached on in Donbas, the Rhineland and Georgia, and held in "
                "Korea and Sinai",
                0,
            )
        },
        _salami,
    ),
    Mechanism(
        "monitors",
        "Monitors see violations and name the violator",
        ("Fortna2003", "Fortna2004"),
        ("zone.monitors", "zone.technical_monitoring"),
        {"violation_detection": "+", "attribution": "+"},
        {
            "detection": uniform(
                0.0, 2.5, "coverage decides; unarmed observers were kept out of much of Donbas", 1
            ),
            "attribution": uniform(0.2, 2.0, "seeing is not yet naming", 1),
        },
        _monitors,
        erodes=True,
    ),
    Mechanism(
        "peacekeepers",
        "Peacekeepers on the line calm it",
        ("Fortna2004",),
        ("forces.place", "forces.mandate"),
        {"incident_rate_per_year": "-", "attribution": "+", "escalation": "-"},
        {
            "incidents": uniform(
                0.1, 1.2, "peacekeeping went with longer peace; it was also sent away or overrun", 1
            ),
            "attribution": uniform(0.1, 1.0, "witnesses who belong to neither side", 1),
            "escalation": uniform(0.0, 0.8, "a channel and a pause after an incident", 1),
        },
        _peacekeepers,
        lapses=True,
    ),
    Mechanism(
        "special-site",
        "A guarded site is a local tripwire and an accident that nobody wants",
        ("Schelling1966",),
        ("site.contingent",),
        {"abandonment_cost": "+", "war_cost": "+"},
        {
            "tripwire": uniform(
                0.0, 0.1, "few people at one place; private guards bind a state less", 1
            ),
            "accident": uniform(
                0.0, 0.15, "the plant was occupied by force in March 2022 all the same", 1
            ),
        },
        _site,
        lapses=True,
    ),
)
