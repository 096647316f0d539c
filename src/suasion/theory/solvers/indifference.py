"""Chances that make every mixed information set indifferent: many support profiles at once.

Definitions
-----------
x
    Chance of every played action save the first of its set; the first has the rest. Shape
    (profiles, free moves).
gap
    By free move a of a set with first action f: what its mover gains by a over f, times the chance
    of the set, the moves of the set itself left out. A path meets a set once at the most, so a gap
    is a polynomial of degree one in each chance: no logarithm and no division by small chances.

What equations in one unknown settle is settled first, exactly, one after another; profiles in which
a chance leaves its range, or an equation without an unknown does not hold, are dropped. Newton's
method runs on all others and all starts together: one start in the middle, the others drawn
uniformly. Where the slopes have less than full rank the shortest step is taken; what is found there
is a point of a continuum.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.beliefs import Incidence, incidence
from suasion.theory.solvers.many import Array, Games
from suasion.theory.solvers.supports import Survivors
from suasion.theory.tree.tree import Tree

STARTS, STEPS = 8, 30
"""Starts for a profile, and steps from each."""
LONGEST, SETTLED = 1.0, 1e-13
"""Longest step in any chance, and the length of one after which nothing more is gained."""
FOUND, CONTRARY, DEPENDS, RANK = 1e-10, 1e-8, 1e-12, 1e-9
"""Gaps that count as none and as some, slopes that count as some, relative to the largest payoff;
smallest singular value, relative to the largest, of slopes of full rank."""
CLEAR = 1e-6
"""Determinant, of rows whose largest entry is one, of slopes of full rank without a doubt."""
INSIDE, SAME = 1e-7, 1e-7
"""Least chance of an action in a support; chances this close are one solution."""
CHUNK = 1024
"""Free moves of the profiles that are worked on at once."""
MOST_WORK = 2_000_000_000
"""Entries of slopes of a game that are computed before the search stops."""
TINY = 1e-100


class Indifferent(NamedTuple):
    """What was found.

    Parameters
    ----------
    chances
        Of all moves, shape (solutions, moves).
    game
        Index of the game of each.
    continuum
        Whether each is one of a continuum.
    complete
        Whether every profile was tried.
    """

    chances: Array
    game: Any
    continuum: Any
    complete: bool


def indifferent(tree: Tree, games: Games, tried: Survivors, seed: int = 0) -> Indifferent:
    """Strategies with exactly these supports whose mixed sets are indifferent.

    Parameters
    ----------
    tree, games
        The tree and the numbers of its games.
    tried
        Support profiles.
    seed
        Of the starts.
    """
    random, known, supports = np.random.default_rng(seed), incidence(tree), tried.profiles
    sizes = (supports.sum(axis=1) - len(known.sets)).astype(int)
    pure = sizes == 0
    found, work = [(supports[pure], tried.game[pure], np.zeros(pure.sum(), dtype=bool))], 0
    for size in np.unique(sizes[sizes > 0]).tolist():
        rows = np.flatnonzero(sizes == size)
        for part in np.array_split(rows, len(rows) * size // CHUNK + 1):
            one = system(tree, games.rows(tried.game[part]), supports[part])
            chances, at, continuum, steps = _solved(one, random)
            found.append((chances, tried.game[part][at], continuum))
            work += steps * size * known.to_terminal.size
            if work > MOST_WORK * games.size:
                return _joined(found, complete=False)
    return _joined(found, complete=True)


def _joined(found: list[tuple[Array, Any, Any]], *, complete: bool) -> Indifferent:
    chances, game, continuum = map(np.concatenate, zip(*found, strict=True))
    return Indifferent(chances, game, continuum, complete)


def system(tree: Tree, games: Games, supports: Array) -> System:
    """The system of support profiles with the same number of free moves, and of their games."""
    known, nature = incidence(tree), games.terminals(tree)
    payoffs = games.payoffs.transpose(0, 2, 1)[:, known.player]
    first = np.argmax(known.sets * supports[:, None], axis=2)[:, known.owner]
    is_free = (supports > 0) & (first != np.arange(len(known.owner)))
    free = np.nonzero(is_free)[1].reshape(len(supports), -1)
    weight = (games.members(tree) @ known.member_of.T)[:, known.owner]
    scale = weight * np.max(np.abs(payoffs), axis=(1, 2), initial=0.0)[:, None] + TINY
    first = np.take_along_axis(first, free, axis=1)
    of = np.arange(len(supports)) if games.size > 1 else np.zeros(len(supports), dtype=int)
    return System(known, payoffs, nature, of, supports, is_free, free, first, scale)


class System(NamedTuple):
    """Gaps of support profiles with the same number of free moves, and their slopes.

    Parameters
    ----------
    known
        Constants of the tree.
    payoffs
        Of each move's owner at each terminal, shape (games, moves, terminals).
    nature
        Chance of each terminal, chance moves alone, shape (games, terminals).
    of, supports
        Game of each profile, and the profiles.
    is_free
        Whether a move is played and not the first of its set, shape (profiles, moves).
    free, first
        The free moves, and the first of the set of each, shape (profiles, free).
    scale
        Largest payoff times the chance of each move's set by nature, shape (games, moves).
    """

    known: Incidence
    payoffs: Array
    nature: Array
    of: Any
    supports: Array
    is_free: Any
    free: Any
    first: Any
    scale: Array

    def chances(self, x: Array, at: Any) -> Array:
        """Chances of all moves."""
        rows, moves = np.arange(len(x))[:, None], len(self.known.owner)
        found = np.zeros((len(x), moves))
        found[rows, self.free[at]] = x
        whole = 1.0 - (found @ self.known.sets.T)[:, self.known.owner]
        return np.where((self.supports[at] > 0) & ~self.is_free[at], whole, found)

    def middle(self, weights: Array, at: Any) -> Array:
        """Chances x for weights of all moves, shape (rows, moves)."""
        raw = weights * self.supports[at]
        whole = raw / (raw @ self.known.sets.T)[:, self.known.owner]
        return np.take_along_axis(whole, self.free[at], axis=1)

    def gap(self, x: Array, at: Any) -> tuple[Array, Array]:
        """Gaps at x for the profiles `at`, shape (rows, free), and slopes (rows, free, free)."""
        known, free, first, game = self.known, self.free[at], self.first[at], self.of[at]
        chances = self.chances(x, at)
        safe = np.where(np.abs(chances) < TINY, TINY, chances)
        path = np.where(self.supports[at] > 0, safe, 0.0)
        reach = _products(known.to_terminal, path) * self.nature[game]
        paid = reach[:, None] * self.payoffs[game[:, None], free]
        behind = known.to_terminal.T
        rows = np.arange(len(x))[:, None]
        share = behind[free] / safe[rows, free][..., None]
        share = share - behind[first] / safe[rows, first][..., None]
        worth = paid * share / self.scale[game[:, None], free][..., None]
        slope = (worth @ known.to_terminal) / safe[:, None]
        slope = np.where(known.owner[free][..., None] == known.owner, 0.0, slope)
        by_x = np.take_along_axis(slope, free[:, None], axis=2)
        return worth.sum(axis=2), by_x - np.take_along_axis(slope, first[:, None], axis=2)


def _solved(one: System, random: np.random.Generator) -> tuple[Array, Any, Any, int]:
    """Solutions that Newton's method finds, the profile of each, whether of a continuum; steps."""
    size = one.free.shape[1]
    start, open_, alive = _one_by_one(one, random)
    some = np.flatnonzero(alive)
    at = np.repeat(some, np.where(open_[some].any(axis=1), STARTS, 1))
    x = random.exponential(size=(len(at), len(one.known.owner)))
    x = one.middle(np.where(_first_of_each(at)[:, None], 1.0, x), at)
    x = np.where(open_[at], x, start[at])
    x, at, steps = _newton(one, x, at)
    chances = one.chances(x, at)
    inside = np.all((chances > INSIDE) | (one.supports[at] == 0), axis=1)
    x, at, chances = x[inside], at[inside], chances[inside]
    _, slope = one.gap(x, at)
    single = np.linalg.matrix_rank(_levelled(slope), RANK) == size if len(x) else inside[:0]
    kept = _distinct(at, chances)
    return chances[kept], at[kept], ~single[kept], steps + one.free.size


