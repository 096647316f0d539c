"""What a drafter can write into a guarantee, and what is never searched over.

A search changes a text. What others do (pressure, energy purchases, frozen assets, quarrel and
dialogue among guarantors), what they believe or would accept, and when the challenger's leader
leaves are scenarios: a study may vary them, a design must stand whatever they are.
"""

from __future__ import annotations

from suasion.describe.case import Lever
from suasion.describe.paths import paths

WRITABLE = (
    "instrument.form",
    "instrument.ratified",
    "instrument.legally_binding",
    "instrument.obligation",
    "instrument.activation",
    "instrument.excludes_provocation",
    "nuclear.backing",
    "forces.size",
    "forces.place",
    "forces.mandate",
    "aid.military_usd_billion_per_year",
    "aid.training",
    "aid.industry",
    "aid.intelligence",
    "zone.heavy_weapons_excluded",
    "zone.depth_challenger_km",
    "zone.monitors",
    "zone.technical_monitoring",
    "site.contingent",
    "economy.free_zones",
    "economy.guarantor_assets_usd_billion",
    "economy.challenger_assets_usd_billion",
    "coalition.activation_rule",
    "coalition.challenger_consent_needed",
    "coalition.challenger_veto",
    "duration.years",
    "duration.renewal",
    "duration.withdrawal_notice_months",
)
"""Fields that a drafter can write and that move something; a test holds the second."""

BESIDE = ("zone.depth_protege_km", "site.radius_km")
"""Written together with a field above; alone they move nothing."""

SCENARIOS = {
    "pressure": "pressure is what others do",
    "leader": "the leader's exit is nobody's to write",
    "case": "the leader's exit is nobody's to write",
    "outcome": "what became of a guarantee is known only afterwards",
    "economy.energy_purchases_eur_billion_per_year": "energy purchases are the world's",
    "economy.frozen_assets_eur_billion": "frozen assets are the world's",
    "economy.frozen_assets_use": "frozen assets are the world's",
    "coalition.dialogue": "dialogue is what guarantors do",
    "coalition.discord": "discord is what guarantors do",
    "coalition.entry_refusals": "a refusal is another party's",
    "coalition.approval_chance_each": "what a party would accept is not the drafter's",
    "coalition.challenger_acceptance_chance": "what a party would accept is not the drafter's",
    "coalition.protege_acceptance_chance": "what a party would accept is not the drafter's",
    "instrument.standing": "how far a text has come is not in the text",
    "settlement.claims": "claims are the challenger's",
}
"""Sections and fields that are scenarios, each with the reason."""


def refusal(path: str) -> str:
    """Why a field cannot be searched over; empty where it can.

    Examples
    --------
    >>> refusal("pressure.bases")
    'is a scenario and never a search variable: pressure is what others do'
    >>> refusal("forces.size")
    ''
    """
    section = path.partition(".")[0]
    because = SCENARIOS.get(path) or SCENARIOS.get(section)
    if because:
        return f"is a scenario and never a search variable: {because}"
    if path in WRITABLE:
        return ""
    if path in paths():
        return "is no search variable: it moves nothing in the model"
    return "is neither a field that a drafter can write nor a lever of the case"


def lever_refusal(lever: Lever) -> str:
    """Why a lever of a case cannot be searched over; empty where it can."""
    fields = {path for choice in lever.choices.values() for path in choice}
    if lever.scenario:
        return "is a scenario and never a search variable: the case marks it so"
    for path in sorted(fields - set(BESIDE)):
        if because := refusal(path):
            return f"sets {path}, which {because}"
    return ""
