"""Small CSV tables that people write by hand: a fixed header, and every fault with its line."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from suasion.errors import InputError, Problem

Row = dict[str, str]


def rows_of(path: Path, fields: Sequence[str]) -> list[tuple[int, Row]]:
    """Rows of a table with their lines; a row with other than so many cells has none.

    Raises
    ------
    InputError
        Where the file is no UTF-8 text, or its header is another.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            [problem(path, fields, 0, "", "", "cannot be read as UTF-8 text")]
        ) from None
    table = csv.reader(text.splitlines())
    header = next(table, [])
    if sorted(header) != sorted(fields):
        message = f"must be {','.join(fields)}"
        raise InputError([problem(path, fields, 1, "header", ",".join(header), message)])
    cells = ((table.line_num, row) for row in table if row)
    whole = len(fields)
    return [
        (line, dict(zip(header, map(str.strip, row), strict=True)) if len(row) == whole else {})
        for line, row in cells
    ]


def form_faults(
    path: Path, fields: Sequence[str], line: int, row: Row, must: Sequence[str]
) -> Iterator[Problem]:
    """A row with other than so many cells, days that are none, and cells that must be given."""
    if not row:
        yield problem(path, fields, line, "", "", f"must have {len(fields)} cells")
        return
    dates = [day(row[name]) for name in ("begins", "ends")]
    for name, date in zip(("begins", "ends"), dates, strict=True):
        if date is None:
            yield problem(path, fields, line, name, row[name], "must be a day, YYYY-MM-DD")
    begins, ends = dates
    if begins and ends and ends < begins:
        yield problem(path, fields, line, "ends", row["ends"], "must not come before begins")
    for name in must:
        if not row[name]:
            yield problem(path, fields, line, name, "", "must be given")


def day(text: str) -> dt.date | None:
    """A day as YYYY-MM-DD; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def problem(
    path: Path, fields: Sequence[str], line: int, field: str, value: str, message: str
) -> Problem:
    """A fault in a cell; line 0 for the file as a whole."""
    remedy = f"Write a table {','.join(fields)}"
    return Problem(str(path), line, 1 if line else 0, field, repr(value), message, remedy)
