"""Chances against what happened, one panel a predictor, as a picture or a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
from markupsafe import Markup, escape

from suasion.report.drawing import QUIET, chart_data, drawn
from suasion.report.words import Row

COLUMNS, SIZE = 4, 120
INK = "#0b5394"
TEXT = "On the line what was given a chance happened as often as that. Larger dots: more cases."


def figure(found: Row, name: str = "calibration") -> Markup:
    """The picture of one set of predictions as SVG."""
    most = max(max(part["mean_chance"], part["share_happened"]) for part in _bins(found))
    panels = [_panel(row, most) for row in found["predictors"]]
    whole = alt.concat(*panels, columns=COLUMNS, spacing=18)
    return drawn(whole, name, f"{found['what']}: chances and what happened", TEXT)


def _bins(found: Row) -> list[Row]:
    return [part for row in found["predictors"] for part in row["calibration"]]


def _panel(row: Row, most: float) -> Any:
    scale = alt.Scale(domain=[0, most])
    line = [{"x": 0.0, "y": 0.0}, {"x": most, "y": most}]
    even = alt.Chart(chart_data(line)).mark_line(color=QUIET, strokeDash=[3, 3])
    even = even.encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale))
    dots = alt.Chart(chart_data(row["calibration"])).mark_circle(color=INK, opacity=0.8)
    dots = dots.encode(
        x=alt.X("mean_chance:Q", title="chance given", scale=scale, axis=alt.Axis(tickCount=3)),
        y=alt.Y("share_happened:Q", title="happened", scale=scale, axis=alt.Axis(tickCount=3)),
        size=alt.Size("n:Q", legend=None),
    )
    return (even + dots).properties(width=SIZE, height=SIZE, title=row["predictor"])


def write(found: Sequence[Row], path: Path) -> None:
    """Write the first picture, or a page with all of them if the name ends in .html."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = [str(figure(one, f"calibration-{place}")) for place, one in enumerate(found)]
    text = pictures[0] if path.suffix == ".svg" else _page(found, pictures)
    path.write_text(text, encoding="utf-8")


def _page(found: Sequence[Row], pictures: Sequence[str]) -> str:
    title = "Theories against what happened"
    parts = [
        f"<h2>{escape(one['what'].capitalize())}</h2>{picture}"
        for one, picture in zip(found, pictures, strict=True)
    ]
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    return f"{head}<h1>{title}</h1>{''.join(parts)}<p>{escape(TEXT)}</p></html>"
