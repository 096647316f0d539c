"""Mutated files of observations and mappings: each row is accepted or rejected, or one clear error.

``python tools/fuzz_observations.py 10000 1`` reads 10,000 mutated files of each kind, drawn with
seed 1, and prints how many were read and refused, the slowest, and every crash with the file that
does it. A crash is any exception but `InputError`, an error without message or remedy, accepted and
rejected rows that are not those read, a result that is not whole or holds a value beyond its
limits, something left behind, more than two seconds, or code that is run. The exit code is 1 where
there is one.
"""

from __future__ import annotations

import codecs
import csv
import faulthandler
import io
import json
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from suasion.errors import InputError
from suasion.zone.log import adding
from suasion.zone.log.verifying import verified
from suasion.zone.observations import store
from suasion.zone.observations.counts import Intake
from suasion.zone.observations.intake import take_in
from suasion.zone.observations.mapping import Encoding
from suasion.zone.observations.mapping_file import load
from suasion.zone.observations.places import of_well_known
from suasion.zone.observations.proposal import proposal
from suasion.zone.observations.sample import sample
from suasion.zone.observations.zones import zone_of

SECONDS = 2.0
FORBIDDEN = {"os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.connect", "exec"}
ROWS = [
    ["01/02/2024 10:00", "48.1", "37.9", "50", "Grad", "RU", "3", "SMM camera", "0.8", "fired"],
    ["13/02/2024 10:05", "48.2", "37.8", "20", "T-72", "UA", "1", "SMM, patrol", "l", "present"],
    ["14/02/2024 23:59", "37.8", "48.2", "20", "T-72", "UA", "1", 'a "quoted" one', "", "moved"],
    ["15/02/2024 00:00", "48.0", "38.0", "", "D-30", "?", "", "двадцать", "1", "denied-access"],
    ["31/03/2024 03:30", "5328000", "410000", "9", "howitzer", "X", "-1", "s", "2", "flew"],
]
NAMES = ["seen", "lat", "lon", "acc", "weapon", "who", "n", "by", "sure", "what"]
MAPPING = """mapping: fuzzed
csv: {delimiter: ",", encoding: utf-8, decimal: "."}
region: {south: 44, north: 53, west: 22, east: 41}
time: {column: seen, format: "%d/%m/%Y %H:%M", zone: Europe/Kyiv}
place: PLACE
position_error: {column: acc, means: radius-95}
weapon:
  column: weapon
  classes: {Grad: mlrs, T-72: tank, D-30: gun-100, "?": unknown}
side: {column: who, sides: {RU: challenger, UA: protege, "?": unknown}}
count: {column: n}
source: {column: by}
confidence: {column: sure, words: {l: 0.3, h: 0.9}}
observed: {column: what, words: {shelled: fired}}
"""
NASTY = [
    *("", " ", ",", '"', '""', "\n", "\r\n", "\r", "\t", ";", "'", "\\", "{", "}", "[", "]", ":"),
    *(
        "nan",
        "NaN",
        "inf",
        "-inf",
        "1e999",
        "1e400",
        "-0",
        "0",
        "1_000",
        "٣",
        "1,5",
        "0x10",
        "9" * 400,
    ),
    *("null", "~", "true", "&a ", "*a", "!!python/object/apply:os.system [id]", "#", "---", "- "),
    *("\x00", "\x1b[31m", "\u202e", "\ufeff", "\u2028", "\x85", "𝔘", "ſ", "=cmd|' /C calc'!A0"),
    *("99/99/9999 99:99", "01/02/0001 00:00", "2024-02-30", "31/12/2099 23:59", "12/25/2023 10:00"),
    *("POINT (37.8 48.2)", "POINT EMPTY", "LINESTRING (0 0, 1 1)", '{"type":"Point"}', '"\\ud800"'),
    *("UNDECIDED", "iso", "unix", "unix-ms", "%Y%m%d", "%", "%d%m%Y", "%H", "(.*)+", "Europe/../x"),
    *(
        "180.0000001",
        "-90",
        "90",
        "360",
        "361",
        "-1e-320",
        "[" * 50,
        "[" * 9000,
        '{"a":' * 9000,
        "](" * 20,
        "é" * 300,
    ),
]
BYTES = [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x80", b"\xfe\xff", b"\xff\xfe", b"PAR1", b"\x00" * 8]
CELLS: list[Callable[[random.Random], Any]] = [
    lambda rng: rng.choice(NASTY),
    lambda rng: rng.randint(-(2**62), 2**62),
    lambda rng: rng.choice([float("nan"), float("inf"), -0.0, 1e308, 48.1, 37.9]),
    lambda rng: rng.choice([b"\xff\xfe", b"", b"\x01\x01\x00\x00\x00" + b"\x00" * 16]),
    lambda rng: rng.choice([True, False]),
    lambda rng: [rng.randint(0, 3)],
    lambda rng: {"type": "Point", "coordinates": [37.9, 48.1]},
]
JSON: list[Any] = [
    *(None, True, 3, -1, 1e308, 10**400, 0.5, "", "x", "\ud800", "Point", "Feature", [], {}, [[1]]),
    *([37.9, 48.1], [48.1, 37.9], [0, 0], [1], ["37.9", "48.1"], [37.9, 48.1, 5], [5e5, 5e6]),
    *({"type": "Point"}, {"type": "Point", "coordinates": [37.9, None]}, {"a": {"b": [1, {}]}}),
    *({"type": "name", "properties": {"name": "EPSG:28406"}}, float("nan"), float("inf")),
    json.loads("[" * 60 + "]" * 60),
]

watching = False
seen: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if watching and event in FORBIDDEN:
        seen.append(event)


@dataclass
class Counts:
    """What became of the files of one kind."""

    kind: str
    read: int = 0
    refused: int = 0
    rows: int = 0
    accepted: int = 0
    slowest: float = 0.0
    slow: str = ""
    faults: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.read + self.refused + len(self.crashes):,} files, "
            f"{self.read:,} read ({self.rows:,} rows, {self.accepted:,} accepted, "
            f"{len(self.reasons)} reasons), {self.refused:,} refused for {len(self.faults)} kinds "
            f"of faults, {len(self.crashes)} crashes, slowest {self.slowest:.2f} s"
        )


