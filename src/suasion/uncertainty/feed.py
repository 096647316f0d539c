"""Feeds of compliance, as `suasion zone check --format feed` writes them: read and checked.

A feed is plain JSON (docs/reference/zone-findings.md); nothing else of zones is known here. Only
its counts and the days behind them are used: rates and intervals are worked out anew.
"""

from __future__ import annotations

import datetime
import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from suasion.describe.fact import Day, Model, Text
from suasion.describe.guarantee import Id
from suasion.describe.problems import problems
from suasion.describe.reading import Document, Place, read
from suasion.errors import InputError, Problem

FORMAT = "suasion-feed-1"
REMEDY = "Write it with `suasion zone check … --coverage FILE --format feed --out FEED.json`"
Days = Annotated[float, Field(ge=0, le=366)]
Number = Annotated[int, Field(strict=True, ge=0)]


class _Counts(Model):
    """A whole number by year."""

    dims: list[Literal["year"]]
    attrs: dict[str, Any]
    data: list[Number]


class _MaybeCounts(Model):
    """A whole number by year, or null."""

    dims: list[Literal["year"]]
    attrs: dict[str, Any]
    data: list[Number | None]


class _MaybeDays(Model):
    """Days by year, or null."""

    dims: list[Literal["year"]]
    attrs: dict[str, Any]
    data: list[Days | None]


class _Estimates(Model):
    """A mean and two bounds by year, or nulls; for people, and not read here."""

    dims: list[str]
    attrs: dict[str, Any]
    data: list[Any]


class _Variables(Model):
    """Everything that a feed says, by year."""

    days: _Counts
    days_watched: _MaybeDays
    violations: _Counts
    sightings: _Counts
    attributed: _Counts
    days_with_fire: _Counts
    days_intact: _MaybeDays
    erosions: _MaybeCounts
    violation_rate_per_year: _Estimates
    detection: _Estimates
    attribution: _Estimates
    fire_days_per_year: _Estimates
    erosion_rate_per_year: _Estimates


class _Coordinates(Model):
    """The years, and the names of the bounds."""

    year: _Counts
    bound: _Estimates


class _About(Model):
    """Of which zone a feed is, in which of its versions."""

    format: Literal["suasion-feed-1"]
    zone: Id
    zone_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    guarantees: list[Id] = []
    period: tuple[Day, Day] | None = None
    observed_by: list[Text] = []
    observers: Number = 0
    eroded_above_per_day: Annotated[float, Field(gt=0)] | None
    caution: str


class _File(Model):
    """A feed."""

    coords: _Coordinates
    attrs: _About
    dims: dict[str, Number]
    data_vars: _Variables


@dataclass(frozen=True)
class Year:
    """What was seen of a zone in a calendar year, or the part of it that was looked at.

    Parameters
    ----------
    days, days_watched
        Looked at, and of these with full coverage [day]; NaN where the coverage is not known.
    sightings, attributed
        That broke a rule, and of these with a known side.
    days_with_fire
        Days on which such a sighting fired.
    days_intact, erosions
        Days at risk, and erosions; NaN and 0 where nobody said what counts as eroded.
    """

    year: int
    days: int
    days_watched: float
    sightings: int
    attributed: int
    days_with_fire: int
    days_intact: float
    erosions: int


@dataclass(frozen=True)
class Feed:
    """One feed, or several of the same version of the same zone."""

    files: tuple[tuple[str, str], ...]
    """Name and SHA-256 of each."""
    zone: str
    zone_sha256: str
    eroded_above_per_day: float | None
    years: tuple[Year, ...]
    guarantees: tuple[str, ...] = ()
    """Those that have this zone; empty where the zone file does not say."""
    period: tuple[datetime.date, ...] = ()
    """First and last day; empty where it is not known."""
    observed_by: tuple[str, ...] = ()
    """Who saw what bears on a rule, some of them where they are many."""
    observers: int = 0
    """How many they are, at least."""


