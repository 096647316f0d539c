"""What a mapping file may say: which column of a table is what, and what its words mean."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from suasion.describe.fact import Model, Text, fault
from suasion.zone.observations.formats import UNIX, pattern
from suasion.zone.observations.mapping_values import (
    ColumnName,
    Confidence,
    Id,
    Number,
    Observed,
    PositionError,
    Side,
    Source,
    Weapon,
    one_of,
)
from suasion.zone.observations.zones import zone_of

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Digits = Annotated[int, Field(strict=True, ge=1, le=20)]
Kilometres = Annotated[float, Field(gt=0, le=2000)]
Encoding = Literal[
    "utf-8",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-15",
    "koi8-r",
    "koi8-u",
    "cp866",
    "mac-cyrillic",
]


class Csv(Model):
    """How a CSV file is written."""

    delimiter: Literal[",", ";", "\t", "|"] = ","
    """What stands between cells."""
    encoding: Encoding = "utf-8"
    """Encoding of the text."""
    decimal: Literal[".", ","] = "."
    """Decimal sign."""


class Region(Model):
    """Where observations may lie: a box, or the surroundings of a line."""

    south: Latitude | None = None
    """Southern edge of the box [degree]."""
    north: Latitude | None = None
    """Northern edge [degree]."""
    west: Longitude | None = None
    """Western edge [degree]; larger than `east` for a box across the 180th meridian."""
    east: Longitude | None = None
    """Eastern edge [degree]."""
    line: Text | None = None
    """In place of a box: a GeoJSON file of the line, by its path from the mapping file."""
    within_km: Kilometres | None = None
    """With `line`: how far around the box of the line."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        edges = ("south", "north", "west", "east")
        wanted = ("line", "within_km") if self.line is not None else edges
        others = [name for name in (*edges, "within_km") if name not in wanted]
        for name in wanted:
            if getattr(self, name) is None:
                raise fault(name, "a box needs four edges, a line `within_km`", "Add it", "nothing")
        for name in others:
            if getattr(self, name) is not None:
                message = "give a box or a line, not both"
                raise fault(name, message, "Remove it", getattr(self, name))
        if self.south is not None and self.north is not None and self.south >= self.north:
            raise fault("north", "must be above `south`", "Correct one of them", self.north)
        return self


class Time(Model):
    """When."""

    column: ColumnName | None = None
    """The column."""
    columns: Annotated[list[ColumnName], Field(min_length=2, max_length=6)] | None = None
    """Or several, read with one space between them, such as date and time of day."""
    format: Text
    """`iso`, `unix`, `unix-ms`, or a pattern such as `%d.%m.%Y %H:%M`."""
    zone: Text | None = None
    """Time zone of times without offset: `UTC`, `Europe/Kyiv`, `+02:00`."""
    digits: dict[ColumnName, Digits] = {}
    """By column, the number of digits to which zeros are put in front: 4 for 5 that means 0005."""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        one_of(self, "column", "columns")
        try:
            if self.format not in UNIX:
                pattern(self.format)
        except ValueError as error:
            remedy = "Write iso, unix, unix-ms or a pattern such as '%d.%m.%Y %H:%M'"
            raise fault("format", f"no format of a time: {error}", remedy, self.format) from None
        try:
            zone_of(self.zone or "UTC")
        except ValueError:
            remedy = "Write UTC, a name such as Europe/Kyiv, or an offset such as +02:00"
            raise fault("zone", "there is no such time zone", remedy, self.zone) from None
        stray = [name for name in self.digits if name not in self.names]
        if stray:
            raise fault(
                "digits", "names a column that `time` does not read", "Correct it", stray[0]
            )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in the order in which they are read."""
        return tuple(self.columns or ()) or (str(self.column),)


class Place(Model):
    """Where."""

    lat: ColumnName | None = None
    """Column of the latitude [degree, WGS 84]."""
    lon: ColumnName | None = None
    """Column of the longitude [degree, WGS 84]."""
    geometry: ColumnName | None = None
    """Or the column of a point: WKB or WKT; `geometry` in a GeoJSON file."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        one_of(self, "lat", "geometry")
        if (self.lat is None) != (self.lon is None):
            missing = "lat" if self.lat is None else "lon"
            raise fault(missing, "latitude and longitude belong together", "Add it", "nothing")
        return self


class Mapping(Model):
    """A mapping file."""

    mapping: Id
    """Name: lower-case words joined by hyphens."""
    csv: Csv = Csv()
    """How a CSV file is written."""
    region: Region | None = None
    """Where observations may lie; without it swapped coordinates are not noticed."""
    time: Time
    """When."""
    place: Place
    """Where."""
    position_error: PositionError
    """How far off the place may be."""
    weapon: Weapon
    """Class of the weapon or force."""
    side: Side
    """Whose."""
    count: Number
    """How many."""
    source: Source
    """Who saw it."""
    confidence: Confidence
    """How sure the source is."""
    observed: Observed
    """What was observed."""
