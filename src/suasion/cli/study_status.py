"""`suasion study status`: how far a study is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from suasion.cli.printing import aligned
from suasion.study.store.status import status

MEGABYTE = 10**6
MINUTE = 60


def run(folder: Path, form: str) -> None:
    """Carry out the command."""
    show(status(folder), form)


def show(found: dict[str, Any], form: str) -> None:
    """Print how a study stands, in the format asked for."""
    if form == "json":
        json.dump(found, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
        return
    typer.echo(found["title"])
    typer.echo(aligned([list(pair) for pair in _lines(found)]))
    for line in _remarks(found):
        typer.echo(line)


def _lines(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    draws, chunks = found["draws"], found["chunks"]
    share = draws["done"] / draws["wanted"]
    yield "run", f"{found['run']}, suasion {found['suasion']}, begun {found['created']}"
    yield "folder", f"{found['folder']}, {found['bytes'] / MEGABYTE:,.1f} MB of draws"
    yield "draws done", f"{draws['done']:,} of {draws['wanted']:,} ({share:.0%})"
    yield "draws missing", f"{draws['missing']:,}"
    yield "draws failed", f"{draws['failed']:,}"
    yield "chunks", f"{chunks['done']:,} of {chunks['wanted']:,}"
    if found["draws_per_second"]:
        yield "rate", f"{found['draws_per_second']:,.0f} draws a second{_left(found)}"


def _left(found: dict[str, Any]) -> str:
    seconds = found["seconds_left"]
    if not seconds:
        return ""
    told = f"{seconds:.0f} s" if seconds < MINUTE else f"{seconds / MINUTE:,.0f} min"
    return f", {told} left at this rate"


def _remarks(found: dict[str, Any]) -> Iterator[str]:
    """What to mind, and what to do next."""
    changed = found["changed"]
    if changed["inputs"]:
        yield f"Changed since the run began: inputs/{', inputs/'.join(changed['inputs'])}."
    if changed["code"]:
        yield "Suasion's code or tables have changed since the run began."
    if found["kinds_of_machine"] > 1:
        yield (
            f"Its chunks come from {found['kinds_of_machine']} kinds of processor or libraries: "
            "the last bits may differ from one run of it to another."
        )
    if found["draws"]["missing"]:
        yield f"Go on with: suasion study resume {found['folder']}"
    else:
        yield f"See it with: suasion study show {found['folder']}"
