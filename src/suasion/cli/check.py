"""`suasion check`: problems first, then warnings, then a line for each file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from suasion.describe.checking import Findings, check_all
from suasion.errors import InputError

FAULT = 2
MOST = 200
"""Problems of a file that are printed."""


def _study(path: Path) -> Findings:
    from suasion.study.checking import check

    return check(path)


def _zone(path: Path) -> Findings:
    from suasion.zone.rules.checking import check

    return check(path)


def _mapping(path: Path) -> Findings:
    from suasion.zone.observations.checking import check

    return check(path)


def _claim(path: Path) -> Findings:
    from suasion.claims.checking_files import check

    return check(path)


def _limits(path: Path) -> Findings:
    from suasion.design.checking import check

    return check(path)


def _game(path: Path) -> Findings:
    from suasion.theory.tree.reading import load

    try:
        tree = load(path)
    except InputError as error:
        return Findings(path, "game", tuple(error.problems), ())
    told = f"game of {', '.join(tree.players)} with {len(tree.nodes)} nodes"
    return Findings(path, "game", (), (), told)


# A guarantee has a section `zone`, so a zone file is known by its other fields.
ZONE = dict.fromkeys(("rules", "lines", "sides", "belts"), _zone)
FURTHER = {
    "study": _study,
    "game": _game,
    "mapping": _mapping,
    "claim": _claim,
    "search": _limits,
    **ZONE,
}
"""Kinds of file beyond guarantee, case and bibliography, by the field that only they have."""


def run(paths: Sequence[Path]) -> None:
    """Check the paths; ends with exit code 2 where anything is wrong."""
    findings = list(check_all(_with_claims(paths), FURTHER))
    for one in findings:
        for problem in one.problems[:MOST]:
            typer.secho(str(problem), fg=typer.colors.RED)
        if len(one.problems) > MOST:
            typer.secho(f"… and {len(one.problems) - MOST} more", fg=typer.colors.RED)
    for one in findings:
        for warning in one.warnings:
            typer.secho(f"warning: {warning}", fg=typer.colors.YELLOW)
    for one in findings:
        _summary(one)
    if any(one.problems for one in findings):
        raise typer.Exit(FAULT)


def _with_claims(paths: Sequence[Path]) -> list[Path]:
    """The paths, each case folder followed by the folder of its claims."""
    return [
        one
        for path in paths
        for one in (path, path / "claims")
        if one == path or (one.is_dir() and (path / "case.yaml").is_file())
    ]


def _summary(one: Findings) -> None:
    if one.problems:
        count = len(one.problems)
        told = f"{one.path}: {count} problem{'s' if count > 1 else ''}"
        typer.secho(told, fg=typer.colors.RED, bold=True)
    else:
        typer.secho(f"{one.path}: fine, a {one.summary}", fg=typer.colors.GREEN)
