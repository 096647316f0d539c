"""`suasion zone show`: belts, areas and lengths as a table, and the zone as a picture."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import shapely
import typer
from shapely.geometry.base import BaseGeometry

from suasion.cli.printing import table
from suasion.cli.zone_build import built_with_progress, folded, put
from suasion.errors import InputError, Problem
from suasion.zone.geometry.area import polygons
from suasion.zone.geometry.picture import Layer, Look, picture
from suasion.zone.rules.building import Built
from suasion.zone.rules.geojson import LINES, POLYGONS, features
from suasion.zone.rules.reading import Zone, load, template_names

HEADS = ("place", "side", "from km", "to km", "area km2", "what")
DEPTHS = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
"""Belts from the widest to the narrowest."""
COLOURS = {
    "line": "#b2182b",
    "site": "#f0b774",
    "area": "#80cdc1",
    "corridor": "#4d9221",
    "exclusion": "#555555",
    "crossing": "#762a83",
}
LOOKS: dict[str, Look] = {"line": "line", "crossing": "point", "exclusion": "cut"}


def run(options: dict[str, Any]) -> None:
    """Show one zone, or list the templates."""
    if options["zone"] is None:
        rows = [(name, load(name).file.title) for name in template_names()]
        table(("template", "title"), rows)
        return
    zone = load(options["zone"], lines=options["lines"], distances=options["settings"])
    if options["format"] == "yaml":
        typer.echo(zone.path.read_text(encoding="utf-8"), nl=False)
        return
    built = built_with_progress(zone)
    if options["out"] is not None:
        _draw(zone, built, options["out"], options["outline"])
    _tell(zone, built, options["format"])


def _tell(zone: Zone, built: Sequence[Built], form: str) -> None:
    if form == "json":
        typer.echo(json.dumps(as_data(zone, built), indent=2, ensure_ascii=False))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([HEADS, *_rows(built)])
    else:
        typer.echo(folded(f"{zone.file.title} ({zone.file.standing.value})"))
        typer.echo(folded(zone.file.summary) + "\n")
        table(HEADS, list(_rows(built)))
        for text in _below(zone, built):
            typer.echo(folded(text))


def as_data(zone: Zone, built: Sequence[Built]) -> dict[str, Any]:
    """A zone's measures as plain data."""
    file = zone.file
    return {
        "zone": file.zone,
        "title": file.title,
        "standing": file.standing.value,
        "places": [_measures(one) for one in built],
    }


def _measures(one: Built) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "side": one.side or None,
        "beyond_km": one.beyond_km,
        "distance_km": one.distance_km,
        "judgement": one.judged,
        "area_km2": one.area_km2,
        "length_km": one.length_km,
        "unknown": one.unknown or None,
    }


def _rows(built: Sequence[Built]) -> Iterator[tuple[str, ...]]:
    for one in built:
        if one.kind in ("line", "crossing"):
            continue
        area = "unknown" if one.area_km2 is None else f"{one.area_km2:,.0f}"
        depth = "" if one.distance_km is None else f"{one.distance_km:g}{'*' * one.judged}"
        start = f"{one.beyond_km:g}" if one.kind == "belt" else ""
        yield one.id, one.side, start, depth, area, one.kind


def _below(zone: Zone, built: Sequence[Built]) -> Iterator[str]:
    """Lengths, names of sides, reasons, and what a star means."""
    yield ""
    for one in built:
        if one.length_km is not None:
            yield f"{one.name}: {one.length_km:,.1f} km along geodesics."
        elif one.kind == "line":
            yield f"{one.name}: not known; {one.unknown}."
    for name, side in zone.file.sides.items():
        yield f"Side {name}: {side.name}."
    reasons = [one for one in built if one.shape is None and one.kind not in ("line", "belt")]
    for one in reasons:
        yield f"{one.name}: not known; {one.unknown}."
    if any(one.judged for one in built):
        yield "* a judgement and not a text's number; change it with --set ID=KM."


