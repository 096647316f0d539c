"""What a field allows, in words: read from the types of the models.

::

    instrument.form.value      one of declaration, memorandum, …
    forces.size.value          a whole number (persons), from 0 to 10,000,000
    duration.years.value       a number of years, above 0 and at most 500, or 'open-ended'
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from suasion.describe.fact import OneOf

UNITS = {
    "usd_billion": "billions of US dollars",
    "usd_billion_per_year": "billions of US dollars a year",
    "eur_billion": "billions of euros",
    "eur_billion_per_year": "billions of euros a year",
    "km": "kilometres",
    "months": "months",
    "years": "years",
}
"""What the end of a field's name says about its number."""


@dataclass(frozen=True)
class Choice:
    """One thing that a field may hold: its Python type and the limits on it."""

    kind: Any
    limits: tuple[Any, ...] = ()


def choices(model: type[BaseModel], place: tuple[str | int, ...]) -> list[Choice]:
    """What `model` allows at a place of its data; empty where it has no such place."""
    found = [Choice(model)]
    for part in place:
        found = [below for choice in found for below in _below(choice.kind, part)]
    return list(dict.fromkeys(found))


def _below(kind: Any, part: str | int) -> Iterator[Choice]:
    """What a model, mapping or list allows for one of its parts."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if part in kind.model_fields:
            yield from alternatives(kind.model_fields[str(part)])
    elif get_origin(kind) is dict:
        yield from alternatives(get_args(kind)[1])
    elif get_origin(kind) is list and isinstance(part, int):
        yield from alternatives(get_args(kind)[0])


def alternatives(annotation: Any, limits: tuple[Any, ...] = ()) -> Iterator[Choice]:
    """The members of a type that may be a union, each with its limits."""
    if isinstance(annotation, FieldInfo):
        yield from _limited(annotation.annotation, annotation.metadata, limits)
    elif get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        yield from _limited(inner, metadata, limits)
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from alternatives(member, limits)
    else:
        yield Choice(annotation, tuple(_flat(limits)))


def _limited(inner: Any, metadata: list[Any], limits: tuple[Any, ...]) -> Iterator[Choice]:
    """The members of a type that has metadata: limits, or what makes it a fact."""
    facts = next((one for one in metadata if isinstance(one, OneOf)), None)
    yield from alternatives(facts.variants() if facts else inner, (*limits, *metadata))


def _flat(limits: tuple[Any, ...]) -> Iterator[Any]:
    """Limits as single ones, out of the field definitions that bundle them."""
    for limit in limits:
        if isinstance(limit, FieldInfo):
            yield from limit.metadata
        elif isinstance(limit, Ge | Gt | Le | MinLen | MaxLen) or hasattr(limit, "pattern"):
            yield limit


def told_apart(models: list[type[BaseModel]], raw: Mapping[str, Any]) -> list[type[BaseModel]]:
    """Of several models those whose own word, such as `kind: sobol`, a mapping has."""
    return [one for one in models if len(models) == 1 or _has_word(one, raw)]


def _has_word(model: type[BaseModel], raw: Mapping[str, Any]) -> bool:
    words = {
        name: get_args(info.annotation)
        for name, info in model.model_fields.items()
        if get_origin(info.annotation) is Literal
    }
    return all(raw.get(name) == only[0] for name, only in words.items() if len(only) == 1)


def in_words(choices: list[Choice], field: str = "") -> str:
    """What is allowed, as the end of a sentence that starts with "must be".

    Parameters
    ----------
    choices
        From `choices`.
    field
        The field's name, the end of which may be a unit.

    Examples
    --------
    >>> from suasion.describe.guarantee import Guarantee
    >>> in_words(choices(Guarantee, ("duration", "years", "value")), "years")
    "a number of years, above 0 and at most 500, or 'open-ended'"
    """
    words = [_word(choice, field) for choice in choices if choice.kind is not NoneType]
    return ", or ".join(dict.fromkeys(words))


def _word(choice: Choice, field: str) -> str:
    kind = choice.kind
    if get_origin(kind) is Literal:
        return " or ".join(repr(value) for value in get_args(kind))
    if get_origin(kind) is list:
        return f"a list{_length(choice)}, each {in_words(list(alternatives(get_args(kind)[0])))}"
    if get_origin(kind) is dict:
        length = _length(choice)
        return f"a mapping{length if ' to ' in length else ' of'} fields"
    if issubclass(kind, BaseModel):
        return "a mapping of fields"
    if issubclass(kind, Enum):
        return f"one of {', '.join(str(word.value) for word in kind)}"
    return SIMPLE[kind](choice, field)


def _length(choice: Choice) -> str:
    limits = {type(limit): limit for limit in choice.limits}
    least = getattr(limits.get(MinLen), "min_length", 0)
    most = getattr(limits.get(MaxLen), "max_length", None)
    if least and most:
        return f" of {least} to {most}"
    return f" of at least {least}" if least else ""


def _number(choice: Choice, field: str) -> str:
    noun = "a whole number" if choice.kind is int else "a number"
    unit = next((UNITS[end] for end in _ends(field) if end in UNITS), "")
    limits = _limits({type(limit): limit for limit in choice.limits})
    return noun + (f" of {unit}" if unit else "") + (f", {limits}" if limits else "")


def _ends(field: str) -> Iterator[str]:
    """The ends of a field's name, the longest first."""
    words = field.split("_")
    return ("_".join(words[start:]) for start in range(len(words)))


def _limits(limits: Mapping[type, Any]) -> str:
    above = f"above {limits[Gt].gt:,}" if Gt in limits else ""
    low = f"{limits[Ge].ge:,}" if Ge in limits else above
    high = f"{limits[Le].le:,}" if Le in limits else ""
    if Ge in limits:
        return f"from {low} to {high}" if high else f"at least {low}"
    return f"{low} and at most {high}" if low and high else low or (high and f"at most {high}")


def _text(choice: Choice, field: str) -> str:
    patterns = [limit.pattern for limit in choice.limits if getattr(limit, "pattern", None)]
    return PATTERNS.get(patterns[0], f"text of the form {patterns[0]}") if patterns else "text"


def _truth(choice: Choice, field: str) -> str:
    return "true or false"


def _day(choice: Choice, field: str) -> str:
    return "a date, YYYY-MM-DD"


PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by hyphens, at most 60 letters",
    r"^[A-Z][A-Z0-9]{1,7}$": "two to eight capital letters or digits, such as an ISO 3166 code",
    r"^[A-Za-z][A-Za-z0-9_:+-]*$": "a key of the bibliography: letters, digits and _ : + -",
    r"^[a-z]+(-[a-z]+)*$": "a word of the field's vocabulary",
    r"^[A-Za-z][A-Za-z0-9_]*$": "letters, digits and _, a letter first",
    r"^[a-z_]+\.[a-z_]+$": "a path section.field",
}

SIMPLE: dict[Any, Callable[[Choice, str], str]] = {
    bool: _truth,
    int: _number,
    float: _number,
    str: _text,
    datetime.date: _day,
}
