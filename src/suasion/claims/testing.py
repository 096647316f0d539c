"""The test of a claim: what would show it right or wrong, by its type."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from suasion.claims.measured import Contrast, Equivalence, Threshold
from suasion.claims.parts import LargestContribution, Sufficiency
from suasion.describe.fact import Model, Text, fault


class FactOnly(Model):
    """The claim is right if its premises hold; no future is played."""

    type: Literal["fact-only"]
    """Kind of test."""
    because: Text
    """Why the premises are all there is to it."""
    disagree: Text
    """Who would ask for more."""


class NotTestable(Model):
    """The claim cannot be tested here, with the reason."""

    type: Literal["not-testable"]
    """Kind of test."""
    kind: Literal["normative", "counterfactual", "unobserved"]
    """A judgement of worth; a course of events that we cannot play; something nobody can see."""
    reason: Text
    """Why, and what would be needed."""


TYPES = (
    "contrast",
    "threshold",
    "equivalence",
    "largest-contribution",
    "sufficiency",
    "fact-only",
    "not-testable",
)


def _of_a_type(raw: Any) -> Any:
    """The test, if it says of which type it is."""
    found = raw.get("type") if isinstance(raw, dict) else getattr(raw, "type", None)
    if found not in TYPES:
        near = get_close_matches(str(found), TYPES, n=1)
        remedy = f"Did you mean {near[0]}?" if near else "Use one of these words"
        shown = "nothing" if found is None else repr(found)
        raise fault("type", f"must be one of {', '.join(TYPES)}", remedy, shown)
    return raw


Test = Annotated[
    Annotated[
        Contrast
        | Threshold
        | Equivalence
        | LargestContribution
        | Sufficiency
        | FactOnly
        | NotTestable,
        Field(discriminator="type"),
    ],
    BeforeValidator(_of_a_type),
]
Played = Contrast | Threshold | Equivalence | LargestContribution | Sufficiency
