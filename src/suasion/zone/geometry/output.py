"""Shapes as GeoJSON by RFC 7946 [RFC7946]_.

Longitudes within -180…180, cut at the antimeridian; outer rings anticlockwise, holes clockwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

DECIMALS = 7
"""Of a degree: a centimetre."""


def feature(name: str, shape: BaseGeometry | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature; its geometry is null where there is no shape.

    Examples
    --------
    >>> import shapely
    >>> found = feature("a", shapely.box(179, 0, 181, 1), {"belt": "a"})["geometry"]
    >>> found["type"], [shapely.geometry.shape(found).geoms[k].bounds[0] for k in (0, 1)]
    ('MultiPolygon', [-180.0, 179.0])
    """
    geometry = None if shape is None else _plain(shapely.geometry.mapping(cut(shape)))
    return {"type": "Feature", "id": name, "properties": dict(properties), "geometry": geometry}


def cut(shape: BaseGeometry) -> BaseGeometry:
    """A shape whose longitudes run on, cut at the antimeridian and turned as RFC 7946 asks."""
    low, _, high, _ = shape.bounds
    turns = range(int(np.floor((low + 180) / 360)), int(np.ceil((high + 180) / 360)) + 1)
    parts = [_within(shape, turn) for turn in turns]
    whole = shapely.union_all([part for part in parts if not part.is_empty])
    return shapely.orient_polygons(whole, exterior_cw=False)


def _within(shape: BaseGeometry, turn: int) -> BaseGeometry:
    """The part of a shape on one turn round the Earth, moved to -180…180."""
    start = 360.0 * turn
    part = shape.intersection(shapely.box(start - 180, -90, start + 180, 90))
    if part.geom_type == "GeometryCollection" or part.area == 0 < shape.area:
        kept = [one for one in getattr(part, "geoms", []) if one.area > 0]
        part = shapely.union_all(kept) if kept else shapely.Polygon()
    return shapely.transform(part, lambda corners: np.round(corners - [start, 0], DECIMALS))


def _plain(value: Any) -> Any:
    """Tuples as lists, as JSON reads them back."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value
