"""Validation errors as problems with a place in the user's file and a remedy."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from suasion.describe.allowed import Choice, choices, in_words, told_apart
from suasion.describe.lacking import MANY
from suasion.describe.reading import Document, Place
from suasion.errors import Problem

VARIANT_FIELDS = ("value", "judgement")
"""Names inside a fact; the field that a reader means stands above them."""

REMEDIES: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool,), "Write true or false without quotes"),
    ((int, float), "Give a number without its unit; the field's name has the unit"),
    ((datetime.date,), "Write dates as YYYY-MM-DD"),
    ((Enum,), "Use one of these words"),
    ((str,), "Write it as text, in quotes if need be"),
    ((BaseModel,), "Write it as {field: value, …} or as indented lines"),
)
"""What to do about a value of the wrong kind, by what is allowed; the first that fits."""


def problems(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """One problem for each place of `document` with a fault, of the first that were found."""
    found: dict[Place, Problem] = {}
    for detail in error.errors(include_url=False)[:MANY]:
        problem = _problem(detail, document, model)
        found.setdefault(_place(detail, document.data), problem)
    return [problem for place, problem in found.items() if not _is_other_kind(place, found)]


def _is_other_kind(place: Place, found: Mapping[Place, Problem]) -> bool:
    """Whether a mapping is told to be no number although a fault inside it says more."""
    inner = any(len(other) > len(place) and other[: len(place)] == place for other in found)
    return inner and found[place].value.startswith("a mapping of")


def _place(detail: ErrorDetails, data: Any) -> Place:
    missing = detail["type"] == "missing"
    place = data_place(detail["loc"], data, keep_last=missing)
    if detail["type"] == "fault":
        return (*place, *str(detail["ctx"]["field"]).split("."))
    return place


def _problem(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
    place = _place(detail, document.data)
    kind, shown = detail["type"], _shown(detail["input"])
    if kind == "fault":
        context = detail["ctx"]
        return document.problem(place, context["message"], context["remedy"], context["found"])
    if kind == "missing":
        return document.problem(place, *_missing(place, model))
    if kind == "extra_forbidden":
        return document.problem(place, *_unknown_field(place, document.data, model), shown)
    if kind == "fact":
        return document.problem(place, detail["msg"], FACT, shown)
    if "[key]" in detail["loc"]:
        return document.problem(place, *_bad_name(detail, model), shown)
    return document.problem(place, *_wrong(place, detail, model), shown)


FACT = "Write {value: …, source: KEY, where: article} or {unknown: reason}"


def _missing(place: Place, model: type[BaseModel]) -> tuple[str, str]:
    words = in_words(choices(model, place), str(place[-1]))
    return "this field is missing", f"Add it: {words}" if words else "Add it"


def _unknown_field(place: Place, data: Any, model: type[BaseModel]) -> tuple[str, str]:
    """Message and remedy for a name that no model has at this place."""
    for part in place[:-1]:
        data = data[part]
    models = [
        choice.kind
        for choice in choices(model, place[:-1])
        if isinstance(choice.kind, type) and issubclass(choice.kind, BaseModel)
    ]
    fields = [list(one.model_fields) for one in told_apart(models, data) or models]
    known = max(fields, key=lambda names: len(set(names) & set(data)), default=[])
    message = f"there is no field {str(place[-1])!r} here"
    near = get_close_matches(str(place[-1]), known, n=2)
    if near:
        return message, f"Did you mean {' or '.join(near)}? Correct the name or remove the field"
    return message, f"Remove it or use one of {', '.join(known)}"


def _bad_name(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    pattern = detail.get("ctx", {}).get("pattern", "")
    limit = type("Limit", (), {"pattern": pattern})()
    return f"the name must be {in_words([Choice(str, (limit,))])}", "Correct the name"


def _wrong(place: Place, detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Message and remedy for a value that is not what its field allows."""
    allowed = choices(model, place)
    words = in_words(allowed, _field(place))
    if not words:
        return detail["msg"][0].lower() + detail["msg"][1:], "Correct the value"
    if detail["type"] == "string_too_long":
        words = f"{words} of at most {detail['ctx']['max_length']:,} letters"
    if detail["type"] == "string_too_short":
        words = f"{words} that is not empty"
    return f"must be {words}", _remedy(detail["input"], allowed)


def _field(place: Place) -> str:
    """The field that a place belongs to, by name."""
    names = [str(part) for part in place if isinstance(part, str)]
    named = [name for name in names if name not in (*VARIANT_FIELDS, "contested")]
    return named[-1].partition(".")[2] or named[-1] if named else ""


def _remedy(found: Any, allowed: list[Choice]) -> str:
    """What to do about a value of the wrong kind or beyond its limits."""
    near = _near(found, allowed)
    if near:
        return f"Did you mean {near}?"
    kinds = [choice.kind for choice in allowed if isinstance(choice.kind, type)]
    if isinstance(found, str) and str in kinds:
        return "Correct the value"
    number = isinstance(found, int | float) and not isinstance(found, bool)
    if number and any(issubclass(kind, int | float) for kind in kinds):
        return "Give a number within these limits"
    fitting = (remedy for types, remedy in REMEDIES if any(issubclass(k, types) for k in kinds))
    return next(fitting, "Correct the value")


def _near(found: Any, allowed: list[Choice]) -> str:
    """A guess at the word that was meant."""
    words = [
        str(word.value)
        for choice in allowed
        if isinstance(choice.kind, type) and issubclass(choice.kind, Enum)
        for word in choice.kind
    ]
    near = get_close_matches(found, words, n=2) if isinstance(found, str) else []
    return " or ".join(near)


def data_place(loc: tuple[str | int, ...], data: Any, *, keep_last: bool = False) -> Place:
    """`loc` without the union tags that stand in it but not in the file.

    Examples
    --------
    >>> loc = ("zone", "section", "depth_km", "known", "value")
    >>> data_place(loc, {"zone": {"depth_km": {"value": -1}}})
    ('zone', 'depth_km', 'value')
    """
    place: list[str | int] = []
    for part in loc:
        named = isinstance(data, dict) and part in data
        if named or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            place, data = [*place, part], data[part]
    return (*place, loc[-1]) if keep_last and loc else tuple(place)


def _shown(value: Any) -> str:
    """A value as it stands in the file, shortened."""
    if isinstance(value, dict | list):
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    text = str(value) if isinstance(value, datetime.date) else repr(value)
    text = {"None": "nothing", "True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= 60 else text[:57] + "…"
