"""A guarantee: parties and sections, with the checks that cross them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from suasion.describe import sections
from suasion.describe.fact import Model, SourceKey, Text, fault
from suasion.describe.sections import Part
from suasion.describe.vocabulary import Kind, Role

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Party(Model):
    """A state or organisation that takes part."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
    """Short name used inside the file: ISO 3166 alpha-3 where there is one."""
    name: Text
    """Name in words."""
    roles: Annotated[list[Role], Field(min_length=1)]
    """Its parts in the guarantee."""
    cow: Annotated[int, Field(ge=2, le=990)] | None = None
    """Correlates of War state number; none for an organisation."""


class Article(Model):
    """A further text that belongs to the guarantee."""

    title: Text
    """Its title."""
    source: SourceKey
    """Key of the source in the bibliography."""
    where: Text | None = None
    """Where in the source: article, annex or page; none for the whole of it."""


class Guarantee(Model):
    """One guarantee as facts with sources."""

    suasion: Literal[1]
    """Version of this format."""
    id: Id
    """Identifier: lower case, words joined by hyphens; the file's name without its ending."""
    title: Text
    """Title for tables."""
    kind: Kind
    """Historical or candidate."""
    summary: Text
    """One or two sentences in our words."""
    parties: Annotated[list[Party], Field(min_length=2, max_length=60)]
    """Who takes part."""
    lead: str | None = None
    """The guarantor whose decision matters most; none where nobody guarantees."""
    instrument: Part[sections.Instrument]
    """The principal legal text."""
    also: list[Article] = []
    """Further texts."""
    nuclear: Part[sections.Nuclear]
    """Nuclear backing."""
    forces: Part[sections.Forces]
    """The guarantor's forces on the spot."""
    aid: Part[sections.Aid]
    """Help short of fighting."""
    zone: Part[sections.Zone]
    """The demarcation zone."""
    site: Part[sections.Site]
    """A special zone around one place."""
    economy: Part[sections.Economy]
    """Money that binds, feeds or tempts."""
    pressure: Part[sections.Pressure]
    """Acts against the challenger's means."""
    coalition: Part[sections.Coalition]
    """Who must agree."""
    settlement: Part[sections.Settlement]
    """What is settled."""
    duration: Part[sections.Duration]
    """How long it binds."""
    outcome: Part[sections.Outcome] | None = None
    """What became of it; historical guarantees only."""

    @model_validator(mode="after")
    def _parties_exist(self) -> Self:
        names = [party.id for party in self.parties]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            found = ", ".join(twice)
            raise fault("parties", "each party is declared once", "Merge its roles", found)
        guarantors = self._with_role(Role.GUARANTOR)
        if self.lead is not None and self.lead not in guarantors:
            among = ", ".join(guarantors) or "none here"
            message = f"must be a party with the role guarantor ({among})"
            raise fault("lead", message, "Correct it, or give that party the role", self.lead)
        return self

    @model_validator(mode="after")
    def _roles_filled(self) -> Self:
        for role in (Role.CHALLENGER, Role.PROTEGE):
            if not self._with_role(role):
                found = ", ".join(party.id for party in self.parties)
                message = f"one of the parties must have the role {role}"
                raise fault("parties", message, "Give a party this role", found)
        return self

    def _with_role(self, role: Role) -> list[str]:
        return [party.id for party in self.parties if role in party.roles]
