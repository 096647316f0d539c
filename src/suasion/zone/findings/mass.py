"""The share of a normal position error that lies inside a polygon.

A position has a circular normal error of standard deviation s in each direction. Seen from its
mean, a polygon's edge at the distance h runs from the tangents a to b of the angle from its foot,
and the mass inside is, by Green's theorem, [Owen1956]_::

    P = [mean inside] - sum over the edges of T(h/s, b) - T(h/s, a)

with Owen's function T. That holds at every bend and for holes; on a straight edge it is the normal
distribution function of h/s. Edges further off than `REACH` standard deviations carry less than
3e-7 and are left out. The plane is that of longitude and latitude, stretched at each position to
metres of the ellipsoid: edges stay straight in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from scipy.special import owens_t
from shapely.geometry.base import BaseGeometry

from suasion.zone.geometry.ellipsoid import Floats, geod

Bools = npt.NDArray[np.bool_]

REACH = 5.5
"""Standard deviations beyond which a circular normal error has less than 3e-7 of its mass."""

TOLERANCE_M = (0.25, 1.0, 4.0, 16.0, 64.0, 256.0)
"""How far edges are simplified, by the size of the error [m]."""

SHARE_OF_ERROR = 0.005
"""Of a standard deviation, how far edges may be off: 0.002 in the mass."""

DEGREE_M = 110_500.0
"""A degree of latitude [m], at least."""

ASIDE = np.array([1e-7, 0.6180339887e-7])
"""Standard deviations by which a mean is moved, so that none lies on a corner, where the angles of
its two edges are not defined."""

POSITIONS_AT_ONCE = 20_000


def degree_lengths_m(latitude: Floats) -> tuple[Floats, Floats]:
    """Length of a degree of longitude and of latitude [m] at each latitude, on WGS84.

    Examples
    --------
    >>> x, y = degree_lengths_m(np.array([0.0, 60.0]))
    >>> x.round(), y.round()
    (array([111319.,  55800.]), array([110574., 111412.]))
    """
    radius, squared = geod().a, geod().es
    angle = np.radians(latitude)
    root = 1 - squared * np.sin(angle) ** 2
    east = radius * np.cos(angle) / np.sqrt(root)
    north = radius * (1 - squared) / root**1.5
    return np.radians(east), np.radians(north)


@dataclass(frozen=True, eq=False)
class _Outline:
    """A simplified shape: itself for the side of its edges, and the edges, anticlockwise."""

    shape: BaseGeometry
    start: Floats
    end: Floats
    tree: shapely.STRtree


@dataclass(frozen=True, eq=False)
class Region:
    """A shape in longitude and latitude, and its outlines by tolerance, made when needed."""

    shape: BaseGeometry
    made: dict[int, _Outline] = field(default_factory=dict)

    def outline(self, level: int) -> _Outline:
        """The outline simplified to one of `TOLERANCE_M`."""
        if level not in self.made:
            self.made[level] = _outline(self.shape, TOLERANCE_M[level])
        return self.made[level]


def _outline(shape: BaseGeometry, tolerance_m: float) -> _Outline:
    plain = shapely.orient_polygons(
        shapely.simplify(shape, tolerance_m / DEGREE_M), exterior_cw=False
    )
    shapely.prepare(plain)
    rings = shapely.get_rings(shapely.get_parts(plain))
    corners = [shapely.get_coordinates(ring) for ring in rings]
    start = np.concatenate([one[:-1] for one in corners])
    end = np.concatenate([one[1:] for one in corners])
    edges = shapely.linestrings(np.stack([start, end], axis=1))
    return _Outline(plain, start, end, shapely.STRtree(np.atleast_1d(np.asarray(edges))))


def mass_inside(region: Region, positions: Floats, error_m: Floats) -> Floats:
    """Chance that the true position lies in a region, for each observed one.

    Parameters
    ----------
    positions
        Longitude and latitude [degrees], shape (n, 2).
    error_m
        Standard deviation in each direction [m], > 0, shape (n,).

    Returns
    -------
    Floats
        Shape (n,), each in 0 to 1.

    References
    ----------
    [Owen1956]_; the mass over an edge follows from its definition of T.

    Examples
    --------
    >>> square = Region(shapely.box(0, 0, 1, 1))
    >>> mass_inside(square, np.array([[0.5, 0.0], [0.0, 0.0]]), np.array([100.0, 100.0])).round(6)
    array([0.5 , 0.25])
    """
    found = np.empty(len(positions))
    levels = np.searchsorted(TOLERANCE_M, SHARE_OF_ERROR * error_m, side="right") - 1
    levels = np.clip(levels, 0, None)
    for level in np.flatnonzero(np.bincount(levels)):
        chosen = np.flatnonzero(levels == level)
        outline = region.outline(int(level))
        for part in np.array_split(chosen, len(chosen) // POSITIONS_AT_ONCE + 1):
            found[part] = _mass(outline, positions[part], error_m[part])
    return found


def _mass(outline: _Outline, positions: Floats, error_m: Floats) -> Floats:
    east, north = degree_lengths_m(positions[:, 1])
    scale = np.column_stack([east, north]) / error_m[:, None]
    positions = positions + ASIDE / scale
    reach = REACH / scale
    boxes = shapely.box(*(positions - reach).T, *(positions + reach).T)
    at, edge = outline.tree.query(boxes)
    start = (outline.start[edge] - positions[at]) * scale[at]
    end = (outline.end[edge] - positions[at]) * scale[at]
    beyond = np.bincount(at, _turned(start, end), minlength=len(positions))
    inside = shapely.contains_xy(outline.shape, positions[:, 0], positions[:, 1])
    mass = inside - beyond
    # A mean within rounding of an edge may be put on its other side: the mass is off by one.
    mass = np.where(mass > 1 + 1e-6, mass - 1, np.where(mass < -1e-6, mass + 1, mass))
    return np.clip(mass, 0, 1)


def _turned(start: Floats, end: Floats) -> Floats:
    """T(h, b) - T(h, a) of edges, in standard deviations from the mean."""
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    unit = along / length[:, None]
    height = start[:, 0] * unit[:, 1] - start[:, 1] * unit[:, 0]
    signed = np.where(height == 0, -1e-300, height)
    from_foot, to_foot = (np.sum(one * unit, axis=1) for one in (start, end))
    with np.errstate(over="ignore"):
        low, high = from_foot / signed, to_foot / signed
    return np.asarray(owens_t(height, high) - owens_t(height, low))


def regions(shapes: Sequence[BaseGeometry]) -> list[Region]:
    """Each shape as a region."""
    return [Region(shape) for shape in shapes]
