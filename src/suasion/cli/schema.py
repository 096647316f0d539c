"""`suasion schema`: the JSON Schema of a kind of file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from suasion.describe.schema import json_schema, schema_of
from suasion.errors import InputError, Problem


def run(kind: str, out: Path | None) -> None:
    """Print the schema or write it to a file."""
    text = json.dumps(_schema(kind), indent=2, ensure_ascii=False)
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


def _schema(kind: str) -> dict[str, Any]:
    if kind == "game":
        from suasion.theory.tree.file import GameFile

        return schema_of(GameFile, kind)
    if kind == "claim":
        from suasion.claims.file import Claim

        return schema_of(Claim, kind)
    if kind == "study":
        from suasion.study.file import Study

        return schema_of(Study, kind)
    if kind == "zone":
        from suasion.zone.rules.file import ZoneFile

        return schema_of(ZoneFile, kind)
    if kind == "mapping":
        from suasion.zone.observations.mapping import Mapping

        return schema_of(Mapping, kind)
    return json_schema(kind)
