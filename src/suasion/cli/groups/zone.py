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
SectorKm = Annotated[
    float | None,
    typer.Option(min=1, max=500, metavar="KM", help="Length of a sector.", show_default="20"),
]
SectorFile = Annotated[
    Path | None, typer.Option(metavar="FILE.geojson", help="Sectors as polygons with names.")
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
def plan(
    file: Annotated[
        Path | None, typer.Argument(metavar="[PLAN.yaml]", help="Means to choose from, with costs.")
    ] = None,
    violation: Annotated[
        str | None, typer.Option(metavar="N", help="Things it is of.", show_default="1")
    ] = None,
    within: Annotated[
        str | None, typer.Option(metavar="TIME", help="14d, 36h or 2w.", show_default="14d")
    ] = None,
    chance: Annotated[
        str | None, typer.Option(metavar="CHANCE", help="Wanted, of notice.", show_default="0.9")
    ] = None,
    patrols_a_day: Annotated[str | None, typer.Option(metavar="N", help="At random.")] = None,
    drones_a_day: Annotated[str | None, typer.Option(metavar="N", help="At random.")] = None,
    visits_every: Annotated[str | None, typer.Option(metavar="TIME", help="Periodic.")] = None,
    satellite_every: Annotated[str | None, typer.Option(metavar="TIME", help="Periodic.")] = None,
    cameras: Annotated[str | None, typer.Option(metavar="N", help="Steady.")] = None,
    stored: Annotated[str | None, typer.Option(metavar="N", help="Things in a store.")] = None,
    sampled: Annotated[
        str | None, typer.Option(metavar="N", help="Of them checked at an inspection.")
    ] = None,
    store_every: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Between inspections.", show_default="--within"),
    ] = None,
    miss: Annotated[
        list[str] | None,
        typer.Option(metavar="[KIND=]RANGE", help="Chance that a look misses a thing; repeat it."),
    ] = None,
    share: Annotated[
        list[str] | None,
        typer.Option(metavar="[KIND=]RANGE", help="Of the zone that one look or camera sees."),
    ] = None,
    prevented: Annotated[
        list[str] | None,
        typer.Option(metavar="[KIND=]RANGE", help="Chance that cloud or a fault prevents it."),
    ] = None,
    inspection: Annotated[
        str | None,
        typer.Option(metavar='"NAME=VALUE …"', help="How often to inspect; names above."),
    ] = None,
    sites: Annotated[
        Path | None, typer.Option(metavar="FILE.geojson", help="Candidate sites, points.")
    ] = None,
    sectors: Annotated[
        Path | None, typer.Option(metavar="FILE.geojson", help="Ground to see, polygons.")
    ] = None,
    most: Annotated[str | None, typer.Option(metavar="N", help="Sites, at most.")] = None,
    budget: Annotated[str | None, typer.Option(metavar="COST", help="Of sites, at most.")] = None,
    radius_km: Annotated[
        str | None, typer.Option(metavar="KM", help="Of sites without radius_km.")
    ] = None,
    cell_km: Annotated[str | None, typer.Option(metavar="KM", help="Edge of a cell.")] = None,
    time_limit: Annotated[
        str | None,
        typer.Option(metavar="SECONDS", help="Of the search for the best.", show_default="60"),
    ] = None,
    form: ShortFormat = "table",
) -> None:
    """How much monitoring is enough, where to put it, how often to inspect.

    RANGE is a number or its low and high end, 0.2:0.4. KIND is patrol, drone, visit, satellite,
    camera or store. A plan file gives the cheapest mix. Names for --inspection: gain, loss, miss,
    false-alarm, alarm-loss, cost, undetected, detected, alarm-cost; or periods and inspections.

    Examples
    --------
      suasion zone plan --violation 3 --within 14d --patrols-a-day 0.5 --miss 0.2:0.4 --share 0.2
      suasion zone plan --visits-every 15 --satellite-every 2 --miss 0.3 --prevented satellite=0.6
      suasion zone plan --violation 3 --stored 120 --sampled 40 --miss 0
      suasion zone plan my-plan.yaml
      suasion zone plan --sites sites.geojson --sectors zones.geojson --most 3
      suasion zone plan --inspection "gain=1 loss=3 miss=0.1:0.3 cost=0.1 undetected=1"
      suasion zone plan --inspection "periods=12 inspections=3"
    """
    options = locals() | {"format": form}
    from suasion.cli import zone_plan as body

    body.run(options)


