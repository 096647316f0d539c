"""Plan files: what a violation is, what chance is wanted, and what there is to choose from.

::

    suasion: 1
    plan: example
    violation: {size: 3, within_days: 14}
    chance: 0.9
    cost_unit: "staff days a month"
    means:
      patrols: {kind: patrol, looks_per_day: 0.5, miss: [0.2, 0.4], share: 0.2, cost: 30,
                because: "…"}
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from suasion.describe.bibliography import beside
from suasion.describe.fact import Model, SourceKey, Text, fault
from suasion.describe.guarantee import Id
from suasion.describe.loading import validated
from suasion.describe.reading import read
from suasion.zone.planning.means import HOW, Kind, Means
from suasion.zone.planning.mixing import Offer
from suasion.zone.planning.ranges import Range

Share = Annotated[float, Field(ge=0, le=1)]
Ends = Annotated[list[Share], Field(min_length=2, max_length=2)]
Count = Annotated[int, Field(ge=0, le=1000, strict=True)]
SHARES = ("miss", "share", "prevented")
PACES = ("looks_per_day", "every_days")
WANTED: dict[str, str | None] = {
    "random": "looks_per_day",
    "periodic": "every_days",
    "steady": None,
}


class Violation(Model):
    """What is to be noticed."""

    size: Annotated[int, Field(ge=1, le=100_000, strict=True)]
    """Things that it is of."""
    within_days: Annotated[float, Field(gt=0, le=36_500)]
    """Days from its start within which it is to be noticed."""


class Choice(Model):
    """One means that may be used; its numbers are those of one unit."""

    kind: Kind
    """What watches."""
    cost: Annotated[float, Field(ge=0, le=1e12)]
    """Of one unit, in the plan's `cost_unit`; of a store, of one thing checked."""
    miss: Share | Ends
    """Chance that a look misses one thing that it has before it, or its low and high end."""
    share: Share | Ends = 1.0
    """Share of the zone that one look sees, or one camera watches, or its low and high end."""
    prevented: Share | Ends = 0.0
    """Chance that cloud, weather or a fault prevents a look, or its low and high end."""
    looks_per_day: Annotated[float, Field(gt=0, le=10_000)] | None = None
    """Looks of one unit [1/day]; patrols and drones."""
    every_days: Annotated[float, Field(gt=0, le=36_500)] | None = None
    """Days between two looks of one unit; visits, satellites and stores."""
    stored: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] | None = None
    """Things declared in a store."""
    least: Count = 0
    """Units that there must be."""
    most: Annotated[int, Field(ge=1, le=1000, strict=True)] = 100
    """Units that there may be; of a store, never more than is stored."""
    source: SourceKey | None = None
    """Key of the source of its numbers in the bibliography."""
    where: Text | None = None
    """Where in the source."""
    because: Text | None = None
    """Why these numbers, where they are a judgement."""

    @model_validator(mode="after")
    def _whole(self) -> Choice:
        self._grounds()
        self._pace()
        self._ordered()
        return self

    def _grounds(self) -> None:
        given = [name for name in ("source", "because") if getattr(self, name)]
        if len(given) != 1:
            message = "one of source and because must be given"
            remedy = "Name the source of the numbers, or say why you judge them so"
            raise fault(given[-1] if given else "because", message, remedy, ", ".join(given))

    def _pace(self) -> None:
        wanted = WANTED[HOW[self.kind]]
        for name in (*PACES, "stored"):
            value, needed = getattr(self, name), name == wanted
            needed = needed or (name == "stored" and self.kind is Kind.STORE)
            if needed != (value is not None):
                verb, remedy = ("needs", "Add it") if needed else ("has no", "Take it out")
                raise fault(name, f"a {self.kind.value} {verb} {name}", remedy, value or "nothing")

    def _ordered(self) -> None:
        for name in SHARES:
            ends = range_in(getattr(self, name))
            if ends.low > ends.high:
                raise fault(name, "the low end comes first", "Swap the ends", getattr(self, name))
        if self.least > self.most:
            raise fault(
                "least", f"must be at most {self.most}, the most", "Correct one", self.least
            )


class PlanFile(Model):
    """The whole of a plan file."""

    suasion: Literal[1]
    """Version of the format."""
    plan: Id
    """Identifier."""
    violation: Violation
    """What is to be noticed, and by when."""
    chance: Annotated[float, Field(gt=0, lt=1)]
    """Chance of notice that is wanted."""
    cost_unit: Text
    """What the costs are counted in, and for what time."""
    means: Annotated[dict[Id, Choice], Field(min_length=1, max_length=50)]
    """What there is to choose from, by name."""

    @model_validator(mode="after")
    def _fits(self) -> PlanFile:
        for name, one in self.means.items():
            if one.stored is not None and one.stored < self.violation.size:
                message = f"a violation of {self.violation.size} cannot come from so few"
                raise fault(f"means.{name}.stored", message, "Correct one of them", one.stored)
        return self


@dataclass(frozen=True)
class Plan:
    """A plan file as read."""

    file: PlanFile
    offers: tuple[Offer, ...]


def range_in(value: float | list[float]) -> Range:
    """A number or its two ends as a range."""
    ends = value if isinstance(value, list) else [value]
    return Range(float(ends[0]), float(ends[-1]))


def load(path: Path) -> Plan:
    """The plan in a file.

    Raises
    ------
    InputError
        With every fault: file, line, field, value, what is allowed, what to do.
    """
    file = validated(read(path), PlanFile, beside(path.parent))
    return Plan(file, tuple(offer(name, one) for name, one in file.means.items()))


def offer(name: str, one: Choice) -> Offer:
    """A means of a plan file with its cost and limits."""
    pace = one.looks_per_day or one.every_days or 1.0
    miss, share, prevented = (range_in(getattr(one, field)) for field in SHARES)
    means = Means(name, one.kind, pace, miss, share, prevented, one.stored or 0)
    most = min(one.most, one.stored) if one.stored else one.most
    return Offer(means, one.cost, min(one.least, most), most)
