"""The commands `suasion zone build`, `show` and `rules`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import shapely
from typer.testing import CliRunner

from suasion.cli.main import app

LINE = {"type": "LineString", "coordinates": [[126.7, 37.9], [127.2, 38.3], [128.36, 38.6]]}


@pytest.fixture
def zone() -> Callable[..., Any]:
    """Run `suasion zone …` in this process."""
    return lambda *arguments: CliRunner().invoke(app, ["zone", *map(str, arguments)])


@pytest.fixture
def line(tmp_path: Path) -> Path:
    path = tmp_path / "line.geojson"
    path.write_text(json.dumps(LINE), encoding="utf-8")
    return path


def test_build_writes_geojson(zone: Callable[..., Any], line: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "zones.geojson"
    result = zone("build", "korea-1953", "--line", line, "--out", out)
    assert result.exit_code == 0, result.output
    data = json.loads(out.read_text(encoding="utf-8"))
    found = {one["id"]: one for one in data["features"]}
    assert list(found) == ["dmz-north", "dmz-south", "mdl"]
    shapes = {name: shapely.geometry.shape(one["geometry"]) for name, one in found.items()}
    assert shapes["dmz-north"].contains(shapely.Point(127.2, 38.31))
    assert shapes["dmz-south"].contains(shapely.Point(127.2, 38.29))
    north = found["dmz-north"]["properties"]
    assert north["distance_km"] == 2
    assert north["rules"][0]["weapons"] == ["forces"]
    assert north["rules"][0]["source"] == "korea-armistice-1953"
    assert not list(out.parent.glob(".*"))


def test_build_of_a_bad_line_writes_nothing(zone: Callable[..., Any], tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.geojson", tmp_path / "zones.geojson"
    swapped = [[y, x] for x, y in LINE["coordinates"]]
    bad.write_text(json.dumps({**LINE, "coordinates": swapped}), encoding="utf-8")
    result = zone("build", "korea-1953", "--line", bad, "--out", out)
    assert result.exit_code == 2
    assert "bad.geojson: coordinates[0]: a latitude is between -90 and 90" in result.output
    assert "Put longitude first" in result.output
    assert not out.exists()


def test_build_without_its_line_says_what_is_missing(zone: Callable[..., Any]) -> None:
    result = zone("build", "korea-1953")
    assert result.exit_code == 2
    assert "give it with --line" in result.output


def test_an_unknown_template_lists_near_ones(zone: Callable[..., Any]) -> None:
    result = zone("rules", "minsk-iii")
    assert result.exit_code == 2
    assert "Did you mean minsk-ii" in result.output


def test_show_lists_templates(zone: Callable[..., Any]) -> None:
    result = zone("show")
    assert result.exit_code == 0
    assert "minsk-ii" in result.output
    assert "Sinai, Zones A to D, 1979" in result.output


def test_show_tells_areas_and_lengths(zone: Callable[..., Any], line: Path) -> None:
    shown = zone("show", "korea-1953", "--line", line)
    assert shown.exit_code == 0
    assert max(map(len, shown.output.splitlines())) <= 80
    data = json.loads(zone("show", "korea-1953", "--line", line, "--format", "json").output)
    found = {one["id"] + (one["side"] or ""): one for one in data["places"]}
    length = found["mdl"]["length_km"]
    assert f"{length:,.1f} km along geodesics" in shown.output
    both = found["dmznorth"]["area_km2"] + found["dmzsouth"]["area_km2"]
    assert both == pytest.approx(4 * length + 12.57, rel=2e-3)
    rows = list(csv.reader(io.StringIO(zone("show", "korea-1953", "--format", "csv").output)))
    assert rows[0][:2] == ["place", "side"]
    assert rows[1][4] == "unknown"


def test_show_draws(zone: Callable[..., Any], line: Path, tmp_path: Path) -> None:
    land = tmp_path / "land.geojson"
    ring = [[120, 30], [135, 30], [135, 45], [120, 45], [120, 30]]
    land.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    for name, start in (("a.svg", b"<svg"), ("a.png", b"\x89PNG")):
        out = tmp_path / name
        options = ("--line", line, "--out", out, "--outline", land)
        result = zone("show", "korea-1953", *options)
        assert result.exit_code == 0, result.output
        assert out.read_bytes().startswith(start)
    words = [
        one.text
        for one in ElementTree.parse(tmp_path / "a.svg").iter("{http://www.w3.org/2000/svg}text")
    ]
    assert "Demilitarized Zone, 2 km" in words
    assert {"Northern side", "Southern side"} <= set(words)


def test_show_refuses_what_is_no_picture(zone: Callable[..., Any], line: Path) -> None:
    result = zone("show", "korea-1953", "--line", line, "--out", "a.gif")
    assert result.exit_code == 2
    assert ".svg or .png" in result.output


def test_rules_are_told_in_words_with_their_sources(zone: Callable[..., Any]) -> None:
    result = zone("rules", "golan-1974")
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    assert "Area of limitation: down to 10 km from the line" in result.output
    assert (
        "Battle tanks: at most 75 (from 1974-05-31). [frus-golan-83, para. 1(a)]" in result.output
    )
    assert "frus-golan-83: U.S. Department of State" in result.output
    data = json.loads(zone("rules", "golan-1974", "--format", "json").output)
    assert data["rules"][0]["limit"] == 75


def test_rules_of_a_day_before_it_began(zone: Callable[..., Any]) -> None:
    result = zone("rules", "minsk-ii", "--on", "2014-01-01")
    assert result.exit_code == 0
    assert "No rule of it is in force on 2014-01-01" in result.output


def test_help_of_the_group_loads_no_geometry() -> None:
    script = (
        "import sys\nfrom suasion.cli.main import app\n"
        "try: app(['zone', 'build', '--help'])\nexcept SystemExit: pass\n"
        "assert not {'shapely', 'pyproj', 'numpy'} & set(sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
