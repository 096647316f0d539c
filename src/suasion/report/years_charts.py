"""Charts of the years: lines by year with bands, hazards, and parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from suasion.report.drawing import QUIET, chart_data

COLOURS = (
    "#0b5394",
    "#c8590d",
    "#2e7d4f",
    "#8a4fa3",
    "#b8860b",
    "#3d8fb5",
    "#a6324b",
    "#6b7580",
    "#7a8f2a",
    "#d48ab0",
    "#45526b",
)
"""Told apart by readers who do not see red and green."""
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [3, 5])
"""Lines differ in dash as well as in colour."""
GREY = "#6b7580"
BASELINE = "no guarantee"
WIDE, HIGH, PANEL = 620, 230, 265
"""Sizes [px]: one chart, its height, one panel of several."""
LOW, HALF = 0.35, 0.5
"""Chances below the first have an axis of their own; an axis begins at the second where none is
lower."""
Row = dict[str, Any]


def chart(figure: Row, *, titled: bool = True) -> Any:
    """A figure of an answer as a chart.

    Parameters
    ----------
    titled
        True for a picture by itself; a page writes the title above.
    """
    panels = list(dict.fromkeys(row.get("panel", "") for row in figure["rows"]))
    draw = _areas if figure["kind"] == "areas" else _lines
    series = list(dict.fromkeys(row["series"] for row in figure["rows"]))
    most = 1.05 * max(row["mean"] for row in figure["rows"])
    parts = []
    for panel in panels:
        rows = [row for row in figure["rows"] if row.get("panel", "") == panel]
        own = list(dict.fromkeys(row["series"] for row in rows))
        shown = series if set(own) == set(series) else own
        width = WIDE if len(panels) == 1 else PANEL
        one = draw(figure, rows, shown, most)
        parts.append(one.properties(width=width, height=_height(panels), title=panel))
    whole = parts[0] if len(parts) == 1 else alt.concat(*parts, columns=2, spacing=22)
    if _own_keys(figure, panels, series):
        whole = whole.resolve_scale(color="independent")
    if not titled:
        return whole
    return whole.properties(title=alt.TitleParams(figure["title"], fontSize=12, anchor="start"))


def _own_keys(figure: Row, panels: Sequence[str], series: Sequence[str]) -> bool:
    """True where panels have series of their own."""
    if len(panels) < 2:
        return False
    return any(
        {row["series"] for row in figure["rows"] if row.get("panel", "") == panel} != set(series)
        for panel in panels
    )


def _height(panels: Sequence[str]) -> int:
    return HIGH if len(panels) == 1 else 150


def _year(last: float) -> Any:
    values = list(range(0, int(last) + 1, 5 if last > 12 else 1))
    scale = alt.Scale(domain=[0, last], nice=False)
    return alt.X("year:Q", title="year", scale=scale, axis=alt.Axis(values=values))


def _y(figure: Row, field: str, most: float) -> Any:
    """Chances on the whole scale where they fill it; hazards in percent a year."""
    if figure["kind"] == "rates":
        axis = alt.Axis(format=".1~%", tickCount=5)
        return alt.Y(f"{field}:Q", title="hazard, per year", axis=axis)
    top = 1.0 if most > LOW else most
    axis = alt.Axis(format=".2~f", tickCount=5)
    scale = alt.Scale(domain=[_floor(figure), top], nice=False, clamp=True)
    return alt.Y(f"{field}:Q", title=figure["axis"], scale=scale, axis=axis)


def _floor(figure: Row) -> float:
    """Where the axis begins: at a half if nothing is lower, else at 0."""
    lowest = [row["mean"] for row in figure["rows"]]
    lowest += [row["p5"] for row in figure["rows"] if row["series"] in figure["bands"]]
    return HALF if min(lowest) > HALF else 0.0


def _lines(figure: Row, rows: list[Row], series: list[str], most: float) -> Any:
    last = max(row["year"] for row in rows)
    layers = [_band(figure, rows, name, series, last) for name in figure["bands"] if name in series]
    colours = [GREY if name == BASELINE else _colour(series, name) for name in series]
    dashes = [[4, 3] if name == BASELINE else DASHES[at % 6] for at, name in enumerate(series)]
    key = alt.Legend(title=None, labelLimit=260, orient="right", symbolStrokeWidth=2)
    colour = alt.Color(
        "series:N", sort=series, scale=alt.Scale(domain=series, range=colours), legend=key
    )
    dash = alt.StrokeDash(
        "series:N", sort=series, scale=alt.Scale(domain=series, range=dashes), legend=key
    )
    drawn = alt.Chart(chart_data(rows)).mark_line(strokeWidth=2)
    layers.append(drawn.encode(_year(last), _y(figure, "mean", most), colour, strokeDash=dash))
    marks = [{"year": year, "what": what} for year, what in figure["marks"] if year <= last]
    if marks:
        rule = alt.Chart(chart_data(marks)).mark_rule(color=QUIET, strokeDash=[2, 3])
        layers.append(rule.encode(_year(last)))
    return alt.layer(*layers)


def _band(figure: Row, rows: list[Row], name: str, series: list[str], last: float) -> Any:
    own = [row for row in rows if row["series"] == name]
    area = alt.Chart(chart_data(own)).mark_area(opacity=0.14, color=_colour(series, name))
    return area.encode(_year(last), _y(figure, "p5", 1.0), alt.Y2("p95:Q"))


def _colour(series: Sequence[str], name: str) -> str:
    return COLOURS[series.index(name) % len(COLOURS)]


def _areas(figure: Row, rows: list[Row], series: list[str], most: float) -> Any:
    last = max(row["year"] for row in rows)
    order = {name: at for at, name in enumerate(series)}
    data = [row | {"order": order[row["series"]]} for row in rows]
    colours = [_colour(series, name) for name in series]
    key = alt.Legend(title=None, labelLimit=200)
    colour = alt.Color(
        "series:N", sort=series, scale=alt.Scale(domain=series, range=colours), legend=key
    )
    axis = alt.Axis(format=".2~f", tickCount=5)
    y = alt.Y("mean:Q", stack="zero", title=figure["axis"], axis=axis)
    area = alt.Chart(chart_data(data)).mark_area(opacity=0.85)
    return area.encode(_year(last), y, colour, alt.Order("order:Q"))
