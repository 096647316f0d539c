"""Alarms: published run lengths, simulation of what is stated, bad input, a look back at Donbas."""

import datetime as dt
import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import InputError, UnknownName
from suasion.zone.alarms.baseline import Baseline, fitted
from suasion.zone.alarms.charts import YEAR_DAYS, cusum, limit
from suasion.zone.alarms.counts import Period, series_from
from suasion.zone.alarms.run_length import average_run_length
from suasion.zone.alarms.watching import backtest, together, watch

POISSON = Baseline(4.0, math.inf, 3.6, 4.4, 100)
SPREAD = Baseline(200.0, 0.8, 160.0, 250.0, 60)


def periods(counts: list[int], days: float = 1.0) -> list[Period]:
    first = dt.date(2024, 1, 1)
    return [
        Period(first + dt.timedelta(days=at * days), int(n), days) for at, n in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("height", "shift", "sides", "published"),
    [(4, 0, 2, 168), (4, 1, 1, 8.38), (5, 0, 2, 465), (5, 1, 1, 10.4), (4, 0.5, 1, 26.6)],
)
def test_run_lengths_of_normal_sums_as_published(
    height: float, shift: float, sides: int, published: float
) -> None:
    """Two-sided sums with k = 1/2, [LucasCrosier1982]_: without a shift either side may alarm."""
    states = 300
    found = average_run_length(
        lambda x: stats.norm.cdf(x - shift), 0.5, height / (states - 0.5), states
    )
    assert found / sides == pytest.approx(published, rel=0.01)


def simulated(draw: np.ndarray, reference: float, height: float) -> float:
    """Mean run length of sums over rows of draws; every row must end in an alarm."""
    level = np.zeros(len(draw))
    length = np.zeros(len(draw), int)
    running = np.ones(len(draw), bool)
    for at in range(draw.shape[1]):
        level = np.maximum(0, level + draw[:, at] - reference)
        length[running] = at + 1
        running &= level <= height
    assert not running.any()
    return float(length.mean())


@pytest.mark.parametrize(("baseline", "exact"), [(POISSON, 0.03), (SPREAD, 0.05)])
def test_stated_delay_and_false_alarms_are_those_of_random_counts(
    baseline: Baseline, exact: float
) -> None:
    rng = np.random.default_rng(1)
    chart = cusum(baseline, ratio=2.0, false_per_year=12.0)

    def counts(ratio: float, long: int) -> np.ndarray:
        mean = baseline.mean * ratio
        if math.isinf(baseline.size):
            return rng.poisson(mean, (4_000, long))
        return rng.negative_binomial(
            baseline.size, baseline.size / (baseline.size + mean), (4_000, long)
        )

    ordinary = simulated(counts(1.0, 500), chart.reference, chart.height)
    risen = simulated(counts(2.0, 500), chart.reference, chart.height)
    assert ordinary == pytest.approx(YEAR_DAYS / chart.false_per_year, rel=exact)
    assert risen == pytest.approx(chart.delay_days, rel=exact)


@pytest.mark.parametrize("baseline", [POISSON, SPREAD, Baseline(0.02, math.inf, 0.01, 0.03, 99)])
@pytest.mark.parametrize("false_per_year", [0.2, 1.0, 12.0])
@pytest.mark.parametrize("rule", [cusum, limit])
def test_false_alarms_keep_to_what_was_asked(baseline, false_per_year, rule) -> None:
    chart = rule(baseline, ratio=2.0, false_per_year=false_per_year)
    assert 0 < chart.false_per_year <= false_per_year * (1 + 1e-9)
    assert chart.false_per_year <= chart.false_per_year_high
    assert chart.delay_days >= 1


def test_the_limit_is_the_lowest() -> None:
    chart = limit(POISSON, ratio=2.0, false_per_year=1.0)
    beyond = stats.poisson.sf([chart.height, chart.height - 1], 4.0) * YEAR_DAYS
    assert beyond[0] <= 1.0 < beyond[1]
    assert chart.delay_days == pytest.approx(1 / stats.poisson.sf(chart.height, 8.0))


def test_fewer_false_alarms_cost_time() -> None:
    delays = [cusum(POISSON, ratio=1.5, false_per_year=rate).delay_days for rate in (12, 1, 0.1)]
    assert delays == sorted(delays)


def test_the_sum_finds_a_small_lasting_rise_sooner_than_the_limit() -> None:
    chosen = {"ratio": 1.5, "false_per_year": 1.0}
    assert cusum(POISSON, **chosen).delay_days < limit(POISSON, **chosen).delay_days


