"""A case: one conflict, its date, its leaders and governments, its candidates and levers."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from suasion.describe.fact import Day, Fact, Model, Text, Truth, fault, readings
from suasion.describe.guarantee import Id
from suasion.describe.sections import Amount

Scalar = bool | int | float | str
Word = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
Path = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]


class Regime(StrEnum):
    """Regime of the challenger, as the leader data class it."""

    AUTOCRACY = "autocracy"
    DEMOCRACY = "democracy"


class Leader(Model):
    """The challenger's leader: public facts only."""

    party: str
    """Identifier of the state."""
    office: Text
    """Office held."""
    born: Fact[Day]
    """Date of birth."""
    in_office_since: Fact[Day]
    """Start of tenure."""
    regime: Fact[Regime]
    """Regime type."""


class Government(Model):
    """A guarantor's electoral calendar."""

    party: str
    """Identifier of the state."""
    next_change: Fact[Day]
    """First day on which another government can take over."""
    every_years: Fact[Annotated[float, Field(gt=0, le=10)]]
    """Years between such days."""


class Capability(Model):
    """A state's share of the world's material capabilities."""

    party: str
    """Identifier of the state."""
    cinc: Fact[Annotated[float, Field(ge=0, le=1)]]
    """Composite Index of National Capability [share of the world]."""


class Lever(Model):
    """A named change of several fields, with its choices."""

    id: Id
    """Name for --set."""
    title: Text
    """What it is, in words."""
    because: Text
    """Why these values."""
    disagree: Text
    """Who would set it otherwise."""
    scenario: bool = False
    """True for what may be looked at but never searched over."""
    choices: Annotated[dict[str, dict[Path, Scalar]], Field(min_length=1)]
    """The fields that each choice sets."""


class Case(Model):
    """One conflict with its candidate guarantees."""

    suasion: Literal[1]
    """Version of this format."""
    id: Id
    """Identifier."""
    title: Text
    """Title for tables."""
    question: Text
    """What the comparison is to answer."""
    as_of: Day
    """Date that fixes ages, terms and what is known; every candidate starts here."""
    baseline: Id
    """The candidate that stands for no guarantee."""
    candidates: Annotated[list[Id], Field(min_length=2, max_length=100)]
    """Identifiers in the order of the table; each is a file beside this one."""
    leader: Leader
    """The challenger's leader."""
    governments: list[Government] = []
    """Electoral calendars of guarantors."""
    capabilities: list[Capability] = []
    """Material capabilities."""
    refuses_foreign_forces: Fact[Truth]
    """The challenger says that it accepts no foreign forces in the protege."""
    environment: dict[Path, Fact[bool | Amount | Word]] = {}
    """Facts of the world that hold under every candidate whose own text does not state them."""
    levers: list[Lever] = []
    """Named levers."""

    @model_validator(mode="after")
    def _baseline_is_a_candidate(self) -> Self:
        if self.baseline not in self.candidates:
            message = "must be one of the candidates"
            raise fault("baseline", message, "Correct it, or add it to them", self.baseline)
        return self

    @model_validator(mode="after")
    def _tenure_in_order(self) -> Self:
        born, since = readings(self.leader.born), readings(self.leader.in_office_since)
        if born and since and min(since) <= max(born):
            message, remedy = f"must lie after born ({max(born)})", "Correct one of the two dates"
            raise fault("leader.in_office_since", message, remedy, min(since))
        if since and max(since) > self.as_of:
            message, remedy = f"must not lie after as_of ({self.as_of})", "Correct one of the dates"
            raise fault("leader.in_office_since", message, remedy, max(since))
        return self

    @model_validator(mode="after")
    def _changes_are_to_come(self) -> Self:
        for number, one in enumerate(self.governments):
            days = readings(one.next_change)
            if days and min(days) < self.as_of:
                message = f"must not lie before as_of ({self.as_of})"
                remedy = "Give the first day after as_of on which another government can take over"
                raise fault(f"governments.{number}.next_change", message, remedy, min(days))
        return self

    @model_validator(mode="after")
    def _names_are_given_once(self) -> Self:
        levers = [lever.id for lever in self.levers]
        for place, names in (("candidates", self.candidates), ("levers", levers)):
            twice = [name for name, times in Counter(names).items() if times > 1]
            if twice:
                found = ", ".join(twice)
                raise fault(place, "each name is given once", "Remove or rename one", found)
        return self
