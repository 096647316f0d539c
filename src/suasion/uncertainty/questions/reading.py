"""From courses to numbers that a reader compares; arrays are (theories, years, draws)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.uncertainty.diagnosis import interval
from suasion.uncertainty.questions.playing import Played, Run

TINY = 1e-300
WINDOW_YEARS = 3
"""Years before and after an end over which hazards are averaged."""
Row = dict[str, Any]


def at_ends(values: Array, per_year: int) -> Array:
    """What steps have, at the end of each year."""
    return values[:, per_year - 1 :: per_year]


def over_years(values: Array, per_year: int) -> Array:
    """The mean over the steps of each year."""
    shape = (values.shape[0], values.shape[1] // per_year, per_year, values.shape[2])
    mean: Array = values.reshape(shape).mean(axis=2)
    return mean


def survival(played: Played, per_year: int) -> Array:
    """Chance of no major attack by the end of each year [1]."""
    return at_ends(played.stacked("survival"), per_year)


def from_start(values: Array) -> Array:
    """With a year 0 in which nothing has happened."""
    return np.concatenate([np.ones_like(values[:, :1]), values], axis=1)


def hazard(survived: Array) -> Array:
    """Hazard of a major attack in each year [1/year]."""
    logs = np.log(np.maximum(from_start(survived), TINY))
    return logs[:, :-1] - logs[:, 1:]


def mean_hazard(survived: Array, start: int, end: int) -> Array | None:
    """Hazard between two years [1/year], shape (theories, draws); None outside the horizon."""
    if start >= end or end > survived.shape[1]:
        return None
    return hazard(survived)[:, start:end].mean(axis=1)


def around(survived: Array, end: int) -> tuple[Array | None, Array | None]:
    """Hazards in the three years before and after a year [1/year]."""
    before = mean_hazard(survived, max(end - WINDOW_YEARS, 0), end)
    last = min(end + WINDOW_YEARS, survived.shape[1])
    return before, mean_hazard(survived, end, last)


def unconditional(played: Played, run: Run) -> Array:
    """Survival where entry is not given: with the chance that it fails, no guarantee [1]."""
    per_year = run.asked.wanted.per_year
    without = survival(run.without, per_year)
    return played.entry * survival(played, per_year) + (1 - played.entry) * without


def by_theory(values: Array, theories: Sequence[str]) -> dict[str, float]:
    """Means over draws of values of shape (theories, draws)."""
    return {name: float(np.nanmean(row)) for name, row in zip(theories, values, strict=True)}


def over_theories(values: Array, theories: Sequence[str]) -> Row:
    """The lowest and the highest mean of a theory."""
    means = by_theory(values, theories)
    low, high = min(means, key=lambda one: means[one]), max(means, key=lambda one: means[one])
    return {"low": means[low], "high": means[high], "lowest": low, "highest": high}


def maybe(values: Array | None) -> Row | None:
    """Mean and percentiles over futures; None where there is nothing to read."""
    return None if values is None or np.all(np.isnan(values)) else interval(values)


def line(label: str, values: Array, *, start: float | None = None) -> list[Row]:
    """Rows of a chart: mean and 5th to 95th percentile over futures by year.

    Parameters
    ----------
    values
        Shape (theories, years, draws).
    start
        The value in year 0, where the line begins there.
    """
    rows = [] if start is None else [_point(label, 0, [start] * 3)]
    for year in range(values.shape[1]):
        found = interval(values[:, year])
        rows.append(_point(label, year + 1, [found[key] for key in ("mean", "p5", "p95")]))
    return rows


def _point(label: str, year: int, values: Sequence[float]) -> Row:
    return {"series": label, "year": year} | dict(zip(("mean", "p5", "p95"), values, strict=True))


def reported(asked: Sequence[int], horizon: int) -> list[int]:
    """Those of some years that the horizon has, and its last."""
    return sorted({year for year in asked if year < horizon} | {horizon})


def first_year(reached: NDArray[np.bool_]) -> Array:
    """First year from 1 in which something holds, NaN where it never does; (theories, draws)."""
    first = np.argmax(reached, axis=1) + 1.0
    return np.where(reached.any(axis=1), first, np.nan)
