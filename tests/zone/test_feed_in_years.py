"""A feed in the model of the years: posteriors, what they do, what is refused."""

from __future__ import annotations

import copy
import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.loading import load_case
from suasion.mechanism.situation import position
from suasion.uncertainty.device import in_double
from suasion.uncertainty.observed import LEFT, NUMBERS, Observed, observed_from
from suasion.uncertainty.questions import answer as answering
from suasion.uncertainty.questions.answer import Question, Reading, answer
from suasion.uncertainty.questions.asked import Asked
from suasion.uncertainty.questions.playing import Player
from suasion.uncertainty.questions.variant import Variant, number
from suasion.uncertainty.years import Wanted, played
from suasion.zone.findings.feed import ESTIMATES, FORMAT, VARIABLES

CASE, KEY, DRAWS = "ukraine-2025", "us-article-5-like", 8
MORE: dict[str, Any] = {
    "days": [365],
    "days_watched": [146.0],
    "violations": [20],
    "sightings": [18],
    "attributed": [9],
    "days_with_fire": [6],
    "days_intact": [365],
    "erosions": [1],
}
Write = Callable[..., Path]


def feed_of(years: tuple[int, ...] = (2024,), **counts: list[Any]) -> dict[str, Any]:
    """A feed as `zone check` writes it, with these counts by year."""
    said = {name: value * len(years) for name, value in MORE.items()} | counts
    said |= {name: [[None] * 3] * len(years) for name in ESTIMATES}
    return {
        "coords": {
            "year": {"dims": ["year"], "attrs": {}, "data": list(years)},
            "bound": {"dims": ["bound"], "attrs": {}, "data": ["mean", "low", "high"]},
        },
        "attrs": {
            "format": FORMAT,
            "zone": "river",
            "zone_sha256": "a" * 64,
            "eroded_above_per_day": 1.0,
            "caution": "",
        },
        "dims": {"year": len(years), "bound": 3},
        "data_vars": {
            name: {
                "dims": ["year"] if name in MORE else ["year", "bound"],
                "attrs": {"units": VARIABLES[name][0]},
                "data": said[name],
            }
            for name in VARIABLES
        },
    }


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(data: dict[str, Any], name: str = "feed.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(data, indent=2), "utf-8")
        return path

    return put


@functools.cache
def plain() -> Asked:
    loaded = load_case(CASE)
    wanted = Wanted(("zone",), 12, signed=False)
    return Asked(loaded, loaded, (KEY,), ("threshold",), DRAWS, 1, wanted)


def given(asked: Asked, *settings: str, **more: Any) -> Any:
    return Player(asked).ready(Variant("one", KEY, settings, **more), "threshold").given


def test_posteriors_are_those_of_jeffreys(write: Write) -> None:
    years = (2023, 2024)
    one = observed_from(
        [write(feed_of(years, days=[365, 73], days_watched=[73.0, 73.0], days_intact=[365, 73]))]
    )
    u, found = np.array([0.1, 0.5, 0.97]), one.posteriors
    watched = (73 + 73) / 365.25
    expected = {
        "violation_detection": [0.2, 0.2, 1.0],  # five days in six have a coverage of a fifth
        "attribution": stats.beta(18.5, 18.5).ppf(u),
        "incident_rate_per_year": stats.gamma(12.5, scale=1 / watched).ppf(u),
        "erosion_rate_per_year": stats.gamma(2.5, scale=365.25 / 438).ppf(u),
    }
    assert tuple(found) == NUMBERS
    for name, values in expected.items():
        np.testing.assert_allclose(found[name].quantile(u), values, err_msg=name)


def test_the_guarantee_as_described_gives_what_was_observed(write: Write) -> None:
    one = observed_from([write(feed_of())])
    seen = given(replace(plain(), observed=one))
    column = plain().sample.column
    attributed = stats.beta(9.5, 9.5).ppf(column("situation:attribution"))
    hazard = stats.gamma(1.5, scale=365.25 / 365).ppf(column("situation:erosion_rate_per_year"))
    np.testing.assert_allclose(number(seen, "violation_detection"), 146 / 365)
    np.testing.assert_allclose(number(seen, "attribution"), attributed)
    rate = number(seen, "erosion_rate_per_year")
    np.testing.assert_allclose(rate * (1 - 0.4 * attributed), hazard)
    fire = stats.gamma(6.5, scale=365.25 / 146).ppf(column("situation:incident_rate_per_year"))
    np.testing.assert_allclose(number(seen, "incident_rate_per_year"), fire)


def test_it_moves_its_numbers_and_no_other(write: Write) -> None:
    before, after = (
        given(plain()),
        given(replace(plain(), observed=observed_from([write(feed_of())]))),
    )
    moved = set(np.flatnonzero((before.base != after.base).any(axis=1)).tolist())
    assert moved == {position(name) for name in NUMBERS}
    np.testing.assert_array_equal(before.moves, after.moves)
    np.testing.assert_equal(before.own, after.own)


def test_it_equals_a_number_pinned_by_hand(write: Write) -> None:
    """Where nothing moves the number, so that it is the one before any mechanism."""
    silent = feed_of(sightings=[0], attributed=[0], days_intact=[None], erosions=[None])
    one = observed_from([write(silent)])
    blind = ("zone.monitors=none", "zone.technical_monitoring=false")
    asked = plain()
    every = {**asked.loaded.guarantees, KEY: asked.described(KEY, blind)}
    loaded = replace(asked.loaded, guarantees=every)
    unwatched = replace(asked, loaded=loaded)
    pinned = (("violation_detection", 0.4),)
    by_hand = Player(replace(unwatched, wanted=asked.wanted._replace(pinned=pinned)))
    fed = Player(replace(unwatched, observed=without(one, "incident_rate_per_year")))
    variant = Variant("one", KEY)
    (a, b) = (each.ready(variant, "threshold").given for each in (by_hand, fed))
    np.testing.assert_allclose(a.base, b.base, rtol=1e-12)
    np.testing.assert_array_equal(a.moves, b.moves)


def without(one: Observed, *names: str) -> Observed:
    kept = {name: found for name, found in one.posteriors.items() if name not in names}
    return replace(one, posteriors=kept)


def test_monitors_are_still_told_apart(write: Write) -> None:
    asked = replace(plain(), observed=observed_from([write(feed_of())]))
    best = ("zone.monitors=armed", "zone.technical_monitoring=true")
    blind = ("zone.monitors=none", "zone.technical_monitoring=false")
    more, less = (number(given(asked, *each), "violation_detection") for each in (best, blind))
    assert np.all(more > less)


def test_a_number_that_a_question_holds_stays_held(write: Write) -> None:
    asked = replace(plain(), observed=observed_from([write(feed_of())]))
    held = given(asked, held={"erosion_rate_per_year": 0.0})
    np.testing.assert_allclose(number(held, "erosion_rate_per_year"), 1e-4)


def test_more_detection_keeps_a_zone_longer(write: Write) -> None:
    intact = []
    for watched in (36.5, 328.5):
        data = feed_of(days_watched=[watched], attributed=[18], erosions=[0], days_with_fire=[0])
        one = observed_from([write(data)])
        fixed = without(one, "incident_rate_per_year", "erosion_rate_per_year")
        player = Player(replace(plain(), observed=fixed))
        ready = player.ready(Variant("one", KEY), "threshold")
        with in_double():
            course = played(ready, np.full(DRAWS, 0.05))
        intact.append(np.asarray(course.places["zone"][0])[9])
    assert np.all(intact[1] > intact[0])
    assert intact[1].mean() > intact[0].mean() + 0.05


def test_the_answer_says_what_was_taken_and_what_was_left(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(feed_of(erosions=[None], days_intact=[None]))
    asked = replace(plain(), observed=observed_from([path]))
    monkeypatch.setattr(answering, "play", lambda *given: SimpleNamespace(met=None))
    nothing = Question("nothing", "", lambda asked: [], lambda run: Reading([], [], []))
    found = answer(nothing, asked)
    said = found["options"]["zone_feed"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert said["files"] == [{"file": path.name, "sha256": digest}]
    assert set(said["numbers"]) == {*NUMBERS} - {"erosion_rate_per_year"}
    assert set(said["left_as_judgement"]) == {*LEFT, "erosion_rate_per_year"}
    assert json.loads(json.dumps(said)) == said
    text = " ".join(found["notes"])
    assert f"for {KEY}: violation_detection 0.4, the coverage stated for 2024;" in text
    assert "attribution 0.5 (0.28 to 0.72), the side was known in 9 of 18 sightings" in text
    assert "Left as judgement, for the feed does not speak of it: erosion_rate_per_year" in text
    assert answer(nothing, plain())["options"]["zone_feed"] is None


def test_feeds_of_several_years_are_read_together(write: Write) -> None:
    both = [write(feed_of((year,)), f"{year}.json") for year in (2025, 2024)]
    one, whole = observed_from(both), observed_from([write(feed_of((2024, 2025)))])
    u = np.linspace(0.05, 0.95, 7)
    for name in NUMBERS:
        mine, other = (each.posteriors[name].quantile(u) for each in (one, whole))
        np.testing.assert_allclose(mine, other)
    assert [year.year for year in one.feed.years] == [2024, 2025]


def changed(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    data = copy.deepcopy(feed_of())
    inner = data
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    return data


BAD = {
    "no feed": ({"a": 1}, "no feed of the form suasion-feed-1"),
    "a list": ([1, 2], "no feed of the form suasion-feed-1"),
    "another form": (changed(("attrs", "format"), "suasion-feed-9"), "found 'suasion-feed-9'"),
    "no coverage": (feed_of(days_watched=[None]), "it has no coverage"),
    "nobody named": (changed(("attrs", "zone"), 7), "attrs.zone"),
    "a broken hash": (changed(("attrs", "zone_sha256"), "abc"), "attrs.zone_sha256"),
    "a year too many": (feed_of(days=[365, 365]), "one value for each of the 1 years"),
    "a negative count": (feed_of(sightings=[-1]), "data_vars.sightings.data.0"),
    "half a count": (feed_of(attributed=[0.5]), "data_vars.attributed.data.0"),
    "more named than seen": (feed_of(attributed=[19]), "must not exceed sightings, 18"),
    "more watched than days": (feed_of(days_watched=[366.0]), "must not exceed days, 365"),
    "another field": (changed(("attrs", "extra"), 1), "attrs.extra"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_feed_is_refused_with_its_place(name: str, write: Write) -> None:
    data, told = BAD[name]
    path = write(data)
    result = CliRunner().invoke(app, ["term", "years", CASE, KEY, "--zone-feed", str(path)])
    assert result.exit_code == 2
    (line,) = result.output.splitlines()
    assert told in line
    assert str(path) in line


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (changed(("attrs", "zone"), "brook"), "of another zone than"),
        (changed(("attrs", "zone_sha256"), "b" * 64), "of another version of the zone than"),
        (changed(("attrs", "eroded_above_per_day"), 2.0), "eroded by another threshold"),
        (feed_of(), "2 feeds have the year 2024"),
    ],
)
def test_feeds_that_do_not_go_together_are_refused(
    second: dict[str, Any], told: str, write: Write
) -> None:
    both = [str(write(feed_of(), "a.json")), str(write(second, "b.json"))]
    options = [part for path in both for part in ("--zone-feed", path)]
    result = CliRunner().invoke(app, ["term", "erosion", CASE, KEY, *options])
    assert (result.exit_code, told in result.output) == (2, True), result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("budapest-1994",), "none of these guarantees has a zone"),
        ((KEY, "--without", "zone"), "about the factor zone, which is off"),
    ],
)
def test_a_feed_needs_a_zone(arguments: tuple[str, ...], told: str, write: Write) -> None:
    path = write(feed_of())
    line = ["term", "years", CASE, *arguments, "--zone-feed", str(path)]
    result = CliRunner().invoke(app, line)
    assert (result.exit_code, told in result.output) == (2, True), result.output


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes(b'{"a": "\xff"}')
    result = CliRunner().invoke(app, ["term", "years", CASE, KEY, "--zone-feed", str(path)])
    assert (result.exit_code, "not UTF-8" in result.output) == (2, True)
