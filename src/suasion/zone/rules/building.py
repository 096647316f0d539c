"""A zone's places as shapes on the ground, with areas and lengths; what is not known says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from suasion.describe.fact import Contested, Judged, Unknown, readings
from suasion.errors import InputError
from suasion.zone.geometry.area import area_km2
from suasion.zone.geometry.belt import Sides, around, sides
from suasion.zone.geometry.circle import circle
from suasion.zone.geometry.ellipsoid import FURTHEST_LATITUDE, near
from suasion.zone.geometry.line import Line, path
from suasion.zone.rules.reading import Zone
from suasion.zone.rules.shapes import line_of_side

KM_OF_A_DEGREE = 110.5
"""Length of a degree of latitude [km], at least."""


@dataclass(frozen=True)
class Built:
    """One place of a zone, on one side where it has sides.

    `shape` is None where it is not known, and `unknown` says why.
    """

    id: str
    kind: str
    """`belt`, `site`, `area`, `corridor`, `exclusion`, `crossing` or `line`."""
    name: str
    side: str
    """Identifier of the side; empty where there is none."""
    shape: BaseGeometry | None
    unknown: str = ""
    distance_km: float | None = None
    """Depth, radius or width."""
    beyond_km: float = 0.0
    """Where a belt starts."""
    judged: bool = False
    """True where the distance is a judgement and not a text's."""
    length_km: float | None = None

    @property
    def area_km2(self) -> float | None:
        """Its area; None where it has none or is not known."""
        areal = self.kind not in ("line", "crossing")
        return area_km2(self.shape) if areal and self.shape is not None else None


def build(zone: Zone, *, tell: Callable[[str], None] = lambda name: None) -> list[Built]:
    """Every place of a zone: belts side by side, then the rest, lines last.

    Parameters
    ----------
    tell
        Is called with the name of each place before it is worked out.

    Raises
    ------
    InputError
        Where a belt's sides cannot be told apart, a distance is contested, or a place comes too
        near a pole.

    Examples
    --------
    >>> from suasion.zone.rules.reading import load
    >>> (plant,) = (one for one in build(load("zaporizhzhia-plant")) if one.kind == "site")
    >>> plant.judged, round(plant.area_km2 / plant.distance_km**2, 3)
    (True, 3.142)
    """
    parts = [*_belts(zone, tell), *_sites(zone), *_areas(zone), *_corridors(zone)]
    excluded = list(_exclusions(zone))
    cut = [one.shape for one in excluded if one.shape is not None]
    places = [_without(one, cut) for one in parts]
    return [*places, *excluded, *_crossings(zone), *_lines(zone)]


def _without(one: Built, cut: list[BaseGeometry]) -> Built:
    if one.shape is None or not cut or one.kind == "corridor":
        return one
    middle = one.shape.centroid.x
    moved = [_moved(shape, middle) for shape in cut]
    return Built(**{**one.__dict__, "shape": one.shape.difference(shapely.union_all(moved))})


def _moved(shape: BaseGeometry, longitude: float) -> BaseGeometry:
    """A shape moved by whole turns to where its neighbours are."""
    turn = float(near(shape.centroid.x, longitude)) - shape.centroid.x
    return affinity.translate(shape, turn)


def _distance(zone: Zone, fact: Any, place: tuple[str, ...]) -> tuple[float | None, str, bool]:
    """Kilometres, why they are not known, and whether they are judged."""
    if isinstance(fact, Contested):
        message = f"its sources give {' and '.join(f'{one:g}' for one in readings(fact))} km"
        remedy = "Choose one with --set, or in the file"
        raise InputError([zone.document.problem(place, message, remedy)])
    if isinstance(fact, Unknown):
        return None, fact.unknown, False
    return float(readings(fact)[0]), "", isinstance(fact, Judged)


