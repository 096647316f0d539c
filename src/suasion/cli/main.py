"""The command line: commands, their options, and one boundary for errors.

Each body is imported when its command runs, so help and checks start without the solver.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from suasion.cli.boundary import uncollected
from suasion.cli.grouping import commands, group
from suasion.cli.groups import GROUPS
from suasion.cli.options import (
    Basis,
    Case,
    Drawing,
    Draws,
    Format,
    GameFormat,
    Guarantees,
    Horizon,
    Page,
    Parameters,
    RankBy,
    Seed,
    Settings,
    ShortFormat,
    Theories,
    ZoneFeed,
)

INTRODUCTION = """
Compare security guarantees: which deters renewed attack, for how long, and why.

\b
Examples:
  suasion compare
  suasion compare ukraine-2025 -g korean-model -g paris-2026 --diff
  suasion check my-case/
"""

app = group("suasion")


command = commands(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"suasion {version('suasion')}")
        except PackageNotFoundError:
            typer.echo("suasion (not installed, run from its source)")
        raise typer.Exit


@app.callback(help=INTRODUCTION)
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and stop."
        ),
    ] = False,
) -> None:
    """Options of `suasion` itself."""


@command
def compare(
    case: Case = "ukraine-2025",
    guarantee: Guarantees = None,
    theory: Theories = None,
    settings: Settings = None,
    draws: Draws = 2000,
    seed: Seed = 1,
    horizon: Horizon = 25,
    rank_by: RankBy = "horizon",
    prior: Annotated[
        Literal["judgement", "record", "both"],
        typer.Option(help="Priors: judgement, or the record's where it speaks."),
    ] = "judgement",
    weights: Annotated[
        Literal["equal", "out", "forward"],
        typer.Option(
            help="Also rank with theories weighed by the record: leave one out, or forward in time."
        ),
    ] = "equal",
    form: Format = "table",
    out: Page = None,
    diff: Annotated[bool, typer.Option("--diff", help="Facts that differ; needs two -g.")] = False,
    diagnose: Annotated[
        bool, typer.Option("--diagnose", help="Show what could mislead in the numbers.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Compare the guarantees of a case under all theories.

    Examples
    --------
      suasion compare
      suasion compare --out report.html
      suasion compare -g korean-model -g paris-2026 --diff
      suasion compare --prior both
      suasion compare --weights forward
      suasion compare --set demarcation-zone=off --set us-article-5-like:duration.years=50
      suasion compare --theory strategic --draws 500 --format json
    """
    with uncollected():
        from suasion.uncertainty.ahead import load_ahead

        load_ahead(theory or [], horizon)
        from suasion.cli import compare as body

    body.run(
        {
            "case": case,
            "guarantees": guarantee or [],
            "theories": theory or [],
            "settings": settings or [],
            "draws": draws,
            "seed": seed,
            "horizon": horizon,
            "rank_by": rank_by,
            "prior": prior,
            "weights": weights,
            "format": form,
            "out": out,
            "diff": diff,
            "diagnose": diagnose,
            "quiet": quiet,
        }
    )


