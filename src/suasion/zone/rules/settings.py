"""Lines and distances given on the command line, put into the data of a zone file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NoReturn

from suasion.describe.reading import Document
from suasion.errors import InputError, Problem, UnknownName

DISTANCES = {"belts": "depth_km", "sites": "radius_km", "corridors": "width_km"}
"""The distance of each kind of place."""

KEPT = ("name", "source", "where")
"""What the zone file says of a line that stays true of the file given for it."""


def with_lines(document: Document, given: Sequence[str]) -> Document:
    """The document with its lines taken from files.

    Parameters
    ----------
    given
        `FILE`, `ID=FILE`, either with `#NAME` of a feature behind it.
    """
    data = deepcopy(document.data)
    for text in given:
        name, _, file = text.rpartition("=")
        path, _, feature = file.partition("#")
        line = _line(name, data, text)
        kept = {key: data["lines"][line][key] for key in KEPT if key in data["lines"][line]}
        named = {"feature": feature} if feature else {}
        data["lines"][line] = {"file": str(Path(path).resolve()), **named, **kept}
    return Document(document.name, data, document.positions)


def _line(name: str, data: Any, text: str) -> str:
    """The line that is meant."""
    known = list(data.get("lines") or {}) if isinstance(data, dict) else []
    if name:
        if name not in known:
            raise UnknownName("line of this zone", name, known or ["none"])
        return name
    if len(known) != 1:
        listed = ", ".join(known) or "none"
        _refuse("--line", text, f"the zone has not one line but these: {listed}", "Say ID=FILE")
    return known[0]


def with_distances(document: Document, given: Sequence[str]) -> Document:
    """The document with depths, radii and widths set: `ID=KM`."""
    data = deepcopy(document.data)
    for text in given:
        name, equals, number = text.partition("=")
        if not equals:
            _refuse("--set", text, "is not ID=KM", "Write it as --set plant=15")
        kind = _kind_of(name, data)
        data[kind][name][DISTANCES[kind]] = {
            "judgement": _kilometres(text, number),
            "because": "set on the command line",
            "disagree": "whoever wrote the zone file",
        }
    return Document(document.name, data, document.positions)


def _kind_of(name: str, data: Any) -> str:
    places = {one: kind for kind in DISTANCES for one in data.get(kind) or {}}
    if name not in places:
        raise UnknownName("belt, site or corridor of this zone", name, list(places) or ["none"])
    return places[name]


def _kilometres(text: str, number: str) -> float:
    try:
        found = float(number)
    except ValueError:
        _refuse("--set", text, "has no number", "Write kilometres, such as --set plant=15")
    if not math.isfinite(found) or not 0 < found <= 500:
        _refuse("--set", text, "must be above 0 and at most 500 km", "Give kilometres")
    return found


def _refuse(option: str, value: str, message: str, remedy: str) -> NoReturn:
    raise InputError([Problem(option, 0, 0, "", repr(value), message, remedy)])
