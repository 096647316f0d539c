"""An equilibrium in which a player mixes at a set that play does not come to, where all else fails.

Definitions
-----------
open set
    An information set off the path with more than one action in its support.

Where play does not come to a set, its chances change no payoff that is met, so that the chances on
the path follow without it. What an open set does must keep others from deviating to it: conditions
on its chances that are linear as long as no path meets two open sets. A linear program finds
chances that meet them, as far as can be from leaving an action out; then beliefs are sought that
make the mover indifferent and nobody else deviate (`suasion.theory.solvers.assessment`).

Not found is what needs two open sets on one path, or chances other than those of the linear program
because a set with a free belief depends on them. One equilibrium is given, not all; it mostly
belongs to a continuum that differs off the path only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from suasion.theory.solvers.assessment import Assessment, assessments, node_chances, node_values
from suasion.theory.solvers.beliefs import incidence
from suasion.theory.solvers.indifference import indifferent
from suasion.theory.solvers.many import Array, Games
from suasion.theory.solvers.supports import Survivors, moves_of, possible, survivors
from suasion.theory.tree.tree import Tree

MOST_TRIED = 1000
"""Linear programs after which the search stops."""
LEAST = 1e-6
"""Least chance of an action of an open set."""
SCALE = 1e4
"""The linear program takes gains up to 1e-7 as none; of payoffs of this size that is little."""


def mixed_off_path(tree: Tree, one: Games, seed: int = 0) -> Assessment | None:
    """An equilibrium with an open set, or None.

    Parameters
    ----------
    tree, one
        The tree, and the numbers of one game.
    seed
        Of the starts of Newton's method on the path.
    """
    rows = survivors(tree, one, anywhere=True).profiles
    known = incidence(tree)
    off = (rows @ known.sets.T > 1) & ~possible(tree, one, rows)
    kept = off.any(axis=1) & np.all(known.to_terminal @ off[:, known.owner].T < 2, axis=0)
    for chances in _candidates(tree, one, rows[kept], off[kept], seed):
        (found,) = assessments(tree, one, chances[None], np.zeros(1, dtype=int))
        if found is not None:
            return found._replace(continuum=True)
    return None


def _candidates(tree: Tree, one: Games, rows: Array, off: Any, seed: int) -> Iterator[Array]:
    """Chances of all moves: those on the path, each with those of the open sets."""
    first = np.array([_first_only(tree, row, sets) for row, sets in zip(rows, off, strict=True)])
    bases, which = np.unique(first.reshape(rows.shape), axis=0, return_inverse=True)
    tried = Survivors(bases, np.zeros(len(bases), dtype=int), True)
    solved, work = indifferent(tree, one, tried, seed).chances, 0
    for chances in solved:
        (base,) = np.flatnonzero(np.all((chances > 0) == (bases > 0), axis=1))
        for at in np.flatnonzero(which.reshape(-1) == base):
            work += 1
            if work > MOST_TRIED:
                return
            mixed = _mixed(tree, one, chances, rows[at], off[at])
            if mixed is not None:
                yield mixed


def _first_only(tree: Tree, row: Array, off: Any) -> Array:
    """A support profile with the first action alone at every open set."""
    found = row.copy()
    for at in np.flatnonzero(off):
        moves = moves_of(tree, int(at))
        found[moves] = np.arange(moves.stop - moves.start) == np.argmax(row[moves])
    return found


def _mixed(tree: Tree, one: Games, chances: Array, row: Array, off: Any) -> Array | None:
    """The chances with open sets mixing so that nobody deviates to them; None if they cannot."""
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to load, seldom needed

    known = incidence(tree)
    free = np.flatnonzero((row > 0) & off[known.owner])
    gains = _gains(tree, one, chances, free, off)
    sets = known.sets[off][:, free]
    # Unknown: the chances of the free moves, and the least of them, which is made large.
    found = linprog(
        np.append(np.zeros(len(free)), -1.0),
        A_ub=np.vstack(
            [
                np.column_stack([gains[:, 1:], np.zeros(len(gains))]),
                np.column_stack([-np.eye(len(free)), np.ones(len(free))]),
            ]
        ),
        b_ub=np.append(-gains[:, 0], np.zeros(len(free))),
        A_eq=np.column_stack([sets, np.zeros(len(sets))]),
        b_eq=np.ones(len(sets)),
    )
    if found.status != 0 or found.x[-1] < LEAST:
        return None
    mixed = np.where(off[known.owner], 0.0, chances)
    mixed[free] = found.x[:-1]
    return np.asarray(mixed / (known.sets @ mixed)[known.owner])


def _gains(tree: Tree, one: Games, chances: Array, free: Any, off: Any) -> Array:
    """What actions of all sets but the open ones gain over what is played there, scaled.

    Weighted by the chance with which others' moves lead to each node, so that all is linear. Shape
    (actions, 1 + free moves): a constant, and the slope by the chance of each free move.
    """
    known = incidence(tree)
    closed = np.where(off[known.owner], 0.0, chances)
    trials = np.vstack([closed, closed + np.eye(len(chances))[free]])
    worth, found = node_values(tree, one, trials), [np.zeros((0, len(trials)))]
    for at in np.flatnonzero(~off).tolist():
        player, members = tree.information[at].player, tree.information[at].members
        led = node_chances(tree, one, np.where(known.player == player, 1.0, trials))
        children = np.array([tree.nodes[member].children for member in members])
        after = worth[:, player][:, children]
        utility = (led[:, members, None] * after).sum(axis=1).T
        found.append(utility - utility[np.argmax(chances[moves_of(tree, at)])])
    gains = np.concatenate(found)
    gains[:, 1:] -= gains[:, :1]
    return np.asarray(gains * SCALE / max(float(np.max(np.abs(one.payoffs))), 1e-12))