@command
def design(
    case: Case,
    limits: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.yaml", help="Search variables, limits, prices.", show_default="packaged"
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Candidate to change.", show_default="the limits' own"),
    ] = None,
    theory: Theories = None,
    settings: Settings = None,
    draws: Draws = 100,
    evaluations: Annotated[
        int, typer.Option(min=1, max=1_000_000, metavar="N", help="Designs to play at most.")
    ] = 2000,
    threshold: Annotated[
        float,
        typer.Option(min=0.001, max=0.999, metavar="P", help="Chance of attack to stay below."),
    ] = 0.1,
    seed: Seed = 1,
    horizon: Horizon = 25,
    show: Annotated[
        int, typer.Option(min=1, max=100, metavar="N", help="Designs to name and write.")
    ] = 8,
    form: Format = "table",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write a copy of the case with the designs there."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw the front there.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Search guarantees that a drafter could write within limits.

    Cost, robustness and the chance of entry are weighed; the best of them are scored again on
    draws that the search has not seen. Pressure and other scenarios are never searched over;
    --set fixes them.

    Examples
    --------
      suasion design ukraine-2025
      suasion design ukraine-2025 --out my-designs --plot front.svg
      suasion design ukraine-2025 --limits limits.yaml --start us-article-5-like
      suasion design ukraine-2025 --theory threshold --evaluations 200 --format json
    """
    with uncollected():
        from suasion.cli import design as body

    body.run(
        {
            "case": case,
            "limits": limits,
            "start": start,
            "theories": theory or [],
            "settings": settings or [],
            "draws": draws,
            "evaluations": evaluations,
            "threshold": threshold,
            "seed": seed,
            "horizon": horizon,
            "show": show,
            "format": form,
            "out": out,
            "plot": plot,
            "quiet": quiet,
        }
    )


@command
def explain(
    case: Case,
    guarantee: Annotated[str, typer.Argument(help="One candidate of the case.")],
    theory: Theories = None,
    settings: Settings = None,
    draws: Draws = 64,
    seed: Seed = 1,
    prior: Basis = "judgement",
    form: ShortFormat = "table",
) -> None:
    """Show how one guarantee's facts become numbers.

    Examples
    --------
      suasion explain ukraine-2025 korean-model
      suasion explain ukraine-2025 paris-2026 --set forces.size=0 --format json
    """
    from suasion.cli import explain as body

    body.run(
        {
            "case": case,
            "guarantee": guarantee,
            "theories": theory or [],
            "settings": settings or [],
            "draws": draws,
            "seed": seed,
            "prior": prior,
            "format": form,
        }
    )


@command
def story(
    case: Case,
    guarantee: Annotated[str, typer.Argument(help="One candidate of the case.")],
    seed: Seed = 1,
    theory: Annotated[
        str, typer.Option("--theory", "-t", metavar="ID|FILE.yaml", help="Theory, or a game file.")
    ] = "threshold",
    settings: Settings = None,
    years: Annotated[
        int, typer.Option(min=1, max=60, metavar="N", help="Years that are told.")
    ] = 25,
    factors: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME,…", help="Factors that may change; repeat it.", show_default="all"
        ),
    ] = None,
    prior: Basis = "judgement",
    zone_feed: ZoneFeed = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Form of the answer.")
    ] = "text",
) -> None:
    """Tell one possible course of the years, with dates and reasons.

    One draw of what is not known, one path: not a forecast. The same seed gives the same story.

    Examples
    --------
      suasion story ukraine-2025 korean-model --seed 3
      suasion story ukraine-2025 budapest-1994 --theory strategic --years 15
      suasion story ukraine-2025 us-article-5-like --set duration.years=10
      suasion story ukraine-2025 korean-model --factors leader,zone --format json
      suasion story ukraine-2025 us-article-5-like --zone-feed feed.json
    """
    with uncollected():
        from suasion.cli import story as body

    body.run(
        {
            "case": case,
            "guarantee": guarantee,
            "seed": seed,
            "theory": theory,
            "settings": settings or [],
            "years": years,
            "factors": factors or [],
            "prior": prior,
            "zone_feed": zone_feed or [],
            "format": form,
        }
    )


@command
def rerun(
    report: Annotated[Path, typer.Argument(metavar="REPORT.html", help="A report of compare.")],
    out: Page = None,
) -> None:
    """Run a report again and compare its numbers.

    Examples
    --------
      suasion rerun report.html
      suasion rerun report.html --out again.html
    """
    from suasion.cli import rerun as body

    body.run({"report": report, "out": out})


@command
def verify(
    target: Annotated[
        str, typer.Argument(metavar="ID|FOLDER", help="A study's folder, or its run id.")
    ],
    chunks: Annotated[
        str, typer.Option(metavar="N|all", help="How many chunks to compute again.")
    ] = "1",
    form: ShortFormat = "table",
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Check a study: inputs, run id, checksums, and some chunks again.

    On the same kind of processor with the same code, every bit must agree. A run id is looked for
    below ./studies. The exit code is 1 where anything differs.

    Examples
    --------
      suasion verify studies/which-assumption-3f2a9c81
      suasion verify 3f2a9c81 --chunks all
    """
    with uncollected():
        from suasion.cli import verify as body

    body.run({"target": target, "chunks": chunks, "format": form, "quiet": quiet})


@command
def library(
    name: Annotated[str | None, typer.Argument(help="One of the library's guarantees.")] = None,
) -> None:
    """List real guarantees, or show one with its sources.

    Examples
    --------
      suasion library
      suasion library us-rok-1953
    """
    from suasion.cli import library as body

    body.run(name)


@command
def solve(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="Model of the library, .yaml or .efg file.")
    ],
    settings: Parameters = None,
    solver: Annotated[
        str | None, typer.Option(help="How to solve it; the page of a model lists them.")
    ] = None,
    form: GameFormat = "table",
    out: Drawing = None,
    case: Annotated[
        str | None, typer.Option(metavar="CASE", help="Take numbers of a situation from it.")
    ] = None,
    guarantee: Annotated[
        str | None,
        typer.Option(
            "--guarantee", "-g", metavar="ID", help="Candidate of the case; else its baseline."
        ),
    ] = None,
) -> None:
    """Solve a crisis game: every equilibrium, and which one is selected.

    Examples
    --------
      suasion solve unilateral --set p_ch=0.3 --set p_def=0.2
      suasion solve unilateral --solver quantal-response --format svg --out game.svg
      suasion solve my-game.yaml --case ukraine-2025 -g korean-model
      suasion solve my-game.yaml --format efg > my-game.efg
    """
    from suasion.cli import solve as body

    body.run(
        {
            "model": model,
            "settings": settings or [],
            "solver": solver,
            "format": form,
            "out": out,
            "case": case,
            "guarantee": guarantee,
        }
    )


@command
def theories(
    name: Annotated[str | None, typer.Argument(metavar="MODEL", help="One model.")] = None,
) -> None:
    """List the library of games, or show the page of one.

    Examples
    --------
      suasion theories
      suasion theories unilateral
    """
    from suasion.cli import theories as body

    body.run(name)


@command
def sources(
    key: Annotated[str | None, typer.Argument(help="Key of a work.")] = None,
) -> None:
    """List the bibliography, or show one work.

    Examples
    --------
      suasion sources
      suasion sources LeedsEtAl2002
    """
    from suasion.cli import sources as body

    body.run(key)


for each in GROUPS:
    app.add_typer(each)
