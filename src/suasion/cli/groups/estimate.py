"""`suasion estimate`: games from data. A game's own command may be left out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from suasion.cli.grouping import commands, group
from suasion.cli.options import Format, Parameters, Seed, ShortFormat

INTRODUCTION = """
Estimate a game from data: what moves each side's utilities.

`game` is any game that a tree describes; its name alone will do. `signalling` is the game in which
a challenge is itself a signal, and which may have several equilibria.

\b
Examples:
  suasion estimate egame12
  suasion estimate egame12 war1800.csv \\
    --formula "esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2"
  suasion estimate signalling --example > games.csv
  suasion estimate signalling games.csv \\
    --formula "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x | 1 | 1"
"""

GAME = "game"


class Models(TyperGroup):
    """Commands, of which `game` runs where none is named: `estimate egame12`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments with the command that is meant; this is typer's own place for it."""
        named = not args or args[0] in (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, args if named else [GAME, *args])


app = group("estimate", INTRODUCTION)
app.info.cls = Models
command = commands(app)

Shocks = Literal["probit", "logit", "private-information"]
Table = Annotated[
    Path | None,
    typer.Argument(metavar="DATA", help="Table: .csv, .parquet, or the id of a data set."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]


@command
def game(
    name: Annotated[str, typer.Argument(metavar="GAME", help="egame12, a library tree or a file.")],
    data: Table = None,
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
    quiet: Quiet = False,
) -> None:
    r"""Estimate a game that a tree describes.

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
            "game": name,
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


@command
def signalling(
    data: Table = None,
    formula: Annotated[
        list[str] | None,
        typer.Option("--formula", metavar="TEXT", help="What is estimated; repeat it for parts."),
    ] = None,
    method: Annotated[
        Literal["pl", "npl", "cmle"],
        typer.Option(help="Pseudo-likelihood, nested, or constrained maximum likelihood."),
    ] = "npl",
    first: Annotated[
        str,
        typer.Option(
            "--first-stage",
            metavar="logit|shares|A+B",
            help="First chances: fitted, each game's own, or two columns.",
        ),
    ] = "logit",
    fixed: Annotated[
        list[str] | None,
        typer.Option(
            "--fixed", metavar="NAME=VALUE", help="A utility that is known, VA=1; repeat it."
        ),
    ] = None,
    bootstrap: Annotated[
        int,
        typer.Option(min=0, max=10_000, metavar="N", help="Draws for the standard errors of pl."),
    ] = 0,
    seed: Seed = 1,
    example: Annotated[
        bool, typer.Option("--example", help="Print a drawn table to try it out.")
    ] = False,
    form: Format = "table",
    quiet: Quiet = False,
) -> None:
    r"""Estimate the crisis-signalling game of Lewis and Schultz.

    One row is one game. Left of ~ are the counts of its ends: status quo, concession, challenger
    stands firm, backs down. Right of it are seven parts, S_A | V_A | C_B | W_A | W_B | a | V_B, as
    in R's sigInt, or named ones. Without DATA the utilities are listed.

    Examples
    --------
      suasion estimate signalling
      suasion estimate signalling --example > games.csv
      suasion estimate signalling games.csv \
        --formula "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x | 1 | 1"
      suasion estimate signalling games.csv --method cmle --fixed VA=1 \
        --formula "sq + cd + sf + bd ~ w_a = 1" --formula "w_b = x" \
        --formula "a = 1" --formula "v_b = 1"
      suasion estimate signalling sigint-sanctions --first-stage PRhat+PFhat \
        --formula "sq+cd+sf+bd ~ ally - 1 | 1 | ally - 1 | 1 | lncaprat | 1 | 0"
    """
    from suasion.cli import estimate_signalling as body

    body.run(
        {
            "data": data,
            "formula": formula or [],
            "method": method,
            "first": first,
            "fixed": fixed or [],
            "bootstrap": bootstrap,
            "seed": seed,
            "example": example,
            "format": form,
            "quiet": quiet,
        }
    )
