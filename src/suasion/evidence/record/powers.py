"""Which states were major powers and which held nuclear weapons, by year.

Major powers are those of the Correlates of War project [CowStates2017]_, whose list starts in 1816;
1815 is read as 1816. First years of nuclear arsenals follow the list that the anchors use
(docs/anchors.md), which agrees with [OWIDNuclear2022]_ but for the years that a test names.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("powers.csv")
FIRST_YEAR = 1816


@cache
def _spells() -> tuple[tuple[int, str, int, int], ...]:
    with TABLE.open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return tuple(
            (int(row["ccode"]), row["what"], int(row["first"]), int(row["last"] or 9999))
            for row in rows
        )


def is_power(ccode: int | None, what: str, year: int) -> bool:
    """Whether a state was a `major` or a `nuclear` power in a year.

    Parameters
    ----------
    ccode
        Correlates of War state number; none for an organisation, which is never a power itself.
    what
        `major` or `nuclear`.
    year
        Year, 1815 or later.

    Examples
    --------
    >>> is_power(2, "nuclear", 1949), is_power(220, "nuclear", 1949)
    (True, False)
    """
    at = max(year, FIRST_YEAR)
    return any(
        code == ccode and kind == what and first <= at <= last
        for code, kind, first, last in _spells()
    )