def test_a_spread_baseline_is_not_taken_for_poisson() -> None:
    rng = np.random.default_rng(3)
    wide = fitted(periods(list(rng.negative_binomial(0.8, 0.8 / 200.8, 400))))
    assert wide.mean == pytest.approx(200, rel=0.15)
    assert wide.size == pytest.approx(0.8, rel=0.25)
    assert wide.low < 200 < wide.high
    narrow = [math.isinf(fitted(periods(list(rng.poisson(6, 60)))).size) for _ in range(40)]
    assert np.mean(narrow) > 0.85


def test_periods_of_several_days_have_the_rate_of_a_day() -> None:
    rng = np.random.default_rng(4)
    found = fitted(periods(list(rng.poisson(12, 60)), days=3.0))
    assert found.mean == pytest.approx(4, rel=0.1)


def test_after_an_alarm_the_sum_starts_again() -> None:
    chart = cusum(POISSON, ratio=2.0, false_per_year=1.0)
    high = int(chart.height + chart.reference) + 2
    found = watch(chart, periods([high, 0, high, 3]))
    assert [one.alarm for one in found.steps] == [True, False, True, False]
    assert found.steps[1].level == 0


def test_a_look_back_counts_early_alarms_as_false() -> None:
    chart = limit(POISSON, ratio=2.0, false_per_year=1.0)
    found = watch(chart, periods([99, 0, 0, 99, 0, 0, 99]))
    test = backtest(found, dt.date(2024, 1, 6), within_days=3)
    assert (test.false, test.before) == ((dt.date(2024, 1, 1),), (dt.date(2024, 1, 4),))
    assert test.watched_days == 2
    assert test.false_per_year == pytest.approx(YEAR_DAYS / 2)


def test_neighbouring_counts_that_go_together_are_told() -> None:
    rng = np.random.default_rng(5)
    wave = rng.poisson(20 * np.exp(np.sin(np.arange(80) / 6)))
    found, alone = together(periods(list(wave))), together(periods(list(rng.poisson(20, 80))))
    assert found is not None
    assert alone is not None
    assert found.p < 0.001 < alone.p
    assert together(periods([1, 2, 3])) is None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2024-13-01,4", "must be a day"),
        ("2024-01-01,-4", "whole number"),
        ("2024-01-01,4.5", "whole number"),
        ("2024-01-01", "cells"),
        ("2024-01-01,4\n2024-01-01,5", "more than one row"),
    ],
)
def test_a_bad_row_is_told(tmp_path: Path, row: str, told: str) -> None:
    (tmp_path / "c.csv").write_text(f"day,count\n{row}\n")
    with pytest.raises(InputError, match=told):
        series_from(tmp_path / "c.csv")


def test_an_empty_count_is_not_zero_and_a_wrong_column_is_told(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("day,count\n2024-01-01,\n2024-01-02,3\n")
    found = series_from(tmp_path / "c.csv")
    assert (len(found.periods), found.blank) == (1, 1)
    with pytest.raises(UnknownName, match="number"):
        series_from(tmp_path / "c.csv", counts=["number"])


def test_too_short_a_baseline_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("day,count\n2024-01-01,2\n2024-01-02,3\n")
    result = CliRunner().invoke(app, ["zone", "alarm", str(tmp_path / "c.csv")])
    assert result.exit_code == 2
    assert "at least 8" in " ".join(result.output.split())


def test_donbas_before_february_2022(record_folder: Path) -> None:
    """The alarm comes two days before the war, and an earlier one three months before it.

    The reports are one in seven and not a random choice: this shows how the rules behave, and not
    how well they would have warned.
    """
    path = record_folder / "events" / "osce_smm_ceasefire_violations_sample.csv"
    if not path.is_file():
        pytest.skip(f"no {path.name} in {record_folder}")
    columns = "--day period_end_evening --count donetsk_cfv --count luhansk_cfv --days days"
    chosen = "--baseline-until 2021-10-31 --event 2022-02-24"
    line = f"zone alarm {path} {columns} {chosen}"
    result = CliRunner().invoke(app, [*line.split(), "--format", "json"])
    data = json.loads(result.output)
    sums, plain = data["backtests"]
    assert data["without_a_count"] == 1
    assert (sums["before"], sums["false"]) == (["2022-02-22"], ["2021-11-23"])
    assert (plain["before"], plain["false"]) == ([], [])
    assert data["baseline"]["size"] < 1  # counts spread far more than Poisson's
    assert data["together"]["p"] < 0.05  # and neighbouring ones go together
    for until, early, late in (("2021-03-31", 12, 4), ("2021-12-31", 0, 0)):
        other = line.replace("2021-10-31", until).split()
        sums = json.loads(CliRunner().invoke(app, [*other, "--format", "json"]).output)["backtests"]
        assert (len(sums[0]["false"]), len(sums[0]["before"])) == (early, late)
    shown = CliRunner().invoke(app, line.split()).output
    assert max(map(len, shown.splitlines())) <= 80
    assert "more false alarms than stated" in " ".join(shown.split())