def _belts(zone: Zone, tell: Callable[[str], None]) -> Iterator[Built]:
    @cache
    def halves(line: str, depth_km: float) -> Sides:
        return _halves(zone, line, depth_km)

    for name, belt in zone.file.belts.items():
        tell(belt.name)
        depth, unknown, judged = _distance(zone, belt.depth_km, ("belts", name, "depth_km"))
        for side in belt.sides or zone.file.sides:
            line = line_of_side(zone.file, zone.file.sides[side].line)
            reason = unknown or zone.file.lines[line].unknown or ""
            shape = None
            if depth is not None and not reason:
                shape = _half(halves(line, depth), zone.left[side])
                if belt.beyond_km:
                    shape = shape.difference(_half(halves(line, belt.beyond_km), zone.left[side]))
            rest = (depth, belt.beyond_km, judged)
            yield Built(name, "belt", belt.name, side, shape, reason, *rest)


def _half(both: Sides, left: bool) -> BaseGeometry:
    return both.left if left else both.right


def _halves(zone: Zone, line: str, depth_km: float) -> Sides:
    track = zone.lines[line]
    _away_from_poles(zone, float(np.abs(track.latitude).max()), depth_km, ("lines", line))
    found = sides(track, depth_km * 1000)
    if found is None:
        message = f"carried on beyond an end it comes back to itself within {depth_km:g} km"
        remedy = "Add a position at the end that shows how the sides part, or draw two zones"
        raise InputError([zone.document.problem(("lines", line), message, remedy)])
    return found


def _away_from_poles(
    zone: Zone, latitude: float, distance_km: float, place: tuple[str, ...]
) -> None:
    if abs(latitude) + distance_km / KM_OF_A_DEGREE > FURTHEST_LATITUDE:
        message = f"it comes nearer to a pole than {FURTHEST_LATITUDE:g} degrees"
        raise InputError([zone.document.problem(place, message, "Such a zone cannot be drawn")])


def _sites(zone: Zone) -> Iterator[Built]:
    for name, site in zone.file.sites.items():
        radius, unknown, judged = _distance(zone, site.radius_km, ("sites", name, "radius_km"))
        shape = None
        if radius is not None:
            _away_from_poles(zone, site.centre[1], radius, ("sites", name))
            shape = circle(site.centre[0], site.centre[1], radius * 1000)
        yield Built(name, "site", site.name, "", shape, unknown, radius, judged=judged)


def _areas(zone: Zone) -> Iterator[Built]:
    for name, area in zone.file.areas.items():
        shape = zone.rings.get(("areas", name))
        yield Built(name, "area", area.name, "", shape, area.unknown or "")


def _corridors(zone: Zone) -> Iterator[Built]:
    for name, corridor in zone.file.corridors.items():
        width, unknown, judged = _distance(zone, corridor.width_km, ("corridors", name, "width_km"))
        shape, way = None, zone.ways.get(name)
        if way is not None and width is not None:
            _away_from_poles(zone, float(np.abs(way.latitude).max()), width, ("corridors", name))
            shape = around(way, width * 500)
        reason = unknown or corridor.unknown or ""
        yield Built(name, "corridor", corridor.name, "", shape, reason, width, judged=judged)


def _exclusions(zone: Zone) -> Iterator[Built]:
    for name, one in zone.file.exclusions.items():
        shape: BaseGeometry | None = zone.rings.get(("exclusions", name, "outline"))
        if one.centre is not None and one.radius_km is not None:
            _away_from_poles(zone, one.centre[1], one.radius_km, ("exclusions", name))
            shape = circle(one.centre[0], one.centre[1], one.radius_km * 1000)
        unknown = (one.outline.unknown if one.outline else None) or ""
        yield Built(name, "exclusion", one.name, "", shape, unknown, one.radius_km)


def _crossings(zone: Zone) -> Iterator[Built]:
    for name, one in zone.file.crossings.items():
        yield Built(name, "crossing", one.name, "", shapely.Point(one.place[:2]))


def _lines(zone: Zone) -> Iterator[Built]:
    for name, given in zone.file.lines.items():
        track: Line | None = zone.lines.get(name)
        shape = path(track) if track else None
        length = track.length_m / 1000 if track else None
        unknown = given.unknown or ""
        yield Built(name, "line", given.name or name, "", shape, unknown, length_km=length)
