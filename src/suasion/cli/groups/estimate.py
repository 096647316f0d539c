"""`suasion estimate`: one command, which stands beside the groups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from suasion.cli.grouping import commands
from suasion.cli.options import Parameters, Seed, ShortFormat

app = typer.Typer()
command = commands(app)

Shocks = Literal["probit", "logit", "private-information"]


@command
def estimate(
    game: Annotated[str, typer.Argument(metavar="GAME", help="egame12, a library tree or a file.")],
    data: Annotated[
        Path | None, typer.Argument(metavar="DATA", help="Table: .csv or .parquet.")
    ] = None,
    formula: Annotated[
        list[str] | None,
        typer.Option("--formula", metavar="TEXT", help="What is estimated; repeat it for parts."),
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option("--code", metavar="VALUE=OUTCOME", help="What a value means; repeat it."),
    ] = None,
    shocks: Annotated[Shocks, typer.Option(help="Shocks to utilities.")] = "probit",
    penalty: Annotated[
        Literal["none", "log-f", "cauchy"], typer.Option(help="Holds coefficients finite.")
    ] = "none",
    errors: Annotated[
        Literal["hessian", "sandwich"], typer.Option(help="Where standard errors come from.")
    ] = "hessian",
    cluster: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Standard errors by clusters.")
    ] = None,
    effects: Annotated[
        bool, typer.Option("--effects", help="Average partial effects too.")
    ] = False,
    settings: Parameters = None,
    starts: Annotated[int, typer.Option(min=1, max=100, help="Starts of the search.")] = 4,
    seed: Seed = 1,
    form: ShortFormat = "table",
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    r"""Estimate a game from data: what moves each side's utilities.

    The formula has what is observed left of ~, and right of it one part for each utility: in the
    game's order, or named. Without DATA the utilities are listed in that order.

    Examples
    --------
      suasion estimate egame12
      suasion estimate egame12 war1800.csv \
        --formula "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"
      suasion estimate egame12 cases.csv --code 1=status_quo --code 3=concession \
        --code 4=war --formula "outcome ~ challenger.status_quo = tft" \
        --formula "defender.war = nuclear + ibf" --penalty log-f
    """
    from suasion.cli import estimate as body

    body.run(
        {
            "game": game,
            "data": data,
            "formula": formula or [],
            "codes": code or [],
            "shocks": shocks,
            "penalty": penalty,
            "errors": errors,
            "cluster": cluster,
            "effects": effects,
            "settings": settings or [],
            "starts": starts,
            "seed": seed,
            "format": form,
            "quiet": quiet,
        }
    )
