"""A crash at any byte is told, nothing is dropped, and the addition can be finished."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from suasion.errors import InputError
from suasion.zone.log import adding
from suasion.zone.log.verifying import verified
from suasion.zone.observations import store

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def two_rows_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH_ROWS", 2)
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # the disk of a test needs no care


def observations(path: Path, rows: int) -> Path:
    row: dict[str, Any] = {"time": NOON, "time_span_s": 1, "lat": 48.1, "lon": 37.9}
    row |= {"source": "camera", "observed": "fired"}
    unknown = ("position_error_m", "class", "side", "count", "confidence")
    row |= dict.fromkeys(unknown)
    columns = {name: [value] * rows for name, value in row.items()}
    columns["row_id"] = [f"{path.stem}-{at}" for at in range(rows)]
    with store.writer(path) as file:
        store.write(file, columns)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return observations(tmp_path / "a.parquet", 5)


@pytest.fixture
def whole(tmp_path: Path, file: Path) -> bytes:
    """The log that an addition without a crash leaves."""
    adding.add(tmp_path / "whole.log", file, now=NOON)
    return (tmp_path / "whole.log").read_bytes()


def test_a_crash_at_any_byte_can_be_mended(tmp_path: Path, file: Path, whole: bytes) -> None:
    """Repair moves what is torn to a file beside, and adding again gives the whole log."""
    log = tmp_path / "evidence.log"
    ends = [at + 1 for at, byte in enumerate(whole) if byte == ord("\n")]
    for cut in sorted({*range(1, len(whole), 97), *ends, *(end - 1 for end in ends)}):
        log.write_bytes(whole[:cut])
        kept = max([0, *(end for end in ends if end <= cut)])
        if cut != kept:
            assert verified(log).torn_bytes == cut - kept
            with pytest.raises(InputError, match="its last line is torn"):
                adding.add(log, file, now=NOON)
            assert log.read_bytes() == whole[:cut], "a refusal changes nothing"
            beside = adding.repair(log)
            assert beside.read_bytes() == whole[kept:cut]
            beside.unlink()
        if kept < len(whole):
            added = adding.add(log, file, now=NOON)
            assert added.continued == (kept > 0)
        assert log.read_bytes() == whole


def test_an_interrupted_addition_is_finished_before_another_begins(
    tmp_path: Path, file: Path, whole: bytes
) -> None:
    log = tmp_path / "evidence.log"
    log.write_bytes(whole[: whole.index(b"\n") + 1])
    assert verified(log).unfinished
    other = observations(tmp_path / "b.parquet", 1)
    with pytest.raises(InputError, match="First add the file with SHA-256"):
        adding.add(log, other, now=NOON)
    assert adding.add(log, file, now=NOON).rows == 3
    assert not verified(log).unfinished
    assert adding.add(log, other, now=NOON).count == 4


def test_a_full_disk_is_told(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(InputError, match="No space left on device"):
        adding.add(tmp_path / "evidence.log", file, now=NOON)


def test_nothing_is_added_to_a_broken_log(tmp_path: Path, file: Path, whole: bytes) -> None:
    log = tmp_path / "evidence.log"
    log.write_bytes(whole.replace(b"48.1", b"48.2", 1))
    with pytest.raises(InputError, match="it is broken: entry 0"):
        adding.add(log, observations(tmp_path / "b.parquet", 1), now=NOON)


def test_repair_leaves_a_whole_log_alone(tmp_path: Path, whole: bytes) -> None:
    log = tmp_path / "evidence.log"
    log.write_bytes(whole)
    with pytest.raises(InputError, match="nothing is torn"):
        adding.repair(log)
    assert log.read_bytes() == whole


def test_repair_never_overwrites_an_older_torn_end(tmp_path: Path, whole: bytes) -> None:
    log = tmp_path / "evidence.log"
    log.write_bytes(whole + b"{torn")
    (tmp_path / f"evidence.log.torn-{len(whole)}").write_bytes(b"older")
    with pytest.raises(InputError, match="there is such a file already"):
        adding.repair(log)
    assert log.read_bytes() == whole + b"{torn"
