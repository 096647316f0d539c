"""Times as written to instants in UTC: what the format does not say is refused, never guessed."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.zone.observations.formats import pattern, turned
from suasion.zone.observations.reasons import Rejected
from suasion.zone.observations.times import clock
from suasion.zone.observations.zones import zone_of

KYIV = zone_of("Europe/Kyiv")


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


def reason(form: str, cell: Any, zone: dt.tzinfo | None = KYIV, **more: Any) -> str:
    with pytest.raises(Rejected) as rejected:
        clock(form, zone, **more).read(cell)
    return rejected.value.reason


@pytest.mark.parametrize(
    ("form", "cell", "instant", "span_s"),
    [
        ("iso", "2024-07-01 12:30", utc(2024, 7, 1, 9, 30), 60),
        ("iso", "2024-01-01T12:30:05", utc(2024, 1, 1, 10, 30, 5), 1),
        ("iso", "2024-01-01T12:30:05.25+05:30", utc(2024, 1, 1, 7, 0, 5, 250_000), 0),
        ("iso", "2024-01-01 12:30Z", utc(2024, 1, 1, 12, 30), 60),
        ("%d.%m.%Y %H:%M", "1.7.2024 3:05", utc(2024, 7, 1, 0, 5), 60),
        ("%d %b %Y", "7 Aug 2020", utc(2020, 8, 6, 21), 86_400),
        ("%B %d, %Y", "august 7, 2020", utc(2020, 8, 6, 21), 86_400),
        ("%Y%m%d%H%M", "202401020304", utc(2024, 1, 2, 1, 4), 60),
        ("%d/%m/%Y %H:%M %z", "01/02/2024 10:00 -0330", utc(2024, 2, 1, 13, 30), 60),
        ("unix", 1_700_000_000, utc(2023, 11, 14, 22, 13, 20), 1),
        ("unix", "1700000000.5", utc(2023, 11, 14, 22, 13, 20, 500_000), 0),
        ("unix-ms", 1_700_000_000_500, utc(2023, 11, 14, 22, 13, 20, 500_000), 0),
        ("iso", dt.datetime(2024, 7, 1, 12, 30), utc(2024, 7, 1, 9, 30), 0),
        ("iso", dt.date(2024, 7, 1), utc(2024, 6, 30, 21), 86_400),
    ],
)
def test_a_time_is_an_instant_with_what_it_leaves_open(
    form: str, cell: Any, instant: dt.datetime, span_s: int
) -> None:
    assert clock(form, KYIV).read(cell) == (instant, span_s)


def test_a_bare_date_is_as_long_as_its_day() -> None:
    """The days on which the clocks of Ukraine are changed have 23 and 25 hours."""
    days = [clock("iso", KYIV).read(day)[1] / 3600 for day in ("2024-03-31", "2024-10-27")]
    assert days == [23, 25]


@pytest.mark.parametrize(
    ("form", "cell", "why"),
    [
        ("iso", "2024-03-31 03:30", "local-time-never"),
        ("iso", "2024-10-27 03:30", "local-time-twice"),
        ("iso", "2024-02-30", "no-such-day"),
        ("iso", "2024-01-01 24:00", "no-such-day"),
        ("iso", "2024-01-01 10:00+25:00", "no-such-day"),
        ("iso", "1.1.2024", "not-a-time"),
        ("iso", "20240101", "not-a-time"),
        ("iso", "٢٠٢٤-٠١-٠١", "not-a-time"),
        ("iso", "1812-09-07", "time-out-of-range"),
        ("iso", "0001-01-01 00:00Z", "time-out-of-range"),
        ("iso", "", "missing"),
        ("iso", None, "missing"),
        ("iso", True, "not-a-time"),
        ("iso", ["2024-01-01"], "not-a-time"),
        ("%d %b %Y", "7 Agosto 2020", "not-a-time"),
        ("%d %b %Y", "7 Xyz 2020", "not-a-time"),
        ("unix", "soon", "not-a-time"),
        ("unix", 10**30, "time-out-of-range"),
        ("unix", float("nan"), "time-out-of-range"),
    ],
)
def test_what_is_no_instant_is_refused(form: str, cell: Any, why: str) -> None:
    assert reason(form, cell) == why


def test_a_time_without_offset_needs_a_zone() -> None:
    assert reason("iso", "2024-01-01 10:00", zone=None) == "no-offset"
    assert clock("iso", None).read("2024-01-01 10:00Z")[0] == utc(2024, 1, 1, 10)


def test_numbers_that_touch_have_their_full_width() -> None:
    """105 is five past one and not five past ten, unless it is neither."""
    form = "%Y-%m-%d %H%M"
    assert reason(form, "2024-01-02 105") == "not-a-time"
    filled = clock(form, zone_of("UTC"), (None, 4))
    assert filled.read("2024-01-02", 105) == (utc(2024, 1, 2, 1, 5), 60)
    assert filled.read("2024-01-02", "5") == (utc(2024, 1, 2, 0, 5), 60)


def test_a_column_of_one_style_keeps_its_dates() -> None:
    assert clock("%d/%m/%Y", KYIV).read("03/04/2024")[0] == utc(2024, 4, 2, 21)


def test_in_a_column_of_two_styles_only_what_fits_one_is_read() -> None:
    mixed = clock("%d/%m/%Y", KYIV, mixed=True)
    assert mixed.read("25/12/2023")[0] == utc(2023, 12, 24, 22)
    assert mixed.read("05/05/2024")[0] == utc(2024, 5, 4, 21)
    assert reason("%d/%m/%Y", "12/25/2023") == "other-date-style"
    assert reason("%d/%m/%Y", "03/04/2024", mixed=True) == "mixed-date-styles"


def test_which_formats_can_be_mistaken() -> None:
    assert turned("%m-%d-%Y") == "%d-%m-%Y"
    assert [turned(form) for form in ("iso", "%Y-%m-%d", "%d %b %Y", "unix")] == [""] * 4


@pytest.mark.parametrize(
    "form", ["%y-%m-%d", "%d.%m", "%Y-%m-%d %M", "%Y %Y %m %d", "%d %m %b %Y", "%", "%d%m%q%Y"]
)
def test_a_format_that_leaves_something_open_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        pattern(form)


@pytest.mark.parametrize("name", ["Kyiv", "EET+2", "../Europe/Kyiv", "", "+2", "tzdata"])
def test_a_zone_that_there_is_not(name: str) -> None:
    with pytest.raises(ValueError, match="no such time zone"):
        zone_of(name)


@given(
    st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2099, 1, 1)),
    st.sampled_from(["%d.%m.%Y %H:%M:%S", "%Y%m%d%H%M%S", "%d %B %Y %H:%M:%S", "iso"]),
    st.sampled_from(["UTC", "+02:00", "-11:30"]),
)
def test_python_reads_the_same(moment: dt.datetime, form: str, zone: str) -> None:
    """An independent referee where both agree on the language: zones without summer time."""
    exact = moment.replace(microsecond=0)
    text = exact.strftime("%Y-%m-%d %H:%M:%S" if form == "iso" else form)
    found, span_s = clock(form, zone_of(zone)).read(text)
    assert (found, span_s) == (exact.replace(tzinfo=zone_of(zone)).astimezone(dt.UTC), 1)
