"""What bears on a study: found out by making its guarantees ready once, in a few draws."""

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
from suasion.study.factors import RECURRENCE, Factor
from suasion.study.file import Study
from suasion.term.inputs import LOOK_AHEAD_YEARS
from suasion.uncertainty.questions.asked import USUAL
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, made

PROBE = 64
"""Draws that show which facts are open and which mechanisms move anything."""
ANY = "threshold"
"""Theory that a guarantee is made ready for, which makes no difference to what is read."""
SHARE = (0.0, 1.0)


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
    case: Case, guarantees: Iterable[Guarantee], priors: Mapping[str, Prior], study: Study
) -> dict[str, Factor]:
    """Every factor that bears on some guarantees, by name: priors in their order, then facts.

    Parameters
    ----------
    priors
        By factor.
    study
        Its model and horizon.
    """
    sample = Sample(PROBE, 0, priors=priors)
    years = study.horizon_years + LOOK_AHEAD_YEARS
    base(sample.draw)
    exit_per_year(case, years, sample.draw)
    sample.draw(RECURRENCE)
    active: set[str] = set()
    facts: dict[str, Factor] = {}
    for guarantee in guarantees:
        told = Telling(guarantee, case, sample.column)
        with np.errstate(all="ignore"):  # a study may ask what impossible numbers do
            active.update(assemble(told, sample.draw).active)
            chance_of_entry(told, sample.draw)
        expiries(told, years, PROBE)
        if study.model == "years":
            made(guarantee, case, sample, Wanted(USUAL, study.horizon_years), ANY)
        facts |= told.factors
    numbers = [
        Factor(name, "number", prior)
        for name, prior in priors.items()
        if name in sample.values and prior.shape != "fixed" and _bears(name, active)
    ]
    others = [Factor(name, "amount", None, SHARE) for name in _unread(sample, facts)]
    return {one.name: one for one in [*numbers, *facts.values(), *others]}


def _unread(sample: Sample, facts: Mapping[str, Factor]) -> list[str]:
    """Open facts that only a factor of the full model reads: drawn as a bare quantile."""
    return [name for name in sample.columns if name.startswith("fact:") and name not in facts]


def _bears(name: str, active: set[str]) -> bool:
    """Whether a factor belongs to no mechanism, or to one that moves anything."""
    section, _, rest = name.partition(":")
    return section != "mechanism" or rest.partition(".")[0] in active
