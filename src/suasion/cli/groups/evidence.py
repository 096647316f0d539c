"""`suasion evidence`: priors against the record, and theories against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from suasion.cli.grouping import commands, group
from suasion.cli.options import Seed, ShortFormat

ABOUT = """
Priors against the record, and theories against what happened.

\b
Examples:
  suasion evidence calibrate
  suasion evidence calibrate disputes --nuclear strict
  suasion evidence backtest guarantees
"""

app = group("evidence", ABOUT)
command = commands(app)

Picture = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.svg|html", help="Draw it there.")
]


@command
def calibrate(
    name: Annotated[
        Literal["factors", "leaders", "disputes", "recurrence", "ceasefires", "honour"],
        typer.Argument(help="What to count."),
    ] = "factors",
    nuclear: Annotated[
        Literal["first-test", "owid", "strict"],
        typer.Option(help="What makes a nuclear-armed ally, in disputes."),
    ] = "first-test",
    form: ShortFormat = "table",
    out: Picture = None,
) -> None:
    """Show what the record says of a prior or a hazard, and of which priors it says nothing.

    `factors` and `leaders` come with suasion; the others count the data in SUASION_DATA. `--out`
    draws priors and posteriors beside each other.

    Examples
    --------
      suasion evidence calibrate
      suasion evidence calibrate --out priors.svg
      suasion evidence calibrate recurrence
      suasion evidence calibrate disputes --nuclear strict --format json
    """
    from suasion.cli import calibrate as body

    body.run({"name": name, "nuclear": nuclear, "format": form, "out": out})


@command
def backtest(
    what: Annotated[
        Literal["guarantees", "dyads"], typer.Argument(help="Past guarantees, or pairs of states.")
    ] = "guarantees",
    folds: Annotated[
        Literal["out", "forward"], typer.Option(help="Leave out and predict, or forward in time.")
    ] = "out",
    outcome: Annotated[
        Literal["mid", "force", "fatal", "war"], typer.Option(help="What is predicted, for dyads.")
    ] = "fatal",
    every: Annotated[
        int, typer.Option(min=1, max=1000, metavar="N", help="Take about one pair in N, for dyads.")
    ] = 1,
    include_unverified: Annotated[
        bool, typer.Option("--include-unverified", help="Unverified cases too, for guarantees.")
    ] = False,
    draws: Annotated[int, typer.Option(min=8, max=1000, metavar="N", help="Draws a case.")] = 48,
    seed: Seed = 1,
    form: ShortFormat = "table",
    out: Picture = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Score theories on what happened, against the base rate, a logit and boosted trees.

    Reads the data in SUASION_DATA. A star marks theories. `--out` draws chances against what
    happened.

    Examples
    --------
      suasion evidence backtest
      suasion evidence backtest guarantees --folds forward --out calibration.svg
      suasion evidence backtest dyads --outcome force --every 10
    """
    from suasion.cli import backtest as body

    body.run(
        {
            "what": what,
            "folds": folds,
            "outcome": outcome,
            "every": every,
            "include_unverified": include_unverified,
            "draws": draws,
            "seed": seed,
            "format": form,
            "out": out,
            "quiet": quiet,
        }
    )
