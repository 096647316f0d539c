"""Scenario discovery and Sobol indices, against the EMA Workbench on the same data.

Data are 10,000 futures of 12 factors, two of which matter, made here and handed over in a file. The
workbench runs in an environment of its own, named by `EMA_PYTHON`:

    python -m venv /tmp/ema && /tmp/ema/bin/pip install ema_workbench==2.5.3
    EMA_PYTHON=/tmp/ema/bin/python python benchmarks/discovery.py

Without it, ours are timed alone. Times are of processors and the least of several runs, since other
work on the machine adds to them. Ours makes the box again from fifty halves and tests it on the
other half; the workbench's time is that of one plain peeling. Targets: ours not longer than the
workbench's; the same box.

The Sobol indices of both are SALib's, with as many resamples; ours leaves out blocks with a fault.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from SALib.sample import sobol

from _record import row, save
from suasion.study.analysis.discovery.bins import binned
from suasion.study.analysis.discovery.discover import Settings, discover
from suasion.study.analysis.discovery.peeling import peeled
from suasion.study.analysis.discovery.tree import grown
from suasion.study.analysis.resampling import RESAMPLES
from suasion.study.analysis.sensitivity.designed import from_saltelli
from suasion.study.analysis.sensitivity.given import from_draws
from suasion.study.analysis.table import Table

DRAWS, FACTORS, TIMES, BASE = 10_000, 12, 5, 1024
NAMES = tuple(f"x{at}" for at in range(FACTORS))
WORKBENCH = """
import json, sys, time
import numpy as np, pandas as pd
from ema_workbench.analysis import prim
from SALib.analyze import sobol
data = np.load(sys.argv[1])
frame = pd.DataFrame(data["x"], columns=[f"x{i}" for i in range(data["x"].shape[1])])
fails = data["fails"].astype(bool)
problem = {"num_vars": frame.shape[1], "names": list(frame), "bounds": [[0, 1]] * frame.shape[1]}
taken, shares = [], []
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    box = prim.Prim(frame, fails, threshold=0.5, peel_alpha=0.05).find_box()
    taken.append(time.process_time() - start)
    start = time.process_time()
    given = {"calc_second_order": False, "num_resamples": int(sys.argv[3])}
    sobol.analyze(problem, data["saltelli"], **given)
    shares.append(time.process_time() - start)
steps = box.peeling_trajectory
like = (steps["mass"] - float(sys.argv[4])).abs().idxmin()
told = {"prim": min(taken), "sobol": min(shares), "steps": len(steps)}
told |= {key: float(steps.loc[like, key]) for key in ("coverage", "density")}
print(json.dumps(told))
"""


def clocked(function, *arguments, **more):
    """Least processor time of several calls [s], and the last result."""
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        found = function(*arguments, **more)
        taken.append(time.process_time() - start)
    return min(taken), found


def planted():
    """Futures, which of them fail, and the results of a Saltelli design."""
    stream = np.random.default_rng(1)
    x = stream.random((DRAWS, FACTORS))
    chance = np.where((x[:, 0] < 0.3) & (x[:, 1] < 0.6), 0.85, 0.1)
    problem = {"num_vars": FACTORS, "names": list(NAMES), "bounds": [[0.0, 1.0]] * FACTORS}
    u = sobol.sample(problem, BASE, calc_second_order=False, seed=1)
    return x, stream.random(DRAWS) < chance, u @ np.arange(FACTORS) + u[:, 0] * u[:, 1]


def ours(x, fails, saltelli):
    """Times of ours [s], and the box."""
    table = Table(NAMES, x)
    plain, _ = clocked(lambda: peeled(binned(table), fails))
    whole, found = clocked(discover, table, fails, Settings(boxes=1, resamples=50))
    tree, _ = clocked(grown, table, fails, 1)
    shares, _ = clocked(from_saltelli, NAMES, saltelli, 1)
    given, _ = clocked(from_draws, table, fails.astype(float), 1)
    times = {"peeling": plain, "whole": whole, "tree": tree, "sobol": shares, "given": given}
    return times, found.found[0].box


def workbench(x, fails, saltelli, mass):
    """Times of the workbench [s], and its box of about the same size; None where it is not."""
    python = os.environ.get("EMA_PYTHON")
    if not python:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.npz"
        np.savez(path, x=x, fails=fails, saltelli=saltelli)
        told = [str(path), str(TIMES), str(RESAMPLES), str(mass)]
        command = [python, "-W", "ignore", "-c", WORKBENCH, *told]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    """Time both and compare."""
    data = planted()
    times, box = ours(*data)
    row("one peeling, bins made", times["peeling"], "s")
    row("box, 50 halves, test on the other half", times["whole"], "s")
    row("tree with its size chosen", times["tree"], "s")
    row(f"Sobol indices, {BASE} blocks", times["sobol"], "s")
    row("first-order shares from any draws", times["given"], "s")
    row("density of the box", box.density, "", "planted: 0.85")
    row("coverage of the box", box.coverage, "")
    found = {"ours": times, "density": box.density, "coverage": box.coverage}
    other = workbench(*data, box.mass)
    if other is None:
        print("  EMA_PYTHON is not set: the workbench was not timed")
        return found
    ratio = times["whole"] / other["prim"]
    row("workbench: one peeling", other["prim"], "s")
    row("workbench: density at the same mass", other["density"], "")
    row("workbench: coverage at the same mass", other["coverage"], "")
    row("workbench: Sobol indices", other["sobol"], "s")
    row("ours with 50 halves to its one peeling", ratio, "x", "target < 1")
    return found | {"workbench": other, "ratio": ratio}


if __name__ == "__main__":
    figures = main()
    save("discovery", figures)
    sys.exit("missed: ratio" if figures.get("ratio", 0.0) >= 1 else 0)
