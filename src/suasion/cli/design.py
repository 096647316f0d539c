"""`suasion design`: search, print, write."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from suasion.cli.design_tables import design_tables
from suasion.cli.progress import bar
from suasion.cli.tables import flat
from suasion.describe.loading import load_case
from suasion.design.files import check_folder, write
from suasion.design.reading import load_limits
from suasion.design.run import Found, Options, design
from suasion.design.summary import summarise
from suasion.errors import InputError, Problem
from suasion.uncertainty.ahead import load_ahead


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    _check(options)
    load_ahead(options["theories"], options["horizon"])
    loaded = load_case(options["case"])
    limits = load_limits(loaded, options["limits"])
    asked = Options(
        tuple(options["theories"]),
        options["draws"],
        options["evaluations"],
        options["threshold"],
        options["seed"],
        options["horizon"],
        tuple(options["settings"]),
    )
    with bar("Searching", quiet=options["quiet"]) as progress:
        found = design(loaded, limits, asked, options["start"], progress)
    summary = summarise(found, options["show"])
    summary["command"] = command_line(options)
    _write(found, summary, options)
    show(summary, options["format"])


def _check(options: dict[str, Any]) -> None:
    """Refuse what cannot be written before anything long is started."""
    if options["out"]:
        check_folder(options["out"])
    plot = options["plot"]
    if plot and (plot.suffix != ".svg" or plot.is_dir()):
        message, remedy = "must be a file name that ends in .svg", "Write e.g. --plot front.svg"
        raise InputError([Problem("--plot", 0, 0, "", str(plot), message, remedy)])


def command_line(options: dict[str, Any]) -> str:
    """The command that gives the same numbers, whatever the output format."""
    parts = ["suasion design", str(options["case"])]
    parts += [f"--limits {options['limits']}"] if options["limits"] else []
    parts += [f"--start {options['start']}"] if options["start"] else []
    parts += [f"--theory {name}" for name in options["theories"]]
    parts += [f"--set '{setting}'" for setting in options["settings"]]
    parts += [f"--draws {options['draws']} --evaluations {options['evaluations']}"]
    parts += [f"--threshold {options['threshold']:g} --seed {options['seed']}"]
    parts += [f"--horizon {options['horizon']}"]
    return " ".join(parts)


def _write(found: Found, summary: dict[str, Any], options: dict[str, Any]) -> None:
    """Files of the designs and the picture, with a word on the error stream."""
    said = []
    if options["out"]:
        written = write(found, options["out"], options["show"])
        said.append(f"{len(written)} designs in {options['out']}: suasion compare {options['out']}")
    if options["plot"]:
        _picture(summary, options["plot"])
        said.append(f"Picture: {options['plot']}")
    if not options["quiet"]:
        for line in said:
            Console(stderr=True).print(line, highlight=False, soft_wrap=True)


def _picture(summary: dict[str, Any], path: Path) -> None:
    from suasion.report.design_charts import picture

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(picture(summary), encoding="utf-8")
    except OSError as error:
        message = f"cannot be written ({error.strerror})"
        problem = Problem("--plot", 0, 0, "", str(path), message, "Choose another place")
        raise InputError([problem]) from None


def show(summary: dict[str, Any], form: str) -> None:
    """Print the summary in the format asked for."""
    if form == "json":
        json.dump(summary, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
    elif form == "csv":
        sys.stdout.write(csv_text(summary))
    else:
        console = Console()
        for part in design_tables(summary):
            console.print(part)


def csv_text(summary: dict[str, Any]) -> str:
    """One line for each design of the front and each candidate, columns with dotted names."""
    rows = [{"kind": "design", **dict(flat(_plain(row)))} for row in summary["designs"]]
    rows += [{"kind": "candidate", **dict(flat(row))} for row in summary["candidates"]]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A design with its differences from the start as one text."""
    differs = "; ".join(f"{one['field']}={one['design']}" for one in row["differs"])
    return row | {"differs": differs}