@command
def warning(
    depth_km: Annotated[str, typer.Option(metavar="RANGE", help="Depth of the zone.")],
    speed_km_per_day: Annotated[str, typer.Option(metavar="RANGE", help="Advance through it.")],
    build_up_days: Annotated[str, typer.Option(metavar="RANGE", help="Of the attack.")],
    decide_days: Annotated[str, typer.Option(metavar="RANGE", help="Help: days to decide.")],
    move_days: Annotated[str, typer.Option(metavar="RANGE", help="Help: days to move.")],
    visits_every: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Periodic visits see the build-up.")
    ] = None,
    visits_a_day: Annotated[
        str | None, typer.Option(metavar="N", help="Random visits see the build-up.")
    ] = None,
    miss: Annotated[
        str | None, typer.Option(metavar="RANGE", help="Chance that a visit misses it.")
    ] = None,
    delay_days: Annotated[
        str | None, typer.Option(metavar="RANGE", help="Instead of visits: days until notice.")
    ] = None,
    decide: Annotated[
        str | None, typer.Option(metavar="RANGE", help="Chance that help is decided.")
    ] = None,
    members: Annotated[
        str | None, typer.Option(metavar="N", help="Instead: all of N must approve,")
    ] = None,
    approve: Annotated[
        str | None, typer.Option(metavar="RANGE", help="each with this chance.")
    ] = None,
    honour: Annotated[
        str | None, typer.Option(metavar="RANGE", help="Chance that the decision is honoured.")
    ] = None,
    force: Annotated[
        str | None, typer.Option(metavar="RANGE", help="Chance that the force is enough.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.svg|png", help="Draw it there.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Of what is tried.")] = 0,
    form: ShortFormat = "table",
) -> None:
    """Warning time from a zone's depth and its monitors, and whether help comes in time.

    RANGE is a number or its low and high end, 30:60. With --decide, --honour and --force it works
    out the chain from detection to force, and says which factor binds.

    Examples
    --------
      suasion zone warning --depth-km 30 --speed-km-per-day 30:60 --build-up-days 20:40
        --visits-every 15 --miss 0.3 --decide-days 2:7 --move-days 5:14
      suasion zone warning --depth-km 20 --speed-km-per-day 14 --build-up-days 30 --visits-a-day 0.1
        --miss 0.2:0.5 --decide-days 4 --move-days 10 --members 32 --approve 0.97:0.99
        --honour 0.3:0.8 --force 0.5:0.9 --out warning.svg
    """
    options = locals() | {"format": form}
    from suasion.cli import zone_warning as body

    body.run(options)


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
    form: Annotated[
        Literal["table", "json", "csv", "feed"],
        typer.Option("--format", help="Form of the answer; feed is compliance by year."),
    ] = "table",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = (
        None
    ),
    quiet: Quiet = False,
) -> None:
    """Hold observations against the rules of a zone.

    Each violation comes with the chance that the position error explains it away. Positions stay
    on your machine: what is shown is counted by rule, side, sector or day.

    Examples
    --------
      suasion zone check observations.parquet --zone minsk-ii --line line.geojson
      suasion zone check obs.parquet --zone my-zone.yaml --by sector --sector-km 50
      suasion zone check obs.parquet --zone my-zone.yaml --coverage watched.csv --format json
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
            "format": form,
            "out": out,
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
