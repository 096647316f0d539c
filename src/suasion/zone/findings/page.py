"""The page of an examination: one HTML file that needs no other and no network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import jinja2

from suasion.zone.findings.aggregates import evidence
from suasion.zone.findings.data import as_data
from suasion.zone.findings.examination import Examination

TEMPLATE = Path(__file__).with_name("page.html")
MOST_ROWS = 300
"""Violations in the table."""


@dataclass(frozen=True)
class Frame:
    """What stands round the numbers of a page."""

    map: str
    """SVG."""
    series: str
    """SVG."""
    sentences: Mapping[str, str]
    """Each rule in words, by its number."""
    works: Sequence[str]
    today: dt.date
    until: dt.date
    version: str


def page(one: Examination, frame: Frame) -> str:
    """The text of an HTML file.

    Parameters
    ----------
    one
        An examination with nothing after `frame.until` in it.
    """
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    rows = list(islice(evidence(one), MOST_ROWS))
    return template.render(
        title=one.zone.file.title,
        data=as_data(one, "rule"),
        evidence=rows,
        left_out=len(one.violations.row) - len(rows),
        map=frame.map,
        series=frame.series,
        sentences=frame.sentences,
        works=frame.works,
        today=frame.today,
        until=frame.until,
        delay=(frame.today - frame.until).days,
        version=frame.version,
    )
