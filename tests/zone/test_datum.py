"""Files on another datum than WGS 84 are refused wherever GeoJSON is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import InputError
from suasion.zone.findings.sectors import sectors_from
from suasion.zone.planning.ground import sectors, sites
from suasion.zone.rules.datum import WGS_84
from suasion.zone.rules.geojson import features

RING = [[[20.0, 50.0], [20.5, 50.0], [20.5, 50.4], [20.0, 50.4], [20.0, 50.0]]]
GEOMETRIES = (
    {"type": "LineString", "coordinates": [[37.5, 48.0], [38.0, 48.2]]},
    {"type": "Polygon", "coordinates": RING},
    {"type": "Point", "coordinates": [20.1, 50.2]},
)
FOUND = (features, sectors_from, sectors, sites)
"""What reads lines and outlines, sectors of a check, and sectors and sites of a plan."""
OTHERS = {
    "Gauss-Krueger": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28407"}},
    "Pulkovo 1942": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4284"}},
    "link": {"type": "link", "properties": {"href": "https://example.org/crs"}},
    "old code": {"type": "EPSG", "properties": {"code": 4284}},
    "bare word": "EPSG:4284",
    "no word": {"type": "name", "properties": {"name": ["EPSG:4326"]}},
}


def collection() -> dict[str, Any]:
    listed = [
        {"type": "Feature", "properties": {"name": f"n{at}", "radius_km": 8}, "geometry": dict(one)}
        for at, one in enumerate(GEOMETRIES)
    ]
    return {"type": "FeatureCollection", "features": listed}


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    def save(data: dict[str, Any]) -> Path:
        path = tmp_path / "map.geojson"
        path.write_text(json.dumps(data), "utf-8")
        return path

    return save


@pytest.mark.parametrize("crs", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("read", FOUND)
def test_another_datum_is_refused(
    read: Callable[[Path], Any], crs: Any, saved: Callable[..., Path]
) -> None:
    with pytest.raises(InputError) as caught:
        read(saved(collection() | {"crs": crs}))
    (problem,) = caught.value.problems
    assert problem.file.endswith("map.geojson")
    assert problem.field.startswith("crs")
    assert problem.value in repr(crs)
    assert "EPSG:4326" in problem.message
    assert "Transform it" in problem.remedy


@pytest.mark.parametrize("read", FOUND)
@pytest.mark.parametrize("where", ["features[1].", "features[1].geometry."])
def test_a_part_on_another_datum_is_refused(
    read: Callable[[Path], Any], where: str, saved: Callable[..., Path]
) -> None:
    data = collection()
    part = data["features"][1]
    (part["geometry"] if "geometry" in where else part)["crs"] = OTHERS["Pulkovo 1942"]
    with pytest.raises(InputError) as caught:
        read(saved(data))
    assert caught.value.problems[0].field == f"{where}crs.properties.name"


@pytest.mark.parametrize("name", [*sorted(WGS_84), None])
@pytest.mark.parametrize("read", FOUND)
def test_the_names_of_wgs_84_are_read(
    read: Callable[[Path], Any], name: str | None, saved: Callable[..., Path]
) -> None:
    crs = {"crs": {"type": "name", "properties": {"name": name}}} if name else {"crs": None}
    assert read(saved(collection() | crs))


def test_the_command_says_what_to_do(saved: Callable[..., Path]) -> None:
    path = saved(collection() | {"crs": OTHERS["Pulkovo 1942"]})
    result = CliRunner().invoke(app, ["zone", "show", "minsk-ii", "--line", str(path)])
    assert result.exit_code == 2
    said = " ".join(result.output.split())
    assert "crs.properties.name" in said
    assert "urn:ogc:def:crs:EPSG::4284" in said
    assert "km2" not in said


def test_sectors_in_metres_are_refused(saved: Callable[..., Path]) -> None:
    data = collection()
    ring = [[x * 1e5, y * 1e5] for x, y in RING[0]]
    data["features"][1]["geometry"]["coordinates"] = [ring]
    with pytest.raises(InputError, match="coordinates: these are no degrees: metres of a grid"):
        sectors_from(saved(data))
