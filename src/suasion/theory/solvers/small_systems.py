"""Small linear systems, one for each game of a batch, written out as arithmetic on its arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax.numpy as jnp

LEAST = 1e-300
"""Stands for a pivot of zero, so that nothing is divided by it; what comes out is refused later."""


class Solved(NamedTuple):
    """Solutions, one a right-hand side, and whether the determinant is positive, `*batch`."""

    found: list[list[Any]]
    positive: Any


def solved(matrix: Sequence[Sequence[Any]], *right: Sequence[Any]) -> Solved:
    """Solutions by elimination, the largest pivot of a column first.

    Parameters
    ----------
    matrix
        Rows of entries, each `*batch`.
    right
        Right-hand sides, each a list of entries.

    Examples
    --------
    >>> one = solved(
    ...     [[jnp.asarray(0.0), jnp.asarray(2.0)], [jnp.asarray(1.0), jnp.asarray(0.0)]],
    ...     [jnp.asarray(4.0), jnp.asarray(3.0)],
    ... )
    >>> [float(x) for x in one.found[0]], bool(one.positive)
    ([3.0, 2.0], False)
    """
    size = len(matrix)
    rows = [[*row, *(side[i] for side in right)] for i, row in enumerate(matrix)]
    positive: Any = jnp.asarray(True)
    for k in range(size):
        for i in range(k + 1, size):
            positive = positive ^ _exchanged(rows, k, i)
        positive = positive ^ (rows[k][k] < 0)
        _clear_below(rows, k)
    return Solved([_back(rows, size, size + place) for place in range(len(right))], positive)


def _exchanged(rows: list[list[Any]], k: int, i: int) -> Any:
    """Put the larger of two entries of a column above; whether the rows changed places."""
    swap = jnp.abs(rows[i][k]) > jnp.abs(rows[k][k])
    pairs = list(zip(rows[k], rows[i], strict=True))
    rows[k] = [jnp.where(swap, low, high) for high, low in pairs]
    rows[i] = [jnp.where(swap, high, low) for high, low in pairs]
    return swap


def _clear_below(rows: list[list[Any]], k: int) -> None:
    rows[k][k] = jnp.where(rows[k][k] == 0, LEAST, rows[k][k])
    for i in range(k + 1, len(rows)):
        factor = rows[i][k] / rows[k][k]
        rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]


def _back(rows: list[list[Any]], size: int, column: int) -> list[Any]:
    found: list[Any] = [None] * size
    for k in reversed(range(size)):
        rest = rows[k][column]
        for j in range(k + 1, size):
            rest = rest - rows[k][j] * found[j]
        found[k] = rest / rows[k][k]
    return found
