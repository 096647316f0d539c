"""The full model of the years over draws: guarantees made ready, anchored and played in chunks.

Memory does not grow with the draws: they are taken in chunks whose size falls as the state space
grows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import numpy as np
from numpy.typing import NDArray

from suasion.describe.case import Case
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.assembly import base
from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism
from suasion.mechanism.prior import Array
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import names, position, table, to_link
from suasion.term.anchor import ANCHOR_YEARS, TOLERANCE
from suasion.term.years import anchoring
from suasion.term.years.axes import AXES, BELIEF_POINTS, Space, sizes_of
from suasion.term.years.checking import check
from suasion.term.years.course import Course, solve
from suasion.term.years.factors.factor import Ground
from suasion.term.years.factors.registry import FACTORS
from suasion.term.years.given import MASKS, Given, mask
from suasion.term.years.plan import planned_steps
from suasion.uncertainty import programs
from suasion.uncertainty.blocks import Work, blocks, draws_of
from suasion.uncertainty.device import ready
from suasion.uncertainty.sample import Sample

CELLS = 60_000
"""States times draws that one core takes at a time: what fits beside its caches."""
MOST_DRAWS = 128


class Wanted(NamedTuple):
    """How the years are to be played.

    Parameters
    ----------
    factors
        Factors that are on.
    horizon_years, per_year
        Years reported, and steps in each.
    signed
        True where instruments wait for entry into force on the first day.
    myopic
        True for a challenger that takes each opportunity for the last.
    points
        Grid of beliefs.
    pinned
        Numbers of the situation held at a value, by name.
    """

    factors: tuple[str, ...] = AXES
    horizon_years: int = 25
    per_year: int = 1
    signed: bool = True
    myopic: bool = False
    points: tuple[float, ...] = BELIEF_POINTS
    pinned: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Made:
    """A guarantee made ready: what the kernel takes, and what is on."""

    guarantee: Guarantee
    given: Given
    space: Space


class Whole(Facts):
    """Facts read as if each word were the heaviest: what a mechanism does at its full strength."""

    def scale(self, path: str, weights: Mapping[str, float], absent: float = 0.0) -> Array:
        """The largest weight."""
        return np.array([max(weights.values())])


def made(guarantee: Guarantee, case: Case, sample: Sample, wanted: Wanted, theory: str) -> Made:
    """Facts and draws to arrays.

    Parameters
    ----------
    theory
        Identifier of a stage.
    """
    facts = Facts(guarantee, case, sample.column)
    space = Space(
        theory,
        sizes_of((), len(wanted.points)),
        wanted.points,
        wanted.horizon_years,
        wanted.per_year,
        myopic=wanted.myopic,
    )
    ground = Ground(
        case,
        guarantee,
        facts,
        sample.draw,
        sample.column,
        planned_steps(space),
        wanted.per_year,
        sample.draws,
        wanted.signed,
        wanted.points,
    )
    on = tuple(one.id for one in FACTORS if one.id in wanted.factors and one.needs(ground))
    ready = {one.id: one.prepare(ground) for one in FACTORS if one.id in on}
    given = Given(
        _pinned(base(sample.draw), wanted),
        _moves(facts, sample, frays="coalition" in on),
        _common(sample) | _merged(one.own for one in ready.values()),
        _merged(one.timed for one in ready.values()),
        {name: one.start for name, one in ready.items()},
    )
    space = space._replace(sizes=sizes_of(on, len(wanted.points)))
    check(given, space, changes=False)
    return Made(guarantee, given, space)


def _common(sample: Sample) -> dict[str, Array]:
    """Numbers that are read whatever is on."""
    wanted = ("rebuild_gain", "rebuild_years", "probe_rate_per_year", "probe_spread")
    return {name: sample.draw(f"years:{name}") for name in wanted}


def _merged(parts: Iterable[Mapping[str, Array]]) -> dict[str, Array]:
    return {name: value for part in parts for name, value in part.items()}


def _pinned(linked: Array, wanted: Wanted) -> Array:
    """Numbers held at a value, on their link scale."""
    linked = linked.copy()
    for name, value in wanted.pinned:
        row = position(name)
        linked[row] = to_link(np.asarray(value), table()[row])
    return linked


def _moves(facts: Facts, sample: Sample, *, frays: bool) -> Array:
    """Moves summed by combination of marks, shape (masks, numbers, draws)."""
    whole = Whole(facts.guarantee, facts.case, facts.column)
    total = np.zeros((len(MASKS), len(names()), sample.draws))
    for one in MECHANISMS:
        read = whole if frays and one.frays else facts
        for name, move in _effect(one, read, sample).items():
            total[MASKS.index(mask(one)), position(name)] += move
    return total


def _effect(one: Mechanism, facts: Facts, sample: Sample) -> Mapping[str, Array]:
    return one.effect(facts, {name: sample.draw(one.factor(name)) for name in one.strengths})


def chunk_for(space: Space) -> int:
    """Draws that one core takes at a time.

    Examples
    --------
    >>> chunk_for(Space("threshold", (3, 2, 1, 1, 1, 1, 1, 1)))
    128
    """
    fits = max(CELLS // (space.states * space.types), 4)
    return min(MOST_DRAWS, 1 << (fits.bit_length() - 1))


def anchored(one: Made, recurrence: Array) -> Array:
    """The value of a year of peace by draw, from the case without a guarantee.

    Parameters
    ----------
    one
        The case without a guarantee.
    recurrence
        Chance of a major attack within ten years to be met [1], shape (draws,).
    """
    kernel = programs.program(_anchor, one.space.theory, space=one.space)
    work = Work([draws_of(one.given)])
    for given, met in blocks([(one.given, recurrence)], MOST_DRAWS):
        work.add("anchor", kernel, given, met)
    found: Array = work.joined("anchor")[0]
    return found


def met(baseline: Course, recurrence: Array, per_year: int) -> NDArray[np.bool_]:
    """Whether the case without a guarantee meets its base rate, by draw."""
    attacked = 1 - baseline.survival[ANCHOR_YEARS * per_year - 1]
    return np.asarray(np.abs(attacked - recurrence) < TOLERANCE)


def played(
    one: Made, value: Array, progress: Callable[[int, int], None] = lambda done, total: None
) -> Course:
    """What happens to one guarantee, draw by draw.

    Parameters
    ----------
    value
        The anchored value of a year of peace [baseline gain/year], shape (draws,).
    progress
        Called with blocks done and blocks in all.
    """
    kernel = programs.program(_solve, one.space.theory, space=one.space)
    draws, chunk = draws_of(one.given), chunk_for(one.space)
    work, total = Work([draws]), -(-draws // (chunk * ready()))
    for number, block in enumerate(blocks([(one.given, value)], chunk)):
        work.add("course", kernel, *block)
        progress(number + 1, total)
    found: Course = work.joined("course")[0]
    return found


@partial(jax.jit, static_argnames=("theory", "space"))
def _anchor(given: Given, recurrence: jax.Array, theory: str, space: Space) -> jax.Array:
    return anchoring.anchor(given, recurrence, space)


@partial(jax.jit, static_argnames=("theory", "space"))
def _solve(given: Given, value: jax.Array, theory: str, space: Space) -> Course:
    return solve(anchoring.with_peace_value(given, value), space)
