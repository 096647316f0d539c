"""`suasion zone map`: a mapping proposed from a sample of a file."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from suasion.errors import InputError, Problem
from suasion.zone.observations.mapping_file import UNDECIDED
from suasion.zone.observations.proposal import proposal
from suasion.zone.observations.sample import sample
from suasion.zone.rules.taxonomy import class_of, classes


def run(path: Path, out: Path | None, rows: int) -> None:
    """Write the proposal, and say how much of it is left to decide."""
    text = proposal(sample(path, rows), class_of, frozenset(classes()))
    if out is None:
        sys.stdout.write(text)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        reason = error.strerror or "no reason given"
        message, remedy = f"the file cannot be written ({reason})", "Choose another name"
        raise InputError([Problem("--out", 0, 0, "", str(out), message, remedy)]) from None
    left = sum(UNDECIDED in line.partition("#")[0] for line in text.splitlines())
    typer.echo(f"Written: {out}. Lines that you must decide: {left}.", err=True)
    typer.echo(f"Then run: suasion zone read {path} --mapping {out}", err=True)
