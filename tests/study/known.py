"""A plan whose results are known, to be stored and run: the function of Ishigami and Homma.

As a script it runs a study of it, on so many workers, to where it is ended.
"""

from __future__ import annotations

import hashlib
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suasion.study.running.cluster import OnDask
from suasion.study.running.here import here
from suasion.study.running.running import run
from suasion.study.store.folder import create, writing
from suasion.study.store.manifest import Origin
from suasion.study.store.reading import read

A, B = 7.0, 0.1
MEAN = A / 2


@dataclass(frozen=True)
class Failure:
    draw: int
    seed: str
    reason: str


@dataclass(frozen=True)
class Piece:
    number: int
    quantiles: Any
    values: Any
    metrics: Any
    faults: tuple[Failure, ...]


@dataclass(frozen=True)
class Known:
    """Three factors, two variants (the second is one higher), a metric that is never there."""

    draws: int = 1000
    chunk: int = 250
    seconds: float = 0.0
    factors: tuple[str, ...] = ("x1", "x2", "x3")
    variants: tuple[str, ...] = ("as-published", "one-higher")
    theories: tuple[str, ...] = ("any",)
    metrics: tuple[str, ...] = ("y", "nothing")
    stages: tuple[str, ...] = ()

    def origin(self, code: str = "c") -> Origin:
        inputs = hashlib.sha256(repr((self.draws, self.chunk)).encode()).hexdigest()
        return Origin(study="ishigami", title="Ishigami & Homma", code=code * 64, inputs=inputs)


def evaluate(plan: Known, number: int) -> Piece:
    """One chunk; the first draw of every second chunk fails."""
    time.sleep(plan.seconds)
    size = min(plan.chunk, plan.draws - number * plan.chunk)
    u = np.random.default_rng([5, number]).random((3, size))
    x = math.pi * (2 * u - 1)
    y = np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])
    metrics = np.stack([np.stack([y, y + 1]), np.full((2, size), np.nan)])[:, :, None]
    faults: tuple[Failure, ...] = ()
    if number % 2:
        metrics[..., 0] = np.nan
        faults = (Failure(number * plan.chunk, f"5/{number}/0", "did not converge"),)
    return Piece(number, u, x, metrics.astype(np.float32), faults)


def fingerprint(folder: Path) -> dict[str, str]:
    """A hash of every array that a study holds."""
    data = read(folder)
    return {
        str(name): hashlib.sha256(np.ascontiguousarray(data[name].values).tobytes()).hexdigest()
        for name in (*data.data_vars, "draw", "variant", "theory", "factor")
        if data[name].dtype != object
    } | {name: repr(data[name].values.tolist()) for name in ("variant", "theory", "factor")}


def study(folder: Path, plan: Known, **how: Any) -> None:
    """Run a study of a plan in a folder, or go on with it."""
    with writing(folder):
        run(
            create(folder, plan, plan.origin(), {"study.yaml": "study: ishigami\n"}),
            plan,
            evaluate,
            **how,
        )


def main(folder: str, draws: str, seconds: str, workers: str) -> None:
    engine = OnDask(int(workers)) if int(workers) else here
    try:
        study(Path(folder), Known(draws=int(draws), seconds=float(seconds)), engine=engine)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])
