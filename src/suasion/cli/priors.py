"""Two rankings beside each other: priors of judgement, and the record's where it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from suasion.cli.tables import csv_rows

Summary = Mapping[str, Any]
HEADS = {"judgement": "judged", "record": "record"}
READ = {
    "horizon": ("no_major_attack", "through_horizon"),
    "term": ("no_major_attack", "through_term"),
    "unconditional": ("no_major_attack", "unconditional_through_horizon"),
}


def table_of_both(found: Mapping[str, Summary], rank_by: str) -> Table:
    """Rank and mean chance of no major attack under each, in the order of the first."""
    first = next(iter(found.values()))
    title = f"Priors of judgement and of the record, by {rank_by}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("guarantee", no_wrap=True)
    for prior in found:
        for head in ("rank", "peace", "kept"):
            table.add_column(f"{HEADS[prior]}\n{head}", justify="right")
    rows = {prior: {row["id"]: row for row in one["guarantees"]} for prior, one in found.items()}
    for row in first["guarantees"]:
        cells = [cell for prior in found for cell in _cells(rows[prior][row["id"]], rank_by)]
        table.add_row(row["id"], *cells)
    table.caption = (
        "peace: chance of no major attack; kept: chance that the guarantor fights if tested. "
        "Means over draws and theories."
    )
    table.caption_justify = "left"
    return table


def _cells(row: Mapping[str, Any], rank_by: str) -> list[str]:
    section, name = READ[rank_by]
    mean, kept = row[section][name]["mean"], row["honour_if_tested"]["imposed"]
    return [str(row["rank"]), f"{mean:.2f}", f"{kept['mean']:.2f}" if kept else "-"]


def csv_of_both(found: Mapping[str, Summary]) -> str:
    """The rows of both, each with what its priors rest on in the first column."""
    lines: list[str] = []
    for prior, one in found.items():
        head, *rows = csv_rows(dict(one)).splitlines()
        lines += [f"prior,{head}"] if not lines else []
        lines += [f"{prior},{row}" for row in rows]
    return "\n".join(lines) + "\n"
