"""The names in a zone file: each stands for something in it, or for a class of weapons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from suasion.describe.lacking import as_far
from suasion.describe.reading import Document, Place
from suasion.errors import Problem, UnknownName
from suasion.zone.rules.file import Belt, Rule, Side, ZoneFile
from suasion.zone.rules.taxonomy import class_of

PLACES = ("belts", "sites", "areas", "corridors")
"""What a rule may hold in."""


def name_problems(file: ZoneFile, document: Document) -> Iterator[Problem]:
    """Names that stand for nothing, or for two things; those in a faulty field are not told."""
    yield from as_far(_doubled(file, document))
    for name, side in getattr(file, "sides", {}).items():
        yield from as_far(_of_side(name, side, file, document))
    for name, belt in getattr(file, "belts", {}).items():
        yield from as_far(_of_belt(name, belt, file, document))
    for number, rule in enumerate(getattr(file, "rules", ())):
        for check in (_places, _sides, _weapons):
            yield from as_far(check(rule, number, file, document))


def _of_side(name: str, side: Side, file: ZoneFile, document: Document) -> Iterator[Problem]:
    place: Place = ("sides", name, "line")
    if side.line is not None:
        yield from _unknown([side.line], list(file.lines), "line", place, document)
    elif len(file.lines) != 1:
        remedy = f"Name one of {', '.join(file.lines)}" if file.lines else "Add a line"
        message = f"the zone has {len(file.lines)} lines, so a side names its own"
        yield document.problem(place, message, remedy)


def _of_belt(name: str, belt: Belt, file: ZoneFile, document: Document) -> Iterator[Problem]:
    place: Place = ("belts", name, "sides")
    yield from _unknown(belt.sides or [], list(file.sides), "side", place, document)
    if not file.sides:
        yield document.problem(place, "a belt needs sides, and the zone has none", "Add sides")


def _doubled(file: ZoneFile, document: Document) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for kind in PLACES:
        for name in getattr(file, kind):
            if name in seen:
                message = f"{name!r} names one of the {seen[name]} too"
                yield document.problem((kind, name), message, "Rename one of them")
            seen[name] = kind


def _places(rule: Rule, number: int, file: ZoneFile, document: Document) -> Iterator[Problem]:
    known = [name for kind in PLACES for name in getattr(file, kind)]
    yield from _unknown(rule.places, known, "place", ("rules", number, "places"), document)


def _sides(rule: Rule, number: int, file: ZoneFile, document: Document) -> Iterator[Problem]:
    place: Place = ("rules", number, "sides")
    yield from _unknown(rule.sides or [], list(file.sides), "side", place, document)


def _weapons(rule: Rule, number: int, file: ZoneFile, document: Document) -> Iterator[Problem]:
    for index, words in enumerate(rule.weapons):
        yield from _unknown_class(words, ("rules", number, "weapons", index), document)


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
