"""`suasion record`: historical guarantees, what became of them, and base rates."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from suasion.cli.grouping import commands, group
from suasion.cli.options import Format

ABOUT = """
Historical guarantees from 1815 to 2024, what became of them, and base rates.

\b
Examples:
  suasion record list
  suasion record show dual-alliance-1879
  suasion record rates --from 1945 --multilateral
"""

app = group("record", ABOUT)
command = commands(app)

SORTS = Literal[
    "defence",
    "neutrality",
    "assurance",
    "consultation",
    "nonaggression",
    "status",
    "implicit",
    "monitored",
    "settlement",
    "cooperation",
    "none",
]
First = Annotated[
    int, typer.Option("--from", min=1815, max=2024, metavar="YEAR", help="First year of entry.")
]
Last = Annotated[
    int, typer.Option("--to", min=1815, max=2024, metavar="YEAR", help="Last year of entry.")
]
Kind = Annotated[SORTS | None, typer.Option("--type", help="Sort of guarantee.")]
Multilateral = Annotated[
    bool | None, typer.Option("--multilateral/--bilateral", help="More than two, or two.")
]
Major = Annotated[
    bool | None, typer.Option("--major/--no-major", help="A guarantor was a major power.")
]
Nuclear = Annotated[
    bool | None, typer.Option("--nuclear/--no-nuclear", help="A guarantor had nuclear weapons.")
]
Treaty = Annotated[
    bool | None, typer.Option("--treaty/--no-treaty", help="A treaty, or less than one.")
]
Troops = Annotated[
    bool | None, typer.Option("--troops/--no-troops", help="Guarantor's forces on the spot.")
]
Zone = Annotated[
    bool | None, typer.Option("--zone/--no-zone", help="A demilitarised or observed zone.")
]
Unverified = Annotated[
    bool, typer.Option("--include-unverified", help="Count what was not verified too.")
]


@command
def list(form: Format = "table") -> None:
    """List the cases of the record.

    Examples
    --------
      suasion record list
      suasion record list --format csv
    """
    from suasion.cli import record as body

    body.listing({}, form)


@command
def show(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Identifier of a case.")],
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="Form.")] = "table",
) -> None:
    """Show one case with the source of every value.

    Examples
    --------
      suasion record show dual-alliance-1879
      suasion record show us-rok-1953 --format json
    """
    from suasion.cli import record as body

    body.show(case, form)


@command
def filter(
    first: First = 1815,
    last: Last = 2024,
    kind: Kind = None,
    multilateral: Multilateral = None,
    major: Major = None,
    nuclear: Nuclear = None,
    treaty: Treaty = None,
    troops: Troops = None,
    zone: Zone = None,
    certainty: Annotated[
        Literal["verified", "unverified"] | None, typer.Option(help="Verified or not.")
    ] = None,
    form: Format = "table",
) -> None:
    """List the cases that fit; a case of which the answer is not known fits neither way.

    Examples
    --------
      suasion record filter --from 1945 --nuclear --troops
      suasion record filter --type monitored --zone
      suasion record filter --certainty unverified --format csv
    """
    from suasion.cli import record as body

    wanted = {
        "first_year": first,
        "last_year": last,
        "type": kind,
        "multilateral": multilateral,
        "major": major,
        "nuclear": nuclear,
        "treaty": treaty,
        "troops": troops,
        "zone": zone,
        "certainty": certainty,
    }
    body.listing(wanted, form)


@command
def rates(
    first: First = 1815,
    last: Last = 2024,
    kind: Kind = None,
    multilateral: Multilateral = None,
    major: Major = None,
    nuclear: Nuclear = None,
    treaty: Treaty = None,
    troops: Troops = None,
    zone: Zone = None,
    include_unverified: Unverified = False,
    form: Format = "table",
) -> None:
    """Base rates with intervals, and which cases they count.

    The published rates of honoured alliances are shown too where SUASION_DATA names the folder
    of the research data.

    Examples
    --------
      suasion record rates
      suasion record rates --from 1945 --multilateral
      suasion record rates --nuclear --treaty --format json
      suasion record rates --include-unverified
    """
    from suasion.cli import record as body

    wanted = {
        "first_year": first,
        "last_year": last,
        "type": kind,
        "multilateral": multilateral,
        "major": major,
        "nuclear": nuclear,
        "treaty": treaty,
        "troops": troops,
        "zone": zone,
    }
    body.rates(wanted, form, include_unverified=include_unverified)
