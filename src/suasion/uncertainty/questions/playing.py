"""Every variant under every theory: the anchor once a theory, then the courses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from suasion.describe.guarantee import Guarantee
from suasion.mechanism.entry import chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.law import term_years
from suasion.mechanism.prior import Array
from suasion.term.years.course import Course
from suasion.term.years.given import Given
from suasion.uncertainty.observed import shifted
from suasion.uncertainty.questions.asked import Asked, waits
from suasion.uncertainty.questions.variant import QUIET, Variant, unprobed
from suasion.uncertainty.years import Made, Wanted, anchored, made, met, played

Report = Callable[[str, int, int], None]
"""Told what is being done, steps done and steps in all."""


@dataclass(frozen=True)
class Played:
    """One variant under all theories.

    Parameters
    ----------
    given
        What the kernel took.
    entry, term_years
        Chance of entry [1] and length of the term [year], shape (draws,).
    courses
        By theory.
    """

    variant: Variant
    guarantee: Guarantee
    given: Given
    entry: Array
    term_years: Array
    courses: Mapping[str, Course]

    def stacked(self, name: str) -> Array:
        """A field over theories, shape (theories, ..., draws)."""
        return np.stack([np.asarray(getattr(one, name)) for one in self.courses.values()])

    def place(self, factor: str, at: int) -> Array:
        """Chance of a place in peace so far [1], shape (theories, steps, draws)."""
        return np.stack([np.asarray(one.places[factor][at]) for one in self.courses.values()])

    def has(self, factor: str) -> bool:
        """True where the factor is on for this guarantee."""
        return factor in next(iter(self.courses.values())).places


@dataclass(frozen=True)
class Run:
    """All variants of a question.

    Parameters
    ----------
    variants
        By label, in order.
    without
        The case without a guarantee.
    met
        Share of draws in which the anchor meets the record [1], by theory; None where the user's
        settings changed the case without a guarantee.
    """

    asked: Asked
    variants: Mapping[str, Played]
    without: Played
    met: Mapping[str, float] | None

    @property
    def theories(self) -> tuple[str, ...]:
        """Identifiers, in the order of the first axis of stacked fields."""
        return self.asked.theories


def shown(run: Run) -> dict[str, Played]:
    """The guarantees as described, by label."""
    return {label: one for label, one in run.variants.items() if not label.endswith(QUIET)}


class Player:
    """Guarantees made ready and played under one sample, anchored once a theory."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.sample = asked, asked.sample
        self.recurrence = self.sample.draw("anchor:recurrence_ten_years")
        self.values: dict[tuple[str, Wanted, bool], Array] = {}
        self.shifts: dict[str, dict[str, Array]] = {}

    def ready(self, variant: Variant, theory: str) -> Made:
        """A variant as the kernel takes it."""
        asked = self.asked
        guarantee = asked.described(variant.guarantee, variant.settings)
        wanted = asked.wanted._replace(**variant.wanted)
        wanted = wanted._replace(signed=waits(guarantee, wanted))
        one = made(guarantee, asked.loaded.case, self.sample, wanted, theory)
        given = variant.applied(self.observed(one.given, variant), wanted.per_year)
        return Made(one.guarantee, self.probed(given, variant), one.space)

    def observed(self, given: Given, variant: Variant) -> Given:
        """What the kernel takes, with numbers of the zone as they were observed."""
        asked, key = self.asked, variant.guarantee
        if asked.observed is None or key not in asked.fit.named:
            return given
        if key not in self.shifts:
            guarantee, case = asked.loaded.guarantees[key], asked.loaded.case
            described = made(guarantee, case, self.sample, asked.wanted, asked.theories[0])
            self.shifts[key] = asked.observed.shifts(described.given, self.sample)
        return shifted(given, self.shifts[key])

    def probed(self, given: Given, variant: Variant) -> Given:
        """What the kernel takes, with chances for deliberate probes or without."""
        return given if self.asked.probes and variant.probes else unprobed(given)

    def value(self, theory: str, variant: Variant) -> Array:
        """The value of a year of peace, from the baseline as described."""
        wanted = self.asked.wanted._replace(**variant.wanted)
        key = (theory, wanted._replace(signed=False), variant.probes)
        if key not in self.values:
            case = self.asked.original
            baseline = case.guarantees[case.case.baseline]
            zero = made(baseline, case.case, self.sample, wanted, theory)
            given = self.probed(zero.given, variant)
            self.values[key] = anchored(Made(baseline, given, zero.space), self.recurrence)
        return self.values[key]

    def play(self, variant: Variant, theory: str) -> Course:
        """What happens to a variant under a theory."""
        return played(self.ready(variant, theory), self.value(theory, variant))

    def told(self, variant: Variant, courses: Mapping[str, Course]) -> Played:
        """A variant with what does not depend on the theory."""
        one = self.ready(variant, self.asked.theories[0])
        facts = Facts(one.guarantee, self.asked.loaded.case, self.sample.column)
        shape = (self.asked.draws,)
        entry = np.broadcast_to(chance_of_entry(facts, self.sample.draw)["entry"], shape)
        term = np.broadcast_to(term_years(facts), shape)
        return Played(variant, one.guarantee, one.given, entry, term, courses)


def play(asked: Asked, variants: Sequence[Variant], progress: Report) -> Run:
    """Play every variant, and the case without a guarantee, under every theory."""
    player = Player(asked)
    baseline = Variant("no guarantee", asked.loaded.case.baseline)
    every = [baseline, *variants]
    courses: dict[str, dict[str, Course]] = {one.label: {} for one in every}
    total = len(asked.theories) * len(every)
    for row, theory in enumerate(asked.theories):
        for at, variant in enumerate(every):
            first = "" if at > 1 else " (compiled and stored where it is new: 5 to 30 seconds)"
            progress(f"{theory}{first}", row * len(every) + at, total)
            courses[variant.label][theory] = player.play(variant, theory)
    progress("Reading", total, total)
    found = {one.label: player.told(one, courses[one.label]) for one in variants}
    without = player.told(baseline, courses[baseline.label])
    return Run(asked, found, without, _met(player, without))


def _met(player: Player, without: Played) -> dict[str, float] | None:
    """Share of draws in which the case as described meets its base rate."""
    asked, per_year = player.asked, player.asked.wanted.per_year
    key = asked.loaded.case.baseline
    if asked.loaded.raw[key] != asked.original.raw[key]:
        return None
    return {
        theory: float(np.mean(met(course, player.recurrence, per_year)))
        for theory, course in without.courses.items()
    }