def base(kind: str) -> bytes:
    """A file that is not mutated yet."""
    if kind == "geojson":
        return json.dumps(_collection(), ensure_ascii=False).encode()
    if kind == "parquet":
        columns = {name: [row[at] for row in ROWS] for at, name in enumerate(NAMES)}
        return _parquet(columns)
    text = io.StringIO()
    csv.writer(text).writerows([NAMES, *ROWS])
    return text.getvalue().encode()


def _collection() -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(row[2]), float(row[1])]},
            "properties": dict(zip(NAMES, row, strict=True)),
        }
        for row in ROWS
    ]
    return {"type": "FeatureCollection", "features": features}


def _parquet(columns: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def typed(rng: random.Random) -> bytes:
    """A whole Parquet file some of whose columns have other types than their names say."""
    columns: dict[str, Any] = {name: [row[at] for row in ROWS] for at, name in enumerate(NAMES)}
    for name in rng.sample(NAMES, rng.randint(1, 4)):
        make = rng.choice(CELLS)
        columns[name] = [rng.choice([None, make(rng)]) for _ in ROWS]
    if rng.random() < 0.2:
        kind = pa.timestamp(
            rng.choice(["s", "ms", "us", "ns"]), rng.choice([None, "UTC", "+02:00"])
        )
        limit = rng.choice([2**31, 2**40, 2**52])
        columns["seen"] = pa.array([rng.randint(-limit, limit) for _ in ROWS]).cast(kind)
    if rng.random() < 0.1:
        raw = pa.array([rng.choice(BYTES) for _ in ROWS], pa.binary())
        columns[rng.choice(NAMES)] = pa.Array.from_buffers(pa.string(), len(raw), raw.buffers())
    return _parquet(columns)


def restructured(rng: random.Random) -> bytes:
    """Whole GeoJSON in which some values are others than they should be."""
    found = _collection()
    for feature in rng.sample(found["features"], 3):
        value = rng.choice(JSON)
        place = rng.choice([feature, feature["geometry"], feature["properties"]])
        place[rng.choice([*place, *NAMES])] = value
    if rng.random() < 0.1:
        found["features"].insert(0, rng.choice(JSON))
    if rng.random() < 0.1:
        found[rng.choice(["type", "features", "crs"])] = rng.choice(JSON)
    return json.dumps(found, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def mutated(rng: random.Random, raw: bytes) -> bytes:
    """The bytes with a few changes."""
    for _ in range(rng.randint(1, 4)):
        at, end = sorted((rng.randrange(len(raw) + 1), rng.randrange(len(raw) + 1)))
        short = min(end, at + rng.randint(0, 12))
        token = rng.choice(NASTY).encode("utf-8", "surrogatepass")
        raw = rng.choice(
            [
                raw[:at] + token + raw[at:],
                raw[:at] + token + raw[short:],
                raw[:at] + rng.choice(BYTES) + raw[at:],
                raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :],
                raw[:at] + raw[short:],
                raw[:at] + raw[end:]
                if rng.random() < 0.2
                else raw[:at] + raw[at:end][::-1] + raw[end:],
                raw[:end] + raw[at:end] + raw[end:],
                raw[:at] if rng.random() < 0.3 else raw,
            ]
        )
    return raw


def mapping_for(kind: str) -> bytes:
    """The mapping that fits the base file of a kind."""
    place = "{geometry: geometry}" if kind == "geojson" else "{lat: lat, lon: lon}"
    return MAPPING.replace("PLACE", place).encode()


def files(kind: str, rng: random.Random) -> tuple[bytes, bytes, str]:
    """A mapping, a file of rows and its ending."""
    if kind == "mapping":
        return mutated(rng, mapping_for("csv")), base("csv"), "csv"
    if kind == "parquet" and rng.random() < 0.4:
        return mapping_for(kind), typed(rng), kind
    if kind == "geojson" and rng.random() < 0.5:
        return mapping_for(kind), restructured(rng), kind
    return mapping_for(kind), mutated(rng, base(kind)), kind


KINDS = ("csv", "geojson", "parquet", "mapping")


def stored(rng: random.Random, folder: Path) -> Path:
    """A file of observations that was mutated, or holds what none may hold."""
    path = folder / "stored.parquet"
    take_in(folder / "rows.csv", load(folder / "mapping.yaml"), path, folder / "r.csv")
    if rng.random() < 0.7:
        path.write_bytes(mutated(rng, path.read_bytes()))
        return path
    table = pq.read_table(path)
    at = rng.randrange(len(store.SCHEMA))
    field = store.SCHEMA.field(at).with_nullable(True)
    kind = field.type
    if pa.types.is_string(kind):
        values = [rng.choice([*NASTY, "x" * 5000, None]) for _ in range(table.num_rows)]
        values = [None if value and "\\ud" in value else value for value in values]
        column = pa.array(values, kind)
    else:
        raw = pa.py_buffer(rng.randbytes(8 * table.num_rows))
        column = pa.Array.from_buffers(kind, table.num_rows, [None, raw])
    origin = json.dumps({"file": rng.choice(JSON[:6]), "read": rng.choice(JSON[:6])})
    metadata = {b"suasion": rng.choice([origin.encode(), b"[", b"\xff", b"[" * 9000])}
    pq.write_table(table.set_column(at, field, column).replace_schema_metadata(metadata), path)
    return path


def logged(rng: random.Random, folder: Path) -> str:
    """What is wrong with a log to which a mutated file is added and which is mutated itself."""
    log = folder / "evidence.log"
    try:
        added = adding.add(log, stored(rng, folder))
        state = verified(log, head=added.head, count=added.count)
        if not state.sound:
            return f"not sound as it was written: {state.findings}"
    except InputError as error:
        if log.exists():
            return f"something was added all the same: {error}"
        return _unfit(error)
    raw = log.read_bytes()
    changed = mutated(rng, raw)
    log.write_bytes(changed)
    state = verified(log, head=added.head, count=added.count)
    return f"not found: {changed!r}" if state.sound and not changed.startswith(raw) else ""


def fuzzed_logs(number: int, seed: int) -> Counts:
    """What became of so many logs of mutated files."""
    rng, counts = random.Random(f"log-{seed}"), Counts("log")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rows.csv").write_bytes(base("csv"))
        (folder / "mapping.yaml").write_bytes(mapping_for("csv"))
        for _ in range(number):
            state, problem = rng.getstate(), ""
            try:
                problem = logged(rng, folder)
            except BaseException:  # noqa: BLE001 (a crash is what is looked for)
                problem = traceback.format_exc(limit=-6)
            there = (folder / "evidence.log").exists()
            counts.read += there
            counts.refused += not there
            (folder / "evidence.log").unlink(missing_ok=True)
            if problem:
                counts.crashes.append(f"{problem}\n{hash(state)}")
    return counts


def count(counts: Counts, given: tuple[bytes, bytes, str], folder: Path) -> None:
    """Read a file and count what became of it."""
    start = time.perf_counter()
    intake, problem = _taken(counts, given, folder)
    took = time.perf_counter() - start
    if took > counts.slowest:
        counts.slowest, counts.slow = took, repr(given)
    problem = _unlawful(intake, folder) or problem
    problem = problem or (f"took {took:.1f} s" if took > SECONDS else "")
    if problem:
        counts.crashes.append(f"{problem}\n{given!r}")
    elif intake:
        counts.read += 1
        counts.rows += intake.read
        counts.accepted += intake.accepted
        counts.reasons.update({name: one.count for name, one in intake.reasons.items()})
    else:
        counts.refused += 1


def _taken(
    counts: Counts, given: tuple[bytes, bytes, str], folder: Path
) -> tuple[Intake | None, str]:
    """What was read of a file, and what is wrong with how it went."""
    global watching
    mapping, path = folder / "mapping.yaml", folder / f"rows.{given[2]}"
    mapping.write_bytes(given[0])
    path.write_bytes(given[1])
    seen.clear()
    watching, intake, problem = True, None, ""
    try:
        intake = take_in(path, load(mapping), folder / "o.parquet", folder / "r.csv")
    except InputError as error:
        problem = _unfit(error)
        counts.faults[re.sub(r"[\d.,]+|'.*?'|\(.*", "#", error.problems[0].message)] += 1
    except BaseException:  # noqa: BLE001 (a crash is what is looked for)
        problem = traceback.format_exc(limit=-6)
    problem = problem or _unproposed(path)
    watching = False
    return intake, problem or (f"ran code: {sorted(set(seen))}" if seen else "")


def warm(folder: Path) -> None:
    """Import what is imported on first use, so that running code can be told from importing it."""
    for kind in KINDS:
        count(Counts(kind), (mapping_for(kind), base(kind), kind.replace("mapping", "csv")), folder)
        count(Counts(kind), (b"mapping: [", b"", kind.replace("mapping", "csv")), folder)
        count(Counts(kind), (mapping_for(kind) + b"x: 1", b"PAR1", "parquet"), folder)
    for name in get_args(Encoding):
        codecs.lookup(name)
    with suppress(ValueError):
        zone_of("No/Such")
    of_well_known("POINT (1 2)")


def _unfit(error: InputError) -> str:
    for one in error.problems:
        if not (one.message and one.remedy and one.file):
            return f"an error without its place or remedy: {one!r}"
    return "" if error.problems else "a refusal without a fault"


def _unproposed(path: Path) -> str:
    """What is wrong with the mapping proposed for a file, or nothing."""
    place = path.with_name("proposed.yaml")
    try:
        place.write_text(proposal(sample(path, 100)), encoding="utf-8")
        load(place)
    except InputError as error:
        undecided = all("not decided" in one.message for one in error.problems)
        return "" if undecided or error.problems[0].file == str(path) else f"proposal: {error}"
    except Exception:  # noqa: BLE001 (a crash is what is looked for)
        return traceback.format_exc(limit=-6)
    return ""


def _unlawful(intake: Intake | None, folder: Path) -> str:
    """What is wrong with the results, or nothing."""
    results = [folder / "o.parquet", folder / "r.csv"]
    left = sorted(path.name for path in folder.iterdir() if path.name.endswith(".part"))
    there = [path for path in results if path.exists()]
    try:
        if left or len(there) != (2 if intake else 0):
            return f"left behind: {left} {there}"
        return _miscounted(intake, *results) if intake else ""
    except Exception:  # noqa: BLE001 (a crash is what is looked for)
        return traceback.format_exc(limit=-6)
    finally:
        for path in there:
            path.unlink()


def _miscounted(intake: Intake, out: Path, rejects: Path) -> str:
    stored = sum(block.num_rows for block in store.batches(out))
    with rejects.open(encoding="utf-8", newline="", errors="surrogateescape") as text:
        csv.field_size_limit(1 << 22)
        refused = sum(1 for _ in csv.reader(text)) - 1
    by_reason = sum(reason.count for reason in intake.reasons.values())
    if intake.read != intake.accepted + intake.rejected:
        return f"{intake.read} read, {intake.accepted} accepted, {intake.rejected} rejected"
    if (stored, refused, by_reason) != (intake.accepted, intake.rejected, intake.rejected):
        return f"stored {stored}, refused {refused}, by reason {by_reason}: {intake}"
    return ""


def fuzzed(kind: str, number: int, seed: int) -> Counts:
    """What became of so many mutated files of a kind."""
    rng, counts = random.Random(f"{kind}-{seed}"), Counts(kind)
    with tempfile.TemporaryDirectory() as folder:
        warm(Path(folder))
        for _ in range(number):
            count(counts, files(kind, rng), Path(folder))
    return counts


def main() -> int:
    """Print what became of the files of each kind."""
    number, seed = int(sys.argv[1]), int(sys.argv[2])
    faulthandler.enable()
    sys.addaudithook(_watch)
    crashed = 0
    for kind in sys.argv[3:] or (*KINDS, "log"):
        start = time.perf_counter()
        counts = fuzzed_logs(number, seed) if kind == "log" else fuzzed(kind, number, seed)
        print(f"{counts} ({time.perf_counter() - start:.0f} s, seed {seed})", flush=True)
        for crash in counts.crashes[:5]:
            print(crash)
        if counts.slowest > SECONDS / 2:
            print(f"slowest: {counts.slow}")
        crashed += len(counts.crashes)
    return min(crashed, 1)


if __name__ == "__main__":
    sys.exit(main())
