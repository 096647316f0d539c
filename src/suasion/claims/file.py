"""A claim file: what is claimed, by whom, on which facts, and what would show it right or wrong.

::

    claim: 1
    id: zone-is-the-key
    text: …            the claim in our words
    side: article      whose side of the debate
    source: KEY, where: …
    premises: [...]    facts that it rests on
    test: {type: …}    contrast, threshold, equivalence, largest-contribution, sufficiency,
                       fact-only or not-testable
    mechanisms: [...]  what it is about: their priors are zeroed and flipped
    record: …          what of the record it can be held against
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from suasion.claims.metrics import COMPARISON, WITH_YEAR, YEARS, Metric
from suasion.describe.fact import Fact, Model, SourceKey, Text, Truth, fault
from suasion.describe.guarantee import Id

Scalar = bool | int | float | str
Names = Annotated[list[Id], Field(min_length=1, max_length=30)]
Size = Annotated[float, Field(ge=0, le=1000, strict=True)]
Margin = Annotated[float, Field(gt=0, le=1000, strict=True)]
Keeps = Annotated[float, Field(gt=0, le=1, strict=True)]
Year = Annotated[int, Field(ge=1, le=60, strict=True)]
Level = Annotated[float, Field(ge=0, le=1000, strict=True)]


class Premise(Model):
    """A fact that the claim rests on: looked up in the case, or given here with its source."""

    says: Text
    """The premise in words."""
    check: Text | None = None
    """`SUBJECT: path OPERATOR value`, such as `korean-model: forces.size > 0`."""
    fact: Fact[Truth] | None = None
    """Where the case has no field for it: true or false with a source, contested, or unknown."""
    needed: bool = True
    """False where the claim may stand without it; then it caps no verdict."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.check is None) == (self.fact is None):
            found = "neither" if self.check is None else "both"
            message = "a premise is looked up (check) or given here (fact), one of the two"
            raise fault("check", message, "Give check or fact", found)
        return self


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


class _Measured(Model):
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


class Contrast(_Measured):
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


class Threshold(_Measured):
    """The metric of one variant reaches a level, or stays below it."""

    type: Literal["threshold"]
    """Kind of test."""
    of: Variant
    """What the claim speaks of."""
    direction: Literal["at-least", "at-most"]
    """On which side of the level."""
    level: Level
    """The level, in the metric's unit."""


class Equivalence(_Measured):
    """Two variants differ by no more than a margin, to either side."""

    type: Literal["equivalence"]
    """Kind of test."""
    first: Variant
    """What the claim speaks of."""
    second: Variant
    """What it is said to equal."""
    margin: Margin
    """Largest difference that counts as none, in the metric's unit."""


class LargestContribution(_Measured):
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
    def _parts_fit(self) -> Self:
        if self.part not in self.parts:
            message = f"must be one of the parts ({', '.join(self.parts)})"
            raise fault("part", message, "Correct it, or add it to parts", self.part)
        every = [name for names in self.parts.values() for name in names]
        twice = sorted({name for name in every if every.count(name) > 1})
        if twice:
            message = "a mechanism belongs to one part"
            raise fault("parts", message, "Remove it from the others", ", ".join(twice))
        if self.model != "comparison":
            raise fault("model", "parts are taken in the short model", "Remove model", self.model)
        return self


class Sufficiency(_Measured):
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


class Claim(Model):
    """One claim."""

    claim: Literal[1]
    """Version of this format."""
    id: Id
    """Identifier: the file's name without its ending."""
    text: Text
    """The claim in our words."""
    side: Id
    """Whose side of the debate it belongs to, in a word or two, such as `article`."""
    source: SourceKey
    """Key of a work that makes the claim."""
    where: Text
    """Where in the work: paragraph or page."""
    scope: Text
    """For whom, where and when the claim is meant."""
    premises: Annotated[list[Premise], Field(max_length=12)] = []
    """Facts that it rests on."""
    test: Test
    """What would show it to be right or wrong."""
    mechanisms: list[Id] = []
    """The claim's own mechanisms: those whose strength it asserts."""
    record: (
        Annotated[
            Annotated[Record, Tag("(record)")] | Annotated[Silent, Tag("(silent)")],
            Discriminator(_record_kind),
        ]
        | None
    ) = None
    """What of the record it can be held against."""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if isinstance(self.test, FactOnly) and not any(one.needed for one in self.premises):
            message = "a claim of fact needs a premise to be looked up"
            raise fault("premises", message, "Add a premise", "none")
        if isinstance(self.test, Played) and not self.mechanisms and not _of_the_world(self.test):
            message = "a claim that is played names the mechanisms whose strength it asserts"
            raise fault("mechanisms", message, "Name them; `suasion explain` lists them", "none")
        return self


def _of_the_world(test: Played) -> bool:
    """True where no mechanism of a guarantee is asserted: a threshold on leaders or entry."""
    return test.metric in (Metric.LEADER_GONE, Metric.ENTRY)
