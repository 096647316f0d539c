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

from suasion.zone.geometry.ellipsoid import arc_step_degrees, distances_out, reached
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

REACHES = (1.02, 2.0, 4.0, 8.0)
"""How far beyond an end the line is carried on until it leaves the belt, in depths."""


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

    None where the line carried on beyond an end meets itself or does not leave the belt: then
    there are places that are neither left nor right of it.
    """
    belt = around(line, depth_m)
    cut = _cut(line, belt, depth_m)
    if cut is None:
        return None
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


def _cut(line: Line, belt: BaseGeometry, depth_m: float) -> shapely.LineString | None:
    """The line, carried on beyond its ends until it is out of the belt."""
    for reach in REACHES:
        cut = path(line, beyond_m=reach * depth_m)
        if not cut.is_simple:
            return None
        if line.is_closed or not any(map(belt.intersects, _tips(cut))):
            return cut
    return None


def _tips(cut: shapely.LineString) -> tuple[shapely.Point, shapely.Point]:
    return shapely.Point(cut.coords[0]), shapely.Point(cut.coords[-1])


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
