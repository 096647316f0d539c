"""`suasion rerun`: a report computed anew from what it carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from suasion.cli.progress import bar
from suasion.cli.weights import FOLDS, weights_of
from suasion.errors import NotReproduced
from suasion.report.embedded import Record
from suasion.report.extraction import extracted
from suasion.report.page import write
from suasion.report.replay import TOLERANCE, Verdict, run_again, verdict
from suasion.report.weighed import weights_in
from suasion.report.words import Row
from suasion.uncertainty.comparison import Comparison

SHOWN = 5
"""Differences that are told one by one."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name.

    Raises
    ------
    NotReproduced
        Where the numbers of the report do not come out.
    """
    path = Path(options["report"])
    found = extracted(path)
    typer.echo(f"Run {found.manifest.run} of {path.name}: {found.manifest.command}")
    with bar("Running it again", quiet=False) as progress:
        comparison, summary = run_again(found, path, progress)
    if options["out"]:
        _write(found, comparison, summary, Path(options["out"]))
    if told := _other_weights(found, path):
        typer.echo(told)
    found_now = verdict(found, summary)
    if found_now.lacking:
        typer.echo(_lacked(found_now.lacking))
    if found_now.differing:
        raise NotReproduced(_refuted(found_now))
    typer.echo(_confirmed(found_now))


def _other_weights(found: Record, path: Path) -> str:
    """That the report's weights of theories are not this version's; empty if they are, or none."""
    carried = weights_in(found, path)
    if carried is None:
        return ""
    here = weights_of(carried.id).by_theory if carried.id in FOLDS else {}
    if all(here.get(name) == weight for name, weight in carried.by_theory.items()):
        return ""
    return (
        "The weights of theories in the report are not those of this version of suasion; its "
        "weighed ranking is computed with its own."
    )


def _write(found: Record, comparison: Comparison, summary: Row, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with bar("Writing the report", quiet=False) as progress:
        write(comparison, summary, out, found.manifest.command, progress)
    typer.echo(f"Report: {out}")


def _lacked(keys: tuple[str, ...]) -> str:
    """What an older report does not have, in one sentence."""
    count = f"{len(keys)} key{'s' if len(keys) > 1 else ''}"
    return (
        f"The report was made by another version of suasion and lacks {count} of this one, which "
        f"are not compared: {', '.join(keys)}."
    )


def _rule(found: Verdict) -> str:
    """Which agreement was asked for, and why."""
    if found.exact:
        return "exact equality, as code, libraries and processor are those of the report"
    return f"a tolerance of {TOLERANCE:g}, as these differ: {', '.join(found.changed)}"


def _confirmed(found: Verdict) -> str:
    largest = (
        f"Largest difference: {found.largest.size:.3g}, at {found.largest.place}."
        if found.largest
        else "No difference at all."
    )
    return f"Reproduced: {found.compared:,} values agree under {_rule(found)}. {largest}"


def _refuted(found: Verdict) -> str:
    lines = [
        f"not reproduced: {len(found.differing):,} of {found.compared:,} values differ under "
        f"{_rule(found)}.",
        *(f"  {one}" for one in found.differing[:SHOWN]),
    ]
    more = len(found.differing) - SHOWN
    if more > 0:
        lines.append(f"  and {more:,} more")
    lines.append(
        "Either the report was changed after it was written, or the version of suasion was."
    )
    return "\n".join(lines)
