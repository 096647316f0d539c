"""The columns expected of each data set that has a loader: `columns.csv`.

Definitions
-----------
kind       what a column holds; a question mark after it says that values may be missing

           - `code`: a state's number, 1 to 999
           - `year`: 1400 to 2100
           - `int`, `flag` (0 or 1), `number`, `text`
           - `date`: a day, YYYY-MM-DD
           - `us-date`: a day, month/day/two digits of a year up to 2021
key        rank of a column that rows are sorted by; together these columns tell rows apart, where
           the data do
missing    values that stand for "not known" in the publisher's file, separated by semicolons;
           they become missing values
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("columns.csv")


@dataclass(frozen=True)
class Column:
    """One expected column.

    Parameters
    ----------
    name
        Its name in the file, and in the table that a loader gives.
    kind
        What it holds.
    optional
        Whether values may be missing.
    key
        Its rank among the columns that rows are sorted by, from 1; 0 for the others.
    missing
        Values that mean "not known".
    meaning
        What it says, with its unit.
    """

    name: str
    kind: str
    optional: bool
    key: int
    missing: tuple[str, ...]
    meaning: str


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """Expected columns by data set.

    Examples
    --------
    >>> [column.name for column in columns()["ajps-audience-costs"]]
    ['ccode', 'country', 'AC', 'ACse']
    """
    found: dict[str, list[Column]] = {}
    with TABLE.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            found.setdefault(row["set"], []).append(_column(row))
    return {name: tuple(listed) for name, listed in found.items()}


def keys(name: str) -> list[str]:
    """The columns that the rows of a data set are sorted by, in order.

    Examples
    --------
    >>> keys("cow-contiguity")
    ['ccode1', 'ccode2', 'stdate']
    """
    ranked = sorted((column.key, column.name) for column in columns()[name] if column.key)
    return [key for _, key in ranked]


def _column(row: dict[str, str]) -> Column:
    return Column(
        name=row["column"],
        kind=row["kind"].rstrip("?"),
        optional=row["kind"].endswith("?"),
        key=int(row["key"] or 0),
        missing=tuple(row["missing"].split(";")) if row["missing"] else (),
        meaning=row["meaning"],
    )
