"""`suasion zone warning`: warning time from depth, speed and monitors, and whether it is enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from suasion.cli.printing import table
from suasion.cli.zone_build import folded
from suasion.errors import InputError, Problem
from suasion.zone.planning.chain import Chain, chain, unanimous
from suasion.zone.planning.ranges import (
    A_DAY,
    DAYS,
    DAYS_OR_NONE,
    SHARE,
    Allowed,
    Range,
    number,
    range_of,
    refused,
    whole,
)
from suasion.zone.planning.warning import LEVELS, Attack, Monitoring, WarningTime, warning_time

DEPTH = Allowed(0.0, 500.0, unit="km")
SPEED = Allowed(0.0, 2_000.0, above=True, unit="km a day")
GIVEN = {
    "depth_km": DEPTH,
    "speed_km_per_day": SPEED,
    "build_up_days": DAYS_OR_NONE,
    "decide_days": DAYS_OR_NONE,
    "move_days": DAYS_OR_NONE,
}
WAYS = ("visits_every", "visits_a_day", "delay_days")
FACTORS = ("decide", "honour", "force")
PICTURES = (".svg", ".png")
ASSUMED = (
    "what is not certain lies evenly between its ends, each independent of the others",
    "a build-up that is not noticed still warns when the attack enters the zone",
    "looks miss independently; who builds up does not know when they come",
    "a warning counts from notice: that it is believed is part of the days to decide",
    "every number is the user's",
)
CHAINED = "each factor is the chance given the ones before it"


def run(options: dict[str, Any]) -> None:
    """Work it out, draw it and tell it."""
    out: Path | None = options["out"]
    if out is not None and out.suffix.lower() not in PICTURES:
        raise refused("--out", str(out), "is no picture", "End the name in .svg or .png")
    attack = Attack(**{name: _range(name, options[name], GIVEN[name]) for name in GIVEN})
    monitoring = _monitoring(options)
    factors = _factors(options)
    found = warning_time(attack, monitoring, seed=options["seed"])
    links = chain(found.in_time_by_point, factors, seed=options["seed"] + 1) if factors else None
    if out is not None:
        from suasion.cli.zone_warning_chart import draw

        draw(found, out)
    _tell(found, links, factors, monitoring, options["format"])


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _range(name: str, text: str, allowed: Allowed) -> Range:
    return range_of(_option(name), text, allowed)


def _monitoring(options: dict[str, Any]) -> Monitoring:
    given = [name for name in WAYS if options[name] is not None]
    if len(given) > 1:
        message = f"{' and '.join(map(_option, given))} say the same thing twice"
        raise InputError([Problem("zone warning", 0, 0, "", "", message, "Keep one")])
    if not given or given == ["delay_days"]:
        if options["miss"] is not None:
            raise refused(
                "--miss", options["miss"], "has no visits that it belongs to", "Remove it"
            )
        if not given:
            return Monitoring("none")
        return Monitoring(
            "delay", delay_days=_range("delay_days", options["delay_days"], DAYS_OR_NONE)
        )
    if options["miss"] is None:
        message = "is not given"
        raise refused("--miss", "", message, "Give the chance that a visit misses the build-up")
    miss = _range("miss", options["miss"], SHARE)
    if given == ["visits_every"]:
        return Monitoring("periodic", number("--visits-every", options["visits_every"], DAYS), miss)
    return Monitoring("random", number("--visits-a-day", options["visits_a_day"], A_DAY), miss)


def _factors(options: dict[str, Any]) -> dict[str, Range]:
    """Factors of the chain; none where none is given, an error where some are missing."""
    found = {
        name: _range(name, options[name], SHARE) for name in FACTORS if options[name] is not None
    }
    if (options["members"] is None) != (options["approve"] is None):
        missing = "--approve" if options["approve"] is None else "--members"
        raise refused(missing, "", "is not given", "Give --members and --approve together")
    if options["members"] is not None:
        if "decide" in found:
            raise refused("--decide", options["decide"], "is what --members works out", "Keep one")
        members = whole("--members", options["members"], 1, 1000)
        approve = _range("approve", options["approve"], SHARE)
        found["decide"] = Range(*(unanimous(one, members) for one in (approve.low, approve.high)))
    missing_ones = [_option(name) for name in FACTORS if name not in found]
    if found and missing_ones:
        message = f"the chain needs {', '.join(missing_ones)} too"
        remedy = "Give it: what is not known is a range, such as 0:1"
        raise InputError([Problem("zone warning", 0, 0, "", "", message, remedy)])
    return {name: found[name] for name in FACTORS if name in found}


def _tell(
    found: WarningTime,
    links: Chain | None,
    factors: dict[str, Range],
    monitoring: Monitoring,
    form: str,
) -> None:
    if form == "json":
        typer.echo(json.dumps(as_data(found, links), indent=2, allow_nan=False))
        return
    heads = ("warning", "mean", *(f"{level:.0%}" for level in LEVELS))
    cells = [f"{one:.1f}" for one in (found.mean_days, *found.quantiles_days)]
    table(heads, [("days", *cells)])
    typer.echo()
    for row in _words(found, monitoring):
        typer.echo(folded(row))
    if links is not None:
        typer.echo()
        table(("factor", "mean", "range", "binds in"), list(_links(found, links, factors)))
        typer.echo()
        for row in _chained(links):
            typer.echo(folded(row))
    for row in _assumed(links):
        typer.echo(folded(f"- {row}"))


def as_data(found: WarningTime, links: Chain | None) -> dict[str, Any]:
    """The warning time and the chain as plain data."""
    return {
        "warning_days": {
            "mean": found.mean_days,
            **{
                f"p{level * 100:.0f}": one
                for level, one in zip(LEVELS, found.quantiles_days, strict=True)
            },
        },
        "noticed_during_build_up": found.noticed,
        "crossing_days": [found.crossing_days.low, found.crossing_days.high],
        "needed_days": [found.need_days.low, found.need_days.high],
        "in_time": found.in_time,
        "at_least": [
            {"days": round(float(day), 6), "chance": round(float(chance), 6)}
            for day, chance in zip(found.days, found.at_least, strict=True)
        ],
        "chain": links and _chain_data(links),
        "assumptions": list(_assumed(links)),
    }


def _chain_data(links: Chain) -> dict[str, Any]:
    return {
        "factors": dict(links.means),
        "product": {"mean": links.mean, "p5": links.p5, "p95": links.p95},
        "product_at_ends": [links.product.low, links.product.high],
        "binding": list(links.binding),
        "product_if_raised": links.raised,
        "binds_in_share": dict(links.binds),
    }


def _assumed(links: Chain | None) -> tuple[str, ...]:
    return (*ASSUMED, CHAINED) if links else ASSUMED


def _words(found: WarningTime, monitoring: Monitoring) -> Iterator[str]:
    if monitoring.how == "none":
        yield "Nothing watches the build-up: the crossing of the zone is all the warning."
    else:
        yield f"The build-up is noticed while it lasts with a chance of {found.noticed:.2f}."
    yield f"Crossing the zone takes {in_days(found.crossing_days)} days."
    need = in_days(found.need_days)
    yield f"Help needs {need} days and comes in time with a chance of {found.in_time:.2f}."


def in_days(ends: Range) -> str:
    """Days, or their two ends where they differ."""
    return " to ".join(dict.fromkeys((f"{ends.low:.3g}", f"{ends.high:.3g}")))


def _links(
    found: WarningTime, links: Chain, factors: dict[str, Range]
) -> Iterator[tuple[str, ...]]:
    by_point = found.in_time_by_point
    first = next(iter(links.means))
    ends = {first: Range(float(by_point.min()), float(by_point.max())), **factors}
    for name, mean in links.means.items():
        low, high = ends[name].low, ends[name].high
        yield name, f"{mean:.2f}", f"{low:.2f}-{high:.2f}", f"{links.binds[name]:.0%}"
    yield "all four", f"{links.mean:.2f}", f"{links.product.low:.2f}-{links.product.high:.2f}", ""


def _chained(links: Chain) -> Iterator[str]:
    yield (
        f"The guarantee works with a chance of {links.mean:.2f} "
        f"({links.p5:.2f}-{links.p95:.2f} in 90 % of what may be)."
    )
    names = ", ".join(links.binding)
    if len(links.binding) == 1:
        yield f"Binding: {names}. With it certain the chance would be {links.raised:.2f}."
    elif links.mean == 0.0:
        yield f"Binding: {names} together. While another is 0, raising one of them does nothing."
    else:
        yield f"Binding: a tie of {names}. With one of them certain: {links.raised:.2f}."
