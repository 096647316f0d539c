"""Belts against GeographicLib, with a search for the nearest point of its own.

A point lies in the belt of a depth if its geodesic distance from the line is less. The referee
finds that distance by the interception of geodesics, segment by segment; ours never asks for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from suasion.zone.geometry.belt import around, sides
from suasion.zone.geometry.circle import circle
from suasion.zone.geometry.ellipsoid import near
from suasion.zone.geometry.line import line_of

WGS84 = Geodesic.WGS84
EARTH_M = 6_371_000.0
TOLERANCE_M = 1.0
SPREAD_M = 4.0
"""Points lie at most so far from the edge: the tolerance decides for every second one."""

LINES = {
    "sharp bends": ([[37.0, 48.0], [37.6, 48.3], [37.1, 48.33], [37.9, 48.9], [37.92, 48.5]], 15e3),
    "long segments": ([[30.0, 50.0], [33.0, 51.0], [35.5, 49.0]], 70e3),
    "antimeridian": ([[179.2, -16.9], [179.9, -16.5], [-179.6, -16.7], [-179.1, -16.2]], 25e3),
    "70 degrees north": ([[30.0, 69.5], [31.5, 70.2], [30.8, 70.6], [33.0, 70.8]], 35e3),
    "short": ([[126.69, 37.84], [126.684, 37.86], [126.70, 37.87]], 2e3),
}
POINTS = 220


@dataclass(frozen=True)
class Nearest:
    """The nearest point of a line, by the referee."""

    distance_m: float
    segment: int
    at: str
    """`start`, `within` or `end` of the segment."""
    turned_degrees: float
    """From the direction of the line to the direction of the point, clockwise."""


def nearest(positions, longitude: float, latitude: float) -> Nearest:
    found = [_on_segment(positions, k, longitude, latitude) for k in range(len(positions) - 1)]
    return min(found, key=lambda one: one.distance_m)


def _on_segment(positions, number: int, longitude: float, latitude: float) -> Nearest:
    (x0, y0), (x1, y1) = positions[number], positions[number + 1]
    line = WGS84.InverseLine(y0, x0, y1, x1)
    along = line.s13 / 2
    for _ in range(7):
        foot = line.Position(along)
        to = WGS84.Inverse(foot["lat2"], foot["lon2"], latitude, longitude)
        turned = math.radians(to["azi1"] - foot["azi2"])
        step = EARTH_M * math.atan(math.tan(to["s12"] / EARTH_M) * math.cos(turned))
        along = min(max(along + step, 0.0), line.s13)
    at = "start" if along == 0 else "end" if along == line.s13 else "within"
    foot = line.Position(along)
    to = WGS84.Inverse(foot["lat2"], foot["lon2"], latitude, longitude)
    return Nearest(to["s12"], number, at, to["azi1"] - foot["azi2"])


def points_near_edge(positions, depth_m: float, seed: int):
    """Points about the depth away from positions, ends and middles of segments."""
    random = np.random.default_rng(seed)
    for _ in range(POINTS):
        number = int(random.integers(len(positions) - 1))
        (x0, y0), (x1, y1) = positions[number], positions[number + 1]
        line = WGS84.InverseLine(y0, x0, y1, x1)
        foot = line.Position(line.s13 * random.choice([0.0, 1.0, random.random()]))
        azimuth = random.choice([foot["azi2"] + 90, foot["azi2"] - 90, random.uniform(0, 360)])
        distance = depth_m + random.uniform(-SPREAD_M, SPREAD_M)
        found = WGS84.Direct(foot["lat2"], foot["lon2"], azimuth, distance)
        yield found["lon2"], found["lat2"]


@pytest.mark.parametrize("name", LINES)
def test_a_point_is_in_the_belt_if_it_is_nearer_than_the_depth(name: str) -> None:
    positions, depth_m = LINES[name]
    line = line_of(positions)
    belt = around(line, depth_m)
    shapely.prepare(belt)
    close, wrong = 0, []
    for x, y in points_near_edge(positions, depth_m, seed=len(name)):
        over = nearest(positions, x, y).distance_m - depth_m
        inside = belt.contains(shapely.Point(float(near(x, line.longitude.mean())), y))
        close += abs(over) < SPREAD_M
        if inside != (over < 0) and abs(over) > TOLERANCE_M:
            wrong.append((x, y, over))
    assert close > POINTS / 3
    assert not wrong


@pytest.mark.parametrize("name", LINES)
def test_a_point_lies_on_the_side_of_the_nearest_point_of_the_line(name: str) -> None:
    positions, depth_m = LINES[name]
    line = line_of(positions)
    both = sides(line, depth_m)
    random = np.random.default_rng(7)
    checked = {True: 0, False: 0}
    for x, y in points_near_edge(positions, depth_m * random.uniform(0.2, 0.95), seed=3):
        found = nearest(positions, x, y)
        left = on_left(positions, found)
        if left is None or found.distance_m > depth_m - 5:
            continue
        point = shapely.Point(float(near(x, line.longitude.mean())), y)
        assert both.left.contains(point) == left, (x, y, found)
        assert both.right.contains(point) != left, (x, y, found)
        checked[left] += 1
    assert min(checked.values()) > POINTS / 10


def on_left(positions, found: Nearest) -> bool | None:
    """The side by definition; None where a metre would change it."""
    inner = 0 < found.segment + (found.at == "end") < len(positions) - 1
    if found.at == "within" or not inner:
        across = found.distance_m * math.sin(math.radians(found.turned_degrees))
        return None if abs(across) < 1 else across < 0
    number = found.segment + (found.at == "end")
    coming = _azimuth(positions[number - 1], positions[number], "azi2")
    going = _azimuth(positions[number], positions[number + 1], "azi1")
    # The nearest point is a bend only from its outer side: the left of a turn to the right.
    return math.sin(math.radians(going - coming)) > 0


def _azimuth(one, other, which: str) -> float:
    return WGS84.Inverse(one[1], one[0], other[1], other[0])[which]


@pytest.mark.parametrize("centre", [(34.627, 47.508), (179.99, 0.0), (25.0, 78.0)])
@pytest.mark.parametrize("radius_m", [2e3, 70e3, 250e3])
def test_a_point_is_in_a_circle_if_it_is_nearer_than_the_radius(centre, radius_m: float) -> None:
    disc = circle(*centre, radius_m)
    for number, azimuth in enumerate(np.linspace(0, 360, 50)):
        over = TOLERANCE_M if number % 2 else -TOLERANCE_M
        found = WGS84.Direct(centre[1], centre[0], azimuth, radius_m + over)
        point = shapely.Point(float(near(found["lon2"], centre[0])), found["lat2"])
        assert disc.contains(point) == (over < 0)
