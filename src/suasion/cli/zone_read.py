"""`suasion zone read`: rows of a file accepted as observations, or rejected with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from suasion.cli.progress import bar
from suasion.zone.observations.counts import Intake, Reason
from suasion.zone.observations.intake import take_in
from suasion.zone.observations.mapping_file import load
from suasion.zone.rules.taxonomy import classes

NOTHING_FITS = 2
"""Exit code where not one row is accepted."""
FREQUENT = 3
"""Values of a reason that are shown."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    chart = load(options["mapping"], frozenset(classes()))
    source: Path = options["file"]
    with bar("Reading", quiet=options["quiet"]) as progress:
        intake = take_in(source, chart, options["out"], options["rejects"], progress)
    if options["format"] == "json":
        typer.echo(json.dumps(as_data(intake), indent=2, ensure_ascii=False))
    else:
        _print(intake, options["out"], options["rejects"])
    if intake.read and not intake.accepted:
        typer.echo("No row was accepted: the mapping does not fit the file.", err=True)
        raise typer.Exit(NOTHING_FITS)


def as_data(intake: Intake) -> dict[str, Any]:
    """What became of a file as plain data, as docs/reference/observations.md has it."""
    return {
        "file": intake.source,
        "sha256": intake.sha256,
        "read": intake.read,
        "accepted": intake.accepted,
        "rejected": intake.rejected,
        "reasons": {name: _reason(reason) for name, reason in intake.reasons.items()},
        "notes": intake.notes,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    values = [
        {"field": field, "value": _printable(value), "rows": rows}
        for (field, value), rows in reason.values.most_common(10)
    ]
    return {"rows": reason.count, "first": reason.first, "values": values}


def _print(intake: Intake, out: Path, rejects: Path) -> None:
    console = Console(highlight=False)
    console.print(
        Text(
            f"{intake.source}: {intake.read:,} rows read, {intake.accepted:,} accepted, "
            f"{intake.rejected:,} rejected."
        )
    )
    for note in intake.notes:
        console.print(Text(f"{note}."))
    if intake.reasons:
        console.print(_reasons(intake))
    console.print(Text(f"Accepted: {out}\nRejected: {rejects}"))


def _reasons(intake: Intake) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("reason", no_wrap=True)
    table.add_column("rows", justify="right")
    table.add_column(f"first {intake.counted_in}", justify="right")
    table.add_column("most frequent values", overflow="fold")
    ordered = sorted(intake.reasons.items(), key=lambda item: -item[1].count)
    for name, reason in ordered:
        table.add_row(name, f"{reason.count:,}", f"{reason.first:,}", Text(_frequent(reason)))
    return table


def _frequent(reason: Reason) -> str:
    found = reason.values.most_common(FREQUENT)
    told = [f"{f'{field}: ' if field else ''}{_printable(v)!r} {n:,} x" for (field, v), n in found]
    more = len(reason.values) - len(found)
    return "\n".join([*told, f"and {more:,} more"] if more > 0 else told)


def _printable(text: str) -> str:
    """Text that every terminal and JSON can take: bytes that are none are shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
