"""What a mapping may say of single values: from a column, the same for all rows, or unknown."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from suasion.describe.fact import Model, Text, fault
from suasion.zone.observations.columns import LARGEST_COUNT, LARGEST_ERROR_M, LONGEST_TEXT, Act

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
ColumnName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Share = Annotated[float, Field(ge=0, le=1)]
ErrorM = Annotated[float, Field(gt=0, le=LARGEST_ERROR_M)]
Count = Annotated[int, Field(strict=True, ge=0, le=LARGEST_COUNT)]
UNKNOWN = "unknown"
"""The word that a table of words gives where a text says that it is not known."""


def one_of(model: Any, *names: str) -> None:
    """Refuse a mapping that gives none or several of its ways to say the same."""
    given = [name for name in names if getattr(model, name) is not None]
    if len(given) != 1:
        ways = ", ".join(names[:-1]) + f" or {names[-1]}"
        found = " and ".join(given) or "none of them"
        raise fault((given or names)[-1], f"give one of {ways}", "Keep one of them", found)


class PositionError(Model):
    """How far off the place may be."""

    column: ColumnName | None = None
    """Column of the error [m]."""
    constant_m: ErrorM | None = None
    """The same error for all rows [m]."""
    unknown: Text | None = None
    """Or why it is not known."""
    means: Literal["standard-deviation", "radius-50", "radius-68", "radius-95"] | None = None
    """What the number is: a standard deviation in each direction, or the radius of that share."""
    because: Text | None = None
    """Where a constant comes from."""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        one_of(self, "column", "constant_m", "unknown")
        if self.unknown is None and self.means is None:
            remedy = "Add standard-deviation, radius-50, radius-68 or radius-95"
            raise fault("means", "say what the error is", remedy, "nothing")
        if self.constant_m is not None and self.because is None:
            raise fault("because", "say where the number comes from", "Add because: …", "nothing")
        return self


class Weapon(Model):
    """Which weapon or force."""

    column: ColumnName | None = None
    """The column."""
    constant: Id | None = None
    """The same class for all rows."""
    unknown: Text | None = None
    """Or why it is not known."""
    classes: dict[Text, Id] = {}
    """By text of the column: the class, or `unknown`."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        one_of(self, "column", "constant", "unknown")
        return self


class Side(Model):
    """Whose."""

    column: ColumnName | None = None
    """The column."""
    constant: Id | None = None
    """The same side for all rows."""
    unknown: Text | None = None
    """Or why it is not known."""
    sides: dict[Text, Id] = {}
    """By text of the column: the side, or `unknown`."""

    @model_validator(mode="after")
    def _named(self) -> Self:
        one_of(self, "column", "constant", "unknown")
        if self.column is not None and not self.sides:
            message = "a column of sides needs its words"
            raise fault("sides", message, "Add sides: {text: side, …}", "nothing")
        return self


class Number(Model):
    """How many."""

    column: ColumnName | None = None
    """The column."""
    constant: Count | None = None
    """The same count for all rows."""
    unknown: Text | None = None
    """Or why it is not known."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        one_of(self, "column", "constant", "unknown")
        return self


class Source(Model):
    """Who saw it."""

    column: ColumnName | None = None
    """The column."""
    constant: Annotated[Text, StringConstraints(max_length=LONGEST_TEXT)] | None = None
    """The same source for all rows."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        one_of(self, "column", "constant")
        return self


class Confidence(Model):
    """How sure the source is."""

    column: ColumnName | None = None
    """The column: numbers from 0 to 1, or words."""
    constant: Share | None = None
    """The same for all rows."""
    unknown: Text | None = None
    """Or why it is not known."""
    words: dict[Text, Share] = {}
    """By text of the column: the chance that it stands for."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        one_of(self, "column", "constant", "unknown")
        return self


class Observed(Model):
    """What was observed."""

    column: ColumnName | None = None
    """The column."""
    constant: Act | None = None
    """The same for all rows."""
    words: dict[Text, Act] = {}
    """By text of the column: what it stands for."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        one_of(self, "column", "constant")
        return self
