"""`suasion evidence`: priors against the record, and theories against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from suasion.cli.grouping import commands, group
from suasion.cli.options import ShortFormat

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
