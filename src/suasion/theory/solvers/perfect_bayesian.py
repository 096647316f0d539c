"""Perfect Bayesian equilibria of small trees with finite types, by enumeration of supports.

Definitions
-----------
perfect Bayesian (weak)
    Every information set plays best responses to its belief and to what follows; beliefs follow
    Bayes' rule on the path of play and are free off it.

Every support profile is tried, save those in which an action is dominated whatever is believed. On
the path the probabilities of a mixed set make its mover indifferent: a system of equations, solved
by Newton's method from several starts. Off the path only pure choices are tried, and a belief that
supports them is sought by linear programming.

So all equilibria in pure strategies are found; a mixed one is found unless Newton's method misses
it from every start; one that needs mixing off the path is not looked for. Where equilibria form a
continuum, one of it is reported and marked.

References
----------
[FudenbergTirole1991]_, section 8.2, for the concept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linprog, root

from suasion.theory.solvers.beliefs import (
    NEVER,
    Incidence,
    Strategic,
    beliefs,
    expected,
    incidence,
    strategic,
)
from suasion.theory.solvers.supports import (
    Array,
    count,
    dominated,
    moves_of,
    profiles,
    undominated,
)
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

MOST_PROFILES, CHUNK = 400_000, 4096
STARTS = 6
MARGIN = 1e-9
"""Payoffs this close, relative to the largest, are equal."""


class Assessment(NamedTuple):
    """An equilibrium: chances of moves, shape (moves,), beliefs, shape (sets, members).

    `continuum` is True where others are arbitrarily close.
    """

    chances: Array
    held: Array
    continuum: bool


class Search(NamedTuple):
    """Equilibria found, and whether every support profile was tried."""

    found: list[Assessment]
    complete: bool


def perfect_bayesian(tree: Tree, own: Numbers, seed: int = 0) -> Search:
    """Every equilibrium that the enumeration finds.

    Parameters
    ----------
    tree
        A game; its supports number 400,000 at the most once dominated actions are gone.
    own
        Payoffs and chances, scalars.
    seed
        Of the starts of Newton's method.
    """
    scale = max((abs(float(x)) for row in own.payoffs for x in row), default=0.0)
    margin = MARGIN * max(scale, 1e-12)
    allowed = undominated(tree, own, margin)
    if count(tree, allowed) > MOST_PROFILES:
        return Search([], False)
    trial = _Trial(tree, own, margin, seed)
    found = [
        one for support in _candidates(tree, own, allowed, margin) for one in trial.of(support)
    ]
    return Search(_distinct(found), True)


def _candidates(tree: Tree, own: Numbers, allowed: Array, margin: float) -> Iterator[Array]:
    """Support profiles without a dominated action, pure wherever play does not come."""
    for chunk in profiles(tree, allowed, CHUNK):
        beaten = (chunk * dominated(tree, own, chunk, margin)).any(axis=1)
        for support in chunk[~beaten]:
            reached = _reached(tree, own, support)
            mixed = incidence(tree).sets @ support > 1
            if not np.any(mixed & ~reached):
                yield support


def _reached(tree: Tree, own: Numbers, support: Array) -> Any:
    """Which sets play comes to, all moves of the support being played, shape (sets,)."""
    play = np.zeros(len(tree.nodes), dtype=bool)
    play[0] = True
    for at, node in enumerate(tree.nodes):
        if node.mover == TERMINAL or not play[at]:
            continue
        chances = (
            own.chances[at] if node.mover == CHANCE else support[moves_of(tree, node.information)]
        )
        for child, chance in zip(node.children, chances, strict=True):
            play[child] = chance > 0
    return np.array([any(play[m] for m in one.members) for one in tree.information])


def _distinct(found: list[Assessment]) -> list[Assessment]:
    kept: list[Assessment] = []
    for one in found:
        if not any(np.max(np.abs(one.chances - other.chances)) < 1e-7 for other in kept):
            kept.append(one)
    return kept


class _Trial:
    """Tries support profiles of one game."""

    def __init__(self, tree: Tree, own: Numbers, margin: float, seed: int) -> None:
        self.tree, self.own, self.margin = tree, own, margin
        self.known, self.game = incidence(tree), strategic(tree, own)
        self.random = np.random.default_rng(seed)

    def of(self, support: Array) -> list[Assessment]:
        """Equilibria with exactly this support."""
        found = []
        for chances, continuum in self._indifferent(support):
            held = self._supported(support, chances)
            if held is not None:
                found.append(Assessment(chances, held, continuum))
        return found

    def _indifferent(self, support: Array) -> list[tuple[Array, bool]]:
        """Chances of moves that make every mixed set indifferent, and whether by a continuum."""
        system = _Indifference(self.known, self.game, support)
        if system.size == 0:
            return [(support, False)]
        starts = [np.zeros(system.size), *self.random.normal(0, 2, (STARTS - 1, system.size))]
        found: list[tuple[Array, bool]] = []
        for start in starts:
            with np.errstate(all="ignore"):
                solved = root(system.gap, start, jac=True, tol=1e-13)
            chances = system.chances(solved.x)
            fine = np.max(np.abs(system.gap(solved.x)[0])) < self.margin
            inside = np.all(chances[support > 0] > 1e-7)
            if fine and inside and not any(np.max(np.abs(chances - c)) < 1e-7 for c, _ in found):
                slope = system.gap(solved.x)[1]
                found.append((chances, bool(np.linalg.matrix_rank(slope, 1e-8) < system.size)))
        return found

    def _supported(self, support: Array, chances: Array) -> Array | None:
        """Beliefs under which nobody gains by another action; None if there are none."""
        logs = _logs(chances)
        held = np.array(beliefs(self.known, self.game, logs))
        utility = expected(self.known, self.game, logs).utility
        reached = _reached(self.tree, self.own, support)
        for at in range(len(self.tree.information)):
            own = moves_of(self.tree, at)
            if reached[at] or self.known.member_of[at].sum() == 1:
                best = utility[own].max()
                if np.any(utility[own][support[own] > 0] < best - self.margin):
                    return None
                continue
            belief = self._belief(at, int(np.argmax(support[own])), chances)
            if belief is None:
                return None
            held[at] = 0.0
            held[at][self.known.member_of[at] > 0] = belief
        return held

    def _belief(self, at: int, action: int, chances: Array) -> Array | None:
        """A belief under which an action is best where play does not come."""
        one = self.tree.information[at]
        worth = node_values(self.tree, self.own, chances)
        children = [self.tree.nodes[member].children for member in one.members]
        each = np.array([[worth[child, one.player] for child in row] for row in children])
        ahead = each - each[:, [action]]
        if len(one.actions) == 2:
            best = int(np.argmin(ahead.max(axis=1)))
            return np.eye(len(one.members))[best] if ahead[best].max() <= self.margin else None
        found = linprog(
            np.zeros(len(one.members)),
            A_ub=ahead.T,
            b_ub=np.full(len(one.actions), self.margin),
            A_eq=np.ones((1, len(one.members))),
            b_eq=[1.0],
        )
        return np.asarray(found.x) if found.status == 0 else None


def node_values(tree: Tree, own: Numbers, chances: Array) -> Array:
    """Expected payoff of every player from every node on, shape (nodes, players)."""
    found = np.zeros((len(tree.nodes), len(tree.players)))
    found[list(tree.terminals)] = np.array(own.payoffs, dtype=float)
    for at in reversed(range(len(tree.nodes))):
        node = tree.nodes[at]
        if node.mover != TERMINAL:
            moves = moves_of(tree, node.information)
            row = own.chances[at] if node.mover == CHANCE else chances[moves]
            found[at] = np.array(row, dtype=float) @ found[list(node.children)]
    return found


def _logs(chances: Array) -> Array:
    return np.where(chances > 0, np.log(np.where(chances > 0, chances, 1.0)), NEVER)


class _Indifference:
    """The system that makes mixed sets indifferent, in log-odds within their supports."""

    def __init__(self, known: Incidence, game: Strategic, support: Array) -> None:
        self.known, self.game, self.support = known, game, support
        first = np.array([int(np.argmax(row * support)) for row in known.sets])
        self.first = first[known.owner]
        self.free = [m for m in np.flatnonzero(support) if m != self.first[m]]
        self.size = len(self.free)

    def chances(self, z: Array) -> Array:
        """Chances of all moves from log-odds of the free ones."""
        odds = np.where(self.support > 0, 0.0, NEVER)
        odds[self.free] = np.clip(z, -600.0, 600.0)
        top = np.array([odds[row > 0].max() for row in self.known.sets])[self.known.owner]
        raw = np.where(self.support > 0, np.exp(odds - top), 0.0)
        return np.asarray(raw / (self.known.sets.T @ (self.known.sets @ raw)))

    def gap(self, z: Array) -> tuple[Array, Array]:
        """Utility of each free move less that of its set's first, and the slope by z."""
        chances = self.chances(z)
        worth = expected(self.known, self.game, _logs(chances))
        within = self.known.sets.T @ (self.known.sets * chances)
        by_z = (np.eye(len(chances)) - within)[:, self.free]
        slope = worth.slope @ by_z
        gap = worth.utility[self.free] - worth.utility[self.first[self.free]]
        return gap, slope[self.free] - slope[self.first[self.free]]
