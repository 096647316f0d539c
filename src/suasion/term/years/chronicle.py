"""One path as a chronicle: what happened, when within its step, and what it did to the danger.

A step says what changed and not when. Events whose number in a time is Poisson come in uniform
order, a change at a constant rate after a time that is exponential as far as the step reaches; what
has a date in a calendar comes on it. Numbers before and after an event are those of the step that
follows, where the event is the only change between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from suasion.term.years.axes import AXES, PLACES, Space
from suasion.term.years.causes import CAUSES
from suasion.term.years.events import SUBSTEPS_PER_YEAR
from suasion.term.years.simulation.paths import Paths
from suasion.term.years.simulation.tables import Tables, Walkers, looked
from suasion.term.years.simulation.walking import Happening, simulate

PROBES = ("answered", "passed", "unseen")
Calendar = Mapping[str, Sequence[float]]
"""Times [year] at which a factor is up for change on a known date, by factor."""


class Danger(NamedTuple):
    """How things stand.

    Parameters
    ----------
    attack
        Chance of a major attack within a year, if things stayed so [1].
    accident
        The part of it that is a war which nobody decided on [1].
    help_comes
        Chance that the guarantor fights if the protege is attacked [1].
    belief
        The challenger's belief that the guarantor is resolute [1]; None where beliefs are off.
    probes
        Deliberate probes to be expected [1/year].
    """

    attack: float
    accident: float
    help_comes: float
    belief: float | None
    probes: float


class Event(NamedTuple):
    """Something that happened.

    Parameters
    ----------
    time
        Since the first day [year].
    kind
        A factor's name, `answered`, `passed` or `unseen` of a probe, `attack`, `start`, `end`.
    places
        Places before and after, by factor, of the factors that changed; of the factor itself also
        where it did not change.
    before, after
        How things stood.
    chance
        Chance that it came as it did, of those that change by a calendar [1]; NaN of others.
    posterior
        Belief after a probe before it is put on the grid [1]; None where it has none.
    """

    time: float
    kind: str
    places: dict[str, tuple[str, str]]
    before: Danger
    after: Danger
    chance: float
    posterior: float | None


class Chronicle(NamedTuple):
    """A path told: its events in the order of time, what it came to, and its guarantor's type."""

    events: tuple[Event, ...]
    year: float
    cause: str | None
    met: bool
    resolute: bool | None


class _Move(NamedTuple):
    """An event before its numbers: when, what, and the places that it brings by factor."""

    time: float
    kind: str
    to: dict[str, int]
    chance: float
    posterior: float | None


