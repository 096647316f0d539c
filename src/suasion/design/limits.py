"""The limits file: what is searched over, within which limits, at which prices.

See docs/reference/limits-file.md. Every limit is a fact with its source or a judgement; every price
and every move of a party's acceptance is a prior, drawn anew in each draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from suasion.describe.case import Path as FieldPath
from suasion.describe.case import Scalar
from suasion.describe.fact import Fact, Known, Model, SourceKey, Text, fault, readings
from suasion.describe.guarantee import Id
from suasion.describe.sections import Amount, Count, Share, Years
from suasion.mechanism.prior import Prior, from_mapping

PACKAGED = Path(__file__).parent / "data"
MANY = 200
"""Values of one search variable."""
Number = Annotated[float, Field(ge=-1e6, le=1e6, strict=True)]
Words = Annotated[list[Scalar], Field(min_length=1, max_length=MANY)]


class Domain(Model):
    """What a search variable may be: words, or numbers from `least` to `most` by `step`."""

    words: Words | None = None
    """Words, truth values or single numbers."""
    least: Amount | None = None
    """Least number."""
    most: Amount | None = None
    """Greatest number."""
    step: Annotated[float, Field(gt=0, strict=True)] | None = None
    """Distance between numbers; whole numbers stay whole."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        numbers = (self.least, self.most, self.step)
        if self.words is not None:
            if any(number is not None for number in numbers):
                message = "must be either words or least, most and step"
                raise fault("words", message, "Remove one of the two", "both")
            return self
        if self.least is None or self.most is None or self.step is None:
            message = "must be words: […] or least, most and step"
            raise fault("words", message, "Write e.g. {least: 0, most: 20, step: 5}", "neither")
        if self.least > self.most:
            message = f"must not be above most ({self.most:g})"
            raise fault("least", message, "Exchange the two", self.least)
        if (self.most - self.least) / self.step >= MANY:
            message = f"must give at most {MANY} numbers"
            raise fault("step", message, "Take a wider step", self.step)
        return self

    def values(self) -> tuple[Scalar, ...]:
        """Every value, in order.

        Examples
        --------
        >>> Domain(least=0, most=10, step=5).values()
        (0, 5, 10)
        """
        if self.words is not None:
            return tuple(dict.fromkeys(self.words))
        least, most, step = self.least or 0.0, self.most or 0.0, self.step or 1.0
        return tuple(
            _plain(least + at * step) for at in range(int((most - least) / step + 1e-9) + 1)
        )


def _plain(number: float) -> int | float:
    """A whole number as such."""
    rounded = round(number, 9)
    return int(rounded) if rounded == int(rounded) else rounded


class Uncertain(Model):
    """A number that nobody knows: one shape, and its source or the judgement behind it."""

    fixed: Number | None = None
    """One value."""
    uniform: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    """Low and high."""
    loguniform: (
        Annotated[
            list[Annotated[float, Field(gt=0, le=1e6, strict=True)]],
            Field(min_length=2, max_length=2),
        ]
        | None
    ) = None
    """Low and high, above 0."""
    triangular: Annotated[list[Number], Field(min_length=3, max_length=3)] | None = None
    """Low, mode and high."""
    judgement: Text | None = None
    """The reason, where no source decides."""
    source: SourceKey | None = None
    """Key of the source in the bibliography."""
    because: Text | None = None
    """What the source says."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = self.shapes()
        if len(given) != 1:
            found = ", ".join(given) or "none"
            message = "one of fixed, uniform, loguniform, triangular must be given"
            raise fault("uniform", message, "Write e.g. uniform: [0, 1]", found)
        (name, numbers) = next(iter(given.items()))
        if isinstance(numbers, list) and numbers != sorted(numbers):
            raise fault(name, "must go from low to high", "Sort the numbers", numbers)
        return self

    @model_validator(mode="after")
    def _on_someones_word(self) -> Self:
        sourced = self.source is not None and self.because is not None
        if sourced == (self.judgement is not None):
            message = "must have a judgement, or a source with because"
            raise fault("judgement", message, "Say on what it rests", self.source or "neither")
        return self

    def shapes(self) -> dict[str, Any]:
        """The shapes that are given."""
        names = ("fixed", "uniform", "loguniform", "triangular")
        return {name: v for name in names if (v := getattr(self, name)) is not None}

    def prior(self) -> Prior:
        """The prior that is drawn."""
        raw = self.shapes() | {"source": self.source, "because": self.because}
        return from_mapping(raw | ({"judgement": self.judgement} if self.judgement else {}))


class Per(Model):
    """A number of the guarantee that a line is counted by."""

    field: FieldPath
    """Which."""
    unit: Annotated[float, Field(gt=0, strict=True)] = 1.0
    """How much of it the line is for."""
    unknown: Annotated[list[Amount], Field(min_length=2, max_length=2)]
    """From where to where it may lie where a description does not know it."""


class Line(Model):
    """A line of the costs or of a party's acceptance: it counts where `when` holds."""

    id: Id
    """Name of the line."""
    title: Text
    """What it is for."""
    when: Annotated[dict[FieldPath, Words], Field(max_length=6)] = {}
    """Field -> words: all of them must hold."""
    per: Per | None = None
    """What it is multiplied by; 1 where this is not given."""


