"""The evidence log: what an entry is, what is added, and what a stranger can verify."""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.zone.log import adding
from suasion.zone.log.entry import START, Unfit, made, read
from suasion.zone.log.merkle import root
from suasion.zone.log.verifying import verified
from suasion.zone.observations import store

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


def observations(path: Path, rows: int, first: int = 0) -> Path:
    """A canonical file with so many rows."""
    numbers = range(first, first + rows)
    columns: dict[str, list[Any]] = {
        "row_id": [f"0123456789ab-{at}" for at in numbers],
        "time": [NOON - dt.timedelta(minutes=at) for at in numbers],
        "time_span_s": [60] * rows,
        "lat": [48 + at / 1000 for at in numbers],
        "lon": [1e-5 * at for at in numbers],
        "position_error_m": [None if at % 2 else 50.0 for at in numbers],
        "class": ["mlrs"] * rows,
        "side": [None] * rows,
        "count": [at % 5 for at in numbers],
        "source": ["камера"] * rows,
        "confidence": [0.5] * rows,
        "observed": ["fired"] * rows,
    }
    with store.writer(path) as file:
        store.write(file, columns)
    return path


@pytest.fixture(autouse=True)
def three_rows_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH_ROWS", 3)


# The trees of the tests of Certificate Transparency: root by number of leaves.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
LEAVES += ["606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("count", ROOTS)
def test_roots_are_those_of_certificate_transparency(count: int) -> None:
    assert root([bytes.fromhex(leaf) for leaf in LEAVES[:count]]).hex() == ROOTS[count]


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written: split at the largest power of two below n."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    halves = by_definition(leaves[:split]) + by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + halves).digest()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70))
def test_roots_are_those_of_the_definition(leaves: list[bytes]) -> None:
    assert root(leaves) == by_definition(leaves)


def test_what_is_added_is_there_and_verifies(tmp_path: Path) -> None:
    log = tmp_path / "evidence.log"
    first = adding.add(log, observations(tmp_path / "a.parquet", 7), now=NOON)
    assert (first.entries, first.rows, first.count, first.continued) == (3, 7, 3, False)
    second = adding.add(log, observations(tmp_path / "b.parquet", 2, first=7), now=NOON)
    state = verified(log, head=first.head, count=first.count)
    assert state.sound
    assert (state.entries, state.rows, state.head) == (4, 9, second.head)
    entries = list(map(read, log.read_bytes().splitlines(keepends=True)))
    assert [entry.sequence for entry in entries] == [0, 1, 2, 3]
    assert [(one.batch["file"], one.batch["part"], one.batch["parts"]) for one in entries] == [
        *(("a.parquet", part, 3) for part in (1, 2, 3)),
        ("b.parquet", 1, 1),
    ]
    lats = [row["lat"] for entry in entries for row in entry.rows]
    assert lats == [48 + at / 1000 for at in range(9)]


def test_a_stranger_can_verify_a_log_from_the_description_alone(tmp_path: Path) -> None:
    """With hashlib and the definitions of docs/reference/observations.md, and none of our code."""
    log = tmp_path / "evidence.log"
    added = adding.add(log, observations(tmp_path / "a.parquet", 8), now=NOON)
    previous = "0" * 64
    for number, line in enumerate(log.read_bytes().split(b"\n")[:-1]):
        entry = json.loads(line)
        batch, rows = line[len(b'{"content":{"batch":') :].split(b',"rows":[', 1)
        leaves = [batch, *split(rows.split(b']},"content_hash"')[0])]
        assert entry["content_hash"] == by_definition(leaves).hex()
        head = {name: entry[name] for name in entry if name not in ("content", "hash")}
        text = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
        assert entry["hash"] == hashlib.sha256(text).hexdigest()
        assert (entry["previous"], entry["sequence"]) == (previous, number)
        previous = entry["hash"]
    assert (previous, number + 1) == (added.head, added.count)


def split(rows: bytes) -> list[bytes]:
    """Rows without nested braces, as they stand."""
    return [b"{" + row + b"}" for row in rows[1:-1].split(b"},{")]


def test_numbers_are_written_as_the_standard_says() -> None:
    """RFC 8785 writes numbers as JavaScript does, which Python's own JSON does not."""
    row = {"a": 50.0, "b": 1e-5, "c": 1e-7, "d": 1e21, "e": -0.0, "é": "\u2028\n"}
    _, line = made(0, "2026-01-01T00:00:00Z", START, {}, [row])
    assert b'[{"a":50,"b":0.00001,"c":1e-7,"d":1e+21,"e":0,"\xc3\xa9":"\xe2\x80\xa8\\n"}]' in line


def test_a_file_is_added_once(tmp_path: Path) -> None:
    log, file = tmp_path / "evidence.log", observations(tmp_path / "a.parquet", 4)
    adding.add(log, file, now=NOON)
    before = log.read_bytes()
    with pytest.raises(InputError, match="is in the log already, from entry 0"):
        adding.add(log, file, now=NOON)
    assert log.read_bytes() == before


def test_a_file_without_rows_leaves_an_entry(tmp_path: Path) -> None:
    log = tmp_path / "evidence.log"
    assert adding.add(log, observations(tmp_path / "a.parquet", 0), now=NOON).entries == 1
    assert verified(log).sound


def test_the_clock_must_not_run_backwards(tmp_path: Path) -> None:
    log = tmp_path / "evidence.log"
    adding.add(log, observations(tmp_path / "a.parquet", 1), now=NOON)
    earlier = NOON - dt.timedelta(seconds=1)
    with pytest.raises(InputError, match="before the last entry"):
        adding.add(log, observations(tmp_path / "b.parquet", 2), now=earlier)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    log = tmp_path / "evidence.log"
    with FileLock(f"{log}.lock"), pytest.raises(InputError, match="somebody else is writing"):
        adding.add(log, observations(tmp_path / "a.parquet", 1), now=NOON)
    assert not log.exists()


def test_a_file_of_something_else_adds_nothing(tmp_path: Path) -> None:
    log, other = tmp_path / "evidence.log", tmp_path / "other.parquet"
    for raw in (b"", b"PAR1PAR1", b"seen,lat\n"):
        other.write_bytes(raw)
        with pytest.raises(InputError):
            adding.add(log, other, now=NOON)
        assert not log.exists()


def test_a_stored_origin_is_taken_over_only_where_it_is_what_we_write(tmp_path: Path) -> None:
    """Numbers that canonical JSON does not have, and long texts, are left behind."""
    file = observations(tmp_path / "a.parquet", 1)
    origin = {"file": "a.csv", "read": 2**60, "mapping": "x" * 500, "more": {"a": [1]}}
    table = pq.read_table(file).replace_schema_metadata({"suasion": json.dumps(origin)})
    pq.write_table(table, file)
    adding.add(tmp_path / "evidence.log", file, now=NOON)
    entry = read((tmp_path / "evidence.log").read_bytes())
    assert entry.batch["origin"] == {"file": "a.csv"}


ENTRY = {
    "content": {"batch": {}, "rows": []},
    "content_hash": "0" * 64,
    "format": "suasion-log-1",
    "hash": "0" * 64,
    "previous": "0" * 64,
    "sequence": 0,
    "time": "2026-01-01T00:00:00Z",
}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null\n",
        b"[" * 100_000 + b"\n",
        b"\xff\n",
        b'{"sequence":' + b"9" * 5000 + b"}\n",
        *(
            json.dumps(ENTRY | change).encode() + b"\n"
            for change in (
                {},
                {"more": 1},
                {"sequence": True},
                {"sequence": "0"},
                {"time": "today"},
                {"hash": "F" * 64},
                {"format": "suasion-log-2"},
                {"content": []},
                {"content": {"batch": [], "rows": []}},
                {"content": {"batch": {}, "rows": [1]}},
                {"content": {"batch": {"a": 2**60}, "rows": []}},
                {"content": {"batch": {"a": "\ud800"}, "rows": []}},
                {"content": {"batch": {"a": float("nan")}, "rows": []}},
            )
        ),
    ],
)
def test_what_is_no_entry_is_told_and_never_crashes(line: bytes) -> None:
    with pytest.raises(Unfit):
        read(line)
