"""Places: degrees in WGS 84 within a region, and what is wrong with what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from suasion.zone.observations.reasons import Rejected
from suasion.zone.observations.values import number

TURN = 360
"""No degree of latitude or longitude is beyond a full turn; metres of a grid are."""


@dataclass(frozen=True)
class Region:
    """A box of latitudes and longitudes [degree]; it may lie across the 180th meridian.

    Examples
    --------
    >>> Region(44, 53, 22, 41).holds(48.0, 37.8)
    True
    """

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a place lies in the box."""
        if not self.south <= lat <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= lon <= self.east
        return lon >= self.west or lon <= self.east


def misplaced(lat: float, lon: float, region: Region | None) -> str:
    """The reason why a place is refused, or nothing.

    Examples
    --------
    >>> misplaced(37.8, 48.0, Region(44, 53, 22, 41))
    'swapped'
    >>> misplaced(5_328_000.0, 410_000.0, None)
    'not-degrees'
    """
    if max(abs(lat), abs(lon)) > TURN:
        return "not-degrees"
    if region and not region.holds(lat, lon) and region.holds(lon, lat):
        return "swapped"
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return "out-of-range"
    if lat == lon == 0:
        return "zero-zero"
    return "" if region is None or region.holds(lat, lon) else "outside-region"


def of_geojson(cell: Any) -> tuple[float, float]:
    """Longitude and latitude of a GeoJSON point."""
    if cell is None:
        raise Rejected("missing")
    if not isinstance(cell, dict) or cell.get("type") != "Point":
        raise Rejected("not-a-point")
    place = cell.get("coordinates")
    if not isinstance(place, list) or len(place) not in (2, 3):
        raise Rejected("not-a-point")
    if not all(isinstance(part, int | float) for part in place):
        raise Rejected("not-a-point")
    return number(place[0]), number(place[1])


def of_well_known(cell: Any) -> tuple[float, float]:
    """Longitude and latitude of a point in well-known binary or text."""
    import shapely  # noqa: PLC0415 - files with geometry only

    if cell is None or cell in ("", b""):
        raise Rejected("missing")
    if not isinstance(cell, str | bytes):
        raise Rejected("not-a-point")
    try:
        found = shapely.from_wkb(cell) if isinstance(cell, bytes) else shapely.from_wkt(cell)
    except (shapely.GEOSException, ValueError, TypeError, UnicodeError):
        raise Rejected("not-a-point") from None
    if not isinstance(found, shapely.Point) or found.is_empty:
        raise Rejected("not-a-point")
    if shapely.get_srid(found) not in (0, 4326):
        raise Rejected("not-degrees")
    return number(found.x), number(found.y)
