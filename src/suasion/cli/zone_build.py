"""`suasion zone build`: a zone's places as GeoJSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import typer
from rich.console import Console

from suasion.errors import InputError, Problem
from suasion.zone.geometry.output import feature
from suasion.zone.rules.building import Built, build
from suasion.zone.rules.reading import Zone, load


def run(name: str, lines: Sequence[str], settings: Sequence[str], out: Path | None) -> None:
    """Write or print the zones; nothing is written where anything is wrong."""
    zone = load(name, lines=lines, distances=settings)
    built = built_with_progress(zone)
    drawn = [one for one in built if one.shape is not None]
    if not drawn:
        raise InputError([_nothing(name, built)])
    text = json.dumps(collection(zone, built), ensure_ascii=False, allow_nan=False)
    put(text + "\n", out)
    for one in built:
        if one.shape is None:
            typer.echo(f"not drawn: {one.name} ({one.unknown})", err=True)


def collection(zone: Zone, built: Sequence[Built]) -> dict[str, Any]:
    """The GeoJSON of a zone; what is not known is there with a null geometry and the reason."""
    file = zone.file
    return {
        "type": "FeatureCollection",
        "suasion": {"zone": file.zone, "title": file.title, "standing": file.standing.value},
        "features": [feature(_id(one), one.shape, _properties(zone, one)) for one in built],
    }


def _id(one: Built) -> str:
    return f"{one.id}-{one.side}" if one.side else one.id


def _properties(zone: Zone, one: Built) -> dict[str, Any]:
    rules = [rule for rule in zone.file.rules if one.id in rule.places]
    held = [rule for rule in rules if not rule.sides or not one.side or one.side in rule.sides]
    found = {
        "kind": one.kind,
        "place": one.id,
        "name": one.name,
        "side": one.side or None,
        "distance_km": one.distance_km,
        "beyond_km": one.beyond_km or None,
        "judgement": one.judged or None,
        "area_km2": None if one.area_km2 is None else round(one.area_km2, 3),
        "length_km": None if one.length_km is None else round(one.length_km, 3),
        "unknown": one.unknown or None,
        "rules": [_rule(rule) for rule in held] or None,
    }
    return {key: value for key, value in found.items() if value is not None}


def _rule(rule: Any) -> dict[str, Any]:
    data: dict[str, Any] = rule.model_dump(mode="json", exclude_unset=True)
    return data


def _nothing(name: str, built: Sequence[Built]) -> Problem:
    reasons = "; ".join(dict.fromkeys(one.unknown for one in built if one.unknown))
    message = f"nothing of this zone can be drawn: {reasons}"
    return Problem(name, 0, 0, "", "", message, "Give the missing line or outline")


def built_with_progress(zone: Zone) -> list[Built]:
    """The places of a zone, with a sign of life on a terminal."""
    with _status() as tell:
        return build(zone, tell=tell)


@contextmanager
def _status() -> Iterator[Any]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name: None
        return
    with console.status("Drawing") as status:
        yield lambda name: status.update(f"Drawing: {name}")


def put(text: str | bytes, out: Path | None) -> None:
    """Print text, or write a file whole or not at all."""
    if out is None:
        typer.echo(text, nl=False)
        return
    draft = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(text.encode() if isinstance(text, str) else text)
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        message = f"the file cannot be written ({error.strerror})"
        remedy = "Name a file in a folder that you may write to"
        raise InputError([Problem("--out", 0, 0, "", str(out), message, remedy)]) from None
    typer.echo(f"wrote {out}", err=True)


def folded(row: str) -> str:
    """A row within the terminal, what runs on indented as its beginning."""
    width = min(get_terminal_size().columns, 100)
    indent = " " * (len(row) - len(row.lstrip(" -")))
    return textwrap.fill(row, width, subsequent_indent=indent, break_on_hyphens=False)
