"""Capabilities of the packaged case are those of the data set that they cite."""

from pathlib import Path

import pytest

from suasion.describe.loading import load_case
from suasion.evidence.data.table import table

STATES = {
    "USA": 2, "CAN": 20, "GBR": 200, "FRA": 220, "DEU": 255, "POL": 290, "HUN": 310, "SVK": 317,
    "ITA": 325, "RUS": 365, "UKR": 369, "TUR": 640, "CHN": 710,
}  # fmt: skip
EUROPEAN_UNION = (
    205, 210, 211, 212, 220, 230, 235, 255, 290, 305, 310, 316, 317, 325, 338, 344, 349, 350, 352,
    355, 360, 366, 367, 368, 375, 380, 390,
)  # fmt: skip


def test_capabilities_are_those_of_2022(record_folder: Path) -> None:
    states = table("cow-nmc", record_folder).query("year == 2022").set_index("ccode").cinc
    told = {one.party: one.cinc.value for one in load_case("ukraine-2025").case.capabilities}
    known = {party: states[code] for party, code in STATES.items()}
    assert len(EUROPEAN_UNION) == 27
    known["EU"] = sum(states[code] for code in EUROPEAN_UNION)
    assert told == pytest.approx(known, rel=0.05)


def test_every_state_that_guarantees_has_a_capability() -> None:
    loaded = load_case("ukraine-2025")
    told = {one.party for one in loaded.case.capabilities}
    givers = {
        party.id
        for guarantee in loaded.guarantees.values()
        for party in guarantee.parties
        if "guarantor" in party.roles
    }
    assert givers - told == {"NATO"}  # an organisation: its members are listed beside it
