"""Zones on lines of the record: the Korean DMZ's published limits, the Donbas line of contact."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely

from suasion.zone.geometry.area import area_km2
from suasion.zone.geometry.belt import around, sides
from suasion.zone.geometry.line import line_of
from suasion.zone.rules.building import build
from suasion.zone.rules.reading import load


def geometries(folder: Path, name: str) -> dict:
    path = folder / "geometry" / name
    if not path.is_file():
        pytest.skip(f"no {path}")
    data = json.loads(path.read_text(encoding="utf-8"))
    return {one["properties"]["name"]: one["geometry"]["coordinates"] for one in data["features"]}


def test_the_limits_of_the_korean_zone_lie_two_kilometres_from_its_line(
    record_folder: Path,
) -> None:
    """By the median 1.97-1.98 km: most points are between 1.95 and 2.05 km from the line."""
    found = geometries(record_folder, "korea_mdl_dmz_lsib.geojson")
    line = line_of(found["Military Demarcation Line"])
    within = {depth: around(line, depth * 1000) for depth in (1.95, 2.0, 2.05)}
    for limit in ("DMZ northern limit", "DMZ southern limit"):
        track = shapely.LineString(np.array(found[limit])[:, :2]).segmentize(0.005)
        points = shapely.points(shapely.get_coordinates(track))
        share = {depth: shapely.contains(belt, points).mean() for depth, belt in within.items()}
        assert share[1.95] < 0.5 < share[2.0]
        assert share[2.05] > 0.95


def test_the_halves_of_the_korean_zone_are_those_that_were_published(record_folder: Path) -> None:
    """Ours are larger: their ends are round, the published ones end straight."""
    found = geometries(record_folder, "korea_mdl_dmz_lsib.geojson")
    both = sides(line_of(found["Military Demarcation Line"]), 2000.0)
    for name, half in (("north", both.left), ("south", both.right)):
        published = shapely.Polygon(np.array(found[f"DMZ {name} of the MDL"][0])[:, :2])
        shared = area_km2(published.intersection(half))
        assert shared / area_km2(published) > 0.995
        assert shared / area_km2(half) > 0.97


def test_minsk_ii_on_the_line_of_contact(record_folder: Path) -> None:
    """Each belt lies inside the next; Donetsk, Luhansk and Kramatorsk lie where they are known to.

    Donetsk lay on the line and within 25 km, Luhansk within 25 km, Kramatorsk between 35 and 70.
    """
    path = record_folder / "geometry" / "ukraine_pre2022_zones.geojson"
    if not path.is_file():
        pytest.skip(f"no {path}")
    parts = build(load("minsk-ii", lines=[str(path)]))
    shapes = {(one.id, one.side): one.shape for one in parts}
    order = ["small-calibres", "guns", "rockets", "heaviest"]
    for side in ("government", "other"):
        belts = [shapes[name, side] for name in order]
        for inner, outer in pairwise(belts):
            assert area_km2(inner.difference(outer)) == pytest.approx(0, abs=1e-3)
    donetsk, luhansk = shapely.Point(37.80, 48.00), shapely.Point(39.31, 48.57)
    kramatorsk = shapely.Point(37.556, 48.739)
    assert shapes["guns", "other"].contains(donetsk)
    assert shapes["guns", "other"].contains(luhansk)
    assert shapes["heaviest", "government"].contains(kramatorsk)
    assert not shapes["rockets", "government"].contains(kramatorsk)
    line = next(one for one in parts if one.kind == "line")
    assert line.length_km == pytest.approx(401, abs=1)
