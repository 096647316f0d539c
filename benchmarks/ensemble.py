"""Studies: draws a second, overhead a draw, what the store costs; and EMA Workbench beside it.

1. The real case (three guarantees, nine theories drawn): draws a second of `evaluate` alone, then
   of a whole study with its store; what storing adds. Target: below 10 % of compute.
2. Overhead: a study of a model that costs nothing, in the largest chunks of a real study. Target:
   below 1 microsecond a draw, of which what the store takes is told apart.
3. The same model and machine in EMA Workbench: a Python function that plays one draw by the very
   code that plays a chunk, compiled for one draw at a time, as padding to a block would be unfair.
   Target: 100 times its scenarios a second. Its overhead a scenario is that of a function that
   returns at once.

EMA Workbench is no dependency: `--workbench PYTHON` names the Python of an environment that has it
and suasion's dependencies; without it the third part is left out.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from _record import row, save
from suasion.study.chunk import Chunk, evaluate
from suasion.study.plan import Plan, planned
from suasion.study.running.here import here
from suasion.study.running.running import run
from suasion.study.running.starting import origin_of, start
from suasion.study.store.folder import create, writing

STUDY = "which-assumption"
DRAWS = 72_000
SHARE, RATIO, MICROSECONDS = 0.10, 100.0, 1.0
SOURCE = Path(__file__).resolve().parents[1] / "src"


@dataclass(frozen=True)
class Nothing:
    """A plan whose model costs nothing: draws and results are there before the clock starts."""

    draws: int
    chunk: int
    factors: tuple[str, ...]
    variants: tuple[str, ...]
    metrics: tuple[str, ...]
    theories: tuple[str, ...] = ("any",)


def real() -> dict[str, float]:
    """Compute alone, then compute and store, of the same chunks; best of two."""
    many = start(STUDY, DRAWS).plan
    evaluate(many, 0)
    bare, bare_cpu = map(min, zip(*(_bare(many) for _ in range(2)), strict=True))
    whole, whole_cpu = map(min, zip(*(_stored(many, evaluate) for _ in range(2)), strict=True))
    row(f"{many.chunk} draws a chunk: evaluated alone", many.draws / bare, "draws/s")
    row("evaluated and stored", many.draws / whole, "draws/s")
    row("what storing adds", whole / bare - 1, "", f"target < {SHARE:g}")
    row("what storing adds in processor time", whole_cpu / bare_cpu - 1, "")
    row("draws a second of processor time", many.draws / whole_cpu, "draws/s")
    return {
        "draws_per_cpu_second": many.draws / whole_cpu,
        "store_overhead_cpu": whole_cpu / bare_cpu - 1,
        "draws_per_second": many.draws / whole,
        "draws_per_second_unstored": many.draws / bare,
        "store_overhead": whole / bare - 1,
    }


def _bare(plan: Plan) -> tuple[float, float]:
    """Wall time and processor time."""
    begun, used = time.perf_counter(), time.process_time()
    for number in range(plan.chunks):
        evaluate(plan, number)
    return time.perf_counter() - begun, time.process_time() - used


def _stored(plan: object, of: object) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as place, writing(Path(place)):
        store = create(Path(place), plan, origin_of(planned(STUDY)))
        begun, used = time.perf_counter(), time.process_time()
        run(store, plan, of)
        return time.perf_counter() - begun, time.process_time() - used


def overhead() -> dict[str, float]:
    """What a draw costs when its model costs nothing: the engine without and with the store."""
    like = start(STUDY, 10 * DRAWS).plan
    size = like.chunk
    plan = Nothing(20 * size, size, ("u",), like.variants, like.metrics)
    u = np.random.default_rng(1).random((1, size))
    shape = (len(plan.metrics), len(plan.variants), 1, size)
    y = np.broadcast_to(u[0], shape).astype(np.float32)

    def free(_: Nothing, number: int) -> Chunk:
        return Chunk(number, u, u, y, ())

    begun = time.perf_counter()
    for _ in here(free, plan, list(range(20))):
        pass
    engine = (time.perf_counter() - begun) / plan.draws * 1e6
    stored = min(_stored(plan, free)[0] for _ in range(3)) / plan.draws * 1e6
    row(f"{size} draws a chunk: overhead a draw", engine, "microseconds", f"< {MICROSECONDS:g}")
    row("with the store, one factor", stored, "microseconds", f"target < {MICROSECONDS:g}")
    return {"overhead_us": engine, "overhead_stored_us": stored}


WORKBENCH = """
import json, sys, time
import numpy as np
from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments
one, many = int(sys.argv[1]), int(sys.argv[2])
from suasion.uncertainty import blocks
blocks.blocks.__defaults__ = (1,)
from suasion.study.trying import tried
from suasion.study.plan import planned
plan = planned(sys.argv[3])
names = [f"x{i}" for i in range(len(plan.factors))]
outcomes = [f"{m}_{v}" for m in range(len(plan.metrics)) for v in range(len(plan.variants))]

def model(**given):
    u = np.array([[given[name]] for name in names])
    values = np.stack([f.values(row) for f, row in zip(plan.columns, u, strict=True)])
    found = tried(plan, u, values)[0][:, :, 0, 0].ravel()
    return dict(zip(outcomes, map(float, found), strict=True))

def nothing(**given):
    return dict.fromkeys(outcomes, 0.0)

def seconds(function, n, wanted):
    ema = Model("suasion", function=function)
    ema.uncertainties = [RealParameter(name, 0, 1) for name in wanted]
    ema.outcomes = [ScalarOutcome(name) for name in outcomes]
    start, used = time.perf_counter(), time.process_time()
    perform_experiments(ema, scenarios=n)
    return (time.perf_counter() - start) / n, (time.process_time() - used) / n

seconds(model, 20, names)
wall, cpu = map(min, zip(*(seconds(model, one, names) for _ in range(2))))
print(json.dumps({
    "model": wall,
    "model_cpu": cpu,
    "nothing": min(seconds(nothing, many, names)[0] for _ in range(2)),
    "nothing_few": min(seconds(nothing, many, names[:3])[0] for _ in range(2)),
}))
"""


def workbench(python: str, ours: float, ours_cpu: float) -> dict[str, float]:
    """The same model in EMA Workbench, one scenario at a time."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [python, "-c", WORKBENCH, "100", "1000", STUDY]
    result = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parent,
    )
    found = json.loads(result.stdout.splitlines()[-1])
    row("EMA Workbench, the same model", 1 / found["model"], "scenarios/s")
    row("ratio of ours to it", ours * found["model"], "", f"target > {RATIO:g}")
    row("ratio by processor time", ours_cpu * found["model_cpu"], "")
    row("its overhead a scenario, all factors", found["nothing"] * 1e6, "microseconds")
    row("its overhead a scenario, three factors", found["nothing_few"] * 1e6, "microseconds")
    return {f"workbench_{name}_seconds": value for name, value in found.items()} | {
        "ratio": ours * found["model"],
        "ratio_cpu": ours_cpu * found["model_cpu"],
    }


def main() -> None:
    """Run all parts and save the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--workbench", metavar="PYTHON", default="")
    options = asked.parse_args()
    print("Studies")
    found = real() | overhead()
    if options.workbench:
        found |= workbench(
            options.workbench, found["draws_per_second"], found["draws_per_cpu_second"]
        )
    save("ensemble", found)


if __name__ == "__main__":
    main()
