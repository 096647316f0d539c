"""Figures of boxes and of candidates: peelings, ranges, criteria side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from suasion.report.drawing import INK, QUIET, chart_data
from suasion.report.study.charts import DARK, LEFT, LINE, PALE, WARM, WIDE
from suasion.report.study.naming import short
from suasion.report.study.sentences import figure, percent
from suasion.study.analysis.decision.criteria import CRITERIA
from suasion.study.analysis.decision.decide import Decision
from suasion.study.analysis.discovery.box import Limit
from suasion.study.analysis.discovery.discover import Found

Row = dict[str, Any]
SHARES = "Shares of futures are shares of assumptions under stated priors, not probabilities."
PANEL = 175
"""Width of one of three panels [px]."""


def box(found: Found, title: str, verb: str) -> Any:
    """The peeling with the box that was made of it, and the ranges of that box."""
    parts = alt.vconcat(_peeling(found, verb), _ranges(found.box.limits), spacing=26)
    head = alt.TitleParams(
        title, subtitle=SHARES, subtitleColor=QUIET, subtitleFontSize=11, anchor="start", offset=12
    )
    return parts.properties(title=head)


def _peeling(found: Found, verb: str) -> Any:
    rows: list[Row] = [
        {"coverage": step.coverage, "density": step.density, "limited": step.limited}
        for step in found.trajectory
    ]
    most = max(row["limited"] for row in rows)
    share = alt.Axis(format=".0%", tickCount=5)
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("coverage:Q", title=f"coverage: share of all that {_infinitive(verb)}", axis=share)
    y = alt.Y("density:Q", title=f"density: share of the box that {verb}", axis=share, scale=scale)
    ticks = list(range(0, most + 1, max(1, most // 6)))
    legend = alt.Legend(title="factors limited", values=ticks, format="d")
    colour = alt.Color(
        "limited:Q", scale=alt.Scale(domain=[0, most], range=[PALE, DARK]), legend=legend
    )
    dots = alt.Chart(chart_data(rows)).mark_point(filled=True, size=42, opacity=1)
    taken = [{"coverage": found.box.coverage, "density": found.box.density, "text": "this box"}]
    base = alt.Chart(chart_data([{"density": found.baseline}]))
    level = base.mark_rule(color=QUIET, strokeDash=[4, 4]).encode(alt.Y("density:Q", scale=scale))
    ring = alt.Chart(chart_data(taken)).mark_point(size=170, strokeWidth=2.5, color=WARM)
    left = found.box.coverage > 0.75
    word = alt.Chart(chart_data(taken)).mark_text(
        align="right" if left else "left", dx=-10 if left else 10, dy=17, color=WARM, fontSize=12
    )
    whole = alt.layer(
        level, dots.encode(x, y, colour), ring.encode(x, y), word.encode(x, y, text="text:N")
    )
    return whole.properties(width=WIDE, height=240)


def _infinitive(verb: str) -> str:
    """`fails` as it stands after `all that`."""
    return verb.replace("fails", "fail").replace("holds", "hold")


def _ranges(limits: Sequence[Limit]) -> Any:
    """Ranges of the box on the scale of each factor's own quantiles."""
    rows = [_range(limit) for limit in limits]
    order = [row["name"] for row in rows]
    axis = alt.Axis(ticks=False, domain=False, labelLimit=LEFT, labelPadding=8)
    y = alt.Y("name:N", sort=order, title=None, axis=axis)
    share = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    scale = alt.Scale(domain=[0, 1])
    whole = alt.Chart(chart_data([row | {"a": 0, "b": 1} for row in rows]))
    back = whole.mark_bar(color="#e4e7eb", size=12).encode(
        y,
        alt.X("a:Q", title="share of futures, from a factor's lowest value to its highest"),
        alt.X2("b:Q"),
    )
    own = alt.Chart(chart_data(rows)).encode(y)
    bars = own.mark_bar(color=DARK, size=12).encode(
        alt.X("low:Q", scale=scale, axis=share), alt.X2("high:Q")
    )
    texts = own.mark_text(align="left", dx=6, color=INK, fontSize=11, limit=230).encode(
        x=alt.value(WIDE), text="text:N"
    )
    return alt.layer(back, bars, texts).properties(width=WIDE, height=LINE * len(rows))


def _range(limit: Limit) -> Row:
    name = short(limit.factor)
    if limit.words:
        short_of = len(limit.without) < len(limit.words)
        named = limit.without if short_of else limit.words
        text = ("all but " if short_of else "") + " or ".join(named)
        return {"name": name, "low": 0.0, "high": limit.share, "text": text}
    if limit.low is None:
        text = f"up to {figure(limit.high or 0.0)}"
    elif limit.high is None:
        text = f"above {figure(limit.low)}"
    else:
        text = f"{figure(limit.low)} to {figure(limit.high)}"
    text = f"{text} ({percent(limit.share)})"
    return {"name": name, "low": limit.low_share, "high": limit.high_share, "text": text}


def criteria(found: Decision, title: str) -> Any:
    """Candidates by every criterion, one panel each, the best of each marked."""
    order = [one.candidate for one in found.standings]
    panels = [_criterion(found, at, order) for at in range(len(CRITERIA))]
    rows = [alt.hconcat(*panels[at : at + 3], spacing=18) for at in range(0, len(panels), 3)]
    head = alt.TitleParams(
        title, subtitle=SHARES, subtitleColor=QUIET, subtitleFontSize=11, anchor="start", offset=14
    )
    return alt.vconcat(*rows, spacing=16).properties(title=head)


def _criterion(found: Decision, at: int, order: list[str]) -> Any:
    one = CRITERIA[at]
    rows = [
        {
            "name": standing.candidate,
            "value": standing.values[one.id].value,
            "low": standing.values[one.id].low,
            "high": standing.values[one.id].high,
            "best": standing.ranks[one.id] == 1,
        }
        for standing in found.standings
    ]
    shown = at % 3 == 0
    axis = alt.Axis(
        ticks=False, domain=False, labels=shown, labelLimit=190, labelPadding=8, grid=True
    )
    y = alt.Y("name:N", sort=order, title=None, axis=axis)
    x = alt.X(
        "value:Q", title=None, scale=alt.Scale(zero=False, padding=12), axis=alt.Axis(tickCount=4)
    )
    colour = alt.condition("datum.best", alt.value(WARM), alt.value(DARK))
    base = alt.Chart(chart_data(rows)).encode(y)
    dots = base.mark_point(filled=True, size=65, opacity=1).encode(x, color=colour)
    rules = base.mark_rule(strokeWidth=2).encode(alt.X("low:Q"), alt.X2("high:Q"), color=colour)
    less = "less is better" if one.low else "more is better"
    head = alt.TitleParams(
        TITLES[one.id], subtitle=less, fontSize=11, subtitleFontSize=10, subtitleColor=QUIET
    )
    return alt.layer(rules, dots).properties(width=PANEL, height=26 * len(order), title=head)


TITLES = {
    "expected": "mean over futures",
    "satisficing": "share that is good enough",
    "tail": "all but the worst 5 %",
    "worst": "worst future",
    "tail-regret": "regret that 5 % exceed",
    "most-regret": "largest regret",
}
"""Criteria as the heads of panels."""
