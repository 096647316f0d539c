"""A parameter of a model or of a game file: name, default, range, unit, meaning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

LARGEST = 1e100
"""Size above which a number has no meaning here, and products of two would soon be infinite."""
Value = float | tuple[Any, ...]
"""A number, or rows of numbers."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a model.

    Parameters
    ----------
    name
        As in the publication's notation, in ASCII.
    default
        Value of the worked example; a tuple for a vector, a tuple of tuples for a matrix.
    meaning
        In a few words.
    low, high
        Allowed range of every entry, ends included.
    unit
        Of every entry; "1" for a share, a probability or a bare number.
    whole
        Whether entries must be whole numbers.
    """

    name: str
    default: Value
    meaning: str
    low: float = -math.inf
    high: float = math.inf
    unit: str = "1"
    whole: bool = False

    def problem(self, value: Value) -> str:
        """What is wrong with a value, or nothing."""
        entries = list(_entries(value))
        if isinstance(value, tuple) != isinstance(self.default, tuple):
            return "must be a list" if isinstance(self.default, tuple) else "must be one number"
        if _depth(value) > _depth(self.default):
            return "must be one row"
        if not entries or any(math.isnan(entry) for entry in entries):
            return "must be a number"
        if any(not self.low <= entry <= self.high for entry in entries):
            return f"must lie between {self.low:g} and {self.high:g}"
        if any(abs(entry) > LARGEST for entry in entries):
            return f"must be finite, {LARGEST:g} or less in size"
        if self.whole and any(entry != round(entry) for entry in entries):
            return "must be a whole number"
        return ""


def _entries(value: Value) -> list[float]:
    if not isinstance(value, tuple):
        return [value]
    return [entry for part in value for entry in _entries(part)]


def _depth(value: Value) -> int:
    """0 for a number, 1 for a row, 2 for rows."""
    return 1 + max(map(_depth, value), default=0) if isinstance(value, tuple) else 0
