"""Theories weighed by the record: the weights, and the ranking under them beside the headline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from suasion.cli.tables import percent, spread
from suasion.describe.reading import read
from suasion.uncertainty.weighting import Weight, Weights

QUESTION = "guarantees.attacked"
FOLDS = {"out": "leave one out", "forward": "forward in time"}


def weights_of(folds: str) -> Weights:
    """The record's weights of theories, from cases held out in one of the two ways."""
    from suasion.evidence.backtest.run import WEIGHTS

    found = read(WEIGHTS).data[f"{QUESTION}.{folds}"]
    by_theory = {name: Weight(*given) for name, given in found["weights"].items()}
    return Weights(folds, f"{found['what']}, {FOLDS[folds]}", found["cases"], by_theory)


def weighted_table(found: Mapping[str, Any]) -> Table:
    """Rank and chance of no major attack with weights, in the order of the headline."""
    used = found["weights"]
    table = Table(
        title=f"Theories weighed by the record: {used['what']}, {used['cases']} cases",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column("guarantee", no_wrap=True)
    for head in ("rank", "weighed", "mean (5-95 %)", ">=.9"):
        table.add_column(head, justify="right")
    for row in found["guarantees"]:
        cells = (str(row["rank_alike"]), str(row["rank"]), spread(row))
        table.add_row(row["id"], *cells, percent(row["share_holding"]))
    table.caption = _told(used["theories"])
    table.caption_justify = "left"
    return table


def _told(theories: Mapping[str, Mapping[str, Any]]) -> str:
    parts = [
        f"{name} {one['used']:.2f} ({one['low']:.2f}-{one['high']:.2f})"
        for name, one in theories.items()
        if one["high"]
    ]
    return (
        f"Weights, with 90 % of the bootstrap over cases: {', '.join(parts)}; all others 0. "
        "So few cases leave them open: a mixture that won, not a reason to drop the rest."
    )
