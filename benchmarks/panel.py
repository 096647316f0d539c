"""The panel of directed dyad-years, against reading its files.

Reading means: every column of every file that the panel needs, by pandas, in a warm process, best
of several. The panel loads, checks, joins and sorts some 225,000 rows. Target: below 20 x the
reading. Needs the data: SUASION_DATA, or ../shared/data beside the repository; without them nothing
is measured.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from _record import row, save
from suasion.evidence.data.panel import dyad_year_panel
from suasion.evidence.data.registry import data_set

FOLDER = Path(
    os.environ.get("SUASION_DATA", Path(__file__).resolve().parents[1] / "../shared/data")
)
FILES = (
    "cow-states",
    "cow-major-powers",
    "cow-contiguity",
    "cow-minimum-distance",
    "cow-nmc",
    "democracy",
    "atop-dyad-years",
    "gml-mid-directed-disputes",
)
TIMES, TARGET = 5, 20.0


def read_all() -> None:
    """Read every file of the panel whole."""
    for name in FILES:
        file = FOLDER / data_set(name).file
        _ = pd.read_csv(file) if file.suffix == ".csv" else pd.read_parquet(file)


def best(work: Callable[[], object]) -> float:
    """Least wall time of several runs [s], after one that does not count."""
    work()
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> int:
    """Measure, print, save; 1 if the target is missed."""
    print(__doc__.splitlines()[0])
    if not FOLDER.is_dir():
        print(f"  no research data in {FOLDER}; set SUASION_DATA to where they are")
        return 0
    reading, panel = best(read_all), best(lambda: dyad_year_panel(FOLDER))
    row("reading the files", reading, "s")
    row("panel", panel, "s")
    row("ratio", panel / reading, "", f"target < {TARGET:g}")
    found = {"reading_seconds": reading, "panel_seconds": panel, "ratio": panel / reading}
    save("panel", found | {"rows": len(dyad_year_panel(FOLDER))})
    return int(panel / reading >= TARGET)


if __name__ == "__main__":
    sys.exit(main())
