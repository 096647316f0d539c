"""`suasion zone plan` with means as options: what they do in time, alone and together."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from suasion.cli.printing import table
from suasion.cli.zone_build import folded
from suasion.errors import InputError, Problem
from suasion.zone.planning.combining import Together, together
from suasion.zone.planning.means import ASSUMED, HOW, Kind, Means
from suasion.zone.planning.needing import enough, quantity, worded
from suasion.zone.planning.ranges import (
    A_DAY,
    CHANCE_WANTED,
    NEVER,
    SHARE,
    WHOLE,
    Allowed,
    Range,
    days,
    number,
    range_of,
    refused,
    whole,
)

HEADS = ("means", "how much", "chance", "at least", "delay, days", "enough alone")
OPTIONS: dict[Kind, tuple[str, str]] = {
    Kind.PATROL: ("--patrols-a-day", "{:g} a day"),
    Kind.DRONE: ("--drones-a-day", "{:g} a day"),
    Kind.VISIT: ("--visits-every", "every {:g} d"),
    Kind.SATELLITE: ("--satellite-every", "every {:g} d"),
    Kind.CAMERA: ("--cameras", "{:,.10g} cameras"),
    Kind.STORE: ("--sampled", "{:,.10g} things"),
}
CAMERAS = Allowed(0.0, 100_000.0, above=True)
INDEPENDENT = "looks, means and the things of a violation miss independently of one another"
AT_LEAST = "'at least': what hides the violation once hides it from every look and all means"


def run(options: dict[str, Any]) -> None:
    """What the means on the command line do."""
    size = whole("--violation", options["violation"] or "1", 1, 100_000)
    within = days("--within", options["within"] or "14d")
    chance = number("--chance", options["chance"] or "0.9", CHANCE_WANTED)
    means = list(_means(options, size, within))
    if not means:
        listed = ", ".join(name for name, _ in OPTIONS.values())
        message, remedy = (
            "no means of monitoring is given",
            f"Give a plan file, or some of {listed}",
        )
        raise InputError([Problem("zone plan", 0, 0, "", "", message, remedy)])
    found = as_data(means, size, within, chance)
    if options["format"] == "json":
        typer.echo(json.dumps(found, indent=2, allow_nan=False))
        return
    typer.echo(folded(f"A violation of {size} that lasts, noticed within {within:g} days."))
    typer.echo()
    table(HEADS, [*map(_row, found["means"]), _row(found["together"])])
    typer.echo()
    for row in (_verdict(found), *(f"- {one}" for one in found["assumptions"])):
        typer.echo(folded(row))


def _means(options: dict[str, Any], size: int, within: float) -> Iterator[tuple[Means, float]]:
    """Each means with how many units there are."""
    if options["sampled"] is None and (options["stored"] or options["store_every"]):
        raise refused("--sampled", "", "is not given", "Say how many of the stored are checked")
    keyed = {name: _keyed(f"--{name}", options[name] or []) for name in MEANT}
    for kind, (option, _) in OPTIONS.items():
        text = options[option[2:].replace("-", "_")]
        if text is None:
            continue
        miss, share, prevented = (
            _ends(keyed[name], name, kind, default) for name, default in MEANT.items()
        )
        pace, units, stored = _amount(option, text, options, kind, size, within)
        yield Means(kind.value, kind, pace, miss, share, prevented, stored), units


MEANT: dict[str, Range | None] = {"miss": None, "share": WHOLE, "prevented": NEVER}
"""Options that hold for all means or for one, and what they are where they are left out."""


def _amount(
    option: str, text: str, options: dict[str, Any], kind: Kind, size: int, within: float
) -> tuple[float, float, int]:
    """Pace, units and, of a store, how many things it has."""
    if kind is Kind.STORE:
        if options["stored"] is None:
            raise refused("--stored", "", "is not given", "Say how many things are stored")
        stored = whole("--stored", options["stored"], size, 1_000_000)
        every = options["store_every"]
        pace = days("--store-every", every) if every else within
        return pace, whole(option, text, 1, stored), stored
    how = HOW[kind]
    if how == "steady":
        return 1.0, number(option, text, CAMERAS), 0
    return (
        (number(option, text, A_DAY), 1.0, 0) if how == "random" else (days(option, text), 1.0, 0)
    )


def _keyed(option: str, texts: Sequence[str]) -> dict[str, Range]:
    """Ranges by kind; those for all kinds by an empty name."""
    found: dict[str, Range] = {}
    for text in texts:
        kind, equals, value = text.rpartition("=")
        if equals and kind not in list(Kind):
            listed = ", ".join(Kind)
            raise refused(option, text, f"there is no kind of means {kind!r}", f"Use {listed}")
        if kind in found:
            raise refused(option, text, "is given twice", "Keep one")
        found[kind] = range_of(option, value, SHARE)
    return found


def _ends(keyed: dict[str, Range], name: str, kind: Kind, default: Range | None) -> Range:
    # Of cameras the share must be given: a camera that sees the whole zone is not meant.
    missing = None if kind is Kind.CAMERA and name == "share" else default
    found = keyed.get(kind.value, keyed.get("", missing))
    if found is None:
        message = f"is not given for {kind.value}"
        remedy = f"Add --{name} {kind.value}=0.1:0.3, a number or its low and high end"
        raise InputError([Problem(f"--{name}", 0, 0, "", "", message, remedy)])
    return found


def as_data(
    means: Sequence[tuple[Means, float]], size: int, within: float, chance: float
) -> dict[str, Any]:
    """Chances of each means and of all of them, as plain data."""
    rows = [_measured([one], size, within) | _named(*one, size, within, chance) for one in means]
    kinds = [one.kind for one, _ in means]
    return {
        "violation": {"size": size, "within_days": within},
        "wanted": chance,
        "means": rows,
        "together": {"name": "together", "how_much": ""} | _measured(means, size, within),
        "assumptions": [
            f"chance and mean delay: {INDEPENDENT}",
            AT_LEAST,
            *(f"{kind.value}: {ASSUMED[kind]}" for kind in kinds),
            *_left_out(means),
            "every number of the means is the user's",
        ],
    }


def _left_out(means: Sequence[tuple[Means, float]]) -> Iterator[str]:
    """What options that were not given take for granted."""
    whole_zone = [
        one.kind.value for one, _ in means if one.share == WHOLE and one.kind is not Kind.STORE
    ]
    if whole_zone:
        yield f"each look sees the whole zone (--share): {', '.join(whole_zone)}"
    for one, _ in means:
        if one.kind is Kind.STORE:
            yield f"store: {one.stored} things, an inspection every {one.pace:g} days"
    always = [one.kind.value for one, _ in means if one.prevented == NEVER]
    if always:
        yield f"nothing prevents a look (--prevented): {', '.join(always)}"


def _named(means: Means, units: float, size: int, within: float, chance: float) -> dict[str, Any]:
    amount = units if means.kind in (Kind.CAMERA, Kind.STORE) else means.pace
    low, high = (enough(means, size, within, chance, favourable=end) for end in (False, True))
    return {
        "name": means.name,
        "how_much": OPTIONS[means.kind][1].format(amount),
        "kind": means.kind.value,
        "enough_alone": {"of": quantity(means.kind)[0], "cautious": low, "favourable": high},
        "miss": [means.miss.low, means.miss.high],
        "share": [means.share.low, means.share.high],
        "prevented": [means.prevented.low, means.prevented.high],
    }


def _measured(means: Sequence[tuple[Means, float]], size: int, within: float) -> dict[str, Any]:
    """Chance, its least and the mean delay, at both ends of the ranges."""
    low, high = (
        together([one.watch(units, size, favourable=end) for one, units in means], within)
        for end in (False, True)
    )
    return {
        "chance": {"low": low.chance, "high": high.chance},
        "at_least": low.if_dependent,
        "mean_delay_days": {"low": _finite(high), "high": _finite(low)},
    }


def _finite(found: Together) -> float | None:
    """Mean delay; None where some violations are never noticed."""
    return found.mean_delay_days if math.isfinite(found.mean_delay_days) else None


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    delay, alone = row["mean_delay_days"], row.get("enough_alone")
    late = "never" if delay["high"] is None else f"{delay['high']:.3g}"
    soon = "never" if delay["low"] is None else f"{delay['low']:.3g}"
    return (
        row["name"],
        row["how_much"],
        spread(row["chance"]["low"], row["chance"]["high"]),
        f"{row['at_least']:.2f}",
        soon if soon == late else f"{soon}-{late}",
        worded(Kind(row["kind"]), alone["cautious"]) if alone else "",
    )


def spread(low: float, high: float) -> str:
    """A chance, or its two ends where they differ.

    Examples
    --------
    >>> spread(0.7, 0.85), spread(0.9, 0.9)
    ('0.70-0.85', '0.90')
    """
    ends = dict.fromkeys((f"{low:.2f}", f"{high:.2f}"))
    return "-".join(ends)


def _verdict(found: dict[str, Any]) -> str:
    wanted, chance = found["wanted"], found["together"]["chance"]
    if chance["low"] >= wanted:
        words = "enough, whatever lies within the ranges"
    elif chance["high"] >= wanted:
        words = "enough only towards the favourable ends of the ranges"
    else:
        words = "not enough"
    least = found["together"]["at_least"]
    more = "" if least >= wanted else " It rests on independence: see 'at least'."
    also = more if chance["high"] >= wanted else ""
    return f"Together {spread(chance['low'], chance['high'])} for {wanted:.10g}: {words}.{also}"
