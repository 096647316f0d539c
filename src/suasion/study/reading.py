"""From what happens year by year to the metrics that a study keeps.

The definitions are those of `suasion.uncertainty.metrics`; only what is asked for is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study.plan import Plan
from suasion.uncertainty.metrics import WINDOW_YEARS, hazard, read_at

TINY = 1e-30


@dataclass(frozen=True)
class Years:
    """What has happened to one variant.

    Parameters
    ----------
    survival
        Chance of no major attack by the end of each year [1], shape (theory, year, draw).
    without
        The same of the case without a guarantee; None where no metric needs it.
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

    def mixed(self, chance: Callable[[Array], Array]) -> Array:
        """A chance where entry is not given: that of the case without a guarantee if it fails."""
        without = np.nan if self.without is None else chance(self.without)
        return self.entry * chance(self.survival) + (1 - self.entry) * without

    def mean(self, name: str) -> Array:
        """Mean of a field over the years of the term."""
        inside = self.in_term
        return (self.others[name] * inside).sum(1) / inside.sum(1)


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
    "unconditional_horizon": lambda years: years.mixed(lambda survival: survival[:, -1]),
    "unconditional_term": lambda years: years.mixed(partial(read_at, year=years.end)),
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


def in_turn(plan: Plan) -> list[str]:
    """Names of what is played, each case without a guarantee before those that need it.

    Cases without a guarantee that are not kept are left out where no metric needs them.
    """
    mixed = any(one.startswith("unconditional") for one in plan.metrics)
    names = sorted(plan.played, key=lambda name: plan.played[name].without != name)
    return [name for name in names if mixed or name in plan.variants]


def read(metrics: tuple[str, ...], years: Years) -> NDArray[Any]:
    """Metrics of one variant, shape (metric, theory, draw)."""
    return np.stack([READINGS[name](years) for name in metrics])
