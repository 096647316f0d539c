"""From a peeling to one box: chosen, freed of limits that do not pay, its ends set best.

The box of the peeling with the most evidence after the price of its limits is taken. Then each
factor is freed whose limits cost more than they say. Last, the ends of each remaining range are
moved, outwards or inwards, and words taken in or left out, wherever that raises the same score:
this takes the place of the pasting of [FriedmanFisher1999]_.

Where a density is asked for, the first box of the peeling that has it tells which factors pay for
their limits, and those alone are peeled again down to it: the many limits of little effect that a
peeling of many factors brings along would reach any density by chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from suasion.study.analysis.discovery.bins import BINS, Bins, inside, restricted
from suasion.study.analysis.discovery.peeling import Peeling, peeled
from suasion.study.analysis.discovery.scoring import evidence, limits, of_factor, price
from suasion.study.analysis.table import Array, Flags, Whole

ROUNDS = 4
"""Most rounds in which ends are moved; two usually do."""


@dataclass(frozen=True)
class Aim:
    """What a box is made for.

    Parameters
    ----------
    bins, fails
        The factors, and whether each draw fails.
    density
        Least share of a box's draws that fail, or None for the most evidence.
    least
        Least share of all draws in a box.
    """

    bins: Bins
    fails: Flags
    density: float | None
    least: float

    @property
    def failures(self) -> int:
        """Draws that fail."""
        return int(self.fails.sum())

    def score(self, mass: Array, failing: Array, count: Whole) -> Array:
        """Evidence less the price of so many limits; -inf where a box is too small or thin."""
        mass, failing = np.asarray(mass), np.asarray(failing)
        found = evidence(mass, failing, self.bins.draws, self.failures)
        found = found - price(self.bins.draws) * count
        wide = mass >= max(self.least * self.bins.draws, 1)
        dense = failing >= (self.density or 0.0) * mass
        return np.where(wide & dense, found, -np.inf)

    def of(self, allowed: Flags) -> float:
        """The score of one box."""
        within = inside(self.bins, allowed)
        mass, failing = np.asarray(within.sum()), np.asarray(self.fails[within].sum())
        return float(self.score(mass, failing, limits(self.bins, allowed)))


def shaped(peeling: Peeling, aim: Aim) -> Flags | None:
    """The box that a peeling comes to, or None where none says more than it costs."""
    start = chosen(peeling, aim) if aim.density is None else dense(peeling, aim)
    if start is None:
        return None
    box = freed(start, aim)
    for _ in range(ROUNDS):
        before = box
        box = freed(moved(box, aim), aim)
        if np.array_equal(before, box):
            break
    return box if restricted(aim.bins, box) and aim.of(box) > 0 else None


def chosen(peeling: Peeling, aim: Aim) -> Flags | None:
    """The box of the peeling to start from."""
    score = aim.score(peeling.mass, peeling.failing, limits(aim.bins, peeling.boxes))
    at = int(score.argmax())
    return peeling.boxes[at] if np.isfinite(score[at]) and at > 0 else None


def dense(peeling: Peeling, aim: Aim) -> Flags | None:
    """A box of the density asked for that only factors limit which pay for it."""
    first = chosen(peeling, aim)
    if first is None:
        return None
    rows = restricted(aim.bins, freed(first, replace(aim, density=None)))
    if not rows:
        return None
    part = replace(aim, bins=aim.bins.only(rows))
    found = chosen(peeled(part.bins, aim.fails, least=aim.least), part)
    if found is None:
        return None
    box = aim.bins.everything()
    box[rows] = found
    return box


def freed(box: Flags, aim: Aim) -> Flags:
    """The box without the limits of factors that cost more than they say, worst first."""
    whole = aim.bins.everything()
    while True:
        rows, now = restricted(aim.bins, box), aim.of(box)
        if not rows:
            return box
        without = [_put(box, row, whole[row]) for row in rows]
        scores = [aim.of(one) for one in without]
        best = int(np.argmax(scores))
        if scores[best] < now or not np.isfinite(scores[best]):
            return box
        box = without[best]


def moved(box: Flags, aim: Aim) -> Flags:
    """The box with the ends of each range, or the words, set best one after the other."""
    for row in restricted(aim.bins, box):
        options = _options(box[row], int(aim.bins.counts[row]), words=bool(aim.bins.words[row]))
        every, worse = (options.astype(float) @ sums.astype(float) for sums in _sums(box, row, aim))
        others = limits(aim.bins, box) - of_factor(aim.bins, box[row], row)
        score = aim.score(every, worse, others + of_factor(aim.bins, options, row))
        best = int(score.argmax())
        if score[best] > aim.of(box) + 1e-9:
            box = _put(box, row, options[best])
    return box


def _sums(box: Flags, row: int, aim: Aim) -> tuple[Whole, Whole]:
    """Draws by a factor's bin in the box freed of this factor: all, and those that fail."""
    within = inside(aim.bins, _put(box, row, aim.bins.everything()[row]))
    codes = aim.bins.codes[row]
    every = np.bincount(codes[within], minlength=BINS)
    return every, np.bincount(codes[within & aim.fails], minlength=BINS)


def _put(box: Flags, row: int, allowed: Flags) -> Flags:
    changed = box.copy()
    changed[row] = allowed
    return changed


def _options(allowed: Flags, count: int, *, words: bool) -> Flags:
    """Sets of bins near the one allowed: each end anywhere, or one word in or out."""
    places = np.arange(BINS)
    if words:
        return allowed ^ (places == np.arange(count)[:, None])
    kept = np.flatnonzero(allowed[:count])
    first, last = int(kept[0]), int(kept[-1])
    lower = (places >= np.arange(last + 1)[:, None]) & (places <= last)
    upper = (places >= first) & (places <= np.arange(first, count)[:, None])
    return np.concatenate([lower, upper])
