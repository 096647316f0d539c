"""`suasion zone plan --inspection`: how often to inspect, so that keeping the rules is best."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import typer

from suasion.cli.zone_build import folded
from suasion.zone.planning.inspecting import (
    Inspection,
    announced_cost,
    deterring,
    first_inspection,
    most_missed,
    sequential_value,
    tempting,
)
from suasion.zone.planning.ranges import SHARE, Allowed, Range, number, range_of, refused, whole

WHERE = "--inspection"
PAYOFF = Allowed(0.0, 1e9, above=True)
LOSS = Allowed(0.0, 1e9)
NUMBERS: dict[str, Allowed] = {
    "gain": PAYOFF,
    "loss": PAYOFF,
    "false-alarm": SHARE,
    "alarm-loss": LOSS,
    "cost": LOSS,
    "undetected": PAYOFF,
    "detected": LOSS,
    "alarm-cost": LOSS,
}
BUDGET = ("periods", "inspections")
KNOWN = (*NUMBERS, "miss", *BUDGET)
NEEDED = ("gain", "loss", "miss")
MOST_PERIODS = 1000
ASSUMED = (
    "one decision, payoffs known to both, errors that nobody chooses",
    "an inspector that announces its chance of inspecting must be bound by it: afterwards it "
    "would rather not inspect",
)
BUDGET_ASSUMED = (
    "at most one violation; what is inspected is never missed; no false alarms; +1 and -1 at stake",
    "both sides count the inspections that are left",
)


def run(text: str, form: str) -> None:
    """Work out the one game or the other."""
    given = _pairs(text)
    found = _budget(given) if set(given) & set(BUDGET) else _one(given)
    if form == "json":
        typer.echo(json.dumps(found, indent=2, allow_nan=False))
        return
    for row in (*_told(found), *(f"- {one}" for one in found["assumptions"])):
        typer.echo(folded(row))


def _pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in re.split(r"[\s,]+", text.strip()):
        name, equals, value = part.partition("=")
        if not equals or name not in KNOWN:
            message = "must be name=value pairs"
            raise refused(WHERE, part, message, f"The names are {', '.join(KNOWN)}")
        if name in found:
            raise refused(WHERE, part, f"{name} is given twice", "Keep one")
        found[name] = value
    return found


def _required(given: dict[str, str], names: tuple[str, ...], why: str) -> None:
    missing = [name for name in names if name not in given]
    if missing:
        shown = " ".join(f"{name}={value}" for name, value in given.items())
        raise refused(WHERE, shown, f"{', '.join(missing)} {why}", "Add name=value")


def _one(given: dict[str, str]) -> dict[str, Any]:
    _required(given, NEEDED, "must be given for an inspection")
    numbers = {
        name.replace("-", "_"): number(f"{WHERE} {name}", given[name], allowed)
        for name, allowed in NUMBERS.items()
        if name in given
    }
    miss = range_of(f"{WHERE} miss", given["miss"], SHARE)
    game = Inspection(miss=miss.low, **numbers)
    if game.undetected is not None and game.detected >= game.undetected:
        shown = given.get("detected", "0")
        message = "must be less than undetected: detection would gain the inspector nothing"
        raise refused(f"{WHERE} detected", shown, message, "Correct one of them")
    return _game(game, miss)


def _game(game: Inspection, miss: Range) -> dict[str, Any]:
    ends = [replace(game, miss=one) for one in (miss.low, miss.high)]
    return {
        "game": "one inspection",
        "most_missed": most_missed(game),
        "miss": [miss.low, miss.high],
        "deterring_inspection": [deterring(one) for one in ends],
        "announced_cost": [announced_cost(one) for one in ends],
        "inspector_given": game.undetected is not None,
        "violation_without_commitment": [tempting(one) for one in ends],
        "cost_without_commitment": [_unbound(one) for one in ends],
        "assumptions": list(ASSUMED),
    }


def _unbound(game: Inspection) -> float | None:
    chance = tempting(game)
    mixed = chance is not None and deterring(game) is not None
    return chance * (game.undetected or 0.0) if mixed and chance is not None else None


def _budget(given: dict[str, str]) -> dict[str, Any]:
    _required(given, BUDGET, "must be given too, for a budget of inspections")
    strange = [name for name in given if name not in BUDGET]
    if strange:
        message = f"{', '.join(strange)} do not count with a budget of inspections"
        raise refused(WHERE, strange[0], message, "Ask for one game at a time")
    periods = whole(f"{WHERE} periods", given["periods"], 1, MOST_PERIODS)
    inspections = whole(f"{WHERE} inspections", given["inspections"], 0, MOST_PERIODS)
    return {
        "game": "a budget of inspections",
        "periods": periods,
        "inspections": inspections,
        "value": sequential_value(periods, inspections),
        "first_inspection": first_inspection(periods, inspections),
        "assumptions": list(BUDGET_ASSUMED),
    }


def _told(found: dict[str, Any]) -> Iterator[str]:
    if "periods" in found:
        yield (
            f"{found['inspections']} inspections for {found['periods']} periods are worth "
            f"{found['value']:.4f} to the inspector (-1 a sure violation, 0 none)."
        )
        yield f"Inspect in the first period with a chance of {found['first_inspection']:.4f}."
        return
    yield _limit(found)
    yield _chance(found)
    yield from _commitment(found)


def _limit(found: dict[str, Any]) -> str:
    if found["most_missed"] < 0:
        return "No inspection deters: false alarms cost more than being caught."
    return (
        "A certain inspection makes keeping the rules best if it misses at most "
        f"{found['most_missed']:.3f} of violations."
    )


def _chance(found: dict[str, Any]) -> str:
    best, worst = found["deterring_inspection"]
    if best is None:
        return "No chance of inspection does: it misses too much."
    shown = " to ".join(dict.fromkeys(f"{one:.3f}" for one in (best, worst) if one is not None))
    more = "; none where it misses most" if worst is None else ""
    return f"Least chance of inspection that does: {shown}{more}."


def _commitment(found: dict[str, Any]) -> Iterator[str]:
    """What announcing changes, where an inspection misses most."""
    paid, unbound = found["announced_cost"][-1], found["cost_without_commitment"][-1]
    chance = found["violation_without_commitment"][-1]
    if paid is None:
        yield "Not even a certain inspection deters there: announcing one changes nothing."
    elif not found["inspector_given"]:
        yield "What an announcement saves the inspector needs undetected= (and cost=)."
    elif unbound is None:
        yield "Not announced, nobody inspects: it costs more than it saves."
    else:
        worse = "" if paid <= unbound else "; false alarms make it the dearer of the two"
        yield (
            f"Not announced, violations come with a chance of {chance:.3f} and cost the "
            f"inspector {unbound:.3f}. Announced and kept, the least chance that deters costs "
            f"{paid:.3f}{worse}."
        )
