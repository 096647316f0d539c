"""Which limits bind: what the next step would gain that only this limit forbids.

Definitions
-----------
step       a design that differs from one on the front in one search variable
forbidden  it breaks one limit and no other, and keeps that limit once it is relaxed by half: a
           greatest number times 1.5, a least chance times 0.5, a greatest term to none
gain       of robustness: over the most robust design on the front that costs no more and is
           accepted no less; of acceptability: over the most acceptable that costs no more and is
           as robust

Steps are played in the sample of the search. The step that gains most there is measured in the
second sample, draw by draw against the design that it gains over, so that neither its choice nor
luck in the draws counts as a gain. Steps that no limit forbids are the control: what they gain, the
search has missed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from suasion.describe.case import Scalar
from suasion.design.choosing import Candidate
from suasion.design.score import NORMAL_95, Score, spread
from suasion.design.search import Judge, Memory, Report, steps
from suasion.design.space import Choice, Space, is_number

LOOSER, LOWER = 1.5, 0.5
CONTROL = "none"
FIELDS = {
    "most_troops": "forces.size",
    "most_depth_km": "zone.depth_challenger_km",
    "most_usd_billion_per_year": "aid.military_usd_billion_per_year",
}
"""Search variables whose greatest number moves with a limit."""
LEAST_GAIN = 0.005
"""Gains of a chance below this are not called gains, however sure."""
FROM, EACH = 20, 60
"""Designs of the front from which steps are made, and steps played for each limit."""

Make = Callable[[Space, Mapping[str, float]], tuple[Judge[Score], Judge[Score]]]
"""Judges in the first and the second sample, for a space and limits."""


@dataclass(frozen=True)
class Gain:
    """What a step gains, measured in the second sample.

    Parameters
    ----------
    size, error
        Gain, and half a 95 % interval of it [1]; acceptability has no error from few draws.
    variable, before, after
        The step.
    """

    size: float
    error: float
    variable: str
    before: Scalar
    after: Scalar

    @property
    def sure(self) -> float:
        """The gain, or 0 where it may be luck or is too small to matter."""
        return self.size if self.size > max(self.error, LEAST_GAIN) else 0.0


@dataclass(frozen=True)
class Relaxation:
    """What relaxing one limit would bring.

    Parameters
    ----------
    name
        The limit, or `none` for the control.
    bound, relaxed
        Its number, and the one it was relaxed to.
    rejected
        Designs that this limit alone kept out of the search.
    found, played
        Steps that it alone forbids, and how many of them were played.
    robustness, acceptability
        The greatest gains; None where no step gains in the sample of the search.
    """

    name: str
    bound: float
    relaxed: float
    rejected: int
    found: int
    played: int
    robustness: Gain | None
    acceptability: Gain | None


def binds(one: Relaxation, control: Relaxation) -> bool:
    """Whether a limit stops a better design: its steps gain more than those that are free."""
    pairs = ((one.robustness, control.robustness), (one.acceptability, control.acceptability))
    return any(gain is not None and gain.sure > _sure(free) for gain, free in pairs)


def _sure(gain: Gain | None) -> float:
    return gain.sure if gain else 0.0


@dataclass(frozen=True)
class Step:
    """One step from a design of the front."""

    parent: Choice
    choice: Choice
    key: Hashable

    def gain(self, size: float, error: float) -> Gain:
        """A gain that comes from this step."""
        name = next(name for name in self.choice if self.choice[name] != self.parent[name])
        return Gain(size, error, name, self.parent[name], self.choice[name])


def relaxations(
    space: Space,
    bounds: Mapping[str, float],
    memory: Memory[Score],
    front: Sequence[Candidate],
    make: Make,
    report: Report = lambda done, total: None,
) -> list[Relaxation]:
    """What relaxing each limit alone would bring, the control first.

    Parameters
    ----------
    space, bounds
        What was searched, within which limits.
    memory
        What the search has played.
    front
        The designs that are left of it.
    make
        Makes judges for other spaces and limits.
    report
        Called with limits done and limits in all.
    """
    at = spread([one.chosen.objectives for one in front], FROM) if front else []
    parents = [front[number].choice for number in at]
    rejected = memory.rejected()
    found = []
    for number, name in enumerate((CONTROL, *bounds)):
        wider, looser = relaxed(space, bounds, name)
        strict, loose = make(wider, bounds)[0], make(wider, looser)
        forbidden = _forbidden(name, parents, wider, (strict, loose[0]), memory)
        counts = (rejected.get(name, 0), len(forbidden), len(forbidden[:EACH]))
        gains = _gains(forbidden[:EACH], front, *loose)
        numbers = (bounds.get(name, math.nan), looser.get(name, math.nan))
        found.append(Relaxation(name, *numbers, *counts, *gains))
        report(number + 1, len(bounds) + 1)
    return found


def relaxed(space: Space, bounds: Mapping[str, float], name: str) -> tuple[Space, dict[str, float]]:
    """Space and limits with one limit relaxed; as they are for the control.

    Examples
    --------
    >>> space = Space({"forces.size": (0, 10)}, {})
    >>> wider, looser = relaxed(space, {"most_troops": 10.0}, "most_troops")
    >>> wider.domains["forces.size"], looser
    ((0, 10, 20), {'most_troops': 15.0})
    """
    if name == CONTROL:
        return space, dict(bounds)
    number = bounds[name] * (LOOSER if name.startswith("most_") else LOWER)
    looser = dict(bounds) | {name: math.inf if name == "most_term_years" else number}
    field = FIELDS.get(name, "")
    if field not in space.domains:
        return space, looser
    domains = dict(space.domains) | {field: _longer(space.domains[field], number)}
    return Space(domains, space.levers), looser


def _longer(values: Sequence[Scalar], most: float) -> tuple[Scalar, ...]:
    """Numbers that go on by their last step until `most` is reached."""
    found = list(values)
    if len(values) < 2 or not all(map(is_number, values)):
        return tuple(values)
    step = float(values[-1]) - float(values[-2])
    while step > 0 and float(found[-1]) < most:
        number = float(found[-1]) + step
        found.append(int(number) if number == int(number) else number)
    return tuple(found)


def _forbidden(
    name: str,
    parents: Sequence[Choice],
    space: Space,
    judges: tuple[Judge[Score], Judge[Score]],
    memory: Memory[Score],
) -> list[Step]:
    """Steps that only this limit forbids, every design once; for the control, new free ones."""
    strict, loose = judges
    wanted = set() if name == CONTROL else {name}
    found: dict[Hashable, Step] = {}
    for parent in parents:
        for choice in steps(space, parent):
            key = strict.key(choice)
            if key in found or key in memory.played or set(strict.violations(choice)) != wanted:
                continue
            if not loose.violations(choice):
                found[key] = Step(parent, choice, key)
    order = np.random.default_rng(len(found)).permutation(len(found))
    every = list(found.values())
    return [every[number] for number in order]


def _gains(
    played: Sequence[Step], front: Sequence[Candidate], first: Judge[Score], second: Judge[Score]
) -> tuple[Gain | None, Gain | None]:
    """The greatest gains of robustness and of acceptability."""
    if not played or not front:
        return None, None
    scores = first.scores([step.choice for step in played])
    before = [one.searched for one in front]
    gains: list[Gain | None] = []
    for objective in (1, 2):
        sizes = [_advantage(score, before, objective)[0] for score in scores]
        best = int(np.argmax(sizes))
        if sizes[best] <= 0:
            gains.append(None)
            continue
        (again,) = second.scores([played[best].choice])
        gains.append(_measured(played[best], again, [one.chosen for one in front], objective))
    return gains[0], gains[1]


def _measured(step: Step, score: Score, front: Sequence[Score], objective: int) -> Gain:
    size, over = _advantage(score, front, objective)
    if over is None or objective != 1:
        return step.gain(size, 0.0)
    difference = score.holds - over.holds
    error = NORMAL_95 * float(np.std(difference)) / math.sqrt(max(len(difference) - 1, 1))
    return step.gain(size, error)


def _advantage(score: Score, front: Sequence[Score], objective: int) -> tuple[float, Score | None]:
    """Gain in one objective over the best that is no worse in the others, and over whom.

    Where nobody is no worse in the others there is nothing to compare with, and the gain is 0.
    """
    mine = score.objectives
    others = [number for number in range(len(mine)) if number != objective]
    rivals = [
        one for one in front if all(one.objectives[number] <= mine[number] for number in others)
    ]
    if not rivals:
        return 0.0, None
    best = min(rivals, key=lambda one: one.objectives[objective])
    return best.objectives[objective] - mine[objective], best
