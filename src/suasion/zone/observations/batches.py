"""Rows of a table in batches, whatever format they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

from suasion.errors import FileRefused, InputError, Problem
from suasion.zone.observations.mapping_file import Chart
from suasion.zone.observations.reasons import Fault

BATCH_ROWS = 20_000


@dataclass(frozen=True)
class Batch:
    """Some rows."""

    numbers: Sequence[int]
    """Line, feature or row number of each, from 1."""
    cells: Mapping[str, Sequence[Any]]
    """The columns that were asked for; a row that could not be read has missing cells."""
    faults: Mapping[int, Fault]
    """By place in the batch: why a row could not be read."""
    raw: Callable[[int], str]
    """The row at a place in the batch as it stands in the file."""
    done: int
    """How much of the file is read, in the units of `total`."""
    total: int


class Table(Protocol):
    """A file of rows."""

    @property
    def counted_in(self) -> str:
        """What a row's number counts: line, feature or row."""

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The rows, from the first; columns `wanted` are given."""

    def header(self) -> list[str]:
        """The names of the columns."""

    def told(self) -> Sequence[str]:
        """What a reader should know once all is read, besides the rows."""


@dataclass
class Notes:
    """What a reader has noticed besides rows."""

    blank_lines: int = 0
    seen: dict[str, None] = field(default_factory=dict)

    def told(self) -> list[str]:
        """In sentences."""
        count = self.blank_lines
        return [f"{count:,} blank line{'s' if count > 1 else ''} passed over"] if count else []


def refused(path: Path, line: int, message: str, remedy: str) -> FileRefused:
    """A file that is not read at all."""
    return FileRefused([Problem(str(path), line, 1 if line else 0, "", "", message, remedy)])


def lacking(chart: Chart, path: Path, known: Iterable[str], wanted: Iterable[str]) -> InputError:
    """The error about columns of a mapping that the file does not have."""
    names = list(known)
    found = [_lacking(chart, path, name, names) for name in wanted if name not in set(names)]
    return InputError([problem for each in found for problem in each])


def _lacking(chart: Chart, path: Path, name: str, names: list[str]) -> Iterator[Problem]:
    near = " or ".join(repr(one) for one in get_close_matches(name, names, n=2))
    listed = ", ".join(map(repr, names[:20])) + (", …" if len(names) > 20 else "")
    remedy = f"Did you mean {near}?" if near else f"It has {listed or 'none'}"
    for place in chart.document.positions:
        if _at(chart.document.data, place) == name:
            message = f"{path.name} has no such column"
            yield chart.document.problem(place, message, remedy, repr(name))


def _at(data: Any, place: Sequence[str | int]) -> Any:
    for part in place:
        data = data[part]
    return data
