"""In which futures a test's comparison comes out as the claim says, cell by cell.

`effect` is how far a future goes the claim's way: the difference in the claim's direction, the
distance from a level to the claim's side, or what is left of a margin. A claim holds in a future
where its effect reaches the least size that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.claims.measured import Contrast, Equivalence, Threshold, Variant
from suasion.claims.parts import LargestContribution, Sufficiency
from suasion.claims.testing import Played
from suasion.mechanism.prior import Array

NOISE = 1e-6
"""Differences up to this are rounding: metrics are kept in single precision."""
REST = "the rest"
Flags = NDArray[np.bool_]
Joined = frozenset[str] | None
Read = Callable[[Variant, Joined], Array]
"""(variant, mechanisms that have joined or None for all) -> metric, shape (theory, draw)."""


@dataclass(frozen=True)
class Outcome:
    """What a test found in every future.

    Parameters
    ----------
    effect
        How far it goes the claim's way, in the metric's unit, shape (theory, draw); NaN where the
        theory has not the metric.
    holds
        Whether the claim holds there.
    reversed
        Whether the opposite holds there, by the same least size.
    parts
        Mean contribution of each part, where a guarantee is taken apart.
    gap
        The difference of the two variants as it is, where there are two; else the effect.
    """

    effect: Array
    holds: Flags
    reversed: Flags
    parts: Mapping[str, float]
    gap: Array


@dataclass(frozen=True)
class Averaged:
    """An outcome over theories, in the draws in which any theory has the metric.

    Parameters
    ----------
    kept
        Which draws those are, shape (draw,).
    holds, effect, gap
        Share of theories in which the claim holds, mean effect and mean difference, shape (kept,).
    """

    kept: Flags
    holds: Array
    effect: Array
    gap: Array


def defined(outcome: Outcome) -> Flags:
    """In which futures the theory has the metric, shape (theory, draw)."""
    found: Flags = ~np.isnan(outcome.effect)
    return found


def averaged(outcome: Outcome) -> Averaged:
    """The outcome over theories.

    Examples
    --------
    >>> effect = np.array([[0.2, np.nan], [np.nan, np.nan]])
    >>> averaged(Outcome(effect, effect > 0.1, effect < -0.1, {}, effect)).holds
    array([1.])
    """
    has = defined(outcome)
    kept: Flags = np.asarray(has.any(axis=0))
    rows = (np.where(has, outcome.holds, np.nan), outcome.effect, outcome.gap)
    return Averaged(kept, *(np.nanmean(row[:, kept], axis=0) for row in rows))


def sides(effect: Array, least: float) -> tuple[Flags, Flags]:
    """Where an effect reaches a least size, and where its opposite does.

    Examples
    --------
    >>> [one.tolist() for one in sides(np.array([0.0, 0.3, -0.3]), 0.0)]
    [[False, True, False], [False, False, True]]
    """
    size = max(least, NOISE)
    return effect >= size, effect <= -size


@singledispatch
def outcome(test: Any, read: Read, moved: Callable[[Variant], list[str]]) -> Outcome:
    """What a test found.

    Parameters
    ----------
    test
        A test that plays futures.
    read
        The metric of a variant.
    moved
        Mechanisms that a variant moves against the case without a guarantee.
    """
    raise TypeError(f"{test!r} plays no futures")


@outcome.register
def _(test: Contrast, read: Read, moved: Any) -> Outcome:
    gap = read(test.first, None) - read(test.second, None)
    effect = gap if test.direction == "higher" else -gap
    return Outcome(effect, *sides(effect, test.by), {}, gap)


@outcome.register
def _(test: Threshold, read: Read, moved: Any) -> Outcome:
    over = read(test.of, None) - test.level
    effect = over if test.direction == "at-least" else -over
    return Outcome(effect, effect >= 0, effect < 0, {}, effect)


@outcome.register
def _(test: Equivalence, read: Read, moved: Any) -> Outcome:
    gap = read(test.first, None) - read(test.second, None)
    effect = test.margin - np.abs(gap)
    return Outcome(effect, effect >= 0, effect < 0, {}, gap)


@outcome.register
def _(test: LargestContribution, read: Read, moved: Callable[[Variant], list[str]]) -> Outcome:
    sign = 1.0 if test.direction == "higher" else -1.0
    players = {**test.parts, REST: _rest(test, moved(test.of))}
    share = {key: sign * one for key, one in _shapley(test.of, players, read).items()}
    others = np.max([share[key] for key in test.parts if key != test.part], axis=0)
    effect = share[test.part] - others
    means = {key: float(np.nanmean(one)) for key, one in share.items()}
    return Outcome(effect, *sides(effect, test.by), means, effect)


@outcome.register
def _(test: Sufficiency, read: Read, moved: Any) -> Outcome:
    sign = 1.0 if test.direction == "higher" else -1.0
    none = read(test.of, frozenset())
    whole = sign * (read(test.of, None) - none)
    alone = sign * (read(test.of, frozenset(test.part)) - none)
    effect = alone - test.keeps * whole
    big = whole >= test.by
    means = {"whole": float(np.nanmean(whole)), "the part alone": float(np.nanmean(alone))}
    return Outcome(effect, (effect >= -NOISE) & big, (effect < -NOISE) & big, means, effect)


def _rest(test: LargestContribution, every: list[str]) -> list[str]:
    named = {name for names in test.parts.values() for name in names}
    return [name for name in every if name not in named]


def coalitions(players: list[str]) -> list[frozenset[str]]:
    """Every set of players, the empty one first.

    Examples
    --------
    >>> [sorted(one) for one in coalitions(["a", "b"])]
    [[], ['a'], ['b'], ['a', 'b']]
    """
    sizes = range(len(players) + 1)
    return [frozenset(some) for size in sizes for some in combinations(players, size)]


def joined(players: Mapping[str, list[str]], coalition: frozenset[str]) -> frozenset[str]:
    """The mechanisms of a coalition's players."""
    return frozenset(name for key in coalition for name in players[key])


def _shapley(of: Variant, players: Mapping[str, list[str]], read: Read) -> dict[str, Array]:
    """Each player's Shapley value in every future, by all coalitions [Shapley1953]_."""
    worth = {some: read(of, joined(players, some)) for some in coalitions(list(players))}
    return {key: _value(key, worth, len(players)) for key in players}


def _value(key: str, worth: Mapping[frozenset[str], Array], count: int) -> Array:
    """A player's value: its gain to each coalition without it, weighed by orders."""
    total: Array = np.zeros_like(next(iter(worth.values())))
    for some in worth:
        if key not in some:
            weight = factorial(len(some)) * factorial(count - len(some) - 1) / factorial(count)
            total = total + weight * (worth[some | {key}] - worth[some])
    return total


def variants(test: Played) -> list[Variant]:
    """The variants that a test speaks of."""
    named = (getattr(test, name, None) for name in ("first", "second", "of"))
    return [one for one in named if one is not None]
