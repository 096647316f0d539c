"""The run record of a new study."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

from suasion.study.store.citation import citation
from suasion.study.store.environment import environment
from suasion.study.store.manifest import Manifest, Origin, run_id
from suasion.study.store.shape import Planned, Shape
from suasion.uncertainty.metrics import HOLDS
from suasion.uncertainty.summary import CAUTION


def recorded(plan: Planned, origin: Origin, files: Mapping[str, str]) -> Manifest:
    """The record of a run that begins now and here.

    Parameters
    ----------
    files
        SHA-256 of every stored input, by its path in the folder.
    """
    run, now = run_id(origin.code, origin.inputs), datetime.now(UTC)
    cited = citation(
        origin.title,
        run,
        plan.draws,
        version=version("suasion"),
        code=origin.code,
        inputs=origin.inputs,
        date=f"{now:%Y-%m-%d}",
    )
    return Manifest(
        run=run,
        origin=origin,
        suasion=version("suasion"),
        shape=Shape.of(plan),
        files=dict(files),
        environment=environment(),
        created=now.isoformat(timespec="seconds"),
        holds=HOLDS,
        caution=CAUTION,
        citation=cited,
    )
