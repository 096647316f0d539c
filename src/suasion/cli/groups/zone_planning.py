"""`suasion zone plan` and `suasion zone warning`: before monitors are sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cli.grouping import commands
from suasion.cli.options import ShortFormat

app = typer.Typer()
command = commands(app)


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
