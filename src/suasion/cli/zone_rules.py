"""`suasion zone rules`: what is forbidden where, in words."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

import typer

from suasion.cli.zone_build import folded
from suasion.describe.bibliography import beside
from suasion.zone.rules.reading import Zone, load
from suasion.zone.rules.words import Worded, sources, worded


def run(name: str, day: datetime.date | None, form: str) -> None:
    """Print the rules of a zone."""
    zone = load(name)
    rules = worded(zone, day)
    if form == "json":
        data = {"zone": zone.file.zone, "rules": [asdict(one) for one in rules]}
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for row in _text(zone, rules, day):
        typer.echo(folded(row))


def _text(zone: Zone, rules: Sequence[Worded], day: datetime.date | None) -> Iterator[str]:
    yield f"{zone.file.title} ({zone.file.standing.value})"
    yield zone.file.summary
    if not rules:
        yield f"No rule of it is in force on {day}, as far as dates are known."
        return
    for where, held in groupby(rules, key=lambda one: (one.where, one.sides)):
        yield ""
        yield f"{where[0]}{f'; {where[1]}' if where[1] else ''}"
        for one in held:
            yield f"  - {one.sentence}{_dates(one)}. [{one.source}, {one.cited}]"
            if one.note:
                yield f"    ({one.note})"
    yield ""
    yield "Sources"
    works = beside(zone.path.parent)
    for key in sources(zone):
        yield f"  {key}: {works[key]}"


def _dates(one: Worded) -> str:
    said = [f"from {one.begins}" if one.begins else "", f"to {one.ends}" if one.ends else ""]
    shown = " ".join(part for part in said if part)
    return f" ({shown})" if shown else ""
