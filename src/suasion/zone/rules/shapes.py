"""Lines, polygons and sides of a zone file as they lie on the ground, with every fault in them.

A field that is not well formed is missing from the file (`suasion.describe.lacking`): nothing is
told of what hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from suasion.describe.lacking import as_far
from suasion.describe.reading import Document, Place
from suasion.errors import Problem, UnknownName
from suasion.zone.geometry.line import Line, line_of
from suasion.zone.geometry.side import on_left
from suasion.zone.rules.file import Shape, ZoneFile
from suasion.zone.rules.geojson import LINES, POLYGONS
from suasion.zone.rules.ground import polygon_of, positions_of
from suasion.zone.rules.positions import (
    SWAP,
    Tell,
    line_problems,
    position_fault,
    ring_problems,
    swapped,
)

SINGLE = {"sides": "place", "sites": "centre", "crossings": "place", "exclusions": "centre"}
"""The field that holds a single position, by kind of place."""


def lines_of(
    file: ZoneFile, kind: str, document: Document, folder: Path
) -> tuple[dict[str, Line], list[Problem]]:
    """The lines or corridors that are known, and what is wrong with them."""
    found: dict[str, Line] = {}

    def one(name: str, shape: Shape) -> Iterator[Problem]:
        given = _positions(shape, (kind, name), document, folder, LINES)
        if isinstance(given, Problem):
            yield given
            return
        positions, tell = given
        if positions is None:
            return
        wrong = line_problems(positions, tell)
        if kind == "lines" and not wrong:
            wrong = list(_far(file, name, positions, document))
        yield from wrong
        if not wrong:
            found[name] = line_of(positions)

    faults = [
        fault
        for name, shape in getattr(file, kind, {}).items()
        for fault in as_far(one(name, shape))
    ]
    return found, faults


def rings_of(
    file: ZoneFile, document: Document, folder: Path
) -> tuple[dict[Place, shapely.Polygon], list[Problem]]:
    """The polygons that are known, and what is wrong with them."""
    found: dict[Place, shapely.Polygon] = {}

    def one(place: Place, shape: Shape) -> Iterator[Problem]:
        given = _positions(shape, place, document, folder, POLYGONS)
        if isinstance(given, Problem):
            yield given
            return
        positions, tell = given
        if positions is None:
            return
        wrong = ring_problems(positions, tell)
        yield from wrong
        if not wrong:
            found[place] = polygon_of(positions)

    faults = [fault for place, shape in _outlines(file) for fault in as_far(one(place, shape))]
    return found, faults


def _positions(
    shape: Shape, place: Place, document: Document, folder: Path, kinds: tuple[str, ...]
) -> tuple[Any, Tell] | Problem:
    """See `positions_of`; a feature that does not exist is told at its place."""
    try:
        return positions_of(shape, place, document, folder, kinds)
    except UnknownName as error:
        message, _, remedy = str(error).partition(". ")
        return document.problem((*place, "feature"), message, remedy.rstrip("."))


def _outlines(file: ZoneFile) -> Iterator[tuple[Place, Shape]]:
    """Every polygon that the file describes."""
    for name, area in getattr(file, "areas", {}).items():
        yield ("areas", name), area
    for name, exclusion in getattr(file, "exclusions", {}).items():
        if outline := getattr(exclusion, "outline", None):
            yield ("exclusions", name, "outline"), outline


def place_problems(file: ZoneFile, document: Document) -> Iterator[Problem]:
    """Single positions that are none."""
    for kind, field in SINGLE.items():
        for name, one in getattr(file, kind, {}).items():
            position = getattr(one, field, None)
            fault = position_fault(position) if position is not None else None
            if fault:
                yield document.problem((kind, name, field), *fault, repr(position))


def _far(
    file: ZoneFile, line: str, positions: Sequence[Sequence[float]], document: Document
) -> Iterator[Problem]:
    """A line whose longitudes and latitudes look swapped, by the places on its sides."""
    beside = [side for side in file.sides.values() if line_of_side(file, side.line) == line]
    for side in beside:
        if not position_fault(side.place) and swapped(positions, side.place):
            message = f"it lies far from {side.name}, and would not with its numbers swapped"
            yield document.problem(("lines", line), message, SWAP, repr(positions[0][:2]))
            return


def line_of_side(file: ZoneFile, named: str | None) -> str:
    """The line that a side is of: the one that it names, or the only one."""
    return named or next(iter(file.lines), "")


def left_of(
    file: ZoneFile, lines: Mapping[str, Line], document: Document
) -> tuple[dict[str, bool], list[Problem]]:
    """Whether each side is the left one; two sides of a line must not be the same."""
    found: dict[str, bool] = {}
    taken: dict[tuple[str, bool], str] = {}

    def one(name: str) -> Iterator[Problem]:
        side = file.sides[name]
        line = line_of_side(file, side.line)
        if line not in lines or position_fault(side.place):
            return
        found[name] = bool(on_left(lines[line], [side.place[:2]])[0])
        other = taken.setdefault((line, found[name]), name)
        if other != name:
            message = f"it lies on the same side of the line as that of {other!r}"
            remedy = "Give a place on the other side of the line"
            place: Place = ("sides", name, "place")
            yield document.problem(place, message, remedy, repr(side.place))

    faults = [fault for name in getattr(file, "sides", {}) for fault in as_far(one(name))]
    return found, faults
