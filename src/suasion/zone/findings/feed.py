"""Compliance by year as a data set for the model of the years: counts, rates, intervals.

The form is that of `xarray.Dataset.to_dict`, so `xarray.Dataset.from_dict` reads it back. What is
not known is null; nothing is filled in. Counts come with the days behind them, so that whoever
reads several years or files can add them up and work out intervals of their own.

Days of full coverage, `w`, are days times the share watched. Rates have Jeffreys' prior for a
Poisson count, Gamma(n + 1/2, w), shares Beta(n + 1/2, m - n + 1/2) [BrownCaiDasGupta2001]_.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from suasion.zone.findings.clauses import Clause
from suasion.zone.findings.compliance import LEVEL, NO_COVERAGE, Interval, months_of, per_day, share
from suasion.zone.findings.coverage import EVERY_SIDE, watched_days
from suasion.zone.findings.eroding import Month, by_year
from suasion.zone.findings.examination import Examination
from suasion.zone.findings.found import OPEN_SIDE, Ints, Verdict
from suasion.zone.observations.columns import Act

FORMAT = "suasion-feed-1"
DAYS = 365.25
BOUNDS = ("mean", "low", "high")
COUNTS = {
    "days": ("day", "days looked at"),
    "days_watched": ("day", "of these, days of full coverage"),
    "violations": ("1", "clear and likely violations seen"),
    "sightings": ("1", "sightings behind them"),
    "attributed": ("1", "of these sightings, those of which the side is known"),
    "days_with_fire": ("day", "days on which such a sighting fired"),
    "days_intact": ("day", "days at the start of whose month the zone was intact"),
    "erosions": ("1", "months in which an intact zone was found eroded"),
}
ESTIMATES = {
    "violation_rate_per_year": ("1/year", "violations that full coverage would show"),
    "detection": ("1", "share of violations that is seen: the coverage as it was stated"),
    "attribution": ("1", "share of the sightings of which the side is known"),
    "fire_days_per_year": ("day/year", "days with fire that full coverage would show"),
    "erosion_rate_per_year": ("1/year", "erosions of an intact zone"),
}
VARIABLES = COUNTS | ESTIMATES
MOST_NAMED = 20
"""Observers that are named; all are counted."""


def feed(one: Examination, eroded_above_per_day: float | None = None) -> dict[str, Any]:
    """Counts, rates and shares by calendar year, with 95 % intervals.

    Parameters
    ----------
    eroded_above_per_day
        Violations a day, at full coverage, above which the zone counts as eroded; None where
        nobody said, and then nothing is said of erosion.
    """
    rows = _rows(one, eroded_above_per_day)
    years = list(rows)
    variables = {
        name: {
            "dims": ("year",) if name in COUNTS else ("year", "bound"),
            "attrs": {"units": unit, "long_name": meaning},
            "data": [rows[year][name] for year in years],
        }
        for name, (unit, meaning) in VARIABLES.items()
    }
    return {
        "coords": {
            "year": {"dims": ("year",), "attrs": {}, "data": years},
            "bound": {"dims": ("bound",), "attrs": {"level": LEVEL}, "data": list(BOUNDS)},
        },
        "attrs": {
            "format": FORMAT,
            "zone": one.zone.file.zone,
            "zone_sha256": version(one.found.clauses),
            "guarantees": list(one.zone.file.guarantees),
            "period": _said(_span(one)),
            **_observers(one),
            "eroded_above_per_day": eroded_above_per_day,
            "caution": "" if one.coverage else NO_COVERAGE,
        },
        "dims": {"year": len(years), "bound": len(BOUNDS)},
        "data_vars": variables,
    }


def _said(span: tuple[dt.date, dt.date] | None) -> list[str] | None:
    return None if span is None else [day.isoformat() for day in span]


def _observers(one: Examination) -> dict[str, Any]:
    """Who saw what bears on a rule, those with most rows first, and how many they are."""
    counted = np.isin(one.sightings.first, one.violations.sighting)
    sources = Counter(one.found.seen.column("source").filter(pa.array(counted)).to_pylist())
    order = sorted(sources, key=lambda name: (-sources[name], name))
    return {"observed_by": order[:MOST_NAMED], "observers": len(order)}


def version(clauses: Sequence[Clause]) -> str:
    """What tells one version of a zone from another: SHA-256 of its rules, grounds and dates.

    Titles, names and notes do not count, nor does a tenth of a metre.
    """
    found = hashlib.sha256()
    for one in clauses:
        shape = None if one.shape is None else shapely.transform(one.shape, lambda x: x.round(6))
        ground = b"" if shape is None else shapely.to_wkb(shapely.normalize(shape))
        said = (one.id, one.kind.value, one.weapons, one.begins, one.ends, one.limits)
        found.update(repr(tuple(map(str, said))).encode() + ground)
    return found.hexdigest()


def _rows(one: Examination, threshold: float | None) -> dict[int, dict[str, Any]]:
    """The values of every year that is looked at."""
    span = _span(one)
    if span is None:
        return {}
    rows = {year: _row(_part(one, _of_year(span, year))) for year in _years(span)}
    if threshold is not None:
        parts = (_part(one, month) for month in months_of(*span))
        each = [Month(part.begins, part.days, part.violations, part.watched) for part in parts]
        for year, (intact_days, erosions) in by_year(each, threshold).items():
            rows[year] |= _eroded(intact_days, erosions)
    return rows


def _span(one: Examination) -> tuple[dt.date, dt.date] | None:
    """Days looked at: what coverage and rows span, while a rule is in force."""
    days = [*(one.found.period or ())]
    days += [day for row in one.coverage for day in (row.begins, row.ends)]
    clauses = one.found.clauses
    if not days or not clauses:
        return None
    begins = max(min(days), min(clause.begins for clause in clauses))
    ends = min(max(days), max(clause.ends for clause in clauses), one.until or dt.date.max)
    return (begins, ends) if begins <= ends else None


def _years(span: tuple[dt.date, dt.date]) -> Iterator[int]:
    yield from range(span[0].year, span[1].year + 1)


def _of_year(span: tuple[dt.date, dt.date], year: int) -> tuple[dt.date, dt.date]:
    return max(span[0], dt.date(year, 1, 1)), min(span[1], dt.date(year, 12, 31))


@dataclass(frozen=True)
class _Part:
    """What was seen from one day to another, both counted."""

    begins: dt.date
    days: int
    watched: float
    violations: int
    sightings: int
    attributed: int
    days_with_fire: int


def _part(one: Examination, span: tuple[dt.date, dt.date]) -> _Part:
    broken = one.violations
    first, last = (np.datetime64(day) for day in span)
    inside = (broken.day >= first) & (broken.day <= last) & (broken.verdict <= Verdict.LIKELY)
    sightings, at = np.unique(broken.sighting[inside], return_index=True)
    fired = inside & np.isin(broken.sighting, _fired(one))
    return _Part(
        begins=span[0],
        days=(span[1] - span[0]).days + 1,
        watched=_watched(one, span),
        violations=int(inside.sum()),
        sightings=len(sightings),
        attributed=int((broken.side[inside][at] != OPEN_SIDE).sum()),
        days_with_fire=len(np.unique(broken.day[fired])),
    )


def _row(part: _Part) -> dict[str, Any]:
    """Counts and estimates of a year; nothing is said of erosion."""
    known = not math.isnan(part.watched)
    shown = share(part.attributed, part.sightings) if part.sightings else None
    return {
        "days": part.days,
        "days_watched": part.watched if known else None,
        "violations": part.violations,
        "sightings": part.sightings,
        "attributed": part.attributed,
        "days_with_fire": part.days_with_fire,
        "days_intact": None,
        "erosions": None,
        "violation_rate_per_year": _rate(part.violations, part.watched),
        "detection": [part.watched / part.days if known else None] * 3,
        "attribution": _bounds(shown),
        "fire_days_per_year": _rate(part.days_with_fire, part.watched),
        "erosion_rate_per_year": [None] * 3,
    }


def _fired(one: Examination) -> Ints:
    """First rows of the sightings of which any row tells of fire."""
    act = one.found.seen.column("observed").to_numpy(zero_copy_only=False)
    found: Ints = np.unique(one.sightings.first[act == Act.FIRED.value])
    return found


def _watched(one: Examination, span: tuple[dt.date, dt.date]) -> float:
    """Days of full coverage, the mean of the sides; NaN where that of any is not known."""
    named = {row.side for row in one.coverage} | set(one.violations.side.tolist())
    sides = sorted(named - {EVERY_SIDE, OPEN_SIDE}) or [EVERY_SIDE]
    return sum(watched_days(one.coverage, side, *span) for side in sides) / len(sides)


def _eroded(intact_days: float, erosions: int) -> dict[str, Any]:
    return {
        "days_intact": intact_days,
        "erosions": erosions,
        "erosion_rate_per_year": _rate(erosions, intact_days),
    }


def _rate(number: int, days: float) -> list[float | None]:
    """A count over so many days as a rate, with its interval [1/year]."""
    if not days > 0:
        return [None] * 3
    found = per_day(number, days)
    return [value * DAYS for value in (found.mean, found.low, found.high)]


def _bounds(found: Interval | None) -> list[float | None]:
    return [None] * 3 if found is None else [found.mean, found.low, found.high]
