"""The report's charts, each one Vega-Lite specification."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from suasion.report.colours import coded, ink, mixed
from suasion.report.drawing import INK, QUIET, chart_data

OWN, OTHER, END = "#0b5394", "#6b7580", "#9c3d00"
VIEWS = {"sceptic": "#9c3d00", "headline": "#1f2933", "optimist": "#0b5394"}
Rows = list[dict[str, Any]]
PANEL = 288
"""Width of a panel [px]: three stand side by side in the page and on paper."""
LINE = 13
"""Height of a line of a name [px]."""
WIDEST = 900
"""Width of the widest chart without its names [px]: letters keep their size in the page."""


def survival(title: str, term: str, own: Rows, base: Rows, ends: list[float], horizon: int) -> Any:
    """Median and band by year, the baseline's behind, the end of the term marked.

    Parameters
    ----------
    title, term
        Name of the guarantee, and length of its term in words.
    own, base
        Rows with year, p5, p50 and p95.
    ends
        Years at whose end the term ends or may end.
    """
    layers = [_band(base, OTHER, 0.18, [4, 3]), _band(own, OWN, 0.22, [1, 0])]
    layers += [_ends([end for end in ends if end <= horizon])]
    head = alt.TitleParams(
        title, subtitle=f"term: {term}", subtitleColor=QUIET, subtitleFontSize=11
    )
    return alt.layer(*layers).properties(width=PANEL, height=130, title=head)


def _band(rows: Rows, colour: str, opacity: float, dash: list[int]) -> Any:
    data = chart_data(rows)
    last = rows[-1]["year"]
    fives = alt.Axis(values=list(range(0, int(last) + 1, 5)))
    year = alt.X("year:Q", title="year", scale=alt.Scale(domain=[0, last], nice=False), axis=fives)
    scale, title = alt.Scale(domain=[0, 1]), "no major attack"
    values = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    band = alt.Chart(data).mark_area(color=colour, opacity=opacity)
    line = alt.Chart(data).mark_line(color=colour, strokeWidth=2, strokeDash=dash)
    low = alt.Y("p5:Q", title=title, scale=scale, axis=values)
    middle = alt.Y("p50:Q", title=title, scale=scale, axis=values)
    return alt.layer(band.encode(year, low, alt.Y2("p95:Q")), line.encode(year, middle))


def _ends(years: list[float]) -> Any:
    """Rules at the ends of the term."""
    base = alt.Chart(chart_data([{"year": year} for year in years])).encode(alt.X("year:Q"))
    return base.mark_rule(color=END, strokeWidth=1.5, strokeDash=[5, 3])


def heat_map(rows: Rows, guarantees: list[str], theories: list[str]) -> Any:
    """Mean chance by guarantee and theory, the number in the cell."""
    held = [row["mean"] for row in rows]
    low, wide = min(held), max(max(held) - min(held), 1e-9)
    for row in rows:
        colour = mixed((row["mean"] - low) / wide)
        row |= {"colour": coded(colour), "ink": ink(colour), "text": f"{row['mean']:.2f}"}
    base = alt.Chart(chart_data(rows)).encode(
        alt.X("theory:N", sort=theories, title=None, axis=_top(theories)),
        alt.Y("guarantee:N", sort=guarantees, title=None, axis=_side()),
    )
    cells = base.mark_rect(stroke="white").encode(alt.Color("colour:N", scale=None))
    texts = base.mark_text(fontSize=13).encode(text="text:N", color=alt.Color("ink:N", scale=None))
    return alt.layer(cells, texts).properties(
        width=min(150 * len(theories), WIDEST), height=30 * len(guarantees)
    )


def _top(names: list[str]) -> Any:
    """Names above the columns, broken after hyphens, the last lines on one level."""
    parts = [name.replace("-", "-\n").split("\n") for name in names]
    most = max(map(len, parts))
    lines = {
        name: [""] * (most - len(part)) + part for name, part in zip(names, parts, strict=True)
    }
    return alt.Axis(
        orient="top",
        labelAngle=0,
        ticks=False,
        domain=False,
        labelLimit=200,
        labelExpr=f"{json.dumps(lines)}[datum.label]",
        labelLineHeight=LINE,
        labelPadding=2 + LINE * (most - 1),
    )


def _side() -> Any:
    return alt.Axis(ticks=False, domain=False, labelLimit=260, labelPadding=8, minExtent=130)


def tenths(rows: Rows, guarantees: list[str]) -> Any:
    """Share of futures in each tenth of the chance, one row for each guarantee."""
    most = max(row["share"] for row in rows)
    columns = list(dict.fromkeys(row["tenth"] for row in rows))
    base = alt.Chart().encode(
        alt.X("tenth:N", sort=columns, title="chance of no major attack", axis=_flat()),
        alt.Y("share:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.35])),
    )
    holds = alt.condition("datum.holds", alt.value(OWN), alt.value("#8aa4bd"))
    bars = base.mark_bar().encode(color=holds)
    texts = base.mark_text(dy=-6, fontSize=10, color=INK).encode(text="text:N")
    layered = alt.layer(bars, texts, data=chart_data(rows)).properties(width=760, height=44)
    header = alt.Header(
        labelAngle=0,
        labelAlign="left",
        labelColor=INK,
        labelFontSize=11,
        title=None,
        labelLimit=260,
    )
    return layered.facet(row=alt.Row("guarantee:N", sort=guarantees, header=header), spacing=3)


def _flat() -> Any:
    return alt.Axis(labelAngle=0, ticks=False)


def contributions(title: str, rows: Rows, limit: tuple[float, float]) -> Any:
    """A guarantee's largest contributions with two standard errors."""
    order = [row["name"] for row in rows]
    names = alt.Axis(ticks=False, domain=False, labelLimit=150, minExtent=140)
    y = alt.Y("name:N", sort=order, title=None, axis=names)
    scale = alt.Scale(domain=list(limit), nice=False)
    x = alt.X(
        "credit:Q",
        title="change of the chance",
        scale=scale,
        axis=alt.Axis(format="+.2f", tickCount=4),
    )
    base = alt.Chart(chart_data(rows)).encode(y)
    colour = alt.condition("datum.credit >= 0", alt.value("#5b9bd5"), alt.value("#d98c5f"))
    bars = base.mark_bar().encode(x, color=colour)
    error = base.mark_rule(color=INK).encode(alt.X("low:Q", scale=scale), alt.X2("high:Q"))
    zero = (
        alt.Chart(chart_data([{"x": 0}])).mark_rule(color=QUIET).encode(alt.X("x:Q", scale=scale))
    )
    return alt.layer(bars, error, zero).properties(width=205, height=17 * len(rows), title=title)


