"""`suasion schema`: the JSON Schema of a kind of file."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from suasion.describe.schema import json_schema
from suasion.errors import InputError, Problem


def run(kind: str, out: Path | None) -> None:
    """Print the schema or write it to a file."""
    text = json.dumps(json_schema(kind), indent=2, ensure_ascii=False)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        reason = f"the file cannot be written ({error.strerror})"
        remedy = "Name a file in a folder that exists"
        raise InputError([Problem(str(out), 0, 0, "--out", "", reason, remedy)]) from None
    typer.echo(f"wrote {out}")
