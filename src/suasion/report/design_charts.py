"""The front of a search as a picture: cost against robustness, entry as colour.

Candidates of the case stand beside it. Labels are placed one by one where they cover neither a
point nor another label; which place is free is found in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from suasion.report.drawing import GRID, INK, QUIET, chart_data, drawn

Row = dict[str, Any]
WIDE, HIGH = 620, 400
"""Size of the field [px]."""
LETTER, LINE = 5.7, 13.0
"""Width of a letter and height of a line of a label [px]."""
RADIUS = 6.0
"""Half the size of a point [px]."""
TURNS = 32
"""Directions in which a label is tried, at each distance."""
DISTANCES = (14.0, 18.0, 24.0, 32.0, 42.0, 54.0, 68.0, 84.0, 104.0, 128.0, 160.0)
"""How far from its point a label is tried [px]."""
BEND = 1.0
"""Cost at which the axis goes from even steps to even factors [billion US dollars a year]."""
TICKS = (0, 1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Box:
    """A place that is taken [px]."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two places overlap."""
        apart_x = self.right <= other.left or other.right <= self.left
        apart_y = self.bottom <= other.top or other.bottom <= self.top
        return not (apart_x or apart_y)


def picture(summary: Row) -> str:
    """The front of a search as SVG."""
    title = f"{summary['case']['title']}: designs from {summary['start']}"
    return str(drawn(chart(summary), "front", title, _told(summary)))


def _told(summary: Row) -> str:
    """What the picture shows, for a reader who does not see it."""
    named = [row for row in summary["designs"] if row["name"]]
    parts = [
        f"{row['name']}: {row['cost_usd_billion_per_year']['mean']:.1f} billion dollars a year, "
        f"robust in {row['robustness']['share']:.0%}, entry {row['acceptability']:.0%}"
        for row in (*named, *summary["candidates"])
    ]
    return ". ".join(parts)


def chart(summary: Row) -> Any:
    """The front of a search as a chart."""
    rows = _rows(summary)
    most = max(row["cost"] for row in rows)
    top = 1.08 * max(row["high"] for row in rows)
    x = alt.X(
        "cost:Q",
        title="cost, billion US dollars a year (mean over draws)",
        scale=alt.Scale(type="symlog", constant=BEND, domain=[0, most * 1.3], nice=False),
        axis=alt.Axis(values=[tick for tick in TICKS if tick <= most * 1.3], grid=False),
    )
    y, low = (_share(summary, field, top) for field in ("robust", "low"))
    labels = _labels(rows, most * 1.3, top)
    layers = [*_whiskers(rows, x, low), *_points(rows, x, y), *_written(labels)]
    title = alt.TitleParams(
        f"Designs from {summary['start']}, and the case's candidates",
        subtitle=[
            "Circles: designs, the small ones without a name. Diamonds: the case's candidates.",
            "Bars: 95 % interval from the number of draws. Shares of assumptions under stated "
            "priors, not probabilities of events.",
        ],
        subtitleColor=QUIET,
        subtitleFontSize=11,
    )
    return alt.layer(*layers).properties(width=WIDE, height=HIGH, title=title)


def _share(summary: Row, field: str, top: float) -> Any:
    """The axis of robustness; layers share it only if each says the same."""
    options = summary["options"]
    return alt.Y(
        f"{field}:Q",
        title=f"robust: share of futures x theories with attack below {options['threshold']:g} "
        f"through {options['horizon_years']} years",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(format="~%", tickCount=6, gridColor=GRID, gridWidth=0.6),
    )


def _rows(summary: Row) -> list[Row]:
    kinds = (("design", summary["designs"]), ("candidate", summary["candidates"]))
    return [
        {
            "kind": kind if row["name"] else "other",
            "name": row["name"] or "",
            "cost": row["cost_usd_billion_per_year"]["mean"],
            "robust": row["robustness"]["share"],
            "low": row["robustness"]["low"],
            "high": row["robustness"]["high"],
            "entry": row["acceptability"],
        }
        for kind, found in kinds
        for row in found
    ]


def _whiskers(rows: Sequence[Row], x: Any, low: Any) -> Iterator[Any]:
    shown = [row for row in rows if row["kind"] != "other"]
    rule = alt.Chart(chart_data(shown)).mark_rule(color=QUIET, opacity=0.5)
    yield rule.encode(x, low, alt.Y2("high:Q"))


