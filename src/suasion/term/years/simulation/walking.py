"""Paths drawn by lot, step by step.

In a step the first of two clocks is waited for, that of attacks that somebody decides on and that
of accidents. If neither rings, probes come, at most one in a substep, then every factor moves in
the order of `suasion.term.years.factors.registry`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from suasion.term.years.axes import AXES, PLACES, Space
from suasion.term.years.causes import ACCIDENT, CAUSES
from suasion.term.years.events import SUBSTEPS_PER_YEAR
from suasion.term.years.factors.registry import FACTORS
from suasion.term.years.probing import Probing
from suasion.term.years.simulation.labels import first_cause
from suasion.term.years.simulation.paths import Paths, unwritten
from suasion.term.years.simulation.tables import Floats, Ints, Tables, Walkers, looked

WORST = len(PLACES["zone"]) - 1


class Happening(NamedTuple):
    """Something that may have happened to paths.

    Parameters
    ----------
    what
        A factor's name, `answered`, `passed` or `unseen` of a probe, `attack` or `start`.
    step, substep
        When; the substep is 0 but for probes.
    before, after
        The paths that it concerns; the same for an attack and for the first day.
    more
        Numbers that go with it, by name, shape (paths,): the `time` of an attack within its step
        [year] and whether it is an `accident`, the `belief` after a probe, the chances that a
        factor `stays` and that it moves as it did (`chance`).
    """

    what: str
    step: int
    substep: int
    before: Walkers
    after: Walkers
    more: dict[str, Floats]


Watch = Callable[[Happening], None]


@dataclass(frozen=True)
class Walk:
    """What all steps share: tables, what is on, the source of chance, and who is told."""

    found: Tables
    space: Space
    rng: np.random.Generator
    watch: Watch


def simulate(
    found: Tables,
    space: Space,
    rng: np.random.Generator,
    paths: int = 1,
    watch: Watch = lambda happening: None,
) -> Paths:
    """Draw paths by lot.

    Parameters
    ----------
    found
        As `suasion.term.years.simulation.tables.tables` gives them, as arrays of NumPy.
    space
        What is on, and for how long.
    rng
        The source of chance; the same state gives the same paths.
    paths
        Paths of each draw.
    watch
        Told everything that happens, in its order.
    """
    walk = Walk(found, space, rng, watch)
    draws = next(iter(found.own.values())).shape[-1]
    now = _first_day(walk, np.repeat(np.arange(draws), paths))
    over = unwritten(space, now)
    watch(Happening("start", 0, 0, now, now, {}))
    for step in range(space.steps):
        _noted(walk, now, step, over)
        now = _attacked(walk, now, step, over)
        if found.rates.probes is not None:
            now = _probed(walk, found.rates.probes, now, step, over)
        now = _moved(walk, now, step)
        now = now._replace(label=first_cause(found, space, rng, now))
        over.places[:, now.who] = now.places
    return over


def _first_day(walk: Walk, draw: Ints) -> Walkers:
    none = np.zeros_like(draw)
    now = Walkers(np.arange(draw.size), draw, none, np.stack([none] * len(AXES)), none)
    for name in AXES:
        if walk.space.on(name):
            now = now.moved(name, _chosen(walk.rng, walk.found.start[name][:, draw]))
    if walk.space.on("belief"):
        resolute = walk.rng.random(draw.size) < walk.found.own["resolute"][draw]
        now = now._replace(kind=resolute.astype(int))
    return now._replace(label=first_cause(walk.found, walk.space, walk.rng, now))


def _chosen(rng: np.random.Generator, chances: Floats) -> Ints:
    """A place by lot for each path; chances of shape (places, paths)."""
    passed = np.cumsum(chances, axis=0)
    found: Ints = (rng.random(chances.shape[-1]) * passed[-1] >= passed[:-1]).sum(axis=0)
    return found


def _noted(walk: Walk, now: Walkers, step: int, over: Paths) -> None:
    """What the paths meet at the start of a step."""
    crisis, probes = walk.found.rates.crisis, walk.found.rates.probes
    rate = answered = np.zeros(now.who.size)
    if probes is not None:
        rate = looked(probes.rate, step, now)
        seen = rate * looked(probes.share_seen, step, now)
        answered = seen * looked(probes.found.answer, step, now)
    share = looked(crisis.share, step, now)
    met = {
        "probes": rate,
        "answered": answered,
        "limited": rate + looked(crisis.limited, step, now),
        "concession": looked(crisis.concession, step, now),
        "honour": looked(crisis.honour, step, now),
        "cost": share * looked(walk.found.rates.cost, step, now),
    }
    for name, values in met.items():
        over.rates[name][step, now.who] = values


def _attacked(walk: Walk, now: Walkers, step: int, over: Paths) -> Walkers:
    """The paths that a step's crises leave."""
    crisis, rng = walk.found.rates.crisis, walk.rng
    names = ("accident", "attack", "met", "honour")
    accident, attack, met, honour = (looked(getattr(crisis, name), step, now) for name in names)
    decided = np.maximum(attack - accident, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        clocks = rng.standard_exponential((2, now.who.size)) / np.stack([decided, accident])
        helped = (met - accident * honour) / decided
    by_accident, time = clocks[1] < clocks[0], clocks.min(axis=0)
    fights = rng.random(now.who.size) < np.where(by_accident, honour, helped)
    hit = time < 1 / walk.space.per_year
    gone, accidental = now.taken(hit), by_accident[hit]
    over.year[gone.who] = step / walk.space.per_year + time[hit]
    over.cause[gone.who] = np.where(accidental, CAUSES.index(ACCIDENT), gone.label)
    over.office[gone.who], over.met[gone.who] = gone.at("leader"), fights[hit]
    more = {"time": time[hit], "accident": accidental.astype(float)}
    walk.watch(Happening("attack", step, 0, gone, gone, more))
    return now.taken(~hit)


def _probed(walk: Walk, probes: Probing, now: Walkers, step: int, over: Paths) -> Walkers:
    """The paths after a step's probes, at most one in each substep."""
    substeps, rng = max(SUBSTEPS_PER_YEAR // walk.space.per_year, 1), walk.rng
    for substep in range(substeps):
        rate = looked(probes.rate, step, now) / (walk.space.per_year * substeps)
        some = np.flatnonzero(rng.random(rate.size) < rate)
        at = now.taken(some)
        seen = rng.random(some.size) < looked(probes.share_seen, step, at)
        answered = rng.random(some.size) < looked(probes.found.answer, step, at)
        which = {"answered": seen & answered, "passed": seen & ~answered, "unseen": ~seen}
        places = now.places.copy()
        for what, those in which.items():
            before = at.taken(those)
            after, more = _after_probe(walk, probes, before, step, what)
            getattr(over, what)[before.who] += 1
            places[:, some[those]] = after.places
            walk.watch(Happening(what, step, substep, before, after, more))
        now = now._replace(places=places)
    return now


def _after_probe(
    walk: Walk, probes: Probing, now: Walkers, step: int, what: str
) -> tuple[Walkers, dict[str, Floats]]:
    """Belief and zone after a probe, and what is then believed before it is put on the grid."""
    after, more = now, {}
    if walk.space.on("belief") and what != "unseen":
        belief = looked(getattr(probes.found, what), step, now)
        after = now.moved("belief", _on_grid(walk.rng, belief, np.array(walk.space.points)))
        more["belief"] = belief
    if walk.space.on("zone") and what != "answered":
        worse = walk.rng.random(now.who.size) < walk.found.own["erosion_per_probe"][now.draw]
        after = after.moved("zone", np.minimum(now.at("zone") + worse, WORST))
    return after, more


def _on_grid(rng: np.random.Generator, belief: Floats, points: Floats) -> Ints:
    """A neighbouring point of the grid by lot, so that the mean is the belief."""
    above = np.clip(np.searchsorted(points, belief), 1, len(points) - 1)
    share = (belief - points[above - 1]) / (points[above] - points[above - 1])
    found: Ints = above - 1 + (rng.random(belief.size) < share)
    return found


def _moved(walk: Walk, now: Walkers, step: int) -> Walkers:
    """The paths after each factor has moved, one after the other."""
    for one in FACTORS:
        if one.id in walk.found.rows:
            every, here = np.arange(now.who.size), now.at(one.id)
            rows = looked(walk.found.rows[one.id], step, now, lead=2)
            chances = rows[here, :, every].T
            after = now.moved(one.id, _chosen(walk.rng, chances))
            more = {"stays": chances[here, every], "chance": chances[after.at(one.id), every]}
            walk.watch(Happening(one.id, step, 0, now, after, more))
            now = after
    return now
