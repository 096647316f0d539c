"""The record against ATOP, the dispute data and the data on honoured alliances.

Every disagreement is listed in disagreements.yaml with its reason, and no other one.
"""

import csv
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from suasion.describe.reading import read
from suasion.describe.vocabulary import Role
from suasion.evidence.record import Certainty, cases
from suasion.evidence.record.loading import CASES
from suasion.evidence.record.powers import TABLE, is_power
from suasion.evidence.record.published import DataMissing, published_rates

ROOT = Path(__file__).resolve().parents[2]
LISTED = CASES.parent / "disagreements.yaml"
KEYS = ("case", "check", "ours", "theirs")

# Berkemeier and Fuhrmann (2018) and a recount by other code: honoured, called on.
PUBLISHED = {
    "all, 1816-2003": (73, 146),
    "1816-1944": (61, 92),
    "1945-2003": (12, 54),
    "two states, 1816-1944": (51, 74),
    "three or more, 1816-1944": (10, 18),
    "two states, 1945-2003": (10, 29),
    "three or more, 1945-2003": (2, 25),
    "defence pacts, 1816-2003": (42, 102),
    "defence pacts, 1816-1944": (36, 59),
    "defence pacts, 1945-2003": (6, 43),
}


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools/derive_record.py"))


@pytest.fixture(scope="module")
def found(tool: dict[str, Any], record_folder: Path) -> set[tuple[str, ...]]:
    return {tuple(one[key] for key in KEYS) for one in tool["disagreements"](record_folder)}


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str]]:
    return read(LISTED).data


def test_every_disagreement_is_listed_and_no_other(
    found: set[tuple[str, ...]], listed: list[dict[str, str]]
) -> None:
    known = {tuple(one[key] for key in KEYS) for one in listed}
    assert not found - known, "not listed: add them with their reason"
    assert not known - found, "listed, but no longer there: remove them"


def test_each_listed_disagreement_has_a_reason(listed: list[dict[str, str]]) -> None:
    assert all(len(one["reason"]) > 20 for one in listed)
    assert {one["case"] for one in listed} <= {one.id for one in cases()}


def test_disputes_are_coded_as_the_data_have_them(
    tool: dict[str, Any], record_folder: Path
) -> None:
    compared = 0
    for one in cases():
        numbers = tool["disputes"](record_folder, one)
        coded = one.value("force")
        if numbers is not None and coded is not None:
            assert coded == bool(numbers), one.id
            compared += 1
    assert compared > 80


ON_THE_GROUND = {14, 16, 20, 21}
"""Actions of MID 5.0: occupation, attack, beginning and joining a war."""


def test_every_attack_of_a_verified_case_is_in_a_data_set(
    tool: dict[str, Any], record_folder: Path
) -> None:
    """A war of COW, a conflict of UCDP that the file names, or a dispute with such an action."""
    wars = tool["read"](record_folder, "disputes/cow_interstate_war_dirdyad_year")
    parts = tool["read"](record_folder, "disputes/cow_midb_5_0")
    for one in cases():
        if one.entry.certainty is not Certainty.VERIFIED or not one.value("attacked"):
            continue
        first, last = (day.year for day in one.window or ())
        proteges = one.codes(Role.PROTEGE)
        fought = wars[wars.ccode2.isin(proteges) & wars.year.between(first, last)]
        told = str(one.coded.attacked)
        numbers = tool["disputes"](record_folder, one) or map(int, re.findall(r"\d{4}", told))
        acted = parts[parts.dispnum.isin(list(numbers)) & parts.hiact.isin(ON_THE_GROUND)]
        named = "GleditschEtAl2002" in told
        assert len(fought) or len(acted) or named, one.id


def test_the_data_speak_of_most_verified_cases(tool: dict[str, Any], record_folder: Path) -> None:
    """The check is not empty: alliances and disputes exist for most of what is verified."""
    verified = [one for one in cases() if one.entry.certainty is Certainty.VERIFIED]
    named = [one for one in verified if one.entry.referee.atop]
    assert len(named) > 50
    assert all(len(tool["alliances"](record_folder, one)) for one in named)


def test_the_published_rates_come_out(record_folder: Path) -> None:
    rates = {one.what: (one.events, one.n) for one in published_rates(record_folder)}
    assert rates == PUBLISHED


def test_missing_data_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="SUASION_DATA"):
        published_rates(tmp_path)


def test_major_powers_are_those_of_the_data(record_folder: Path) -> None:
    with (record_folder / "disputes/cow_major_powers.csv").open(encoding="utf-8") as file:
        theirs = {
            (int(r["ccode"]), int(r["styear"]), int(r["endyear"])) for r in csv.DictReader(file)
        }
    with TABLE.open(encoding="utf-8") as file:
        ours = {
            (int(r["ccode"]), int(r["first"]), int(r["last"] or 2016))
            for r in csv.DictReader(file)
            if r["what"] == "major"
        }
    assert ours == theirs


NAMES = {
    "United States": 2,
    "United Kingdom": 200,
    "France": 220,
    "Russia": 365,
    "China": 710,
    "Israel": 666,
    "India": 750,
    "Pakistan": 770,
    "North Korea": 731,
}
DATED_OTHERWISE = {666: 1967, 750: 1987, 770: 1987}
"""First years of possession in the data; ours are those of docs/anchors.md."""


def test_arsenals_are_those_of_the_data_but_for_three(record_folder: Path) -> None:
    first: dict[int, int] = {}
    path = record_folder / "deterrence/nuclear_status_owid.csv"
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["nuclear_weapons_status"] == "3" and row["Entity"] in NAMES:
                code = NAMES[row["Entity"]]
                first[code] = min(first.get(code, 9999), int(row["Year"]))
    assert set(first) == set(NAMES.values())
    for code, year in first.items():
        agree = is_power(code, "nuclear", year) and not is_power(code, "nuclear", year - 1)
        assert agree or DATED_OTHERWISE.get(code) == year, (code, year)