def feed_from(paths: Sequence[Path]) -> Feed:
    """Feeds of one zone, read together.

    Parameters
    ----------
    paths
        At least one file.

    Raises
    ------
    InputError
        Where a file is no feed, they are of different zones or versions, a year comes twice, or
        no year has a coverage.
    """
    feeds = [_one(path) for path in paths]
    first = feeds[0]
    for path, other in zip(paths[1:], feeds[1:], strict=True):
        if (other.zone, other.zone_sha256) != (first.zone, first.zone_sha256):
            what = "another zone" if other.zone != first.zone else "another version of the zone"
            message = f"it is of {what} than {paths[0]}"
            remedy = "Check the observations of both against the same zone file"
            raise _refused(path, message, remedy, other.zone)
        if set(other.guarantees) != set(first.guarantees):
            message = f"it names other guarantees as those of the zone than {paths[0]}"
            remedy = "Write both again from the same zone file"
            raise _refused(path, message, remedy, ", ".join(other.guarantees))
        if other.eroded_above_per_day != first.eroded_above_per_day:
            message = f"it calls a zone eroded by another threshold than {paths[0]}"
            raise _refused(path, message, "Use the same --eroded-above for both")
    years = tuple(year for one in feeds for year in one.years)
    for year, number in Counter(one.year for one in years).items():
        if number > 1:
            message = f"{number} feeds have the year {year}"
            raise _refused(paths[-1], message, "Give each year once, or check all rows together")
    if all(math.isnan(one.days_watched) for one in years):
        message = "it has no coverage, so that neither detection nor a rate follows from it"
        raise _refused(paths[0], message, REMEDY)
    files = tuple(name for one in feeds for name in one.files)
    days = [day for one in feeds for day in one.period]
    return replace(
        first,
        files=files,
        years=tuple(sorted(years, key=lambda one: one.year)),
        period=(min(days), max(days)) if days else (),
        observed_by=tuple(dict.fromkeys(name for one in feeds for name in one.observed_by)),
        observers=max(one.observers for one in feeds),
    )


def _one(path: Path) -> Feed:
    document = read(path)
    about = document.data.get("attrs") if isinstance(document.data, dict) else None
    written = about.get("format") if isinstance(about, dict) else None
    if written != FORMAT:
        message = f"this is no feed of the form {FORMAT}"
        raise _refused(path, message, REMEDY, "" if written is None else repr(written))
    try:
        file = _File.model_validate(document.data)
    except ValidationError as error:
        raise InputError(problems(error, document, _File)) from None
    faults = list(_faults(file, document))
    if faults:
        raise InputError(faults)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    said = file.attrs
    return Feed(
        ((path.name, digest),),
        said.zone,
        said.zone_sha256,
        said.eroded_above_per_day,
        tuple(_years(file)),
        tuple(said.guarantees),
        said.period or (),
        tuple(said.observed_by),
        said.observers,
    )


def _faults(file: _File, document: Document) -> Iterator[Problem]:
    """Lists that do not fit the years, and counts that contradict each other."""
    said, length = file.data_vars, len(file.coords.year.data)
    remedy = "Write the feed again; it was changed by hand"
    for name in type(said).model_fields:
        if len(getattr(said, name).data) != length:
            message = f"must have one value for each of the {length} years"
            yield document.problem(("data_vars", name, "data"), message, remedy)
            return
    if file.attrs.period and file.attrs.period[1] < file.attrs.period[0]:
        message = f"must not come before the first day, {file.attrs.period[0]}"
        yield document.problem(("attrs", "period", 1), message, remedy)
    pairs = (
        ("days_watched", "days"),
        ("days_with_fire", "days"),
        ("days_intact", "days"),
        ("attributed", "sightings"),
        ("sightings", "violations"),
    )
    for less, more in pairs:
        for at in range(length):
            small, large = getattr(said, less).data[at], getattr(said, more).data[at]
            if small is not None and small > large:
                place: Place = ("data_vars", less, "data", at)
                yield document.problem(
                    place, f"must not exceed {more}, {large:g}", remedy, f"{small:g}"
                )


def _years(file: _File) -> Iterator[Year]:
    said = file.data_vars
    for at, year in enumerate(file.coords.year.data):
        watched, intact = said.days_watched.data[at], said.days_intact.data[at]
        yield Year(
            year=year,
            days=said.days.data[at],
            days_watched=math.nan if watched is None else watched,
            sightings=said.sightings.data[at],
            attributed=said.attributed.data[at],
            days_with_fire=said.days_with_fire.data[at],
            days_intact=math.nan if intact is None else intact,
            erosions=said.erosions.data[at] or 0,
        )


def _refused(path: Path, message: str, remedy: str, found: str = "") -> InputError:
    return InputError([Problem(str(path), 0, 0, "", found, message, remedy)])
