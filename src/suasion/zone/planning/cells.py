"""Ground cut into cells, and which candidate sites see which cell.

A cell is the part of a sector within a square of a grid, and is seen by a site whose radius
reaches the cell's centroid by geodesic distance. Cells that the same sites see are one in what
follows, and where a cell lies is forgotten here: no result has it, so that none can tell what
ground monitors do not see.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from suasion.zone.geometry.area import area_km2, polygons
from suasion.zone.geometry.ellipsoid import distances_m
from suasion.zone.planning.ground import Sector, Site

KM_OF_A_DEGREE = 111.2
"""Length of a degree of latitude [km], about; it sets the size of the cells only."""
FINENESS = 4_000
"""Cells that are aimed at where no size is given."""
MOST_CELLS = 60_000


@dataclass(frozen=True)
class Demand:
    """Weights by the set of sites that see them, without places."""

    weights: NDArray[np.float64]
    """Share of the whole weight, shape `groups`; what no site sees is not in here."""
    sees: NDArray[np.bool_]
    """Whether a site sees a group, shape `groups, sites`."""
    cell_km: float
    """Edge of a cell."""
    cells: int
    """How many there were."""


def demand(sectors: Sequence[Sector], sites: Sequence[Site], cell_km: float | None) -> Demand:
    """What each site would see.

    Parameters
    ----------
    sectors
        Ground that counts; by area, or by their weights, each spread evenly over its sector.
    sites
        Candidates.
    cell_km
        Edge of a cell; None for about `FINENESS` cells in all.
    """
    parts = _weighed(sectors)
    edge = cell_km or math.sqrt(sum(area_km2(shape) for shape, _ in parts) / FINENESS)
    weights, places = _cells(parts, edge)
    sees = _seen(places, sites)
    groups, owner = np.unique(sees, axis=0, return_inverse=True)
    sums = np.bincount(owner.ravel(), weights=weights, minlength=len(groups))
    kept = groups.any(axis=1)
    return Demand(sums[kept] / weights.sum(), groups[kept], edge, len(weights))


def cell_count(sectors: Sequence[Sector], cell_km: float) -> float:
    """About how many cells of a size there would be."""
    return sum(area_km2(shape) for shape, _ in _weighed(sectors)) / cell_km**2


def _weighed(sectors: Sequence[Sector]) -> list[tuple[BaseGeometry, float]]:
    """Shapes with what each is worth; by area the union, so that nothing counts twice."""
    if any(one.weight is None for one in sectors):
        union = shapely.union_all([one.shape for one in sectors])
        return [(union, area_km2(union))]
    return [(one.shape, float(one.weight or 0.0)) for one in sectors]


def _cells(
    parts: Sequence[tuple[BaseGeometry, float]], edge_km: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights and centroids (longitude, latitude) of all cells."""
    weights, places = [], []
    for shape, weight in parts:
        cut = np.concatenate([_cut(one, edge_km) for one in polygons(shape)])
        areas = np.array([area_km2(one) for one in cut])
        cut, areas = cut[areas > 0], areas[areas > 0]
        weights.append(weight * areas / areas.sum())
        places.append(shapely.get_coordinates(shapely.centroid(cut)))
    return np.concatenate(weights), np.concatenate(places)


def _cut(polygon: shapely.Polygon, edge_km: float) -> NDArray[np.object_]:
    """A polygon in squares, longitudes narrowed by the latitude of its middle.

    First in columns and then each column in rows: of a long thin zone that runs aslant, nearly all
    squares of the rectangle round it are empty.
    """
    west, south, east, north = polygon.bounds
    high = edge_km / KM_OF_A_DEGREE
    wide = high / math.cos(math.radians((south + north) / 2))
    x = np.arange(west, east, wide)
    strips = shapely.box(x, np.full_like(x, south), x + wide, np.full_like(x, north))
    columns = shapely.intersection(strips, polygon)
    squares = [_rows(column, high) for column in columns if not column.is_empty]
    return np.concatenate(squares)


def _rows(column: BaseGeometry, high: float) -> NDArray[np.object_]:
    west, south, east, north = column.bounds
    y = np.arange(south, north, high)
    squares = shapely.box(np.full_like(y, west), y, np.full_like(y, east), y + high)
    return np.asarray(shapely.intersection(squares, column))


def _seen(places: NDArray[np.float64], sites: Sequence[Site]) -> NDArray[np.bool_]:
    """Whether a site sees a place, shape `places, sites`."""
    columns = [
        distances_m(places[:, 0], places[:, 1], site.longitude, site.latitude)
        <= site.radius_km * 1000
        for site in sites
    ]
    return np.column_stack(columns)
