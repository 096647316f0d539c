"""Failures by a tree: futures split again and again by one factor, as far as it pays.

A classification tree of at most eight leaves. Its size is the smallest whose error on draws left
out is within one standard error of the least. Unlike boxes, leaves cover all futures and do not
overlap.

References
----------
[BreimanEtAl1984]_ for the tree and the rule of one standard error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from suasion.study.analysis.discovery.box import Box, Limit, box_of, ranged, worded
from suasion.study.analysis.discovery.discover import too_few
from suasion.study.analysis.discovery.peeling import LEAST
from suasion.study.analysis.table import Array, Flags, Table

MOST_LEAVES, FOLDS = 8, 4


@dataclass(frozen=True)
class Grown:
    """A tree.

    Parameters
    ----------
    leaves
        The leaf that fails most often first; the only one, without limits, where no split pays.
    explained
        Share of the variance of failure that the tree explains on draws left out; 0 or less where
        it says nothing.
    """

    leaves: tuple[Box, ...]
    explained: float


@dataclass(frozen=True)
class _Columns:
    """What a tree reads: numbers, and one flag for each word."""

    values: Array
    of: tuple[tuple[str, int | None], ...]


def grown(table: Table, fails: Flags, seed: int, least: float = LEAST) -> Grown:
    """A tree of failures.

    Parameters
    ----------
    table, fails
        What was assumed in each draw, and whether it fails.
    least
        Least share of draws in a leaf.
    """
    table = table.varying()
    columns = _columns(table)
    if too_few(fails):
        return Grown((box_of([], table, fails),), 0.0)
    size, explained = _size(columns.values, fails, seed, least)
    tree = _fitted(columns.values, fails, seed, least).tree_
    leaves = [box_of(path, table, fails) for path in _paths(tree, size, columns, table)]
    return Grown(tuple(sorted(leaves, key=lambda leaf: -leaf.density)), explained)


def _columns(table: Table) -> _Columns:
    """Words as flags: a tree would take their order for a scale."""
    parts: list[Array] = []
    of: list[tuple[str, int | None]] = []
    for name in table.names:
        column = table.column(name)
        if name not in table.words:
            parts.append(column)
            of.append((name, None))
            continue
        for word in np.unique(column).astype(int).tolist():
            parts.append((column == word).astype(float))
            of.append((name, word))
    return _Columns(np.stack(parts, axis=1), tuple(of))


def _fitted(values: Array, fails: Flags, seed: int, least: float) -> Any:
    from sklearn.tree import DecisionTreeRegressor  # noqa: PLC0415 - slow to load

    # On failures as 0 and 1 the squared error is half of Gini's impurity: the same tree.
    tree = DecisionTreeRegressor(
        max_leaf_nodes=MOST_LEAVES, min_samples_leaf=least, random_state=seed
    )
    return tree.fit(values, fails.astype(float))


def _size(values: Array, fails: Flags, seed: int, least: float) -> tuple[int, float]:
    """How many leaves pay, and what they explain of draws left out."""
    part = np.random.default_rng([seed, 2]).permutation(len(fails)) % FOLDS
    missed = np.empty((MOST_LEAVES, len(fails)))
    for fold in range(FOLDS):
        out, rest = part == fold, part != fold
        chances = _chances(_fitted(values[rest], fails[rest], seed, least), values[out])
        missed[:, out] = (fails[out] - chances) ** 2
    error = missed.mean(axis=1)
    best = int(error.argmin())
    spread = (missed - missed[best]).std(axis=1) / np.sqrt(len(fails))
    size = int(np.argmax(error - spread <= error[best]))
    return size + 1, 1 - float(error[size] / max(error[0], 1e-300))


def _chances(tree: Any, values: Array) -> Array:
    """Share of failures in the leaf of each draw, by size of the tree, shape (sizes, draws).

    Nodes are numbered as they are split, best first, so the first `2 leaves - 1` of them are the
    tree of so many leaves, and a draw's leaf there is the last of them on its way.
    """
    way = tree.decision_path(values).toarray().astype(bool)
    number = np.arange(way.shape[1])
    failing = tree.tree_.value[:, 0, 0]
    last = [
        np.where(way & (number < 2 * size - 1), number, 0).max(axis=1)
        for size in range(1, MOST_LEAVES + 1)
    ]
    return np.asarray(failing[np.stack(last)])


def _paths(tree: Any, size: int, columns: _Columns, table: Table) -> list[list[Limit]]:
    """The limits of every leaf of the tree of so many leaves."""
    found: list[list[Limit]] = []

    def walk(node: int, ranges: dict[int, tuple[float, float]]) -> None:
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left < 0 or left >= 2 * size - 1:
            found.append(_limits(ranges, columns, table))
            return
        column, edge = int(tree.feature[node]), float(tree.threshold[node])
        low, high = ranges.get(column, (-np.inf, np.inf))
        walk(left, ranges | {column: (low, min(high, edge))})
        walk(right, ranges | {column: (max(low, edge), high)})

    walk(0, {})
    return found


def _limits(ranges: dict[int, tuple[float, float]], columns: _Columns, table: Table) -> list[Limit]:
    """Ranges of columns as limits of factors, the flags of a factor's words put together."""
    found: list[Limit] = []
    kept: dict[str, set[int]] = {}
    for column, (low, high) in ranges.items():
        name, word = columns.of[column]
        if word is None:
            ends = [None if np.isinf(end) else end for end in (low, high)]
            found.append(ranged(table, name, *ends))
            continue
        every = kept.setdefault(name, set(np.unique(table.column(name)).astype(int).tolist()))
        kept[name] = every & {word} if low > 0 else every - {word}
    return found + [worded(table, name, sorted(words)) for name, words in kept.items()]
