"""`suasion term`: questions that the full model of the years answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from suasion.cli.boundary import uncollected
from suasion.cli.grouping import commands, group, sharing
from suasion.cli.options import Basis, Case, Draws, Format, Horizon, Seed, Settings, ZoneFeed

INTRODUCTION = """
Ask what happens to a guarantee through the years, and why.

Eight factors change from step to step: leader, government, coalition, balance, zone, belief,
instrument, ties. Each may be switched off. The first run of a theory compiles it, for 5 to 30
seconds; afterwards it is read from disk.

\b
Examples:
  suasion term years ukraine-2025 us-article-5-like
  suasion term length ukraine-2025 korean-model --out length.html
  suasion term waiting ukraine-2025 us-article-5-like --theory threshold
"""

app = group("term", INTRODUCTION)
command = commands(app)

Guarantee = Annotated[str, typer.Argument(metavar="GUARANTEE", help="One candidate of the case.")]
Several = Annotated[list[str], typer.Argument(metavar="GUARANTEE…", help="Candidates of the case.")]
Theories = Annotated[
    list[str] | None,
    typer.Option(
        "--theory",
        "-t",
        metavar="ID|FILE.yaml",
        help="Theory, or a game of your own; repeat it.",
        show_default="threshold, unilateral, asymmetric-escalation, tying-hands, strategic",
    ),
]
Steps = Annotated[
    Literal["1", "4"], typer.Option("--steps-per-year", help="Yearly or quarterly steps.")
]
Factors = Annotated[
    str,
    typer.Option(
        metavar="usual|all|LIST",
        help="Factors that are on, with commas between; usual is all but belief, which takes some "
        "fifty times as long.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="FACTOR", help="Switch a factor off; repeat it."),
]
NoProbes = Annotated[
    bool, typer.Option("--no-probes", help="Rule out chances for deliberate probes.")
]
Given = Annotated[
    Literal["signature", "entry-into-force"],
    typer.Option(help="Where the years begin: whether the text waits for entry into force."),
]
Myopic = Annotated[
    bool, typer.Option("--myopic", help="A challenger that takes each opportunity for the last.")
]
Picture = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE.svg|html", help="Write a picture or a page there."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Term = Annotated[
    int | None,
    typer.Option(
        min=1, max=60, metavar="YEARS", help="Announced term.", show_default="the shortest stated"
    ),
]
Below = Annotated[
    float,
    typer.Option(min=0.01, max=50, metavar="PERCENT", help="Hazard that counts as deterred."),
]


def _ask(question: str, case: str, guarantee: Any, **options: Any) -> None:
    """Carry out a question with the options of its command, by name."""
    with uncollected():
        from suasion.cli import term as body

    body.run(question, {"case": case, "guarantee": guarantee, **options})


def _how(
    theory: Theories = None,
    settings: Settings = None,
    draws: Draws = 64,
    seed: Seed = 1,
    prior: Basis = "judgement",
    zone_feed: ZoneFeed = None,
    horizon: Horizon = 25,
    steps: Steps = "1",
    factors: Factors = "usual",
    without: Without = None,
    no_probes: NoProbes = False,
    given: Given = "signature",
    myopic: Myopic = False,
    form: Format = "table",
    out: Picture = None,
    quiet: Quiet = False,
) -> None:
    """Options of every question."""


@command
@sharing(_how)
def years(case: Case, guarantee: Several, **how: Any) -> None:
    """Show peace, hazards, first causes and states by year.

    Examples
    --------
      suasion term years ukraine-2025 us-article-5-like
      suasion term years ukraine-2025 korean-model paris-2026 --out years.html
      suasion term years ukraine-2025 korean-model --without coalition --format json
      suasion term years ukraine-2025 us-article-5-like --zone-feed feed.json
    """
    _ask("years", case, guarantee, **how)


@command
@sharing(_how)
def length(case: Case, guarantee: Guarantee, **how: Any) -> None:
    """Compare terms of 5, 10, 20 and 50 years, and none.

    Examples
    --------
      suasion term length ukraine-2025 us-article-5-like
      suasion term length ukraine-2025 korean-model --theory strategic --out length.svg
    """
    _ask("length", case, guarantee, **how)


@command
@sharing(_how, but=("myopic",))
def waiting(case: Case, guarantee: Guarantee, term: Term = None, **how: Any) -> None:
    """Say when the challenger waits, and when it strikes.

    An announced end against an open-ended text and a challenger that does not look ahead.

    Examples
    --------
      suasion term waiting ukraine-2025 us-article-5-like
      suasion term waiting ukraine-2025 korean-model --term 10 --out waiting.svg
    """
    _ask("waiting", case, guarantee, term=term, **how)


@command
@sharing(_how)
def succession(case: Case, guarantee: Guarantee, **how: Any) -> None:
    """Look at exits of the leader, and who follows: a scenario.

    Exit is a figure of a reference class of age, tenure and regime; nothing optimises it.

    Examples
    --------
      suasion term succession ukraine-2025 us-article-5-like
      suasion term succession ukraine-2025 korean-model --theory threshold --format json
    """
    _ask("succession", case, guarantee, **how)


@command
@sharing(_how)
def renewal(case: Case, guarantee: Guarantee, term: Term = None, **how: Any) -> None:
    """Compare renewal known, unknown, automatic and excluded.

    Examples
    --------
      suasion term renewal ukraine-2025 us-article-5-like
      suasion term renewal ukraine-2025 korean-model --term 10
    """
    _ask("renewal", case, guarantee, term=term, **how)


@command
@sharing(_how)
def ratification(case: Case, guarantee: Guarantee, **how: Any) -> None:
    """Show what ratification buys across elections.

    Examples
    --------
      suasion term ratification ukraine-2025 us-article-5-like
      suasion term ratification ukraine-2025 uk-ukraine-2024 --out ratification.html
    """
    _ask("ratification", case, guarantee, **how)


@command
@sharing(_how, but=("given",))
def window(case: Case, guarantee: Guarantee, **how: Any) -> None:
    """Show whether the wait for entry into force invites attack.

    Examples
    --------
      suasion term window ukraine-2025 us-article-5-like
      suasion term window ukraine-2025 korean-model --theory unilateral --format csv
    """
    _ask("window", case, guarantee, **how)


@command
@sharing(_how)
def erosion(case: Case, guarantee: Guarantee, **how: Any) -> None:
    """Show how fast the zone erodes, with and without monitors.

    Examples
    --------
      suasion term erosion ukraine-2025 us-article-5-like
      suasion term erosion ukraine-2025 us-article-5-like --set demarcation-zone=on
    """
    _ask("erosion", case, guarantee, **how)


@command
@sharing(_how)
def denial(case: Case, guarantee: Guarantee, below: Below = 1.0, **how: Any) -> None:
    """Show how long until aid alone deters, and what comes before.

    Examples
    --------
      suasion term denial ukraine-2025 eu-three-points
      suasion term denial ukraine-2025 korean-model --below 2 --out denial.svg
    """
    _ask("denial", case, guarantee, below=below, **how)