@dataclass
class _Recorder:
    """What the simulation tells, by step, with times by lot."""

    space: Space
    calendar: Calendar
    rng: np.random.Generator
    first: list[Walkers] = field(default_factory=list)
    moves: dict[int, list[_Move]] = field(default_factory=dict)

    def told(self, one: Happening) -> None:
        """Take note of one happening of the only path."""
        if one.what == "start":
            self.first.append(one.before)
        elif one.before.who.size and (one.what not in AXES or self._counts(one)):
            self.moves.setdefault(one.step, []).append(self._move(one))

    def _counts(self, one: Happening) -> bool:
        """True of a change, and of a day in the calendar on which there might have been one."""
        changed = bool(one.before.at(one.what)[0] != one.after.at(one.what)[0])
        return changed or (self._day(one) is not None and _may_change(one))

    def _move(self, one: Happening) -> _Move:
        changed = np.flatnonzero(one.before.places[:, 0] != one.after.places[:, 0])
        to = {AXES[axis]: int(one.after.places[axis, 0]) for axis in changed}
        if one.what in AXES:
            to.setdefault(one.what, int(one.after.at(one.what)[0]))
        more = {name: float(value[0]) for name, value in one.more.items()}
        due = more["chance"] if one.what in AXES and self._day(one) is not None else np.nan
        return _Move(self._time(one, more), one.what, to, due, more.get("belief"))

    def _day(self, one: Happening) -> float | None:
        """The day in the calendar [year], if this step has one and it brought the change."""
        if one.what == "instrument" and PLACES["instrument"][one.after.at("instrument")[0]] in (
            "in force",
            "withdrawn",
        ):
            return None
        start, end = one.step / self.space.per_year, (one.step + 1) / self.space.per_year
        days = self.calendar.get(one.what, ())
        # A term ends at the end of its step, another day falls within it.
        if one.what == "instrument":
            return next((day for day in days if start < day <= end), None)
        return next((day for day in days if start <= day < end), None)

    def _time(self, one: Happening, more: Mapping[str, float]) -> float:
        length, start = 1 / self.space.per_year, one.step / self.space.per_year
        if one.what == "attack":
            return start + more["time"]
        if one.what in PROBES:
            substeps = max(SUBSTEPS_PER_YEAR // self.space.per_year, 1)
            return start + length * (one.substep + self.rng.random()) / substeps
        day = self._day(one)
        return day if day is not None else start + length * self._waited(more["stays"])

    def _waited(self, stays: float) -> float:
        """Share of the step until a change that came within it, at a constant rate."""
        share = float(self.rng.random())
        if not 0 < stays < 1 - 1e-12:
            return share
        return float(np.log1p(-share * (1 - stays)) / np.log(stays))


def _may_change(one: Happening) -> bool:
    """True unless the instrument is not in force."""
    places = PLACES["instrument"]
    binding = places[one.before.at("instrument")[0]] in ("in force", "renewed")
    return one.what != "instrument" or binding


def chronicle(
    found: Tables, space: Space, rng: np.random.Generator, calendar: Calendar
) -> Chronicle:
    """One path of the only draw, told.

    Parameters
    ----------
    found
        Of one draw.
    rng
        The source of chance; the same state gives the same chronicle.
    calendar
        Days of change; what is not in it comes at random within its step.
    """
    path, dates = rng.spawn(2)
    recorder = _Recorder(space, calendar, dates)
    over = simulate(found, space, path, watch=recorder.told)
    (now,) = recorder.first
    events = tuple(_events(found, space, now, recorder.moves, over))
    cause = CAUSES[over.cause[0]] if np.isfinite(over.year[0]) else None
    resolute = bool(over.kind[0]) if space.on("belief") else None
    return Chronicle(events, float(over.year[0]), cause, bool(over.met[0]), resolute)


def _events(
    found: Tables,
    space: Space,
    now: Walkers,
    moves: Mapping[int, Iterable[_Move]],
    over: Paths,
) -> Iterator[Event]:
    """The moves in the order of time, with the numbers before and after each."""
    here = danger(found, space, 0, now)
    yield Event(0.0, "start", _places(space, now, now, AXES), here, here, np.nan, None)
    for step in sorted(moves):
        read = min(step + 1, space.steps - 1)
        for one in _in_order(moves[step]):
            after = now
            for name, place in one.to.items():
                after = after.moved(name, np.array([place]))
            at = step if one.kind == "attack" else read
            told = danger(found, space, at, now), danger(found, space, at, after)
            places = _places(space, now, after, one.to)
            yield Event(one.time, one.kind, places, *told, one.chance, one.posterior)
            now = after
    if np.isinf(over.year[0]):
        last = danger(found, space, space.steps - 1, now)
        end = _places(space, now, now, AXES)
        yield Event(space.horizon_years, "end", end, last, last, np.nan, None)


def _in_order(moves: Iterable[_Move]) -> list[_Move]:
    """By time; those of one factor keep the order in which the model has them."""
    listed = list(moves)
    times = [one.time for one in listed]
    for at, one in enumerate(listed):
        earlier = [times[k] for k in range(at) if set(listed[k].to) & set(one.to)]
        times[at] = max([one.time, *earlier])
    dated = [one._replace(time=time) for one, time in zip(listed, times, strict=True)]
    return sorted(dated, key=lambda one: one.time)


def _places(
    space: Space, now: Walkers, after: Walkers, factors: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Places before and after in words, of the factors that are on."""
    return {
        name: (_word(space, name, now), _word(space, name, after))
        for name in factors
        if space.on(name)
    }


def _word(space: Space, factor: str, now: Walkers) -> str:
    place = int(now.at(factor)[0])
    return f"{space.points[place]:g}" if factor == "belief" else PLACES[factor][place]


def danger(found: Tables, space: Space, step: int, now: Walkers) -> Danger:
    """How things stand for the only path."""
    crisis, probes = found.rates.crisis, found.rates.probes
    hazard = float(looked(crisis.hazard, step, now)[0]) * space.per_year
    attack = float(-np.expm1(-hazard))
    by_accident = float((looked(crisis.accident, step, now) / looked(crisis.attack, step, now))[0])
    return Danger(
        attack,
        attack * by_accident,
        float(looked(crisis.honour, step, now)[0]),
        space.points[int(now.at("belief")[0])] if space.on("belief") else None,
        float(looked(probes.rate, step, now)[0]) if probes is not None else 0.0,
    )
