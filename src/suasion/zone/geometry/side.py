"""The side of a line on which points lie: that of the nearest point of the line.

From a point to the nearest point of a line that does not cross itself there is nothing of the line
in between, so the side there is the side of the point, at the sharpest bend too. Beyond an end the
side is that of the last segment carried on, here straight in the plane.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from suasion.zone.geometry.ellipsoid import Floats, near
from suasion.zone.geometry.line import Line, path


def on_left(line: Line, positions: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which positions lie on the left of a line.

    Parameters
    ----------
    positions
        Longitude and latitude [degrees], shape (n, 2).

    Examples
    --------
    >>> from suasion.zone.geometry.line import line_of
    >>> on_left(line_of([[30, 50], [40, 50]]), [[35, 51], [35, 49]])
    array([ True, False])
    """
    table = np.array(positions, float)
    table[:, 0] = near(table[:, 0], line.longitude.mean())
    return left_of(path(line), table)


def left_of(route: shapely.LineString, positions: Floats) -> npt.NDArray[np.bool_]:
    """Which positions lie on the left of a route, both in the plane of longitude and latitude."""
    corners = shapely.get_coordinates(route)
    # A degree of longitude is shorter than one of latitude: near should mean near on the ground.
    shape = np.array([np.cos(np.radians(corners[:, 1].mean())), 1.0])
    corners, positions = corners * shape, positions * shape
    segments = shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1))
    tree = shapely.STRtree(np.atleast_1d(np.asarray(segments)))
    chosen = tree.query_nearest(shapely.points(positions), all_matches=False)[1]
    start, along = corners[chosen], np.diff(corners, axis=0)
    place = _place(positions - start, along[chosen])
    bends = _turns(corners)
    own = _cross(along[chosen], positions - start)
    turn = np.where(place <= 0, bends[chosen], np.where(place >= 1, bends[chosen + 1], 0.0))
    return np.where(turn == 0, own, -turn) > 0


def _place(offset: Floats, along: Floats) -> Floats:
    """Where the nearest point of each segment lies: 0 or less its start, 1 or more its end."""
    return np.asarray((offset * along).sum(axis=1) / (along**2).sum(axis=1))


def _turns(corners: Floats) -> Floats:
    """How far the route bends to the left at each corner; 0 at its ends, or where it is closed."""
    along = np.diff(corners, axis=0)
    turns = np.zeros(len(corners))
    turns[1:-1] = _cross(along[:-1], along[1:])
    if np.array_equal(corners[0], corners[-1]):
        turns[[0, -1]] = _cross(along[-1:], along[:1])[0]
    return turns


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
