"""The names in a zone file: each stands for something in it, or for a class of weapons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from suasion.describe.reading import Document, Place
from suasion.errors import Problem, UnknownName
from suasion.zone.rules.file import ZoneFile
from suasion.zone.rules.taxonomy import class_of

PLACES = ("belts", "sites", "areas", "corridors")
"""What a rule may hold in."""


def name_problems(file: ZoneFile, document: Document) -> Iterator[Problem]:
    """Names that stand for nothing, or for two things."""
    yield from _doubled(file, document)
    for name, side in file.sides.items():
        place: Place = ("sides", name, "line")
        if side.line is not None:
            yield from _unknown([side.line], list(file.lines), "line", place, document)
        elif len(file.lines) != 1:
            remedy = f"Name one of {', '.join(file.lines)}" if file.lines else "Add a line"
            message = f"the zone has {len(file.lines)} lines, so a side names its own"
            yield document.problem(place, message, remedy)
    for name, belt in file.belts.items():
        place = ("belts", name, "sides")
        yield from _unknown(belt.sides or [], list(file.sides), "side", place, document)
        if not file.sides:
            yield document.problem(place, "a belt needs sides, and the zone has none", "Add sides")
    yield from _in_rules(file, document)


def _doubled(file: ZoneFile, document: Document) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for kind in PLACES:
        for name in getattr(file, kind):
            if name in seen:
                message = f"{name!r} names one of the {seen[name]} too"
                yield document.problem((kind, name), message, "Rename one of them")
            seen[name] = kind


def _in_rules(file: ZoneFile, document: Document) -> Iterator[Problem]:
    known = [name for kind in PLACES for name in getattr(file, kind)]
    for number, rule in enumerate(file.rules):
        here: Place = ("rules", number)
        yield from _unknown(rule.places, known, "place", (*here, "places"), document)
        yield from _unknown(rule.sides or [], list(file.sides), "side", (*here, "sides"), document)
        for index, words in enumerate(rule.weapons):
            yield from _unknown_class(words, (*here, "weapons", index), document)


def _unknown_class(words: str, place: Place, document: Document) -> Iterator[Problem]:
    try:
        class_of(words)
    except UnknownName as error:
        message, _, remedy = str(error).partition(". ")
        yield document.problem(place, message, remedy.rstrip("."), repr(words))


def _unknown(
    names: Sequence[str], known: list[str], kind: str, place: Place, document: Document
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=2)
            listed = ", ".join(known) or "none"
            remedy = f"Did you mean {' or '.join(near)}?" if near else f"Known: {listed}"
            message = f"no {kind} of this zone is called {name!r}"
            yield document.problem(place, message, remedy, repr(name))
