"""Money: assets as hostage and as prize, energy revenue, frozen assets."""

from __future__ import annotations

import numpy as np

from suasion.mechanism import assumed
from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism, Moves, Strengths
from suasion.mechanism.prior import Array, uniform

LEVERAGE = {
    "immobilised": 1.0,
    "invested-jointly": 0.3,
    "lent-to-protege": 0.3,
    "granted-to-protege": 0.0,
    "returned": 0.0,
}
"""How far the assets can still be won back by keeping the peace."""
ARMS = {
    "immobilised": 0.0,
    "invested-jointly": 0.1,
    "lent-to-protege": 0.6,
    "granted-to-protege": 1.0,
    "returned": -0.7,
}
"""How far they pay for the protege's arms, or with minus for the challenger's."""


def invested(facts: Facts, assets: assumed.Range) -> Array:
    """Assets of one side's firms in the free zones, as log(1 + assets / scale)."""
    if not facts.has("economy"):
        return np.array([0.0])
    billions = facts.amount(assets.field, assets.limits)
    return np.log1p(billions / assumed.ASSETS_SCALE.value) * facts.flag("economy.free_zones")


def _guarantor_hostage(facts: Facts, strength: Strengths) -> Moves:
    at_stake = invested(facts, assumed.GUARANTOR_ASSETS)
    return {
        "abandonment_cost": strength["stake"] * at_stake,
        "intervention_cost": strength["caution"] * at_stake,
    }


def _challenger_hostage(facts: Facts, strength: Strengths) -> Moves:
    return {"war_cost": strength["loss"] * invested(facts, assumed.CHALLENGER_ASSETS)}


def _prize(facts: Facts, strength: Strengths) -> Moves:
    return {"gain_ratio": strength["prize"] * invested(facts, assumed.GUARANTOR_ASSETS)}


def _revenue(facts: Facts, strength: Strengths) -> Moves:
    billions = facts.amount("economy.energy_purchases_eur_billion_per_year", assumed.ENERGY.limits)
    weight = billions / assumed.ENERGY_SCALE.value
    return {
        "denial_drift_per_year": strength["drift"] * weight,
        "war_cost": -strength["relief"] * weight,
    }


def _frozen_leverage(facts: Facts, strength: Strengths) -> Moves:
    billions = facts.amount("economy.frozen_assets_eur_billion", assumed.FROZEN.limits)
    held = (
        billions / assumed.FROZEN_SCALE.value * facts.scale("economy.frozen_assets_use", LEVERAGE)
    )
    return {"war_cost": strength["leverage"] * held}


def _frozen_arms(facts: Facts, strength: Strengths) -> Moves:
    billions = facts.amount("economy.frozen_assets_eur_billion", assumed.FROZEN.limits)
    spent = billions / assumed.FROZEN_SCALE.value * facts.scale("economy.frozen_assets_use", ARMS)
    return {
        "win_alone": -strength["arms"] * spent,
        "denial_drift_per_year": -strength["drift"] * spent,
    }


MECHANISMS = (
    Mechanism(
        "guarantor-assets",
        "The guarantor's assets would be lost by abandoning",
        ("Russett1963", "Smith1995"),
        ("economy.free_zones", "economy.guarantor_assets_usd_billion"),
        {"abandonment_cost": "+", "intervention_cost": "+"},
        {
            "stake": uniform(
                0.0, 0.2, "firms lobby and are insured; 1914 and 2022 broke closer ties", 1
            ),
            "caution": uniform(
                0.0, 0.06, "assets within reach also make the guarantor careful", -1
            ),
        },
        _guarantor_hostage,
        grows=True,
    ),
    Mechanism(
        "challenger-assets",
        "The challenger's own assets would be lost by war",
        ("Gartzke2007",),
        ("economy.free_zones", "economy.challenger_assets_usd_billion"),
        {"war_cost": "+"},
        {"loss": uniform(0.0, 0.12, "whether rulers count their firms' losses is disputed", 1)},
        _challenger_hostage,
        grows=True,
    ),
    Mechanism(
        "richer-prize",
        "What is built can be seized",
        ("Liberman1996",),
        ("economy.free_zones", "economy.guarantor_assets_usd_billion"),
        {"gain_ratio": "+"},
        {
            "prize": uniform(
                0.0, 0.15, "resources and plants raise the gain where they can be taken intact", -1
            )
        },
        _prize,
        grows=True,
    ),
    Mechanism(
        "energy-revenue",
        "Energy purchases fill the challenger's war chest",
        ("CREA2022",),
        ("economy.energy_purchases_eur_billion_per_year",),
        {"denial_drift_per_year": "+", "war_cost": "-"},
        {
            "drift": uniform(
                0.0, 0.02, "revenue buys arms, less whatever others would buy instead", -1
            ),
            "relief": uniform(0.0, 0.15, "revenue cushions the cost of war", -1),
        },
        _revenue,
    ),
    Mechanism(
        "frozen-leverage",
        "Frozen assets are a pledge that war would forfeit",
        ("Schelling1966",),
        ("economy.frozen_assets_eur_billion", "economy.frozen_assets_use"),
        {"war_cost": "+"},
        {"leverage": uniform(0.0, 0.3, "what is written off already no longer binds", 1)},
        _frozen_leverage,
    ),
    Mechanism(
        "frozen-arms",
        "Frozen assets pay for arms, the protege's or the challenger's",
        ("KielTracker2026",),
        ("economy.frozen_assets_eur_billion", "economy.frozen_assets_use"),
        {"win_alone": "?", "denial_drift_per_year": "?"},
        {
            "arms": uniform(0.0, 0.5, "two hundred billion is several years of military aid", 0),
            "drift": uniform(0.0, 0.03, "industry paid for years ahead", 0),
        },
        _frozen_arms,
    ),
)
