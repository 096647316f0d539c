"""Charts drawn once, as SVG inside the page: no script, no font and no picture is loaded.

Each drawing has a title and a description for readers who do not see it, and names of its own, so
that many can stand in one page.
"""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup, escape

FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
INK, QUIET, GRID = "#1f2933", "#52606d", "#e4e7eb"
TAG = re.compile(r"<[^>]*>")
LABELS = re.compile(r' (?:role|class|aria-[a-z]+|pointer-events)="[^"]*"')
NAME = re.compile(r'(id="|url\(#|href="#)([A-Za-z_]+\d+)')
LONG = re.compile(r"(-?\d+\.\d{2})\d+")
ROOT = re.compile(r"<svg[^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")


def chart_data(rows: list[dict[str, Any]]) -> Any:
    """Rows as the data of a chart."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def drawn(chart: Any, name: str, title: str, text: str) -> Markup:
    """A chart as SVG.

    Parameters
    ----------
    chart
        An Altair chart.
    name
        Name in the page, unique.
    title, text
        What it is, and what it shows, for a reader who does not see it.
    """
    spec = configured(chart).to_dict()
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    inside = TAG.sub(lambda tag: _plain(tag.group(), name), svg)
    return Markup(named(inside, name, title, text))


def configured(chart: Any) -> Any:
    """A chart in the page's font and colours."""
    return (
        chart.configure(font=FONT, background="transparent", padding=4)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            labelFontSize=11,
            titleFontSize=11,
            titleFontWeight="normal",
            gridColor=GRID,
            domainColor=QUIET,
            tickColor=QUIET,
        )
        .configure_title(color=INK, fontSize=12, anchor="start", fontWeight="bold")
        .configure_legend(labelColor=INK, titleColor=INK, labelFontSize=11, titleFontSize=11)
        .configure_view(stroke=None)
    )


def _plain(tag: str, name: str) -> str:
    """A tag without labels of its own, with names of this drawing and short figures."""
    tag = LABELS.sub("", tag)
    return LONG.sub(r"\1", NAME.sub(rf"\g<1>{name}-\g<2>", tag))


def named(svg: str, name: str, title: str, text: str) -> str:
    """The drawing as one image with a title and a description."""
    found = ROOT.search(svg)
    width, height = found.groups() if found else ("600", "400")
    root = (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(text)}</desc>'
    )
    return ROOT.sub(lambda _: root, svg, count=1)
