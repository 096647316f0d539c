"""What a zone file may say: lines, sides, places, and rules about them.

::

    suasion: 1                 version of the format
    zone: my-zone              its name
    lines: {…}                 lines on the ground, from GeoJSON or given here
    sides: {…}                 a name and one place on each side of a line
    belts: {…}                 depths from a line, on one side or both
    sites: {…}                 circles round a place
    areas: {…}                 polygons, given or known to be unknown
    exclusions: {…}            circles or polygons cut out of all of these
    crossings: {…}             points where one may cross
    corridors: {…}             ways of a width
    rules: […]                 what is forbidden where, by which text
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from suasion.describe.fact import (
    NOT_STATED,
    Day,
    Fact,
    Known,
    Model,
    SourceKey,
    Text,
    fault,
    readings,
)
from suasion.describe.guarantee import Id
from suasion.describe.vocabulary import Standing

Distance = Annotated[float, Field(gt=0, le=500, strict=True)]
Number = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Degrees = Annotated[float, Field(ge=-360, le=360, strict=True)]
Position = Annotated[list[Degrees], Field(min_length=2, max_length=3)]

WAYS = ("file", "coordinates", "unknown")


class Kind(StrEnum):
    """What a rule asks for."""

    ABSENT = "absent"
    CEILING = "ceiling"
    STORED = "stored-under-seal"
    NOTIFY = "notify-first"


class Shape(Model):
    """Positions from a GeoJSON file or given here, or a reason why they are not known."""

    file: Text | None = None
    """Path of a GeoJSON file, from the folder of the zone file."""
    feature: Text | None = None
    """The `name` of the feature in it, where it has several."""
    coordinates: Annotated[list[Position], Field(min_length=1)] | None = None
    """Longitude and latitude [degrees] of each position, longitude first."""
    unknown: Text | None = None
    """Why the positions are not known."""
    source: SourceKey | None = None
    """Key of the source in the bibliography."""
    where: Text | None = None
    """Where in the source: article, map or annex."""

    @model_validator(mode="after")
    def _one_way(self) -> Shape:
        given = [name for name in WAYS if getattr(self, name) is not None]
        if len(given) != 1:
            message = "one of file, coordinates and unknown must be given"
            raise fault(given[-1] if given else "file", message, "Keep one", ", ".join(given))
        return self


class Line(Shape):
    """A line on the ground."""

    name: Text | None = None
    """What the agreement calls it."""


class Side(Model):
    """One side of a line."""

    name: Text
    """Whose side it is."""
    place: Position
    """Longitude and latitude of a place that lies on this side beyond doubt, longitude first."""
    line: Id | None = None
    """The line; not needed where there is only one."""


class Belt(Model):
    """The land beside a line, down to a depth."""

    name: Text
    """What the agreement calls it."""
    depth_km: Fact[Distance]
    """Depth from the line on each of its sides [km]."""
    beyond_km: Annotated[float, Field(ge=0, le=500, strict=True)] = 0.0
    """Where it starts [km from the line]."""
    sides: Annotated[list[Id], Field(min_length=1)] | None = None
    """The sides it lies on; all where it is left out."""

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Belt:
        depths = readings(self.depth_km)
        if depths and self.beyond_km >= min(depths):
            message = f"must be less than the depth, {min(depths):g} km"
            raise fault("beyond_km", message, "Give both from the line", self.beyond_km)
        return self


class Site(Model):
    """A circle round a place."""

    name: Text
    """Name of the place."""
    centre: Position
    """Longitude and latitude of its centre [degrees], longitude first."""
    radius_km: Fact[Distance]
    """Radius [km]."""
    source: SourceKey
    """Key of the source of the centre."""
    where: Text
    """Where in the source."""


class Area(Shape):
    """A polygon; its coordinates are a ring."""

    name: Text
    """What the agreement calls it."""


class Exclusion(Model):
    """Land to which no rule of a belt, site or area applies: a circle, or the ring `outline`."""

    name: Text
    """What it is."""
    because: Text
    """Why it is left out."""
    centre: Position | None = None
    """Centre of a circle [degrees], longitude first."""
    radius_km: Distance | None = None
    """Radius of the circle [km]."""
    outline: Shape | None = None
    """A polygon instead of a circle."""
    source: SourceKey
    """Key of the source in the bibliography."""
    where: Text
    """Where in the source."""

    @model_validator(mode="after")
    def _circle_or_ring(self) -> Exclusion:
        circle = self.centre is not None and self.radius_km is not None
        if circle == (self.outline is not None):
            message = "needs centre and radius_km, or outline, and not both"
            raise fault("centre", message, "Give a circle or a polygon", self.name)
        return self


class Crossing(Model):
    """A point where people or goods may cross."""

    name: Text
    """Name of the place."""
    place: Position
    """Longitude and latitude [degrees], longitude first."""
    source: SourceKey
    """Key of the source in the bibliography."""
    where: Text
    """Where in the source."""


class Corridor(Shape):
    """A way of a width."""

    name: Text
    """What it is called."""
    width_km: Fact[Distance]
    """Its whole width [km]."""


class Rule(Model):
    """What is forbidden in some places, by which text."""

    rule: Kind
    """What it asks for."""
    weapons: Annotated[list[Text], Field(min_length=1)]
    """Classes of weapons, by identifier or name; `suasion.zone.rules.taxonomy` knows them."""
    places: Annotated[list[Id], Field(min_length=1)]
    """Belts, sites, areas or corridors in which it holds."""
    sides: Annotated[list[Id], Field(min_length=1)] | None = None
    """Sides on which it holds; all where it is left out."""
    limit: Fact[Number] = NOT_STATED
    """Highest number allowed, for a ceiling."""
    begins: Day | None = None
    """First day in force; that of the zone where it is left out."""
    ends: Day | None = None
    """Last day in force."""
    source: SourceKey
    """Key of the source in the bibliography."""
    where: Text
    """Where in the source: article, paragraph or page."""
    note: Text | None = None
    """What a reader should know about it."""

    @model_validator(mode="after")
    def _in_order(self) -> Rule:
        if self.begins and self.ends and self.ends < self.begins:
            message = f"must not come before the rule begins, {self.begins}"
            raise fault("ends", message, "Swap or correct the dates", self.ends)
        return self

    @model_validator(mode="after")
    def _limit_of_a_ceiling(self) -> Rule:
        if (self.rule is Kind.CEILING) != ("limit" in self.model_fields_set):
            message = "a ceiling needs a limit, and no other rule has one"
            raise fault("limit", message, "Give the highest number allowed", self.rule.value)
        return self


class ZoneFile(Model):
    """A zone: the places of an agreement or proposal, and its rules about them."""

    suasion: Literal[1]
    """Version of this format."""
    zone: Id
    """Identifier: lower case, words joined by hyphens."""
    title: Text
    """Title for readers."""
    summary: Text
    """What it is, in a sentence or two."""
    standing: Standing
    """How far the instrument has come."""
    guarantees: list[Id] = []
    """Guarantees that have this zone, by identifier; what was seen of it counts for these alone."""
    begins: Fact[Day] = NOT_STATED
    """First day in force."""
    ends: Fact[Day] = NOT_STATED
    """Last day in force."""
    lines: dict[Id, Line] = {}
    """Lines on the ground by identifier."""
    sides: dict[Id, Side] = {}
    """Sides by identifier."""
    belts: dict[Id, Belt] = {}
    """Belts by identifier."""
    sites: dict[Id, Site] = {}
    """Circles by identifier."""
    areas: dict[Id, Area] = {}
    """Polygons by identifier."""
    exclusions: dict[Id, Exclusion] = {}
    """What is cut out, by identifier."""
    crossings: dict[Id, Crossing] = {}
    """Crossing points by identifier."""
    corridors: dict[Id, Corridor] = {}
    """Ways by identifier."""
    rules: Annotated[list[Rule], Field(min_length=1)]
    """What is forbidden where."""

    @model_validator(mode="after")
    def _in_order(self) -> ZoneFile:
        begins, ends = self.begins, self.ends
        if isinstance(begins, Known) and isinstance(ends, Known) and ends.value < begins.value:
            message = f"must not come before the zone begins, {begins.value}"
            raise fault("ends.value", message, "Swap or correct the dates", ends.value)
        return self

    @model_validator(mode="after")
    def _each_guarantee_once(self) -> ZoneFile:
        twice = [one for one in self.guarantees if self.guarantees.count(one) > 1]
        if twice:
            raise fault("guarantees", "names one of them twice", "Name each once", twice[0])
        return self
