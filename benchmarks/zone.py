"""A million observations against six nested belts, and GeoPandas' spatial join on the same data.

Each step is a process of its own. Ours reads the file with its checks, holds each row against the
rules (class, side, day, chance of the position error), merges rows of one sighting and counts; the
others read the same file and say in which of the same polygons each point lies, no more. Times are
of the work and leave out imports, the drawing of the belts (told by itself) and the data's making.
Without GeoPandas (`pip install geopandas`) only shapely's tree is compared.

``python benchmarks/zone.py [ROWS]``, a million if left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from _record import row, save

MIB = 1024.0
LIMIT_MIB = 2048.0
TIMES_FASTER = 3.0
TIMES = 3
DEPTHS = (5, 10, 15, 25, 35, 70)
CLASSES = ("tank", "apc", "mortar-100", "gun-100", "mlrs", "mlrs-heavy")
"""One rule a belt: nearest belt, first class."""
ZONE = """suasion: 1
zone: benchmark
title: "Six nested belts"
summary: "Invented, for a benchmark."
standing: proposed
lines:
  front: {{coordinates: {line}}}
sides:
  west: {{name: "West", place: [33.0, 48.5]}}
  east: {{name: "East", place: [41.5, 48.5]}}
belts:
{belts}
rules:
{rules}
"""
JUDGED = "because: a benchmark, disagree: nobody"


def make(folder: Path, rows: int) -> None:
    """A line with 370 positions and bends, six belts, and observations round it."""
    import numpy as np  # noqa: PLC0415 - the parent stays small: a child never uses less memory

    rng = np.random.default_rng(2026)
    lat = np.linspace(46.9, 49.9, 370)
    lon = (
        37.3
        + 0.45 * np.sin(3 * lat)
        + np.convolve(rng.normal(0, 0.03, 378), np.ones(9) / 9, "valid")
    )
    line = [[round(float(x), 5), round(float(y), 5)] for x, y in zip(lon, lat, strict=True)]
    belts = [
        f"  b{km}: {{name: '{km} km', depth_km: {{judgement: {km}, {JUDGED}}}}}" for km in DEPTHS
    ]
    rules = [
        f"  - {{rule: absent, weapons: [{kind}], places: [b{km}], source: minsk-ii-2015, where: x}}"
        for km, kind in zip(DEPTHS, CLASSES, strict=True)
    ]
    text = ZONE.format(line=json.dumps(line), belts="\n".join(belts), rules="\n".join(rules))
    (folder / "zone.yaml").write_text(text)
    observations(folder / "obs.parquet", rows, rng)


def observations(path: Path, rows: int, rng: Any) -> None:
    """Rows over two years, with errors of 2 to 200 m."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    from suasion.zone.observations import store  # noqa: PLC0415

    start = 1_580_000_000_000_000
    file = store.writer(path)
    for begin in range(0, rows, 100_000):
        n = min(100_000, rows - begin)
        sides = rng.choice(np.array(["challenger", "protege", None], object), n)
        columns = {
            "row_id": [f"0123456789ab-{begin + at}" for at in range(n)],
            "time": pa.array(
                start + rng.integers(0, 730 * 86_400_000_000, n), pa.timestamp("us", "UTC")
            ),
            "time_span_s": rng.choice([0, 60, 86_400], n),
            "lat": rng.uniform(46.4, 50.4, n),
            "lon": rng.uniform(36.0, 39.0, n),
            "position_error_m": rng.uniform(2, 200, n),
            "class": rng.choice(CLASSES, n),
            "side": sides,
            "count": rng.integers(1, 9, n),
            "source": rng.choice([f"camera {at}" for at in range(40)], n),
            "confidence": rng.random(n),
            "observed": rng.choice(["present", "fired", "moved"], n),
        }
        file.write_table(pa.table(columns).cast(store.SCHEMA))
    file.close()


