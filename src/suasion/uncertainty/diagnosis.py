"""Whether the model can tell the guarantees apart, and whether it is tied to the record.

Saturated cells are guarantees that a theory puts at nearly 0 or 1 in nearly all futures. The noise
share is the part of a result's variance that goes with the precisions and the spreads of private
reasons. The anchor compares the case without a guarantee with the base rates of the record. Games
in which a theory from a file lost its branch are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from suasion.describe.loading import Loaded
from suasion.mechanism.calendar import anchors as record
from suasion.mechanism.prior import Array
from suasion.theory.registry import stage
from suasion.uncertainty.ensemble import Ensemble
from suasion.uncertainty.lost import lost
from suasion.uncertainty.metrics import Metrics
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.turning import hinges

NOISE = tuple(
    f"situation:{name}"
    for name in (
        "challenger_precision",
        "protege_precision",
        "guarantor_precision",
        "hawkishness_spread",
        "resolve_spread",
    )
)
NEARLY_ALL = 0.99
EDGE = 0.01
HUMP = 0.2
"""Share of futures in each outer quarter that makes a result two-humped."""


def diagnose(ensemble: Ensemble, found: Mapping[str, Metrics], loaded: Loaded) -> dict[str, Any]:
    """The diagnosis as plain data."""
    theories = list(ensemble.anchors)
    compared = {key: loaded.guarantees[key] for key in found}
    return {
        "saturated": _saturated(found, theories),
        "noise_share": {key: _noise(ensemble, one) for key, one in found.items()},
        "anchor": _anchor(ensemble, found[loaded.case.baseline], theories),
        "two_humped": [key for key, one in found.items() if two_humped(one.through_horizon)],
        "selection": {theory: stage(theory).selection for theory in theories},
        "lost": lost(ensemble, loaded.case, compared),
    }


def _saturated(found: Mapping[str, Metrics], theories: list[str]) -> list[dict[str, Any]]:
    cells = []
    for key, one in found.items():
        for row, theory in enumerate(theories):
            side = edge(one.through_horizon[row])
            if side is not None:
                cells.append(
                    {"guarantee": key, "theory": theory, "at": side, "because": _why(one, row)}
                )
    return cells


def edge(chances: Array) -> int | None:
    """1 or 0 where nearly all chances lie there, else None.

    Examples
    --------
    >>> edge(np.full(100, 0.999))
    1
    """
    if np.mean(chances >= 1 - EDGE) >= NEARLY_ALL:
        return 1
    return 0 if np.mean(chances <= EDGE) >= NEARLY_ALL else None


def _why(one: Metrics, row: int) -> str:
    hazard = float(np.nanmedian(one.hazard_before[row]))
    honour = float(np.median(one.honour_imposed[row]))
    return f"median hazard {hazard:.4f} a year, median chance of honour {honour:.2f}"


def two_humped(chances: Array) -> bool:
    """True where both the lowest and the highest quarter hold a fifth of the futures."""
    return bool(np.mean(chances < 0.25) >= HUMP and np.mean(chances > 0.75) >= HUMP)


def _noise(ensemble: Ensemble, one: Metrics) -> float:
    return noise_share(ensemble.sample, one.through_horizon)


def noise_share(sample: Sample, results: Array) -> float:
    """Sum of squared rank correlations with the noise factors, over all theories [1].

    Parameters
    ----------
    results
        Shape (theories, draws).
    """
    columns = {name: sample.column(name) for name in NOISE}
    per_theory = [
        sum(hinge.correlation**2 for hinge in hinges(columns, row, most=len(NOISE)))
        for row in results
    ]
    return float(np.mean(per_theory))


def _anchor(ensemble: Ensemble, baseline: Metrics, theories: list[str]) -> dict[str, Any]:
    ten = 1 - baseline.survival[:, 9]
    return {
        "years": 10,
        "target": interval(ensemble.sample.draw("anchor:recurrence_ten_years")),
        "reached": {theory: interval(ten[row]) for row, theory in enumerate(theories)},
        "met_share": {t: float(np.mean(one.met)) for t, one in ensemble.anchors.items()},
        "record": {key: record()[key]["rate"] for key in RECORD},
    }


RECORD = (
    "war_recurrence.all.10y",
    "war_recurrence.ended_1946.10y",
    "war_recurrence.no_world_wars.10y",
    "war_recurrence.per_war_1946.10y",
    "dispute.nuclear_challenger_land.no_ally.war",
    "dispute.nuclear_challenger_land.nuclear_ally.war",
)


def interval(values: Array) -> dict[str, float]:
    """Mean and 5th, 50th and 95th percentile."""
    told = values[~np.isnan(values)]
    low, middle, high = np.percentile(told, [5, 50, 95])
    return {
        "mean": float(np.mean(told)),
        "p5": float(low),
        "p50": float(middle),
        "p95": float(high),
    }
