"""`suasion zone log`: an evidence log is added to, verified, shown and repaired."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from suasion.cli.progress import bar
from suasion.errors import InputError, Problem
from suasion.zone.log import adding
from suasion.zone.log.entry import HASH, Entry, Unfit, read
from suasion.zone.log.verifying import State, lines, verified

NOT_SOUND = 1
"""Exit code of a log that is torn or broken, as of a report that is not reproduced."""
COLUMNS = ("entry", "time", "file", "part", "rows", "hash")


def add(log: Path, observations: Path, quiet: bool) -> None:
    """Add a file, and print the head for its owner to publish."""
    with bar("Adding", quiet=quiet) as progress:
        added = adding.add(log, observations, progress=progress)
    again = " (the rest of an interrupted addition)" if added.continued else ""
    typer.echo(f"{log}: {_rows_in(added.rows)} in {_entries_in(added.entries)} added{again}.")
    _publish(added.head, added.count)


def _rows_in(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"


def _entries_in(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _publish(head: str, count: int) -> None:
    typer.echo(f"head   {head}\ncount  {count}")
    typer.echo(
        "Publish both where you cannot change them: they show later that nothing is missing."
    )


def verify(log: Path, head: str | None, count: int | None, form: str, quiet: bool) -> None:
    """Verify a log; ends with exit code 1 where anything is wrong with it."""
    if head is not None and not HASH.fullmatch(head):
        remedy = "Give it whole, as `zone log add` printed it"
        message = "a head has 64 digits, 0 to 9 and a to f"
        raise InputError([Problem("--head", 0, 0, "", head, message, remedy)])
    with bar("Verifying", quiet=quiet) as progress:
        state = verified(log, head=head, count=count, progress=progress)
    if form == "json":
        typer.echo(json.dumps(as_data(state), indent=2))
    else:
        _tell(state, published=head is not None or count is not None)
    if not state.sound:
        raise typer.Exit(NOT_SOUND)


def as_data(state: State) -> dict[str, Any]:
    """What was found as plain data, as docs/reference/observations.md has it."""
    return {
        "log": str(state.path),
        "sound": state.sound,
        "entries": state.entries,
        "rows": state.rows,
        "head": state.head,
        "torn_bytes": state.torn_bytes,
        "unfinished": state.unfinished,
        "findings": state.findings,
        "findings_left_out": state.left_out,
    }


def _tell(state: State, *, published: bool) -> None:
    for finding in state.findings:
        typer.secho(finding, fg=typer.colors.RED)
    if state.left_out:
        typer.echo(f"and {state.left_out:,} more")
    if state.torn_bytes:
        torn = f"the last line is torn: {state.torn_bytes:,} bytes without an end"
        typer.secho(f"{torn}. Run `suasion zone log repair {state.path}`", fg=typer.colors.RED)
    if not state.sound:
        typer.secho(f"{state.path}: NOT SOUND", fg=typer.colors.RED, bold=True)
        return
    if not state.entries:
        typer.secho(f"{state.path}: empty, there is no entry to verify", fg=typer.colors.YELLOW)
        typer.echo("Whether it had entries before, only a published head and count can show.")
        return
    told = f"{state.path}: sound, {_entries_in(state.entries)} with {_rows_in(state.rows)}"
    typer.secho(told, fg=typer.colors.GREEN)
    if state.unfinished:
        typer.echo("Its last addition was interrupted: add the same file again to finish it.")
    if published:
        typer.echo("The published entry is in it: nothing up to there was cut off or written anew.")
    else:
        typer.echo("Whether its end was cut off, only a published head and count can show.")
    typer.echo(f"head   {state.head}\ncount  {state.entries}")


def show(log: Path, number: int | None, form: str) -> None:
    """List the entries of a log, or the rows of one."""
    if number is not None:
        _rows(_entry(log, number), form)
    elif form == "json":
        typer.echo(json.dumps([_row(entry) for entry in _entries(log)], indent=2))
    elif form == "csv":
        _csv(COLUMNS, (list(_row(entry).values()) for entry in _entries(log)))
    else:
        _table(log)


def _entries(log: Path) -> Iterator[Entry]:
    for number, line in enumerate(lines(log), 1):
        try:
            yield read(line)
        except Unfit as unfit:
            remedy = f"See `suasion zone log verify {log}`"
            raise InputError([Problem(str(log), number, 1, "", "", str(unfit), remedy)]) from None


def _entry(log: Path, number: int) -> Entry:
    found = {entry.sequence: entry for entry in _entries(log) if entry.sequence == number}
    if found:
        return found[number]
    message = "the log has no such entry"
    problem = Problem("--entry", 0, 0, "", str(number), message, "`zone log show` lists them")
    raise InputError([problem])


def _row(entry: Entry) -> dict[str, Any]:
    batch = entry.batch
    part = f"{batch.get('part')}/{batch.get('parts')}"
    values = (entry.sequence, entry.time, batch.get("file"), part, len(entry.rows), entry.hash)
    return dict(zip(COLUMNS, values, strict=True))


def _table(log: Path) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        right = name in ("entry", "rows")
        whole = name != "file"
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=whole)
    for entry in _entries(log):
        cells = [str(cell) for cell in _row(entry).values()]
        table.add_row(*map(Text, [*cells[:-1], f"{cells[-1][:12]}…"]))
    Console(highlight=False).print(table)


def _rows(entry: Entry, form: str) -> None:
    if form == "json":
        typer.echo(json.dumps([dict(row) for row in entry.rows], indent=2, ensure_ascii=False))
        return
    heads = tuple(dict.fromkeys(name for row in entry.rows for name in row))
    _csv(heads, ([row.get(name) for name in heads] for row in entry.rows))


def _csv(heads: tuple[str, ...], rows: Iterator[list[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(heads)
    writer.writerows(rows)


def repair(log: Path) -> None:
    """Move a torn end to a file beside the log."""
    beside = adding.repair(log)
    typer.echo(f"The torn end of {log} is now in {beside}. Keep it. Add the file again.")
