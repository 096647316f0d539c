"""A million observations read from each format, all of them rejected, logged and verified.

Each step is a process of its own; its times and its largest memory (peak resident set) stand in
the table. Rows have ten columns; one in fifty has a fault. Ratios: memory at a million rows against
memory at a tenth of them, which is near 1 where files are streamed; time of a CSV file against
Python's own reader of CSV, the least that a reader which knows its lines could take.

``python benchmarks/observations.py [ROWS]``, a million if left out.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _record import SUASION, row, save

NAMES = ["seen", "lat", "lon", "acc", "weapon", "who", "n", "by", "sure", "what"]
WEAPONS = ["Grad", "T-72", "D-30", "82 mm mortar"]
MAPPING = """mapping: benchmark
region: {south: 44, north: 53, west: 22, east: 41}
time: {column: seen, format: iso, zone: UTC}
place: {lat: lat, lon: lon}
position_error: {column: acc, means: radius-95}
weapon:
  column: weapon
  classes: {Grad: mlrs, T-72: tank, D-30: gun-100, 82 mm mortar: mortar-under-100}
side: {column: who, sides: {RU: challenger, UA: protege}}
count: {column: n}
source: {column: by}
confidence: {column: sure}
observed: {column: what}
"""
MIB = 1024.0


def make(folder: Path, rows: int) -> None:
    """The same rows as CSV, Parquet and GeoJSON, and as CSV without one good row."""
    rng = random.Random(2026)
    with (
        (folder / "rows.csv").open("w", newline="") as good,
        (folder / "bad.csv").open("w", newline="") as bad,
        (folder / "rows.geojson").open("w") as features,
    ):
        features.write('{"type": "FeatureCollection", "features": [\n')
        writers = csv.writer(good), csv.writer(bad)
        for writer in writers:
            writer.writerow(NAMES)
        for at in range(rows):
            cells = one(rng, at)
            writers[0].writerow(cells)
            writers[1].writerow([*cells[:4], f"thing {at}", *cells[5:]])
            features.write((",\n" if at else "") + feature(cells))
        features.write("\n]}\n")
    as_parquet(folder)
    (folder / "m.yaml").write_text(MAPPING)


def as_parquet(folder: Path) -> None:
    """The CSV file as Parquet, by pyarrow's own reader."""
    from pyarrow import csv as reader  # noqa: PLC0415 - in the process that makes the files only
    from pyarrow import parquet  # noqa: PLC0415

    parquet.write_table(reader.read_csv(folder / "rows.csv"), folder / "rows.parquet")


def one(rng: random.Random, at: int) -> list[object]:
    """A row."""
    lat, lon = round(rng.uniform(46, 50), 5), round(rng.uniform(32, 39), 5)
    if at % 50 == 0:
        lat, lon = lon, lat
    day, minute = divmod(at % 1_000_000, 1440)
    stamp = time.strftime("%Y-%m-%d %H:%M", time.gmtime(1.6e9 + 86_400 * day + 60 * minute))
    act = rng.choice(["fired", "present", "moved"])
    whose = rng.choice(["RU", "UA"])
    by, sure, n = f"camera {at % 40}", round(rng.random(), 2), rng.randint(1, 9)
    return [stamp, lat, lon, rng.randint(5, 500), rng.choice(WEAPONS), whose, n, by, sure, act]


def feature(cells: list[object]) -> str:
    """A row as GeoJSON."""
    point = {"type": "Point", "coordinates": [cells[2], cells[1]]}
    properties = dict(zip(NAMES, cells, strict=True))
    return json.dumps({"type": "Feature", "geometry": point, "properties": properties})


def process(arguments: list[str]) -> tuple[float, float, float]:
    """Wall time, processor time [s] and largest memory [MiB] of one Python process.

    A child is never told to have had less memory than its parent, so this process stays small.
    """
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode not in (0, 2):
        raise RuntimeError(f"{arguments} ended with {running.returncode}")
    taken = time.perf_counter() - start
    return taken, used.ru_utime + used.ru_stime, used.ru_maxrss / MIB


def read(folder: Path, name: str) -> tuple[float, float, float]:
    """Read one of the files."""
    out, rejects = str(folder / f"{name}.parquet.out"), str(folder / f"{name}.rejects")
    paths = [str(folder / name), "-m", str(folder / "m.yaml"), "--out", out, "--rejects", rejects]
    return process(["-c", SUASION, "zone", "read", *paths])


def measured(rows: int) -> dict[str, tuple[float, float, float]]:
    """Times and largest memory of each step."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process([__file__, "make", str(folder), str(rows)])
        found = {
            file: read(folder, file)
            for file in ("rows.csv", "rows.parquet", "rows.geojson", "bad.csv")
        }
        alone = "import csv, sys; sum(1 for _ in csv.reader(open(sys.argv[1], newline='')))"
        found["plain csv"] = process(["-c", alone, str(folder / "rows.csv")])
        log = [str(folder / "e.log"), str(folder / "rows.csv.parquet.out")]
        found["log add"] = process(["-c", SUASION, "zone", "log", "add", *log])
        found["log verify"] = process(["-c", SUASION, "zone", "log", "verify", log[0]])
    return found


def main() -> int:
    """Measure, print, save; 1 if memory grows with the file."""
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(__doc__.splitlines()[0])
    tenth, whole = measured(rows // 10), measured(rows)
    worst = 0.0
    for name, (wall, processor, mib) in whole.items():
        ratio = mib / tenth[name][2]
        worst = max(worst, ratio)
        row(name, wall, "s")
        row(f"{name}, processor time", processor, "s")
        row(f"{name}, largest memory", mib, "MiB")
        row(f"{name}, memory against a tenth of the rows", ratio, "", "target < 1.5")
    ratio = whole["rows.csv"][1] / whole["plain csv"][1]
    row("CSV against Python's reader alone, processor time", ratio, "")
    save("observations", {"rows": rows, "whole": whole, "tenth": tenth})
    return int(worst > 1.5)


if __name__ == "__main__":
    sys.exit(main())
