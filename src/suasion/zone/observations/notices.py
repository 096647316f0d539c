"""Notices of movements: a small table, taken for all the notices that were given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from suasion.errors import InputError, Problem, UnknownName
from suasion.zone.observations.columns import LARGEST_COUNT
from suasion.zone.observations.small_table import Row, day, form_faults, problem, rows_of
from suasion.zone.rules.taxonomy import class_of

FIELDS = ("side", "given", "begins", "ends", "class", "count", "place", "source")
MUST = ("side", "class", "source")


@dataclass(frozen=True)
class Notice:
    """A movement of which notice was given."""

    side: str
    """Whose movement."""
    given: dt.date | None
    """Day on which notice was given; None where that is not known."""
    begins: dt.date
    ends: dt.date
    weapons: str
    """Class of weapons or forces."""
    count: int | None
    """Most that move; None where the notice names no number."""
    place: str
    """A place of the zone or a sector; empty for all of the zone."""
    source: str
    file: str
    line: int


def notices_from(path: Path) -> list[Notice]:
    """A CSV table `side,given,begins,ends,class,count,place,source`.

    An empty `count` names no number, an empty `place` means the whole zone, and an empty `given`
    that the day of the notice is not known.

    Raises
    ------
    InputError
        With every fault and its line.
    """
    found: list[Notice] = []
    faults: list[Problem] = []
    for line, row in rows_of(path, FIELDS):
        wrong = [*form_faults(path, FIELDS, line, row, MUST), *_faults(path, line, row)]
        faults += wrong
        if not wrong:
            found.append(_notice(path, line, row))
    if faults:
        raise InputError(faults)
    return found


def _faults(path: Path, line: int, row: Row) -> Iterator[Problem]:
    if not row:
        return
    if row["given"] and day(row["given"]) is None:
        message = "must be a day, YYYY-MM-DD, or empty where it is not known"
        yield problem(path, FIELDS, line, "given", row["given"], message)
    if row["count"] and not _is_count(row["count"]):
        message = f"must be a whole number from 1 to {LARGEST_COUNT:,}, or empty"
        yield problem(path, FIELDS, line, "count", row["count"], message)
    if row["class"]:
        try:
            class_of(row["class"])
        except UnknownName as error:
            message, _, remedy = str(error).partition(". ")
            value = repr(row["class"])
            yield Problem(str(path), line, 1, "class", value, message, remedy.rstrip("."))


def _is_count(text: str) -> bool:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_COUNT))
    return digits and 1 <= int(text) <= LARGEST_COUNT


def _notice(path: Path, line: int, row: Row) -> Notice:
    begins, ends = (dt.date.fromisoformat(row[name]) for name in ("begins", "ends"))
    return Notice(
        side=row["side"],
        given=day(row["given"]),
        begins=begins,
        ends=ends,
        weapons=class_of(row["class"]),
        count=int(row["count"]) if row["count"] else None,
        place=row["place"],
        source=row["source"],
        file=str(path),
        line=line,
    )
