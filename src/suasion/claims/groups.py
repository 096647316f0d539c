"""What of the record a claim can be held against: groups of cases, or nothing."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from suasion.describe.fact import Model, Text, fault


class Group(Model):
    """Cases of the record; what is not given is not asked for."""

    type: (
        Literal[
            "defence",
            "neutrality",
            "assurance",
            "consultation",
            "nonaggression",
            "status",
            "implicit",
            "monitored",
            "settlement",
            "cooperation",
            "none",
        ]
        | None
    ) = None
    """Sort of guarantee."""
    sides: Literal["bilateral", "multilateral"] | None = None
    """How many bind themselves."""
    major: bool | None = None
    """A guarantor was a major power."""
    nuclear: bool | None = None
    """A guarantor held nuclear weapons."""
    treaty: bool | None = None
    """A treaty, or less."""
    troops: bool | None = None
    """Forces of a guarantor on the protege's soil."""
    zone: bool | None = None
    """A demilitarised or observed zone."""
    first_year: Annotated[int, Field(ge=1815, le=2024)] | None = None
    """First year of entry."""
    last_year: Annotated[int, Field(ge=1815, le=2024)] | None = None
    """Last year of entry."""


class Record(Model):
    """Two groups of cases of the record whose rates the claim can be held against."""

    what: Literal["attacked", "force", "honoured", "honoured-or-partly"]
    """What is counted; `suasion record rates` explains the words."""
    first: Group
    """Cases like what the claim speaks of."""
    second: Group | None = None
    """Cases to compare them with; none where a rate alone bears on the claim."""
    direction: Literal["higher", "lower"] | None = None
    """How the first rate stands to the second if the claim is right."""
    because: Text
    """Why these cases, and how they differ from the claim."""

    @model_validator(mode="after")
    def _direction_of_two(self) -> Self:
        if (self.second is None) != (self.direction is None):
            message = "two groups have a direction, one has none"
            raise fault("direction", message, "Give second and direction together", self.direction)
        return self


class Silent(Model):
    """The record says nothing of this claim."""

    silent: Text
    """Why."""


def _record_kind(raw: Any) -> str:
    silent = "silent" in raw if isinstance(raw, dict) else isinstance(raw, Silent)
    return "(silent)" if silent else "(record)"


Held = Annotated[
    Annotated[Record, Tag("(record)")] | Annotated[Silent, Tag("(silent)")],
    Discriminator(_record_kind),
]
