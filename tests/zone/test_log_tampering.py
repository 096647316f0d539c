"""Whatever is done to a log afterwards is found."""

import datetime as dt
import functools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.zone.log.entry import START, made
from suasion.zone.log.verifying import State, verified

ENTRIES = 6


@functools.cache
def lines(first_source: str = "camera") -> tuple[bytes, ...]:
    """The lines of a log of two rows an entry."""
    found, previous = [], START
    for number in range(ENTRIES):
        rows = [
            {"lat": 48.1 + number, "lon": 37.9, "source": "patrol"},
            {"lat": 48.2, "lon": 1e-7 * number, "source": first_source},
        ]
        time = (dt.datetime(2026, 1, 1) + dt.timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        batch = {"file": f"{number}.parquet", "part": 1, "parts": 1}
        entry, line = made(number, time, previous, batch, rows)
        found.append(line)
        previous = entry.hash
    return tuple(found)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "evidence.log"


def state(place: Path, raw: bytes, head: str | None = None, count: int | None = None) -> State:
    place.write_bytes(raw)
    return verified(place, head=head, count=count)


def head(place: Path, raw: bytes) -> str:
    return state(place, raw).head


def test_the_untouched_log_is_sound(place: Path) -> None:
    found = state(place, b"".join(lines()))
    assert found.sound
    assert (found.entries, found.rows, found.torn_bytes) == (6, 12, 0)


@given(st.integers(0, len(b"".join(lines())) - 1), st.integers(1, 255))
def test_any_edit_of_a_byte_is_found(place: Path, at: int, change: int) -> None:
    raw = bytearray(b"".join(lines()))
    raw[at] ^= change
    assert not state(place, bytes(raw)).sound


def test_every_byte_counts(place: Path) -> None:
    """Not a sample: each byte of one entry in the middle, with its lowest bit turned."""
    before, line, after = b"".join(lines()[:2]), lines()[2], b"".join(lines()[3:])
    missed = []
    for at in range(len(line)):
        changed = bytearray(line)
        changed[at] ^= 1
        if state(place, before + bytes(changed) + after).sound:
            missed.append(at)
    assert not missed


@given(st.permutations(range(ENTRIES)).filter(lambda order: order != sorted(order)))
def test_any_other_order_is_found(place: Path, order: list[int]) -> None:
    assert not state(place, b"".join(lines()[at] for at in order)).sound


@given(st.sets(st.integers(0, ENTRIES - 2), min_size=1))
def test_any_removal_before_the_end_is_found(place: Path, gone: set[int]) -> None:
    kept = [line for at, line in enumerate(lines()) if at not in gone]
    found = state(place, b"".join(kept))
    assert not found.sound
    assert "moved, put in or removed" in found.findings[0]


@given(st.integers(0, ENTRIES - 1), st.integers(0, ENTRIES))
def test_an_entry_put_in_twice_is_found(place: Path, which: int, where: int) -> None:
    raw = b"".join([*lines()[:where], lines()[which], *lines()[where:]])
    assert not state(place, raw).sound


@given(st.integers(0, ENTRIES - 1))
def test_a_cut_end_is_found_against_what_was_published(place: Path, kept: int) -> None:
    published = head(place, b"".join(lines()))
    raw = b"".join(lines()[:kept])
    assert state(place, raw).sound, "a cut at a line's end does not show by itself"
    for given_head, count in ((published, ENTRIES), (published, None), (None, ENTRIES)):
        assert not state(place, raw, given_head, count).sound
    found = state(place, raw, published, ENTRIES)
    assert f"{ENTRIES - kept} of 6 published entries are missing" in found.findings[0]


@given(st.integers(1, ENTRIES))
def test_a_log_that_has_grown_still_has_what_was_published(place: Path, count: int) -> None:
    published = head(place, b"".join(lines()[:count]))
    whole = b"".join(lines())
    assert state(place, whole, published, count).sound
    assert state(place, whole, published).sound
    wrong = count % ENTRIES + 1
    assert not state(place, whole, published, wrong).sound


def test_a_log_written_anew_is_found_against_what_was_published(place: Path) -> None:
    """Its chain is whole: only the published head tells it from the first one."""
    published = head(place, b"".join(lines()))
    anew = b"".join(lines("another camera"))
    assert state(place, anew).sound
    found = state(place, anew, published, ENTRIES)
    assert "written anew" in found.findings[0]


def test_an_entry_dated_before_the_one_before_it_is_found(place: Path) -> None:
    first, one = made(0, "2026-01-02T00:00:00Z", START, {"part": 1, "parts": 1}, [])
    _, two = made(1, "2026-01-01T00:00:00Z", first.hash, {"part": 1, "parts": 1}, [])
    assert ["dated before" in text for text in state(place, one + two).findings] == [True]


def test_a_log_of_rubbish_is_told_in_a_few_lines(place: Path) -> None:
    found = state(place, b"rubbish\n" * 1000)
    assert (len(found.findings), found.left_out, found.entries) == (20, 980, 1000)
