"""The check of a zone file: every fault of its form, names and positions, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from suasion.describe.checking import Findings, versions
from suasion.describe.fact import Unknown
from suasion.describe.loading import CASES, library_names
from suasion.errors import InputError, Problem, SuasionError
from suasion.zone.rules.file import ZoneFile
from suasion.zone.rules.reading import load
from suasion.zone.rules.settings import DISTANCES

SHAPES = ("lines", "areas", "corridors")
NEAR = 0.9
"""Likeness from which a name is taken for another one misspelt."""
COUNTED = ("lines", "sides", "belts", "sites", "areas", "corridors", "rules")


def check(path: Path) -> Findings:
    """Problems and warnings of a zone file."""
    try:
        file = load(path).file
    except InputError as error:
        return Findings(path, "zone", tuple(error.problems), ())
    except SuasionError as error:
        return Findings(path, "zone", (Problem(str(path), 0, 0, "", "", str(error), ""),), ())
    return Findings(path, "zone", (), (*_warnings(file), *_misspelt(file, path)), summary(file))


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


def _misspelt(file: ZoneFile, path: Path) -> Iterator[str]:
    """Guarantees that nothing packaged or beside the zone file is called, but nearly."""
    packaged = {*library_names(), *(one.stem for one in CASES.glob("*/*.yaml"))}
    known = sorted(packaged | {one.stem for one in path.parent.glob("*.yaml")})
    for number, name in enumerate(file.guarantees):
        near = get_close_matches(name, known, n=1, cutoff=NEAR)
        if name not in known and near:
            yield (
                f"{file.zone}: guarantees.{number}: no guarantee is known as {name!r}; "
                f"did you mean {near[0]!r}?"
            )


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
