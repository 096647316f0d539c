"""`suasion zone`: zones from rules, and what was seen of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from suasion.cli.grouping import commands, group
from suasion.cli.groups.zone_log import app as log
from suasion.cli.groups.zone_planning import app as planning
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
# Without a name: its commands are commands of this group.
app.add_typer(planning)

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
Stored = Annotated[
    Path, typer.Argument(metavar="OBS.parquet", help="Observations, from `suasion zone read`.")
]
ZoneOption = Annotated[
    str, typer.Option("--zone", metavar="ZONE", help="Template, or a zone file (.yaml).")
]
Coverage = Annotated[
    Path | None,
    typer.Option(metavar="FILE.csv", help="What was watched: side,begins,ends,coverage,source."),
]
Notices = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.csv",
        help="All notices of movements that were given, as a table.",
    ),
]
SectorKm = Annotated[
    float | None,
    typer.Option(min=5, max=500, metavar="KM", help="Length of a sector.", show_default="20"),
]
SectorFile = Annotated[
    Path | None, typer.Option(metavar="FILE.geojson", help="Sectors as polygons with names.")
]
Delay = Annotated[
    int,
    typer.Option(
        "--delay-days",
        min=0,
        max=36500,
        metavar="DAYS",
        help="Days that nothing leaves this machine; another number if the parties agreed on one.",
    ),
]
ErodedAbove = Annotated[
    float | None,
    typer.Option(
        min=0.001,
        max=10_000,
        metavar="N",
        help="Feed only: violations a day, at full coverage, above which a zone is eroded.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
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


@command
def check(
    file: Stored,
    zone: ZoneOption,
    line: Lines = None,
    settings: Distances = None,
    by: Annotated[
        Literal["rule", "side", "sector", "day"], typer.Option(help="What they are counted by.")
    ] = "rule",
    sector_km: SectorKm = None,
    sectors: SectorFile = None,
    coverage: Coverage = None,
    notices: Notices = None,
    form: Annotated[
        Literal["table", "json", "csv", "feed"],
        typer.Option("--format", help="Form of the answer; feed is compliance by year."),
    ] = "table",
    eroded_above: ErodedAbove = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = (
        None
    ),
    delay: Delay = 30,
    quiet: Quiet = False,
) -> None:
    """Hold observations against the rules of a zone.

    Each violation comes with the chance that the position error explains it away. Positions stay
    on your machine: what is shown is counted by rule, side, sector or day. The table has all days;
    JSON, CSV and the feed end with the delay.

    Examples
    --------
      suasion zone check observations.parquet --zone minsk-ii --line line.geojson
      suasion zone check obs.parquet --zone my-zone.yaml --by sector --sector-km 50
      suasion zone check obs.parquet --zone my-zone.yaml --coverage watched.csv --format feed
    """
    from suasion.cli import zone_check as body

    body.run(
        {
            "file": file,
            "zone": zone,
            "lines": line or [],
            "settings": settings or [],
            "by": by,
            "sector_km": sector_km,
            "sectors": sectors,
            "coverage": coverage,
            "notices": notices,
            "format": form,
            "eroded_above": eroded_above,
            "out": out,
            "delay": delay,
            "today": datetime.now(UTC).date(),
            "quiet": quiet,
        }
    )


@command
def report(
    file: Stored,
    zone: ZoneOption,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.html|geojson|csv", help="Write it there.")
    ],
    line: Lines = None,
    settings: Distances = None,
    sector_km: SectorKm = None,
    sectors: SectorFile = None,
    coverage: Coverage = None,
    notices: Notices = None,
    delay: Delay = 30,
    quiet: Quiet = False,
) -> None:
    """Write findings as a page to pass on, or as numbers by sector and day.

    The page works offline: a map by sector, a series, and each violation with the rows and sources
    behind it. No position is in it, and nothing of the last 30 days.

    Examples
    --------
      suasion zone report obs.parquet --zone minsk-ii --line line.geojson --out report.html
      suasion zone report obs.parquet --zone my-zone.yaml --out sectors.geojson
      suasion zone report obs.parquet --zone my-zone.yaml --out numbers.csv
    """
    from suasion.cli import zone_report as body

    body.run(
        {
            "file": file,
            "zone": zone,
            "lines": line or [],
            "settings": settings or [],
            "sector_km": sector_km,
            "sectors": sectors,
            "coverage": coverage,
            "notices": notices,
            "format": "report",
            "out": out,
            "delay": delay,
            "today": datetime.now(UTC).date(),
            "quiet": quiet,
        }
    )


@command
def alarm(
    file: Annotated[Path, typer.Argument(metavar="COUNTS.csv", help="One row a period.")],
    day: Annotated[
        str, typer.Option(metavar="COLUMN", help="Column of the last day of a period.")
    ] = "day",
    counts: Annotated[
        list[str] | None,
        typer.Option(
            "--count",
            metavar="COLUMN",
            help="Column of the count; repeat it to add up.",
            show_default="count",
        ),
    ] = None,
    days: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Column of a period's days.", show_default="1 day"),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--baseline-until",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Last day of ordinary times.",
            show_default="first half",
        ),
    ] = None,
    ratio: Annotated[
        float, typer.Option("--rise", min=1.05, max=100, help="The rise to be found, as a ratio.")
    ] = 2.0,
    false_per_year: Annotated[
        float,
        typer.Option("--false-a-year", min=0.01, max=50, help="False alarms a year, at most."),
    ] = 1.0,
    event: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Look back from what happened."
        ),
    ] = None,
    within: Annotated[
        int, typer.Option(min=1, max=3650, help="Days before the event in which an alarm counts.")
    ] = 30,
    form: Annotated[
        Literal["table", "json", "csv"], typer.Option("--format", help="Form of the answer.")
    ] = "table",
) -> None:
    """Give alarms on counts, with their false alarms a year and their delay.

    Two rules: a cumulative sum for a lasting rise, and a limit for a sudden one. Both are set from
    ordinary times to the false alarms that you accept.

    Examples
    --------
      suasion zone alarm counts.csv
      suasion zone alarm smm.csv --day issued --count donetsk --count luhansk
      suasion zone alarm counts.csv --baseline-until 2021-06-30 --event 2022-02-24
    """
    from suasion.cli import zone_alarm as body

    body.run(
        {
            "file": file,
            "day": day,
            "counts": counts or ["count"],
            "days": days,
            "until": until.date() if until else None,
            "ratio": ratio,
            "false_per_year": false_per_year,
            "event": event.date() if event else None,
            "within": within,
            "format": form,
        }
    )
