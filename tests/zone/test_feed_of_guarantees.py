"""A feed belongs to the guarantees whose zone it is, in the years and in stories."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.zone.test_feed import fed
from tests.zone.test_feed_in_years import CASE, KEY, feed_of, plain
from tests.zone.test_findings_check import ZONE, north_m
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.loading import load_case
from suasion.errors import InputError
from suasion.mechanism.situation import from_link, position, table
from suasion.uncertainty.observed import Observed, observed_from
from suasion.uncertainty.questions.asked import Asked
from suasion.uncertainty.questions.playing import Player
from suasion.uncertainty.questions.variant import Variant
from suasion.uncertainty.story import Asked as Told
from suasion.uncertainty.story import checked, story
from suasion.zone.rules.reading import load, template_names

__all__ = ["fed"]
WHO = {"period": ["2024-01-01", "2024-12-31"], "observed_by": ["a", "b", "c"], "observers": 7}
ANOTHER = "korean-model"
Feed = Callable[..., Path]


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    """A feed of the river with further words about it."""

    def write(
        name: str = "feed.json",
        counts: Mapping[str, list[Any]] = MappingProxyType({}),
        **about: Any,
    ) -> Path:
        data = feed_of(**counts)
        data["attrs"] |= about
        path = tmp_path / name
        path.write_text(json.dumps(data), "utf-8")
        return path

    return write


def observed(path: Path) -> Observed:
    return observed_from([path])


def given_of(one: Observed, *names: str) -> Asked:
    loaded = load_case(CASE)
    return Asked(loaded, loaded, names, ("threshold",), 8, 1, plain().wanted, observed=one)


def detection(asked: Asked, name: str) -> np.ndarray:
    """The chance to see a violation, with every mechanism at work."""
    given = Player(asked).ready(Variant(name, name), "threshold").given
    return at_work(given, "violation_detection")


def at_work(given: Any, number: str) -> np.ndarray:
    """A number of the situation with every mechanism at work, shape (draws,)."""
    row = position(number)
    whole = np.asarray(given.base[row] + given.moves[:, row].sum(axis=0))
    return np.asarray(from_link(whole, table()[row]))


def test_only_the_guarantee_of_the_zone_takes_the_feed(feed: Feed) -> None:
    one = observed(feed(guarantees=[KEY], **WHO))
    asked = given_of(one, KEY, ANOTHER, "budapest-1994")
    assert asked.fit.named == (KEY,)
    assert asked.fit.others == {
        ANOTHER: "its zone is another",
        "budapest-1994": "it has no zone",
    }
    np.testing.assert_allclose(detection(asked, KEY), 0.4)
    alone = given_of(observed(feed("plain.json")), KEY)
    without = replace(alone, observed=None, guarantees=(ANOTHER,))
    np.testing.assert_array_equal(detection(asked, ANOTHER), detection(without, ANOTHER))
    said = " ".join(one.notes(asked.fit))
    assert "2024-01-01 to 2024-12-31, by a, b, c and 4 more, for us-article-5-like:" in said
    assert "Played without the feed: korean-model, because its zone is another; budapest" in said
    data = one.as_data(asked.fit)
    assert (data["zone_of"], data["used_for"]) == ([KEY], [KEY])
    assert data["not_used_for"] == asked.fit.others
    assert (data["period"], data["observers"]) == (WHO["period"], 7)


def test_a_feed_that_names_nobody_is_taken_with_a_note(feed: Feed) -> None:
    one = observed(feed())
    asked = given_of(one, KEY, ANOTHER)
    assert asked.fit.named == (KEY, ANOTHER)
    np.testing.assert_allclose(detection(asked, ANOTHER), 0.4)
    assert "does not say whose zone river is" in one.notes(asked.fit)[-1]
    assert one.as_data(asked.fit)["zone_of"] == []


@pytest.mark.parametrize(
    ("command", "name", "told"),
    [
        ("term years", ANOTHER, "the zone river, which is that of us-article-5-like"),
        ("story", ANOTHER, "name both under `guarantees` in the zone file"),
        ("story", "budapest-1994", "none of these guarantees has a zone"),
        ("story", f"{KEY} --factors leader", "about the factor zone, which is off"),
    ],
)
def test_a_feed_of_another_zone_is_refused(feed: Feed, command: str, name: str, told: str) -> None:
    line = f"{command} {CASE} {name} --zone-feed {feed(guarantees=[KEY])}"
    result = CliRunner().invoke(app, line.split())
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1), result.output
    assert told in result.output


def test_feeds_that_name_different_guarantees_do_not_go_together(feed: Feed) -> None:
    both = [feed("a.json", guarantees=[KEY]), feed("b.json", guarantees=[KEY, ANOTHER])]
    with pytest.raises(InputError, match="names other guarantees"):
        observed_from(both)


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"period": ["2024-12-31", "2024-01-01"]}, "must not come before the first day"),
        ({"period": ["2024-01-01"]}, "attrs.period"),
        ({"guarantees": ["Not An Id"]}, "attrs.guarantees.0"),
        ({"observers": -1}, "attrs.observers"),
    ],
)
def test_faults_about_a_feed_are_told_with_their_place(
    feed: Feed, about: dict[str, Any], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        observed(feed(**about))


def test_a_story_has_the_numbers_of_the_feed(feed: Feed) -> None:
    """Those that the years take from it, in the same draw; here a few days leave much open."""
    few = {"days_watched": [4.0], "days_with_fire": [1]}
    loaded, one = load_case(CASE), observed(feed(counts=few, guarantees=[KEY]))
    asked = Told(KEY, "threshold", 1, 2, ("zone",))
    told = checked(loaded, replace(asked, observed=one))
    with_feed, plainly = (story(loaded, loaded, each) for each in (told, asked))
    assert with_feed.exact.survival[-1, 0] != plainly.exact.survival[-1, 0]
    (found,) = (
        each for each in with_feed.assumptions if each.factor == "situation:incident_rate_per_year"
    )
    years = replace(given_of(one, KEY), draws=1, seed=1)
    given = Player(years).ready(Variant(KEY, KEY), "threshold").given
    assert found.value == pytest.approx(at_work(given, "incident_rate_per_year")[0])
    assert found.median == pytest.approx(stats.gamma(1.5, scale=365.25 / 4).median())


def test_the_story_says_what_it_rests_on(feed: Feed) -> None:
    line = f"story {CASE} {KEY} --years 2 --factors zone --seed 3"
    path = feed(guarantees=[KEY], **WHO)
    result = CliRunner().invoke(app, [*line.split(), "--zone-feed", str(path)])
    assert result.exit_code == 0, result.output
    assert "As observed of the zone river, 2024-01-01 to 2024-12-31, by a, b, c" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    said = json.loads(CliRunner().invoke(app, [*line.split(), "--format", "json"]).stdout)
    assert (said["zone_feed"], said["notes"]) == (None, [])


def test_the_feed_of_a_check_says_whose_zone_when_and_by_whom(fed: Callable[..., Any]) -> None:
    zone = ZONE.replace("standing: ", "guarantees: [mine, yours]\nstanding: ", 1)
    rows = [north_m(1_000) | {"source": name} for name in ("b", "a", "b")]
    found = fed(*rows, north_m(60_000) | {"source": "far"}, zone=zone)
    assert found["guarantees"] == ["mine", "yours"]
    assert found["period"] == ["2024-03-01", "2024-12-30"]
    assert (found["observed_by"], found["observers"]) == (["b", "a"], 2)


def test_templates_name_guarantees_of_the_library() -> None:
    library = files("suasion.describe") / "data" / "library"
    named = {one for name in template_names() for one in load(name).file.guarantees}
    assert "golan-1974" in named
    assert all((library / f"{one}.yaml").is_file() for one in named)


def test_a_zone_names_a_guarantee_once(tmp_path: Path) -> None:
    path = tmp_path / "zone.yaml"
    path.write_text(ZONE.replace("standing: ", "guarantees: [a, a]\nstanding: ", 1), "utf-8")
    with pytest.raises(InputError, match="names one of them twice"):
        load(path)
