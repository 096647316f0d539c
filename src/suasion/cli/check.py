"""`suasion check`: problems first, then warnings, then a line for each file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from suasion.describe.checking import Findings, check_all

FAULT = 2


def _study(path: Path) -> Findings:
    from suasion.study.checking import check

    return check(path)


def _zone(path: Path) -> Findings:
    from suasion.zone.rules.checking import check

    return check(path)


def _mapping(path: Path) -> Findings:
    from suasion.zone.observations.checking import check

    return check(path)


# A guarantee has a section `zone`, so a zone file is known by its other fields.
ZONE = dict.fromkeys(("rules", "lines", "sides", "belts"), _zone)
FURTHER = {"study": _study, "mapping": _mapping, **ZONE}
"""Kinds of file beyond guarantee, case and bibliography, by the field that only they have."""


def run(paths: Sequence[Path]) -> None:
    """Check the paths; ends with exit code 2 where anything is wrong."""
    findings = list(check_all(paths, FURTHER))
    for one in findings:
        for problem in one.problems:
            typer.secho(str(problem), fg=typer.colors.RED)
    for one in findings:
        for warning in one.warnings:
            typer.secho(f"warning: {warning}", fg=typer.colors.YELLOW)
    for one in findings:
        _summary(one)
    if any(one.problems for one in findings):
        raise typer.Exit(FAULT)


def _summary(one: Findings) -> None:
    if one.problems:
        count = len(one.problems)
        told = f"{one.path}: {count} problem{'s' if count > 1 else ''}"
        typer.secho(told, fg=typer.colors.RED, bold=True)
    else:
        typer.secho(f"{one.path}: fine, a {one.summary}", fg=typer.colors.GREEN)
