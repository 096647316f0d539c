"""Files to cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from suasion.describe.bibliography import built_in
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import load_library, validated
from suasion.describe.paths import SECTIONS
from suasion.describe.reading import Document, read
from suasion.errors import InputError, UnknownName
from suasion.evidence.record.case import Case
from suasion.evidence.record.entry import Entry

CASES = Path(__file__).parent / "cases"
OUTCOME = ("attacked", "honoured", "summary")


@cache
def cases() -> tuple[Case, ...]:
    """Every case of the record, by year of entry and number in the seed list.

    Raises
    ------
    InputError
        With every problem of the first file that has one.

    Examples
    --------
    >>> first = cases()[0]
    >>> first.id, first.entry.year
    ('quadruple-alliance-1815', 1815)
    """
    found = [load(path) for path in sorted(CASES.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.entry.year, one.entry.number)))


def case(name: str) -> Case:
    """The case with an identifier.

    Raises
    ------
    UnknownName
        With the nearest names.
    """
    known = {one.id: one for one in cases()}
    if name not in known:
        raise UnknownName("case of the record", name, list(known))
    return known[name]


def load(path: Path) -> Case:
    """The case in a file; raises InputError with every problem in it."""
    document = read(path)
    entry = validated(document, Entry, built_in())
    if entry.id != path.stem:
        message = f"must be the name of the file, {path.stem!r}"
        raise InputError([document.problem(("id",), message, "Rename one of them", repr(entry.id))])
    if entry.library is not None:
        return Case(entry, load_library(entry.library))
    return Case(entry, validated(_described(document), Guarantee, built_in()))


def _described(document: Document) -> Document:
    """The guarantee inside a file as a document of its own, every section in it."""
    inside = dict(document.data["guarantee"])
    rest = {"unknown": inside.pop("rest", "not collected for the record")}
    coded = document.data["coded"]
    data: dict[str, Any] = {"suasion": 1, "id": document.data["id"], "kind": "historical"}
    data |= dict.fromkeys(SECTIONS, rest) | inside
    data["outcome"] = {field: coded[field] for field in OUTCOME if field in coded}
    places = {
        place[1:]: where
        for place, where in document.positions.items()
        if place[:1] == ("guarantee",)
    }
    return Document(document.name, data, places)
