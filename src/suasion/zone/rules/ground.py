"""Positions of lines and polygons, from a zone file or from GeoJSON beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import shapely

from suasion.describe.reading import Document, Place
from suasion.errors import InputError, Problem
from suasion.zone.geometry.line import line_of, path
from suasion.zone.rules.file import Shape
from suasion.zone.rules.geojson import Found, geometry
from suasion.zone.rules.positions import Tell, line_problems


def polygon_of(positions: Sequence[Sequence[float]]) -> shapely.Polygon:
    """The polygon inside a ring of geodesics."""
    return shapely.Polygon(path(line_of(positions)))


def positions_of(
    shape: Shape, place: Place, document: Document, folder: Path, kinds: tuple[str, ...]
) -> tuple[Any, Tell]:
    """Positions of a shape, None where they are unknown, and how to tell of a fault in them."""
    if shape.file is None:
        here = (*place, "coordinates")
        return shape.coordinates, partial(_tell_here, document, here)
    found = geometry(folder / shape.file, kinds, shape.feature)
    tell = partial(_tell_there, folder / shape.file, found)
    parts = found.coordinates if isinstance(found.coordinates, list) else []
    if found.kind == "Polygon":
        return parts[0] if parts else [], tell
    if not found.kind.startswith("Multi"):
        return parts, tell
    return _only(parts, found.kind, tell), tell


def _only(parts: list[Any], kind: str, tell: Tell) -> Any:
    """The positions of a geometry of several parts, if it is one polygon or one line in pieces."""
    if len(parts) == 1:
        return parts[0][0] if kind == "MultiPolygon" and parts[0] else parts[0]
    if kind == "MultiLineString":
        for part in parts:
            if faults := line_problems(part, tell):
                raise InputError(faults)
        lines = shapely.MultiLineString([[one[:2] for one in part] for part in parts])
        if isinstance(merged := shapely.line_merge(lines), shapely.LineString):
            return [list(one) for one in merged.coords]
    message = f"its {len(parts)} parts do not meet end to end as one"
    raise InputError([tell(None, message, "Keep one part, or describe each by itself", "")])


def _tell_here(
    document: Document, place: Place, number: int | None, message: str, remedy: str, value: str
) -> Problem:
    at = place if number is None else (*place, number)
    return document.problem(at, message, remedy, value)


def _tell_there(
    path: Path, found: Found, number: int | None, message: str, remedy: str, value: str
) -> Problem:
    field = found.field if number is None else f"{found.field}[{number}]"
    return Problem(str(path), 0, 0, field, value, message, remedy)
