"""Names that an expression may use for numbers of the situation, and short names for crises."""

from __future__ import annotations

from suasion.mechanism.situation import names

SHORT = {
    "wait": "the challenger's value of going on in peace",
    "alone": "its believed value of a war against the protege alone",
    "against": "its believed value of a war in which the guarantor fights",
    "saved": "how much the guarantor's fighting lowers the chance that the protege falls",
    "lost_alone": "chance that the protege falls without the guarantor",
    "lost_helped": "chance that the protege falls when the guarantor fights",
    "net": "what the guarantor gains by fighting rather than abandoning",
    "able": "chance that a willing guarantor sees, decides and arrives in time",
}


def situation_names() -> frozenset[str]:
    """Every name that stands for a situation's number."""
    return frozenset(names()) | frozenset(SHORT)
