"""Priors and what the record makes of them, beside each other, as a picture or a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
from markupsafe import Markup, escape

from suasion.mechanism.priors import packaged, posteriors
from suasion.report.drawing import chart_data, drawn
from suasion.report.naming import meaning

COLOURS = {"judgement": "#6b7580", "record": "#0b5394"}
DASHES = {"judgement": [5, 3], "record": [1, 0]}
WIDE, HIGH, COLUMNS = 250, 110, 2
TITLE = "Priors of judgement, and of the record where it speaks"
TEXT = "The chance that a number lies below a value: dashed by judgement, drawn out by the record."
LINE = 34
"""Letters in a line of a panel's title."""


def figure() -> Markup:
    """The picture as SVG: one panel a factor, its distribution function before and after."""
    panels = [_panel(name) for name in posteriors()]
    whole = alt.concat(*panels, columns=COLUMNS, spacing=24)
    return drawn(whole, "priors", TITLE, TEXT)


def _panel(name: str) -> Any:
    u = np.linspace(0.01, 0.99, 50)
    priors = {"judgement": packaged()[name], "record": posteriors()[name]}
    rows = [
        {"value": float(value), "below": float(share), "basis": basis}
        for basis, prior in priors.items()
        for value, share in zip(prior.quantile(u), u, strict=True)
    ]
    basis = list(priors)
    colour = alt.Scale(domain=basis, range=[COLOURS[one] for one in basis])
    dash = alt.Scale(domain=basis, range=[DASHES[one] for one in basis])
    return (
        alt.Chart(chart_data(rows))
        .mark_line()
        .encode(
            x=alt.X("value:Q", title=None),
            y=alt.Y("below:Q", title="chance below"),
            color=alt.Color("basis:N", title=None, scale=colour),
            strokeDash=alt.StrokeDash("basis:N", title=None, scale=dash),
            order="below:Q",
        )
        .properties(width=WIDE, height=HIGH, title=_lines(meaning(name)))
    )


def _lines(text: str) -> list[str]:
    """The text in lines of a panel's width."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], joined] if len(joined) <= LINE or not lines[-1] else [*lines, word]
    return lines


def write(path: Path) -> None:
    """Write the picture, or a page with it if the name ends in .html."""
    picture = str(figure())
    if path.suffix == ".html":
        head = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(TITLE)}</title>'
        )
        picture = f"{head}<h1>{escape(TITLE)}</h1>{picture}<p>{escape(TEXT)}</p></html>"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture, encoding="utf-8")
