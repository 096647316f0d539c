"""From what happens year by year to the metrics that a study keeps.

The definitions are those of `suasion.uncertainty.metrics`; only what is asked for is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.uncertainty.metrics import WINDOW_YEARS, hazard, read_at

TINY = 1e-30


@dataclass(frozen=True)
class Years:
    """What has happened to one variant.

    Parameters
    ----------
    survival, without
        Chance of no major attack by the end of each year [1], of the variant and of the case
        without a guarantee, shape (theory, year, draw).
    end
        Year at which the term is read [year], shape (draw,).
    entry
        Chance that the guarantee comes into being [1], shape (draw,).
    met
        1 where the anchor meets the base rate, shape (theory, draw).
    conceding
        1 where the theory has concessions, shape (theory, draw) or (theory, 1).
    others
        The other fields of a result by name, shape (theory, year, draw).
    """

    survival: Array
    without: Array | None
    end: Array
    entry: Array
    met: Array
    conceding: Array
    others: Mapping[str, Array]

    @property
    def horizon(self) -> int:
        """Years reported."""
        return int(self.survival.shape[1])

    @property
    def in_term(self) -> NDArray[np.bool_]:
        """Which years are within the term, shape (1, year, draw)."""
        return np.arange(1, self.horizon + 1)[None, :, None] <= self.end

    def mixed(self, given: Array, without: Array) -> Array:
        """A chance where entry is not given."""
        return self.entry * given + (1 - self.entry) * without

    def mean(self, name: str) -> Array:
        """Mean of a field over the years of the term."""
        inside = self.in_term
        return (self.others[name] * inside).sum(1) / inside.sum(1)


def _unconditional_horizon(years: Years) -> Array:
    assert years.without is not None
    return years.mixed(years.survival[:, -1], years.without[:, -1])


def _unconditional_term(years: Years) -> Array:
    assert years.without is not None
    return years.mixed(read_at(years.survival, years.end), read_at(years.without, years.end))


def _hazard_before(years: Years) -> Array:
    return hazard(years.survival, np.maximum(years.end - WINDOW_YEARS, 0), years.end)


def _hazard_after(years: Years) -> Array:
    stop = np.minimum(years.end + WINDOW_YEARS, years.horizon)
    return hazard(years.survival, years.end, stop)


def _honour_chosen(years: Years) -> Array:
    met, unmet, inside = (
        *(years.others[f"{w}_guarantor"] for w in ("with", "without")),
        years.in_term,
    )
    return (met * inside).sum(1) / np.maximum(((met + unmet) * inside).sum(1), TINY)


def _concession(years: Years) -> Array:
    lost = years.survival[:, -1] - years.others["uncoerced"][:, -1]
    return np.where(years.conceding > 0, lost, np.nan)


READINGS: dict[str, Callable[[Years], Array]] = {
    "through_horizon": lambda years: years.survival[:, -1],
    "through_term": lambda years: read_at(years.survival, years.end),
    "unconditional_horizon": _unconditional_horizon,
    "unconditional_term": _unconditional_term,
    "hazard_before": _hazard_before,
    "hazard_after": _hazard_after,
    "honour_imposed": lambda years: years.mean("honour"),
    "honour_chosen": _honour_chosen,
    "incidents": lambda years: years.mean("incidents"),
    "concession": _concession,
    "entry": lambda years: np.broadcast_to(years.entry, years.met.shape),
    "base_rate_met": lambda years: years.met,
}
"""How each metric is read, by its name."""

NEEDS: dict[str, tuple[str, ...]] = {
    "honour_imposed": ("honour",),
    "honour_chosen": ("with_guarantor", "without_guarantor"),
    "incidents": ("incidents",),
    "concession": ("uncoerced",),
}
"""Fields of a result that a metric needs beside survival."""


def needed(metrics: tuple[str, ...]) -> tuple[str, ...]:
    """Fields beside survival that some metrics need."""
    return tuple(dict.fromkeys(name for one in metrics for name in NEEDS.get(one, ())))


def unconditional(metrics: tuple[str, ...]) -> bool:
    """Whether any metric needs the case without a guarantee."""
    return any(one.startswith("unconditional") for one in metrics)


def read(metrics: tuple[str, ...], years: Years) -> NDArray[Any]:
    """Metrics of one variant, shape (metric, theory, draw)."""
    return np.stack([READINGS[name](years) for name in metrics])
