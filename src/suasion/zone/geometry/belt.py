"""The belt round a line: every point nearer to it than a depth, and its two sides.

Each segment gives a strip, whose long edges lie at the depth on the perpendicular geodesics; each
position a sector of a geodesic circle wherever the line bends, and half a circle at an end. Their
union is the belt. Nothing is projected: every point of an edge is worked out on the ellipsoid.

The sides are parted by the line itself. Beyond an end the belt is round, and is parted by the
geodesic that carries the last segment on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from suasion.zone.geometry.area import polygons
from suasion.zone.geometry.ellipsoid import (
    STEP_M,
    Floats,
    arc_step_degrees,
    distances_out,
    reached,
    seen,
)
from suasion.zone.geometry.line import Line, Samples, path, sampled

Edge = tuple[tuple[float, ...], tuple[float, ...]]

MARGIN_DEGREES = 0.5
"""Sectors reach so far into their neighbours: pieces overlap and never merely touch. What is added
lies inside the circle round the position, so inside the belt."""

BEHIND_M = 1.0
"""Sectors start so far behind their position [m], for the same reason."""

TOGETHER = 8
"""Pieces that are united at once."""

RAY_M = 5000.0
"""Longest edge inside the belt [m]. It may stray from its geodesic by RAY_M tan(latitude) /
(2 x 6371 km), seen from the position: 0.26 degrees at 85, which the margin covers."""

PAST = 1.01
"""How far beyond an end the line is carried on, in depths: out of the circle round the end."""

NEARER_M, STRETCH = 1.0, 2e-3
"""What is nearer by less is as near: metres, and the share by which the plane round a point
stretches what lies across at the deepest belt, (500 km / 6371 km)**2 / 6, rounded up."""

RAY_POINTS = 50
"""Places at which the line carried on is looked at, at least."""


@dataclass(frozen=True)
class Sides:
    """The two halves of a belt; longitudes run on across the antimeridian."""

    left: BaseGeometry
    right: BaseGeometry


def around(line: Line, depth_m: float) -> BaseGeometry:
    """Every point nearer than `depth_m` to the line.

    Its edge lies within 0.3 m of the geodesic distance `depth_m`, inwards at arcs.

    Parameters
    ----------
    depth_m
        Above 0 [m]; the belt must stay within `FURTHEST_LATITUDE`.

    Examples
    --------
    >>> from suasion.zone.geometry.area import area_km2
    >>> from suasion.zone.geometry.line import line_of
    >>> round(area_km2(around(line_of([[30, 50], [31, 50]]), 1000.0)), 1)  # 2 x 71.7 + 3.14
    146.5
    """
    found = sampled(line)
    pieces = list(_pieces(line, found, depth_m))
    while len(pieces) > 1:
        # Neighbours along the line first: their union is hardly larger than each of them.
        groups = [pieces[k : k + TOGETHER] for k in range(0, len(pieces), TOGETHER)]
        pieces = [shapely.union_all(group) for group in groups]
    return pieces[0]


def sides(line: Line, depth_m: float) -> Sides | None:
    """The belt of `around`, parted by the line.

    None where there are places that are neither left nor right of the line: carried on beyond an
    end it meets itself or comes nearer to another part of it than to that end, or does not part
    the belt, as where it almost closes.
    """
    cut = path(line, beyond_m=PAST * depth_m)
    if not cut.is_simple or not (line.is_closed or _ends_part(line, depth_m)):
        return None
    belt = around(line, depth_m)
    edges = shapely.union_all([belt.boundary, cut])
    shapely.prepare(belt)
    faces = [face for face in polygons(shapely.polygonize([edges])) if belt.contains(_inner(face))]
    ahead = set(pairwise(cut.coords))
    beside = [_beside(face, ahead) for face in faces]
    if any(len(found) != 1 for found in beside):
        return None
    return Sides(
        shapely.union_all(
            [face for face, found in zip(faces, beside, strict=True) if True in found]
        ),
        shapely.union_all(
            [face for face, found in zip(faces, beside, strict=True) if False in found]
        ),
    )


def _inner(face: shapely.Polygon) -> shapely.Point:
    return shapely.point_on_surface(face)


def _beside(face: shapely.Polygon, ahead: set[Edge]) -> set[bool]:
    """On which sides of the line a face lies along it: True for the left.

    Parameters
    ----------
    ahead
        The edges of the line, each in its direction.
    """
    turned = shapely.orient_polygons(face, exterior_cw=False)
    # A ring that runs so has the face on its left, a hole's too.
    rings = (turned.exterior, *turned.interiors)
    edges = [edge for ring in rings for edge in pairwise(ring.coords)]
    return {True for edge in edges if edge in ahead} | {
        False for edge in edges if edge[::-1] in ahead
    }


def _ends_part(line: Line, depth_m: float) -> bool:
    """Whether the line carried on beyond its ends stays nearest to them within the depth."""
    found = sampled(line)
    out = distances_out(depth_m, min(STEP_M, depth_m / RAY_POINTS))[1:]
    for end, turn in ((0, 180), (-1, 0)):
        azimuth, distance = seen(found.longitude, found.latitude, end)
        track = shapely.LineString(_polar(azimuth, distance))
        ray = shapely.points(_polar(np.full_like(out, found.azimuth_degrees[end] + turn), out))
        if (shapely.distance(track, ray) < out * (1 - STRETCH) - NEARER_M).any():
            return False
    return True


def _polar(azimuth_degrees: Floats, distance_m: Floats) -> Floats:
    """Positions in the plane by direction and distance, which is the projection round a centre."""
    turned = np.radians(azimuth_degrees)
    return np.column_stack([distance_m * np.sin(turned), distance_m * np.cos(turned)])


def _pieces(line: Line, found: Samples, depth_m: float) -> Iterator[BaseGeometry]:
    """Strips and sectors, in the order of the line."""
    count = int(found.segment[-1]) + 1
    ends = [found.of(segment) for segment in range(count)]
    going = [float(found.azimuth_degrees[part.start]) for part in ends]
    coming = [float(found.azimuth_degrees[part.stop - 1]) for part in ends]
    if not line.is_closed:
        yield _sector(line, 0, (going[0] + 90, going[0] + 270), depth_m)
    for segment, part in enumerate(ends):
        yield _strip(found, part, depth_m)
        if segment + 1 < count or line.is_closed:
            after = going[(segment + 1) % count]
            yield from _bend(line, segment + 1, (coming[segment], after), depth_m)
    if not line.is_closed:
        yield _sector(line, -1, (coming[-1] - 90, coming[-1] + 90), depth_m)


def _strip(found: Samples, part: slice, depth_m: float) -> shapely.Polygon:
    """What lies beside one segment."""
    out = distances_out(depth_m, RAY_M)
    across = np.concatenate([-out[:0:-1], out])
    x, y = found.longitude[part], found.latitude[part]
    turned = found.azimuth_degrees[part] + 90
    start = reached(x[0], y[0], turned[0], across)
    right = reached(x, y, turned, depth_m)
    end = reached(x[-1], y[-1], turned[-1], across[::-1])
    left = reached(x[::-1], y[::-1], turned[::-1], -depth_m)
    return _ring(start, right, end, left)


def _bend(
    line: Line, number: int, azimuths_degrees: tuple[float, float], depth_m: float
) -> Iterator[shapely.Polygon]:
    """The sectors on both sides of one position, between the strips before and after it."""
    before, after = azimuths_degrees
    turn = (after - before + 180) % 360 - 180
    for side in (-90, 90):
        limits = sorted((before + side, before + turn + side))
        yield _sector(line, number, (limits[0], limits[1]), depth_m)


def _sector(
    line: Line, number: int, limits_degrees: tuple[float, float], depth_m: float
) -> shapely.Polygon:
    """A sector of the circle round one position, a little wider than its limits."""
    x, y = line.longitude[number], line.latitude[number]
    low, high = limits_degrees[0] - MARGIN_DEGREES, limits_degrees[1] + MARGIN_DEGREES
    count = int(np.ceil((high - low) / arc_step_degrees(depth_m))) + 1
    out = distances_out(depth_m, RAY_M)[1:]
    apex = reached(x, y, (low + high) / 2 + 180, [min(BEHIND_M, depth_m / 10)])
    there = reached(x, y, low, out)
    arc = reached(x, y, np.linspace(low, high, count), depth_m)
    back = reached(x, y, high, out[::-1])
    return _ring(apex, there, arc, back)


def _ring(*edges: tuple[Floats, Floats, Floats]) -> shapely.Polygon:
    """A polygon whose ring is made of edges, one after the other."""
    x, y = (np.concatenate([edge[k] for edge in edges]) for k in (0, 1))
    return shapely.Polygon(np.column_stack([x, y]))
