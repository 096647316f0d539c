"""A zone from YAML: validated, its names and positions checked; or every fault with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from suasion.describe.bibliography import beside
from suasion.describe.lacking import besides
from suasion.describe.loading import examined, validated
from suasion.describe.reading import Document, Place, read
from suasion.errors import InputError, Problem, UnknownName
from suasion.zone.geometry.line import Line
from suasion.zone.rules.file import ZoneFile
from suasion.zone.rules.names import name_problems
from suasion.zone.rules.settings import with_distances, with_lines
from suasion.zone.rules.shapes import left_of, lines_of, place_problems, rings_of

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
    if lines or distances:
        validated(document, ZoneFile, works)
        document = with_distances(with_lines(document, lines), distances)
    file, faults = examined(document, ZoneFile, works)
    return _checked(file, document, path, faults)


def template_names() -> list[str]:
    """Names of the packaged templates."""
    return sorted(path.stem for path in TEMPLATES.glob("*.yaml"))


def template(name: str) -> Path:
    """Path of a packaged template."""
    if name not in template_names():
        raise UnknownName("zone template", name, template_names())
    return TEMPLATES / f"{name}.yaml"


def _checked(file: ZoneFile, document: Document, source: Path, told: list[Problem]) -> Zone:
    """The zone on the ground; every fault of it beside those told already."""
    folder = source.parent
    lines, wrong_lines = lines_of(file, "lines", document, folder)
    ways, wrong_ways = lines_of(file, "corridors", document, folder)
    rings, wrong_rings = rings_of(file, document, folder)
    left, wrong_sides = left_of(file, lines, document)
    names = [*name_problems(file, document), *place_problems(file, document)]
    faults = besides(told, [*names, *wrong_lines, *wrong_ways, *wrong_rings, *wrong_sides])
    if faults:
        raise InputError(faults)
    return Zone(file, lines, left, ways, rings, document, source)
