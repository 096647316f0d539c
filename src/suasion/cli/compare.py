"""`suasion compare`: run, print, write."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from suasion.cli.difference import difference_parts
from suasion.cli.priors import csv_of_both, table_of_both
from suasion.cli.progress import bar
from suasion.cli.tables import comparison_tables, csv_rows
from suasion.cli.weights import weighted_table, weights_of
from suasion.describe.levers import apply, unread
from suasion.describe.loading import Loaded, load_case
from suasion.errors import InputError, Problem
from suasion.uncertainty.comparison import Comparison, compare, options_for
from suasion.uncertainty.difference import difference
from suasion.uncertainty.manifest import manifest
from suasion.uncertainty.summary import summarise
from suasion.uncertainty.weighting import shares_of, weighted

BOTH, EQUAL = "both", "equal"
PRIORS = ("judgement", "record")


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    _check(options)
    original = load_case(options["case"])
    loaded = apply(original, list(options["settings"]))
    if options["prior"] == BOTH:
        both = {prior: _one(options | {"prior": prior}, loaded, original)[1] for prior in PRIORS}
        show_both(both, options)
        return
    comparison, summary = _one(options, loaded, original)
    show(summary, options)
    if options["out"]:
        command = command_line(options)
        write_report(comparison, summary, Path(options["out"]), command, quiet=options["quiet"])


def _one(
    options: dict[str, Any], loaded: Loaded, original: Loaded
) -> tuple[Comparison, dict[str, Any]]:
    """One comparison with its summary."""
    asked = options_for(
        loaded,
        options["guarantees"],
        options["theories"],
        draws=options["draws"],
        seed=options["seed"],
        horizon=options["horizon"],
        rank_by=options["rank_by"],
        prior=options["prior"],
    )
    weights = None if options["weights"] == EQUAL else weights_of(options["weights"])
    if weights is not None:
        shares_of(weights, asked.theories)  # refused before anything long is started
    with bar("Comparing", quiet=options["quiet"]) as progress:
        comparison = compare(loaded, asked, original, progress)
    tell_unread(options["settings"], comparison)
    command = command_line(options)
    with bar("Summing up", quiet=options["quiet"]):
        summary = summarise(comparison) | {"run": manifest(comparison, command)}
    if options["diff"]:
        summary["difference"] = difference(comparison, *asked.guarantees)
    if weights is not None:
        summary["weighted"] = weighted(comparison, weights)
    return comparison, summary


def tell_unread(settings: Sequence[str], comparison: Comparison) -> None:
    """Say which settings change no number, as no mechanism reads what they set."""
    read = {key: one.read for key, one in comparison.ensemble.prepared.items()}
    for one in unread(list(settings), comparison.loaded, read):
        facts = ", ".join(one.facts)
        message = f"Note: --set {one.text} changes no number, nothing reads {facts}"
        typer.echo(f"{message}{f' of {one.guarantee}' if one.guarantee else ''}.", err=True)


def _check(options: dict[str, Any]) -> None:
    """Refuse what cannot work before anything long is started."""
    if options["diff"] and len(set(options["guarantees"])) != 2:
        remedy = "Name two: suasion compare --diff -g A -g B"
        raise InputError([_problem("--diff", "needs exactly two guarantees", remedy)])
    if options["out"] and options["prior"] == BOTH:
        remedy = "Write two reports: --prior judgement and --prior record"
        raise InputError([_problem("--out", "a report rests on one set of priors", remedy)])
    _check_weights(options)
    out = options["out"] and Path(options["out"])
    if out and out.suffix != ".html":
        remedy = "Give a file name that ends in .html"
        raise InputError([_problem("--out", f"{out} is not an HTML file name", remedy)])
    if out and out.is_dir():
        raise InputError([_problem("--out", f"{out} is a folder", "Give a file name")])
    if out and not out.parent.is_dir():
        message, remedy = f"there is no folder {out.parent}", "Make it first, or name another"
        raise InputError([_problem("--out", message, remedy)])


def _check_weights(options: dict[str, Any]) -> None:
    """Refuse two sets of priors beside two sets of weights."""
    if options["weights"] != EQUAL and options["prior"] == BOTH:
        message = "two rankings by their priors have no place for weighed ones"
        remedy = "Take --prior judgement or --prior record, or drop --weights"
        raise InputError([_problem("--weights", message, remedy)])


def _problem(option: str, message: str, remedy: str) -> Problem:
    return Problem(option, 0, 0, "", "", message, remedy)


def command_line(options: dict[str, Any]) -> str:
    """The command that gives the same numbers, whatever the output format."""
    parts = ["suasion", "compare", str(options["case"])]
    parts += [f"--guarantee {name}" for name in options["guarantees"]]
    parts += [f"--theory {name}" for name in options["theories"]]
    parts += [f"--set '{setting}'" for setting in options["settings"]]
    parts += [f"--draws {options['draws']} --seed {options['seed']}"]
    parts += [f"--horizon {options['horizon']} --rank-by {options['rank_by']}"]
    parts += [f"--prior {options['prior']}"] if options["prior"] != "judgement" else []
    parts += [f"--weights {options['weights']}"] if options["weights"] != EQUAL else []
    return " ".join(parts)


def show(summary: dict[str, Any], options: dict[str, Any]) -> None:
    """Print the summary in the format asked for."""
    if options["format"] == "json":
        json.dump(summary, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
    elif options["format"] == "csv":
        sys.stdout.write(csv_rows(summary))
    else:
        console = Console()
        for part in comparison_tables(summary, diagnose=options["diagnose"]):
            console.print(part)
        if options["diff"]:
            for part in difference_parts(summary, console.width):
                console.print(part)
        if options["weights"] != EQUAL:
            console.print(weighted_table(summary["weighted"]))


def show_both(found: dict[str, dict[str, Any]], options: dict[str, Any]) -> None:
    """Print two summaries, by what their priors rest on, in the format asked for."""
    if options["format"] == "json":
        json.dump(found, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
    elif options["format"] == "csv":
        sys.stdout.write(csv_of_both(found))
    else:
        Console().print(table_of_both(found, options["rank_by"]))


def write_report(
    comparison: Comparison, summary: dict[str, Any], path: Path, command: str, *, quiet: bool
) -> None:
    """Write the HTML report and say where."""
    from suasion.report.page import write

    with bar("Writing the report", quiet=quiet) as progress:
        write(comparison, summary, path, command, progress)
    if not quiet:
        Console(stderr=True).print(f"Report: {path}", highlight=False)
