"""Supports of strategies, and which of them cannot be an equilibrium whatever is believed.

Definitions
-----------
support profile
    For every information set the actions that are played with a positive chance, as 0 or 1 for
    each move of the tree; shape (profiles, moves). A set that is not yet *fixed* holds the actions
    that may still be.
bounds
    The least and the largest value of a node to a player over all strategies within a profile.
dominated
    An action that another one beats whatever is believed. At a set to which others' moves lead, a
    node to which they do not has no weight, and one to which only pure choices lead has all that
    chance gives it. Elsewhere beliefs are free: the action must be beaten at every node.

Sets are fixed one after another from the start of the game. After each, profiles with a dominated
action in a fixed set are dropped, and dominated actions of the other sets are removed. Off the path
only pure choices are tried, unless mixing anywhere is asked for.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, combinations, permutations
from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.beliefs import incidence
from suasion.theory.solvers.many import Array, Games
from suasion.theory.tree.structure import order
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

CHUNK = 2048
"""Profiles that are worked on at once."""
MOST_WORK = 10_000_000
"""Nodes times profiles of a game that are looked at before the search stops."""


class Survivors(NamedTuple):
    """Support profiles without a dominated action.

    Parameters
    ----------
    profiles
        Shape (profiles, moves).
    game
        Index of the game of each, shape (profiles,).
    complete
        Whether the search came to its end.
    """

    profiles: Array
    game: Any
    complete: bool


class Bounds(NamedTuple):
    """By node: values to every player, shape (players, profiles)."""

    low: list[Array]
    high: list[Array]


@cache
def moves_of(tree: Tree, at: int) -> slice:
    """Where the moves of an information set stand."""
    found = np.flatnonzero(incidence(tree).sets[at])
    return slice(int(found[0]), int(found[-1]) + 1)


def survivors(tree: Tree, games: Games, *, pure: bool = False, anywhere: bool = False) -> Survivors:
    """Every support profile in which no action is dominated by more than the margin.

    Parameters
    ----------
    tree, games
        The tree and the numbers of its games.
    pure
        Whether pure choices only are tried.
    anywhere
        Whether sets off the path may mix as well.
    """
    fixed, of = np.zeros(len(incidence(tree).owner), dtype=bool), np.arange(games.size)
    start = np.ones((games.size, len(fixed)))
    (rows, of), work = _all_pruned(tree, games, start, of, fixed), 0
    for at in _from_the_start(tree):
        mixable = _came(tree, games.rows(of), rows, fixed).possible[:, at] | anywhere
        rows, of = _split(rows, of, moves_of(tree, at), mixable & (not pure))
        work += len(rows) * len(tree.nodes)
        if work > MOST_WORK * games.size:
            return Survivors(rows[:0], of[:0], False)
        fixed[moves_of(tree, at)] = True
        rows, of = _all_pruned(tree, games, rows, of, fixed)
    return Survivors(rows, of, True)


def _all_pruned(tree: Tree, games: Games, rows: Array, of: Any, fixed: Array) -> tuple[Array, Any]:
    """Profiles without dominated actions and the game of each, some at a time."""
    chunks = np.array_split(np.arange(len(rows)), len(rows) // CHUNK + 1)
    return _joined([_pruned(tree, games.rows(of[at]), rows[at], of[at], fixed) for at in chunks])


def _joined(parts: list[tuple[Array, Any]]) -> tuple[Array, Any]:
    rows, of = zip(*parts, strict=True)
    return np.concatenate(rows), np.concatenate(of)


def _from_the_start(tree: Tree) -> list[int]:
    """Information sets, each after those above it where that can be."""
    return list(reversed(order(tree) or range(len(tree.information))[::-1]))


def _split(rows: Array, of: Any, moves: slice, mixable: Array) -> tuple[Array, Any]:
    """Each profile once for every support of a set within it; for pure ones where not mixable."""
    found = []
    for support in _subsets(moves.stop - moves.start):
        inside = np.all(rows[:, moves] >= support, axis=1) & (mixable | (support.sum() == 1))
        part = rows[inside]
        part[:, moves] = support
        found.append((part, of[inside]))
    return _joined(found)


def _subsets(length: int) -> list[Array]:
    """Nonempty subsets of a set's actions, as rows of 0 and 1."""
    chosen = chain.from_iterable(combinations(range(length), n) for n in range(1, length + 1))
    return [np.isin(np.arange(length), one).astype(float) for one in chosen]


def _pruned(tree: Tree, games: Games, rows: Array, of: Any, fixed: Array) -> tuple[Array, Any]:
    """Profiles left once dominated actions are gone, until there are no more."""
    done = [(rows[:0], of[:0])]
    while len(rows):
        beaten = dominated(tree, games, rows, fixed) & (rows > 0)
        keep, change = ~beaten[:, fixed].any(axis=1), beaten.any(axis=1)
        done.append((rows[~change], of[~change]))
        left = np.flatnonzero(keep & change)
        rows, of, games = np.where(beaten, 0.0, rows)[left], of[left], games.rows(left)
    return _joined(done)