def _first_of_each(at: Any) -> Any:
    return np.append(True, np.diff(at) > 0)[: len(at)]


def _distinct(at: Any, chances: Array) -> list[int]:
    """Indices of solutions that differ."""
    kept: dict[int, list[int]] = {}
    for i, profile in enumerate(at):
        others = kept.setdefault(int(profile), [])
        if not any(np.max(np.abs(chances[k] - chances[i])) < SAME for k in others):
            others.append(i)
    return [i for others in kept.values() for i in others]


def _one_by_one(one: System, random: np.random.Generator) -> tuple[Array, Any, Any]:
    """Chances x that equations in one unknown settle, which are open, which profiles are left."""
    count, size = one.free.shape
    at = np.arange(count)
    x = one.middle(random.exponential(size=(count, len(one.known.owner))), at)
    gap, slope = one.gap(x, at)
    open_, alive = np.ones((count, size), dtype=bool), np.ones(count, dtype=bool)
    for _ in range(size):
        depends = (np.abs(slope) > DEPENDS) & open_[:, None]
        alive &= ~((np.abs(gap) > CONTRARY) & ~depends.any(axis=2)).any(axis=1)
        row, which = _single(depends)
        if not (row >= 0).any():
            break
        some = np.flatnonzero(row >= 0)
        r, k = row[some], which[some]
        x[some, k] -= gap[some, r] / slope[some, r, k]
        open_[some, k] = False
        alive[some] &= (x[some, k] > INSIDE) & (x[some, k] < 1 - INSIDE)
        x[some, k] = np.where(alive[some], x[some, k], 0.5)
        gap, slope = one.gap(x, at)
    return x, open_, alive


