"""Claims that need the full model of the years: what is played, and what is read off it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import jax
import numpy as np

from suasion.claims.measured import Variant
from suasion.claims.metrics import Metric
from suasion.claims.setups import HEADLINE, Setup, sample_of
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded
from suasion.mechanism.facts import Facts
from suasion.mechanism.law import term_years
from suasion.mechanism.prior import Array
from suasion.term.years.axes import PLACES
from suasion.term.years.course import Course
from suasion.term.years.given import Given
from suasion.uncertainty.metrics import hazard, read_at, term_end
from suasion.uncertainty.questions.asked import THEORIES, USUAL, waits
from suasion.uncertainty.questions.variant import holding
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Made, Wanted, anchored, made, played

WINDOW_YEARS = 3


@dataclass(frozen=True)
class YearsSize:
    """How much of the full model is played: a course costs some hundred times the short one.

    Parameters
    ----------
    theories
        Identifiers of stages.
    draws, seed
        Size and seed of the sample.
    horizon
        Years reported.
    factors
        Factors of the state that may change.
    """

    theories: tuple[str, ...] = THEORIES
    draws: int = 32
    seed: int = 1
    horizon: int = 25
    factors: tuple[str, ...] = USUAL

    @property
    def few(self) -> int:
        """Draws of the other setups."""
        return max(self.draws // 2, 1)


@dataclass
class Years:
    """What was played of the full model, by variant, setup and theory.

    Parameters
    ----------
    loaded
        The case as described: its baseline is the anchor.
    guarantees
        By label of a variant.
    size
        How much is played.
    """

    loaded: Loaded
    guarantees: Mapping[str, Guarantee]
    size: YearsSize
    samples: dict[Setup, Sample] = field(default_factory=dict)
    values: dict[tuple[str, Setup], Array] = field(default_factory=dict)
    courses: dict[tuple[str, Setup, str], Course] = field(default_factory=dict)

    @property
    def wanted(self) -> Wanted:
        """How the years are played: one step a year, with the factors that may change."""
        return Wanted(factors=self.size.factors, horizon_years=self.size.horizon)

    def sample(self, setup: Setup) -> Sample:
        """The draws of a setup; half as many for all but the headline's."""
        if setup not in self.samples:
            draws = self.size.draws if setup == HEADLINE else self.size.few
            self.samples[setup] = sample_of(setup, draws, self.size.seed)
        return self.samples[setup]

    def play(self, name: str, one: Variant, setups: Sequence[Setup]) -> None:
        """Play a variant under every theory and some setups, unless it has been."""
        for theory in self.size.theories:
            left = [some for some in setups if (name, some, theory) not in self.courses]
            if left:
                made_ready = [self._ready(self.guarantees[name], theory, some) for some in left]
                given = [_changed(ready.given, one) for ready in made_ready]
                values = [self._value(theory, some) for some in left]
                whole = Made(made_ready[0].guarantee, _joined(given), made_ready[0].space)
                course = played(whole, np.concatenate(values))
                parts = _parted(course, [len(value) for value in values])
                keys = [(name, some, theory) for some in left]
                self.courses.update(zip(keys, parts, strict=True))

    def _ready(self, guarantee: Guarantee, theory: str, setup: Setup) -> Made:
        wanted = self.wanted._replace(signed=waits(guarantee, self.wanted))
        return made(guarantee, self.loaded.case, self.sample(setup), wanted, theory)

    def _value(self, theory: str, setup: Setup) -> Array:
        """The value of a year of peace, from the baseline as described."""
        if (theory, setup) not in self.values:
            baseline = self.loaded.guarantees[self.loaded.case.baseline]
            sample = self.sample(setup)
            zero = made(baseline, self.loaded.case, sample, self.wanted, theory)
            met = sample.draw("anchor:recurrence_ten_years")
            self.values[theory, setup] = anchored(zero, met)
        return self.values[theory, setup]

    def metric(self, name: str, setup: Setup, what: Metric, year: int | None) -> Array:
        """A metric of a variant, shape (theory, draw)."""
        some = [self.courses[name, setup, theory] for theory in self.size.theories]
        ends = term_end(self._terms(name, setup), self.size.horizon)
        return READ[what](some, year or self.size.horizon, ends)

    def _terms(self, name: str, setup: Setup) -> Array:
        sample = self.sample(setup)
        facts = Facts(self.guarantees[name], self.loaded.case, sample.column)
        return np.broadcast_to(term_years(facts), (sample.draws,))


def _joined(parts: Sequence[Given]) -> Given:
    """Draws of several setups laid end to end: they share blocks."""
    joined: Given = jax.tree.map(lambda *rows: np.concatenate(rows, axis=-1), *parts)
    return joined


def _parted(course: Course, draws: Sequence[int]) -> list[Course]:
    """A course parted again."""
    ends = np.cumsum([0, *draws])
    return [
        jax.tree.map(lambda row, at=slice(start, end): np.asarray(row)[..., at], course)
        for start, end in pairwise(ends)
    ]


def _changed(given: Given, one: Variant) -> Given:
    """Numbers held, and the leader who stays."""
    given = holding(given, one.hold)
    if one.leader == "stays" and "leaves" in given.timed:
        stays = np.zeros_like(given.timed["leaves"])
        return given._replace(timed=given.timed | {"leaves": stays})
    return given


Courses = list[Course]
Read = Callable[[Courses, int, Array], Array]


def _stacked(some: Courses, name: str) -> Array:
    """A field over theories, shape (theory, year, draw)."""
    return np.stack([np.asarray(getattr(one, name)) for one in some])


def _survival(some: Courses) -> Array:
    return _stacked(some, "survival")


def _place(some: Courses, factor: str, at: int, year: int) -> Array:
    """Chance of a place at the end of a year, in peace so far; NaN where the factor is off."""
    rows = []
    for one in some:
        places: Any = one.places.get(factor)
        shape = np.asarray(one.survival)[year - 1].shape
        rows.append(np.full(shape, np.nan) if places is None else np.asarray(places[at][year - 1]))
    return np.stack(rows)


def _gone(some: Courses, year: int, ends: Array) -> Array:
    return 1 - _place(some, "leader", PLACES["leader"].index("incumbent"), year)


def _around(some: Courses, start: Array, end: Array) -> Array:
    return hazard(_survival(some), start, end)


READ: dict[Metric, Read] = {
    Metric.THROUGH_TERM: lambda some, year, ends: read_at(_survival(some), ends),
    Metric.THROUGH_HORIZON: lambda some, year, ends: _survival(some)[:, -1],
    Metric.THROUGH_YEAR: lambda some, year, ends: _survival(some)[:, year - 1],
    Metric.HAZARD_BEFORE: lambda some, year, ends: _around(
        some, np.maximum(ends - WINDOW_YEARS, 0), ends
    ),
    Metric.HAZARD_AFTER: lambda some, year, ends: _around(
        some, ends, np.minimum(ends + WINDOW_YEARS, _survival(some).shape[1])
    ),
    Metric.HAZARD_IN_YEAR: lambda some, year, ends: _around(
        some, np.full_like(ends, year - 1), np.full_like(ends, year)
    ),
    Metric.INCIDENTS: lambda some, year, ends: _stacked(some, "incidents").mean(axis=1),
    Metric.PROBES: lambda some, year, ends: _stacked(some, "probes")[:, :year].mean(axis=1),
    Metric.LEADER_GONE: _gone,
    Metric.ZONE_INTACT: lambda some, year, ends: _place(some, "zone", 0, year),
}
"""Each metric as (courses, year, ends of the term) -> shape (theory, draw)."""