def _draw(zone: Zone, built: Sequence[Built], out: Path, outline: Path | None) -> None:
    kind = out.suffix.lower()
    if kind not in (".svg", ".png"):
        remedy = "End the name in .svg or .png"
        raise InputError([Problem("--out", 0, 0, "", str(out), "is no picture", remedy)])
    drawn = [one for one in built if one.shape is not None]
    if not drawn:
        message, remedy = "nothing of this zone can be drawn", "Give the missing line: --line FILE"
        raise InputError([Problem(zone.document.name, 0, 0, "", "", message, remedy)])
    outlines = _outlines(outline) if outline else []
    notes = [f"Standing: {zone.file.standing.value}.", "Lines and depths are geodesic (WGS84)."]
    text = picture(zone.file.title, list(_layers(zone, drawn)), notes=notes, outlines=outlines)
    if kind == ".svg":
        put(text, out)
        return
    import vl_convert

    put(vl_convert.svg_to_png(text, scale=2), out)


def _layers(zone: Zone, drawn: Sequence[Built]) -> Iterator[Layer]:
    """Belts from the widest in, both sides as one, then the rest; lines and points on top."""
    belts = sorted(
        {one.id: one for one in drawn if one.kind == "belt"}.values(),
        key=lambda one: -_depth(one),
    )
    for number, belt in enumerate(belts):
        halves = [one.shape for one in drawn if one.id == belt.id and one.shape is not None]
        colour = DEPTHS[min(number + max(0, 4 - len(belts)), len(DEPTHS) - 1)]
        yield Layer(shapely.union_all(halves), _words(belt), "area", colour)
    order = ("area", "site", "corridor", "exclusion", "line", "crossing")
    rest = [one for one in drawn if one.kind in order]
    for one in sorted(rest, key=lambda one: order.index(one.kind)):
        if one.shape is not None:
            look = LOOKS.get(one.kind, "area")
            yield Layer(one.shape, _words(one), look, COLOURS[one.kind])
    yield from _labels(zone, [one for one in drawn if one.kind == "belt"])


def _depth(one: Built) -> float:
    return one.distance_km or 0.0


def _labels(zone: Zone, belts: Sequence[Built]) -> Iterator[Layer]:
    """The name of each side, in the middle of what the next belt leaves of its widest one."""
    for name, side in zone.file.sides.items():
        own = sorted((one for one in belts if one.side == name), key=lambda one: -_depth(one))
        shapes = [one.shape for one in own if one.shape is not None]
        free = shapes[0].difference(shapes[1]) if len(shapes) > 1 else shapely.union_all(shapes)
        if parts := list(polygons(free)):
            widest = max(parts, key=lambda part: part.area)
            middle = shapely.maximum_inscribed_circle(widest, tolerance=0.001).coords[0]
            yield Layer(shapely.Point(middle), side.name, "label", "#222222")


def _words(one: Built) -> str:
    judged = " (a judgement)" if one.judged else ""
    if one.kind == "belt":
        start = f"{one.beyond_km:g} to " if one.beyond_km else ""
        return f"{one.name}, {start}{one.distance_km:g} km{judged}"
    if one.kind == "line":
        return f"{one.name}, {one.length_km:,.0f} km"
    ending = {"site": "radius ", "corridor": "width "}.get(one.kind, "")
    return f"{one.name}, {ending}{one.distance_km:g} km{judged}" if ending else one.name


def _outlines(path: Path) -> list[BaseGeometry]:
    """Everything in a GeoJSON file, to be drawn below."""
    found = [one for one in features(path) if one.kind in (*LINES, *POLYGONS)]
    try:
        return [
            shapely.geometry.shape({"type": one.kind, "coordinates": one.coordinates})
            for one in found
        ]
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        message = f"its positions make no outlines ({error})"
        raise InputError([Problem(str(path), 0, 0, "", "", message, "Mend the file")]) from None
