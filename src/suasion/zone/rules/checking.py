"""The check of a zone file: every fault of its form, names and positions, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from suasion.describe.checking import Findings, versions
from suasion.describe.fact import Unknown
from suasion.errors import InputError, Problem, SuasionError
from suasion.zone.rules.file import ZoneFile
from suasion.zone.rules.reading import load
from suasion.zone.rules.settings import DISTANCES

SHAPES = ("lines", "areas", "corridors")
COUNTED = ("lines", "sides", "belts", "sites", "areas", "corridors", "rules")


def check(path: Path) -> Findings:
    """Problems and warnings of a zone file."""
    try:
        file = load(path).file
    except InputError as error:
        return Findings(path, "zone", tuple(error.problems), ())
    except SuasionError as error:
        return Findings(path, "zone", (Problem(str(path), 0, 0, "", "", str(error), ""),), ())
    return Findings(path, "zone", (), tuple(_warnings(file)), summary(file))


def summary(file: ZoneFile) -> str:
    """How many of each kind of part a zone has.

    Examples
    --------
    >>> summary(load("korea-1953").file)
    'zone with 1 line, 2 sides, 1 belt, 2 rules'
    """
    numbers = {name: len(getattr(file, name)) for name in COUNTED}
    listed = (
        f"{number} {name.removesuffix('s') if number == 1 else name}"
        for name, number in numbers.items()
        if number
    )
    return f"zone with {', '.join(listed)}"


def _warnings(file: ZoneFile) -> Iterator[str]:
    facts = list(_facts(file))
    unverified = [place for place, fact in facts if any(map(_unverified, versions(fact)))]
    unknown = [place for place, fact in facts if isinstance(fact, Unknown)]
    blank = [
        f"{kind}.{name}"
        for kind in SHAPES
        for name, shape in getattr(file, kind).items()
        if shape.unknown
    ]
    if unverified:
        yield f"{file.zone}: {len(unverified)} facts not verified: {', '.join(unverified)}"
    if unknown:
        yield f"{file.zone}: {len(unknown)} of {len(facts)} facts unknown: {', '.join(unknown)}"
    if blank:
        yield f"{file.zone}: positions not known, nothing is drawn or checked: {', '.join(blank)}"


def _unverified(fact: Any) -> bool:
    return bool(getattr(fact, "unverified", False))


def _facts(file: ZoneFile) -> Iterator[tuple[str, Any]]:
    """Every fact of a zone file with its place."""
    yield from (("begins", file.begins), ("ends", file.ends))
    for kind, field in DISTANCES.items():
        for name, place in getattr(file, kind).items():
            yield f"{kind}.{name}.{field}", getattr(place, field)
    for number, rule in enumerate(file.rules):
        if "limit" in rule.model_fields_set:
            yield f"rules.{number}.limit", rule.limit
