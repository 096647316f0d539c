"""Beliefs that make strategies an equilibrium, or none: many strategy profiles at once.

Definitions
-----------
assessment
    Strategies with a belief at every information set.
before
    The last set in which the mover of a set moved before. By perfect recall it is the same for all
    nodes of a set.

A mover's belief follows by Bayes' rule from its belief at the set before, and at its first set from
the start of the game, wherever others' moves give the set a positive chance; its own moves do not
count, so that nobody learns from its own deviation. Elsewhere beliefs are free. A free belief must
support the choice at its own set and at all later sets of the same mover whose beliefs follow from
it. Then no player gains by any strategy from any of its sets on.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.beliefs import incidence
from suasion.theory.solvers.many import Array, Games
from suasion.theory.solvers.supports import moves_of
from suasion.theory.tree.memory import own_history
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

CHUNK = 4096
"""Profiles that are worked on at once."""
SCALE = 1e4
"""Size of the numbers that linear programming is given."""


class Assessment(NamedTuple):
    """An equilibrium: chances of moves, shape (moves,), beliefs, shape (sets, members).

    `continuum` is True where others are, or on a border may be, arbitrarily close.
    """

    chances: Array
    held: Array
    continuum: bool = False


class Judged(NamedTuple):
    """Whether nobody gains by deviating, shape (profiles,), and the beliefs, where that is so.

    `held` has the shape (profiles, members), the members of all sets one after another.
    """

    fine: Any
    held: Array


def assessments(tree: Tree, games: Games, chances: Array, game: Any) -> list[Assessment | None]:
    """Strategies with beliefs under which nobody gains by deviating; None without such.

    Parameters
    ----------
    tree, games
        The tree and the numbers of its games.
    chances
        Of all moves, shape (profiles, moves).
    game
        Index of the game of each profile, shape (profiles,).
    """
    found, whole = judged(tree, games, chances, game), incidence(tree).member_of
    return [
        Assessment(row, whole * held) if fine else None
        for row, held, fine in zip(chances, found.held, found.fine, strict=True)
    ]


def judged(tree: Tree, games: Games, chances: Array, game: Any) -> Judged:
    """Whether strategies are equilibria with some beliefs; parameters as for `assessments`."""
    parts = np.array_split(np.arange(len(chances)), len(chances) // CHUNK + 1)
    found = [_judged(tree, games.rows(game[at]), chances[at]) for at in parts]
    return Judged(*map(np.concatenate, zip(*found, strict=True)))


def _judged(tree: Tree, games: Games, chances: Array) -> Judged:
    play = _Play(tree, games, chances, node_values(tree, games, chances))
    held = np.zeros((len(chances), len(incidence(tree).members)))
    fine = np.ones(len(chances), dtype=bool)
    for at in _own_order(tree):
        inside = incidence(tree).member_of[at] > 0
        held[:, inside], best = play.supported(at, play.weights(at, held), fine)
        fine &= best
    return Judged(fine, held)


@cache
def _own_order(tree: Tree) -> tuple[int, ...]:
    """Information sets, each after those of its mover before it; narrow ones first."""
    sets = tree.information
    depth = [len(own_history(tree, one.members[0])) for one in sets]
    return tuple(sorted(range(len(sets)), key=lambda at: (depth[at], len(sets[at].actions))))


@cache
def _later(tree: Tree, at: int) -> tuple[int, ...]:
    """Sets in which the mover of a set moves after it, itself first."""
    after = [
        other
        for other, one in enumerate(tree.information)
        if at in {before for before, _ in own_history(tree, one.members[0])}
    ]
    return (at, *after)


class _Play(NamedTuple):
    """Profiles of a game being played.

    Parameters
    ----------
    tree, games, chances
        As in `assessments`, a game for each profile or one for all.
    worth
        Expected payoff of each player from each node on, shape (profiles, players, nodes).
    """

    tree: Tree
    games: Games
    chances: Array
    worth: Array

    def weights(self, at: int, held: Array) -> Array:
        """Of each member by Bayes' rule from the set before, shape (profiles, members)."""
        history = own_history(self.tree, self.tree.information[at].members[0])
        before = history[0][0] if history else -1
        found = []
        for member in self.tree.information[at].members:
            source, flow = self._flow(member, before)
            if history:
                flow = flow * held[:, incidence(self.tree).members.index(source)]
            found.append(flow)
        return np.stack(found, axis=1)

    def _flow(self, member: int, before: int) -> tuple[int, Array]:
        """Node of an earlier set on the path to a member, and the chance by others from there."""
        nodes, player = self.tree.nodes, self.tree.nodes[member].mover
        flow, at = np.ones(len(self.chances)), member
        while (parent := nodes[at].parent) >= 0:
            if nodes[parent].mover != player:
                row = row_of(self.tree, self.games, self.chances, parent)
                flow = flow * row[:, nodes[parent].children.index(at)]
            at = parent
            if nodes[at].information == before >= 0:
                break
        return at, flow

    def after(self, at: int) -> Array:
        """What the mover expects at each member by each action: (profiles, members, actions)."""
        one = self.tree.information[at]
        children = np.array([self.tree.nodes[member].children for member in one.members])
        return self.worth[:, one.player][:, children]

    def supported(self, at: int, weights: Array, alive: Any) -> tuple[Array, Any]:
        """Beliefs at a set, by Bayes' rule or free, and whether what is played is best."""
        total = weights.sum(axis=1, keepdims=True)
        held = weights / np.where(total > 0, total, 1.0)
        utility = (held[:, :, None] * self.after(at)).sum(axis=1)
        short = utility.max(axis=1, keepdims=True) - utility
        played = self.chances[:, moves_of(self.tree, at)] > 0
        fine = np.all((short <= self.games.margin[:, None]) | ~played, axis=1)
        rows = np.flatnonzero(alive & (total[:, 0] <= 0))
        if len(rows):
            part = _Play(self.tree, self.games.rows(rows), self.chances[rows], self.worth[rows])
            held[rows], fine[rows] = _free(part.losses(at), part.prior(at))
        return held, fine

    def prior(self, at: int) -> Array:
        """Belief by chance alone, shape (profiles or 1, members)."""
        raw = self.games.members(self.tree)[:, incidence(self.tree).member_of[at] > 0]
        total = raw.sum(axis=1, keepdims=True)
        return np.where(total > 0, raw / np.where(total > 0, total, 1.0), 1 / raw.shape[1])

    def _ahead(self, at: int) -> Array:
        """What actions gain over one that is played, and it over others that are played.

        Shape (profiles, members, conditions); the second half is there where some profile mixes.
        """
        after, played = self.after(at), self.chances[:, moves_of(self.tree, at)] > 0
        choice = np.argmax(played, axis=1)[:, None, None]
        ahead = after - np.take_along_axis(after, choice, axis=2)
        if np.all(played.sum(axis=1) == 1):
            return ahead
        return np.concatenate([ahead, np.where(played[:, None], -ahead, 0.0)], axis=2)

    def losses(self, at: int) -> Array:
        """What other actions gain at each member, here and later, less the margin.

        Shape (profiles, members, conditions); a belief supports the choices if the mean of every
        condition is not positive.
        """
        members, margin = self.tree.information[at].members, self.games.margin[:, None, None]
        found = []
        for later in _later(self.tree, at):
            ahead = self._ahead(later) - margin
            part = np.zeros((len(ahead), len(members), ahead.shape[2]))
            for position, member in enumerate(self.tree.information[later].members):
                source, flow = (member, 1.0) if later == at else self._flow(member, at)
                part[:, members.index(source)] += np.asarray(flow)[..., None] * ahead[:, position]
            found.append(part)
        return np.concatenate(found, axis=2)


