"""`suasion story`: a chronicle that hangs together, fits 80 columns and stays the same."""

import datetime
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.loading import load_case
from suasion.term.years.axes import PLACES

YEARS = 12
SMALL = ("--factors", "leader,government,zone", "--years", YEARS)
FIRST = datetime.date(2026, 1, 8)


@cache
def told(guarantee: str, seed: int, form: str) -> str:
    """The story of a small model."""
    asked = ("story", "ukraine-2025", guarantee, "--seed", seed, "--format", form, *SMALL)
    result = CliRunner().invoke(app, list(map(str, asked)))
    assert result.exit_code == 0, result.output
    return result.stdout


@cache
def data(seed: int, guarantee: str = "us-article-5-like") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(guarantee, seed, "json"))
    return found


SEEDS = tuple(range(1, 7))


def test_the_same_seed_tells_the_same_story(suasion: Callable[..., Any]) -> None:
    again = suasion("story", "ukraine-2025", "us-article-5-like", "--seed", 1, *SMALL)
    assert again.stdout == told("us-article-5-like", 1, "text")
    assert again.stdout != told("us-article-5-like", 2, "text")


def test_the_record_tells_another_story_of_the_same_draw(suasion: Callable[..., Any]) -> None:
    asked = ("story", "ukraine-2025", "us-article-5-like", "--seed", 1, *SMALL, "--format", "json")
    found = json.loads(suasion(*asked, "--prior", "record").stdout)
    assert (found["prior"], data(1)["prior"]) == ("record", "judgement")
    assert found["ending"]["chances"]["peace"] != data(1)["ending"]["chances"]["peace"]


@pytest.mark.parametrize("seed", SEEDS)
def test_it_reads_in_eighty_columns_and_warns_at_its_head(seed: int) -> None:
    lines = told("us-article-5-like", seed, "text").splitlines()
    assert max(map(len, lines)) < 80
    head = " ".join(lines[: lines.index(next(one for one in lines if one.startswith("2026-")))])
    assert "not a forecast" in head
    assert f"Seed {seed}" in head


def test_offices_are_named_and_no_persons() -> None:
    born = load_case("ukraine-2025").case.leader
    assert born.office not in ("", None)
    every = " ".join(told("us-article-5-like", seed, "text") for seed in SEEDS)
    assert not any(name in every for name in ("Putin", "Trump", "Zelensky", "dies", "death"))


@pytest.mark.parametrize("seed", SEEDS)
def test_events_are_dated_in_order_and_start_on_the_cases_day(seed: int) -> None:
    days = [datetime.date.fromisoformat(one["date"]) for one in data(seed)["events"]]
    assert days == sorted(days)
    assert days[0] == FIRST
    assert days[-1] <= datetime.date(2026 + YEARS, 1, 9)
    assert [one["date"] for one in data(seed)["story"]] == sorted(
        one["date"] for one in data(seed)["story"]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_each_event_begins_where_the_last_one_left(seed: int) -> None:
    first, *others = data(seed)["events"]
    now = {name: after for name, (_, after) in first["places"].items()}
    assert set(now) == {"leader", "government", "zone"}
    for one in others:
        for name, (before, after) in one["places"].items():
            assert before == now[name]
            assert after in PLACES[name]
            now[name] = after


@pytest.mark.parametrize("seed", SEEDS)
def test_governments_change_on_the_calendars_days_only(seed: int) -> None:
    found = [one for one in data(seed)["events"] if one["kind"] == "government"]
    attack = data(seed)["ending"]["attack"]
    expected = [
        day for day in ("2029-01-20", "2033-01-20", "2037-01-20") if not attack or day < attack
    ]
    # An attack within three months of a day leaves no time to tell what the day brought.
    assert [one["date"] for one in found] in (expected, expected[:-1])
    assert all(0 < one["chance"] < 1 for one in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ending_is_told_with_its_share_in_the_exact_solution(seed: int) -> None:
    found, ending = data(seed), data(seed)["ending"]
    assert 0 < ending["chances"]["peace"] < 1
    assert sum(ending["chances"]["causes"].values()) == pytest.approx(1)
    last = found["events"][-1]
    assert last["kind"] == ("end" if ending["attack"] is None else "attack")
    if ending["cause"]:
        assert ending["chances"]["cause_share"] == ending["chances"]["causes"][ending["cause"]]
        assert last["date"] == ending["attack"]


def test_assumptions_are_the_heaviest_first_with_drawn_and_median_value() -> None:
    for seed in SEEDS:
        told_first = [abs(one["effect"]) for one in data(seed)["assumptions"]]
        assert told_first == sorted(told_first, reverse=True)
        for one in data(seed)["assumptions"]:
            assert one["effect"] != 0
            assert not one["meaning"][0].islower()


def test_without_a_guarantor_nobody_stands_aside() -> None:
    every = " ".join(told("no-guarantee", seed, "text") for seed in (1, 2, 3))
    assert "stands aside" not in every
    assert "lead guarantor: none" in every


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (("ukraine-2026", "korean-model"), "ukraine-2026"),
        (("ukraine-2025", "corean-model"), "korean-model"),
        (("ukraine-2025", "korean-model", "--theory", "treshold"), "threshold"),
        (("ukraine-2025", "korean-model", "--factors", "leader,zones"), "zone"),
        (("ukraine-2025", "korean-model", "--set", "forces.number=1"), "forces.number"),
        (("ukraine-2025", "korean-model", "--years", "0"), "years"),
    ],
)
def test_unknown_names_get_one_clear_error(
    suasion: Callable[..., Any], asked: tuple[str, ...], named: str
) -> None:
    result = suasion("story", *asked)
    assert result.exit_code == 2
    assert named in result.output
    assert "Traceback" not in result.output


def test_help_has_examples(suasion: Callable[..., Any]) -> None:
    shown = suasion("story", "--help").output
    assert shown.count("suasion story ukraine-2025") >= 3
    assert "not a forecast" in shown
