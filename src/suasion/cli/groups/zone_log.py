"""`suasion zone log`: the evidence log of observations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cli.grouping import commands, group
from suasion.cli.options import Format, ShortFormat

INTRODUCTION = """
Keep observations in a log whose entries cannot be changed unnoticed.

Each entry holds the hash of the one before. The head and the count that `add` prints are for you to
publish. A log stays on your own machine; what leaves it is aggregated by sector and day, with a
delay.

\b
Examples:
  suasion zone log add evidence.log observations.parquet
  suasion zone log verify evidence.log --head 3f2a… --count 12
  suasion zone log show evidence.log
"""

app = group("log", INTRODUCTION)
command = commands(app)

Log = Annotated[Path, typer.Argument(metavar="LOG", help="The log: a file of JSON lines.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]


@command
def add(
    log: Log,
    observations: Annotated[
        Path, typer.Argument(metavar="FILE.parquet", help="What `zone read` accepted.")
    ],
    quiet: Quiet = False,
) -> None:
    """Add a file of observations, and print the head to publish.

    A log that is torn or broken is not added to; a file that is in it already is refused.

    Examples
    --------
      suasion zone log add evidence.log observations.parquet
    """
    from suasion.cli import zone_log as body

    body.add(log, observations, quiet)


@command
def verify(
    log: Log,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="Head that was published.")
    ] = None,
    count: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Count that was published with it.")
    ] = None,
    form: ShortFormat = "table",
    quiet: Quiet = False,
) -> None:
    """Say whether a log is whole; exit code 1 if it is not.

    An edit, another order or a missing entry shows by itself. That the end was cut off, or the
    whole written anew, shows against a head and a count that were published.

    Examples
    --------
      suasion zone log verify evidence.log
      suasion zone log verify evidence.log --head 3f2a… --count 12
    """
    from suasion.cli import zone_log as body

    body.verify(log, head, count, form, quiet)


@command
def show(
    log: Log,
    entry: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Show the rows of this entry.")
    ] = None,
    form: Format = "table",
) -> None:
    """List the entries of a log, or the rows of one.

    Examples
    --------
      suasion zone log show evidence.log
      suasion zone log show evidence.log --entry 0 --format csv
    """
    from suasion.cli import zone_log as body

    body.show(log, entry, form)


@command
def repair(log: Log) -> None:
    """Move a last line that a crash has torn to a file beside the log.

    Examples
    --------
      suasion zone log repair evidence.log
    """
    from suasion.cli import zone_log as body

    body.repair(log)
