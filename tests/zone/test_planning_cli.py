"""`suasion zone plan` on the command line: what it says, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app

SEVERAL = (
    "--visits-every", "15", "--satellite-every", "2", "--cameras", "10", "--miss", "0.3",
    "--share", "camera=0.02", "--miss", "satellite=0.5:0.8", "--prevented", "satellite=0.6",
)  # fmt: skip
PLAN = """\
suasion: 1
plan: example
violation: {size: 3, within_days: 14}
chance: CHANCE
cost_unit: "staff days a month"
means:
  patrols: {kind: patrol, looks_per_day: 0.5, miss: [0.2, 0.4], share: 0.2, cost: 30,
            most: 9, because: "invented"}
  visits: {kind: visit, every_days: 15, miss: 0.5, cost: 55, most: 9, because: "invented"}
"""


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def zone_plan(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["zone", "plan", *map(str, arguments)])


def test_chances_fit_a_terminal_and_each_kind_has_its_assumption() -> None:
    result = zone_plan(*SEVERAL)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    words = " ".join(result.stdout.split())
    assert "enough only towards the favourable ends of the ranges" in words
    for text in ("visits come at even intervals", "cloud at one pass", "cameras see the same"):
        assert text in words


def test_the_json_has_the_numbers_of_the_closed_forms() -> None:
    result = zone_plan("--visits-every", 15, "--within", "20d", "--miss", 0.3, "--format", "json")
    found = json.loads(result.stdout)
    assert found["together"]["chance"] == {"low": pytest.approx(0.77), "high": pytest.approx(0.77)}
    assert found["together"]["mean_delay_days"]["low"] == pytest.approx(15 / 0.7 - 7.5)
    assert found["means"][0]["at_least"] == pytest.approx(0.7)
    # A chance of .9 takes one visit that notices with .7, and a second with (1 - .1/.3)/.7.
    assert found["means"][0]["enough_alone"]["cautious"] == pytest.approx(20 / (1 + 2 / 3 / 0.7))
    assert any("nothing prevents a look" in one for one in found["assumptions"])


def test_never_noticed_is_null_and_not_infinite() -> None:
    result = zone_plan("--cameras", 10, "--share", 0.02, "--miss", 0.3, "--format", "json")
    assert json.loads(result.stdout)["together"]["mean_delay_days"] == {"low": None, "high": None}


def test_a_sample_of_a_store() -> None:
    result = zone_plan("--violation", 5, "--stored", 100, "--sampled", 45, "--miss", 0)
    # One inspection falls into the time: 1 - C(95, 45)/C(100, 45).
    assert "0.95" in result.stdout
    assert "100 things, an inspection every 14 days" in " ".join(result.stdout.split())


def test_a_plan_file_gives_the_cheapest_mix(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace("CHANCE", "0.9"), "utf-8")
    result = zone_plan(path)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    found = json.loads(zone_plan(path, "--format", "json").stdout)
    assert found["cautious"]["proved_cheapest"]
    assert found["cautious"]["chance"] >= 0.9 - 1e-6
    assert found["cautious"]["cost"] >= found["favourable"]["cost"]
    assert f"Cheapest mix: {found['cautious']['cost']:g} staff days" in result.stdout
    assert found["means"][0]["judgement"] == "invented"


def test_a_chance_that_no_mix_gives_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace("CHANCE", "0.9999").replace("most: 9", "most: 1"), "utf-8")
    result = zone_plan(path)
    assert result.exit_code == 0
    assert "No mix is enough: the most of everything gives" in " ".join(result.stdout.split())
    assert json.loads(zone_plan(path, "--format", "json").stdout)["cautious"] is None


def test_inspections_are_told_in_words() -> None:
    result = zone_plan("--inspection", "gain=1 loss=3 miss=0.1:0.3 cost=0.1 undetected=1")
    assert "misses at most 0.750" in result.stdout
    assert "0.278 to 0.357" in result.stdout
    for numbers, told in [
        ("gain=1 loss=3 miss=0.1:0.9", "0.278; none where it misses most"),
        ("gain=1 loss=3 miss=0.9", "No chance of inspection does"),
        ("gain=1 loss=3 miss=0.1", "needs undetected="),
        ("gain=1 loss=3 miss=0.1 cost=2 undetected=1", "nobody inspects"),
        ("gain=1 loss=1 miss=0.1 false-alarm=1 alarm-loss=2", "No inspection deters"),
    ]:
        assert told in " ".join(zone_plan("--inspection", numbers).stdout.split())
    budget = json.loads(
        zone_plan("--inspection", "periods=4,inspections=2", "--format", "json").stdout
    )
    assert budget["value"] == pytest.approx(-3 / 11)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--patrols-a-day", "x", "--miss", "0.1"), "--patrols-a-day: must be a number above 0"),
        (("--patrols-a-day", "1"), "--miss: is not given for patrol"),
        (("--cameras", "3", "--miss", "0.1"), "--share: is not given for camera"),
        (("--miss", "0.2"), "no means of monitoring is given"),
        (("--patrols-a-day", "1", "--miss", "0.4:0.2"), "Write 0.2:0.4"),
        (("--patrols-a-day", "1", "--miss", "0.1", "--miss", "0.2"), "is given twice"),
        (("--patrols-a-day", "1", "--miss", "patrl=0.1"), "no kind of means 'patrl'"),
        (("--patrols-a-day", "1", "--miss", "0.1", "--within", "14y"), "Write 14d, 36h or 2w"),
        (("--patrols-a-day", "1", "--miss", "0.1", "--chance", "1"), "above 0 and below 1"),
        (("--patrols-a-day", "1", "--miss", "0.1", "--violation", "2.5"), "a whole number from 1"),
        (("--stored", "2", "--sampled", "1", "--miss", "0", "--violation", "3"), "--stored: must"),
        (("--sampled", "3", "--miss", "0"), "--stored: is not given"),
        (("--stored", "9", "--miss", "0"), "--sampled: is not given"),
        (("--inspection", "gain=1"), "loss, miss must be given"),
        (("--inspection", "gain=0 loss=1 miss=.1"), "--inspection gain: must be a number above 0"),
        (("--inspection", "gain"), "must be name=value pairs"),
        (("--inspection", "periods=3 gain=1 inspections=1"), "gain do not count"),
        (("--inspection", "periods=3"), "inspections must be given too"),
        (("--inspection", "gain=1 loss=1 miss=.1 undetected=1 detected=2"), "less than undetected"),
        (("--inspection", "gain=1", "--sites", "a.geojson"), "plans of different kinds"),
        (("nowhere.yaml", "--miss", "0.1"), "--miss would not count with a plan file"),
        (("--inspection", "gain=1", "--chance", "0.5"), "--chance would not count with"),
        (("--patrols-a-day", "1", "--miss", "0.1", "--most", "3"), "--most would not count"),
        (("nowhere.yaml",), "there is no such file"),
    ],
)
def test_a_bad_value_has_one_clear_error(arguments: tuple[str, ...], told: str) -> None:
    result = zone_plan(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
