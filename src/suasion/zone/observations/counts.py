"""What became of a file: rows counted by reason, and the file of rejects."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from suasion.zone.observations.conversion import Reject
from suasion.zone.observations.reasons import REASONS

REJECTS = ("number", "reason", "field", "value", "meaning", "row")
"""Columns of the reject file."""
VALUES_KEPT = 1_000
"""Different values of a reason that are counted, so that a file of rejects fits in memory."""


Refuse = Callable[[Sequence[Reject]], None]
"""What writes rejects."""


@dataclass
class Reason:
    """The rejects of one reason."""

    count: int = 0
    first: int = 0
    """Number of the first row."""
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By field and value; only the first thousand that differ are counted."""

    def add(self, reject: Reject) -> None:
        """Count a reject."""
        self.count += 1
        self.first = self.first or reject.number
        key = (reject.fault.field, reject.fault.value)
        if key in self.values or len(self.values) < VALUES_KEPT:
            self.values[key] += 1


@dataclass
class Intake:
    """What became of a file."""

    source: str
    sha256: str
    counted_in: str
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    reasons: dict[str, Reason] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, rejects: Iterable[Reject]) -> None:
        """Count rejects by reason."""
        for reject in rejects:
            self.reasons.setdefault(reject.fault.reason, Reason()).add(reject)


def rejecter(text: TextIO) -> Refuse:
    """What writes rejects to a file."""
    # Text in quotes throughout: Python leaves out those that a lone carriage return needs.
    rows = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow(REJECTS)

    def refuse(rejects: Sequence[Reject]) -> None:
        for number, (reason, place, value), raw in rejects:
            cells = (number, reason, place, value, REASONS[reason], raw)
            try:
                rows.writerow(cells)
            except UnicodeEncodeError:  # half of a pair, which JSON can say and UTF-8 cannot
                rows.writerow(map(_escaped, map(str, cells)))

    return refuse


def _escaped(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
