"""`suasion study run`: a study from its file, evaluated and stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from suasion.cli.progress import bar
from suasion.cli.study_progress import draws_bar
from suasion.cli.study_status import show
from suasion.errors import InputError, Problem
from suasion.study.chunk import evaluate
from suasion.study.plan import Plan
from suasion.study.running.done import Engine
from suasion.study.running.here import here
from suasion.study.running.running import run as run_study
from suasion.study.running.starting import plan_of, start
from suasion.study.store.folder import Store, create, writing
from suasion.study.store.status import status


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    engine = engine_of(options["workers"], options["cluster"])
    with bar("Planning", quiet=options["quiet"]):
        begun = start(options["file"], options["draws"])
    folder = options["folder"] or begun.folder
    with writing(folder):
        store = create(folder, begun.plan, begun.origin, begun.texts)
        carry_out(store, plan_of(folder), engine, options)


def engine_of(workers: int | None, cluster: str | None) -> Engine:
    """Where the chunks are to be made."""
    if workers and cluster:
        remedy = "Start workers on the cluster itself with `dask worker`, and leave --workers out"
        message = "processes of this machine or a cluster, not both"
        raise InputError([Problem("--workers", 0, 0, "", str(workers), message, remedy)])
    if not workers and not cluster:
        return here
    from suasion.study.running.cluster import OnDask

    return OnDask(workers or 0, cluster or "")


def carry_out(store: Store, plan: Plan, engine: Engine, options: dict[str, Any]) -> None:
    """Run what is missing, then say how the study stands."""
    folder = store.layout.folder
    if not options["quiet"]:
        typer.echo(f"Run {store.manifest.run} in {folder}", err=True)
    try:
        with draws_bar(quiet=options["quiet"]) as told:
            run_study(store, plan, evaluate, engine, told)
    except KeyboardInterrupt:
        typer.echo(stopped(folder), err=True)
        raise
    show(status(folder), options["format"])


def stopped(folder: Path) -> str:
    """What to say of a study that was stopped."""
    draws = status(folder)["draws"]
    return (
        f"Stopped. {draws['done']:,} of {draws['wanted']:,} draws are stored.\n"
        f"Go on with: suasion study resume {folder}"
    )
