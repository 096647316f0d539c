"""The chance that a true position lies in a place: closed forms, Monte Carlo, quadrature, cells."""

import numpy as np
import pytest
import shapely
from scipy import stats
from scipy.integrate import dblquad
from shapely.ops import split

from suasion.zone.findings.cells import cells_of
from suasion.zone.findings.mass import Region, degree_lengths_m, mass_inside
from suasion.zone.geometry.ellipsoid import geod

DRAWS = 200_000


def bend() -> shapely.Polygon:
    """A belt with a sharp bend and a hole in it."""
    outer = [(30, 50), (30.2, 50.1), (30.4, 49.95), (30.4, 50.15), (30.2, 50.3), (30, 50.2)]
    return shapely.Polygon(outer, [[(30.2, 50.18), (30.23, 50.2), (30.2, 50.22), (30.17, 50.2)]])


def test_a_straight_edge_is_the_normal_distribution_of_the_distance() -> None:
    half = Region(shapely.box(20, 49, 22, 50))
    error_m = 400.0
    south_m = np.array([-900.0, -300.0, 0.0, 150.0, 800.0])
    lat = geod().fwd([21] * 5, [50] * 5, [180] * 5, south_m)[1]
    found = mass_inside(half, np.column_stack([[21.0] * 5, lat]), np.full(5, error_m))
    np.testing.assert_allclose(found, stats.norm.cdf(south_m / error_m), atol=2e-5)


def test_a_corner_is_the_product_of_two() -> None:
    corner = Region(shapely.box(20, 49, 22, 50))
    east, north = degree_lengths_m(np.array([49.995]))
    position = np.array([[21.99, 49.995]])
    found = mass_inside(corner, position, np.array([500.0]))
    expected = stats.norm.cdf(0.01 * east / 500) * stats.norm.cdf(0.005 * north / 500)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_strip_is_a_difference() -> None:
    strip = Region(shapely.box(20, 50, 22, 50.01))
    _, north = degree_lengths_m(np.array([50.012]))
    found = mass_inside(strip, np.array([[21, 50.012]]), np.array([300.0]))
    edges = stats.norm.cdf(np.array([-0.002, -0.012]) * north / 300)
    np.testing.assert_allclose(found, edges[0] - edges[1], atol=1e-6)


@pytest.mark.parametrize("error_m", [60.0, 700.0, 4_000.0])
def test_bends_and_holes_agree_with_random_draws(error_m: float) -> None:
    rng = np.random.default_rng(3)
    shape = bend()
    on_edge = shapely.line_interpolate_point(shape.boundary, rng.uniform(0, 1, 12), normalized=True)
    positions = shapely.get_coordinates(on_edge) + rng.normal(0, 0.003, (12, 2))
    found = mass_inside(Region(shape), positions, np.full(12, error_m))
    lengths = np.column_stack(degree_lengths_m(positions[:, 1]))
    for position, length, mass in zip(positions, lengths, found, strict=True):
        draws = position + rng.standard_normal((DRAWS, 2)) * error_m / length
        share = shapely.contains_xy(shape, draws[:, 0], draws[:, 1]).mean()
        # Four standard errors of the draws, and what the simplified edges may take.
        assert abs(share - mass) < 4 * np.sqrt(share * (1 - share) / DRAWS) + 1e-3


def test_a_triangle_agrees_with_quadrature() -> None:
    triangle = shapely.Polygon([(10, 0), (10.02, 0), (10, 0.01)])
    east, north = (float(one[0]) for one in degree_lengths_m(np.array([0.004])))
    error_m = 600.0

    def density(y: float, x: float) -> float:
        return stats.norm.pdf((x - 10.005) * east / error_m) * stats.norm.pdf(
            (y - 0.004) * north / error_m
        )

    whole, _ = dblquad(density, 10, 10.02, 0, lambda x: (10.02 - x) / 2, epsabs=1e-10)
    expected = whole * east * north / error_m**2
    found = mass_inside(Region(triangle), np.array([[10.005, 0.004]]), np.array([error_m]))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_mean_on_the_edge_or_a_corner_is_neither_lost_nor_doubled() -> None:
    square = Region(shapely.box(20, 49, 21, 50))
    corners = np.array([[20, 49], [21, 49], [21, 50], [20, 50], [20.5, 49], [20.5, 50], [21, 49.5]])
    found = mass_inside(square, corners, np.full(7, 30.0))
    np.testing.assert_allclose(found, [0.25] * 4 + [0.5] * 3, atol=1e-4)


def test_mass_of_a_partition_is_one() -> None:
    rng = np.random.default_rng(5)
    whole = shapely.box(30, 50, 30.1, 50.05)
    cut = shapely.LineString([(29, 50.03), (30.02, 50.01), (30.05, 50.04), (31, 50.01)])
    parts = shapely.get_parts(split(whole, cut))
    positions = rng.uniform([30.02, 50.01], [30.08, 50.04], (50, 2))
    error = rng.uniform(50, 150, 50)
    together = sum(mass_inside(Region(part), positions, error) for part in parts)
    np.testing.assert_allclose(together, mass_inside(Region(whole), positions, error), atol=5e-3)


def test_cells_answer_as_the_polygon_does() -> None:
    rng = np.random.default_rng(7)
    shape = bend()
    cells = cells_of([shape, shapely.box(29.9, 49.9, 30.1, 50.02)])
    positions = rng.uniform([29.5, 49.5], [30.9, 50.7], (100_000, 2))
    cell = cells.grid.cell(positions)
    for number, one in enumerate(cells.shapes):
        plain = shapely.contains_xy(one, positions[:, 0], positions[:, 1])
        np.testing.assert_array_equal(cells.inside(number, positions, cell), plain)


def test_cells_never_say_that_the_edge_is_further_than_it_is() -> None:
    rng = np.random.default_rng(9)
    shape = bend()
    cells = cells_of([shape])
    positions = rng.uniform([29.7, 49.7], [30.7, 50.5], (3_000, 2))
    clear = cells.clear_m[0][cells.grid.cell(positions)]
    to_edge = shapely.shortest_line(shapely.points(positions), shape.boundary)
    nearest = shapely.get_coordinates(shapely.get_point(to_edge, 1))
    true = geod().inv(*positions.T, *nearest.T)[2]
    assert (clear <= true + 1).all()
