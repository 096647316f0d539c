"""Subgame perfect equilibria by backward induction, all of them, with ties.

For games that can be solved backwards (`suasion.theory.tree.structure`): perfect information, or
information sets in which only chance decides what is not known, such as the type of a player who
has not moved. Every equilibrium in pure strategies is found: where actions tie, each of them is
followed. Mixtures over tied actions are equilibria too and are not listed. `subgame_perfect` lists
those of one game; `first_perfect` takes a batch, which can be compiled, plays the first of tied
actions and marks the games that have a tie.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.solvers.backward import Backwards, Played, played
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import order
from suasion.theory.tree.tree import Tree

TIE = 1e-12
"""Payoffs this close, relative to the largest, tie."""
MOST = 1024
"""Equilibria that are followed at the most."""
Pure = dict[int, int]
"""Action by information set."""


def subgame_perfect(tree: Tree, numbers: Numbers) -> tuple[list[Pure], bool]:
    """Every pure equilibrium, and whether the list is complete.

    Parameters
    ----------
    tree
        With `suasion.theory.tree.structure.solvable_backwards`.
    numbers
        Its payoffs and chances, scalars.
    """
    scale = max((abs(float(x)) for row in numbers.payoffs for x in row), default=0.0)
    margin = TIE * scale
    found, complete = [Pure()], True
    for at in order(tree) or ():
        found = [pure | {at: a} for pure in found for a in _best(tree, numbers, pure, at, margin)]
        found, complete = found[:MOST], complete and len(found) <= MOST
    return found, complete


def _best(tree: Tree, numbers: Numbers, pure: Pure, at: int, margin: float) -> list[int]:
    """Actions of a set that are best given what follows."""
    walk = Backwards(tree, numbers)
    for below, action in pure.items():
        walk.strategies[below] = unit(len(tree.information[below].actions), action)
    worth = np.array([float(x) for x in walk.utilities(at)])
    return [int(a) for a in np.flatnonzero(worth >= worth.max() - margin)]


class Perfect(NamedTuple):
    """A batch of games played by backward induction.

    Parameters
    ----------
    played
        The equilibrium with the first of tied actions in every set, each part `*batch`.
    tied
        Whether actions tie somewhere, so that there are more equilibria, `*batch`.
    """

    played: Played
    tied: jax.Array


def first_perfect(tree: Tree, numbers: Numbers) -> Perfect:
    """A subgame perfect equilibrium of every game of a batch, and whether there are others.

    Parameters
    ----------
    tree
        With `suasion.theory.tree.structure.solvable_backwards`.
    numbers
        Its payoffs and chances, each a number or `*batch`.
    """
    walk, tied = Backwards(tree, numbers), jnp.asarray(False)
    margin = TIE * reduce(jnp.maximum, [jnp.abs(x) for row in numbers.payoffs for x in row])
    for at in order(tree) or ():
        worth = jnp.stack(jnp.broadcast_arrays(*walk.utilities(at)))
        near = worth >= worth.max(axis=0) - margin
        first = jnp.argmax(near, axis=0)
        tied = tied | (near.sum(axis=0) > 1)
        walk.strategies[at] = [jnp.where(first == a, 1.0, 0.0) for a in range(len(worth))]
    return Perfect(played(tree, numbers, walk.strategies), tied)


def unit(length: int, at: int) -> list[Any]:
    """A pure strategy."""
    return [1.0 if position == at else 0.0 for position in range(length)]
