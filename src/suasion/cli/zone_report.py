"""`suasion zone report`: findings as a page, and as numbers by sector and day."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typer

from suasion.cli.zone_build import built_with_progress, put
from suasion.cli.zone_check import csv_of, examined, sentences
from suasion.describe.bibliography import beside
from suasion.errors import InputError, Problem
from suasion.zone.findings.aggregates import (
    COLUMNS,
    by_sector,
    by_sector_and_day,
    geojson,
    sector_ground,
)
from suasion.zone.findings.examination import Examination, last_day_to_show
from suasion.zone.findings.found import Verdict
from suasion.zone.findings.page import Frame, page
from suasion.zone.geometry.picture import Layer, picture
from suasion.zone.rules.building import Built
from suasion.zone.rules.reading import load
from suasion.zone.rules.words import sources

SHADES = ("#f7f3ea", "#fdd49e", "#fc8d59", "#d7301f", "#7f0000")
NONE = "none seen"
APART = 0.15
"""Of the map's size, how far names of sectors stand apart at least."""
DAYS_OF_DAYS = 120
"""Longest period that is drawn by day; longer ones by week."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    out: Path = options["out"]
    if out.suffix.lower() not in (".html", ".geojson", ".csv"):
        remedy = "End the name in .html, .geojson or .csv"
        raise InputError([Problem("--out", 0, 0, "", str(out), "is no form of a report", remedy)])
    found = examined(options)
    zone = load(options["zone"], lines=options["lines"], distances=options["settings"])
    built = built_with_progress(zone)
    put(_text(found, built, out.suffix.lower(), options), out)
    rest = found.found.fate["too recent"]
    until = last_day_to_show(options["today"], options["delay"])
    typer.echo(f"Nothing after {until} is in it; {rest:,} rows are more recent.", err=True)


def _text(found: Examination, built: Sequence[Built], kind: str, options: dict[str, Any]) -> str:
    if kind == ".csv":
        return csv_of(COLUMNS, by_sector_and_day(found.violations))
    if kind == ".geojson":
        return json.dumps(geojson(found, built), ensure_ascii=False) + "\n"
    today: dt.date = options["today"]
    works = beside(found.zone.path.parent)
    frame = Frame(
        map=_map(found, built),
        series=_series(found),
        sentences={str(number): text for number, text in sentences(found)},
        works=[f"{key}: {works[key]}" for key in sources(found.zone)],
        today=today,
        until=last_day_to_show(today, options["delay"]),
        version=version("suasion"),
    )
    return page(found, frame)


def _map(found: Examination, built: Sequence[Built]) -> str:
    """Sectors in shades of their number, the belts' outer bounds and the line."""
    grounds = sector_ground(found.found.sectors, built)
    if not grounds:
        return "<p>No place of this zone is known, so there is no map.</p>"
    numbers = [one["clear"] + one["likely"] for one in by_sector(found.violations)]
    layers = [*_shaded(found, grounds, numbers), *_lines(built)]
    notes = ["Clear and likely violations.", "Sectors, not places: no position is shown."]
    return picture("Violations by sector", layers, notes=notes)


def _shaded(found: Examination, grounds: Sequence[Any], numbers: Sequence[int]) -> Iterator[Layer]:
    import shapely

    names = found.found.sectors.names
    most = max([*numbers, 1])
    bounds = sorted({0, *(round(most * share) for share in (0.1, 0.3, 0.6, 1.0))})
    for at, high in enumerate(bounds):
        low = bounds[at - 1] + 1 if at else 0
        parts = [
            ground
            for ground, number in zip(grounds, numbers, strict=True)
            if low <= number <= high and not ground.is_empty
        ]
        if parts:
            words = NONE if high == 0 else f"{low:,} to {high:,}" if low < high else f"{high:,}"
            shade = SHADES[-1] if high == most else SHADES[at]
            yield Layer(shapely.multipolygons(_flat(parts)), words, "area", shade)
    yield from _named(names, grounds, numbers)


def _named(names: Sequence[str], grounds: Sequence[Any], numbers: Sequence[int]) -> Iterator[Layer]:
    """Names of the sectors with most, as far as they do not stand on each other."""
    import shapely

    west, south, east, north = shapely.total_bounds(grounds)
    apart = APART * max(east - west, north - south)
    placed: list[Any] = []
    for at in sorted(range(len(numbers)), key=lambda at: -numbers[at]):
        if not numbers[at] or grounds[at].is_empty:
            continue
        point = grounds[at].representative_point()
        if all(point.distance(other) > apart for other in placed):
            placed.append(point)
            yield Layer(point, names[at], "label", "#222222")


def _flat(parts: Sequence[Any]) -> list[Any]:
    """Polygons of shapes, sector by sector."""
    return [one for part in parts for one in getattr(part, "geoms", [part]) if one.area > 0]


def _lines(built: Sequence[Built]) -> Iterator[Layer]:
    for one in built:
        if one.kind == "line" and one.shape is not None:
            yield Layer(one.shape, one.name, "line", "#1f3b57")


def _series(found: Examination) -> str:
    """Clear and likely, possible, and open sightings by day or week."""
    rows = list(_bars(found))
    if not rows:
        return "<p>No observation bears on a rule.</p>"
    import vl_convert

    kinds = ["clear or likely", "possible", "hangs on something else"]
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 820,
        "height": 220,
        "data": {"values": rows},
        "mark": "rect",
        "encoding": {
            "x": {"field": "begins", "type": "temporal", "title": None},
            "x2": {"field": "ends"},
            "y": {"field": "low", "type": "quantitative", "title": _per(found)},
            "y2": {"field": "high"},
            "color": {
                "field": "kind",
                "scale": {"domain": kinds, "range": ["#b2182b", "#f4a582", "#bdbdbd"]},
                "legend": {"title": None, "orient": "top"},
            },
        },
        "config": {"font": "Arial, Liberation Sans, sans-serif", "view": {"stroke": None}},
    }
    return str(vl_convert.vegalite_to_svg(chart))


def _step(found: Examination) -> int:
    """Days of a bar."""
    period = found.found.period
    return 1 if period and (period[1] - period[0]).days <= DAYS_OF_DAYS else 7


def _per(found: Examination) -> str:
    return "sightings a day" if _step(found) == 1 else "sightings a week"


def _bars(found: Examination) -> Iterator[dict[str, Any]]:
    step, broken = _step(found), found.violations
    kinds = {Verdict.CLEAR: "clear or likely", Verdict.LIKELY: "clear or likely"}
    kinds |= {Verdict.POSSIBLE: "possible"}
    counts: Counter[tuple[dt.date, str]] = Counter()
    strongest: dict[int, tuple[int, dt.date]] = {}
    columns = (broken.sighting, broken.verdict, broken.day)
    for sighting, verdict, day in zip(*(one.tolist() for one in columns), strict=True):
        strongest[sighting] = min(strongest.get(sighting, (verdict, day)), (verdict, day))
    for verdict, day in strongest.values():
        if verdict not in (Verdict.DENIED, Verdict.KEPT):
            first = day - dt.timedelta(days=day.weekday() if step == 7 else 0)
            counts[first, kinds.get(Verdict(verdict), "hangs on something else")] += 1
    height: Counter[dt.date] = Counter()
    for (first, kind), number in sorted(counts.items()):
        ends, low = first + dt.timedelta(days=step), height[first]
        height[first] += number
        dates = {"begins": str(first), "ends": str(ends)}
        yield {**dates, "kind": kind, "low": low, "high": height[first]}