def _single(depends: Any) -> tuple[Any, Any]:
    """An equation with one unknown, -1 where there is none, and the unknown."""
    alone = depends.sum(axis=2) == 1
    row = np.where(alone.any(axis=1), alone.argmax(axis=1), -1)
    return row, depends[np.arange(len(row)), row].argmax(axis=1)


def _newton(one: System, x: Array, at: Any) -> tuple[Array, Any, int]:
    """Where Newton's method ends, of starts that it takes to a solution; and steps of all."""
    x, left, steps = x.copy(), np.arange(len(x)), 0
    for _ in range(STEPS):
        steps += len(left)
        gap, slope = one.gap(x[left], at[left])
        step = _step(gap, slope)
        length = np.max(np.abs(step), axis=1, initial=0.0)
        x[left] -= step * np.minimum(1.0, LONGEST / np.maximum(length, TINY))[:, None]
        left = left[length > SETTLED]
        if not len(left):
            break
    gap, _ = one.gap(x, at)
    fine = np.max(np.abs(gap), axis=1, initial=0.0) < FOUND
    return x[fine], at[fine], steps


def _step(gap: Array, slope: Array) -> Array:
    level = np.max(np.abs(slope), axis=2, keepdims=True) + TINY
    inverse = _inverse(slope / level)
    return (inverse @ (gap[..., None] / level))[..., 0]


def _inverse(matrix: Array) -> Array:
    """Inverses; the pseudoinverse, which takes ten times as long, where the rank is in doubt."""
    plain = np.abs(np.linalg.det(matrix)) > CLEAR
    found = np.empty_like(matrix)
    found[plain] = np.linalg.inv(matrix[plain])
    found[~plain] = np.linalg.pinv(matrix[~plain], RANK)
    return found


def _levelled(slope: Array) -> Array:
    return slope / (np.max(np.abs(slope), axis=2, keepdims=True) + TINY)


def _products(paths: Array, chances: Array) -> Array:
    """Product of the chances of the moves on each path, shape (rows, paths)."""
    found = np.ones((len(chances), len(paths)))
    for move in range(paths.shape[1]):
        found[:, paths[:, move] > 0] *= chances[:, [move]]
    return found
