"""A tree's payoffs and chances as plain numbers, at values over the parameters' defaults.

`suasion.theory.tree.numbers` does the same on arrays, for solvers; this is for files and drawings.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

import numpy as np

from suasion.errors import InputError, Problem
from suasion.theory.tree.expression import Expression, evaluate
from suasion.theory.tree.sums import are_probabilities
from suasion.theory.tree.tree import CHANCE, Tree


class Worth(NamedTuple):
    """Plain numbers of a tree.

    Parameters
    ----------
    values
        Of every name that an expression uses.
    payoffs
        By terminal, one for each player [each player's own unit].
    chances
        By chance node, one for each move [1].
    """

    values: dict[str, float]
    payoffs: dict[int, tuple[float, ...]]
    chances: dict[int, tuple[float, ...]]


def worth(tree: Tree, values: Mapping[str, float]) -> Worth:
    """Every payoff and chance of a tree.

    Parameters
    ----------
    tree
        The game.
    values
        By name; parameters that are not named keep their defaults.

    Raises
    ------
    InputError
        For names that are unknown or have no value, for values outside their ranges, and where a
        payoff is not finite or chances do not sum to one.
    """
    known = _known(tree, values)
    with np.errstate(all="ignore"):
        for name, expression in tree.definitions.items():
            known[name] = np.float64(evaluate(expression, known))
        payoffs = {at: _values(tree.payoffs[at], known) for at in tree.terminals}
        chances = {
            at: _values(node.chances, known)
            for at, node in enumerate(tree.nodes)
            if node.mover == CHANCE
        }
    if found := [*_infinite(tree, payoffs), *_not_one(tree, chances)]:
        raise InputError(found)
    return Worth({name: float(value) for name, value in known.items()}, payoffs, chances)


def _known(tree: Tree, values: Mapping[str, float]) -> dict[str, np.float64]:
    own = {one.name: one for one in tree.parameters}
    known = {name: float(cast(float, one.default)) for name, one in own.items()}
    known |= {name: float(value) for name, value in values.items()}
    found = []
    for name in sorted(values.keys() - own.keys() - tree.free_names):
        allowed = ", ".join(sorted(own.keys() | tree.free_names)) or "none"
        found.append(_problem(tree, name, "", "no such name", f"The game's names are {allowed}"))
    for name in sorted(tree.free_names - known.keys()):
        found.append(_problem(tree, name, "", "the name has no value", f"Give {name} a number"))
    for name, one in own.items():
        if fault := one.problem(known[name]):
            shown = f"{known[name]:g}"
            found.append(_problem(tree, name, shown, f"the value {fault}", "Give another value"))
    if found:
        raise InputError(found)
    return {name: np.float64(value) for name, value in known.items()}


def _values(
    expressions: tuple[Expression, ...], known: Mapping[str, np.float64]
) -> tuple[float, ...]:
    return tuple(float(evaluate(expression, known)) for expression in expressions)


def _infinite(tree: Tree, payoffs: Mapping[int, tuple[float, ...]]) -> Iterator[Problem]:
    for at, pay in payoffs.items():
        for player, value in zip(tree.players, pay, strict=True):
            if not math.isfinite(value):
                field, remedy = f"{tree.nodes[at].name}.{player}", "Change the values"
                yield _problem(tree, field, f"{value}", "the payoff must be finite", remedy)


def _not_one(tree: Tree, chances: Mapping[int, tuple[float, ...]]) -> Iterator[Problem]:
    for at, found in chances.items():
        if not are_probabilities(found):
            shown = ", ".join(f"{chance:g}" for chance in found)
            message = "chances must be 0 or more and sum to 1"
            yield _problem(tree, tree.nodes[at].name, shown, message, "Change the values")


def _problem(tree: Tree, field: str, value: str, message: str, remedy: str) -> Problem:
    return Problem(tree.id, 0, 0, field, value, message, remedy)
