"""Validation errors as problems with a place in the user's file and a remedy."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from suasion.describe.reading import Document, Place
from suasion.errors import Problem

REMEDIES = {
    "missing": "Add this field",
    "fact": "Write e.g. {value: …, source: KEY, where: article} or {unknown: reason}",
    "extra_forbidden": "Remove it or correct its name",
    "enum": "Use one of the allowed words",
    "literal_error": "Use the allowed value",
    "date_from_datetime_parsing": "Write dates as YYYY-MM-DD",
    "date_parsing": "Write dates as YYYY-MM-DD",
    "date_type": "Write dates as YYYY-MM-DD",
    "float_parsing": "Give a number; the unit is in the field's name",
    "float_type": "Give a number; the unit is in the field's name",
    "int_parsing": "Give a whole number; the unit is in the field's name",
    "int_type": "Give a whole number; the unit is in the field's name",
    "greater_than_equal": "Give a number within the limits",
    "less_than_equal": "Give a number within the limits",
    "value_error": "Correct the file",
}


def problems(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """One problem for each fault that validation found in `document`."""
    return [_problem(detail, document, model) for detail in error.errors()]


def _problem(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
    place = data_place(detail["loc"], document.data, keep_last=detail["type"] == "missing")
    message = _message(detail, place, model)
    remedy = REMEDIES.get(detail["type"], "Correct the value")
    shown = "" if detail["type"] in ("missing", "value_error") else _shown(detail["input"])
    return document.problem(place, message, remedy, shown)


def data_place(loc: tuple[str | int, ...], data: Any, *, keep_last: bool = False) -> Place:
    """`loc` without the union tags that stand in it but not in the file.

    Examples
    --------
    >>> data_place(("zone", "section", "depth_km", "known", "value"), {"zone": {"depth_km": {"value": -1}}})
    ('zone', 'depth_km', 'value')
    """
    place: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            place, data = [*place, part], data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            place, data = [*place, part], data[part]
    return (*place, loc[-1]) if keep_last and loc else tuple(place)


def _message(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        return f"unknown field {place[-1]!r}{_near(str(place[-1]), sorted(field_names(model)))}"
    if detail["type"] == "enum":
        words = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        return message + _near(str(detail["input"]), words.split(", "))
    return message[0].lower() + message[1:] if message else "invalid value"


def _near(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=2)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def field_names(model: type[BaseModel]) -> set[str]:
    """Every field name that occurs anywhere in the model."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}
