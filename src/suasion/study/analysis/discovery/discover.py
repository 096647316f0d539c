"""Boxes one after the other, each with its trajectory, its test and its stability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from suasion.study.analysis.discovery.bins import Bins, binned, restricted
from suasion.study.analysis.discovery.box import Box, box_of, limits_of
from suasion.study.analysis.discovery.peeling import LEAST, PEEL, Peeling, peeled
from suasion.study.analysis.discovery.shaping import Aim, shaped
from suasion.study.analysis.discovery.stability import By, Stability, held_out, stability
from suasion.study.analysis.table import Flags, Table

DENSER, STEP = (0.5, 0.75, 0.9), 0.1
"""Densities at which smaller boxes are shown, each so much denser than the one before."""
FEWEST = 20
"""Fewer failures, or fewer successes, say nothing about where they lie."""
CHANCE = 0.01
"""A box counts as found where chance would do as well on the other half at most this often."""


class Step(NamedTuple):
    """One box of a peeling: how many factors it limits, mass, coverage and density [1]."""

    limited: int
    mass: float
    coverage: float
    density: float


@dataclass(frozen=True)
class Settings:
    """How boxes are looked for.

    Parameters
    ----------
    peel, least
        Share of a box taken at a time, and least share of all draws in a box.
    density
        Least density asked for, or None for the most evidence.
    boxes
        Most boxes, each among the futures outside those before.
    resamples, by
        Samples of the draws from which the box is made again: how many, and halves or bootstrap.
    seed
        Of everything drawn by lot here.
    """

    peel: float = PEEL
    least: float = LEAST
    density: float | None = None
    boxes: int = 2
    resamples: int = 50
    by: By = "halves"
    seed: int = 1


@dataclass(frozen=True)
class Found:
    """One box.

    Parameters
    ----------
    among, baseline
        Futures in which it was looked for (all, or those outside earlier boxes), and the share of
        them that fail.
    chance
        That a box made from half the draws would do as well on the other by chance.
    trajectory
        The peeling, from everything to the smallest box.
    denser
        Smaller boxes of the same peeling that are shaped for more density, if there are any.
    stability
        Under resampling; `limited` in the order of `factors`.
    """

    box: Box
    denser: tuple[Box, ...]
    among: int
    baseline: float
    chance: float
    trajectory: tuple[Step, ...]
    stability: Stability


@dataclass(frozen=True)
class Discovery:
    """Where failures lie.

    Parameters
    ----------
    draws, failing
        Futures, and those that fail.
    factors
        The factors that vary, in the order of each `Stability.limited`.
    found
        Boxes; none where nothing is to be found.
    chance
        Of the first search, whether a box was found or not: 1 where none was made.
    reason
        Why there is no further box.
    """

    draws: int
    failing: int
    factors: tuple[str, ...]
    found: tuple[Found, ...]
    chance: float
    reason: str

    @property
    def baseline(self) -> float:
        """Share of all futures that fail."""
        return self.failing / max(self.draws, 1)


def discover(table: Table, fails: Flags, settings: Settings | None = None) -> Discovery:
    """Boxes of futures that fail more often than others.

    Parameters
    ----------
    table
        What was assumed in each draw; factors that do not vary are left out.
    fails
        Whether each draw fails, shape (draws,).
    settings
        How to look.

    Examples
    --------
    >>> u = np.random.default_rng(1).random((1000, 4))
    >>> fails = (u[:, 0] < 0.4) & (u[:, 2] > 0.5)
    >>> found = discover(Table(("a", "b", "c", "d"), u), fails).found[0].box
    >>> sorted(limit.factor for limit in found.limits), found.density > 0.95
    (['a', 'c'], True)
    """
    settings = settings or Settings()
    table = table.varying()
    bins, left = binned(table), np.ones(table.draws, dtype=bool)
    found: list[Found] = []
    chance, reason = 1.0, "as many boxes as were asked for"
    while len(found) < settings.boxes:
        reason = too_few(fails[left])
        if reason:
            break
        one, tested = _one(bins.at(left), table.at(left), fails[left], settings)
        chance = chance if found else tested
        if one is None:
            reason = "no box that fails more often than chance allows"
            break
        found.append(one)
        left &= ~one.box.holds(table)
        reason = "as many boxes as were asked for"
    total = int(fails.sum())
    return Discovery(table.draws, total, table.names, tuple(found), chance, reason)


def too_few(fails: Flags) -> str:
    """Why nothing can be said, or an empty text."""
    failing, draws = int(fails.sum()), len(fails)
    if failing < FEWEST:
        return f"only {failing:,} of {draws:,} futures fail"
    if draws - failing < FEWEST:
        return f"all but {draws - failing:,} of {draws:,} futures fail"
    return ""


def _one(bins: Bins, table: Table, fails: Flags, settings: Settings) -> tuple[Found | None, float]:
    """The next box, if it is more than chance, and the chance."""
    make = partial(_made, settings=settings)
    chance = held_out(bins, fails, make, settings.seed)
    peeling = peeled(bins, fails, settings.peel, settings.least)
    allowed = shaped(peeling, Aim(bins, fails, settings.density, settings.least))
    if allowed is None or chance > CHANCE:
        return None, chance
    box = box_of(limits_of(bins, allowed, table), table, fails)
    steady = stability(bins, fails, make, settings.seed, settings.resamples, settings.by)
    denser = tuple(_denser(bins, table, fails, peeling, settings, box.density))
    share = float(fails.mean())
    return Found(box, denser, len(fails), share, chance, _steps(bins, peeling), steady), chance


def _denser(
    bins: Bins, table: Table, fails: Flags, peeling: Peeling, settings: Settings, density: float
) -> Iterator[Box]:
    """Boxes of the same peeling that are denser by a step at least."""
    for wanted in DENSER:
        if wanted < density + STEP:
            continue
        allowed = shaped(peeling, Aim(bins, fails, wanted, settings.least))
        if allowed is not None:
            found = box_of(limits_of(bins, allowed, table), table, fails)
            yield found
            density = found.density


def _made(bins: Bins, fails: Flags, settings: Settings) -> Flags | None:
    """The box of some draws."""
    peeling = peeled(bins, fails, settings.peel, settings.least)
    return shaped(peeling, Aim(bins, fails, settings.density, settings.least))


def _steps(bins: Bins, peeling: Peeling) -> tuple[Step, ...]:
    """The peeling as shares."""
    draws, failures = peeling.mass[0], max(peeling.failing[0], 1)
    rows = zip(peeling.boxes, peeling.mass, peeling.failing, strict=True)
    return tuple(
        Step(len(restricted(bins, box)), mass / draws, failing / failures, failing / mass)
        for box, mass, failing in ((box, float(m), float(f)) for box, m, f in rows)
    )