def _free(losses: Array, prior: Array) -> tuple[Array, Any]:
    """By chance alone where that will do, else certainty of a node, else any belief."""
    held = np.broadcast_to(prior, losses.shape[:2]).copy()
    fine = np.all((held[:, None] @ losses)[:, 0] <= 0, axis=1)
    for member, certain in enumerate(np.eye(losses.shape[1])):
        better = ~fine & np.all(losses[:, member] <= 0, axis=1)
        held[better], fine = certain, fine | better
    hopeful = ~fine & np.all(losses.min(axis=1) <= 0, axis=1)
    for i in np.flatnonzero(hopeful).tolist():
        mixed = _mixed(losses[i])
        if mixed is not None:
            held[i], fine[i] = mixed, True
    return held, fine


def _mixed(losses: Array) -> Array | None:
    """A belief that meets all conditions, by linear programming; None if there is none."""
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to load, seldom needed

    members, conditions = losses.shape
    # It takes up to 1e-7 as none: of numbers of this size that is less than any margin.
    scaled = losses * (SCALE / max(float(np.max(np.abs(losses))), 1e-12))
    found = linprog(
        np.zeros(members),
        A_ub=scaled.T,
        b_ub=np.zeros(conditions),
        A_eq=np.ones((1, members)),
        b_eq=[1.0],
    )
    return np.asarray(found.x) if found.status == 0 else None


def node_values(tree: Tree, games: Games, chances: Array) -> Array:
    """Expected payoff of every player from every node on, shape (profiles, players, nodes)."""
    found = np.zeros((len(chances), len(tree.players), len(tree.nodes)))
    found[:, :, tree.terminals] = games.payoffs.transpose(0, 2, 1)
    for at in reversed(range(len(tree.nodes))):
        node = tree.nodes[at]
        if node.mover != TERMINAL:
            row = row_of(tree, games, chances, at)
            found[:, :, at] = (found[:, :, node.children] * row[:, None]).sum(axis=2)
    return found


def node_chances(tree: Tree, games: Games, chances: Array) -> Array:
    """Chance of every node, shape (profiles, nodes)."""
    found = np.ones((len(chances), len(tree.nodes)))
    for at, node in enumerate(tree.nodes):
        if node.mover != TERMINAL:
            found[:, node.children] = found[:, [at]] * row_of(tree, games, chances, at)
    return found


def row_of(tree: Tree, games: Games, chances: Array, at: int) -> Array:
    """Chances of the moves at a node, shape (profiles or 1, moves)."""
    node = tree.nodes[at]
    if node.mover == CHANCE:
        return games.chances[at]
    return chances[:, moves_of(tree, node.information)]
