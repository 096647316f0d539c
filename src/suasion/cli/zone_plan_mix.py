"""`suasion zone plan FILE`: the cheapest mix of what a plan file offers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import typer
from rich.console import Console

from suasion.cli.printing import table
from suasion.cli.zone_build import folded
from suasion.cli.zone_plan_chances import AT_LEAST, INDEPENDENT
from suasion.zone.planning.combining import Together, together
from suasion.zone.planning.means import ASSUMED
from suasion.zone.planning.mixing import Mix, cheapest, watches_of
from suasion.zone.planning.needing import units_needed
from suasion.zone.planning.planfile import Plan, load
from suasion.zone.planning.ranges import Allowed, number

HEADS = ("means", "units", "favourable", "alone", "cost")
TIME_LIMIT = Allowed(0.0, 3600.0, above=True, unit="seconds")


def run(options: dict[str, Any]) -> None:
    """Find the mix and tell it."""
    limit = number("--time-limit", options["time_limit"] or "60", TIME_LIMIT)
    plan = load(options["file"])
    with Console(stderr=True).status("Looking for the cheapest mix"):
        found = as_data(plan, limit)
    if options["format"] == "json":
        typer.echo(json.dumps(found, indent=2, allow_nan=False))
        return
    for row in _head(found):
        typer.echo(folded(row))
    if found["cautious"] is not None or found["favourable"] is not None:
        typer.echo()
        table(HEADS, [_row(row) for row in found["means"]])
        typer.echo()
    for row in _below(found):
        typer.echo(folded(row))


def as_data(plan: Plan, time_limit_s: float) -> dict[str, Any]:
    """The mixes at both ends of the ranges, as plain data."""
    size, within = plan.file.violation.size, plan.file.violation.within_days
    wanted = (size, within, plan.file.chance)
    cautious, favourable = (
        cheapest(plan.offers, *wanted, favourable=end, time_limit_s=time_limit_s)
        for end in (False, True)
    )
    return {
        "plan": plan.file.plan,
        "violation": {"size": size, "within_days": within},
        "wanted": plan.file.chance,
        "cost_unit": plan.file.cost_unit,
        "means": list(_means(plan, cautious, favourable)),
        "cautious": cautious and _mix(cautious, plan.file.chance),
        "favourable": favourable and _mix(favourable, plan.file.chance),
        "most_possible": _most(plan).chance,
        "assumptions": [f"chance: {INDEPENDENT}", AT_LEAST, *_assumed(plan)],
    }


def _means(plan: Plan, cautious: Mix | None, favourable: Mix | None) -> Iterator[dict[str, Any]]:
    size, within = plan.file.violation.size, plan.file.violation.within_days
    for number_, one in enumerate(plan.offers):
        units = [mix.units[number_] if mix else None for mix in (cautious, favourable)]
        grounds = plan.file.means[one.means.name]
        yield {
            "name": one.means.name,
            "kind": one.means.kind.value,
            "units": {"cautious": units[0], "favourable": units[1]},
            "alone": units_needed(one.means, size, within, plan.file.chance, one.most),
            "cost": None if units[0] is None else units[0] * one.cost,
            "source": grounds.source,
            "where": grounds.where,
            "judgement": grounds.because,
        }


def _mix(mix: Mix, chance: float) -> dict[str, Any]:
    delay = mix.together.mean_delay_days
    return {
        "cost": mix.cost,
        "no_mix_costs_less_than": mix.bound,
        "proved_cheapest": mix.proved,
        "chance": mix.together.chance,
        "at_least": mix.together.if_dependent,
        "rests_on_independence": mix.together.if_dependent < chance,
        "mean_delay_days": delay if math.isfinite(delay) else None,
    }


def _most(plan: Plan) -> Together:
    """What everything together does, at the cautious ends."""
    size, within = plan.file.violation.size, plan.file.violation.within_days
    every = [one.most for one in plan.offers]
    return together(watches_of(plan.offers, every, size, favourable=False), within)


def _assumed(plan: Plan) -> Iterator[str]:
    for kind in dict.fromkeys(one.means.kind for one in plan.offers):
        yield f"{kind.value}: {ASSUMED[kind]}"


def _head(found: dict[str, Any]) -> Iterator[str]:
    violation, wanted = found["violation"], found["wanted"]
    yield (
        f"{found['plan']}: a violation of {violation['size']} that lasts, to be noticed within "
        f"{violation['within_days']:g} days with a chance of {wanted:.10g}."
    )


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    units, alone = row["units"], row["alone"]
    shown = ["-" if one is None else str(one) for one in (units["cautious"], units["favourable"])]
    cost = "-" if row["cost"] is None else f"{row['cost']:,g}"
    return row["name"], *shown, "never" if alone is None else str(alone), cost


def _below(found: dict[str, Any]) -> Iterator[str]:
    unit = found["cost_unit"]
    if found["cautious"] is None:
        yield (
            f"No mix is enough: the most of everything gives {found['most_possible']:.2f} "
            "at the cautious ends of the ranges."
        )
    for name, words in (
        ("cautious", "Cheapest mix"),
        ("favourable", "At the favourable ends of the ranges"),
    ):
        if found[name] is not None:
            yield f"{words}: {_told(found[name], unit)}"
    yield "units, cost, alone: at the cautious ends; alone: units of that means by itself."
    yield from (f"- {one}" for one in found["assumptions"])
    yield from (f"- numbers of {row['name']}: {_grounds(row)}" for row in found["means"])


def _grounds(row: dict[str, Any]) -> str:
    if row["judgement"]:
        return f"judged; {row['judgement']}"
    return ", ".join(filter(None, (row["source"], row["where"])))


def _told(mix: dict[str, Any], unit: str) -> str:
    late = mix["mean_delay_days"]
    delay = "some are never noticed" if late is None else f"mean delay {late:.3g} days"
    proof = (
        "proved cheapest"
        if mix["proved_cheapest"]
        else f"time ran out; no mix costs less than {mix['no_mix_costs_less_than']:,.4g}"
    )
    return (
        f"{mix['cost']:,g} {unit} ({proof}); chance {mix['chance']:.3f}, at least "
        f"{mix['at_least']:.2f}; {delay}."
    )
