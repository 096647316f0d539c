"""The WGS84 ellipsoid, and longitudes that run on across the antimeridian.

Positions are arrays of longitude and latitude in degrees. Within this package a longitude may
leave -180…180: a line across the antimeridian goes on from 179 to 181, so that its neighbours
stay neighbours in the plane of longitude and latitude. `suasion.zone.geometry.output` cuts them.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pyproj

Floats = npt.NDArray[np.float64]

STEP_M = 1000.0
"""Longest edge of a polygon or line [m].

An edge is straight in longitude and latitude and a geodesic is not; they part by at most
STEP_M**2 tan(latitude) / (8 x 6371 km): 2 cm at 45 degrees, 0.25 m at 85."""

CHORD_M = 0.1
"""Furthest that a chord of an arc may stay inside the arc [m]."""

FURTHEST_LATITUDE = 85.0
"""Beyond this latitude [degrees] longitude and latitude make no plane."""


@cache
def geod() -> pyproj.Geod:
    """Geodesics of WGS84."""
    return pyproj.Geod(ellps="WGS84")


def near(longitude: npt.ArrayLike, reference: npt.ArrayLike) -> Floats:
    """Longitudes moved by whole turns to within 180 degrees of `reference`.

    Examples
    --------
    >>> near(-179.0, 179.0)
    array(181.)
    """
    longitude, reference = np.asarray(longitude, float), np.asarray(reference, float)
    return np.asarray(longitude + 360 * np.round((reference - longitude) / 360))


def run_on(longitude: npt.ArrayLike) -> Floats:
    """Longitudes of a line, each within 180 degrees of the one before.

    Examples
    --------
    >>> run_on([170.0, -175.0, -170.0])
    array([170., 185., 190.])
    """
    return np.unwrap(np.asarray(longitude, float), period=360)


def reached(
    longitude: npt.ArrayLike,
    latitude: npt.ArrayLike,
    azimuth_degrees: npt.ArrayLike,
    distance_m: npt.ArrayLike,
) -> tuple[Floats, Floats, Floats]:
    """Where geodesics end: longitude near the start's, latitude, and direction of travel there.

    Parameters
    ----------
    longitude, latitude
        Where they start [degrees]; all four broadcast against each other.
    azimuth_degrees
        Where they head, clockwise from north.
    distance_m
        How far; a negative distance goes backwards.
    """
    given = np.broadcast_arrays(longitude, latitude, azimuth_degrees, distance_m)
    x, y, azimuth, distance = (np.array(one, float) for one in given)
    ends, heights, back = geod().fwd(x, y, azimuth, distance)
    return near(ends, x), np.asarray(heights), np.asarray(back) + 180


def seen(longitude: Floats, latitude: Floats, number: int) -> tuple[Floats, Floats]:
    """Direction [degrees, clockwise from north] and distance [m] of positions from one of them."""
    here = (np.full_like(longitude, longitude[number]), np.full_like(latitude, latitude[number]))
    azimuth, _, distance = geod().inv(*here, longitude, latitude)
    return np.asarray(azimuth), np.asarray(distance)


def distances_m(
    longitude: npt.ArrayLike, latitude: npt.ArrayLike, other_longitude: float, other_latitude: float
) -> Floats:
    """Geodesic distances of many positions from one other [m]."""
    x, y = np.atleast_1d(longitude).astype(float), np.atleast_1d(latitude).astype(float)
    there = (np.full_like(x, other_longitude), np.full_like(y, other_latitude))
    return np.asarray(geod().inv(x, y, *there)[2])


def arc_step_degrees(radius_m: float) -> float:
    """Angle between points of a circle, small enough for `CHORD_M` and `STEP_M`."""
    by_chord = 2 * np.arccos(1 - min(CHORD_M / radius_m, 0.5))
    return float(np.degrees(min(by_chord, STEP_M / radius_m, 0.1)))


def distances_out(distance_m: float, step_m: float = STEP_M) -> Floats:
    """Distances from 0 to `distance_m` in steps of at most `step_m` [m]."""
    return np.linspace(0, distance_m, int(np.ceil(abs(distance_m) / step_m)) + 1)
