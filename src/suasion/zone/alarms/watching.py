"""Counts watched by a chart, and a look back: which alarms came before what happened."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats

from suasion.zone.alarms.baseline import Baseline, fitted
from suasion.zone.alarms.charts import YEAR_DAYS, Chart, cusum, limit
from suasion.zone.alarms.counts import Period

FEWEST_PAIRS = 8


@dataclass(frozen=True)
class Step:
    """One period as a chart sees it."""

    day: dt.date
    count: int
    days: float
    level: float
    """The sum, or the count of a standard period."""
    alarm: bool


@dataclass(frozen=True)
class Watch:
    """A chart and what it said."""

    chart: Chart
    steps: tuple[Step, ...]

    @property
    def alarms(self) -> list[dt.date]:
        """Days of the alarms."""
        return [one.day for one in self.steps if one.alarm]


@dataclass(frozen=True)
class Backtest:
    """What a chart would have been worth before something that happened."""

    event: dt.date
    within_days: int
    before: tuple[dt.date, ...]
    """Alarms in the days before it."""
    false: tuple[dt.date, ...]
    """All earlier ones."""
    watched_days: float
    """Days of the periods that count towards the false ones."""

    @property
    def false_per_year(self) -> float:
        """False alarms a year of watched days; NaN where none was watched."""
        return len(self.false) * YEAR_DAYS / self.watched_days if self.watched_days else math.nan


@dataclass(frozen=True)
class Together:
    """Whether counts that follow each other go together, which makes more false alarms."""

    correlation: float
    """Spearman's."""
    p: float
    pairs: int


def watch(chart: Chart, periods: Sequence[Period]) -> Watch:
    """Run a chart over periods; after an alarm the sum starts again from 0."""
    steps: list[Step] = []
    level = 0.0
    for one in periods:
        if chart.kind == "cusum":
            level = max(0.0, level + one.count - chart.reference * one.days)
        else:
            level = one.count * chart.days / one.days
        alarm = level > chart.height
        steps.append(Step(one.day, one.count, one.days, level, alarm))
        level = 0.0 if alarm else level
    return Watch(chart, tuple(steps))


def charts(
    periods: Sequence[Period], *, ratio: float, false_per_year: float
) -> tuple[Baseline, list[Chart]]:
    """The baseline of some periods and both charts for it, for periods of their median length."""
    baseline = fitted(periods)
    days = float(np.median([one.days for one in periods]))
    chosen = {"ratio": ratio, "false_per_year": false_per_year, "days": days}
    return baseline, [cusum(baseline, **chosen), limit(baseline, **chosen)]


def backtest(found: Watch, event: dt.date, within_days: int) -> Backtest:
    """Alarms before an event, and those too early to be of it; what comes after is left out."""
    start = event - dt.timedelta(days=within_days)
    return Backtest(
        event,
        within_days,
        tuple(day for day in found.alarms if start <= day < event),
        tuple(day for day in found.alarms if day < start),
        sum(one.days for one in found.steps if one.day < start),
    )


def together(periods: Sequence[Period]) -> Together | None:
    """Correlation of counts a day of periods that follow without a gap; None for too few."""
    pairs = [
        (one.count / one.days, other.count / other.days)
        for one, other in pairwise(periods)
        if (other.day - one.day).days <= other.days
    ]
    if len(pairs) < FEWEST_PAIRS or any(
        len(set(column)) < 2 for column in zip(*pairs, strict=True)
    ):
        return None
    found = stats.spearmanr(*zip(*pairs, strict=True))
    return Together(float(found.statistic), float(found.pvalue), len(pairs))
