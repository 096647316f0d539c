"""GeoJSON files of candidate sites and of sectors, every fault with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from suasion.errors import InputError, Problem
from suasion.zone.planning.ranges import Allowed
from suasion.zone.rules.datum import refuse_other_datum
from suasion.zone.rules.geojson import MAX_BYTES, POLYGONS
from suasion.zone.rules.positions import position_fault

RADIUS = Allowed(0.0, 500.0, above=True, unit="km")
COST = Allowed(0.0, 1e12)
WEIGHT = Allowed(0.0, 1e12)
MOST_SITES = 2_000
SKIPPED = ("exclusion",)
"""Kinds of features that `suasion zone build` writes and that are no sectors."""


@dataclass(frozen=True)
class Site:
    """Where something that watches may stand."""

    name: str
    longitude: float
    latitude: float
    radius_km: float
    cost: float


@dataclass(frozen=True)
class Sector:
    """Ground that is to be watched."""

    shape: BaseGeometry
    weight: float | None
    """What watching all of it is worth; None where its area says so."""


def sites(path: Path, radius_km: float | None = None) -> list[Site]:
    """Candidate sites: points with `name`, `radius_km` and, if they differ, `cost`.

    Parameters
    ----------
    radius_km
        For points that have none of their own.

    Raises
    ------
    InputError
        Where the file cannot be read, is not on WGS 84, has no points, or a point is not as it
        should be.
    """
    found = [_site(path, n, one, radius_km) for n, one in _features(path) if _kind(one) == "Point"]
    if not found:
        raise _refused(path, "", "there is no Point in it", "Give candidate sites as points")
    if len(found) > MOST_SITES:
        message = f"it has {len(found):,} points; at most {MOST_SITES:,} can be chosen from"
        raise _refused(path, "", message, "Leave out the ones that will not do")
    _named_once(path, found)
    return found


def sectors(path: Path) -> list[Sector]:
    """Sectors: polygons, with a `weight` each or none of them.

    What `suasion zone build` writes will do: its lines, points and exclusions are not read.
    """
    found = [
        (number, one)
        for number, one in _features(path)
        if _kind(one) in POLYGONS and _properties(one).get("kind") not in SKIPPED
    ]
    if not found:
        raise _refused(path, "", "there is no Polygon in it", "Write one with suasion zone build")
    weighed = [one for one in found if "weight" in _properties(one[1])]
    if weighed and len(weighed) < len(found):
        number = next(number for number, one in found if "weight" not in _properties(one))
        message = "this sector has no weight, and others have"
        remedy = "Give every sector a weight, or none: areas then count"
        raise _refused(path, f"features[{number}].properties.weight", message, remedy)
    listed = [_sector(path, number, one) for number, one in found]
    if weighed and not any(one.weight for one in listed):
        raise _refused(path, "", "every sector has a weight of 0", "Weigh some, or none of them")
    return listed


def _named_once(path: Path, found: list[Site]) -> None:
    names = [one.name for one in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        message = f"two points are called {twice!r}"
        raise _refused(path, "properties.name", message, "Give each its own name")


def _site(path: Path, number: int, feature: dict[str, Any], radius_km: float | None) -> Site:
    place = feature["geometry"].get("coordinates")
    field = f"features[{number}]"
    if wrong := position_fault(place):
        raise _refused(path, f"{field}.geometry.coordinates", *wrong, repr(place))
    properties = _properties(feature)
    name = str(properties.get("name") or feature.get("id") or f"site {number + 1}")
    radius = properties.get("radius_km", radius_km)
    radius = _number(path, f"{field}.properties.radius_km", radius, RADIUS)
    cost = _number(path, f"{field}.properties.cost", properties.get("cost", 1.0), COST)
    return Site(name, float(place[0]), float(place[1]), radius, cost)


def _sector(path: Path, number: int, feature: dict[str, Any]) -> Sector:
    field = f"features[{number}]"
    weight = _properties(feature).get("weight")
    if weight is not None:
        weight = _number(path, f"{field}.properties.weight", weight, WEIGHT)
    try:
        shape = shapely.geometry.shape(feature["geometry"])
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        message = "its positions make no polygon"
        raise _refused(path, f"{field}.geometry", message, "Mend the file") from None
    wrong = next(filter(None, map(position_fault, shapely.get_coordinates(shape).tolist())), None)
    if wrong or not shape.is_valid or shape.is_empty:
        message, remedy = wrong or ("the polygon is empty or crosses itself", "Mend the polygon")
        raise _refused(path, f"{field}.geometry", message, remedy)
    return Sector(shape, weight)


def _number(path: Path, field: str, value: Any, allowed: Allowed) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not allowed.holds(float(value)):
        shown = "nothing" if value is None else repr(value)
        remedy = "Give --radius-km, or radius_km for each" if value is None else "Correct it"
        raise _refused(path, field, f"must be {allowed}", remedy, shown)
    return float(value)


def _features(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The features of a collection, numbered as in the file."""
    data = _data(path)
    listed = data.get("features") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise _refused(path, "", "it is no FeatureCollection", "Give GeoJSON with `features`")
    refuse_other_datum(path, data)
    for number, one in enumerate(listed):
        if isinstance(one, dict) and isinstance(one.get("geometry"), dict):
            refuse_other_datum(path, one, f"features[{number}].")
            refuse_other_datum(path, one["geometry"], f"features[{number}].geometry.")
            yield number, one


def _data(path: Path) -> Any:
    if not path.is_file():
        raise _refused(path, "", "there is no such file", "Check the path")
    if path.stat().st_size > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES:,} bytes"
        raise _refused(path, "", message, "Cut out what is needed")
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _refused(path, "", "not JSON in UTF-8", "Give a GeoJSON file") from None


def _kind(feature: dict[str, Any]) -> str:
    return str(feature["geometry"].get("type"))


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _refused(path: Path, field: str, message: str, remedy: str, value: str = "") -> InputError:
    return InputError([Problem(str(path), 0, 0, field, value, message, remedy)])