def _points(rows: Sequence[Row], x: Any, y: Any) -> Iterator[Any]:
    """Designs as circles, the unnamed ones small; candidates as diamonds."""
    most = max((row["entry"] for row in rows if row["kind"] != "candidate"), default=1.0)
    colour = alt.Color(
        "entry:Q",
        title="entry",
        scale=alt.Scale(scheme="viridis", domain=[0, max(most, 0.01)], clamp=True, reverse=True),
        legend=alt.Legend(format="~%", gradientLength=120, direction="vertical"),
    )
    for kind, size, shape in (("other", 22, "circle"), ("design", 95, "circle")):
        own = [row for row in rows if row["kind"] == kind]
        mark = alt.Chart(chart_data(own)).mark_point(
            filled=True, size=size, shape=shape, opacity=1, stroke="white", strokeWidth=0.7
        )
        yield mark.encode(x, y, colour)
    own = [row for row in rows if row["kind"] == "candidate"]
    mark = alt.Chart(chart_data(own)).mark_point(
        filled=True, size=70, shape="diamond", color="#c8590d", opacity=1
    )
    yield mark.encode(x, y)


def _written(labels: Sequence[Row]) -> Iterator[Any]:
    """Labels with a thin line to their points where they stand off; places are in pixels."""
    data = chart_data(list(labels))
    line = alt.Chart(data).mark_rule(color=QUIET, strokeWidth=0.5)
    yield line.encode(
        alt.X("at_x:Q", scale=None), alt.Y("at_y:Q", scale=None), alt.X2("to_x:Q"), alt.Y2("to_y:Q")
    )
    for kind, colour in (("design", INK), ("candidate", "#9a4509")):
        own = chart_data([row for row in labels if row["kind"] == kind])
        text = alt.Chart(own).mark_text(
            align="center", baseline="middle", fontSize=11, color=colour
        )
        yield text.encode(alt.X("x:Q", scale=None), alt.Y("y:Q", scale=None), alt.Text("name:N"))


def _labels(rows: Sequence[Row], most: float, top: float) -> list[Row]:
    """A place for each label [px], from the points that have the least room."""
    points = [_place(row, most, top) for row in rows]
    taken = [Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in points]
    taken += [_bar(row, most, top) for row in rows if row["name"]]
    named = [(row, point) for row, point in zip(rows, points, strict=True) if row["name"]]
    crowd = {row["name"]: _neighbours(point, points) for row, point in named}
    found = []
    low = HIGH - 2 * LINE  # at the edge there are fewer places: first come, first served
    for row, (x, y) in sorted(named, key=lambda one: (one[1][1] < low, -crowd[one[0]["name"]])):
        box = _free(row["name"], x, y, taken)
        taken.append(box)
        middle, height = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        near = (min(max(x, box.left), box.right), min(max(y, box.top), box.bottom))
        found.append(
            {
                "name": row["name"],
                "kind": row["kind"],
                "x": middle,
                "y": height,
                "at_x": x,
                "at_y": y,
                "to_x": near[0],
                "to_y": near[1],
            }
        )
    return found


def _place(row: Row, most: float, top: float) -> tuple[float, float]:
    """Where a point stands in the field [px]; the axis of cost is log(1 + cost)."""
    across = math.log1p(row["cost"] / BEND) / math.log1p(most / BEND)
    return WIDE * across, HIGH * (1 - row["robust"] / top)


def _bar(row: Row, most: float, top: float) -> Box:
    """The place of the interval of a point [px]."""
    across, _ = _place(row, most, top)
    high, low = (HIGH * (1 - row[end] / top) for end in ("high", "low"))
    return Box(across - 1, high, across + 1, low)


def _neighbours(point: tuple[float, float], points: Sequence[tuple[float, float]]) -> int:
    return sum(math.dist(point, other) < 60 for other in points)


def _free(name: str, x: float, y: float, taken: Sequence[Box]) -> Box:
    """The nearest place for a label that covers nothing; the last one tried if there is none."""
    half, high = LETTER * len(name) / 2 + 2, LINE / 2
    field = Box(0, 0, WIDE, HIGH)
    box = Box(x - half, y - high, x + half, y + high)
    for distance in DISTANCES:
        for turn in range(TURNS):
            angle = 2 * math.pi * turn / TURNS
            middle = x + (distance + half - high) * math.cos(angle)
            level = y - distance * math.sin(angle)
            box = Box(middle - half, level - high, middle + half, level + high)
            inside = box.left >= 0 and box.right <= field.right and box.top >= 0
            if inside and box.bottom <= field.bottom and not any(map(box.meets, taken)):
                return box
    return box
