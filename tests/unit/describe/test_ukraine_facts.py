"""The facts of the case on Ukraine: alike for like texts, and none that rests on silence."""

import pytest

from suasion.describe.fact import Known, readings
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded, load_case, load_library
from suasion.describe.sections import Coalition, Duration

ALIKE = (
    "instrument.title",
    "instrument.form",
    "instrument.standing",
    "instrument.signed",
    "instrument.in_force",
    "instrument.ratified",
    "instrument.legally_binding",
    "instrument.obligation",
    "instrument.activation",
    "instrument.excludes_provocation",
    "coalition.entry_rule",
    "coalition.entry_approvals",
    "coalition.activation_rule",
    "coalition.activation_members",
    "coalition.challenger_veto",
    "duration.years",
    "duration.renewal",
    "duration.withdrawal_notice_months",
)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_case("ukraine-2025")


def versions(guarantee: Guarantee, path: str) -> list[str]:
    section, name = path.split(".")
    return sorted(str(value) for value in readings(getattr(getattr(guarantee, section), name)))


@pytest.mark.parametrize("path", ALIKE)
def test_the_budapest_memorandum_is_one_text_in_case_and_library(loaded: Loaded, path: str) -> None:
    ours, shelved = loaded.guarantees["budapest-1994"], load_library("budapest-1994")
    assert versions(ours, path) == versions(shelved, path)


def test_a_notice_of_no_months_is_never_read_from_silence(loaded: Loaded) -> None:
    noticed = {
        key: one.duration.withdrawal_notice_months
        for key, one in loaded.guarantees.items()
        if isinstance(one.duration, Duration)
    }
    zero = {key for key, fact in noticed.items() if isinstance(fact, Known) and fact.value == 0}
    assert zero == {"no-guarantee"}, "there it is so by definition"


def test_no_lone_guarantor_is_spared_the_discord_around_it(loaded: Loaded) -> None:
    for key, one in loaded.guarantees.items():
        lone = len([party for party in one.parties if "guarantor" in party.roles]) == 1
        if lone and isinstance(one.coalition, Coalition):
            assert set(readings(one.coalition.discord)) != {"none"}, key
