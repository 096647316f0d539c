"""The picture of `suasion zone warning`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from suasion.cli.zone_build import put
from suasion.cli.zone_warning import in_days
from suasion.report.charts import END, OWN
from suasion.report.drawing import chart_data, configured, drawn
from suasion.zone.planning.warning import WarningTime

ENDS = ("low", "high")


def draw(found: WarningTime, out: Path) -> None:
    """The chance of a warning of at least so many days, with the days that are needed."""
    chart, title = _chart(found), "Chance of at least so many days of warning"
    if out.suffix.lower() == ".svg":
        text = f"Help needs {in_days(found.need_days)} days: in time with {found.in_time:.2f}."
        put(str(drawn(chart, "warning", title, text)) + "\n", out)
        return
    spec = configured(chart).to_dict()
    spec["config"]["background"] = "white"
    put(vl_convert.vegalite_to_png(spec, scale=2, allowed_base_urls=[]), out)


def _chart(found: WarningTime) -> Any:
    pairs = zip(found.days, found.at_least, strict=True)
    rows = [{"days": float(day), "chance": float(chance)} for day, chance in pairs]
    ticks = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    x = alt.X("days:Q", title="days of warning", scale=alt.Scale(nice=False))
    y = alt.Y(
        "chance:Q", title="chance of at least so many", axis=ticks, scale=alt.Scale(domain=[0, 1])
    )
    curve = alt.Chart(chart_data(rows)).mark_line(color=OWN, strokeWidth=2).encode(x, y)
    low, high = found.need_days.low, found.need_days.high
    last = max(high, float(found.days[-1]))
    # Beside the band, on the side where there is room.
    right = high > 0.8 * last
    at, gap = (low, -5) if right else (high, 5)
    need = alt.Chart(chart_data([{"low": low, "high": high, "at": at, "words": "days needed"}]))
    band = need.mark_rect(color=END, opacity=0.18).encode(alt.X("low:Q"), alt.X2("high:Q"))
    rules = [need.mark_rule(color=END, strokeDash=[5, 3]).encode(x=f"{one}:Q") for one in ENDS]
    label = need.mark_text(
        color=END, align="right" if right else "left", dx=gap, dy=8, baseline="top"
    )
    words = label.encode(alt.X("at:Q"), y=alt.value(0), text="words:N")
    head = (
        f"Help needs {in_days(found.need_days)} days: in time with a chance of {found.in_time:.2f}"
    )
    return alt.layer(band, *rules, curve, words).properties(width=520, height=260, title=head)
