"""Published rates of honoured commitments, counted anew from the replication data.

Definitions
-----------
commitment   one alliance that one inter-state war called on [BerkemeierFuhrmann2018]_
rule         the coding of [LeedsLongMitchell2000]_, which the published 50 % and 22 % use
multilateral more than two members in ATOP 4.01 [LeedsEtAl2002]_
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suasion.errors import SuasionError
from suasion.evidence.record.rates import jeffreys

HONOUR = "alliances/berkemeier_fuhrmann_2018_reliability.parquet"
MEMBERS = "alliances/atop_4_01_member.parquet"
COLUMNS = ["atopid", "sample", "honorLLM", "violateLLM", "defense"]

Row = Mapping[str, Any]


class DataMissing(SuasionError):
    """A file of the research data that is not where it should be."""


@dataclass(frozen=True)
class PublishedRate:
    """Commitments honoured out of those that a war called on."""

    what: str
    events: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """Jeffreys interval of 95 %."""
        return jeffreys(self.events, self.n)


SETS: dict[str, Callable[[Row], bool]] = {
    "all, 1816-2003": lambda row: True,
    "1816-1944": lambda row: not row["late"],
    "1945-2003": lambda row: row["late"],
    "two states, 1816-1944": lambda row: not row["late"] and not row["many"],
    "three or more, 1816-1944": lambda row: not row["late"] and row["many"],
    "two states, 1945-2003": lambda row: row["late"] and not row["many"],
    "three or more, 1945-2003": lambda row: row["late"] and row["many"],
    "defence pacts, 1816-2003": lambda row: row["defense"] == 1,
    "defence pacts, 1816-1944": lambda row: row["defense"] == 1 and not row["late"],
    "defence pacts, 1945-2003": lambda row: row["defense"] == 1 and row["late"],
}
"""Which commitments, in words, and what picks them."""


def published_rates(folder: Path) -> list[PublishedRate]:
    """The rates of each set of commitments.

    Parameters
    ----------
    folder
        Folder of the research data (`SUASION_DATA`).

    Raises
    ------
    DataMissing
        Where the folder has not the two files that are read.

    References
    ----------
    [BerkemeierFuhrmann2018]_, abstract and replication file.
    """
    rows = _commitments(folder)
    chosen = {what: [row for row in rows if test(row)] for what, test in SETS.items()}
    return [
        PublishedRate(what, sum(row["honoured"] for row in some), len(some))
        for what, some in chosen.items()
    ]


def _commitments(folder: Path) -> list[Row]:
    members: dict[int, set[int]] = {}
    for row in _rows(folder / MEMBERS, ["atopid", "member"]):
        members.setdefault(int(row["atopid"]), set()).add(int(row["member"]))
    coded = [
        row
        for row in _rows(folder / HONOUR, COLUMNS)
        if row["honorLLM"] == 1 or row["violateLLM"] == 1
    ]
    return [
        dict(row)
        | {
            "honoured": row["honorLLM"] == 1,
            "late": row["sample"] == 0,
            "many": len(members.get(int(row["atopid"]), ())) > 2,
        }
        for row in coded
    ]


def _rows(path: Path, columns: list[str]) -> list[Row]:
    from pyarrow.parquet import read_table  # noqa: PLC0415 - slow to load, needed here alone

    if not path.is_file():
        raise DataMissing(
            f"there is no file {path}. Set SUASION_DATA to the folder of the research data, "
            "or unset it to leave the published rates out"
        )
    rows: list[Row] = read_table(path, columns=columns).to_pylist()
    return rows
