"""Who reads an assumed value, found in the code of the mechanisms themselves."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType, FunctionType

from suasion.mechanism import assumed
from suasion.mechanism.registry import MECHANISMS

ELSEWHERE = {
    "TERMS": "calendar",
    "SIZE": "entry",
    "APPROVALS": "entry",
    "REFUSALS": "entry",
    "ROUTINE": "entry",
    "LONG_TENURE": "calendar",
    "EXIT_CAP": "calendar",
    "CHANGE_A_YEAR": "calendar",
    "DRIFT": "term",
    "LOOK_AHEAD": "term",
    "PEACE_LOW": "term",
    "PEACE_HIGH": "term",
    "SUCCESSOR": "term",
}
"""Values that another part of the model reads, by itself or beside a mechanism."""


def readers() -> dict[str, list[str]]:
    """Assumed value -> mechanisms that read it, and another part of the model that does.

    Examples
    --------
    >>> readers()["SENSORS"], readers()["DRIFT"]
    (['monitors'], ['term'])
    """
    found: dict[str, list[str]] = {
        name: [] for name in (*assumed.drawn_from(), *assumed.constants())
    }
    for one in MECHANISMS:
        for name in sorted(_looked_up(one.effect) & set(found)):
            found[name].append(one.id)
    for name, part in ELSEWHERE.items():
        found[name].append(part)
    return found


def _looked_up(function: object) -> set[str]:
    """Names that a function looks up, itself or in what it calls of the mechanisms' modules."""
    waiting, found = [function], set[str]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, FunctionType) and one.__module__.startswith("suasion.mechanism."):
            new = set(_names(one.__code__)) - found
            found |= new
            waiting += [one.__globals__.get(name) for name in new]
    return found


def _names(code: CodeType) -> Iterator[str]:
    """Names in a function's code and in the functions written within it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
