"""What happened in each row: one outcome of the game, read from one column or from moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from suasion.evidence.estimation.faults import refused
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

MISSING = -1
"""Stands for a row in which nothing was observed."""


def observed(
    tree: Tree, data: pd.DataFrame, left: Sequence[str], codes: Mapping[Any, str] | None = None
) -> np.ndarray:
    """Index of the outcome of each row, `MISSING` where it is not known.

    Parameters
    ----------
    tree
        The game.
    data
        With the columns `left`.
    left
        One column of outcomes; or several, of which the k-th says which action was taken at the
        k-th move, from 0 on.
    codes
        What values of the one column mean: value to name of outcome. Without it the values must be
        the names.

    Raises
    ------
    InputError
        For a value that stands for no outcome or action.
    """
    if len(left) == 1 and (codes or _moves(tree) > 1 or not _is_move(tree, data[left[0]])):
        return _by_name(tree, data[left[0]], codes or {})
    if codes:
        message = "codes go with one column of outcomes, and there are several columns of moves"
        raise refused("--code", "", None, message, "Leave the codes out")
    if len(left) != _moves(tree):
        message = f"{tree.id} has up to {_moves(tree)} moves on a path"
        remedy = f"Give one column of outcomes, or {_moves(tree)} columns of moves"
        raise refused("formula", "left", " + ".join(left), message, remedy)
    return _by_moves(tree, data, left)


def _is_move(tree: Tree, column: pd.Series) -> bool:
    return not set(column.dropna()) & {one.name for one in tree.outcomes}


def _by_name(tree: Tree, column: pd.Series, codes: Mapping[Any, str]) -> np.ndarray:
    names = [one.name for one in tree.outcomes]
    for value, name in codes.items():
        if name not in names:
            message = f"{tree.id} has no outcome of this name"
            raise refused("--code", str(value), name, message, f"Use {', '.join(names)}")
    meant = {name: at for at, name in enumerate(names)} if not codes else {}
    meant |= {_key(value): names.index(name) for value, name in codes.items()}
    keys = {value: _key(value) for value in column.dropna().unique()}
    for value, key in keys.items():
        if key not in meant:
            raise _unknown(tree, column, value, sorted(keys.values()))
    whole = {value: meant[key] for value, key in keys.items()}
    return column.map(whole, na_action="ignore").fillna(MISSING).to_numpy(dtype=int)


def _unknown(tree: Tree, column: pd.Series, value: Any, keys: list[str]) -> Exception:
    row = int(np.flatnonzero((column == value).to_numpy(dtype=bool, na_value=False))[0])
    names = ", ".join(one.name for one in tree.outcomes)
    message = f"row {row + 1} holds a value that stands for no outcome of {tree.id}"
    shown = ", ".join(keys[:5])
    remedy = f"Say what the values {shown} mean ({keys[0]}=…), each one of {names}"
    return refused("data", str(column.name), value, message, remedy)


def _key(value: Any) -> str:
    """A value as text, 1 and 1.0 alike."""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def _moves(tree: Tree) -> int:
    """Most moves of players on a path."""

    def below(at: int) -> int:
        node = tree.nodes[at]
        if node.mover == TERMINAL:
            return 0
        return (node.mover != CHANCE) + max(below(child) for child in node.children)

    return below(0)


def _by_moves(tree: Tree, data: pd.DataFrame, left: Sequence[str]) -> np.ndarray:
    chances = [at for at, node in enumerate(tree.nodes) if node.mover == CHANCE]
    if not all(_same_below(tree, at) for at in chances):
        message = "chance moves in this game, so that moves of players do not tell the outcome"
        raise refused("formula", "left", " + ".join(left), message, "Give one column of outcomes")
    columns = [data[name] for name in left]
    return np.array([_walked(tree, columns, row) for row in range(len(data))])


def _same_below(tree: Tree, at: int) -> bool:
    """Whether chance only draws types: every child is the same decision under the same name."""
    return at == 0 and len({tree.nodes[child].name for child in tree.nodes[at].children}) == 1


def _walked(tree: Tree, columns: Sequence[pd.Series], row: int) -> int:
    """The outcome that a row's moves lead to."""
    at, step = 0, 0
    while (node := tree.nodes[at]).mover != TERMINAL:
        if node.mover == CHANCE:
            at = node.children[0]
            continue
        value = columns[step].iloc[row]
        if pd.isna(value):
            return MISSING
        at, step = node.children[_action(columns[step], row, len(node.children))], step + 1
    return tree.outcome_of[tree.terminals.index(at)]


def _action(column: pd.Series, row: int, actions: int) -> int:
    value = column.iloc[row]
    key = _key(float(value) if isinstance(value, bool | np.bool_) else value)
    if key not in {str(action) for action in range(actions)}:
        message = f"row {row + 1} holds what is no move"
        remedy = f"Use whole numbers from 0 to {actions - 1}, in the order of the game's actions"
        raise refused("data", str(column.name), value, message, remedy)
    return int(key)
