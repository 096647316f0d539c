"""`suasion claims`: a command of its own, beside the groups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cli.boundary import uncollected
from suasion.cli.grouping import commands, group
from suasion.cli.options import Case, Draws, Format, Page, Seed, Theories

app = group("")
"""Without a name of its own its only command stands among those of `suasion`."""
command = commands(app)


@command
def claims(
    case: Case,
    claim: Annotated[
        str | None, typer.Argument(metavar="ID", help="One claim, shown in full.")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE.yaml|FOLDER",
            help="Claims of your own about this case.",
            show_default="the case's own",
        ),
    ] = None,
    theory: Theories = None,
    draws: Draws = 500,
    years_draws: Annotated[
        int, typer.Option(min=2, max=10_000, metavar="N", help="Draws of the full model.")
    ] = 32,
    seed: Seed = 1,
    form: Format = "table",
    out: Page = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Judge the claims of a debate: facts, futures, the record, and a word by a written rule.

    Claims are hypotheses in files beside the case; the rule is the same for all of them.

    Examples
    --------
      suasion claims ukraine-2025
      suasion claims ukraine-2025 law-beats-peacekeepers
      suasion claims ukraine-2025 --out claims.html
      suasion claims ukraine-2025 --from my-claim.yaml
      suasion claims my-case/ --theory threshold --draws 200 --format json
    """
    with uncollected():
        from suasion.cli import claims as body

    body.run(
        {
            "case": case,
            "claim": claim,
            "from": source,
            "theories": theory or [],
            "draws": draws,
            "years_draws": years_draws,
            "seed": seed,
            "format": form,
            "out": out,
            "quiet": quiet,
        }
    )
