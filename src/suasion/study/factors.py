"""Factors: what a study may draw, found out by making its guarantees ready once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from suasion.describe.case import Case
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.assembly import assemble, base
from suasion.mechanism.calendar import exit_per_year, expiries
from suasion.mechanism.entry import chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array, Prior
from suasion.uncertainty.sample import Sample

THEORY = "theory"
RECURRENCE = "anchor:recurrence_ten_years"
PROBE = 64
"""Draws that show which facts are open and which mechanisms move anything."""


@dataclass(frozen=True)
class Factor:
    """One thing that a study may draw.

    Parameters
    ----------
    name
        `mechanism:…`, `situation:…`, `entry:…`, `anchor:…`, `years:…`, `fact:…` or `theory`.
    kind
        `number` has a prior; `amount` is an unknown number of a fact, evenly spread; `words` is
        one of several versions or words in equal shares.
    prior
        Of a number; None for the others.
    readings
        Ends of an amount, or the number that stands for each word, as the first mechanism that
        reads the fact takes it.
    """

    name: str
    kind: Literal["number", "amount", "words"]
    prior: Prior | None = None
    readings: tuple[float, ...] = ()

    def values(self, u: Array) -> Array:
        """What is drawn: a number, or the index of a word.

        Examples
        --------
        >>> Factor("fact:x.zone.monitors", "words", None, (0.0, 1.0)).values(np.array([0.7]))
        array([1.])
        """
        if self.prior is not None:
            return self.prior.quantile(u)
        if self.kind == "amount":
            low, high = self.readings[0], self.readings[-1]
            return low + u * (high - low)
        return np.minimum(np.floor(u * len(self.readings)), len(self.readings) - 1)

    @property
    def middle(self) -> float:
        """The quantile at which it is held: the median, or the word of the largest weight."""
        if self.kind != "words":
            return 0.5
        return (int(np.argmax(self.readings)) + 0.5) / len(self.readings)


@dataclass
class Telling(Facts):
    """Facts that tell what each open one may be."""

    factors: dict[str, Factor] = field(default_factory=dict)

    def _drawn(self, path: str, *told: Any, spread: bool = False) -> Array:
        found = super()._drawn(path, *told, spread=spread)
        name = f"fact:{self.guarantee.id}.{path}"
        if path in self.open and name not in self.factors:
            self.factors[name] = self._factor(name, path, *told, spread=spread)
        return found

    def _factor(
        self, name: str, path: str, _: float, number: Any, unknown: Sequence[float], *, spread: bool
    ) -> Factor:
        values = tuple(number(value) for value in self._versions(path))
        kind: Literal["amount", "words"] = "amount" if spread and not values else "words"
        return Factor(name, kind, None, values or tuple(unknown))

    def _versions(self, path: str) -> list[Any]:
        return [one.value for one in getattr(self.found(path), "contested", [])]


def bearing(
    case: Case, guarantees: Iterable[Guarantee], priors: Mapping[str, Prior], years: int
) -> dict[str, Factor]:
    """Every factor that bears on some guarantees, by name.

    Parameters
    ----------
    priors
        By factor.
    years
        Years planned [year].
    """
    sample = Sample(PROBE, 0, priors=priors)
    base(sample.draw)
    exit_per_year(case, years, sample.draw)
    sample.draw(RECURRENCE)
    active: set[str] = set()
    facts: dict[str, Factor] = {}
    for guarantee in guarantees:
        told = Telling(guarantee, case, sample.column)
        active.update(assemble(told, sample.draw).active)
        expiries(told, years, PROBE)
        chance_of_entry(told, sample.draw)
        facts |= told.factors
    names = [name for name in priors if name in sample.values and _bears(name, active)]
    drawn = (Factor(name, "number", priors[name]) for name in names)
    return {one.name: one for one in drawn if one.prior and one.prior.shape != "fixed"} | facts


def _bears(name: str, active: set[str]) -> bool:
    """Whether a factor belongs to no mechanism, or to one that moves anything."""
    section, _, rest = name.partition(":")
    return section != "mechanism" or rest.partition(".")[0] in active


def theory_factor(theories: Sequence[str]) -> Factor:
    """The theory as a factor: each in an equal share of the draws."""
    return Factor(THEORY, "words", None, tuple(map(float, range(len(theories)))))
