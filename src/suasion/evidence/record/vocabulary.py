"""The closed vocabularies of the record."""

from __future__ import annotations

from enum import StrEnum


class Certainty(StrEnum):
    """How far a case rests on sources that were opened."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Sort(StrEnum):
    """What sort of guarantee it was."""

    DEFENCE = "defence"
    NEUTRALITY = "neutrality"
    ASSURANCE = "assurance"
    CONSULTATION = "consultation"
    NONAGGRESSION = "nonaggression"
    STATUS = "status"
    IMPLICIT = "implicit"
    MONITORED = "monitored"
    SETTLEMENT = "settlement"
    COOPERATION = "cooperation"
    NONE = "none"


class Sides(StrEnum):
    """How many bind themselves."""

    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"
