"""Perfect Bayesian equilibria of small trees with finite types, by enumeration of supports.

Definitions
-----------
perfect Bayesian (weak)
    No player gains by another strategy from any of its information sets on, given its belief there
    and the others' strategies. Beliefs follow Bayes' rule wherever others' moves may lead, and from
    set to set of one player; elsewhere they are free, even about players who did not deviate, and
    two types of one player may think differently (`suasion.theory.solvers.assessment`).

Every support profile is tried, save those in which an action is dominated whatever is believed
(`suasion.theory.solvers.supports`). On the path the chances of a mixed set make its mover
indifferent: a system of polynomials, solved by Newton's method from several seeded starts
(`suasion.theory.solvers.indifference`). Off the path only pure choices are tried at first, and a
belief that supports them is sought: that of chance alone, else certainty of one node, else any.

So all equilibria in pure strategies are found. A mixed one is found unless Newton's method misses
it from every start; it does not where the unknowns can be had one after another. Mixing off the
path is looked for only where a complete search finds nothing without it, and then one such
equilibrium is given (`suasion.theory.solvers.off_path`, with its limits). Of equilibria that form a
continuum, ends in fewer actions are listed and marked; where there are none, one of it is listed
and marked. The search is the same each time. It stops after a fixed amount of work; pure strategies
are then tried by themselves.

References
----------
[FudenbergTirole1991]_, section 8.2, for the concept.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.assessment import Assessment, assessments
from suasion.theory.solvers.indifference import indifferent
from suasion.theory.solvers.many import Array, Games, games
from suasion.theory.solvers.off_path import mixed_off_path
from suasion.theory.solvers.supports import survivors
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import Tree

SAME = 1e-7
"""Chances this close are one equilibrium."""


class Search(NamedTuple):
    """What was found.

    Parameters
    ----------
    found
        Equilibria.
    complete, pure_complete
        Whether every support profile was tried, and whether every one in pure strategies.
    off_path
        Whether there is none without mixing off the path, and one that does is given.
    """

    found: list[Assessment]
    complete: bool
    pure_complete: bool
    off_path: bool = False


class Candidates(NamedTuple):
    """Strategies in which every mixed set is indifferent, of one game or many.

    Parameters
    ----------
    chances
        Of all moves, shape (candidates, moves).
    game
        Index of the game of each.
    continuum
        Whether each is one of a continuum.
    complete, pure_complete
        As in `Search`, for all games together.
    """

    chances: Array
    game: Any
    continuum: Any
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
    if not tree.information:
        return Search([Assessment(np.zeros(0), np.zeros((0, 0)))], True, True)
    one = games(tree, own)
    tried = candidates(tree, one, seed)
    found = assessments(tree, one, tried.chances, tried.game)
    pairs = [(a, many) for a, many in zip(found, tried.continuum, strict=True) if a is not None]
    if not pairs and tried.complete:
        last = mixed_off_path(tree, one, seed)
        return Search([last] if last else [], True, True, last is not None)
    return Search(without_inner(tree, one, pairs), tried.complete, tried.pure_complete)


def candidates(tree: Tree, many: Games, seed: int = 0) -> Candidates:
    """Every candidate; those in pure strategies alone where there are too many supports."""
    left = survivors(tree, many)
    whole = left.complete
    if not whole:
        left = survivors(tree, many, pure=True)
    tried = indifferent(tree, many, left, seed)
    return Candidates(
        tried.chances, tried.game, tried.continuum, whole and tried.complete, left.complete
    )


def without_inner(tree: Tree, one: Games, pairs: list[tuple[Assessment, bool]]) -> list[Assessment]:
    """Equilibria of one game without points of a continuum that has an end among them.

    Parameters
    ----------
    tree, one
        The tree, and the numbers of the one game.
    pairs
        Equilibria, each with whether it is one of a continuum.
    """
    listed = [one for one, many in pairs if not many]
    for inner in (one for one, many in pairs if many):
        listed = _with_continuum(tree, one, listed, inner)
    return listed


def _with_continuum(
    tree: Tree, game: Games, found: list[Assessment], one: Assessment
) -> list[Assessment]:
    """A point of a continuum joins the list only if no end of it stands there."""
    ends = [bool(np.all((one.chances > 0) | (other.chances == 0))) for other in found]
    inside = [other for other, end in zip(found, ends, strict=True) if end]
    middles = np.array([(one.chances + other.chances) / 2 for other in inside])
    middles = middles.reshape(len(inside), len(one.chances))
    near = iter(assessments(tree, game, middles, np.zeros(len(inside), dtype=int)))
    ends = [end and next(near) is not None for end in ends]
    marked = [
        other._replace(continuum=other.continuum or end)
        for other, end in zip(found, ends, strict=True)
    ]
    return marked if any(ends) else [*marked, one._replace(continuum=True)]
