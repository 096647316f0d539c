"""Areas against closed forms, sides of closed lines, cuts at the antimeridian, pictures."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from suasion.zone.geometry.area import area_km2
from suasion.zone.geometry.belt import around, sides
from suasion.zone.geometry.circle import circle
from suasion.zone.geometry.ellipsoid import geod
from suasion.zone.geometry.line import line_of, path
from suasion.zone.geometry.output import cut, feature
from suasion.zone.geometry.picture import Layer, picture
from suasion.zone.geometry.side import on_left

A_M, F = 6_378_137.0, 1 / 298.257223563


def curvature_per_m2(latitude: float) -> float:
    """Gaussian curvature of WGS84: 1 / (M N), radii of the meridian and the prime vertical."""
    e2 = F * (2 - F)
    w2 = 1 - e2 * math.sin(math.radians(latitude)) ** 2
    return w2**2 / (A_M**2 * (1 - e2))


@pytest.mark.parametrize("latitude", [0.0, 48.0, 70.0])
@pytest.mark.parametrize("radius_m", [10e3, 70e3, 200e3])
def test_area_of_a_circle(latitude: float, radius_m: float) -> None:
    """A geodesic disc has pi r^2 (1 - K r^2 / 12) up to the fourth order; chords take a little."""
    wanted = math.pi * radius_m**2 * (1 - curvature_per_m2(latitude) * radius_m**2 / 12) / 1e6
    chords = 0.1 * 2 / radius_m
    assert area_km2(circle(20.0, latitude, radius_m)) == pytest.approx(wanted, rel=chords + 1e-6)


@pytest.mark.parametrize("depth_m", [2e3, 70e3])
def test_area_of_the_belt_of_a_straight_line(depth_m: float) -> None:
    """A geodesic tube has 2 d L (1 - K d^2 / 6), and its round ends are a disc."""
    line = line_of([[30.0, 48.0], [31.5, 48.4]])
    k = curvature_per_m2(48.2) * depth_m**2
    tube = 2 * depth_m * line.length_m * (1 - k / 6)
    disc = math.pi * depth_m**2 * (1 - k / 12)
    assert area_km2(around(line, depth_m)) == pytest.approx((tube + disc) / 1e6, rel=1e-5)
    both = sides(line, depth_m)
    assert area_km2(both.left) == pytest.approx(area_km2(both.right), rel=2e-3)


def test_sides_make_up_the_belt_and_do_not_overlap() -> None:
    line = line_of([[37.0, 48.0], [37.6, 48.3], [37.1, 48.33], [37.9, 48.9]])
    both, belt = sides(line, 20e3), around(line, 20e3)
    assert area_km2(both.left) + area_km2(both.right) == pytest.approx(area_km2(belt), rel=1e-9)
    assert area_km2(both.left.intersection(both.right)) == pytest.approx(0, abs=1e-6)


def test_a_line_the_other_way_round_swaps_the_sides() -> None:
    positions = [[37.0, 48.0], [37.6, 48.3], [37.1, 48.33], [37.9, 48.9]]
    one, other = sides(line_of(positions), 9e3), sides(line_of(positions[::-1]), 9e3)
    assert area_km2(one.left) == pytest.approx(area_km2(other.right), rel=1e-6)
    assert area_km2(one.left) != pytest.approx(area_km2(one.right), rel=1e-2)


def test_the_left_of_a_closed_line_that_runs_anticlockwise_is_inside() -> None:
    ring = [[20.0, 42.0], [21.0, 42.0], [21.0, 43.0], [20.0, 43.0], [20.0, 42.0]]
    both = sides(line_of(ring), 5e3)
    assert both.left.contains(shapely.Point(20.5, 42.03))
    assert both.right.contains(shapely.Point(20.5, 41.97))
    # Ring of depth d outside a square of circumference C, with four round corners.
    line = line_of(ring)
    wanted = (line.length_m * 5e3 + math.pi * 5e3**2) / 1e6
    assert area_km2(both.right) == pytest.approx(wanted, rel=2e-3)
    assert len(both.left.interiors) == 1


def test_a_spiral_has_no_sides() -> None:
    """Carried on beyond its end the line meets itself: the land between is left and right."""
    spiral = [[30.0, 50.0], [30.4, 50.0], [30.4, 50.3], [30.1, 50.3], [30.1, 50.1], [30.2, 50.1]]
    assert sides(line_of(spiral), 40e3) is None
    assert sides(line_of(spiral), 1e3) is not None


def test_the_side_at_a_sharp_bend_is_that_of_the_nearest_point() -> None:
    """A hairpin to the right: what lies beyond its tip is on the left, though east of both legs."""
    hairpin = line_of([[30.0, 50.0], [31.0, 50.02], [30.0, 50.04]])
    beyond, between = [31.3, 50.02], [30.5, 50.02]
    assert on_left(hairpin, [beyond, between]).tolist() == [False, True]
    assert on_left(line_of(hairpin_back(hairpin)), [beyond, between]).tolist() == [True, False]


def hairpin_back(line) -> list[list[float]]:
    return np.column_stack([line.longitude, line.latitude])[::-1].tolist()


def test_geojson_is_cut_at_the_antimeridian_and_turned_right() -> None:
    belt = around(line_of([[179.5, 10.0], [-179.5, 10.2]]), 20e3)
    found = cut(belt)
    assert found.geom_type == "MultiPolygon"
    assert area_km2(found) == pytest.approx(area_km2(belt), rel=1e-7)
    assert found.bounds[0] == -180
    assert found.bounds[2] == 180
    assert found.is_valid
    for polygon in found.geoms:
        assert polygon.exterior.is_ccw
        area, _ = geod().geometry_area_perimeter(polygon)
        assert area > 0


def test_holes_of_geojson_run_clockwise() -> None:
    ring = shapely.Point(30, 50).buffer(2).difference(shapely.Point(30, 50).buffer(1))
    found = shapely.geometry.shape(feature("a", ring, {})["geometry"])
    assert found.exterior.is_ccw
    assert [hole.is_ccw for hole in found.interiors] == [False]


def test_a_picture_shows_what_it_is_given_and_nothing_is_filled_inside_out() -> None:
    """Both ways of running a ring give the same path but for its order: the area is the same."""
    disc = circle(179.9, 47.5, 10e3)
    outline = shapely.box(170, 40, 180, 60)
    drawn = [
        picture("A <zone>", [Layer(shape, "ten km", "area", "#336699")], outlines=[outline])
        for shape in (disc, disc.reverse())
    ]
    for text in drawn:
        root = ElementTree.fromstring(text)
        words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
        assert words[:2] == ["A <zone>", "ten km"]
        ways = list(root.iter("{http://www.w3.org/2000/svg}path"))
        assert "nan" not in text
        area = [one for one in ways if one.get("fill") == "#336699"]
        assert len(area) == 1
        numbers = np.array(
            [pair.split(",") for pair in area[0].get("d").strip("MZ").split("L")], float
        )
        covered = shapely.Polygon(numbers).area
        wide = np.ptp(numbers[:, 0])
        assert covered == pytest.approx(math.pi * wide**2 / 4, rel=1e-2)
        assert wide < 600


def test_sides_of_random_lines_part_the_belt_at_the_line() -> None:
    """Whatever the line: two valid halves that make up the belt, each on its side of the line."""
    random = np.random.default_rng(5)
    told, wrong = 0, 0
    while told < 25:
        count, latitude = int(random.integers(2, 9)), random.uniform(-75, 75)
        steps = random.normal(0, 10 ** random.uniform(-2, 0), (count, 2))
        steps[0] += random.choice([179.9, 37.0]), latitude
        positions = np.cumsum(steps, axis=0)
        line = line_of(positions.tolist())
        depth_m = 10 ** random.uniform(2.5, 4.5)
        if not path(line).is_simple or (both := sides(line, depth_m)) is None:
            continue
        told += 1
        belt = around(line, depth_m)
        assert both.left.is_valid
        assert both.right.is_valid
        whole = area_km2(belt)
        # Halves share the line; positions on the grid of the union differ by 0.1 mm.
        assert area_km2(both.left) + area_km2(both.right) == pytest.approx(whole, rel=1e-4)
        low_x, low_y, high_x, high_y = belt.bounds
        x, y = random.uniform(low_x, high_x, 100), random.uniform(low_y, high_y, 100)
        inside = shapely.contains_xy(belt, x, y)
        on = on_left(line, np.column_stack([x, y]))
        wrong += int((inside & (on != shapely.contains_xy(both.left, x, y))).sum())
    # Only beside the line carried on, which is a geodesic here and straight there.
    assert wrong <= 2


def test_a_hook_at_an_end_has_no_sides_for_a_deep_belt() -> None:
    """The last segment points back along the line: carried on it runs beside the line itself."""
    hook = line_of([[30.0, 50.0], [31.0, 50.0], [31.0, 50.05], [30.95, 50.05]])
    assert sides(hook, 20e3) is None
    assert sides(hook, 2e3) is not None


def test_a_line_that_almost_closes_has_sides_only_while_the_gap_is_open() -> None:
    """A deep belt fills the gap, and inside and outside become one."""
    loop = line_of(
        [
            [36.992, 22.509],
            [36.997, 22.505],
            [37.004, 22.511],
            [36.988, 22.527],
            [36.973, 22.527],
            [36.983, 22.504],
        ]
    )
    assert sides(loop, 580.0) is None
    narrow = sides(loop, 100.0)
    assert narrow.left.contains(shapely.Point(37.0, 22.5085))
