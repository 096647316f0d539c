"""Single values of an observation: numbers, errors, counts, words and places."""

import math
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rayleigh

from suasion.zone.observations import places, values
from suasion.zone.observations.reasons import Rejected

UKRAINE = places.Region(44, 53, 22, 41)


def reason(read: Any, *cells: Any) -> str:
    with pytest.raises(Rejected) as rejected:
        read(*cells)
    return rejected.value.reason


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_being_written(number: float) -> None:
    assert values.number(repr(number)) == values.number(number) == number


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("nan", "not-finite"),
        ("-Infinity", "not-finite"),
        (math.nan, "not-finite"),
        (10**400, "not-finite"),
        ("1e999", "not-finite"),
        ("-1.#IND", "not-finite"),
        ("1_000", "not-a-number"),
        ("٣", "not-a-number"),
        ("0x10", "not-a-number"),
        ("48,1", "not-a-number"),
        ("48°", "not-a-number"),
        ("9" * 70, "not-a-number"),
        (True, "not-a-number"),
        ([1], "not-a-number"),
        (" ", "missing"),
        (None, "missing"),
    ],
)
def test_what_is_no_number(cell: Any, why: str) -> None:
    assert reason(values.number, cell) == why


def test_a_decimal_comma_is_read_where_it_is_declared() -> None:
    assert values.number("48,15", ",") == 48.15
    assert reason(values.number, "1.048,15", ",") == "not-a-number"


@pytest.mark.parametrize(
    ("cell", "why"),
    [("-1", "negative"), ("2.5", "not-whole"), (1e9, "out-of-range"), ("few", "not-a-number")],
)
def test_a_count_is_whole_and_not_negative(cell: Any, why: str) -> None:
    assert reason(values.count, cell) == why
    assert values.count("3.0") == 3
    assert values.count(0) == 0


@pytest.mark.parametrize(("means", "share"), [("radius-50", 0.5), ("radius-95", 0.95)])
def test_a_radius_holds_its_share(means: str, share: float) -> None:
    """SciPy's Rayleigh distribution is the distance from the true place of a circular error."""
    deviation_m = values.deviation_m(250.0, means)
    assert rayleigh.cdf(250.0, scale=deviation_m) == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize("error_m", [0.0, -5.0, 2e6])
def test_an_error_is_above_zero_and_below_the_size_of_a_country(error_m: float) -> None:
    assert reason(values.deviation_m, error_m, "standard-deviation") == "out-of-range"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("a\nb", "control"),
        ("\x1b[2Jx", "control"),
        ("x" * 201, "too-long"),
        ("a\udcffb", "not-utf-8"),
        (b"x", "not-text"),
        ({}, "not-text"),
        ("  ", "missing"),
    ],
)
def test_what_is_no_text(cell: Any, why: str) -> None:
    assert reason(values.text, cell) == why


def test_words_are_compared_without_capitals_and_outer_spaces() -> None:
    read = values.word({values.folded("BM-21  Grad"): "mlrs"}, "unknown-class")
    assert read(" bm-21 GRAD ") == "mlrs"
    assert reason(read, "BM-21") == "unknown-class"


@pytest.mark.parametrize(
    ("lat", "lon", "region", "why"),
    [
        (48.0, 37.8, UKRAINE, ""),
        (37.8, 48.0, UKRAINE, "swapped"),
        (37.8, 48.0, None, ""),
        (41.0, 22.0, UKRAINE, "outside-region"),
        (45.0, 45.0, UKRAINE, "outside-region"),
        (120.0, 45.0, None, "out-of-range"),
        (45.0, 200.0, None, "out-of-range"),
        (5_328_000.0, 410_000.0, UKRAINE, "not-degrees"),
        (0.0, 0.0, None, "zero-zero"),
        (0.0, -0.0, places.Region(-1, 1, -1, 1), "zero-zero"),
        (-17.0, 179.5, places.Region(-20, -10, 170, -170), ""),
        (-17.0, -175.0, places.Region(-20, -10, 170, -170), ""),
        (-17.0, 0.0, places.Region(-20, -10, 170, -170), "outside-region"),
        (125.0, 38.0, places.Region(34, 43, 124, 131), "swapped"),
    ],
)
def test_a_place_is_refused_for_what_is_wrong_with_it(
    lat: float, lon: float, region: places.Region | None, why: str
) -> None:
    assert places.misplaced(lat, lon, region) == why


@given(st.floats(44, 53), st.floats(22, 41).filter(lambda lon: lon < 44), st.booleans())
def test_every_swapped_place_of_the_region_is_told(lat: float, lon: float, turned: bool) -> None:
    given_lat, given_lon = (lon, lat) if turned else (lat, lon)
    assert places.misplaced(given_lat, given_lon, UKRAINE) == ("swapped" if turned else "")


@pytest.mark.parametrize(
    "cell",
    ["POINT (37.8 48)", shapely.Point(37.8, 48).wkb, shapely.to_wkb(shapely.Point(37.8, 48, 9))],
)
def test_points_in_well_known_form(cell: str | bytes) -> None:
    assert places.of_well_known(cell) == (37.8, 48.0)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("POINT EMPTY", "not-a-point"),
        ("LINESTRING (0 0, 1 1)", "not-a-point"),
        ("near Donetsk", "not-a-point"),
        (shapely.Point(1, 2).wkb[:-3], "not-a-point"),
        (shapely.to_wkb(shapely.set_srid(shapely.Point(4e5, 5e6), 28406), include_srid=True),
         "not-degrees"),
        (7, "not-a-point"),
        ("", "missing"),
    ],
)  # fmt: skip
def test_what_is_no_point(cell: Any, why: str) -> None:
    assert reason(places.of_well_known, cell) == why