class Came(NamedTuple):
    """Which sets play may come to, and to which others' moves lead for sure: (profiles, sets).

    `weights`: the least and the largest weight of each set's members, chance alone and moves that
    all members share left out, shape (2, profiles, members).
    """

    possible: Any
    sure: Any
    weights: Array


def possible(tree: Tree, games: Games, rows: Array) -> Any:
    """Which sets play may come to under support profiles, shape (profiles, sets)."""
    return _came(tree, games, rows, np.ones(rows.shape[1], dtype=bool)).possible


def _came(tree: Tree, games: Games, rows: Array, fixed: Array) -> Came:
    known, chance = incidence(tree), games.members(tree).T
    closed, loose = 1.0 - rows, np.where(fixed, 0.0, 1.0)
    unsure = np.where(_alone(tree, rows) & fixed, 0.0, 1.0)
    others = known.to_member * _of_others(tree)
    inside = others @ closed.T < 0.5
    played = inside & (others @ loose < 0.5)[:, None] & (chance > 0)
    highest = np.where(inside, chance, 0.0)
    certain = (known.to_member - _shared(tree)) @ unsure.T < 0.5
    lowest = np.where(inside & certain, chance, 0.0)
    path = (known.to_member @ closed.T < 0.5) & (chance > 0)
    return Came(
        (known.member_of @ path > 0).T,
        (known.member_of @ played > 0).T,
        np.stack([lowest, highest]).transpose(0, 2, 1),
    )


@cache
def _of_others(tree: Tree) -> Any:
    """Whether a move is not the own of a member's mover, shape (members, moves)."""
    known = incidence(tree)
    movers = np.array([tree.nodes[member].mover for member in known.members])
    return movers[:, None] != known.player


def _alone(tree: Tree, rows: Array) -> Any:
    """Whether a move is the only one in its set's support."""
    known = incidence(tree)
    return (rows > 0) & ((rows @ known.sets.T)[:, known.owner] == 1)


@cache
def _shared(tree: Tree) -> Array:
    """1 where a move lies on the path to every member of the member's set."""
    known = incidence(tree)
    everywhere = (known.member_of @ known.to_member) == known.member_of.sum(axis=1)[:, None]
    return known.member_of.T @ everywhere


def bounds(tree: Tree, games: Games, supports: Array) -> Bounds:
    """Bounds of every node within each support profile."""
    low: list[Any] = [None] * len(tree.nodes)
    high: list[Any] = [None] * len(tree.nodes)
    paid = dict(zip(tree.terminals, games.payoffs.transpose(1, 2, 0), strict=True))
    for at in reversed(range(len(tree.nodes))):
        node = tree.nodes[at]
        if node.mover == TERMINAL:
            low[at] = high[at] = paid[at] * np.ones(len(supports))
        elif node.mover == CHANCE:
            pairs = list(zip(games.chances[at].T, node.children, strict=True))
            low[at] = sum(chance * low[child] for chance, child in pairs)
            high[at] = sum(chance * high[child] for chance, child in pairs)
        else:
            inside = supports[:, moves_of(tree, node.information)].T[:, None, :] > 0
            lows, highs = (np.stack([b[child] for child in node.children]) for b in (low, high))
            low[at] = np.where(inside, lows, np.inf).min(axis=0)
            high[at] = np.where(inside, highs, -np.inf).max(axis=0)
    return Bounds(low, high)


def dominated(tree: Tree, games: Games, rows: Array, fixed: Array) -> Any:
    """True where an action inside or outside a support is dominated, shape (profiles, moves).

    All actions of a set are compared, those outside the support too: an equilibrium must withstand
    them.
    """
    found, came = bounds(tree, games, rows), _came(tree, games, rows, fixed)
    margin = games.margin
    marks = np.zeros(rows.shape, dtype=bool)
    for at, one in enumerate(tree.information):
        start, inside = moves_of(tree, at).start, incidence(tree).member_of[at] > 0
        least, most = came.weights[0][:, inside], came.weights[1][:, inside]
        children = np.array([tree.nodes[member].children for member in one.members])
        for a, b in permutations(range(len(one.actions)), 2):
            ahead = np.stack(
                [found.high[c[a]][one.player] - found.low[c[b]][one.player] for c in children]
            ).T
            at_best = (np.where(ahead > 0, most, least) * ahead).sum(axis=1)
            beaten = at_best < -margin * most.sum(axis=1)
            everywhere = np.all(ahead < -margin[:, None], axis=1)
            marks[:, start + a] |= everywhere | (came.sure[:, at] & beaten)
    return marks
