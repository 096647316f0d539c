"""The closed vocabularies of a guarantee, each word in the field's sense.

Obligations follow the Alliance Treaty Obligations and Provisions project [LeedsEtAl2002]_.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a description describes."""

    HISTORICAL = "historical"
    CANDIDATE = "candidate"


class Role(StrEnum):
    """A party's part in the guarantee."""

    CHALLENGER = "challenger"
    PROTEGE = "protege"
    GUARANTOR = "guarantor"
    HOST = "host"
    MONITOR = "monitor"


class Standing(StrEnum):
    """How far an instrument has come."""

    PROPOSED = "proposed"
    DRAFT = "draft"
    SIGNED = "signed"
    IN_FORCE = "in-force"
    ENDED = "ended"
    NEVER_IN_FORCE = "never-in-force"


class Form(StrEnum):
    """Legal form of the principal instrument."""

    DECLARATION = "declaration"
    MEMORANDUM = "memorandum"
    EXECUTIVE_AGREEMENT = "executive-agreement"
    STATUTE = "statute"
    TREATY = "treaty"
    ALLIANCE_ACCESSION = "alliance-accession"
    MILITARY_AGREEMENT = "military-agreement"
    RESOLUTION = "resolution"


class Obligation(StrEnum):
    """Strongest obligation toward the protege, in ATOP's terms."""

    DEFENSE = "defense"
    OFFENSE = "offense"
    NEUTRALITY = "neutrality"
    NONAGGRESSION = "nonaggression"
    CONSULTATION = "consultation"
    ASSURANCE = "assurance"


class Activation(StrEnum):
    """How automatic the guarantor's help is once the trigger is met."""

    AUTOMATIC = "automatic"
    AS_DEEMED_NECESSARY = "as-deemed-necessary"
    CONSTITUTIONAL_PROCESSES = "constitutional-processes"
    CONSULT_FIRST = "consult-first"
    DISCRETION = "discretion"


class Backing(StrEnum):
    """Nuclear backing of the guarantee."""

    NONE = "none"
    IMPLIED = "implied"
    EXPLICIT = "explicit"


class Place(StrEnum):
    """Where the guarantor's forces stand."""

    NONE = "none"
    LINE = "line"
    COUNTRY = "country"
    REGION = "region"
    OFFSHORE = "offshore"


class Mandate(StrEnum):
    """What the guarantor's forces are there for."""

    NONE = "none"
    FORWARD_DEFENCE = "forward-defence"
    TRIPWIRE = "tripwire"
    REASSURANCE = "reassurance"
    PEACEKEEPING = "peacekeeping"
    TRAINING = "training"


class Monitors(StrEnum):
    """Who watches the zone."""

    NONE = "none"
    PARTIES = "parties"
    JOINT_COMMISSION = "joint-commission"
    UNARMED = "unarmed"
    ARMED = "armed"
    TECHNICAL = "technical"


class Contingent(StrEnum):
    """Whose people guard a special site."""

    NONE = "none"
    PRIVATE = "private"
    STATE = "state"


class FrozenUse(StrEnum):
    """What happens to the challenger's frozen state assets."""

    IMMOBILISED = "immobilised"
    RETURNED = "returned"
    LENT_TO_PROTEGE = "lent-to-protege"
    GRANTED_TO_PROTEGE = "granted-to-protege"
    INVESTED_JOINTLY = "invested-jointly"


class Sponsor(StrEnum):
    """Whom the challenger believes to stand behind acts of pressure."""

    NOBODY = "nobody"
    PROTEGE = "protege"
    GUARANTOR = "guarantor"


class Rule(StrEnum):
    """Decision rule among several guarantors."""

    SINGLE = "single"
    EACH_FOR_ITSELF = "each-for-itself"
    MAJORITY = "majority"
    UNANIMITY = "unanimity"


class Discord(StrEnum):
    """Quarrel between guarantors as the challenger can see it."""

    NONE = "none"
    SOME = "some"
    OPEN = "open"


class Dialogue(StrEnum):
    """Channel between the guarantors and the challenger."""

    NONE = "none"
    JOINT = "joint"
    SEPARATE = "separate"


class Claims(StrEnum):
    """State of the challenger's territorial claims."""

    SETTLED = "settled"
    SHELVED = "shelved"
    OPEN = "open"


class Renewal(StrEnum):
    """What happens at the end of the term."""

    AUTOMATIC = "automatic"
    BY_AGREEMENT = "by-agreement"
    NONE = "none"


class Honoured(StrEnum):
    """What the guarantor did when tested."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNTESTED = "untested"
