"""Tests of a guarantee's parts: which contributes most, and which suffices alone."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from suasion.claims.measured import Margin, Measured, Names, Size, Variant
from suasion.describe.fact import fault
from suasion.describe.guarantee import Id

Keeps = Annotated[float, Field(gt=0, le=1, strict=True)]


class LargestContribution(Measured):
    """Of the parts named, one has the largest Shapley share in a guarantee's effect."""

    type: Literal["largest-contribution"]
    """Kind of test."""
    of: Variant
    """The guarantee whose effect is taken apart."""
    parts: Annotated[dict[Id, Names], Field(min_length=2, max_length=5)]
    """Parts by name: the mechanisms that each is made of."""
    part: Id
    """The part that is said to contribute most."""
    direction: Literal["higher", "lower"] = "higher"
    """Which way the parts are said to move the metric."""
    by: Size = 0.0
    """By how much it must lead, in the metric's unit."""

    @model_validator(mode="after")
    def _is_a_part(self) -> Self:
        if self.part not in self.parts:
            message = f"must be one of the parts ({', '.join(self.parts)})"
            raise fault("part", message, "Correct it, or add it to parts", self.part)
        return self

    @model_validator(mode="after")
    def _each_mechanism_in_one(self) -> Self:
        every = [name for names in self.parts.values() for name in names]
        twice = sorted({name for name in every if every.count(name) > 1})
        if twice:
            message = "a mechanism belongs to one part"
            raise fault("parts", message, "Remove it from the others", ", ".join(twice))
        return self

    @model_validator(mode="after")
    def _short_model(self) -> Self:
        if self.model != "comparison":
            raise fault("model", "parts are taken in the short model", "Remove model", self.model)
        return self


class Sufficiency(Measured):
    """A part of a guarantee, with everything else removed, keeps its effect."""

    type: Literal["sufficiency"]
    """Kind of test."""
    of: Variant
    """The guarantee."""
    part: Names
    """Mechanisms that are said to suffice."""
    keeps: Keeps
    """Share of the whole effect that the part alone must keep [1]."""
    direction: Literal["higher", "lower"] = "higher"
    """Which way the guarantee is said to move the metric."""
    by: Margin
    """Least effect of the whole, in the metric's unit: what has no effect cannot keep one."""

    @model_validator(mode="after")
    def _short_model(self) -> Self:
        if self.model != "comparison":
            raise fault("model", "parts are taken in the short model", "Remove model", self.model)
        return self
