"""Perfect Bayesian equilibria of small trees with finite types, by enumeration of supports.

Definitions
-----------
perfect Bayesian (weak)
    Every information set plays best responses to its belief and to what follows; beliefs follow
    Bayes' rule on the path of play and are free off it, even about players who did not deviate.

Every support profile is tried, save those in which an action is dominated whatever is believed
(`suasion.theory.solvers.supports`). On the path the chances of a mixed set make its mover
indifferent: a system of polynomials, solved by Newton's method from several seeded starts
(`suasion.theory.solvers.indifference`). Off the path only pure choices are tried, and a belief that
supports them is sought: that of chance alone, else certainty of one node, else any.

So all equilibria in pure strategies are found. A mixed one is found unless Newton's method misses
it from every start; it does not where the unknowns can be had one after another. One that needs
mixing off the path is not looked for. Of equilibria that form a continuum, ends in fewer actions
are listed and marked; where there are none, one of it is listed and marked. The search is the same
each time. It stops after a fixed amount of work; pure strategies are then tried by themselves.

References
----------
[FudenbergTirole1991]_, section 8.2, for the concept.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linprog

from suasion.theory.solvers.beliefs import incidence, strategic
from suasion.theory.solvers.indifference import indifferent
from suasion.theory.solvers.supports import Array, by_chance, moves_of, survivors
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

MARGIN = 1e-9
"""Payoffs this close, relative to the largest, are equal."""
SAME = 1e-7
"""Chances this close are one equilibrium."""


class Assessment(NamedTuple):
    """An equilibrium: chances of moves, shape (moves,), beliefs, shape (sets, members).

    `continuum` is True where others are, or on a border may be, arbitrarily close.
    """

    chances: Array
    held: Array
    continuum: bool


class Search(NamedTuple):
    """What was found.

    Parameters
    ----------
    found
        Equilibria.
    complete, pure_complete
        Whether every support profile was tried, and whether every one in pure strategies.
    """

    found: list[Assessment]
    complete: bool
    pure_complete: bool


def perfect_bayesian(tree: Tree, own: Numbers, seed: int = 0) -> Search:
    """Every equilibrium that the enumeration finds.

    Parameters
    ----------
    tree
        A game.
    own
        Payoffs and chances, scalars.
    seed
        Of the starts of Newton's method.
    """
    scale = max((abs(float(x)) for row in own.payoffs for x in row), default=0.0)
    margin = MARGIN * max(scale, 1e-12)
    left = survivors(tree, own, margin)
    whole = left.complete
    if not whole:
        left = survivors(tree, own, margin, pure=True)
    tried = indifferent(incidence(tree), strategic(tree, own), left.profiles, seed)
    found = assessments(tree, own, tried.chances, margin)
    pairs = [(a, many) for a, many in zip(found, tried.continuum, strict=True) if a is not None]
    listed = [one for one, many in pairs if not many]
    for one in (one for one, many in pairs if many):
        listed = _with_continuum(tree, own, listed, one, margin)
    return Search(listed, whole and tried.complete, left.complete)


def _with_continuum(
    tree: Tree, own: Numbers, found: list[Assessment], one: Assessment, margin: float
) -> list[Assessment]:
    """A point of a continuum joins the list only if no end of it stands there."""
    inside = [bool(np.all((one.chances > 0) | (other.chances == 0))) for other in found]
    middles = np.array([(one.chances + other.chances) / 2 for other in found])
    near = assessments(tree, own, middles.reshape(len(found), -1), margin)
    ends = [a and b is not None for a, b in zip(inside, near, strict=True)]
    marked = [
        other._replace(continuum=other.continuum or end)
        for other, end in zip(found, ends, strict=True)
    ]
    return marked if any(ends) else [*marked, one._replace(continuum=True)]


def assessments(tree: Tree, own: Numbers, chances: Array, margin: float) -> list[Assessment | None]:
    """Strategies with beliefs under which nobody gains by another action; None without such.

    Parameters
    ----------
    tree, own
        The game and its numbers, scalars.
    chances
        Of all moves, shape (profiles, moves).
    margin
        Gains up to this are none [payoff unit].
    """
    known, alive = incidence(tree), np.ones(len(chances), dtype=bool)
    worth, held = node_values(tree, own, chances), np.zeros((len(chances), len(known.members)))
    weights, prior = _reach(tree, own, chances)[:, known.members], by_chance(tree, own)
    for at, one in enumerate(tree.information):
        inside, moves = known.member_of[at] > 0, moves_of(tree, at)
        children = np.array([tree.nodes[member].children for member in one.members])
        local = _Local(chances[:, moves], worth[:, one.player][:, children], margin)
        held[:, inside], fine = local.supported(weights[:, inside], prior[inside])
        alive &= fine
    beliefs = known.member_of * held[:, None]
    return [
        Assessment(chances[i], beliefs[i], False) if alive[i] else None for i in range(len(chances))
    ]


class _Local(NamedTuple):
    """One information set in every profile.

    Parameters
    ----------
    chances
        Of its actions, shape (profiles, actions).
    worth
        To its mover at each member after each action, shape (profiles, members, actions).
    margin
        Gains up to this are none.
    """

    chances: Array
    worth: Array
    margin: float

    def supported(self, weights: Array, prior: Array) -> tuple[Array, Any]:
        """Beliefs, by Bayes' rule or free, and whether what is played is best under them."""
        total = weights.sum(axis=1, keepdims=True)
        held = weights / np.where(total > 0, total, 1.0)
        fine = self._best(held)
        away = np.flatnonzero(total[:, 0] <= 0)
        if len(away):
            part = _Local(self.chances[away], self.worth[away], self.margin)
            held[away], fine[away] = part._free(prior)
        return held, fine

    def _best(self, held: Array) -> Any:
        utility = (held[:, :, None] * self.worth).sum(axis=1)
        short = utility.max(axis=1, keepdims=True) - utility
        return np.all((short <= self.margin) | (self.chances <= 0), axis=1)

    def _free(self, prior: Array) -> tuple[Array, Any]:
        """By chance alone where that will do, else certainty of a node, else any belief."""
        members = len(prior)
        by_chance = prior / prior.sum() if prior.sum() > 0 else np.full(members, 1 / members)
        held = np.tile(by_chance, (len(self.chances), 1))
        fine = self._best(held)
        for certain in np.eye(members):
            better = ~fine & self._best(np.tile(certain, (len(held), 1)))
            held[better], fine = certain, fine | better
        if self.chances.shape[1] > 2:
            for i in np.flatnonzero(~fine).tolist():
                mixed = self._mixed(i)
                if mixed is not None:
                    held[i], fine[i] = mixed, True
        return held, fine

    def _mixed(self, i: int) -> Array | None:
        """A belief under which the one choice of a profile among three or more is best."""
        ahead = self.worth[i] - self.worth[i][:, [int(np.argmax(self.chances[i]))]]
        if np.any(ahead.min(axis=0) > self.margin):
            return None
        count, actions = ahead.shape
        limits = np.full(actions, self.margin)
        whole = np.ones((1, count))
        found = linprog(np.zeros(count), A_ub=ahead.T, b_ub=limits, A_eq=whole, b_eq=[1.0])
        return np.asarray(found.x) if found.status == 0 else None