def ours(folder: Path) -> dict[str, float]:
    """Rules and all."""
    import pandas  # noqa: F401, PLC0415 - pyarrow loads it on the way, and imports do not count

    from suasion.zone.findings.examination import examine  # noqa: PLC0415
    from suasion.zone.findings.tallies import tally  # noqa: PLC0415
    from suasion.zone.rules.building import build  # noqa: PLC0415
    from suasion.zone.rules.reading import load  # noqa: PLC0415

    begin = time.process_time()
    zone = load(folder / "zone.yaml")
    built = build(zone)
    drawn = time.process_time() - begin
    (folder / "polygons.wkb.json").write_text(
        json.dumps([one.shape.wkb_hex for one in built if one.kind == "belt" and one.shape])
    )
    wall, begin = time.perf_counter(), time.process_time()
    found = examine(zone, built, folder / "obs.parquet")
    for by in ("rule", "side", "sector", "day"):
        tally(found.violations, by)
    return {
        "processor": time.process_time() - begin,
        "wall": time.perf_counter() - wall,
        "drawing": drawn,
        "violations": float(len(found.violations.row)),
    }


def polygons(folder: Path) -> list[Any]:
    """The same belts."""
    import shapely  # noqa: PLC0415

    texts = json.loads((folder / "polygons.wkb.json").read_text())
    return [shapely.from_wkb(text) for text in texts]


def geopandas(folder: Path) -> dict[str, float]:
    """GeoPandas' spatial join."""
    import geopandas as gpd  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    shapes = polygons(folder)
    wall, begin = time.perf_counter(), time.process_time()
    table = pd.read_parquet(folder / "obs.parquet")
    places = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    points = gpd.GeoDataFrame(table, geometry=places)
    belts = gpd.GeoDataFrame({"belt": range(len(shapes))}, geometry=shapes, crs="EPSG:4326")
    joined = points.sjoin(belts, predicate="within")
    return {
        "processor": time.process_time() - begin,
        "wall": time.perf_counter() - wall,
        "pairs": float(len(joined)),
    }


def strtree(folder: Path) -> dict[str, float]:
    """Shapely's tree alone, two columns read."""
    import pyarrow.parquet as pq  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    shapes = polygons(folder)
    wall, begin = time.perf_counter(), time.process_time()
    table = pq.read_table(folder / "obs.parquet", columns=["lon", "lat"])
    points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    shapely.prepare(shapes)
    pairs = shapely.STRtree(points).query(shapes, predicate="contains")
    return {
        "processor": time.process_time() - begin,
        "wall": time.perf_counter() - wall,
        "pairs": float(pairs.shape[1]),
    }


STEPS = {"suasion": ours, "geopandas": geopandas, "shapely STRtree": strtree}


def step(name: str, folder: Path, rows: int = 0) -> dict[str, float]:
    """What one step measured, with its largest memory [MiB]."""
    arguments = [sys.executable, __file__, "step", name, str(folder), str(rows)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as running:
        said = running.stdout.read() if running.stdout else ""
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise RuntimeError(f"{name} ended with {running.returncode}")
    return {**json.loads(said or "{}"), "mib": used.ru_maxrss / MIB}


def least(measured: list[dict[str, float]]) -> dict[str, float]:
    """The least of several runs: what the machine's other work does not add to."""
    return {name: min(one[name] for one in measured) for name in measured[0]}


def child(name: str, folder: Path, rows: int) -> None:
    """Carry out a step in this process and print what it measured."""
    if name == "make":
        make(folder, rows)
    else:
        print(json.dumps(STEPS[name](folder)))


def main() -> int:
    """Measure, print, save; 1 if an aim is missed."""
    if sys.argv[1:2] == ["step"]:
        child(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
        return 0
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(__doc__.splitlines()[0])
    names = [name for name in STEPS if name != "geopandas" or find_spec("geopandas")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        step("make", folder, rows)
        found = {each: least([step(each, folder) for _ in range(TIMES)]) for each in names}
    for each, measured in found.items():
        row(f"{each}, processor time", measured["processor"], "s")
        row(f"{each}, wall time", measured["wall"], "s")
        row(f"{each}, largest memory", measured["mib"], "MiB")
    row("drawing the belts, processor time", found["suasion"]["drawing"], "s")
    against = "geopandas" if "geopandas" in found else "shapely STRtree"
    ratio = found[against]["processor"] / found["suasion"]["processor"]
    row(f"times faster than {against}", ratio, "", f"target > {TIMES_FASTER:g}")
    save("zone", {"rows": rows, "against": against, "times_faster": ratio, "steps": found})
    return int(ratio < TIMES_FASTER or found["suasion"]["mib"] > LIMIT_MIB)


if __name__ == "__main__":
    sys.exit(main())
