"""Body of `suasion evidence backtest`."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import typer

from suasion.cli.printing import table
from suasion.cli.progress import bar
from suasion.errors import InputError, Problem
from suasion.evidence.backtest.run import of_dyads, of_guarantees, summary
from suasion.uncertainty.sample import Sample

HEADS = ("predictor", "log", "Brier", "mean", "less base rate", "less logit")
FORMS = (".svg", ".html")
WIDTH = 78
HELD = {
    "out": "Each case is predicted from the others, pairs of states from other pairs.",
    "forward": "Each case is predicted from those whose outcome was known before it began.",
}
CLEAR = 2.0
"""A difference of this many standard errors is told as one."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    out = options["out"]
    if out and Path(out).suffix not in FORMS:
        message, remedy = "a picture ends in .svg or .html", "Give such a name"
        raise InputError([Problem("--out", 0, 0, "", str(out), message, remedy)])
    found = _found(options)
    if options["format"] == "json":
        typer.echo(json.dumps(found, indent=2))
    else:
        for one in found:
            _show(one)
    if out:
        from suasion.report.calibration import write

        write(found, Path(out))
        typer.echo(f"Written: {out}", err=True)


def _found(options: dict[str, Any]) -> list[dict[str, Any]]:
    """The summaries: attack and honour for guarantees, one outcome for pairs of states."""
    draws, folds = Sample(options["draws"], options["seed"]), options["folds"]
    with bar("Playing", quiet=options["quiet"]) as progress:
        if options["what"] == "guarantees":
            tested = of_guarantees(
                draws, folds, None, progress, include_unverified=options["include_unverified"]
            )
            return [summary(one) for one in tested.values()]
        outcome, sample = options["outcome"], options["every"]
        return [summary(of_dyads(draws, outcome, folds, None, progress, sample=sample))]


def _show(found: dict[str, Any]) -> None:
    typer.echo(f"{found['what'].capitalize()}: {found['happened']:,} of {found['cases']:,} cases")
    typer.echo(HELD[found["folds"]])
    rows = sorted(found["predictors"], key=lambda row: -row["log_score"])
    table(HEADS, [_cells(row, found) for row in rows])
    _told(rows)
    weights = found["weights"]["theories"]
    parts = [
        f"{name} {one['weight']:.2f} ({one['low_90']:.2f} to {one['high_90']:.2f})"
        for name, one in weights.items()
        if one["high_90"] >= 0.005
    ]
    _wrapped(f"Stacking weights of theories, 90 % of the bootstrap: {', '.join(parts)}.")
    _wrapped("log: mean log score, 0 is perfect; less: ahead of it by so much (standard error).")
    typer.echo()


def _cells(row: dict[str, Any], found: dict[str, Any]) -> tuple[str, ...]:
    places = 3 if found["happened"] / found["cases"] > 0.05 else 5
    mark = "* " if row["theory"] else ""
    numbers = (f"{row[name]:.{places}f}" for name in ("log_score", "brier", "mean_chance"))
    ahead = (
        f"{gap:+.{places}f} ({error:.{places}f})"
        for gap, error in (row["ahead_of_base_rate"], row["ahead_of_logit"])
    )
    return (mark + row["predictor"], *numbers, *ahead)


def _told(rows: list[dict[str, Any]]) -> None:
    """In words where theory stands against base rate and logit."""
    theories = [row for row in rows if row["theory"]]
    for name, key in (("the base rate", "ahead_of_base_rate"), ("logit", "ahead_of_logit")):
        better = [row["predictor"] for row in theories if row[key][0] > CLEAR * row[key][1]]
        worse = [row["predictor"] for row in theories if row[key][0] < -CLEAR * row[key][1]]
        _wrapped(
            f"Against {name}: clearly better {', '.join(better) or 'none'}; "
            f"clearly worse {', '.join(worse) or 'none'}; "
            f"{len(theories) - len(better) - len(worse)} within two standard errors."
        )


def _wrapped(text: str) -> None:
    typer.echo(textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False))