def views(rows: Rows, guarantees: list[str]) -> Any:
    """Means under the sceptic's, the headline's and the optimist's priors."""
    given = _views([row for row in rows if row["given"]], guarantees, "given entry", True)
    free = _views([row for row in rows if not row["given"]], guarantees, "unconditional", False)
    return alt.hconcat(given, free, spacing=24)


def _views(rows: Rows, guarantees: list[str], title: str, named: bool) -> Any:
    axis = _side() if named else alt.Axis(labels=False, ticks=False, domain=False, grid=True)
    y = alt.Y("guarantee:N", sort=guarantees, title=None, axis=axis)
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("mean:Q", title="mean chance of no major attack", scale=scale)
    data = chart_data(rows)
    line = (
        alt.Chart(data).mark_line(color="#9aa5b1", strokeWidth=2).encode(x, y, detail="guarantee:N")
    )
    kinds = list(VIEWS)
    colour = alt.Color(
        "view:N",
        sort=kinds,
        title="priors of",
        scale=alt.Scale(domain=kinds, range=list(VIEWS.values())),
    )
    shape = alt.Shape(
        "view:N",
        sort=kinds,
        title="priors of",
        scale=alt.Scale(domain=kinds, range=["triangle-left", "circle", "triangle-right"]),
    )
    points = alt.Chart(data).mark_point(size=70, filled=True, opacity=1).encode(x, y, colour, shape)
    return alt.layer(line, points).properties(width=330, height=26 * len(guarantees), title=title)
