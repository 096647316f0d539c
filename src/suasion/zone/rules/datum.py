"""The datum of a GeoJSON file: longitude and latitude on WGS 84, and no other is read.

[RFC7946]_ knows no other. Older files may name theirs in `crs`. On another datum the same numbers
lie up to hundreds of metres away, which no check of positions shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from suasion.errors import InputError, Problem

WGS_84 = frozenset(
    (
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "EPSG:4326",
        "OGC:CRS84",
    )
)
"""Names of longitude and latitude on WGS 84."""
TRANSFORM = "Transform it to longitude and latitude (EPSG:4326)"
LONGEST = 80
"""Characters of a name that an error repeats."""


def refuse_other_datum(path: Path, data: dict[str, Any], place: str = "") -> None:
    """Refuse what names another datum than WGS 84; most files name none.

    Parameters
    ----------
    data
        A collection, feature or geometry of the file.
    place
        Where it stands in the file, such as `features[0].`.

    Raises
    ------
    InputError
        With file, field, and what was found.
    """
    crs = data.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs is None or (isinstance(name, str) and name in WGS_84):
        return
    field, value = ("crs", crs) if name is None else ("crs.properties.name", name)
    shown = repr(value) if len(repr(value)) <= LONGEST else f"{repr(value)[:LONGEST]}…"
    message = "the positions must be on WGS 84: `crs` left out, or EPSG:4326 or OGC:CRS84"
    raise InputError([Problem(str(path), 0, 0, f"{place}{field}", shown, message, TRANSFORM)])
