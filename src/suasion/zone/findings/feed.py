"""Compliance by year as a data set for the model of the years: names, units, intervals.

The form is that of `xarray.Dataset.to_dict`, so `xarray.Dataset.from_dict` reads it back. What is
not known is null; nothing is filled in.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
from scipy import stats

from suasion.zone.findings.compliance import LEVEL, NO_COVERAGE, Interval, share
from suasion.zone.findings.examination import Examination
from suasion.zone.findings.found import OPEN_SIDE, Verdict

DAYS = 365.25
BOUNDS = ("mean", "low", "high")
VARIABLES = {
    "violations": ("1", "clear and likely violations seen"),
    "violation_rate_per_year": ("1/year", "violations that full coverage would show"),
    "detection": ("1", "share of violations that is seen: the coverage"),
    "attribution": ("1", "share of violations seen of which the side is known"),
}


def feed(one: Examination) -> dict[str, Any]:
    """Violation rate, detection and attribution by calendar year, with 95 % intervals.

    Rates and detection add up the sides that are named in the coverage; they are null in a year
    that the coverage does not span.
    """
    years = sorted({each.begins.year for each in one.months})
    rows = [_year(one, year) for year in years]
    variables = {
        name: {
            "dims": ("year", "bound"),
            "attrs": {"units": unit, "long_name": meaning},
            "data": [row[name] for row in rows],
        }
        for name, (unit, meaning) in VARIABLES.items()
    }
    return {
        "coords": {
            "year": {"dims": ("year",), "attrs": {}, "data": years},
            "bound": {"dims": ("bound",), "attrs": {"level": LEVEL}, "data": list(BOUNDS)},
        },
        "attrs": {
            "zone": one.zone.file.zone,
            "caution": "" if one.coverage_known else NO_COVERAGE,
        },
        "dims": {"year": len(years), "bound": len(BOUNDS)},
        "data_vars": variables,
    }


def _year(one: Examination, year: int) -> dict[str, list[float | None]]:
    months = [each for each in one.months if each.begins.year == year]
    number = sum(each.violations for each in months)
    known = [each for each in months if each.coverage is not None]
    watched = sum(each.days * (each.coverage or 0.0) for each in known)
    whole = bool(months) and len(known) == len(months) and watched > 0
    sides = len({each.side for each in months})
    named = _named(one, year)
    return {
        "violations": [float(number)] * 3,
        "violation_rate_per_year": _rate(number, watched / sides) if whole else [None] * 3,
        "detection": [watched / sum(each.days for each in months)] * 3 if whole else [None] * 3,
        "attribution": _bounds(share(named, number)) if number else [None] * 3,
    }


def _rate(number: int, days: float) -> list[float | None]:
    low, high = stats.gamma.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2], number + 0.5, scale=DAYS / days)
    return [number * DAYS / days, float(low) if number else 0.0, float(high)]


def _named(one: Examination, year: int) -> int:
    """Violations seen in a year of which the side is known."""
    broken = one.violations
    first, last = (np.datetime64(dt.date(year, *day)) for day in ((1, 1), (12, 31)))
    inside = (broken.day >= first) & (broken.day <= last) & (broken.verdict <= Verdict.LIKELY)
    return int((inside & (broken.side != OPEN_SIDE)).sum())


def _bounds(found: Interval) -> list[float | None]:
    values = (found.mean, found.low, found.high)
    return [None if math.isnan(value) else value for value in values]
