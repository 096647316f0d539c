"""A small study whose results are planted, and what the commands say of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.study.chunk import Chunk, Fault
from suasion.study.designs.registry import quantiles
from suasion.study.running.starting import start
from suasion.study.store.folder import create, write, writing

STUDY = """\
study: planted
case: ukraine-2025
guarantees: [korean-model, us-article-5-like, no-guarantee]
theories: [threshold, unilateral]
{more}
factors: [{factors}]
metrics: [through_horizon, hazard_after]
design: {design}
"""
TRIPWIRE, DECISION = "mechanism:tripwire.cost", "situation:decision"
FACTORS = f'"{TRIPWIRE}", "{DECISION}", "situation:war_cost", "situation:surprise"'
PAIR = ("-g", "us-article-5-like", "-g", "korean-model")
HYPERCUBE = "{kind: latin-hypercube, draws: 1200, seed: 1, chunk: 600}"


def planted(plan, number):
    """Article 5 fails where the tripwire is weak and decisions are rare; Korea is the safer."""
    points = plan.draws_of(number)
    u = quantiles(plan.study.design, plan.columns, plan.groups, number, points)
    values = np.stack([one.values(row) for one, row in zip(plan.columns, u, strict=True)])
    of = {name: u[plan.factors.index(name)] for name in (TRIPWIRE, DECISION)}
    box = (of[TRIPWIRE] < 1 / 3) & (of[DECISION] < 0.5)
    lots = np.random.default_rng(number).random(len(points))
    noise = 0.02 * (lots - 0.5)
    article = np.where(box & (lots < 0.9), 0.55, 0.93) + noise
    korea = 0.78 + 0.1 * of[TRIPWIRE] + noise
    none = np.full(len(points), 0.3)
    by = {"korean-model": korea, "us-article-5-like": article, "no-guarantee": none}
    chance = np.stack([by[name.partition("[")[0]] for name in plan.variants])
    chance = np.repeat(chance[:, None], len(plan.theories), axis=1)
    chance[:, :, 3] = np.nan
    metrics = {"through_horizon": chance, "hazard_after": 1 - chance, "base_rate_met": chance * 0}
    fault = Fault(points[3], "1/0/3", "planted")
    stacked = np.stack([metrics[name] for name in plan.metrics]).astype(np.float32)
    return Chunk(number, u, values, stacked, (fault,))


def stored(
    folder: Path,
    design: str = HYPERCUBE,
    more: str = "",
    factors: str = FACTORS,
    without: tuple[int, ...] = (),
) -> Path:
    """A study's folder filled with planted results, some chunks left out."""
    file = folder / "planted.yaml"
    file.write_text(STUDY.format(design=design, more=more, factors=factors), encoding="utf-8")
    begun, place = start(file), folder / "planted"
    with writing(place):
        store = create(place, begun.plan, begun.origin, begun.texts)
        for number in sorted({*range(begun.plan.chunks)} - {*without}):
            write(store, planted(begun.plan, number))
    return place


def asked(*arguments):
    result = CliRunner().invoke(app, ["study", *map(str, arguments)])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def as_json(*arguments):
    return json.loads(asked(*arguments, "--format", "json"))
