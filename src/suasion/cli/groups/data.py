"""`suasion data`: research data made by others."""

from __future__ import annotations

from typing import Annotated

import typer

from suasion.cli.grouping import commands, group
from suasion.cli.options import Format

INTRODUCTION = """
List, fetch and verify research data made by others.

\b
Examples:
  suasion data list
  suasion data fetch kiel-donor-months
  suasion data verify
  suasion data path gml-mid-disputes
"""

app = group("data", INTRODUCTION)
command = commands(app)

Names = Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Data sets, by id.")]


def _list(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="One data set.")] = None,
    form: Format = "table",
) -> None:
    """List the data sets and which are here, or show one.

    Examples
    --------
      suasion data list
      suasion data list gml-mid-disputes
      suasion data list --format csv
    """
    from suasion.cli import data as body

    body.show(name, form)


# Not called list above, because that name stands in annotations here.
_list.__name__ = "list"
command(_list)


@command
def fetch(
    names: Names = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every data set that can be had.")
    ] = False,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="MIRROR",
            help="Folder or http(s) address of a mirror.",
            show_default="the publisher",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Bring data sets into the cache, from their publisher or a mirror.

    Each file is checked before it gets its name. Most are conversions, which only a mirror has.

    Examples
    --------
      suasion data fetch kiel-donor-months ajps-audience-costs
      suasion data fetch --all --from ../shared/data
      suasion data fetch gml-mid-disputes --from https://mirror.example.org/data
    """
    from suasion.cli import data as body

    body.fetch(names or [], everything=everything, source=source, quiet=quiet)


@command
def verify(names: Names = None) -> None:
    """Check the checksums of the files that are here.

    Examples
    --------
      suasion data verify
      suasion data verify reign archigos
    """
    from suasion.cli import data as body

    body.verify(names or [])


@command
def path(name: Annotated[str, typer.Argument(metavar="ID", help="One data set.")]) -> None:
    """Print where a data set lies.

    Examples
    --------
      suasion data path gml-mid-disputes
    """
    from suasion.cli import data as body

    body.where(name)
