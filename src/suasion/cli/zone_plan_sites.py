"""`suasion zone plan --sites`: which candidate sites see most of a zone.

It tells chosen sites and shares. There is no list or map of what is not seen, in any form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import typer
from rich.console import Console

from suasion.cli.printing import table
from suasion.cli.zone_build import folded
from suasion.cli.zone_plan_mix import TIME_LIMIT
from suasion.zone.planning.cells import MOST_CELLS, cell_count, demand
from suasion.zone.planning.ground import COST, MOST_SITES, RADIUS, Sector, Site, sectors, sites
from suasion.zone.planning.placing import Placement, place
from suasion.zone.planning.ranges import Allowed, number, refused, whole

CELL = Allowed(0.001, 100.0, unit="km")
SILENT = (
    "What no site sees is not listed and not drawn, in any form: it would serve whoever wants to "
    "hide something."
)


def run(options: dict[str, Any]) -> None:
    """Choose and tell."""
    if options["sectors"] is None:
        raise refused("--sectors", "", "is not given", "Name the GeoJSON of suasion zone build")
    if options["most"] is None and options["budget"] is None:
        raise refused("--most", "", "is not given", "Say how many sites, or --budget COST")
    radius = options["radius_km"]
    given = sites(options["sites"], radius and number("--radius-km", radius, RADIUS))
    ground = sectors(options["sectors"])
    with Console(stderr=True).status("Choosing sites"):
        found = as_data(given, ground, options)
    if options["format"] == "json":
        typer.echo(json.dumps(found, indent=2, allow_nan=False, ensure_ascii=False))
        return
    typer.echo(folded(_head(found)))
    typer.echo()
    table(("site", "radius km", "cost"), [_row(one) for one in found["chosen"]])
    typer.echo()
    for row in _below(found):
        typer.echo(folded(row))


def as_data(given: list[Site], ground: list[Sector], options: dict[str, Any]) -> dict[str, Any]:
    """Chosen sites and shares, as plain data."""
    edge = _cell_km(options["cell_km"], ground)
    limit = number("--time-limit", options["time_limit"] or "60", TIME_LIMIT)
    most = options["most"] and whole("--most", options["most"], 1, MOST_SITES)
    budget = options["budget"] and number("--budget", options["budget"], COST)
    seen = demand(ground, given, edge)
    found = place(seen, given, most=most, budget=budget, time_limit_s=limit)
    weighed = "area" if any(one.weight is None for one in ground) else "the sectors' weights"
    return {
        "chosen": [_site(one) for one in given if one.name in found.chosen],
        "seen": round(found.seen, 6),
        "no_choice_sees_more_than": round(found.bound, 6),
        "proved_best": found.proved,
        "all_candidates_see": round(found.seen_by_all, 6),
        "cost": found.cost,
        "candidates": len(given),
        "share_of": weighed,
        "cells": seen.cells,
        "cell_km": round(seen.cell_km, 4),
        "assumptions": _assumed(found, seen.cell_km),
    }


def _cell_km(text: str | None, ground: list[Sector]) -> float | None:
    if text is None:
        return None
    edge = number("--cell-km", text, CELL)
    if cell_count(ground, edge) > MOST_CELLS:
        message = f"would cut the zone into more than {MOST_CELLS:,} cells"
        raise refused("--cell-km", text, message, "Give larger cells")
    return edge


def _site(one: Site) -> dict[str, Any]:
    return {"name": one.name, "radius_km": one.radius_km, "cost": one.cost}


def _assumed(found: Placement, cell_km: float) -> list[str]:
    return [
        "a site sees everything within its radius: no hills, woods or weather",
        f"a cell of {cell_km:.3g} km counts where its middle is seen; smaller ones are sharper",
        SILENT,
    ]


def _head(found: dict[str, Any]) -> str:
    return (
        f"{len(found['chosen'])} of {found['candidates']} candidates see {found['seen']:.1%} of "
        f"the zone, by {found['share_of']}."
    )


def _row(one: dict[str, Any]) -> tuple[str, str, str]:
    return one["name"], f"{one['radius_km']:g}", f"{one['cost']:,g}"


def _below(found: dict[str, Any]) -> Iterator[str]:
    if found["proved_best"]:
        yield "Proved: no other choice within the limit sees more."
    else:
        gap = found["no_choice_sees_more_than"] - found["seen"]
        bound = found["no_choice_sees_more_than"]
        yield f"Time ran out: no choice sees more than {bound:.1%}, {gap:.1%} above this one."
    yield f"All candidates together would see {found['all_candidates_see']:.1%}."
    yield from (f"- {one}" for one in found["assumptions"])
