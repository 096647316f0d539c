"""The comparison of five theories, against the start-up of the solver library.

The comparison (11 candidates, 5 theories, 2,000 draws, 25 years) in a process of its own with the
compile cache filled, as a ratio to a process that only starts the solver library; best of five
by turns, of wall time and of processor time. Target: below 5 by the clock. The theories are named,
so that the target keeps its meaning when more join; all theories are measured beside it. Then time
and peak memory by the number of draws: cost must be linear, and 100,000 draws must stay under 4 GiB
(extrapolated from 20,000; measured with --full).
"""

import json
import subprocess
import sys

from _record import best, by_turns, row, save, suasion

SOLVER = ["-c", "import jax, jax.numpy as jnp; jnp.zeros(3).sum().block_until_ready()"]
THEORIES = ("threshold", "unilateral", "asymmetric-escalation", "tying-hands", "strategic")
TIMES, TARGET = 5, 5.0
MANY, GIBIBYTES = 100_000, 4.0

SERIES = """
import json, resource, sys, time
from suasion.describe.loading import load_case
from suasion.uncertainty.comparison import compare, options_for
theories = sys.argv[1].split(",")
loaded = load_case("ukraine-2025")
compare(loaded, options_for(loaded, theories=theories, draws=250))
found = {}
for draws in map(int, sys.argv[2:]):
    start = time.perf_counter()
    compare(loaded, options_for(loaded, theories=theories, draws=draws))
    found[draws] = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"seconds": found, "peak_gib": peak}))
"""


def series(*draws: int) -> dict[str, object]:
    """Seconds by number of draws in one process, and the peak memory of that process [GiB]."""
    command = [sys.executable, "-c", SERIES, ",".join(THEORIES), *map(str, draws)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(result.stdout.splitlines()[-1])


def speed() -> dict[str, float]:
    """The warm comparison as a ratio to the solver's start-up: five theories, then all."""
    named = [part for theory in THEORIES for part in ("--theory", theory)]
    ours = [
        suasion("compare", "--quiet", "--format", "json", *theories) for theories in (named, [])
    ]
    for arguments in ours:
        best(arguments, 1)
    (base, base_cpu), *taken = by_turns([SOLVER, *ours], TIMES)
    row("start-up of the solver library", base, "s")
    found = {"solver_seconds": base, "solver_cpu_seconds": base_cpu}
    names = (("", f"{len(THEORIES)} theories"), ("_all", "all theories"))
    for (label, many), (wall, cpu) in zip(names, taken, strict=True):
        row(f"suasion compare, {many}, warm", wall, "s")
        row("ratio", wall / base, "", "" if label else f"target < {TARGET:g}")
        row("ratio of processor time", cpu / base_cpu, "")
        found |= {f"compare_seconds{label}": wall, f"compare_cpu_seconds{label}": cpu}
        found[f"ratio{label}"] = wall / base
    return found


def linearity() -> dict[str, float]:
    """Seconds by draws; the cost of a further draw must not grow."""
    found = {int(n): s for n, s in series(2000, 4000, 8000)["seconds"].items()}
    for draws, taken in found.items():
        row(f"{draws} draws", taken, "s")
    first, then = (found[4000] - found[2000]) / 2000, (found[8000] - found[4000]) / 4000
    row("cost of a further draw, later over earlier", then / first, "", "target < 1.3")
    return {f"seconds_{n}": s for n, s in found.items()} | {"growth": then / first}


def memory(*, full: bool) -> dict[str, float]:
    """Peak memory, measured at 20,000 draws or, with `full`, at 100,000."""
    small, large = (series(draws)["peak_gib"] for draws in (2000, 20_000))
    each = (large - small) / 18_000
    guess = small + each * (MANY - 2000)
    row("peak memory at 2,000 draws", small, "GiB")
    row("peak memory at 20,000 draws", large, "GiB")
    row(f"at {MANY:,} draws, extrapolated", guess, "GiB", f"target < {GIBIBYTES:g}")
    found = {"gib_2000": small, "gib_20000": large, "gib_100000_extrapolated": guess}
    if full:
        found["gib_100000"] = series(MANY)["peak_gib"]
        row(f"at {MANY:,} draws, measured", found["gib_100000"], "GiB", f"target < {GIBIBYTES:g}")
    return found


def main() -> int:
    """Measure, print, save; 1 if a target is missed."""
    print(__doc__.splitlines()[0])
    found = speed() | linearity() | memory(full="--full" in sys.argv[1:])
    save("compare", found)
    held = found.get("gib_100000", found["gib_100000_extrapolated"]) < GIBIBYTES
    return int(found["ratio"] >= TARGET or found["growth"] >= 1.3 or not held)


if __name__ == "__main__":
    sys.exit(main())
