"""Draws played by the full model of the years, for small studies.

Beliefs are off, as in `suasion term` where nothing else is asked for, and a year is one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.describe.guarantee import Guarantee
from suasion.mechanism.entry import chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.law import term_years
from suasion.mechanism.prior import Array
from suasion.study.drawing import Part, conceding
from suasion.study.factors import RECURRENCE
from suasion.study.plan import Plan
from suasion.study.reading import Years, in_turn, needed, read
from suasion.term.years.course import Course
from suasion.uncertainty.metrics import term_end
from suasion.uncertainty.questions.asked import USUAL, waits
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Made, Wanted, anchored, made, met, played


def wanted_of(horizon_years: int) -> Wanted:
    """How the years are played."""
    return Wanted(USUAL, horizon_years)


class Player:
    """The draws of a chunk, in the order of `parts`, played under the full model."""

    def __init__(self, plan: Plan, sample: Sample, parts: Sequence[Part]) -> None:
        self.plan, self.sample, self.parts = plan, sample, parts
        self.wanted = wanted_of(plan.study.horizon_years)
        self.each = [(name, part.at) for part in parts for name in part.theories]
        self.recurrence = sample.draw(RECURRENCE)
        case = plan.loaded.case
        self.baseline = plan.loaded.guarantees[case.baseline]
        self.values = [
            anchored(self.ready(self.baseline, name, at), self.recurrence[at])
            for name, at in self.each
        ]

    def ready(self, guarantee: Guarantee, theory: str, at: slice) -> Made:
        """A guarantee as the kernel takes it, in some of the draws."""
        wanted = self.wanted._replace(signed=waits(guarantee, self.wanted))
        return made(guarantee, self.plan.loaded.case, cut(self.sample, at), wanted, theory)

    def courses(self, guarantee: Guarantee) -> list[Course]:
        """What happens, by theory and draws."""
        return [
            played(self.ready(guarantee, name, at), value)
            for (name, at), value in zip(self.each, self.values, strict=True)
        ]

    def joined(self, rows: Sequence[Array]) -> Array:
        """Rows by theory, shape (theory, ..., draw): side by side where the theory is drawn."""
        return np.concatenate(rows, -1)[None] if self.plan.drawn else np.stack(rows)

    def field(self, courses: Sequence[Course], name: str) -> Array:
        """A field over theories, shape (theory, year, draw)."""
        return self.joined([np.asarray(getattr(one, name)) for one in courses])


def cut(sample: Sample, at: slice) -> Sample:
    """Some draws of a sample."""
    columns = {name: row[at] for name, row in sample.columns.items()}
    values = {name: row[at] for name, row in sample.values.items()}
    return Sample(at.stop - at.start, sample.seed, sample.view, sample.priors, columns, values)


def numbers(
    plan: Plan, sample: Sample, parts: Sequence[Part]
) -> Iterator[tuple[int, NDArray[Any]]]:
    """Row and metrics of each variant that is kept, metrics of shape (metric, theory, draw)."""
    player = Player(plan, sample, parts)
    anchor = player.courses(player.baseline)
    met_by = [
        met(one, player.recurrence[at], 1).astype(float)
        for one, (_, at) in zip(anchor, player.each, strict=True)
    ]
    reached, has = player.joined(met_by), conceding(parts)
    without: dict[str, Array] = {}
    for name in in_turn(plan):
        variant = plan.played[name]
        courses = player.courses(variant.guarantee)
        survival = player.field(courses, "survival")
        if name == variant.without:
            without[name] = survival
        if name in plan.variants:
            end, entry = _terms(plan, sample, variant.guarantee)
            others = {field: player.field(courses, field) for field in needed(plan.metrics)}
            years = Years(survival, without.get(variant.without), end, entry, reached, has, others)
            yield plan.variants.index(name), read(plan.metrics, years)


def _terms(plan: Plan, sample: Sample, guarantee: Guarantee) -> tuple[Array, Array]:
    """Year at which the term is read, and chance of entry, each of shape (draw,)."""
    facts, shape = Facts(guarantee, plan.loaded.case, sample.column), (sample.draws,)
    term = np.broadcast_to(term_years(facts), shape)
    entry = np.broadcast_to(chance_of_entry(facts, sample.draw)["entry"], shape)
    return term_end(term, plan.study.horizon_years), entry
