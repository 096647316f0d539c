"""Subgame perfect equilibria by backward induction, all of them, with ties.

For games that can be solved backwards (`suasion.theory.tree.structure`): perfect information, or
information sets in which only chance decides what is not known, such as the type of a player who
has not moved. Every equilibrium in pure strategies is found: where actions tie, each of them is
followed. Mixtures over tied actions are equilibria too and are not listed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from suasion.theory.solvers.backward import Backwards
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import order
from suasion.theory.tree.tree import Tree

TIE = 1e-12
"""Payoffs this close, relative to the largest, tie."""
MOST = 1024
"""Equilibria after which the search stops."""
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
    found: list[Pure] = [{}]
    for at in order(tree) or ():
        found = [pure | {at: a} for pure in found for a in _best(tree, numbers, pure, at, margin)]
        if len(found) > MOST:
            return found[:MOST], False
    return found, True


def _best(tree: Tree, numbers: Numbers, pure: Pure, at: int, margin: float) -> list[int]:
    """Actions of a set that are best given what follows."""
    walk = Backwards(tree, numbers)
    for below, action in pure.items():
        walk.strategies[below] = unit(len(tree.information[below].actions), action)
    worth = np.array([float(x) for x in walk.utilities(at)])
    return [int(a) for a in np.flatnonzero(worth >= worth.max() - margin)]


def unit(length: int, at: int) -> list[Any]:
    """A pure strategy."""
    return [1.0 if position == at else 0.0 for position in range(length)]
