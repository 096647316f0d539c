"""Law: form, automaticity, ratification, exclusion of provoked wars, the end of the term."""

from __future__ import annotations

import numpy as np

from suasion.mechanism import assumed
from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism, Moves, Strengths
from suasion.mechanism.prior import Array, triangular, uniform

FORM = {
    "declaration": 0.1,
    "resolution": 0.15,
    "memorandum": 0.15,
    "military-agreement": 0.25,
    "executive-agreement": 0.4,
    "statute": 0.6,
    "treaty": 1.0,
    "alliance-accession": 1.0,
}
"""How far breaking it can be held against the guarantor: order from practice, sizes judged."""

OBLIGATION = {
    "defense": 1.0,
    "offense": 1.0,
    "neutrality": 0.05,
    "nonaggression": 0.05,
    "consultation": 0.3,
    "assurance": 0.15,
}
"""How much fighting for the protege is owed: ATOP's classes and bare assurance; sizes judged."""

ACTIVATION = {
    "automatic": 1.0,
    "as-deemed-necessary": 0.6,
    "constitutional-processes": 0.5,
    "consult-first": 0.2,
    "discretion": 0.0,
}
"""How little is left to decide when the trigger is met; order from the texts, sizes judged."""

RENEWAL = {"automatic": 1.0, "by-agreement": 0.0, "none": -1.0}
"""Which way a clause turns the end of the term; judged."""


def owed(facts: Facts) -> Array:
    """Share of a full defence obligation that the guarantee carries."""
    return facts.scale("instrument.obligation", OBLIGATION)


TERMS = assumed.TERMS.values
"""Terms that an unknown one may have, in equal shares [year]."""


def term_years(facts: Facts) -> Array:
    """Length of the term [year], infinite where it is open-ended."""
    return facts.each("duration.years", _years, TERMS, absent=np.inf)


def _years(value: float | str) -> float:
    return np.inf if value == "open-ended" else float(value)


def _legal_form(facts: Facts, strength: Strengths) -> Moves:
    unbound = assumed.UNBOUND.value
    binding = unbound + (1 - unbound) * facts.flag("instrument.legally_binding")
    held = facts.scale("instrument.form", FORM) * binding * owed(facts)
    return {"abandonment_cost": strength["cost"] * held}


def _automaticity(facts: Facts, strength: Strengths) -> Moves:
    automatic = facts.scale("instrument.activation", ACTIVATION) * owed(facts)
    return {"decision": strength["decision"] * automatic}


def _ratified(facts: Facts, strength: Strengths) -> Moves:
    ratified = facts.flag("instrument.ratified")
    less = -strength["permanence"] * ratified
    return {"hedging_chance": less, "withdrawal_rate_per_year": less}


def _moral_hazard(facts: Facts, strength: Strengths) -> Moves:
    excluded = assumed.EXCLUDED.value * facts.flag("instrument.excludes_provocation")
    sheltered = owed(facts) * (1 - excluded)
    return {
        "opportunity_rate_per_year": strength["crises"] * sheltered,
        "revision_temptation": strength["temptation"] * sheltered,
    }


def _announced_end(facts: Facts, strength: Strengths) -> Moves:
    return {"expiry_foresight": strength["foresight"] * np.isfinite(term_years(facts))}


def _renewal(facts: Facts, strength: Strengths) -> Moves:
    return {"renewal": strength["clause"] * facts.scale("duration.renewal", RENEWAL)}


def _notice(facts: Facts, strength: Strengths) -> Moves:
    months = facts.amount("duration.withdrawal_notice_months", assumed.NOTICE.limits)
    counted = np.minimum(months, assumed.NOTICE_CAP.value)
    return {"withdrawal_rate_per_year": -strength["notice"] * counted / 12}


MECHANISMS = (
    Mechanism(
        "legal-form",
        "Legal form ties the guarantor's hands",
        ("Fearon1997", "Smith1995", "Martin2005"),
        ("instrument.form", "instrument.legally_binding", "instrument.obligation"),
        {"abandonment_cost": "+"},
        {
            "cost": triangular(
                0.0,
                0.7,
                1.5,
                "breaking a binding defence treaty may cost nothing, as realists hold, or the "
                "stake and half as much again",
                1,
            )
        },
        _legal_form,
        lapses=True,
        wanes=True,
    ),
    Mechanism(
        "automaticity",
        "An automatic obligation leaves less to decide",
        ("LeedsEtAl2002",),
        ("instrument.activation", "instrument.obligation"),
        {"decision": "+"},
        {"decision": uniform(0.0, 2.5, "no treaty is fully automatic; procedure still matters", 1)},
        _automaticity,
        lapses=True,
        wanes=True,
    ),
    Mechanism(
        "ratified-law",
        "Ratified law survives elections",
        ("LeedsMattesVogel2009", "Martin2005"),
        ("instrument.ratified",),
        {"hedging_chance": "-", "withdrawal_rate_per_year": "-"},
        {
            "permanence": uniform(
                0.0,
                1.8,
                "ratified treaties have rarely been left; those who see law as politics would "
                "say less",
                1,
            )
        },
        _ratified,
        lapses=True,
    ),
    Mechanism(
        "moral-hazard",
        "A sheltered protege takes risks",
        ("Snyder1984", "Benson2011", "FangJohnsonLeeds2014"),
        ("instrument.obligation", "instrument.excludes_provocation"),
        {"opportunity_rate_per_year": "?", "revision_temptation": "+"},
        {
            "crises": uniform(-0.3, 0.5, "patrons also restrain proteges, so the sign is open", 0),
            "temptation": uniform(0.0, 0.3, "shelter makes holding out more attractive", 0),
        },
        _moral_hazard,
        lapses=True,
    ),
    Mechanism(
        "announced-end",
        "An announced end invites waiting",
        ("KrepsWilson1982",),
        ("duration.years",),
        {"expiry_foresight": "+"},
        {"foresight": uniform(0.5, 1.0, "leaders may look less far ahead than models do", -1)},
        _announced_end,
    ),
    Mechanism(
        "renewal-clause",
        "A renewal clause decides what happens at the end",
        ("LeedsEtAl2002",),
        ("duration.renewal",),
        {"renewal": "?"},
        {"clause": uniform(0.5, 2.5, "automatic renewal holds unless somebody acts", 0)},
        _renewal,
    ),
    Mechanism(
        "withdrawal-notice",
        "A notice period slows withdrawal",
        ("LeedsEtAl2002", "LeedsSavun2007"),
        ("duration.withdrawal_notice_months",),
        {"withdrawal_rate_per_year": "-"},
        {"notice": uniform(0.0, 0.8, "notice delays and exposes; it does not prevent", 1)},
        _notice,
        lapses=True,
    ),
)
