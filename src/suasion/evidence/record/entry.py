"""A case of the record as its file gives it: a guarantee, what was coded of it, the seed list.

A file either describes the guarantee itself, in the guarantee language, or names one of the
library. Sections that it leaves out are unknown for the reason given under `rest`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from suasion.describe import vocabulary as words
from suasion.describe.fact import NOT_STATED, Day, Fact, Known, Model, Text, Truth, fault, readings
from suasion.describe.guarantee import Id
from suasion.evidence.record.vocabulary import Certainty, Sort

Year = Annotated[int, Field(ge=1815, le=2100, strict=True)]


class Coded(Model):
    """What was coded by the rule of docs/reference/record.md."""

    entry: Fact[Day] = NOT_STATED
    """Entry into force; signature or pledge where that is all there was."""
    ended: Fact[Day] = NOT_STATED
    """End of force; unknown where it is in force or its end was not found."""
    attacked: Fact[Truth] = NOT_STATED
    """Attacked while in force and within ten years of entry."""
    attack_year: Fact[Year] = NOT_STATED
    """Year of the first attack while in force, within ten years or after."""
    force: Fact[Truth] = NOT_STATED
    """Any dispute with use of force by a challenger or guarantor within the same time (MID 5.0)."""
    honoured: Fact[words.Honoured] = NOT_STATED
    """What the guarantors did when first tested, within ten years or after."""
    tested_year: Fact[Year] = NOT_STATED
    """Year of that test."""
    predator: Fact[Truth] = NOT_STATED
    """A guarantor itself attacked the protege, within ten years or after."""
    broken_year: Fact[Year] = NOT_STATED
    """Year of the first breach by whoever had bound itself."""
    troops: Fact[Truth] = NOT_STATED
    """Forces of a guarantor stood, or were to stand, on the protege's soil."""
    zone: Fact[Truth] = NOT_STATED
    """A zone was demilitarised or held by observers."""
    summary: Fact[Text] = NOT_STATED
    """What happened, in our words."""


class Seed(Model):
    """The line of the seed list from which the case came, unchanged."""

    parties: Text
    instrument: Text
    type: Text
    nuclear: Text
    troops: Text
    zone: Text
    term: Text
    attacked: Text
    honoured: Text
    mark: Literal["K", "S"]


class Referee(Model):
    """Where the data sets have the same guarantee."""

    atop: list[Annotated[int, Field(ge=1000, le=9999)]] = []
    """Numbers in ATOP 4.01."""


class Entry(Model):
    """One file of the record."""

    record: Literal[1]
    """Version of this format."""
    number: Annotated[int, Field(ge=1, le=9999, strict=True)]
    """Number in the seed list; further cases go on counting."""
    id: Id
    """Identifier: the file's name without its ending."""
    type: Sort
    """What sort of guarantee."""
    certainty: Certainty
    """Verified where entry, obligation and attack rest on sources that were opened."""
    year: Year
    """Year of entry, or of the pledge where the day is not known."""
    library: Id | None = None
    """The guarantee, where the library has it."""
    guarantee: dict[str, Any] | None = None
    """The guarantee, where the library has it not; missing sections are unknown."""
    coded: Coded
    """What was coded."""
    seed: Seed | None = None
    """Its line in the seed list."""
    referee: Referee = Referee.model_construct(atop=[])
    """Where data sets have it."""

    @model_validator(mode="after")
    def _one_description(self) -> Self:
        if (self.library is None) == (self.guarantee is None):
            found = "neither" if self.library is None else "both"
            message = "a case names a guarantee of the library or describes one"
            raise fault("library", message, "Give library or guarantee, one of them", found)
        return self

    @model_validator(mode="after")
    def _year_of_entry(self) -> Self:
        years = {day.year for day in readings(self.coded.entry)}
        if years and self.year not in years:
            message = f"must be the year of coded.entry ({', '.join(map(str, sorted(years)))})"
            raise fault("year", message, "Correct one of the two", self.year)
        return self

    @model_validator(mode="after")
    def _verified_rests_on_sources(self) -> Self:
        if self.certainty is Certainty.UNVERIFIED:
            return self
        for field in ("entry", "attacked"):
            if not any(map(_rests_on_source, versions(getattr(self.coded, field)))):
                message = "a verified case needs this from a source that was opened"
                remedy = "Give value, source and where, or mark the case unverified"
                raise fault(f"coded.{field}", message, remedy, "no such version")
        return self


def versions(fact: Any) -> list[Any]:
    """The versions of a fact: several where it is contested, else itself."""
    return list(getattr(fact, "contested", [fact]))


def _rests_on_source(version: Any) -> bool:
    return isinstance(version, Known) and not version.unverified


def opened(fact: Any, *, include_unverified: bool = False) -> list[Any]:
    """The values that a fact may have, from versions whose source was opened.

    Parameters
    ----------
    fact
        A fact of the guarantee language.
    include_unverified
        Whether the other versions count where there is none whose source was opened.

    Examples
    --------
    >>> fact = Known[bool](value=True, source="k", where="p. 1", unverified=True)
    >>> opened(fact), opened(fact, include_unverified=True)
    ([], [True])
    """
    sound = [one for one in versions(fact) if not getattr(one, "unverified", False)]
    found = [value for one in sound for value in readings(one)]
    return readings(fact) if include_unverified and not found else found


def settled(fact: Any, *, include_unverified: bool = False) -> Any:
    """The one value of a fact, or none where it is unknown, unverified or contested.

    Examples
    --------
    >>> settled(Known[bool](value=True, source="k", where="p. 1"))
    True
    >>> settled(NOT_STATED) is None
    True
    """
    found = set(opened(fact, include_unverified=include_unverified))
    return found.pop() if len(found) == 1 else None
