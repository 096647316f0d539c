"""Circles on the ellipsoid, and corridors of a width."""

from __future__ import annotations

import numpy as np
import shapely

from suasion.zone.geometry.ellipsoid import arc_step_degrees, reached


def circle(longitude: float, latitude: float, radius_m: float) -> shapely.Polygon:
    """Every point nearer than a radius to a centre.

    Its edge lies within 0.3 m of the geodesic distance `radius_m`.

    Parameters
    ----------
    longitude, latitude
        The centre [degrees].
    radius_m
        Above 0 [m]; the circle must stay within `FURTHEST_LATITUDE`.

    Examples
    --------
    >>> from suasion.zone.geometry.area import area_km2
    >>> round(area_km2(circle(34.586, 47.512, 10_000.0)), 1)  # pi x 10**2
    314.2
    """
    count = int(np.ceil(360 / arc_step_degrees(radius_m)))
    azimuth = np.linspace(360, 0, count, endpoint=False)
    x, y, _ = reached(longitude, latitude, azimuth, radius_m)
    return shapely.Polygon(np.column_stack([x, y]))