def node_values(tree: Tree, own: Numbers, chances: Array) -> Array:
    """Expected payoff of every player from every node on, shape (profiles, players, nodes)."""
    found = np.zeros((len(chances), len(tree.players), len(tree.nodes)))
    found[:, :, tree.terminals] = np.array(own.payoffs, dtype=float).T
    for at in reversed(range(len(tree.nodes))):
        node = tree.nodes[at]
        if node.mover != TERMINAL:
            row = _row(tree, own, chances, at)
            found[:, :, at] = (found[:, :, node.children] * row[:, None]).sum(axis=2)
    return found


def _reach(tree: Tree, own: Numbers, chances: Array) -> Array:
    """Chance of every node, shape (profiles, nodes)."""
    found = np.ones((len(chances), len(tree.nodes)))
    for at, node in enumerate(tree.nodes):
        if node.mover != TERMINAL:
            found[:, node.children] = found[:, [at]] * _row(tree, own, chances, at)
    return found


def _row(tree: Tree, own: Numbers, chances: Array, at: int) -> Array:
    """Chances of the moves at a node, shape (profiles or 1, moves)."""
    node = tree.nodes[at]
    if node.mover == CHANCE:
        return np.array([own.chances[at]], dtype=float)
    return chances[:, moves_of(tree, node.information)]
