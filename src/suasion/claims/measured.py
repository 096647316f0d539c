"""Tests that play futures: how far two variants, or a variant and a level, lie apart."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from suasion.claims.metrics import COMPARISON, WITH_YEAR, YEARS, Metric
from suasion.describe.fact import Model, Text, fault
from suasion.describe.guarantee import Id

Scalar = bool | int | float | str
Names = Annotated[list[Id], Field(min_length=1, max_length=30)]
Size = Annotated[float, Field(ge=0, le=1000, strict=True)]
Margin = Annotated[float, Field(gt=0, le=1000, strict=True)]
Year = Annotated[int, Field(ge=1, le=60, strict=True)]
Level = Annotated[float, Field(ge=0, le=1000, strict=True)]


class Variant(Model):
    """A guarantee with facts set."""

    guarantee: Id
    """A candidate of the case, or a guarantee of the library carried over to the case."""
    set: dict[str, Scalar] = {}
    """Fields and levers of the case by name, as for --set."""
    hold: dict[str, Annotated[float, Field(strict=True)]] = {}
    """Numbers of the situation held at a value in every state; for `model: years` only."""
    leader: Literal["by-record", "stays"] = "by-record"
    """Whether the challenger's leader leaves by the record or stays; for `model: years` only."""


class Measured(Model):
    """What every test that plays futures has."""

    metric: Metric
    """What is measured."""
    year: Year | None = None
    """Year at which it is read, for the metrics that need one."""
    model: Literal["comparison", "years"] = "comparison"
    """The short model of the years that `suasion compare` plays, or the full one."""
    theories: Names | None = None
    """Theories to which the claim is limited; all where it is not."""
    because: Text
    """Why this comparison, these sizes and these facts stand for the claim."""
    disagree: Text
    """Who would test it otherwise, and how."""

    @model_validator(mode="after")
    def _metric_fits(self) -> Self:
        known = COMPARISON if self.model == "comparison" else YEARS
        if self.metric not in known:
            names = ", ".join(one.value for one in Metric if one in known)
            message = f"the model {self.model} measures one of {names}"
            raise fault("metric", message, "Choose one of these, or the other model", self.metric)
        if (self.year is not None) != (self.metric in WITH_YEAR):
            message = (
                "this metric is read at a year"
                if self.metric in WITH_YEAR
                else "this metric is not read at a year"
            )
            remedy = "Add year" if self.metric in WITH_YEAR else "Remove year"
            raise fault("year", message, remedy, self.year)
        return self

    @model_validator(mode="after")
    def _years_only(self) -> Self:
        for name in ("first", "second", "of"):
            one = getattr(self, name, None)
            if self.model == "comparison" and one and (one.hold or one.leader != "by-record"):
                message = "hold and leader are for the full model of the years"
                raise fault(f"{name}.guarantee", message, "Add model: years", one.guarantee)
        return self


class Contrast(Measured):
    """The metric of one variant is higher, or lower, than that of another."""

    type: Literal["contrast"]
    """Kind of test."""
    first: Variant
    """What the claim speaks of."""
    second: Variant
    """What it is compared with."""
    direction: Literal["higher", "lower"]
    """How the first stands to the second."""
    by: Size
    """Least difference that counts, in the metric's unit."""


class Threshold(Measured):
    """The metric of one variant reaches a level, or stays below it."""

    type: Literal["threshold"]
    """Kind of test."""
    of: Variant
    """What the claim speaks of."""
    direction: Literal["at-least", "at-most"]
    """On which side of the level."""
    level: Level
    """The level, in the metric's unit."""


class Equivalence(Measured):
    """Two variants differ by no more than a margin, to either side."""

    type: Literal["equivalence"]
    """Kind of test."""
    first: Variant
    """What the claim speaks of."""
    second: Variant
    """What it is said to equal."""
    margin: Margin
    """Largest difference that counts as none, in the metric's unit."""
