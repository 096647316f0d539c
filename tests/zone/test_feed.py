"""The feed: counts and rates by hand, erosion by a stated threshold, versions of a zone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scipy import stats
from tests.zone.test_findings_check import ZONE, north_m, stored
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.zone.findings.eroding import Month, by_year
from suasion.zone.findings.feed import FORMAT

Fed = Callable[..., dict[str, Any]]
COVERAGE = "side,begins,ends,coverage,source\nall,2024-03-01,2024-12-30,0.25,invented\n"
AT = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)


def day(number: int) -> dt.datetime:
    return AT + dt.timedelta(days=number)


@pytest.fixture
def fed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fed:
    """The feed of rows under a coverage, and its variables by name."""
    monkeypatch.chdir(tmp_path)

    def make(
        *rows: dict[str, Any], coverage: str | None = COVERAGE, zone: str = ZONE, more: str = ""
    ) -> dict[str, Any]:
        Path("zone.yaml").write_text(zone, "utf-8")
        stored(Path("obs.parquet"), rows)
        line = f"zone check obs.parquet --zone zone.yaml --format feed {more}"
        if coverage:
            Path("c.csv").write_text(coverage, "utf-8")
            line += " --coverage c.csv"
        result = CliRunner().invoke(app, line.split())
        assert result.exit_code == 0, result.output
        found = json.loads(result.stdout)
        return {name: one["data"] for name, one in found["data_vars"].items()} | found["attrs"]

    return make


def test_counts_and_rates_are_those_by_hand(fed: Fed) -> None:
    found = fed(
        north_m(1_000) | {"time": day(0)},
        north_m(1_000) | {"time": day(1), "side": None, "observed": "fired"},
        north_m(1_000, 30.2) | {"time": day(1), "side": None, "observed": "fired"},
        north_m(3_000) | {"time": day(2), "class": "apc"},  # notice may have been given: open
    )
    # From the first day of coverage to its last: 305 days, a quarter of them watched.
    assert (found["days"], found["days_watched"]) == ([305], [305 / 4])
    assert (found["violations"], found["sightings"], found["attributed"]) == ([3], [3], [1])
    assert found["days_with_fire"] == [1]
    years = 305 / 4 / 365.25
    low, high = stats.gamma(3.5, scale=1 / years).ppf([0.025, 0.975])
    assert found["violation_rate_per_year"][0] == pytest.approx([3 / years, low, high])
    assert found["fire_days_per_year"][0][0] == pytest.approx(1 / years)
    assert found["detection"] == [[0.25] * 3]
    assert found["attribution"][0][1:] == pytest.approx(stats.beta(1.5, 2.5).ppf([0.025, 0.975]))
    assert found["erosions"] == found["days_intact"] == [None]


def test_a_sighting_that_breaks_two_rules_is_attributed_once(fed: Fed) -> None:
    two = ZONE.replace("weapons: [artillery-100]", "weapons: [tank]")
    found = fed(north_m(1_000), zone=two)
    assert (found["violations"], found["sightings"], found["attributed"]) == ([2], [1], [1])


def test_a_quiet_zone_has_a_feed(fed: Fed) -> None:
    found = fed(north_m(60_000))
    assert (found["violations"], found["detection"]) == ([0], [[0.25] * 3])
    mean, low, high = found["violation_rate_per_year"][0]
    assert (mean, low) == (0, 0)
    assert high == pytest.approx(stats.gamma(0.5, scale=4 * 365.25 / 305).ppf(0.975))
    assert found["attribution"] == [[None] * 3]


def test_a_year_that_the_coverage_does_not_span_has_no_rate(fed: Fed) -> None:
    early = north_m(1_000) | {"time": dt.datetime(2024, 1, 5, tzinfo=dt.UTC)}
    found = fed(early)
    assert (found["violations"], found["days_watched"]) == ([1], [None])
    assert found["violation_rate_per_year"] == found["detection"] == [[None] * 3]
    assert "not known" in fed(early, coverage=None)["caution"]


def test_a_side_without_coverage_is_not_taken_for_watched(fed: Fed) -> None:
    north = COVERAGE.replace("all,", "north,")
    assert fed(north_m(1_000) | {"side": "north"}, coverage=north)["days_watched"] == [305 / 4]
    assert fed(north_m(1_000) | {"side": "south"}, coverage=north)["days_watched"] == [None]
    both = north + "south,2024-03-01,2024-12-30,0.75,invented\n"
    assert fed(north_m(1_000) | {"side": None}, coverage=both)["days_watched"] == [305 / 2]


def test_the_version_is_that_of_rules_and_ground(fed: Fed) -> None:
    one = fed()
    assert one["format"] == FORMAT
    other = fed(zone=ZONE.replace("A sample", "Another title"))
    assert one["zone_sha256"] == other["zone_sha256"]
    deeper = fed(zone=ZONE.replace("judgement: 20", "judgement: 21"))
    later = fed(zone=ZONE.replace("begins: 2024-06-01", "begins: 2024-06-02"))
    assert len({one["zone_sha256"], deeper["zone_sha256"], later["zone_sha256"]}) == 3


def test_erosion_is_by_the_stated_threshold(fed: Fed) -> None:
    rows = [
        north_m(1_000, 30.05 + 0.03 * at) | {"time": day(10 * ten)}
        for ten in range(6)
        for at in range(20)
    ]
    found = fed(*rows, more="--eroded-above 0.5")
    assert found["eroded_above_per_day"] == 0.5
    # Quiet from March, eroded in July and August, seen intact in September: 153 and 91 days.
    assert (found["days_intact"], found["erosions"]) == ([244], [1])
    assert found["erosion_rate_per_year"][0][0] == pytest.approx(365.25 / 244)
    assert fed(*rows, more="--eroded-above 50")["erosions"] == [0]


def months(*violations: int, watched: float = 30.0) -> list[Month]:
    return [
        Month(dt.date(2024, at, 1), 30, number, watched) for at, number in enumerate(violations, 1)
    ]


@pytest.mark.parametrize(
    ("found", "days", "erosions"),
    [
        (months(0, 0, 0), 90, 0),
        (months(0, 90, 0, 90), 90, 2),  # restored in between
        (months(90, 90, 90), 0, 0),  # never seen intact
        (months(0, 33, 33, 90), 120, 1),  # counts that do not tell turn nothing over
        (months(33, 33, 33), 0, 0),  # nor do they begin anything
        ([*months(0), *months(0, watched=float("nan")), *months(90)], 30, 0),  # over a gap
    ],
)
def test_months_by_hand(found: list[Month], days: float, erosions: int) -> None:
    assert by_year(found, 1.0) == {2024: (days, erosions)}


def test_the_threshold_belongs_to_the_feed(fed: Fed) -> None:
    fed()
    line = "zone check obs.parquet --zone zone.yaml --eroded-above 1"
    result = CliRunner().invoke(app, line.split())
    assert result.exit_code == 2
    assert "only the feed speaks of erosion" in result.output
