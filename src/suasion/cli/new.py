"""`suasion new`: files from templates."""

from __future__ import annotations

from pathlib import Path

import typer

from suasion.describe.templates import write


def run(kind: str, name: str, folder: Path) -> None:
    """Write the files and say what can be done next."""
    written = write(kind, name, folder)
    for path in written:
        typer.echo(f"wrote {path}")
    start = folder / name if kind == "case" else written[0]
    command = "solve" if kind == "game" else "check"
    typer.echo(f"Edit it, then run: suasion {command} {start}")
