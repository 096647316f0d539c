"""Guesses which column of a sample is what, by its name and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from suasion.zone.observations import times, values
from suasion.zone.observations.columns import LARGEST_COUNT
from suasion.zone.observations.reasons import Rejected
from suasion.zone.observations.sample import GEOMETRY, Sample
from suasion.zone.observations.zones import zone_of

MOST = 0.5
"""Share of cells that must fit, so that some bad rows do not hide what a column is."""

FEW = 200
"""Cells on which every format is tried; those that fit none of them are dropped."""

NAMES = {
    "time": "datetime timestamp time date date_time event_date date_start acq_date observed_at "
    "seen day when issued",
    "lat": "lat latitude y lat_dd from_latitude",
    "lon": "lon lng long longitude x lon_dd from_longitude",
    "position_error": "position_error_m position_error accuracy accuracy_m error_m uncertainty_m "
    "uncertainty acc cep precision_m",
    "weapon": "weapon weapon_class class weapon_type arms system equipment event_type type",
    "side": "side party side_a actor belligerent force whose controlled_by",
    "count": "count number quantity n howmany pieces items",
    "source": "source sensor reporter satellite instrument monitor media link report",
    "confidence": "confidence certainty probability reliability",
    "observed": "observed act action event what violation observation status",
}
"""Names that columns of each kind go by, the likeliest first."""

DATES = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d")
NAMED_MONTHS = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M:%S", " %H%M")
FORMATS = ("iso", *(date + clock for date in (*DATES, *NAMED_MONTHS) for clock in CLOCKS))
UNIX_RANGES = {"unix": (3e8, 3e9), "unix-ms": (3e11, 3e12)}
"""Numbers that are read as seconds and milliseconds since 1970: 1979 to 2065."""


@dataclass(frozen=True)
class Guess:
    """A column, and what else it could be."""

    column: str
    others: tuple[str, ...] = ()
    sure: bool = True
    """Whether its whole name is a usual one."""


@dataclass(frozen=True)
class Style:
    """How times are written: the formats that fit as many of them, and how many."""

    forms: tuple[str, ...]
    share: float
    offset: bool = False
    mixed: bool = False


def guess(found: Sample, what: str, taken: Sequence[str] = ()) -> Guess | None:
    """The column of a sample that is likeliest to be `what`, a key of `NAMES`."""
    fits = FITS.get(what, _anything)
    scores = {name: _likeness(name, what) for name in found.columns if name not in taken}
    likely = [name for name in scores if scores[name] and fits(found.columns[name], found)]
    likely.sort(key=lambda name: -scores[name])
    if not likely:
        return None
    return Guess(likely[0], tuple(likely[1:4]), scores[likely[0]] >= 1)


def _likeness(name: str, what: str) -> float:
    """How like a column's name is to the usual ones: 0 for not at all."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    usual = NAMES[what].split()
    if plain in usual:
        return 2 - usual.index(plain) / len(usual)
    parts = set(plain.split("_"))
    return 0.5 if any(one in parts and len(one) > 2 for one in usual) else 0


def style(cells: Sequence[Any]) -> Style:
    """How the times of a column are written."""
    given = [cell for cell in cells if cell not in (None, "")]
    if not given:
        return Style((), 0)
    few = given[:: len(given) // FEW + 1]
    likely = [form for form in (*FORMATS, *UNIX_RANGES) if _share(few, _clock(form))]
    found = {form: _share(given, _clock(form)) for form in likely}
    best = max(found.values(), default=0.0)
    forms = tuple(form for form, share in found.items() if share == best > 0)
    offset = "iso" in forms and _share(given, times.clock("iso", None).read) == best
    mixed = 0 < best < 1 and any(map(_turned_only(forms[0]), given))
    return Style(forms, best, offset, mixed)


def _clock(form: str) -> Callable[[Any], Any]:
    if form not in UNIX_RANGES:
        return times.clock(form, zone_of("UTC")).read
    low, high = UNIX_RANGES[form]

    def read(cell: Any) -> float:
        number = values.number(cell)
        if not low <= number <= high:
            raise Rejected("not-a-time")
        return number

    return read


def _turned_only(form: str) -> Callable[[Any], bool]:
    return times.clock(form, zone_of("UTC")).only_turned


def time_of_day(found: Sample, date: str) -> tuple[str, str] | None:
    """A column that holds the time of day beside a column of dates, and its format."""
    for name, cells in found.columns.items():
        if name == date or "time" not in name.lower():
            continue
        given = [cell for cell in cells if cell not in (None, "")]
        if given and _share(given, _hhmm) > MOST:
            return name, "%H%M"
        for form in ("%H:%M:%S", "%H:%M"):
            reader = times.clock(f"%Y-%m-%d {form}", zone_of("UTC"))
            if given and _share([f"2024-01-02 {cell}" for cell in given], reader.read) > MOST:
                return name, form
    return None


def _hhmm(cell: Any) -> None:
    text = str(cell).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Rejected("not-a-time")
    hours, minutes = divmod(int(text), 100)
    if hours > 23 or minutes > 59:
        raise Rejected("not-a-time")


def _share(cells: Sequence[Any], read: Callable[[Any], Any]) -> float:
    """Share of the cells that a reader takes."""
    fits = 0
    for cell in cells:
        try:
            read(cell)
        except Rejected:
            continue
        fits += 1
    return fits / len(cells) if cells else 0.0


def _numbers(low: float, high: float) -> Callable[[Sequence[Any], Sample], bool]:
    def fits(cells: Sequence[Any], found: Sample) -> bool:
        def read(cell: Any) -> None:
            if not low <= values.number(cell, found.csv.decimal) <= high:
                raise Rejected("out-of-range")

        return _share([cell for cell in cells if cell not in (None, "")], read) > MOST

    return fits


def _anything(cells: Sequence[Any], found: Sample) -> bool:
    return True


def _times(cells: Sequence[Any], found: Sample) -> bool:
    return style(cells).share > MOST


def _words(cells: Sequence[Any], found: Sample) -> bool:
    return _share([cell for cell in cells if cell not in (None, "")], values.text) > MOST


FITS: dict[str, Callable[[Sequence[Any], Sample], bool]] = {
    "time": _times,
    "lat": _numbers(-90, 90),
    "lon": _numbers(-180, 180),
    "position_error": _numbers(0, 1e6),
    "count": _numbers(0, LARGEST_COUNT),
    "weapon": _words,
    "side": _words,
    "source": _words,
    "observed": _words,
}


def geometry(found: Sample) -> str | None:
    """The column of points, where there is one."""
    names = (GEOMETRY, "geom", "wkt", "wkb", "geometry_wkb", "the_geom")
    return next((name for name in names if name in found.columns), None)
