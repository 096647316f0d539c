"""`suasion study show`: what a study has found."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from suasion.cli.study_printing import in_lines
from suasion.study.metrics import MET, METRICS
from suasion.study.store.reading import decoded
from suasion.study.store.summary import ALL, PEACE, summary

Row = dict[str, Any]
COLUMNS = (
    "metric", "variant", "theory", "futures", "mean", "low", "median", "high", "share_holding",
)  # fmt: skip
MEANINGS = {one.name: one for one in METRICS}


def run(folder: Path, metrics: Sequence[str], form: str) -> None:
    """Carry out the command."""
    with decoded(folder):
        found = summary(folder, metrics)
    if form == "json":
        json.dump(found, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found["rows"])
    else:
        console = Console(highlight=False)
        for part in parts(found):
            console.print(part)
        # As it stands: a bibliography is copied.
        typer.echo(found["citation"]["bibtex"])


def parts(found: Row) -> Iterator[Table | Text]:
    """Everything that the table format prints, in order."""
    draws = found["draws"]
    yield Text(found["title"], style="bold")
    yield Text(f"{draws['done']:,} of {draws['wanted']:,} draws. {found['caution']}\n")
    for name in dict.fromkeys(row["metric"] for row in found["rows"]):
        if name != MET:
            yield Text(_title(name))
            yield metric_table([row for row in found["rows"] if row["metric"] == name])
    if found["base_rate_met"] is not None:
        yield Text(
            f"In {found['base_rate_met']:.1%} of futures the case without a guarantee meets the "
            "base rate that was drawn."
        )
    yield from faults(found["faults"])
    yield Text(f"\nTo cite: {found['citation']['text']}\n")


def metric_table(rows: Sequence[Row]) -> Table:
    """One metric: a row a variant, with the theories that differ most."""
    name, table = rows[0]["metric"], Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("variant", overflow="fold")
    table.add_column("mean (5-95 %)", justify="right", no_wrap=True)
    if name in PEACE:
        table.add_column(">=.9", justify="right")
    several = len({row["theory"] for row in rows}) > 1
    if several:
        table.add_column("theories, lowest and highest", no_wrap=True)
    for row in rows:
        if row["theory"] == ALL:
            ends = (_ends(rows, row["variant"]),) if several else ()
            share = (_percent(row["share_holding"]),) if name in PEACE else ()
            table.add_row(Text(in_lines(row["variant"])), _spread(row), *share, *ends)
    return table


def _title(name: str) -> str:
    known = MEANINGS.get(name)
    if known is None:
        return name
    unit = "" if known.unit == "1" else f" [{known.unit}]"
    return f"{name}{unit}: {known.meaning}"


def _ends(rows: Sequence[Row], variant: str) -> str:
    """The theories with the lowest and the highest mean, on two lines."""
    found = [
        row
        for row in rows
        if row["variant"] == variant and row["theory"] != ALL and row["mean"] is not None
    ]
    ordered = sorted(found, key=lambda row: row["mean"])
    ends = dict.fromkeys(
        f"{_number(row['mean'])} {row['theory']}" for row in ordered[:: max(len(ordered) - 1, 1)]
    )
    return "\n".join(ends) or "-"


def _spread(row: Row) -> str:
    if row["mean"] is None:
        return "-"
    return f"{_number(row['mean'])} ({_number(row['low'])}-{_number(row['high'])})"


def _number(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 or value == 0 else f"{value:.3f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"


def faults(rows: Sequence[Row]) -> Iterator[Table]:
    """Failed draws by their reason."""
    if not rows:
        return
    table = Table(title="Draws that failed", title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("reason", "draws", "e.g. draw", "its seed"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        cells = (row["reason"], f"{row['draws']:,}", str(row["example_draw"]), row["example_seed"])
        table.add_row(*map(Text, cells))
    yield table
