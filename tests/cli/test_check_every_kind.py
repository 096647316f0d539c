"""Zone, claim, study and limits files: faults between fields are told beside faults of fields."""

from __future__ import annotations

from pathlib import Path

import pytest

ZONE = """\
suasion: 1
zone: my-zone
title: A zone
summary: A zone for tests.
standing: proposed
begins: {value: 2026-01-01, source: korea-armistice-1953, where: para. 1}
ends: {value: 2036-01-01, source: korea-armistice-1953, where: para. 1}
lines:
  main: {coordinates: [[37.0, 48.0], [37.6, 48.3], [38.4, 48.2]]}
sides:
  north: {name: North, place: [37.5, 49.0]}
  south: {name: South, place: [37.5, 47.5]}
belts:
  deep:
    name: Deep belt
    depth_km: {value: 20, source: korea-armistice-1953, where: para. 1}
sites:
  plant:
    name: A plant
    centre: [37.5, 48.0]
    radius_km: {judgement: 5, because: a test, disagree: nobody}
    source: korea-armistice-1953
    where: para. 1
rules:
  - rule: absent
    weapons: [tank]
    places: [deep, plant]
    begins: 2026-02-01
    ends: 2030-02-01
    source: korea-armistice-1953
    where: para. 1
"""
DEPTH = ("value: 20,", "value: -20,")
SITE = ("radius_km: {judgement: 5,", "radius_km: {judgement: 5 miles,")
ENDS = ("value: 2036-01-01", "value: 2006-01-01")
RULE_ENDS = ("ends: 2030-02-01", "ends: 2020-02-01")
NO_PLACE = ("[deep, plant]", "[deep, plnt]")
TWICE = ("standing: proposed", "standing: proposed\nguarantees: [a-pact, a-pact]")
LOOP = ("[38.4, 48.2]]", "[38.4, 48.2], [37.1, 48.0], [37.6, 48.3], [37.3, 48.9]]")
ZONES = {
    "depth and dates": ([DEPTH, ENDS], ["belts.deep.depth_km.value", "ends.value"]),
    "depth and a place that is not there": (
        [DEPTH, NO_PLACE],
        ["belts.deep.depth_km.value", "rules.0.places"],
    ),
    "a unit and the dates of a rule": (
        [SITE, RULE_ENDS],
        ["rules.0.ends", "sites.plant.radius_km.judgement"],
    ),
    "an unknown field, a name twice, dates": (
        [("title:", "foo: 1\ntitle:"), TWICE, ENDS],
        ["ends.value", "foo", "guarantees"],
    ),
    "a class of weapons and a line that crosses itself": (
        [("[tank]", "[tnak]"), LOOP, DEPTH],
        ["belts.deep.depth_km.value", "lines.main.coordinates.0", "rules.0.weapons.0"],
    ),
    "a date that is none, and a ceiling without a limit": (
        [("begins: 2026-02-01", "begins: 2026-02-31"), ("rule: absent", "rule: ceiling")],
        ["rules.0.begins", "rules.0.limit"],
    ),
    "a source, and two sides that are one": (
        [("value: 20, source: korea", "value: 20, source: korrea"), ("37.5, 47.5", "37.5, 49.5")],
        ["belts.deep.depth_km.source", "sides.south.place"],
    ),
    "what hangs on a faulty field is not told": (
        [("place: [37.5, 47.5]", "place: here"), ("name: North, place", "name: 7, place")],
        ["sides.north.name", "sides.south.place"],
    ),
}


def _told(found):
    """The fields of the problems that were printed."""
    *lines, _ = found.output.splitlines()
    return sorted(line.split(" ")[1].rstrip(":") for line in lines if ".yaml:" in line)


def _changed(text, changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def _is_told(suasion, path: Path, fields):
    found = suasion("check", path)
    assert found.exit_code == 2, found.output
    assert "Traceback" not in found.output
    assert _told(found) == sorted(fields), found.output


@pytest.mark.parametrize("name", ZONES)
def test_faults_of_a_zone_are_told_together(name, tmp_path, suasion):
    changes, fields = ZONES[name]
    path = tmp_path / "my-zone.yaml"
    path.write_text(_changed(ZONE, changes), encoding="utf-8")
    _is_told(suasion, path, fields)
