"""Bad zone files and lines: one clear error each, with file, line and field."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic

from suasion.errors import InputError, SuasionError
from suasion.zone.geometry.area import area_km2
from suasion.zone.rules.building import build
from suasion.zone.rules.reading import load

LINE = "[[37.0, 48.0], [37.6, 48.3], [38.4, 48.2]]"
ZONE = f"""\
suasion: 1
zone: my-zone
title: A zone
summary: A zone for tests.
standing: proposed
begins: {{value: 2026-01-01, source: korea-armistice-1953, where: para. 1}}
ends: {{value: 2036-01-01, source: korea-armistice-1953, where: para. 1}}
lines:
  main: {{coordinates: {LINE}}}
sides:
  north: {{name: North, place: [37.5, 49.0]}}
  south: {{name: South, place: [37.5, 47.5]}}
belts:
  deep:
    name: Deep belt
    depth_km: {{value: 20, source: korea-armistice-1953, where: para. 1}}
sites:
  plant:
    name: A plant
    centre: [37.5, 48.0]
    radius_km: {{judgement: 5, because: a test, disagree: nobody}}
    source: korea-armistice-1953
    where: para. 1
rules:
  - rule: absent
    weapons: [tank, "mortars, 120 mm"]
    places: [deep, plant]
    begins: 2026-02-01
    ends: 2030-02-01
    source: korea-armistice-1953
    where: para. 1
  - rule: ceiling
    weapons: [personnel]
    places: [deep]
    sides: [north]
    limit: {{value: 100, source: korea-armistice-1953, where: para. 10}}
    source: korea-armistice-1953
    where: para. 10
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A zone file, with one part of its text replaced."""

    def written(old: str = "", new: str = "") -> Path:
        assert old in ZONE
        path = tmp_path / "my-zone.yaml"
        path.write_text(ZONE.replace(old, new, 1) if old else ZONE, encoding="utf-8")
        return path

    return written


def geodesic_km() -> float:
    """Length of the line, by GeographicLib."""
    pairs = pairwise(json.loads(LINE))
    return sum(Geodesic.WGS84.Inverse(b, a, d, c)["s12"] for (a, b), (c, d) in pairs) / 1000


def faults(path: Path, **options: Any) -> list[str]:
    with pytest.raises(SuasionError) as caught:
        build(load(path, **options))
    return str(caught.value).splitlines()


def test_a_good_file_is_read(write: Callable[..., Path]) -> None:
    parts = {(one.id, one.side): one for one in build(load(write()))}
    assert parts["deep", "north"].shape.contains(
        parts["deep", "north"].shape.representative_point()
    )
    assert parts["plant", ""].judged
    assert parts["main", ""].length_km == pytest.approx(geodesic_km(), abs=0.01)


BAD = {
    "swapped latitude and longitude": (
        LINE,
        "[[48.0, 37.0], [48.3, 37.6], [48.2, 38.4]]",
        9,
        "lines.main: it lies far from North, and would not with its numbers swapped",
        "Put longitude first",
    ),
    "a latitude that can be none": (
        LINE,
        "[[37.0, 126.0], [37.6, 126.3]]",
        9,
        "lines.main.coordinates.0: a latitude is between -90 and 90",
        "Put longitude first",
    ),
    "a line that crosses itself": (
        LINE,
        "[[37.0, 48.0], [38.0, 48.0], [38.0, 48.5], [37.5, 47.5]]",
        9,
        "the line crosses or touches itself: after position 0 and after 2",
        "Take the loop out",
    ),
    "one position": (LINE, "[[37.0, 48.0]]", 9, "it has one position", "Add positions"),
    "an empty line": (LINE, "[]", 9, "must be a list of at least 1", ""),
    "a position given twice": (
        LINE,
        "[[37.0, 48.0], [37.6, 48.3], [37.6, 48.3], [38.4, 48.2]]",
        9,
        "lines.main.coordinates.2: the position is the same as the one before it",
        "Take it out",
    ),
    "not a number": (LINE, "[[37.0, .nan], [37.6, 48.3]]", 9, "lines.main.coordinates.0.1", ""),
    "near a pole": ("[37.5, 48.0]", "[37.5, 84.99]", 19, "it comes nearer to a pole", ""),
    "an unknown class": (
        "tank,",
        "tnak,",
        26,
        "rules.0.weapons.0: no class of weapons is called 'tnak'",
        "Did you mean tank?",
    ),
    "a negative depth": (
        "depth_km: {value: 20",
        "depth_km: {value: -20",
        16,
        "belts.deep.depth_km.value: must be a number of kilometres, above 0",
        "",
    ),
    "a zone that ends before it begins": (
        "value: 2036",
        "value: 2016",
        7,
        "ends.value: must not come before the zone begins, 2026-01-01",
        "Swap or correct",
    ),
    "a rule that ends before it begins": (
        "ends: 2030",
        "ends: 2020",
        29,
        "rules.0.ends: must not come before the rule begins",
        "Swap or correct",
    ),
    "two places on one side": (
        "[37.5, 47.5]",
        "[37.5, 50.0]",
        12,
        "sides.south.place: it lies on the same side of the line as that of 'north'",
        "on the other side",
    ),
    "a rule for an unknown place": (
        "places: [deep, plant]",
        "places: [deeep]",
        27,
        "no place of this zone is called 'deeep'",
        "Did you mean deep?",
    ),
    "a rule for an unknown side": (
        "sides: [north]",
        "sides: [nrth]",
        35,
        "no side of this zone is called 'nrth'",
        "Did you mean north?",
    ),
    "a source that is none": (
        "source: korea-armistice-1953, where: para. 1}\nlines",
        "source: korea-1953x, where: para. 1}\nlines",
        7,
        "no work of the bibliography has this key",
        "",
    ),
    "a ceiling without a number": (
        "    limit: {value: 100, source: korea-armistice-1953, where: para. 10}\n",
        "",
        32,
        "rules.1.limit: a ceiling needs a limit",
        "",
    ),
    "an unknown field": ("depth_km", "depth_m", 16, "there is no field 'depth_m'", "depth_km"),
    "a belt that starts beyond its depth": (
        "name: Deep belt",
        "name: Deep belt\n    beyond_km: 30",
        16,
        "belts.deep.beyond_km: must be less than the depth, 20 km",
        "",
    ),
    "a site at no latitude": (
        "[37.5, 48.0]",
        "[37.5, 148.0]",
        20,
        "a latitude is between",
        "first",
    ),
    "two ways of giving a line": (
        "{coordinates:",
        "{unknown: no, coordinates:",
        9,
        "one of file, coordinates and unknown must be given",
        "Keep one",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_once_with_its_place(name: str, write: Callable[..., Path]) -> None:
    old, new, line, message, remedy = BAD[name]
    path = write(old, new)
    told = faults(path)
    assert len([one for one in told if message in one]) == 1, told
    [fault] = [one for one in told if message in one]
    assert fault.startswith(f"{path}:{line}:"), fault
    assert remedy in fault
    # A field with another name is missing under its own; nothing else is told twice.
    assert len(told) == 1 + (name == "an unknown field"), told


@pytest.fixture
def geojson(tmp_path: Path) -> Callable[..., Path]:
    """A GeoJSON file of lines by name."""

    def written(lines: dict[str, Any], kind: str = "LineString") -> Path:
        features = [
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": {"type": kind, "coordinates": positions},
            }
            for name, positions in lines.items()
        ]
        path = tmp_path / "line.geojson"
        text = json.dumps({"type": "FeatureCollection", "features": features})
        path.write_text(text, encoding="utf-8")
        return path

    return written


BAD_LINES = {
    "empty": ([], "features[0].geometry.coordinates: a line needs two positions, and it is empty"),
    "one position": ([[37.0, 48.0]], "it has one position"),
    "not a number": (
        [[37.0, float("nan")], [37.6, 48.3]],
        "coordinates[0]: longitude and latitude",
    ),
    "words": ([["a", "b"], [37.6, 48.3]], "coordinates[0]: longitude and latitude are numbers"),
    "swapped": ([[48.0, 37.0], [48.3, 37.6]], "would not with its numbers swapped"),
    "no latitude": ([[48.0, 137.0], [48.3, 137.6]], "this looks like longitude"),
    "metres": (
        [[5_300_000, 4_200_000], [5_300_100, 4_200_500]],
        "coordinates[0]: these are no degrees: metres of a grid, or another datum (found",
    ),
    "metres east": ([[410_000.0, 48.0], [410_100.0, 48.1]], "metres of a grid, or another datum"),
    "metres north": ([[37.0, 5_328_000], [37.1, 5_328_100]], "metres of a grid, or another datum"),
    "a pole": ([[137.0, 89.99], [138.0, 89.9]], "Zones at the poles cannot be drawn"),
    "crossing": (
        [[37.0, 48.0], [38.0, 48.0], [38.0, 48.5], [37.5, 47.5]],
        "coordinates[0]: the line crosses or touches itself",
    ),
    "twice": (
        [[37.0, 48.0], [37.0, 48.0], [38.0, 48.5]],
        "coordinates[1]: the position is the same",
    ),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_in_geojson_is_told_with_its_place(
    name: str, write: Callable[..., Path], geojson: Callable[..., Path]
) -> None:
    positions, message = BAD_LINES[name]
    told = faults(write(), lines=[str(geojson({"main": positions}))])
    assert len(told) == 1, told
    assert message in told[0]


def test_a_file_with_several_lines_needs_a_name(
    write: Callable[..., Path], geojson: Callable[..., Path]
) -> None:
    path = geojson({"a": [[37.0, 48.0], [38.0, 48.1]], "b": [[37.0, 48.2], [38.0, 48.3]]})
    assert (
        "there are 2 of LineString or MultiLineString in it: 'a', 'b'"
        in faults(write(), lines=[str(path)])[0]
    )
    assert load(write(), lines=[f"{path}#b"]).lines["main"].latitude[0] == 48.2
    assert "no feature of" in faults(write(), lines=[f"{path}#c"])[0]
    assert "line of this zone is called 'other'" in faults(write(), lines=[f"other={path}"])[0]


def test_a_line_in_pieces_is_joined_or_refused(
    write: Callable[..., Path], geojson: Callable[..., Path]
) -> None:
    pieces = [[[37.5, 48.1], [38.0, 48.2]], [[37.0, 48.0], [37.5, 48.1]]]
    path = geojson({"main": pieces}, "MultiLineString")
    assert load(write(), lines=[str(path)]).lines["main"].longitude.tolist() == [37.0, 37.5, 38.0]
    path = geojson({"main": [pieces[0], [[30.0, 48.0], [31.0, 48.0]]]}, "MultiLineString")
    assert "2 parts do not meet" in faults(write(), lines=[str(path)])[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line.geojson:1:2: not valid JSON"),
        ("[]", "it is JSON and not GeoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "there is no LineString or MultiLineString"),
    ],
)
def test_a_file_that_is_no_line_is_refused(
    text: str, message: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "line.geojson"
    path.write_text(text, encoding="utf-8")
    told = faults(write(), lines=[str(path)])
    assert len(told) == 1
    assert message in told[0]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("deep", "is not ID=KM"),
        ("deep=far", "has no number"),
        ("deep=-1", "must be above 0 and at most 500 km"),
        ("deep=nan", "must be above 0 and at most 500 km"),
        ("dep=1", "Did you mean deep?"),
    ],
)
def test_bad_distances_are_told(given: str, message: str, write: Callable[..., Path]) -> None:
    assert message in faults(write(), distances=[given])[0]


def test_an_exclusion_is_cut_out(write: Callable[..., Path]) -> None:
    hole = """\
