"""`suasion sources`: the packaged bibliography."""

from __future__ import annotations

import typer

from suasion.cli.printing import table
from suasion.describe.bibliography import Work, built_in
from suasion.errors import UnknownName


def run(key: str | None) -> None:
    """List the works by key, or show one."""
    works = built_in()
    if key is None:
        table(("key", "year", "title"), [_row(works[one]) for one in sorted(works, key=str.lower)])
    elif key not in works:
        raise UnknownName("work", key, sorted(works))
    else:
        _show(works[key])


def _row(work: Work) -> tuple[str, str, str]:
    return work.key, work.year, work.title


def _show(work: Work) -> None:
    typer.echo(str(work))
    for name in ("url", "doi", "note"):
        if work.field(name):
            typer.echo(f"{name}: {work.field(name)}")
    typer.echo(f"in: {work.file}")
