"""Figures of an ensemble: shares of variance, effects, slopes, boxes, criteria, learning.

Each takes records of `suasion.study.analysis` and gives an Altair chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt

from suasion.report.drawing import INK, QUIET, chart_data
from suasion.report.study.naming import short
from suasion.study.analysis.learning import Learned
from suasion.study.analysis.resampling import Interval
from suasion.study.analysis.sensitivity.designed import Effects, Shares
from suasion.study.analysis.sensitivity.slopes import Slope

Row = dict[str, Any]
DARK, PALE, WARM = "#0b5394", "#9cc3e6", "#c8590d"
WIDE, LINE = 420, 24
"""Width of a panel, and height of a line with one name [px]."""
LEFT = 310
"""Room for names [px]."""
LETTER = 0.0105
"""Width of a letter in a plane [share of its side]."""


def names(order: Sequence[str]) -> Any:
    """Names down the left side, in order."""
    axis = alt.Axis(ticks=False, domain=False, labelLimit=LEFT, labelPadding=8)
    return alt.Y("name:N", sort=list(order), title=None, axis=axis)


def ended(name: str, of: Interval, **more: Any) -> Row:
    """One estimate with its interval as a row of data."""
    return {"name": short(name), "value": of.value, "low": of.low, "high": of.high, **more}


def shares(rows: Sequence[Shares], most: int, title: str) -> Any:
    """First-order and total shares of variance with their intervals."""
    data, order = [], [short(row.factor) for row in rows[:most]]
    for row in rows[:most]:
        data.append(ended(row.factor, row.first, kind="by itself"))
        if row.total is not None:
            data.append(ended(row.factor, row.total, kind="with all it takes part in"))
    kinds = list(dict.fromkeys(one["kind"] for one in data))
    return _bars(data, order, kinds, "share of the variance of the result", title)


def slopes(rows: Sequence[Slope], most: int, title: str) -> Any:
    """Mean slopes and their mean size."""
    data, order = [], [short(row.factor) for row in rows[:most]]
    for row in rows[:most]:
        data.append(ended(row.factor, row.size, kind="mean size"))
        data.append(ended(row.factor, row.mean, kind="mean with its sign"))
    kinds = ["mean size", "mean with its sign"]
    return _bars(data, order, kinds, "change for the factor's whole range", title)


def _bars(data: list[Row], order: list[str], kinds: list[str], axis: str, title: str) -> Any:
    """Bars side by side with rules for intervals."""
    legend = alt.Legend(title=None, orient="bottom", labelLimit=300) if len(kinds) > 1 else None
    scale = alt.Scale(domain=kinds, range=[PALE, DARK][-len(kinds) :][::-1])
    base = alt.Chart(chart_data(data)).encode(
        names(order), yOffset=alt.YOffset("kind:N", sort=kinds)
    )
    ends = [min(0.0, *(row["low"] for row in data)), max(row["high"] for row in data)]
    along = alt.Scale(domain=ends)
    bars = base.mark_bar().encode(
        alt.X("value:Q", title=axis, scale=along),
        color=alt.Color("kind:N", sort=kinds, scale=scale, legend=legend),
    )
    rules = base.mark_rule(color=INK).encode(alt.X("low:Q", scale=along), alt.X2("high:Q"))
    height = LINE * len(order) * (1.35 if len(kinds) > 1 else 1)
    return alt.layer(bars, rules).properties(width=WIDE, height=height, title=_title(title))


def plane(rows: Sequence[Effects], most: int, title: str) -> Any:
    """Morris's plane: the mean size of effects against their spread, the largest named."""
    found: list[Row] = [
        {"size": row.size.value, "spread": row.spread.value, "name": short(row.factor)}
        for row in rows
        if row.spread.value == row.spread.value
    ]
    side = max([row["size"] for row in found] + [row["spread"] for row in found]) * 1.05
    scale = alt.Scale(domain=[0, side], nice=False)
    x = alt.X("size:Q", title="mean size of the effect (mu*)", scale=scale)
    y = alt.Y("spread:Q", title="spread of the effect (sigma)", scale=scale)
    points = alt.Chart(chart_data(found)).mark_point(filled=True, size=55, color=DARK, opacity=0.9)
    diagonal = alt.Chart(chart_data([{"size": 0, "spread": 0}, {"size": side, "spread": side}]))
    line = diagonal.mark_line(color=QUIET, strokeDash=[4, 4], strokeWidth=1).encode(x, y)
    apart = _apart(found[:most], side)
    leads = alt.Chart(chart_data([row for row in apart if row["at_y"] != row["spread"]]))
    leading = leads.mark_rule(color=QUIET, strokeWidth=0.7).encode(
        x, y, alt.X2("at_x:Q"), alt.Y2("at_y:Q")
    )
    texts = [_texts(apart, align, scale) for align in ("left", "right")]
    whole = alt.layer(line, leading, points.encode(x, y), *texts)
    return whole.properties(width=WIDE + 140, height=WIDE - 40, title=_title(title))


