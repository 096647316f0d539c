"""A table of coverage that does not span the days: the note names the side and the day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.zone.test_findings_check import Look, drawn, look, north_m

from suasion.zone.findings.compliance import NO_COVERAGE
from suasion.zone.findings.coverage import Coverage, coverage_from, first_missing_day, watched_days
from suasion.zone.findings.data import notes

__all__ = ["drawn", "look"]

HEAD = "side,begins,ends,coverage,source\n"
ROWS = [
    north_m(1_000, 30.1 + at / 10) | {"time": dt.datetime(2024, 7, 1 + at, tzinfo=dt.UTC)}
    for at in range(8)
]
GAP = "challenger,2024-07-01,2024-07-04,0.5,x\nchallenger,2024-07-06,2024-07-31,0.5,x\n"


def day(number: int) -> dt.date:
    return dt.date(2024, 7, number)


def said(look: Look, folder: Path, table: str, *rows: dict[str, object]) -> str:
    (folder / "c.csv").write_text(HEAD + table, "utf-8")
    return "\n".join(notes(look(*(rows or ROWS), coverage=coverage_from(folder / "c.csv"))))


@pytest.mark.parametrize(
    ("table", "missing"),
    [
        (GAP, "2024-07-05"),
        ("challenger,2024-07-01,2024-07-07,0.5,x\n", "2024-07-08"),
        ("challenger,2024-07-02,2024-07-31,0.5,x\n", "2024-07-01"),
        ("protege,2024-07-01,2024-07-31,0.5,x\n", "2024-07-01"),
        (GAP + "challenger,2024-07-05,2024-07-05,,x\n", "2024-07-05"),
    ],
)
def test_the_note_names_side_and_first_missing_day(
    look: Look, tmp_path: Path, table: str, missing: str
) -> None:
    told = said(look, tmp_path, table)
    assert NO_COVERAGE not in told
    assert f"from 2024-07-01 to 2024-07-08 for 'challenger': {missing} is the first" in told


def test_a_table_of_every_day_needs_no_note(look: Look, tmp_path: Path) -> None:
    told = said(look, tmp_path, GAP + "challenger,2024-07-05,2024-07-05,0.5,x\n")
    assert "coverage" not in told


def test_without_a_table_coverage_is_not_known(look: Look) -> None:
    assert NO_COVERAGE in notes(look(*ROWS))


def test_observations_of_nobody_need_a_coverage_of_all(look: Look, tmp_path: Path) -> None:
    nobody = [row | {"side": None} for row in ROWS]
    told = said(look, tmp_path, "challenger,2024-07-01,2024-07-31,0.5,x\n", *nobody)
    assert "Only a coverage of `all` holds for these" in told
    assert NO_COVERAGE not in told
    assert "coverage" not in said(look, tmp_path, "all,2024-07-01,2024-07-31,0.5,x\n", *nobody)


@pytest.mark.parametrize("gone", range(1, 10))
def test_a_day_is_missing_exactly_where_the_watched_days_are_unknown(gone: int) -> None:
    table = [Coverage("all", day(at), day(at), 0.5, "x") for at in range(9, 0, -1) if at != gone]
    missing = first_missing_day(table, "challenger", day(2), day(8))
    assert missing == (day(gone) if 2 <= gone <= 8 else None)
    watched = watched_days(table, "challenger", day(2), day(8))
    assert (watched == 3.5) == (missing is None)
