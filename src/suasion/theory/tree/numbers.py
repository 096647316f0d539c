"""The numbers of a game: its expressions evaluated, on arrays of any batch shape.

Definitions
-----------
Numbers
    Payoffs by terminal and player, chances by node and move; each of shape `*batch`, or a plain
    number where the file gives one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.tree.expression import Functions, evaluate
from suasion.theory.tree.tree import CHANCE, Tree

FUNCTIONS: Functions = {
    "min": jnp.minimum,
    "max": jnp.maximum,
    "exp": jnp.exp,
    "log": jnp.log,
    "sqrt": jnp.sqrt,
    "abs": jnp.abs,
    "logistic": jax.nn.sigmoid,
    "normal": jax.scipy.special.ndtr,
}


class Numbers(NamedTuple):
    """What a tree's expressions are worth.

    Parameters
    ----------
    payoffs
        By terminal, in the order of `Tree.terminals`, and player [each player's own unit].
    chances
        By node and move [1]; empty where chance does not move.
    """

    payoffs: tuple[tuple[Any, ...], ...]
    chances: tuple[tuple[Any, ...], ...]


def numbers(tree: Tree, values: Mapping[str, Any], functions: Functions = FUNCTIONS) -> Numbers:
    """Every payoff and chance of a tree.

    Parameters
    ----------
    tree
        The game.
    values
        A number or an array `*batch` for each of `tree.free_names`.
    functions
        Those of JAX, or of NumPy where nothing is to be compiled.
    """
    known = defined(tree, values, functions)
    payoffs = tuple(
        tuple(evaluate(e, known, functions) for e in tree.payoffs[at]) for at in tree.terminals
    )
    chances = tuple(
        tuple(evaluate(e, known, functions) for e in node.chances) if node.mover == CHANCE else ()
        for node in tree.nodes
    )
    return Numbers(payoffs, chances)


def precisions(
    tree: Tree, values: Mapping[str, Any], functions: Functions = FUNCTIONS
) -> tuple[Any, ...]:
    """Precision of each player [1/payoff unit] as the file has it."""
    known = defined(tree, values, functions)
    return tuple(evaluate(expression, known, functions) for expression in tree.solving.precision)


def defined(tree: Tree, values: Mapping[str, Any], functions: Functions) -> dict[str, Any]:
    """The values with the file's definitions, in order."""
    known = dict(values)
    for name, expression in tree.definitions.items():
        known[name] = evaluate(expression, known, functions)
    return known
