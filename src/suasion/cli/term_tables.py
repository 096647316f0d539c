"""An answer of the years in the terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from suasion.cli.tables import flat
from suasion.uncertainty.questions.cells import cell

Row = dict[str, Any]


def answer_parts(found: Row) -> Iterator[Any]:
    """Everything that the table format prints, in order."""
    case, options = found["case"], found["options"]
    names = ", ".join(one["id"] for one in found["guarantees"])
    yield Text(found["question"]["title"], style="bold")
    yield Text(f"{case['title']}, as of {case['as_of']}: {names}")
    yield Text(_options(options))
    yield Text(f"{found['caution']}\n")
    for one in found["says"]:
        yield Padding(Text(one), (0, 0, 1, 0))
    for table in found["tables"]:
        yield _table(table)
    for note in found["notes"]:
        yield Padding(Text(note, style="dim"), (0, 0, 0, 0))


def _options(options: Row) -> str:
    steps = "" if options["steps_per_year"] == 1 else ", quarterly steps"
    myopic = ", myopic challenger" if options["myopic"] else ""
    myopic += "" if options["probes"] else ", no deliberate probes"
    myopic += ", priors of the record" if options["prior"] == "record" else ""
    myopic += ", a zone as observed" if options["zone_feed"] else ""
    return (
        f"{options['draws']} draws under {', '.join(options['theories'])}, seed {options['seed']}, "
        f"{options['horizon_years']} years from {options['given']}{steps}{myopic}; "
        f"factors: {', '.join(options['factors']) or 'none'}."
    )


def _table(found: Row) -> Table:
    table = Table(
        title=found["title"],
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for column in found["columns"]:
        left = column["form"] == "text"
        table.add_column(column["heading"], justify="left" if left else "right", overflow="fold")
    for row in found["rows"]:
        table.add_row(*(cell(row[one["key"]], one["form"]) for one in found["columns"]))
    return table


def csv_text(found: Row) -> str:
    """One line for each row of each table, columns with dotted names."""
    rows = [
        {"table": table["id"]} | dict(flat(row))
        for table in found["tables"]
        for row in table["rows"]
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
