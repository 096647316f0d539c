"""The figure of contributions: one panel a guarantee, all on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from suasion.report import charts
from suasion.report.contributions import DRAWS
from suasion.report.drawing import drawn
from suasion.report.figures import Figure
from suasion.report.tables import Table
from suasion.report.words import NONE, signed
from suasion.uncertainty.shapley import Shares

MOST = 8
"""Mechanisms drawn one by one; the table below has all."""


def contribution_figure(found: Mapping[str, Shares], draws: int, horizon: int) -> Figure:
    """Each mechanism's share, one panel a guarantee, all on one scale."""
    rows = {key: largest(one) for key, one in found.items()}
    ends = [end for part in rows.values() for row in part for end in (row.low, row.high)]
    limit = (min(ends, default=0.0) - 0.01, max(ends, default=0.0) + 0.01)
    drawings = [
        drawn(
            charts.contributions(key, [row._asdict() for row in part], limit),
            f"contributions-{place}",
            f"Contributions of mechanisms: {key}",
            _largest_told(part),
        )
        for place, (key, part) in enumerate(rows.items(), 1)
        if part
    ]
    caption = (
        "Shapley shares in what a guarantee adds to the chance of no major attack through "
        f"{horizon} years, given entry: what each mechanism adds over the case without a "
        "guarantee, on average over the orders in which they may join. "
        f"Mean over the first {min(DRAWS, draws)} draws and all theories; thin lines are two "
        f"standard errors. The {MOST} largest are drawn, the others summed; the table has all. "
        "What acts alike without a guarantee is left out."
    )
    table = _contribution_table(found)
    return Figure(
        "contributions", "What each mechanism contributes", caption, drawings, table, small=True
    )


class Bar(NamedTuple):
    """A contribution and two standard errors to each side [1]."""

    name: str
    credit: float
    low: float
    high: float


def largest(one: Shares) -> list[Bar]:
    """The largest contributions, and the others in one."""
    order = sorted(range(len(one.credit)), key=lambda at: -abs(one.credit[at]))
    rows = [_bar(one.mechanisms[at], one.credit[at], one.standard_error[at]) for at in order[:MOST]]
    rest = order[MOST:]
    if rest:
        error = float(np.sqrt(np.sum(one.standard_error[rest] ** 2)))
        rows.append(_bar(f"{len(rest)} others", float(one.credit[rest].sum()), error))
    return rows


def _bar(name: str, credit: float, error: float) -> Bar:
    return Bar(
        name, *(round(float(one), 4) for one in (credit, credit - 2 * error, credit + 2 * error))
    )


def _largest_told(rows: list[Bar]) -> str:
    return "; ".join(f"{row.name} {signed(row.credit)}" for row in rows[:3]) + "."


def _contribution_table(found: Mapping[str, Shares]) -> Table:
    names = list(dict.fromkeys(name for one in found.values() for name in one.mechanisms))
    body = [[name, *(_share(one, name) for one in found.values())] for name in names]
    body.append(["with the guarantee", *(f"{one.with_all:.2f}" for one in found.values())])
    body.append(["without a guarantee", *(f"{one.with_none:.2f}" for one in found.values())])
    caption = "Shapley shares (standard error), and the chance with and without the guarantee"
    return Table(caption, ["mechanism", *found], body, "dense")


def _share(one: Shares, name: str) -> str:
    if name not in one.mechanisms:
        return NONE
    at = list(one.mechanisms).index(name)
    return f"{signed(one.credit[at], 3)} ({one.standard_error[at]:.3f})"
