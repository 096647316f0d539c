"""Areas on the ellipsoid, by the algorithm of [Karney2013]_."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from suasion.zone.geometry.ellipsoid import geod


def area_km2(shape: BaseGeometry) -> float:
    """Area of polygons [km2], whichever way their rings run; 0 for lines and points.

    Examples
    --------
    >>> import shapely
    >>> round(area_km2(shapely.box(0, 0, 1, 1)))  # a degree by a degree at the equator
    12309
    """
    return sum(_of_polygon(polygon) for polygon in polygons(shape)) / 1e6


def polygons(shape: BaseGeometry) -> Iterator[shapely.Polygon]:
    """The polygons that a shape is made of."""
    for part in getattr(shape, "geoms", [shape]):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            yield part


def _of_polygon(polygon: shapely.Polygon) -> float:
    """Area [m2] without the holes."""
    return _of_ring(polygon.exterior) - sum(map(_of_ring, polygon.interiors))


def _of_ring(ring: shapely.LinearRing) -> float:
    return abs(geod().geometry_area_perimeter(shapely.Polygon(ring))[0])
