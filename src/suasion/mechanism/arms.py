"""Arms: nuclear backing, forces on the spot, capability, aid, intelligence."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from suasion.describe.fact import readings
from suasion.describe.vocabulary import Role
from suasion.mechanism import assumed
from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism, Moves, Strengths
from suasion.mechanism.prior import Array, triangular, uniform

BACKING = {"none": 0.0, "implied": 0.5, "explicit": 1.0}
"""Share of an explicit nuclear pledge."""

NEAR = {"none": 0.0, "offshore": 0.2, "region": 0.35, "country": 0.8, "line": 1.0}
"""How far forces count for the first days of a war; sizes judged."""

EXPOSED = {"none": 0.0, "offshore": 0.0, "region": 0.1, "country": 0.7, "line": 1.0}
"""How surely an attack would kill them."""

FIGHTS = {
    "none": 0.0,
    "training": 0.1,
    "peacekeeping": 0.15,
    "tripwire": 0.4,
    "reassurance": 0.5,
    "forward-defence": 1.0,
}
"""How far the mandate lets them fight; order from practice, sizes judged."""

SIZE = assumed.SIZE.limits


def backed(facts: Facts) -> Array:
    """Share of an explicit nuclear pledge that the guarantee carries."""
    return facts.scale("nuclear.backing", BACKING)


def _umbrella(facts: Facts, strength: Strengths) -> Moves:
    return {"nuclear_risk": strength["risk"] * backed(facts)}


def _shelter(facts: Facts, strength: Strengths) -> Moves:
    return {
        "probe_gain": strength["probes"] * backed(facts),
        "incident_rate_per_year": strength["incidents"] * backed(facts),
    }


def _fright(facts: Facts, strength: Strengths) -> Moves:
    return {"intervention_cost": strength["cost"] * backed(facts)}


def _forward(facts: Facts, strength: Strengths) -> Moves:
    thousands = facts.amount("forces.size", SIZE) / 1000
    near = facts.scale("forces.place", NEAR) * facts.scale("forces.mandate", FIGHTS)
    weight = np.log1p(thousands / assumed.FORWARD.value) * near
    return {
        "win_guarantor": -strength["denial"] * weight,
        "arrival": strength["arrival"] * weight,
    }


def _tripwire(facts: Facts, strength: Strengths) -> Moves:
    thousands = facts.amount("forces.size", SIZE) / 1000
    present = np.minimum(thousands / assumed.TRIPWIRE.value, 1.0)
    return {"abandonment_cost": strength["cost"] * present * facts.scale("forces.place", EXPOSED)}


def _capability(facts: Facts, strength: Strengths) -> Moves:
    facts.read.add("parties")
    weight = _weight(facts)
    return {"win_guarantor": -strength["denial"] * weight, "arrival": strength["arrival"] * weight}


def _weight(facts: Facts) -> float:
    """log(1 + the guarantors' capability over the challenger's); unknown ones are left out."""
    shares = {one.party: _share(one.cinc) for one in facts.case.capabilities}
    givers = [party.id for party in facts.guarantee.parties if Role.GUARANTOR in party.roles]
    together = sum(shares.get(party, 0.0) for party in givers if party != facts.case.leader.party)
    challenger = shares.get(facts.case.leader.party, 0.0)
    return math.log1p(together / challenger) if challenger else 0.0


def _share(fact: Any) -> float:
    return float(np.mean(readings(fact) or [0.0]))


def _aid(facts: Facts, strength: Strengths) -> Moves:
    billions = facts.amount("aid.military_usd_billion_per_year", assumed.AID.limits)
    extra = assumed.AID_EXTRA.value * (facts.flag("aid.training") + facts.flag("aid.industry"))
    weight = np.log1p(billions / assumed.AID_SCALE.value) + extra
    return {
        "win_alone": -strength["denial"] * weight,
        "denial_drift_per_year": -strength["drift"] * weight,
    }


def _intelligence(facts: Facts, strength: Strengths) -> Moves:
    shared = facts.flag("aid.intelligence")
    return {
        "detection_in_time": strength["warning"] * shared,
        "surprise": -strength["surprise"] * shared,
    }


MECHANISMS = (
    Mechanism(
        "nuclear-umbrella",
        "Nuclear backing raises the risk of any war against the guarantor",
        ("FuhrmannSechser2014", "Powell2015"),
        ("nuclear.backing",),
        {"nuclear_risk": "+"},
        {
            "risk": uniform(
                0.0,
                2.0,
                "a pledge raises the odds of nuclear use by a factor of up to 7; sceptics hold "
                "that promises add little to capability",
                1,
            )
        },
        _umbrella,
        lapses=True,
        wanes=True,
    ),
    Mechanism(
        "nuclear-shelter",
        "Stability above shelters probes below",
        ("Snyder1965", "Powell2015"),
        ("nuclear.backing",),
        {"probe_gain": "?", "incident_rate_per_year": "?"},
        {
            "probes": uniform(-0.1, 0.5, "stability and instability: the evidence is mixed", 0),
            "incidents": uniform(
                -0.1, 0.4, "disputes are hardly rarer under a nuclear-armed ally, wars are", 0
            ),
        },
        _shelter,
        lapses=True,
    ),
    Mechanism(
        "nuclear-fright",
        "The guarantor shrinks from its own nuclear risk",
        ("Schelling1966", "ZagareKilgour2000"),
        ("nuclear.backing",),
        {"intervention_cost": "+"},
        {
            "cost": uniform(
                0.0,
                0.15,
                "the fear comes from the challenger's arsenal, pledge or not, and is in the cost "
                "already; a pledge may add to it",
                -1,
            )
        },
        _fright,
        lapses=True,
    ),
    Mechanism(
        "forward-forces",
        "Forces in place deny gains and are there in time",
        ("ReiterPoast2021", "Huth1988"),
        ("forces.size", "forces.place", "forces.mandate"),
        {"win_guarantor": "-", "arrival": "+"},
        {
            "denial": uniform(
                0.1,
                0.6,
                "local balance was the steadier predictor among 58 cases of immediate deterrence",
                1,
            ),
            "arrival": uniform(0.2, 1.2, "what stands there need not travel", 1),
        },
        _forward,
        lapses=True,
        wanes=True,
    ),
    Mechanism(
        "tripwire",
        "Deaths among its own people bring the guarantor in",
        ("Schelling1966", "ReiterPoast2021", "MusgraveWard2023"),
        ("forces.size", "forces.place"),
        {"abandonment_cost": "+"},
        {
            "cost": triangular(
                0.0,
                0.05,
                0.5,
                "surveys find at best a weak effect and small tripwires failed; Schelling held "
                "it strong",
                1,
            )
        },
        _tripwire,
        lapses=True,
        wanes=True,
    ),
    Mechanism(
        "guarantor-capability",
        "A stronger guarantor denies more and arrives sooner",
        ("JohnsonLeedsWu2015", "Huth1988", "SingerEtAl1972"),
        ("parties",),
        {"win_guarantor": "-", "arrival": "+"},
        {
            "denial": uniform(0.1, 0.6, "material capability counts, less at a distance", 1),
            "arrival": uniform(0.0, 0.6, "lift and readiness grow with capability", 1),
        },
        _capability,
        lapses=True,
    ),
    Mechanism(
        "aid-and-industry",
        "Aid, training and industry deny victory",
        ("Huth1988", "YarhiMiloEtAl2016"),
        ("aid.military_usd_billion_per_year", "aid.training", "aid.industry"),
        {"win_alone": "-", "denial_drift_per_year": "-"},
        {
            "denial": uniform(
                0.1,
                0.7,
                "aid on the scale of 2022-24 kept the front from breaking; how much of that it "
                "explains is disputed",
                1,
            ),
            "drift": uniform(
                0.0, 0.05, "forces built up over years, against what the challenger builds", 1
            ),
        },
        _aid,
        lapses=True,
        wanes=True,
    ),
    Mechanism(
        "intelligence",
        "Shared intelligence gives warning",
        ("Betts1982",),
        ("aid.intelligence",),
        {"detection_in_time": "+", "surprise": "-"},
        {
            "warning": uniform(
                0.2, 1.2, "the build-up before February 2022 was seen and shared", 1
            ),
            "surprise": uniform(0.0, 0.4, "warning blunts surprise where it is believed", 1),
        },
        _intelligence,
        lapses=True,
        wanes=True,
    ),
)
