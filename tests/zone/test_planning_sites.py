"""Placement: brute force and exact areas as referees, and nothing that tells what is not seen."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import InputError
from suasion.zone.geometry.area import area_km2
from suasion.zone.geometry.circle import circle
from suasion.zone.planning.cells import Demand, demand
from suasion.zone.planning.ground import Sector, Site, sectors, sites
from suasion.zone.planning.placing import place, share_seen

WEST, EAST = shapely.box(20.0, 50.0, 20.4, 50.4), shapely.box(20.4, 50.0, 20.8, 50.4)


def random_demand(generator: np.random.Generator, groups: int, count: int) -> Demand:
    weights = generator.random(groups)
    return Demand(weights / weights.sum() * 0.9, generator.random((groups, count)) < 0.3, 1.0, 99)


def candidates(generator: np.random.Generator, count: int) -> list[Site]:
    costs = generator.integers(1, 6, count)
    return [Site(f"post {n}", 0.0, 0.0, 1.0, float(cost)) for n, cost in enumerate(costs)]


@pytest.mark.parametrize("seed", range(10))
def test_the_choice_is_the_best_that_brute_force_finds(seed: int) -> None:
    generator = np.random.default_rng(seed)
    given, listed = random_demand(generator, 25, 9), candidates(generator, 9)
    most, budget = int(generator.integers(1, 5)), float(generator.integers(3, 12))
    best = 0.0
    for number in range(most + 1):
        for chosen in combinations(range(9), number):
            if sum(listed[one].cost for one in chosen) <= budget:
                best = max(best, share_seen(given, np.isin(np.arange(9), chosen)))
    found = place(given, listed, most=most, budget=budget)
    assert found.seen == pytest.approx(best, abs=1e-9)
    assert found.proved
    assert len(found.chosen) <= most
    assert found.cost <= budget


def test_more_sites_see_more_and_all_of_them_what_can_be_seen() -> None:
    generator = np.random.default_rng(4)
    given, listed = random_demand(generator, 60, 12), candidates(generator, 12)
    seen = [place(given, listed, most=most).seen for most in range(1, 13)]
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(place(given, listed, most=12).seen_by_all)


def test_without_time_the_bound_still_holds() -> None:
    generator = np.random.default_rng(8)
    given, listed = random_demand(generator, 100, 20), candidates(generator, 20)
    best = place(given, listed, most=6)
    hurried = place(given, listed, most=6, time_limit_s=1e-6)
    assert hurried.seen <= best.seen <= best.bound <= hurried.bound + 1e-9
    assert best.proved
    assert not hurried.proved


def test_the_share_seen_is_that_of_the_area() -> None:
    here = [Site("a", 20.1, 50.2, 9.0, 1.0), Site("b", 20.45, 50.25, 7.0, 1.0)]
    given = demand([Sector(WEST, None), Sector(EAST, None)], here, 0.3)
    circles = shapely.union_all(
        [circle(one.longitude, one.latitude, one.radius_km * 1000) for one in here]
    )
    whole = shapely.union_all([WEST, EAST])
    share = area_km2(whole.intersection(circles)) / area_km2(whole)
    # Cells of 300 m on circles of 7 and 9 km: an error of less than half a hundredth.
    assert share_seen(given, np.array([True, True])) == pytest.approx(share, abs=0.005)


def test_sectors_that_overlap_count_once_by_area_and_twice_by_weight() -> None:
    here = [Site("a", 20.2, 50.2, 100.0, 1.0), Site("far", 30.0, 50.2, 1.0, 1.0)]
    twice = [Sector(WEST, None), Sector(WEST, None), Sector(EAST, None)]
    assert (
        demand(twice, here, 2.0).cells
        == demand([Sector(WEST, None), Sector(EAST, None)], here, 2.0).cells
    )
    near = [Site("a", 20.2, 50.2, 15.0, 1.0)]
    weighed = [Sector(WEST, 3.0), Sector(EAST, 1.0)]
    plain = [Sector(WEST, None), Sector(EAST, None)]
    by_weight, by_area = (demand(ground, near, 1.0).weights.sum() for ground in (weighed, plain))
    assert by_weight > 1.3 * by_area


def test_a_zone_across_the_antimeridian_is_cut_in_place() -> None:
    halves = [shapely.box(179.8, 50.0, 180.0, 50.2), shapely.box(-180.0, 50.0, -179.8, 50.2)]
    here = [Site("a", 180.0, 50.1, 8.0, 1.0)]
    given = demand([Sector(shapely.MultiPolygon(halves), None)], here, 0.4)
    seen = np.pi * 8.0**2 / sum(map(area_km2, halves))
    assert share_seen(given, np.array([True])) == pytest.approx(seen, abs=0.01)


@pytest.fixture
def ground(tmp_path: Path) -> tuple[Path, Path]:
    """Files of three candidates and of two sectors, one of which nobody sees."""
    posts = [("river post", 20.1, 50.2), ("hill post", 20.3, 50.3), ("mill post", 20.2, 50.1)]
    points = [
        {
            "type": "Feature",
            "properties": {"name": name, "radius_km": 8},
            "geometry": {"type": "Point", "coordinates": [x, y]},
        }
        for name, x, y in posts
    ]
    named = {"seen-sector": WEST, "hidden-valley": shapely.box(21.7, 50.0, 21.9, 50.1)}
    polygons = [
        {
            "type": "Feature",
            "id": name,
            "properties": {"name": name, "place": name},
            "geometry": shapely.geometry.mapping(one),
        }
        for name, one in named.items()
    ]
    found = []
    for name, listed in (("sites", points), ("sectors", polygons)):
        path = tmp_path / f"{name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": listed}), "utf-8")
        found.append(path)
    return found[0], found[1]


def zone_plan(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["zone", "plan", *map(str, arguments)])


@pytest.mark.parametrize("form", ["table", "json"])
def test_nothing_tells_what_is_not_seen(
    ground: tuple[Path, Path], form: str, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = zone_plan("--sites", ground[0], "--sectors", ground[1], "--most", 2, "--format", form)
    assert result.exit_code == 0, result.output
    said = result.output + result.stderr
    assert "post" in result.stdout
    for secret in ("hidden-valley", "seen-sector", "coordinates", "21.", "50.", "Polygon"):
        assert secret not in said
    assert "not listed and not drawn" in " ".join(said.split())
    assert sorted(tmp_path.rglob("*")) == before


def test_the_json_has_chosen_sites_and_shares_only(ground: tuple[Path, Path]) -> None:
    result = zone_plan(
        "--sites", ground[0], "--sectors", ground[1], "--most", 2, "--format", "json"
    )
    found = json.loads(result.stdout)
    assert set(found) == {
        "chosen", "seen", "no_choice_sees_more_than", "proved_best", "all_candidates_see", "cost",
        "candidates", "share_of", "cells", "cell_km", "assumptions",
    }  # fmt: skip
    assert len(found["chosen"]) == 2
    assert 0 < found["seen"] <= found["no_choice_sees_more_than"] <= 1
    # Of an answer, no part that a result keeps has places: they are forgotten when cells are made.
    assert set(Demand.__dataclass_fields__) == {"weights", "sees", "cell_km", "cells"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"radius_km": 8', '"radius_km": -8', "features[0].properties.radius_km: must be"),
        ('"radius_km": 8', '"radius": 8', "Give --radius-km, or radius_km for each"),
        ("[20.1, 50.2]", "[50.2, 120.1]", "features[0].geometry.coordinates: a latitude"),
        ('"hill post"', '"river post"', "two points are called 'river post'"),
        ('"Point"', '"LineString"', "there is no Point in it"),
        ('"FeatureCollection"', "", "not JSON in UTF-8"),
        ('"features"', '"things"', "it is no FeatureCollection"),
    ],
)
def test_a_fault_of_the_sites_is_told(
    ground: tuple[Path, Path], old: str, new: str, told: str
) -> None:
    path = ground[0]
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InputError) as caught:
        sites(path)
    assert told in str(caught.value)
    assert "sites.geojson:" in str(caught.value)


def test_a_fault_of_the_sectors_is_told(ground: tuple[Path, Path]) -> None:
    path = ground[1]
    text = path.read_text("utf-8")
    path.write_text(text.replace('"place": "seen-sector"', '"weight": 2'), "utf-8")
    with pytest.raises(InputError, match="this sector has no weight, and others have"):
        sectors(path)
    path.write_text(text.replace('"place": ', '"weight": 0, "place": '), "utf-8")
    with pytest.raises(InputError, match="every sector has a weight of 0"):
        sectors(path)
    data = json.loads(text)
    data["features"][0]["geometry"]["coordinates"] = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError, match="crosses itself"):
        sectors(path)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--most", "0"), "--most: must be a number from 1 to 2,000 (found '0')"),
        (("--most", "2", "--cell-km", "0.01"), "--cell-km: would cut the zone into more than"),
        (("--budget", "-1"), "--budget: must be a number from 0"),
        (("--most", "2", "--time-limit", "0"), "--time-limit: must be a number above 0"),
        ((), "--most: is not given"),
    ],
)
def test_bad_options_are_told(
    ground: tuple[Path, Path], arguments: tuple[str, ...], told: str
) -> None:
    result = zone_plan("--sites", ground[0], "--sectors", ground[1], *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
