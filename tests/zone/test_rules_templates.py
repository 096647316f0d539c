"""The packaged templates say what their agreements say."""

from __future__ import annotations

import datetime

import pytest

from suasion.describe.fact import Judged, Known, readings
from suasion.zone.rules.building import build
from suasion.zone.rules.reading import load, template_names
from suasion.zone.rules.words import sources, worded

# Depth in km, and what must be absent there.
DEPTHS = {
    "korea-1953": {"dmz": (2, {"forces"})},
    "minsk-memorandum-2014": {"security": (15, {"artillery-100", "mine", "aircraft"})},
    "minsk-ii": {
        "small-calibres": (15, {"tank", "artillery-under-100", "mortar-100"}),
        "guns": (25, {"artillery-100"}),
        "rockets": (35, {"mlrs"}),
        "heaviest": (70, {"mlrs-heavy", "tactical-missile"}),
    },
    "golan-1974": {
        "ten": (10, set()),
        "twenty": (20, {"gun-beyond-20-km"}),
        "missiles": (25, {"sam"}),
    },
    "dayton-1995": {"separation": (2, {"forces"})},
    "kosovo-1999": {"ground": (5, {"forces"}), "air": (25, {"aircraft"})},
}
CEILINGS = {
    "korea-1953": {("dmz", "personnel"): 1000},
    "golan-1974": {
        ("ten", "tank"): 75,
        ("ten", "short-range-gun"): 36,
        ("ten", "personnel"): 6000,
        ("twenty", "gun-within-20-km"): 162,
    },
    "sinai-1979": {
        ("zone-a", "personnel"): 22_000,
        ("zone-a", "tank"): 230,
        ("zone-a", "gun"): 126,
        ("zone-a", "anti-aircraft-gun"): 126,
        ("zone-a", "apc"): 480,
        ("zone-b", "battalion"): 4,
        ("zone-b", "personnel"): 4000,
        ("zone-d", "battalion"): 4,
        ("zone-d", "personnel"): 4000,
        ("zone-d", "apc"): 180,
    },
}


@pytest.mark.parametrize("name", DEPTHS)
def test_depths_and_what_must_be_absent(name: str) -> None:
    zone = load(name)
    assert {key: belt.depth_km.value for key, belt in zone.file.belts.items()} == {
        key: depth for key, (depth, _) in DEPTHS[name].items()
    }
    for place, (_, wanted) in DEPTHS[name].items():
        rules = [one for one in worded(zone) if one.place == place and one.rule == "absent"]
        assert {weapon for one in rules for weapon in one.weapons} == wanted


@pytest.mark.parametrize("name", CEILINGS)
def test_ceilings(name: str) -> None:
    rules = [one for one in worded(load(name)) if one.rule == "ceiling"]
    assert {(one.place, one.weapons[0]): one.limit for one in rules} == CEILINGS[name]


def test_every_template_is_tested_and_draws_or_says_why_not() -> None:
    assert set(template_names()) == {*DEPTHS, *CEILINGS, "zaporizhzhia-plant"}
    for name in template_names():
        for one in build(load(name)):
            assert (one.shape is None) == bool(one.unknown), (name, one.id)


def test_numbers_of_agreements_have_sources_and_the_plants_radius_is_a_judgement() -> None:
    for name in template_names():
        file = load(name).file
        assert all(isinstance(belt.depth_km, Known) for belt in file.belts.values())
        assert all(isinstance(rule.limit, Known) for rule in file.rules if rule.rule == "ceiling")
        assert list(sources(load(name)))
    plant = load("zaporizhzhia-plant").file
    assert isinstance(plant.sites["plant"].radius_km, Judged)
    assert plant.standing == "proposed"


def test_a_radius_is_a_lever() -> None:
    areas = [
        build(load("zaporizhzhia-plant", distances=[f"plant={r}"]))[0].area_km2 for r in (5, 20)
    ]
    assert areas[1] / areas[0] == pytest.approx(16, rel=1e-4)


def test_rules_come_into_force_on_their_day() -> None:
    zone = load("minsk-ii")
    counts = [
        len(worded(zone, datetime.date.fromisoformat(day)))
        for day in ("2015-02-14", "2015-02-15", "2015-09-28", "2015-09-29")
    ]
    assert counts == [0, 3, 3, 5]


def test_no_date_is_made_up() -> None:
    for name in template_names():
        assert not readings(load(name).file.ends)
