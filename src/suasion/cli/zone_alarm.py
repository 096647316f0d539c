"""`suasion zone alarm`: alarms on a series of counts, with what they are worth."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from suasion.cli.printing import table
from suasion.cli.zone_build import folded
from suasion.errors import InputError, Problem
from suasion.zone.alarms.baseline import FEWEST, Baseline
from suasion.zone.alarms.counts import Period, Series, series_from
from suasion.zone.alarms.watching import (
    Backtest,
    Together,
    Watch,
    backtest,
    charts,
    together,
    watch,
)

NAMES = {"cusum": "cumulative sum", "limit": "limit"}
SHOWN = 12
"""Days that are listed."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    path: Path = options["file"]
    series = series_from(path, day=options["day"], counts=options["counts"], days=options["days"])
    ordinary, rest = _parted(path, series, options["until"])
    baseline, rules = charts(
        ordinary, ratio=options["ratio"], false_per_year=options["false_per_year"]
    )
    watched = [watch(chart, rest) for chart in rules]
    event = options["event"]
    tests = [backtest(one, event, options["within"]) for one in watched] if event else []
    data = _data(series, ordinary, baseline, watched, tests)
    if options["format"] == "json":
        typer.echo(json.dumps(data, indent=2, default=str))
    elif options["format"] == "csv":
        typer.echo(_csv(watched), nl=False)
    else:
        _print(data, watched, tests, options["ratio"], together(series.periods))


def _parted(
    path: Path, series: Series, until: dt.date | None
) -> tuple[Sequence[Period], Sequence[Period]]:
    """Periods of the baseline and those to watch; the first half and the second by themselves."""
    periods = series.periods
    number = len(periods) // 2
    if until is not None:
        number = sum(one.day <= until for one in periods)
    if number < FEWEST or number == len(periods):
        message = f"{number} of {len(periods)} periods with a count make the baseline"
        remedy = f"Leave at least {FEWEST} before --baseline-until, and one after it"
        raise InputError([Problem(str(path), 0, 0, "", "", message, remedy)])
    return periods[:number], periods[number:]


def _data(
    series: Series,
    ordinary: Sequence[Period],
    baseline: Baseline,
    watched: Sequence[Watch],
    tests: Sequence[Backtest],
) -> dict[str, Any]:
    found = together(series.periods)
    return {
        "periods": len(series.periods),
        "without_a_count": series.blank,
        "baseline": {
            "begins": ordinary[0].day,
            "ends": ordinary[-1].day,
            **asdict(baseline),
            "size": None if baseline.size == float("inf") else baseline.size,
        },
        "together": asdict(found) if found else None,
        "charts": [{**asdict(one.chart), "alarms": one.alarms} for one in watched],
        "backtests": [
            {**asdict(one), "false_per_year": one.false_per_year if one.watched_days else None}
            for one in tests
        ],
    }


def _csv(watched: Sequence[Watch]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["chart", "day", "count", "days", "level", "height", "alarm"])
    for one in watched:
        for step in one.steps:
            row = [step.day, step.count, step.days, f"{step.level:.6g}", one.chart.height]
            writer.writerow([one.chart.kind, *row, int(step.alarm)])
    return text.getvalue()


def _print(
    data: dict[str, Any],
    watched: Sequence[Watch],
    tests: Sequence[Backtest],
    ratio: float,
    found: Together | None,
) -> None:
    for text in _baseline(data):
        typer.echo(folded(text))
    typer.echo("")
    heads = ("chart", "alarm above", "false a year", "delay at a rise", "alarms")
    table(heads, [_chart(one, ratio) for one in watched])
    typer.echo("")
    for one in watched:
        typer.echo(folded(f"{NAMES[one.chart.kind]}: {_days(one.alarms) or 'no alarm'}"))
    for one, test in zip(watched, tests, strict=False):
        typer.echo(folded(_tested(NAMES[one.chart.kind], test)))
    typer.echo("")
    for text in _cautions(data, found):
        typer.echo(folded(text))


def _baseline(data: dict[str, Any]) -> Iterator[str]:
    one = data["baseline"]
    kind = "Poisson" if one["size"] is None else f"negative binomial, r = {one['size']:.2g}"
    yield (
        f"Baseline {one['begins']} to {one['ends']}, {one['periods']} periods: "
        f"{one['mean']:.3g} a day (90 %: {one['low']:.3g}-{one['high']:.3g}), {kind}."
    )
    if data["without_a_count"]:
        yield f"{data['without_a_count']} rows without a count are left out."


def _chart(one: Watch, ratio: float) -> tuple[str, ...]:
    chart = one.chart
    above = f"{chart.height:,.6g}"
    if chart.kind == "cusum":
        above += f", k = {chart.reference:.4g} a day"
    return (
        NAMES[chart.kind],
        above,
        f"{chart.false_per_year:.2g} (to {chart.false_per_year_high:.2g})",
        f"x {ratio:g}: {chart.delay_days:.3g} days",
        str(len(one.alarms)),
    )


def _days(days: Sequence[dt.date]) -> str:
    more = f" and {len(days) - SHOWN} more" if len(days) > SHOWN else ""
    return ", ".join(map(str, days[:SHOWN])) + more


def _tested(name: str, one: Backtest) -> str:
    before = _days(one.before) or "none"
    false = _days(one.false) or "none"
    return (
        f"{name}, before {one.event}: in the {one.within_days} days before it {before}; earlier, "
        f"and so false: {false} ({len(one.false)} in {one.watched_days:.0f} watched days)."
    )


def _cautions(data: dict[str, Any], found: Together | None) -> Iterator[str]:
    yield (
        "False alarms are for watched days in ordinary times, if periods are independent; in "
        "brackets, if the mean is at the high end of its interval."
    )
    if found and found.p < 0.05 and found.correlation > 0:
        yield (
            f"They are not independent: counts of neighbouring periods go together (Spearman "
            f"{found.correlation:.2f}, {found.pairs} pairs). Expect more false alarms than stated."
        )
    elif found is None:
        yield "Too few periods follow each other without a gap to tell whether they are."
