"""Sectors: every so many kilometres along a line, or polygons that are given.

A position lies in the sector of the nearest of points a kilometre apart on the lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from suasion.errors import InputError, Problem
from suasion.zone.geometry.area import area_km2
from suasion.zone.geometry.ellipsoid import Floats, geod
from suasion.zone.geometry.line import Line, path
from suasion.zone.rules.geojson import POLYGONS, Found, features
from suasion.zone.rules.positions import position_fault

LEAST_KM, LEAST_KM2 = 5.0, 25.0
"""Length and area below which a sector would give positions away."""
APART_DEGREES = 0.01
"""Points of a line are at most this far apart: a kilometre."""
LEAF = 64
"""Points that the tree compares with one by one: with a few hundred in all, faster than fewer."""
BESIDE = "outside the sectors"
WHOLE = "all"


@dataclass(frozen=True, eq=False)
class Sectors:
    """Names of sectors, and what tells in which one a position lies."""

    names: tuple[str, ...]
    tree: cKDTree | None
    """Points of the lines on the unit sphere."""
    sector: npt.NDArray[np.intp]
    """Number of the sector of each point of the lines."""
    points: Floats
    """Longitude and latitude of the points of the lines [degrees]."""
    polygons: tuple[BaseGeometry, ...] = ()

    def of(self, positions: Floats) -> npt.NDArray[np.intp]:
        """Number of the sector of each position: its place in `names`."""
        if self.polygons:
            found = np.full(len(positions), len(self.names) - 1)
            for number, polygon in enumerate(self.polygons):
                found[shapely.contains_xy(polygon, positions[:, 0], positions[:, 1])] = number
            return found
        if self.tree is None:
            return np.zeros(len(positions), np.intp)
        return np.asarray(self.sector[self.tree.query(_on_sphere(positions))[1]])


def sectors_along(lines: Mapping[str, Line], every_km: float) -> Sectors:
    """Sectors along lines, from the first position of each.

    Parameters
    ----------
    every_km
        Length of a sector [km], at least 5; the last one of a line is half to one and a half of it.

    Examples
    --------
    >>> from suasion.zone.geometry.line import line_of
    >>> found = sectors_along({"front": line_of([[30, 50], [31, 50]])}, 20)
    >>> found.names[:2], found.of(np.array([[30.1, 50.2], [30.4, 49.9]]))
    (('km 0-20', 'km 20-40'), array([0, 1]))
    """
    if not lines:
        return Sectors((WHOLE,), None, np.zeros(0, np.intp), np.zeros((0, 2)))
    names: list[str] = []
    points, numbers = [], []
    for name, line in lines.items():
        corners = shapely.get_coordinates(shapely.segmentize(path(line), APART_DEGREES))
        steps = geod().inv(*corners[:-1].T, *corners[1:].T)[2]
        km = np.concatenate([[0.0], np.cumsum(steps)]) / 1000
        # What is left at the end belongs to the last sector unless it is half of one.
        last = max(round(float(km[-1]) / every_km) - 1, 0)
        number = np.minimum((km / every_km).astype(np.intp), last)
        numbers.append(number + len(names))
        points.append(corners)
        before = f"{name} " if len(lines) > 1 else ""
        ends = [*(every_km * at for at in range(1, last + 1)), float(km[-1])]
        bounds = [(at * every_km, end) for at, end in enumerate(ends)]
        names += [f"{before}km {low:g}-{high:.4g}" for low, high in bounds]
    every = np.concatenate(points)
    return Sectors(
        tuple(names), cKDTree(_on_sphere(every), leafsize=LEAF), np.concatenate(numbers), every
    )


def sectors_from(file: Path) -> Sectors:
    """Sectors that are the named polygons of a GeoJSON file.

    Raises
    ------
    InputError
        Where the file has none, one without a name or with a name twice, one under 25 km2, or
        positions that are no degrees.
    """
    found = [one for one in features(file) if one.kind in POLYGONS]
    names = [one.name for one in found]
    if not found or not all(names) or len(set(names)) < len(names):
        message = "its polygons need names, each one once" if found else "it has no polygons"
        remedy = "Give each feature a `name` of its own"
        raise InputError([Problem(str(file), 0, 0, "features", "", message, remedy)])
    polygons = tuple(_polygon(file, one) for one in found)
    for name, polygon in zip(names, polygons, strict=True):
        if area_km2(polygon) < LEAST_KM2:
            message = f"has {area_km2(polygon):.3g} km2, so that its numbers give positions away"
            remedy = f"Give sectors of at least {LEAST_KM2:g} km2"
            raise InputError([Problem(str(file), 0, 0, name, "", message, remedy)])
    return Sectors((*names, BESIDE), None, np.zeros(0, np.intp), np.zeros((0, 2)), polygons)


def _polygon(file: Path, one: Found) -> BaseGeometry:
    try:
        shape = shapely.geometry.shape({"type": one.kind, "coordinates": one.coordinates})
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        message = f"its positions make no polygon ({error})"
        raise InputError([Problem(str(file), 0, 0, "", "", message, "Mend the file")]) from None
    wrong = next(filter(None, map(position_fault, shapely.get_coordinates(shape).tolist())), None)
    if wrong:
        raise InputError([Problem(str(file), 0, 0, one.field, "", *wrong)])
    shapely.prepare(shape)
    return shape


def _on_sphere(positions: Floats) -> Floats:
    longitude, latitude = np.radians(positions).T
    level = np.cos(latitude)
    return np.column_stack([level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)])


def sector_shapes(sectors: Sectors, ground: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The ground of each sector, for a map: good to a kilometre.

    Parameters
    ----------
    ground
        What there is to divide: the belts.
    """
    whole = shapely.union_all(ground)
    if sectors.polygons:
        return [*(one.intersection(whole) for one in sectors.polygons), shapely.Polygon()]
    if sectors.tree is None:
        return [whole]
    stretch = np.array([np.cos(np.radians(sectors.points[:, 1].mean())), 1.0])
    points = shapely.multipoints(sectors.points * stretch)
    flat = shapely.transform(whole, lambda corners: corners * stretch)
    nearest = shapely.voronoi_polygons(points, extend_to=flat, ordered=True)
    parts = np.asarray(shapely.get_parts(nearest))
    pieces = [shapely.union_all(parts[sectors.sector == at]) for at in range(len(sectors.names))]
    return [
        shapely.transform(piece.intersection(flat), lambda corners: corners / stretch)
        for piece in pieces
    ]
