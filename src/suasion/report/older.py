"""Keys that a report of an older version lacks: they are named, not counted as other numbers.

A key is lacking only where no row of the report has it. One that some rows have, an entry of a
list, or what stands in the place of a null is a difference like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

EVERY = "*"
"""Stands for every entry of a list in the place of a key."""


def known(report: Any, now: Any) -> tuple[Any, tuple[str, ...]]:
    """What is computed now without the keys that the report lacks, and these keys.

    Parameters
    ----------
    report, now
        Nested plain data.

    Examples
    --------
    >>> known({"rows": [{"a": 1}]}, {"rows": [{"a": 1, "b": 2}]})
    ({'rows': [{'a': 1}]}, ('rows.*.b',))
    >>> known({"rows": [{"a": 1}, {"b": 2}]}, {"rows": [{"a": 1, "b": 2}, {"b": 2}]})[1]
    ()
    """
    places: dict[str, bool] = {}
    for place, mapping in _places(report):
        places[place] = mapping or places.get(place, False)
    lacking: dict[str, None] = {}
    return _pruned(now, "", places, lacking), tuple(lacking)


def _places(node: Any, place: str = "") -> Iterator[tuple[str, bool]]:
    """Every place of nested data, lists' entries as one, and whether a mapping stands there."""
    yield place, isinstance(node, dict)
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _places(value, _under(place, key))
    elif isinstance(node, list):
        for value in node:
            yield from _places(value, _under(place, EVERY))


def _under(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _pruned(node: Any, place: str, places: dict[str, bool], lacking: dict[str, None]) -> Any:
    """The same data without keys that mappings of the report lack, which are added to `lacking`."""
    if isinstance(node, list):
        return [_pruned(value, _under(place, EVERY), places, lacking) for value in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        at = _under(place, key)
        if places.get(place) and at not in places:
            lacking[at] = None
        else:
            kept[key] = _pruned(value, at, places, lacking)
    return kept
