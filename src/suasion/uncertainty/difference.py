"""Two guarantees side by side: the facts and mechanisms in which they differ."""

from __future__ import annotations

from typing import Any

import numpy as np

from suasion.describe.checking import each_fact
from suasion.describe.fact import Unknown, readings
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.prior import Array
from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.diagnosis import interval


def difference(comparison: Comparison, first: str, second: str) -> dict[str, Any]:
    """Facts, mechanisms and the ranked metric of two guarantees of a comparison."""
    one, other = (comparison.loaded.guarantees[key] for key in (first, second))
    gap = comparison.score(first) - comparison.score(second)
    return {
        "guarantees": [first, second],
        "facts": _facts(one, other),
        "mechanisms": _mechanisms(comparison, first, second),
        "difference": interval(gap.mean(axis=0)),
    }


def said(fact: Any) -> str:
    """A fact in short: its value, its versions, or that it is unknown."""
    if fact is None:
        return "none"
    if isinstance(fact, Unknown):
        return "unknown"
    return " | ".join(str(value) for value in readings(fact))


def _facts(one: Guarantee, other: Guarantee) -> list[dict[str, str]]:
    """Facts that are stated for at least one and differ."""
    left, right = dict(each_fact(one)), dict(each_fact(other))
    rows = [
        {"path": path, "first": said(left.get(path)), "second": said(right.get(path))}
        for path in dict.fromkeys([*left, *right])
    ]
    return [row for row in rows if row["first"] != row["second"]]


def _mechanisms(comparison: Comparison, first: str, second: str) -> list[dict[str, str]]:
    """Moves whose medians differ."""
    left, right = (comparison.ensemble.prepared[key].assembly.moves for key in (first, second))
    rows = []
    for name, moves in left.items():
        for number, move in moves.items():
            mine, theirs = _median(move), _median(right[name][number])
            if mine != theirs:
                rows.append({"mechanism": name, "number": number, "first": mine, "second": theirs})
    return rows


def _median(move: Array) -> str:
    return f"{float(np.median(move)):+.3f}"
