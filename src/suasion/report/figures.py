"""Figures: a drawing or several, what they show in words, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from suasion.report import charts
from suasion.report.contributions import shown
from suasion.report.drawing import drawn
from suasion.report.tables import Table
from suasion.report.words import Row, number, percent, years
from suasion.uncertainty.comparison import Comparison

QUANTILES = {"p5": 5, "p50": 50, "p95": 95}


@dataclass(frozen=True)
class Figure:
    """One figure of the report."""

    id: str
    title: str
    caption: str
    drawings: Sequence[Markup]
    table: Table
    small: bool = False


def bands(comparison: Comparison, key: str) -> list[dict[str, float]]:
    """Percentiles over futures of the chance of no major attack by the end of each year."""
    survival = comparison.found[key].survival
    over = np.nanpercentile(survival, list(QUANTILES.values()), axis=(0, 2))
    start: dict[str, float] = {"year": 0} | dict.fromkeys(QUANTILES, 1.0)
    rows = [
        {"year": year + 1} | dict(zip(QUANTILES, map(_rounded, at), strict=True))
        for year, at in enumerate(over.T)
    ]
    return [start, *rows]


def _rounded(value: float) -> float:
    return round(float(value), 4)


def survival_figure(comparison: Comparison, summary: Row) -> Figure:
    """Curves with bands, one panel a guarantee, all on one scale."""
    baseline, horizon = comparison.loaded.case.baseline, comparison.options.horizon
    base = bands(comparison, baseline)
    rows = summary["guarantees"]
    found = {row["id"]: bands(comparison, row["id"]) for row in rows}
    drawings = [
        drawn(
            charts.survival(
                row["id"],
                years(row["term_years"]),
                found[row["id"]],
                base,
                row["term_years"]["lengths"],
                horizon,
            ),
            f"survival-{place}",
            f"Chance of no major attack by year: {row['id']}",
            _told(row, found[row["id"]], horizon),
        )
        for place, row in enumerate(rows, 1)
    ]
    caption = (
        "Chance that no major attack has happened by the end of each year, given entry. Blue: "
        "median and 5–95 % of futures. Grey, dashed: the same without a guarantee "
        f"({baseline}). Brown: end of the term, or its possible ends where that is open; no mark "
        f"where the term is open-ended or outlasts {horizon} years."
    )
    title = "Peace over the years"
    return Figure("survival", title, caption, drawings, _survival_table(found), small=True)


def _told(row: Row, rows: Sequence[Mapping[str, float]], horizon: int) -> str:
    end = rows[-1]
    return (
        f"After {horizon} years the median is {end['p50']:.2f}, with 5 to 95 per cent of futures "
        f"between {end['p5']:.2f} and {end['p95']:.2f}. Term: {years(row['term_years'])}."
    )


def _survival_table(found: Mapping[str, list[dict[str, float]]]) -> Table:
    words = {"p5": "5 %", "p50": "median", "p95": "95 %"}
    body = [
        [f"{key}, {words[name]}", *(number(row[name]) for row in rows)]
        for key, rows in found.items()
        for name in QUANTILES
    ]
    heads = ["year", *(str(int(row["year"])) for row in next(iter(found.values())))]
    return Table("Chance of no major attack by the end of each year", heads, body, "dense")


def theory_figure(comparison: Comparison) -> Figure:
    """Heat map of means by guarantee and theory."""
    keys, theories = shown(comparison), list(comparison.options.theories)
    rows, body = [], []
    for key in keys:
        values = comparison.found[key].through_horizon
        rows += [
            {"guarantee": key, "theory": theory, "mean": float(values[at].mean())}
            for at, theory in enumerate(theories)
        ]
        body.append([key, *(_mean_and_ends(values[at]) for at in range(len(theories)))])
    horizon = comparison.options.horizon
    title = "What each theory says"
    chart = charts.heat_map(rows, keys, theories)
    text = f"Mean chance of no major attack through {horizon} years by guarantee and theory."
    caption = f"{text[:-1]}, given entry. Darker is higher; the table has the spread of each cell."
    table = Table(f"{text[:-1]}: mean and 5–95 % of draws", ["guarantee", *theories], body)
    return Figure("by-theory", title, caption, [drawn(chart, "by-theory", title, text)], table)


def _mean_and_ends(values: np.ndarray) -> str:
    low, high = np.percentile(values, [5, 95])
    return f"{values.mean():.2f} ({low:.2f}–{high:.2f})"


def futures_figure(summary: Row) -> Figure:
    """Distribution of futures over tenths of the chance."""
    names = [f"{at / 10:.1f}–{(at + 1) / 10:.1f}" for at in range(10)]
    rows = [
        {
            "guarantee": row["id"],
            "tenth": name,
            "share": share,
            "holds": at == 9,
            "text": f"{share:.0%}" if share >= 0.005 else "",
        }
        for row in summary["guarantees"]
        for at, (name, share) in enumerate(zip(names, _tenths(row), strict=True))
    ]
    keys = [row["id"] for row in summary["guarantees"]]
    horizon = summary["options"]["horizon_years"]
    title = "How the futures spread"
    text = f"Share of futures by the chance of no major attack through {horizon} years."
    caption = (
        f"{text[:-1]}, given entry. Two heaps mean two kinds of future, which no average shows. "
        "Dark: at least 0.9."
    )
    body = [[row["id"], *map(percent, _tenths(row))] for row in summary["guarantees"]]
    table = Table(text[:-1], ["guarantee", *names], body, "dense")
    drawing = drawn(charts.tenths(rows, keys), "futures", title, text)
    return Figure("futures", title, caption, [drawing], table)


def _tenths(row: Row) -> list[float]:
    return list(row["no_major_attack"]["through_horizon"]["tenths"])


def views_figure(summary: Row) -> Figure:
    """Means under the sceptic's, the headline's and the optimist's priors."""
    rows, body = [], []
    for row in summary["guarantees"]:
        given, free = _by_view(row, "horizon"), _by_view(row, "unconditional")
        for is_given, means in ((True, given), (False, free)):
            rows += [
                {"guarantee": row["id"], "view": view, "mean": mean, "given": is_given}
                for view, mean in means.items()
            ]
        body.append([row["id"], *(number(mean) for mean in (*given.values(), *free.values()))])
    keys = [row["id"] for row in summary["guarantees"]]
    title = "Under a sceptic's and an optimist's priors"
    text = (
        "Mean chance of no major attack through the horizon under the priors of a sceptic, of the "
        "headline and of an optimist, given entry and unconditional."
    )
    caption = (
        "A sceptic draws the half of each prior on a mechanism or a step to entry that deters "
        "less, an optimist the half that deters more. The world without guarantees is the same "
        "for both."
    )
    kinds = [
        f"{view}, {what}" for what in ("given entry", "unconditional") for view in charts.VIEWS
    ]
    table = Table(text[:-1], ["guarantee", *kinds], body)
    return Figure(
        "views", title, caption, [drawn(charts.views(rows, keys), "views", title, text)], table
    )


def _by_view(row: Row, kind: str) -> dict[str, float]:
    part = "through_horizon" if kind == "horizon" else "unconditional_through_horizon"
    headline = row["no_major_attack"][part]["mean"]
    means = {view: found[kind] for view, found in row["views"].items()} | {"headline": headline}
    return {view: means[view] for view in charts.VIEWS if view in means}
