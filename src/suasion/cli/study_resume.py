"""`suasion study resume`: what a study lacks, evaluated and stored."""

from __future__ import annotations

from typing import Any

from suasion.cli.study_run import carry_out, engine_of
from suasion.study.running.starting import continued
from suasion.study.store.folder import open_store, writing
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import read_manifest


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    engine = engine_of(options["workers"], options["cluster"])
    folder = options["folder"]
    record = read_manifest(Layout(folder).manifest)
    plan = continued(folder, record)
    with writing(folder):
        carry_out(open_store(folder), plan, engine, options)