exclusions:
  town:
    name: A town
    because: a test
    centre: [37.5, 48.1]
    radius_km: 3
    source: korea-armistice-1953
    where: para. 1
rules:
"""
    whole = {one.id + one.side: one.area_km2 for one in build(load(write()))}
    left = {one.id + one.side: one.area_km2 for one in build(load(write("rules:\n", hole)))}
    assert whole["deepsouth"] - left["deepsouth"] == pytest.approx(3**2 * 3.1416, rel=1e-3)
    assert whole["deepnorth"] == pytest.approx(left["deepnorth"], rel=1e-9)


def test_a_belt_may_start_away_from_the_line(write: Callable[..., Path]) -> None:
    path = write("name: Deep belt", "name: Deep belt\n    beyond_km: 12")
    ring = {one.side: one.area_km2 for one in build(load(path)) if one.id == "deep"}
    whole, inner = (
        {one.side: one.area_km2 for one in build(load(write(), distances=[f"deep={depth}"]))}
        for depth in (20, 12)
    )
    for side in ("north", "south"):
        assert ring[side] == pytest.approx(whole[side] - inner[side], rel=1e-6)


def test_a_line_the_other_way_round_gives_the_same_zone(write: Callable[..., Path]) -> None:
    """Sides are known by a place on them, so the way a line was digitised does not matter."""
    back = "[[38.4, 48.2], [37.6, 48.3], [37.0, 48.0]]"
    one = {part.id + part.side: part.shape for part in build(load(write()))}
    other = {part.id + part.side: part.shape for part in build(load(write(LINE, back)))}
    for name in ("deepnorth", "deepsouth"):
        assert area_km2(one[name].symmetric_difference(other[name])) < 1e-2


def test_a_spiral_is_refused_for_deep_belts(write: Callable[..., Path]) -> None:
    spiral = "[[37, 48], [37.4, 48], [37.4, 48.3], [37.1, 48.3], [37.1, 48.1], [37.2, 48.1]]"
    path = write(LINE, spiral)
    inside = path.read_text(encoding="utf-8").replace("[37.5, 49.0]", "[37.2, 48.2]")
    path.write_text(inside, encoding="utf-8")
    told = faults(path)
    assert "carried on beyond an end it comes back to itself within 20 km" in told[0]


def test_an_error_is_an_input_error(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError):
        load(write("depth_km: {value: 20", "depth_km: {value: 900"))
