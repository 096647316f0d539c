"""The box in which most places of a sample lie, for a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from suasion.zone.observations import places, values
from suasion.zone.observations.reasons import Rejected
from suasion.zone.observations.sample import Sample

MARGIN_DEGREES = 0.5
Pair = tuple[float, float]


def region(found: Sample, lat: str | None, lon: str | None, geometry: str | None) -> Iterator[str]:
    """The lines about the region, from columns of degrees or of points."""
    pairs = list(_pairs(found, lat, lon, geometry))
    if not pairs:
        yield "# NOT SURE: give the box in which observations may lie; without it, latitude and"
        yield "# longitude that are swapped are not noticed."
        yield "# region: {south: …, north: …, west: …, east: …}"
        return
    middle = (median(pair[0] for pair in pairs), median(pair[1] for pair in pairs))
    kept = [pair for pair in pairs if not _swapped(pair, middle)]
    south, north = _middle([pair[0] for pair in kept], 90)
    west, east = _middle([pair[1] for pair in kept], 180)
    yield f"# NOT SURE: where 98 % of the sample lies, and {MARGIN_DEGREES} degrees around it. If"
    yield "# most of the sample is swapped, so is this. Put the box of your line in its place."
    if len(kept) < len(pairs):
        left = len(pairs) - len(kept)
        yield f"# Left out because they look swapped: {left:,} of {len(pairs):,} places."
    yield f"region: {{south: {south}, north: {north}, west: {west}, east: {east}}}"


def _swapped(pair: Pair, middle: Pair) -> bool:
    """Whether a place would be nearer to the middle with latitude and longitude swapped."""
    as_is = abs(pair[0] - middle[0]) + abs(pair[1] - middle[1])
    turned = abs(pair[1] - middle[0]) + abs(pair[0] - middle[1])
    return turned < as_is


def _middle(numbers: list[float], most: float) -> Pair:
    """The range of numbers without their hundredths at both ends, with a margin."""
    numbers.sort()
    cut = len(numbers) // 100
    low, high = numbers[cut] - MARGIN_DEGREES, numbers[len(numbers) - 1 - cut] + MARGIN_DEGREES
    return max(round(low, 1), -most), min(round(high, 1), most)


def _pairs(found: Sample, lat: str | None, lon: str | None, geometry: str | None) -> Iterator[Pair]:
    """Latitude and longitude of each row that has them."""
    if lat is not None and lon is not None:
        rows = zip(found.columns[lat], found.columns[lon], strict=True)
        yield from _read(rows, lambda one: _degrees(one, found.csv.decimal))
    elif geometry is not None:
        yield from _read(iter(found.columns[geometry]), _point)


def _read(rows: Iterator[Any], read: Callable[[Any], Pair]) -> Iterator[Pair]:
    for row in rows:
        try:
            pair = read(row)
        except Rejected:
            continue
        if not places.misplaced(*pair, None):
            yield pair


def _degrees(row: tuple[Any, Any], decimal: str) -> Pair:
    return values.number(row[0], decimal), values.number(row[1], decimal)


def _point(cell: Any) -> Pair:
    as_json = isinstance(cell, dict) or cell is None
    lon, lat = places.of_geojson(cell) if as_json else places.of_well_known(cell)
    return lat, lon
