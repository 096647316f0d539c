"""Mapping files: read, checked against the taxonomy of classes, with every fault at once."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from suasion.describe.problems import problems
from suasion.describe.reading import MAX_BYTES, Document, Place, read
from suasion.errors import InputError, Problem
from suasion.zone.observations.mapping import Mapping
from suasion.zone.observations.mapping import Region as Box
from suasion.zone.observations.mapping_values import UNKNOWN
from suasion.zone.observations.places import Region

UNDECIDED = "UNDECIDED"
"""What a proposed mapping has where its owner must decide."""
KM_PER_DEGREE = 111.0
"""Of latitude, rounded down: a margin may be a little larger than asked for."""


@dataclass(frozen=True)
class Chart:
    """A mapping with what it refers to."""

    mapping: Mapping
    document: Document
    region: Region | None
    taxonomy: frozenset[str]
    """Classes of the taxonomy; empty where there is none."""


def load(path: Path, taxonomy: Collection[str] = ()) -> Chart:
    """The mapping in a file.

    Parameters
    ----------
    path
        A YAML file.
    taxonomy
        The classes that there are; any class will do where it is empty.

    Raises
    ------
    InputError
        With every fault: file, line, field, value, what is allowed, what to do.
    """
    document = read(path)
    undecided = list(_undecided(document, document.data, ()))
    if undecided:
        raise InputError(undecided)
    try:
        mapping = Mapping.model_validate(document.data)
    except ValidationError as error:
        raise InputError(problems(error, document, Mapping)) from None
    wrong = list(_unknown_classes(document, mapping, taxonomy))
    if wrong:
        raise InputError(wrong)
    region = _region(document, mapping.region, path.parent)
    return Chart(mapping, document, region, frozenset(taxonomy))


def _undecided(document: Document, data: Any, place: Place) -> Iterator[Problem]:
    """A problem for each value that the owner has not decided yet."""
    parts: list[tuple[str | int, Any]] = []
    if isinstance(data, dict):
        parts = list(data.items())
    elif isinstance(data, list):
        parts = list(enumerate(data))
    for name, part in parts:
        yield from _undecided(document, part, (*place, name))
    if data == UNDECIDED:
        remedy = "Replace the word; the comment beside it in a proposed mapping says by what"
        yield document.problem(place, "you have not decided this yet", remedy, UNDECIDED)


def _unknown_classes(
    document: Document, mapping: Mapping, taxonomy: Collection[str]
) -> Iterator[Problem]:
    said: dict[Place, str] = {
        ("weapon", "classes", text): name for text, name in mapping.weapon.classes.items()
    }
    if mapping.weapon.constant is not None:
        said = {("weapon", "constant"): mapping.weapon.constant}
    for place, name in said.items():
        if taxonomy and name not in taxonomy and name != UNKNOWN:
            near = " or ".join(get_close_matches(name, sorted(taxonomy), n=2))
            listed = ", ".join(sorted(taxonomy))
            remedy = f"Did you mean {near}?" if near else f"It has {listed}"
            yield document.problem(place, "the taxonomy has no such class", remedy, repr(name))
    if mapping.weapon.column is not None and not (taxonomy or mapping.weapon.classes):
        message, remedy = "a column of classes needs its words", "Add classes: {text: class, …}"
        yield document.problem(("weapon", "classes"), message, remedy, "nothing")


def _region(document: Document, box: Box | None, folder: Path) -> Region | None:
    if box is None:
        return None
    if box.line is not None:
        return _around(document, folder / box.line, float(box.within_km or 0))
    edges = (box.south, box.north, box.west, box.east)
    return Region(*(float(edge) for edge in edges if edge is not None))


def _around(document: Document, path: Path, within_km: float) -> Region:
    """The box of a line with a margin."""
    places = list(_places(_json(document, path)))
    if not places:
        raise _no_line(document, path, "has no places in degrees")
    lons, lats = zip(*places, strict=True)
    along = within_km / KM_PER_DEGREE
    across = along / math.cos(math.radians(min(max(map(abs, lats)) + along, 89.0)))
    return Region(
        max(min(lats) - along, -90.0),
        min(max(lats) + along, 90.0),
        max(min(lons) - across, -180.0),
        min(max(lons) + across, 180.0),
    )


def _json(document: Document, path: Path) -> Any:
    try:
        if path.stat().st_size > 64 * MAX_BYTES:
            raise _no_line(document, path, "is too large")
        return json.loads(path.read_bytes())
    except OSError as error:
        raise _no_line(document, path, f"cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise _no_line(document, path, "is not JSON") from None


def _no_line(document: Document, path: Path, why: str) -> InputError:
    remedy = "Name a GeoJSON file by its path from the mapping file"
    return InputError([document.problem(("region", "line"), f"the file {why}", remedy, str(path))])


def _places(data: Any) -> Iterator[tuple[float, float]]:
    """Every longitude and latitude below `coordinates`, at any depth."""
    waiting, inside = [(data, False)], False
    while waiting:
        part, inside = waiting.pop()
        if isinstance(part, dict):
            waiting += [(value, key == "coordinates") for key, value in part.items()]
        elif isinstance(part, list) and inside and _is_place(part):
            yield float(part[0]), float(part[1])
        elif isinstance(part, list):
            waiting += [(value, inside) for value in part]


def _is_place(part: list[Any]) -> bool:
    numbers = [value for value in part if isinstance(value, int | float)]
    if len(part) not in (2, 3) or len(numbers) != len(part):
        return False
    return abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90
