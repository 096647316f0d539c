"""A zone from YAML: validated, its names and positions checked; or every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from suasion.describe.bibliography import beside
from suasion.describe.loading import validated
from suasion.describe.reading import Document, Place, read
from suasion.errors import InputError, Problem, UnknownName
from suasion.zone.geometry.line import Line, line_of
from suasion.zone.geometry.side import on_left
from suasion.zone.rules.file import Shape, ZoneFile
from suasion.zone.rules.geojson import LINES, POLYGONS
from suasion.zone.rules.ground import polygon_of, positions_of
from suasion.zone.rules.names import name_problems
from suasion.zone.rules.positions import (
    SWAP,
    line_problems,
    position_fault,
    ring_problems,
    swapped,
)
from suasion.zone.rules.settings import with_distances, with_lines

TEMPLATES = Path(__file__).parent / "data" / "templates"


@dataclass(frozen=True)
class Zone:
    """A zone as read."""

    file: ZoneFile
    lines: Mapping[str, Line]
    """Those that are known."""
    left: Mapping[str, bool]
    """For each side of a known line, whether it is the left one."""
    ways: Mapping[str, Line]
    """Middle lines of the corridors that are known."""
    rings: Mapping[Place, shapely.Polygon]
    """Polygons that are known, by their place in the file."""
    document: Document
    path: Path
    """Its file."""

    def side_names(self, sides: Sequence[str] | None) -> str:
        """Names of sides for a reader."""
        chosen = sides or list(self.file.sides)
        return ", ".join(self.file.sides[one].name for one in chosen)


def load(name: str | Path, *, lines: Sequence[str] = (), distances: Sequence[str] = ()) -> Zone:
    """The zone in a file, or of a packaged template.

    Parameters
    ----------
    name
        Path of a `.yaml` file, or name of a template.
    lines, distances
        As on the command line; see `suasion.zone.rules.settings`.

    Raises
    ------
    InputError
        With every fault: file, line, field, value, what is allowed, what to do.
    UnknownName
        Where no such template exists.

    Examples
    --------
    >>> zone = load("korea-1953", distances=["dmz=3"])
    >>> zone.file.belts["dmz"].depth_km.judgement, zone.side_names(None)
    (3.0, 'Northern side, Southern side')
    """
    path = template(str(name)) if not str(name).endswith((".yaml", ".yml")) else Path(name)
    document, works = read(path), beside(path.parent)
    file = validated(document, ZoneFile, works)
    if lines or distances:
        document = with_distances(with_lines(document, lines), distances)
        file = validated(document, ZoneFile, works)
    return _checked(file, document, path)


def template_names() -> list[str]:
    """Names of the packaged templates."""
    return sorted(path.stem for path in TEMPLATES.glob("*.yaml"))


def template(name: str) -> Path:
    """Path of a packaged template."""
    if name not in template_names():
        raise UnknownName("zone template", name, template_names())
    return TEMPLATES / f"{name}.yaml"


def _checked(file: ZoneFile, document: Document, source: Path) -> Zone:
    folder = source.parent
    faults = [*name_problems(file, document), *_places(file, document)]
    lines, wrong_lines = _lines(file, "lines", document, folder)
    ways, wrong_ways = _lines(file, "corridors", document, folder)
    rings, wrong_rings = _rings(file, document, folder)
    faults += [*wrong_lines, *wrong_ways, *wrong_rings]
    if faults:
        raise InputError(faults)
    return Zone(file, lines, _left(file, lines, document), ways, rings, document, source)


def _lines(
    file: ZoneFile, kind: str, document: Document, folder: Path
) -> tuple[dict[str, Line], list[Problem]]:
    """The lines or corridors that are known, and what is wrong with them."""
    found: dict[str, Line] = {}
    faults: list[Problem] = []
    for name, shape in getattr(file, kind).items():
        positions, tell = positions_of(shape, (kind, name), document, folder, LINES)
        if positions is None:
            continue
        wrong = line_problems(positions, tell)
        if kind == "lines" and not wrong:
            wrong = _far(file, name, positions, document)
        faults += wrong
        if not wrong:
            found[name] = line_of(positions)
    return found, faults


def _rings(
    file: ZoneFile, document: Document, folder: Path
) -> tuple[dict[Place, shapely.Polygon], list[Problem]]:
    """The polygons that are known, and what is wrong with them."""
    found: dict[Place, shapely.Polygon] = {}
    faults: list[Problem] = []
    for place, shape in _outlines(file):
        positions, tell = positions_of(shape, place, document, folder, POLYGONS)
        if positions is None:
            continue
        wrong = ring_problems(positions, tell)
        faults += wrong
        if not wrong:
            found[place] = polygon_of(positions)
    return found, faults


def _outlines(file: ZoneFile) -> Iterator[tuple[Place, Shape]]:
    """Every polygon that the file describes."""
    yield from ((("areas", name), area) for name, area in file.areas.items())
    for name, exclusion in file.exclusions.items():
        if exclusion.outline:
            yield ("exclusions", name, "outline"), exclusion.outline


def _places(file: ZoneFile, document: Document) -> Iterator[Problem]:
    """Single positions that are none."""
    singles: list[tuple[Place, Any]] = [
        *((("sides", name, "place"), one.place) for name, one in file.sides.items()),
        *((("sites", name, "centre"), one.centre) for name, one in file.sites.items()),
        *((("crossings", name, "place"), one.place) for name, one in file.crossings.items()),
        *((("exclusions", name, "centre"), one.centre) for name, one in file.exclusions.items()),
    ]
    for place, position in singles:
        fault = position_fault(position) if position is not None else None
        if fault:
            yield document.problem(place, *fault, repr(position))


def _far(
    file: ZoneFile, line: str, positions: Sequence[Sequence[float]], document: Document
) -> list[Problem]:
    """A line whose longitudes and latitudes look swapped, by the places on its sides."""
    beside = [side for side in file.sides.values() if line_of_side(file, side.line) == line]
    for side in beside:
        if not position_fault(side.place) and swapped(positions, side.place):
            message = f"it lies far from {side.name}, and would not with its numbers swapped"
            return [document.problem(("lines", line), message, SWAP, repr(positions[0][:2]))]
    return []


def line_of_side(file: ZoneFile, named: str | None) -> str:
    """The line that a side is of: the one that it names, or the only one."""
    return named or next(iter(file.lines), "")


def _left(file: ZoneFile, lines: Mapping[str, Line], document: Document) -> dict[str, bool]:
    """Whether each side is the left one; two sides of a line must not be the same."""
    found: dict[str, bool] = {}
    taken: dict[tuple[str, bool], str] = {}
    for name, side in file.sides.items():
        line = line_of_side(file, side.line)
        if line not in lines:
            continue
        found[name] = bool(on_left(lines[line], [side.place[:2]])[0])
        other = taken.setdefault((line, found[name]), name)
        if other != name:
            message = f"it lies on the same side of the line as that of {other!r}"
            place = ("sides", name, "place")
            remedy = "Give a place on the other side of the line"
            raise InputError([document.problem(place, message, remedy, repr(side.place))])
    return found
