"""GeoJSON files [RFC7946]_: features by name, every fault with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from suasion.errors import FileRefused, InputError, Problem, UnknownName
from suasion.zone.rules.datum import refuse_other_datum

MAX_BYTES = 64 << 20
MAX_POSITIONS = 200_000
LINES = ("LineString", "MultiLineString")
POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Found:
    """One geometry of a file."""

    name: str
    """The feature's `name`, or its `id`."""
    kind: str
    """Its type, such as LineString."""
    coordinates: Any
    field: str
    """Where its coordinates stand in the file."""


def geometry(path: Path, kinds: tuple[str, ...], name: str | None) -> Found:
    """The one geometry of some types in a file.

    Parameters
    ----------
    kinds
        `LINES` or `POLYGONS`.
    name
        Name of its feature; needed where the file has several of these types.

    Raises
    ------
    InputError
        Where the file cannot be read, or does not have exactly one.
    UnknownName
        Where it has none of this name.
    """
    found = [one for one in features(path) if one.kind in kinds]
    named = [one for one in found if name is None or one.name == name]
    if len(named) == 1:
        return named[0]
    if found and name is not None and not named:
        raise UnknownName(f"feature of {path}", name, [one.name for one in found])
    wanted = " or ".join(kinds)
    if not named:
        _refuse(path, "", f"there is no {wanted} in it", "Give a file that has one")
    listed = ", ".join(repr(one.name) for one in named)
    remedy = "Name one: `feature` in the zone file, or FILE#NAME on the command line"
    _refuse(path, "", f"there are {len(named)} of {wanted} in it: {listed}", remedy)


def features(path: Path) -> list[Found]:
    """Every geometry of a GeoJSON file.

    Raises
    ------
    InputError
        Where the file cannot be read, or is not on WGS 84.
    """
    data = _data(path)
    if not isinstance(data, dict) or "type" not in data:
        _refuse(path, "", "it is JSON and not GeoJSON", "Give an object with a `type`")
    return list(_geometries(path, data, "", ""))


def _geometries(path: Path, data: Any, place: str, name: str) -> Iterator[Found]:
    """The geometries of a collection, a feature or a bare geometry."""
    if not isinstance(data, dict):
        return
    refuse_other_datum(path, data, place)
    kind = data.get("type")
    if kind == "FeatureCollection":
        for number, part in enumerate(data.get("features") or []):
            yield from _geometries(path, part, f"features[{number}].", name)
    elif kind == "Feature":
        properties = data.get("properties") or {}
        called = str(properties.get("name") or data.get("id") or "")
        yield from _geometries(path, data.get("geometry"), f"{place}geometry.", called)
    elif kind in (*LINES, *POLYGONS):
        yield Found(name, str(kind), data.get("coordinates"), f"{place}coordinates")


def _data(path: Path) -> Any:
    if not path.is_file():
        _refuse(path, "", "there is no such file", "Check the path")
    if path.stat().st_size > MAX_BYTES:
        size = path.stat().st_size
        message = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
        _refuse(path, "", message, "Cut out what is needed")
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        message = f"not valid JSON ({error.msg})"
        place = (error.lineno, error.colno)
        raise FileRefused([Problem(str(path), *place, "", "", message, "Mend the file")]) from None
    except (UnicodeDecodeError, RecursionError):
        _refuse(path, "", "not JSON in UTF-8, or nested too deep", "Give a GeoJSON file")


def _refuse(path: Path, field: str, message: str, remedy: str) -> NoReturn:
    raise InputError([Problem(str(path), 0, 0, field, "", message, remedy)])
