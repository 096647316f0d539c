"""A setting that changes no number says so, and those that change one do not."""

import pytest

from suasion.describe.levers import unread
from suasion.describe.loading import load_case

READ = {"korean-model": frozenset({"forces.size"}), "other": frozenset()}


def told(*settings):
    return [one.text for one in unread(list(settings), load_case("ukraine-2025"), READ)]


def test_what_nothing_reads_is_told():
    silent = ["instrument.title=x", "korean-model:zone.length_km=3"]
    assert told(*silent, "forces.size=5", "korean-model:forces.size=0") == silent


def test_a_lever_of_several_facts_counts_when_one_of_them_does():
    loaded = load_case("ukraine-2025")
    lever = next(one for one in loaded.case.levers if one.id == "demarcation-zone")
    for path in lever.choices["off"]:
        assert unread(["demarcation-zone=off"], loaded, {"korean-model": frozenset({path})}) == []
    assert told("demarcation-zone=off") == ["demarcation-zone=off"]


@pytest.mark.parametrize(
    ("setting", "silent"), [("instrument.title=x", True), ("forces.size=0", False)]
)
def test_the_note_goes_beside_the_result(suasion, setting, silent):
    options = ("--quiet", "--draws", "8", "--theory", "threshold", "-g", "korean-model")
    result = suasion("compare", *options, "--set", setting)
    assert result.exit_code == 0
    assert ("changes no number" in result.stderr) == silent