class Cost(Line):
    """What a part of the guarantee costs."""

    usd_billion_per_year: Uncertain
    """Price [billion US dollars a year]."""


Party = Literal["challenger", "guarantor", "protege"]


class Move(Line):
    """How a part of the guarantee moves a party's acceptance."""

    party: Party
    """Whose."""
    log_odds: Uncertain
    """How far [log-odds]; below 0 it accepts less."""


class Bounds(Model):
    """The limits; what is not named is not limited."""

    most_usd_billion_per_year: Fact[Amount] | None = None
    """Mean cost of all lines [billion US dollars a year]."""
    most_troops: Fact[Count] | None = None
    """Guarantor's forces on the spot [persons]."""
    most_term_years: Fact[Years] | None = None
    """Length of the term [year]; open-ended is above any."""
    most_depth_km: Fact[Amount] | None = None
    """Depth of the zone on the challenger's side [km]."""
    least_challenger_acceptance: Fact[Share] | None = None
    """Mean chance that the challenger accepts, where its consent is needed."""
    least_guarantor_approval: Fact[Share] | None = None
    """Mean chance that all approve who must."""
    least_protege_acceptance: Fact[Share] | None = None
    """Mean chance that the protege accepts."""
    least_entry: Fact[Share] | None = None
    """Mean chance that the guarantee comes into being."""

    @model_validator(mode="after")
    def _each_is_one_number(self) -> Self:
        for name in type(self).model_fields:
            fact = getattr(self, name)
            if fact is not None and len(readings(fact)) != 1:
                message = "a limit is one number: a value with its source, or a judgement"
                raise fault(name, message, "Decide on one, or leave the limit out", "several")
        return self

    def numbers(self) -> dict[str, float]:
        """Every limit that is given."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: float(readings(fact)[0]) for name, fact in given.items() if fact is not None}


class LimitsFile(Model):
    """A limits file."""

    suasion: Literal[1]
    """Version of this format."""
    title: Text
    """What the limits stand for."""
    case: Id
    """The case that they are for."""
    start: Id
    """The candidate that is changed."""
    acceptability: Literal["entry", "least"] = "entry"
    """Chance of entry, or the least chance of the parties' acceptances."""
    search: Annotated[dict[str, Domain], Field(min_length=1, max_length=40)]
    """Search variables: a field of the guarantee or a lever of the case -> what it may be."""
    limits: Bounds
    """The limits."""
    costs: Annotated[list[Cost], Field(max_length=60)] = []
    """What it costs, line by line; added up."""
    acceptance: Annotated[list[Move], Field(max_length=60)] = []
    """What the parties make of it, line by line; added up as log-odds."""

    @model_validator(mode="after")
    def _lines_have_names_of_their_own(self) -> Self:
        for place, lines in (("costs", self.costs), ("acceptance", self.acceptance)):
            names = [line.id for line in lines]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise fault(place, "each line has a name of its own", "Rename one", twice[0])
        return self


@dataclass(frozen=True)
class Limits:
    """Limits made ready for a search.

    Parameters
    ----------
    file
        As written.
    bounds
        Limit -> number.
    domains
        Search variable -> its values, in order.
    text
        The file's text, for a copy beside the designs.
    folder
        Where the file stands; works of its own are beside it.
    """

    file: LimitsFile
    bounds: Mapping[str, float]
    domains: Mapping[str, tuple[Scalar, ...]]
    text: str
    folder: Path = PACKAGED

    def priors(self) -> dict[str, Prior]:
        """Priors of prices and moves by factor name: `cost:ID` and `acceptance:ID`."""
        costs = {f"cost:{one.id}": one.usd_billion_per_year.prior() for one in self.file.costs}
        moves = {f"acceptance:{one.id}": one.log_odds.prior() for one in self.file.acceptance}
        return costs | moves

    def sourced(self, name: str) -> str:
        """On whose word a limit stands."""
        fact: Any = getattr(self.file.limits, name)
        return fact.source if isinstance(fact, Known) else "judgement"
