"""Perfect Bayesian equilibria of many games on one small tree, all at once.

The search is that of `suasion.theory.solvers.perfect_bayesian`, with its limits: supports that
survive domination in any of the games are laid end to end, their indifference conditions solved
together, and deviations checked together. Only points of a continuum, and games that have no
equilibrium without mixing off the path, are looked at game by game.

Accepted are trees with perfect recall, of at most so many support profiles: eight information sets
of two actions have 6,561. Larger trees, payoffs that are not finite and chances that do not sum to
one are refused. The numbers of the games may differ in everything, zero chances too; the tree may
not.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from suasion.errors import InputError, Problem
from suasion.theory.solvers.assessment import Assessment, judged
from suasion.theory.solvers.beliefs import incidence
from suasion.theory.solvers.many import Array, Games, games
from suasion.theory.solvers.off_path import mixed_off_path
from suasion.theory.solvers.perfect_bayesian import candidates, without_inner
from suasion.theory.tree.memory import forgetful
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import CHANCE, Tree

MOST_SUPPORTS = 10_000
"""Support profiles of a tree, before any is dropped."""
AT_ONCE = 1000
"""Games that are solved together; more share the memory one after another."""
WHOLE = 1e-9
"""How far the chances of a chance move may be from one in sum."""


class Batch(NamedTuple):
    """Equilibria of many games, in the order of the games.

    Parameters
    ----------
    game
        Index of the game of each equilibrium, shape (equilibria,).
    chances
        Chance of every move [1], shape (equilibria, moves): the actions of the tree's information
        sets, one set after another.
    held
        Belief at every node of the information sets [1], shape (equilibria, members), one set
        after another.
    continuum
        Whether others are, or on a border may be, arbitrarily close, shape (equilibria,).
    complete, pure_complete
        By game: whether every support profile, or every one in pure strategies, was tried.
    """

    game: Any
    chances: Array
    held: Array
    continuum: Any
    complete: Any
    pure_complete: Any

    def found(self) -> Any:
        """How many equilibria each game has, shape (games,)."""
        return np.bincount(self.game, minlength=len(self.complete))

    def masks(self) -> tuple[Array, Any]:
        """Supports that occur, shape (supports, moves), and in which games: (supports, games)."""
        supports, which = np.unique(self.chances > 0, axis=0, return_inverse=True)
        inside = np.zeros((len(supports), len(self.complete)), dtype=bool)
        inside[which.reshape(-1), self.game] = True
        return supports.astype(float), inside


def perfect_bayesian_batch(tree: Tree, own: Numbers, count: int, seed: int = 0) -> Batch:
    """Every equilibrium that the enumeration finds, of every game.

    Parameters
    ----------
    tree
        The tree, with perfect recall.
    own
        Its payoffs and chances, each a number or of shape (count,).
    count
        How many games, >= 1.
    seed
        Of the starts of Newton's method.

    Raises
    ------
    InputError
        Where the tree or its numbers are not accepted.

    Examples
    --------
    >>> from suasion.theory.tree.expression import NUMPY
    >>> from suasion.theory.tree.numbers import numbers
    >>> from suasion.theory.tree.reading import packaged
    >>> tree = packaged("unilateral_deterrence")
    >>> values = {one.name: one.default for one in tree.parameters}
    >>> values["p_def"] = np.array([0.1, 0.5, 0.9])
    >>> perfect_bayesian_batch(tree, numbers(tree, values, NUMPY), 3).found().tolist()
    [2, 2, 2]
    """
    if problem := _refused(tree):
        raise InputError([problem])
    every = games(tree, own, count)
    if problem := _faulty(tree, every):
        raise InputError([problem])
    starts = range(0, count, AT_ONCE)
    parts = [_some(tree, every, range(at, min(at + AT_ONCE, count)), seed) for at in starts]
    return Batch(*map(np.concatenate, zip(*parts, strict=True)))


def _problem(tree: Tree, field: str, value: str, message: str, remedy: str) -> Problem:
    return Problem(tree.id, 0, 0, field, value, message, remedy)


def _refused(tree: Tree) -> Problem | None:
    """Why a tree is not accepted."""
    if not tree.information:
        return _problem(tree, "nodes", "", "no player moves", "Give a decision to a player")
    for name, player in forgetful(tree):
        remedy = "Part the set, so that a player recalls what it did and knew"
        return _problem(tree, "nodes", name, f"{player} has forgotten something here", remedy)
    supports = math.prod(2 ** len(one.actions) - 1 for one in tree.information)
    if supports > MOST_SUPPORTS:
        message = f"too many support profiles for a batch, which takes {MOST_SUPPORTS:,}"
        return _problem(tree, "nodes", f"{supports:,}", message, "Solve game by game")
    return None


def _faulty(tree: Tree, every: Games) -> Problem | None:
    """What is wrong with the numbers of the first game of which something is."""
    wrong = ~np.isfinite(every.payoffs).all(axis=(1, 2))
    if wrong.any():
        value = f"game {int(np.argmax(wrong))}"
        return _problem(tree, "payoffs", value, "a payoff is not finite", "Give finite payoffs")
    for node, row in zip(tree.nodes, every.chances, strict=True):
        if node.mover == CHANCE:
            wrong = (np.abs(row.sum(axis=1) - 1) > WHOLE) | (row < 0).any(axis=1)
            if wrong.any():
                value = f"game {int(np.argmax(wrong))} at {node.name}"
                message = "chances are negative or do not sum to one"
                return _problem(tree, "chances", value, message, "Give chances that sum to one")
    return None


def _some(tree: Tree, every: Games, at: range, seed: int) -> Batch:
    """The equilibria of some of the games."""
    these = every.rows(np.arange(at.start, at.stop))
    tried = candidates(tree, these, seed)
    found = judged(tree, these, tried.chances, tried.game)
    kept = np.flatnonzero(found.fine)
    order = kept[np.argsort(tried.game[kept], kind="stable")]
    inner = np.unique(tried.game[order][tried.continuum[order]])
    plain = order[~np.isin(tried.game[order], inner)]
    parts = [
        (tried.game[plain], tried.chances[plain], found.held[plain], np.zeros(len(plain), bool))
    ]
    for one in inner.tolist():
        rows = order[tried.game[order] == one]
        parts.append(_listed(tree, these.rows(np.array([one])), one, rows, tried, found))
    without = np.setdiff1d(np.arange(len(at) if tried.complete else 0), tried.game[order])
    for one in without.tolist():
        last = mixed_off_path(tree, these.rows(np.array([one])), seed)
        parts += [_arrays(one, [last])] if last else []
    game, chances, held, continuum = map(np.concatenate, zip(*parts, strict=True))
    order = np.argsort(game, kind="stable")
    all_of = np.full(len(at), True)
    return Batch(
        game[order] + at.start,
        chances[order],
        held[order],
        continuum[order],
        all_of & tried.complete,
        all_of & tried.pure_complete,
    )


def _listed(tree: Tree, game: Games, one: int, rows: Any, tried: Any, found: Any) -> Any:
    """The equilibria of a game with a continuum."""
    whole = incidence(tree).member_of
    pairs = [
        (Assessment(tried.chances[i], whole * found.held[i]), tried.continuum[i]) for i in rows
    ]
    return _arrays(one, without_inner(tree, game, pairs))


def _arrays(one: int, listed: list[Assessment]) -> Any:
    """Equilibria of a game in arrays."""
    return (
        np.full(len(listed), one),
        np.array([each.chances for each in listed]),
        np.array([each.held.sum(axis=0) for each in listed]),
        np.array([each.continuum for each in listed]),
    )
