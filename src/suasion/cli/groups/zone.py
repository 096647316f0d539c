"""`suasion zone`: zones from rules, and what was seen of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from suasion.cli.grouping import commands, group
from suasion.cli.groups.zone_log import app as log
from suasion.cli.options import ShortFormat

INTRODUCTION = """
Draw the zone of an agreement from its text, and say what is forbidden where.

\b
Examples:
  suasion zone show
  suasion zone rules minsk-ii
  suasion zone build minsk-ii --line line.geojson --out zones.geojson
"""

app = group("zone", INTRODUCTION)
command = commands(app)
app.add_typer(log)

Zone = Annotated[str, typer.Argument(metavar="ZONE", help="Template, or a zone file (.yaml).")]
Lines = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="[ID=]FILE", help="GeoJSON of a line; repeat it."),
]
Distances = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="ID=KM", help="Depth or radius of a place; repeat it."),
]
Observations = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV, Parquet or GeoJSON file of observations.")
]
Day = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="In force that day."),
]


@command
def build(
    zone: Zone,
    line: Lines = None,
    settings: Distances = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.geojson", help="Write the zones there.")
    ] = None,
) -> None:
    """Turn a line and depths into polygons, as GeoJSON.

    Examples
    --------
      suasion zone build minsk-ii --line line.geojson --out zones.geojson
      suasion zone build zaporizhzhia-plant --set plant=15
    """
    from suasion.cli import zone_build as body

    body.run(zone, line or [], settings or [], out)


@command
def show(
    zone: Annotated[
        str | None, typer.Argument(metavar="ZONE", help="Template, or a zone file (.yaml).")
    ] = None,
    line: Lines = None,
    settings: Distances = None,
    form: Annotated[
        Literal["table", "json", "csv", "yaml"],
        typer.Option("--format", help="Form of the answer; yaml is the zone file itself."),
    ] = "table",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.svg|png", help="Draw it there.")
    ] = None,
    outline: Annotated[
        Path | None,
        typer.Option(metavar="FILE.geojson", help="Outlines to draw below, such as states."),
    ] = None,
) -> None:
    """Show a zone's belts, areas and lengths, or list the templates.

    Examples
    --------
      suasion zone show
      suasion zone show minsk-ii --line line.geojson --out minsk.svg
      suasion zone show my-zone.yaml --format csv
      suasion zone show korea-1953 --format yaml > my-zone.yaml
    """
    from suasion.cli import zone_show as body

    body.run(
        {
            "zone": zone,
            "lines": line or [],
            "settings": settings or [],
            "format": form,
            "out": out,
            "outline": outline,
        }
    )


@command
def rules(zone: Zone, on: Day = None, form: ShortFormat = "table") -> None:
    """Say in words what is forbidden where, and by which text.

    Examples
    --------
      suasion zone rules golan-1974
      suasion zone rules minsk-ii --on 2015-06-01
    """
    from suasion.cli import zone_rules as body

    body.run(zone, on.date() if on else None, form)


@command
def map(
    file: Observations,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.yaml", help="Write it there.")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, max=20_000, help="Most rows to look at.")] = 10_000,
) -> None:
    """Propose a mapping file for a table of observations.

    It guesses by the names and contents of the columns, and says of what it is not sure. What no
    sample can say is UNDECIDED, until you write it. Works on your own machine only.

    Examples
    --------
      suasion zone map sample.csv
      suasion zone map sample.parquet --out mapping.yaml
    """
    from suasion.cli import zone_map as body

    body.run(file, out, rows)


@command
def read(
    file: Observations,
    mapping: Annotated[
        Path, typer.Option("--mapping", "-m", metavar="FILE.yaml", help="Which column is what.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.parquet", help="Accepted rows.")
    ] = Path("observations.parquet"),
    rejects: Annotated[
        Path, typer.Option("--rejects", metavar="FILE.csv", help="Rejected rows and why.")
    ] = Path("rejects.csv"),
    form: ShortFormat = "table",
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Read observations: each row is accepted, or rejected with its reason.

    Nothing is repaired: what is wrong goes to the reject file as it stands. Works on your own
    machine only; what leaves it is aggregated by sector and day, with a delay.

    Examples
    --------
      suasion zone read sample.csv --mapping mapping.yaml
      suasion zone read smm.parquet -m smm.yaml --out smm-read.parquet --rejects smm-rejects.csv
    """
    from suasion.cli import zone_read as body

    body.run(
        {
            "file": file,
            "mapping": mapping,
            "out": out,
            "rejects": rejects,
            "format": form,
            "quiet": quiet,
        }
    )
