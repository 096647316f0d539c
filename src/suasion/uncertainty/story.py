"""A dated story of one guarantee: one draw of what is not known, and one path through the years.

The draw is one of the priors', by the seed. Which of its assumptions matter is found by putting
each of them back to its median, the others as drawn: what this does to the chance of peace tells
how much the unusual value mattered. That is computed in steps of a year, with beliefs, balance and
ties held still, as is the wait for entry into force where the text is in force already.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from suasion.describe.case import Case
from suasion.describe.fact import readings
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded
from suasion.errors import InputError, Problem, UnknownName
from suasion.mechanism.calendar import DAYS_A_YEAR
from suasion.mechanism.entry import IN_BEING, chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array
from suasion.mechanism.priors import Basis, resting_on
from suasion.term.anchor import ANCHOR_YEARS
from suasion.term.years import anchoring
from suasion.term.years.axes import AXES, Space
from suasion.term.years.chronicle import Calendar, Chronicle, chronicle
from suasion.term.years.course import Course, forward
from suasion.term.years.given import Given
from suasion.term.years.simulation.tables import Tables, tables
from suasion.theory.registry import stage
from suasion.uncertainty import programs
from suasion.uncertainty.device import in_double
from suasion.uncertainty.observed import Observed, shifted
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Made, Wanted, anchored, made, played

PER_YEAR = 4
QUICK = ("leader", "government", "coalition", "zone", "instrument")
"""Factors with which assumptions are weighed."""
RECURRENCE = "anchor:recurrence_ten_years"
TOLD, LEAST = 4, 0.005
"""Most assumptions told, and the least that one of them changes the chance of peace by."""
STREAM = zlib.crc32(b"story")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """Which story: guarantee, theory, seed, years, factors that are on, what numbers rest on."""

    guarantee: str
    theory: str
    seed: int = 1
    years: int = 25
    factors: tuple[str, ...] = AXES
    prior: Basis = "judgement"
    observed: Observed | None = None


class Assumption(NamedTuple):
    """A factor of the draw.

    Parameters
    ----------
    factor
        Its name.
    quantile
        Where in its range the draw is [1].
    value, median
        The drawn and the median value; of a contested fact the version that was drawn. None where
        there is none.
    effect
        What the drawn value adds to the chance of peace to the horizon, over its median [1].
    """

    factor: str
    quantile: float
    value: float | str | None
    median: float | None
    effect: float


class Story(NamedTuple):
    """One draw, one path, and how common such an ending is.

    Parameters
    ----------
    case, guarantee
        What it is about.
    assumptions
        Those that are unusual and matter most, the heaviest first.
    entry
        Chance that the guarantee comes about at all, in this draw [1].
    path
        What happened.
    exact
        The distribution over all paths of this draw.
    """

    case: Case
    guarantee: Guarantee
    asked: Asked
    assumptions: tuple[Assumption, ...]
    entry: float
    path: Chronicle
    exact: Course

    def date(self, years: float) -> datetime.date:
        """The day that is so many years after the first."""
        return self.case.as_of + datetime.timedelta(days=round(years * DAYS_A_YEAR))


def checked(loaded: Loaded, asked: Asked) -> Asked:
    """The same with every name looked up.

    Raises
    ------
    UnknownName
        For a guarantee, theory or factor that does not exist.
    InputError
        For a feed of another zone, or while the factor zone is off.
    """
    if asked.guarantee not in loaded.guarantees:
        raise UnknownName("guarantee", asked.guarantee, list(loaded.guarantees))
    for name in asked.factors:
        if name not in AXES:
            raise UnknownName("factor", name, list(AXES))
    if asked.observed is not None:
        asked.observed.fit({asked.guarantee: loaded.guarantees[asked.guarantee]})
        if "zone" not in asked.factors:
            message, remedy = "a feed is about the factor zone, which is off", "Add zone to it"
            raise InputError([Problem("--factors", 0, 0, "", "", message, remedy)])
    return replace(asked, theory=stage(asked.theory).id)


def story(
    loaded: Loaded,
    original: Loaded,
    asked: Asked,
    progress: Progress = lambda done, total: None,
) -> Story:
    """Draw a story by lot.

    Parameters
    ----------
    loaded, original
        The case with and without levers; the baseline of `original` is the anchor.
    asked
        Which story; its names exist.
    progress
        Called with steps done and steps in all.
    """
    case, guarantee = loaded.case, loaded.guarantees[asked.guarantee]
    baseline = original.guarantees[case.baseline]
    sample = Sample(1, asked.seed, priors=resting_on(asked.prior))
    wanted = Wanted(asked.factors, asked.years, PER_YEAR, signed=not in_being(guarantee))
    one = _observed(made(guarantee, case, sample, wanted, asked.theory), sample, asked.observed)
    entry = chance_of_entry(Facts(guarantee, case, sample.column), sample.draw)["entry"]
    names = _names(sample, case, baseline, wanted, asked.theory)
    varied = _varied(sample, names)
    progress(1, 4)
    value = _anchored(baseline, case, varied, wanted, asked.theory)
    progress(2, 4)
    found, exact = _laid_out(one, value[:1])
    progress(3, 4)
    weighed = _weighed(loaded, asked, varied, wanted, value)
    rng = np.random.default_rng([asked.seed, STREAM])
    path = chronicle(found, one.space, rng, _calendar(case, guarantee, one))
    progress(4, 4)
    facts = Facts(guarantee, case, sample.column)
    told = _assumptions(sample, names, weighed, facts, asked.observed)
    return Story(case, guarantee, asked, told, float(np.ravel(entry)[0]), path, exact)


def _observed(one: Made, sample: Sample, observed: Observed | None) -> Made:
    """With numbers of the zone as they were observed."""
    if observed is None:
        return one
    return replace(one, given=shifted(one.given, observed.shifts(one.given, sample)))


def in_being(guarantee: Guarantee) -> bool:
    """True where the text is in force already."""
    standing = getattr(getattr(guarantee.instrument, "standing", None), "value", None)
    return str(standing) == IN_BEING[0]


def _names(
    sample: Sample, case: Case, baseline: Guarantee, wanted: Wanted, theory: str
) -> list[str]:
    """Every factor that the guarantee or its anchor reads, entry apart."""
    made(baseline, case, sample, wanted, theory)
    sample.draw(RECURRENCE)
    return sorted(name for name in sample.columns if not name.startswith("entry:"))


def _varied(sample: Sample, names: list[str]) -> Sample:
    """The draw, and then the draw with one factor after the other at its median."""
    count = 1 + len(names)
    columns = {name: np.repeat(u, count) for name, u in sample.columns.items()}
    for at, name in enumerate(names):
        columns[name][1 + at] = 0.5
    return Sample(count, sample.seed, priors=sample.priors, columns=columns)


def _anchored(
    baseline: Guarantee, case: Case, sample: Sample, wanted: Wanted, theory: str
) -> Array:
    """The value of a year of peace by draw."""
    long = wanted._replace(horizon_years=max(wanted.horizon_years, ANCHOR_YEARS))
    one = made(baseline, case, sample, long, theory)
    return anchored(one, sample.draw(RECURRENCE))


def _laid_out(one: Made, value: Array) -> tuple[Tables, Course]:
    """What paths of a draw are drawn from, and the exact solution, as arrays of NumPy."""
    kernel = programs.program(_kernel, one.space.theory, space=one.space)
    with in_double():
        # Stored programs run on every core: one draw is the same on all of them.
        alike = NamedSharding(Mesh(np.array(jax.devices()), ("core",)), PartitionSpec())
        found: tuple[Tables, Course] = jax.device_get(
            kernel(*jax.device_put((one.given, value), alike))
        )
    return found


@partial(jax.jit, static_argnames=("theory", "space"))
def _kernel(given: Given, value: jax.Array, theory: str, space: Space) -> tuple[Tables, Course]:
    given = anchoring.with_peace_value(given, value)
    found = tables(given, space)
    return found, forward(given, space, found.rates)


def _weighed(loaded: Loaded, asked: Asked, sample: Sample, wanted: Wanted, value: Array) -> Array:
    """What each drawn value adds to the chance of peace over its median [1]."""
    kept = tuple(name for name in wanted.factors if name in QUICK)
    guarantee, less = loaded.guarantees[asked.guarantee], wanted._replace(factors=kept, per_year=1)
    described = made(guarantee, loaded.case, sample, less, asked.theory)
    quick = _observed(described, sample, asked.observed)
    plain = replace(quick, space=quick.space._replace(causes=False))
    survival = np.asarray(played(plain, value).survival[-1])
    found: Array = survival[0] - survival[1:]
    return found


def _assumptions(
    sample: Sample, names: list[str], effects: Array, facts: Facts, observed: Observed | None
) -> tuple[Assumption, ...]:
    """The heaviest, heaviest first."""
    order = np.argsort(-np.abs(effects), kind="stable")[:TOLD]
    return tuple(
        _assumption(sample, names[at], float(effects[at]), facts, observed)
        for at in order
        if abs(effects[at]) >= LEAST
    )


def _assumption(
    sample: Sample, name: str, effect: float, facts: Facts, observed: Observed | None
) -> Assumption:
    prior, u = sample.priors.get(name), float(sample.columns[name][0])
    if observed is not None and (number := name.partition(":")[2]) in observed.posteriors:
        return Assumption(name, u, *observed.drawn(number, u), effect)
    if prior is not None:
        value, median = prior.quantile(np.array([u, 0.5])).tolist()
        return Assumption(name, u, value, median, effect)
    return Assumption(name, u, _version(name, u, facts), None, effect)


def _version(name: str, u: float, facts: Facts) -> str | None:
    """The version of a contested fact that was drawn, in words."""
    kind, _, path = name.partition(":")
    if kind != "fact":
        return None
    values = readings(facts.found(path.partition(".")[2]))
    return str(values[min(int(u * len(values)), len(values) - 1)]) if values else None


def _calendar(case: Case, guarantee: Guarantee, one: Made) -> Calendar:
    """Days on which the guarantor's government may change, and ends of terms [year]."""
    found: dict[str, list[float]] = {}
    for each in case.governments:
        if each.party == guarantee.lead:
            days = (readings(each.next_change)[0] - case.as_of).days
            every = float(readings(each.every_years)[0])
            found["government"] = np.arange(
                days / DAYS_A_YEAR, one.space.horizon_years, every
            ).tolist()
    if "expires" in one.given.timed:
        ends = np.flatnonzero(one.given.timed["expires"][: one.space.steps, 0])
        found["instrument"] = ((ends + 1) / one.space.per_year).tolist()
    return found
