"""Which limits bind: each is relaxed alone, and a short search looks for what that allows.

A limit is relaxed by half: a greatest number times 1.5, a least chance times 0.5, a greatest term
to none. The short search begins from the front and plays a tenth of the designs. Only designs that
the limit forbids count as its own. The same effort without any relaxation is the control: what it
gains is the search's, not a limit's. Gains are measured in the second sample, on the design that
looked best in the first, against the best that the limits allow, draw by draw, so that luck in the
draws cancels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from suasion.describe.case import Scalar
from suasion.design.choosing import Candidate
from suasion.design.score import NORMAL_95, Score
from suasion.design.search import Effort, Judge, Memory, searched
from suasion.design.space import Space, is_number

LOOSER, LOWER = 1.5, 0.5
SHARE = 10
"""The short search plays the evaluations of the long one over this."""
CONTROL = "none"
FIELDS = {
    "most_troops": "forces.size",
    "most_depth_km": "zone.depth_challenger_km",
    "most_usd_billion_per_year": "aid.military_usd_billion_per_year",
}
"""Search variables whose greatest number moves with a limit."""
LEAST_GAIN = 0.005
"""Gains of a chance below this are not called gains, however sure."""


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
    played
        Designs that it forbids and that the short search played.
    robustness, robustness_error
        Gain in the greatest robustness, and half a 95 % interval of it [1].
    acceptability
        Gain in the greatest acceptability [1].
    overtaken
        Designs of the front that one of the forbidden designs dominates.
    """

    name: str
    bound: float
    relaxed: float
    rejected: int
    played: int
    robustness: float
    robustness_error: float
    acceptability: float
    overtaken: int


def binds(one: Relaxation, control: Relaxation) -> bool:
    """Whether a limit stops a better design: relaxing it gains more than the control does."""
    surer = one.robustness > max(one.robustness_error, LEAST_GAIN) + control.robustness
    likelier = one.acceptability > LEAST_GAIN + control.acceptability
    return surer or likelier or one.overtaken > control.overtaken


Make = Callable[[Space, Mapping[str, float]], tuple[Judge[Score], Judge[Score]]]
"""Judges in the first and the second sample, for a space and limits."""


def relaxations(
    space: Space,
    bounds: Mapping[str, float],
    memory: Memory[Score],
    front: Sequence[Candidate],
    make: Make,
    effort: Effort,
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
        Makes judges for other limits.
    effort
        Of each short search.
    """
    found = []
    for at, name in enumerate((CONTROL, *bounds)):
        wider, looser = relaxed(space, bounds, name)
        first, second = make(wider, looser)
        short = _short(effort, memory, front, at, len(bounds) + 1)
        seen = searched(wider, first, short, memory)
        new = _forbidden(seen, memory, make(wider, bounds)[0], name)
        found.append(_gain(name, bounds, looser, memory, new, front, second))
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
    bound = bounds[name]
    number = bound * (LOOSER if name.startswith("most_") else LOWER)
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


def _short(
    effort: Effort, memory: Memory[Score], front: Sequence[Candidate], at: int, of: int
) -> Effort:
    """A short search from the front, with its part of the progress."""
    begin = [one.choice for one in front] or [choice for choice, _ in memory.played.values()][:5]
    evaluations = max(effort.evaluations // SHARE, 1)

    def report(done: int, total: int) -> None:
        effort.report(at * evaluations + done, of * evaluations)

    return Effort(evaluations, effort.seed + 1 + at, begin, report)


def _forbidden(
    seen: Memory[Score], memory: Memory[Score], strict: Judge[Score], name: str
) -> Memory[Score]:
    """What is new and what the limit forbids; in the control all that is new."""
    new = {key: one for key, one in seen.played.items() if key not in memory.played}
    if name == CONTROL:
        return Memory(new)
    return Memory({key: one for key, one in new.items() if name in strict.violations(one[0])})


def _gain(
    name: str,
    bounds: Mapping[str, float],
    looser: Mapping[str, float],
    memory: Memory[Score],
    new: Memory[Score],
    front: Sequence[Candidate],
    second: Judge[Score],
) -> Relaxation:
    numbers = (bounds.get(name, math.nan), looser.get(name, math.nan))
    counts = (memory.rejected().get(name, 0), len(new.played))
    keys = new.front() if new.played else []
    if not keys or not front:
        return Relaxation(name, *numbers, *counts, 0.0, 0.0, 0.0, 0)
    scores = second.scores([new.played[key][0] for key in keys])
    strongest = max(range(len(keys)), key=lambda at: new.played[keys[at]][1].robustness)
    likeliest = max(range(len(keys)), key=lambda at: new.played[keys[at]][1].acceptability)
    best = max((one.chosen for one in front), key=lambda one: one.robustness)
    difference = scores[strongest].holds - best.holds
    error = NORMAL_95 * float(np.std(difference)) / math.sqrt(max(len(difference) - 1, 1))
    before = max(one.chosen.acceptability for one in front)
    return Relaxation(
        name,
        *numbers,
        *counts,
        max(float(np.mean(difference)), 0.0),
        error,
        max(scores[likeliest].acceptability - before, 0.0),
        sum(_overtaken(one.chosen, scores) for one in front),
    )


def _overtaken(one: Score, others: Sequence[Score]) -> bool:
    """Whether another design is no worse in all objectives and surely better in one."""
    mine = np.array(one.objectives)
    return any(
        bool((np.array(other.objectives) <= mine).all())
        and other.robustness - one.robustness > LEAST_GAIN
        for other in others
    )
