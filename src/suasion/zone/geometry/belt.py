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

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from suasion.zone.geometry.ellipsoid import (
    STEP_M,
    Floats,
    arc_step_degrees,
    distances_out,
    reached,
    seen,
)
from suasion.zone.geometry.line import Line, Samples, path, sampled
from suasion.zone.geometry.side import left_of

GRID_DEGREES = 1e-9
"""Unions are worked out on this grid, a tenth of a millimetre, so that no slivers stay."""

MARGIN_DEGREES = 0.5
"""Sectors reach so far into their neighbours: pieces overlap and never merely touch. What is added
lies inside the circle round the position, so inside the belt."""

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
    pieces = [*_strips(found, depth_m), *_sectors(line, found, depth_m)]
    return shapely.union_all(pieces, grid_size=GRID_DEGREES)


def sides(line: Line, depth_m: float) -> Sides | None:
    """The belt of `around`, parted by the line.

    None where the line carried on beyond an end meets itself, or comes nearer to another part of
    the line than to that end: then there are places that are neither left nor right of it.
    """
    cut = path(line, beyond_m=PAST * depth_m)
    if not cut.is_simple or not (line.is_closed or _ends_part(line, depth_m)):
        return None
    belt = around(line, depth_m)
    edges = shapely.union_all([belt.boundary, cut], grid_size=GRID_DEGREES)
    faces = list(shapely.polygonize([edges]).geoms)
    shapely.prepare(belt)
    inner = [shapely.point_on_surface(face) for face in faces]
    within = [belt.contains(point) for point in inner]
    left = left_of(cut, np.array([[point.x, point.y] for point in inner]))
    kept = list(zip(faces, within, left, strict=True))
    return Sides(
        shapely.union_all([face for face, inside, side in kept if inside and side]),
        shapely.union_all([face for face, inside, side in kept if inside and not side]),
    )


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


def _strips(found: Samples, depth_m: float) -> Iterator[shapely.Polygon]:
    """For each segment, what lies beside it."""
    out = distances_out(depth_m, RAY_M)
    across = np.concatenate([-out[:0:-1], out])
    for segment in range(int(found.segment[-1]) + 1):
        part = found.of(segment)
        x, y = found.longitude[part], found.latitude[part]
        turned = found.azimuth_degrees[part] + 90
        start = reached(x[0], y[0], turned[0], across)
        right = reached(x, y, turned, depth_m)
        end = reached(x[-1], y[-1], turned[-1], across[::-1])
        left = reached(x[::-1], y[::-1], turned[::-1], -depth_m)
        ring = [np.concatenate([edge[k] for edge in (start, right, end, left)]) for k in (0, 1)]
        yield shapely.Polygon(np.column_stack(ring))


def _sectors(line: Line, found: Samples, depth_m: float) -> Iterator[shapely.Polygon]:
    """For each position, the sectors of its circle that no strip is sure to hold."""
    starts = np.flatnonzero(np.diff(found.segment, prepend=-1))
    ends = np.append(starts[1:], len(found.segment)) - 1
    coming, going = found.azimuth_degrees[ends], found.azimuth_degrees[starts]
    if line.is_closed:
        going = np.append(going, going[0])
    else:
        yield _sector(line, 0, (going[0] + 90, going[0] + 270), depth_m)
        yield _sector(line, -1, (coming[-1] - 90, coming[-1] + 90), depth_m)
    for number, (before, after) in enumerate(zip(coming, going[1:], strict=False), start=1):
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
    out = distances_out(depth_m, RAY_M)
    edges = (
        reached(x, y, low, out),
        reached(x, y, np.linspace(low, high, count), depth_m),
        reached(x, y, high, out[:0:-1]),
    )
    return shapely.Polygon(np.column_stack([np.concatenate([e[k] for e in edges]) for k in (0, 1)]))