def _texts(rows: list[Row], align: Literal["left", "right"], scale: Any) -> Any:
    """Names to one side of their points."""
    own = alt.Chart(chart_data([row for row in rows if row["align"] == align]))
    drawn = own.mark_text(align=align, dx=8 if align == "left" else -8, fontSize=11, color=INK)
    return drawn.encode(alt.X("at_x:Q", scale=scale), alt.Y("at_y:Q", scale=scale), text="name:N")


def _apart(rows: list[Row], side: float) -> list[Row]:
    """Places for names beside their points, moved up until none lies on another.

    To the right of a point, or to its left where there is no room.
    """
    high = side * 0.04
    placed: list[Row] = []
    for row in sorted(rows, key=lambda one: float(one["spread"])):
        x, y = float(row["size"]), max(float(row["spread"]), side * 0.022)
        wide = side * (0.03 + LETTER * len(row["name"]))
        right = x + wide <= side
        start, end = (x, x + wide) if right else (x - wide, x)
        while any(
            abs(y - one["at_y"]) < high and start < one["end"] and one["start"] < end
            for one in placed
        ):
            y += high / 2
        align = "left" if right else "right"
        placed.append(row | {"at_x": x, "at_y": y, "start": start, "end": end, "align": align})
    return placed


def learning(found: Learned, most: int, title: str) -> Any:
    """What each factor is worth knowing, beside what chance would show."""
    rows = [row for row in found.rows if row.value.value > 0][:most]
    data: list[Row] = [
        {
            "name": short(row.factor),
            "value": 100 * row.value.value,
            "low": 100 * _or(row.value.low, row.value.value),
            "high": 100 * _or(row.value.high, row.value.value),
            "chance": 100 * row.chance,
            "kind": "more than chance, and a choice changes"
            if row.counts
            else "no more than chance and error allow, or no choice changes",
        }
        for row in rows
    ]
    kinds = [
        "more than chance, and a choice changes",
        "no more than chance and error allow, or no choice changes",
    ]
    scale = alt.Scale(domain=kinds, range=[DARK, "#b8c2cc"])
    legend = alt.Legend(title=None, orient="bottom", labelLimit=300)
    base = alt.Chart(chart_data(data)).encode(names([row["name"] for row in data]))
    x = alt.X("value:Q", title="worth of knowing it before the choice (hundredths of the metric)")
    bars = base.mark_bar(size=14).encode(
        x, color=alt.Color("kind:N", scale=scale, sort=kinds, legend=legend)
    )
    rules = base.mark_rule(color=INK).encode(alt.X("low:Q"), alt.X2("high:Q"))
    ticks = base.mark_tick(color=WARM, thickness=2, size=18).encode(alt.X("chance:Q"))
    whole = alt.layer(bars, rules, ticks)
    head = _title(
        title, "orange: what chance shows at most, for all assumptions together, in 95 % of cases"
    )
    return whole.properties(width=WIDE, height=LINE * len(data), title=head)


def _or(value: float, instead: float) -> float:
    """A value, or another where it is not a number."""
    return value if value == value else instead


def _title(title: str, more: str = "") -> Any:
    return alt.TitleParams(title, subtitle=more, subtitleColor=QUIET, subtitleFontSize=11)
