"""Regressors: the columns of a matrix for each right side, made from a table of data.

Definitions
-----------
categories
    Text columns, and those in ``factor()``: one 0/1 column for each level but the first, in the
    order of the levels (of a pandas categorical its own, else sorted).
coding
    The levels of each column of categories, kept so that other data are coded in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from suasion.errors import UnknownName
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.terms import Factor, Side, Term
from suasion.theory.tree.expression import Expression, evaluate

CONSTANT = "const"
MAX_LEVELS = 30
Coding = Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Matrix:
    """Regressors of one right side, shape (rows, columns), with names and the known part."""

    names: tuple[str, ...]
    values: np.ndarray
    offset: np.ndarray


def require(data: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse data that lack a column."""
    for name in sorted(columns):
        if name not in data.columns:
            raise UnknownName("column of the data", name, [str(one) for one in data.columns])


def complete(data: pd.DataFrame, columns: Iterable[str]) -> np.ndarray:
    """Rows without a missing value in any of the columns."""
    return data[sorted(columns)].notna().all(axis=1).to_numpy()


def coding(data: pd.DataFrame, sides: Iterable[Side]) -> Coding:
    """The levels of every column of categories."""
    factors = [f for side in sides for term in side.terms for f in term.factors if f.column]
    numeric = {f.column for f in factors if not f.categories and _is_number(data[f.column])}
    return {f.column: _levels(data[f.column]) for f in factors if f.column not in numeric}


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column))


def _levels(column: pd.Series) -> tuple[Any, ...]:
    present = set(column)
    ordered = column.cat.categories if hasattr(column, "cat") else sorted(present, key=str)
    levels = tuple(level for level in ordered if level in present)
    if len(levels) > MAX_LEVELS:
        raise _too_many(column, levels)
    return levels


def _too_many(column: pd.Series, levels: tuple[Any, ...]) -> Exception:
    numbers = pd.to_numeric(pd.Series(levels), errors="coerce")
    odd = [level for level, number in zip(levels, numbers, strict=True) if np.isnan(number)]
    message = f"the column is text with {len(levels)} different values; at most {MAX_LEVELS} are"
    remedy = "Correct what is no number in it, or leave it out"
    shown = ", ".join(map(str, odd[:3])) if len(odd) < len(levels) else str(levels[0])
    return refused("data", str(column.name), shown, f"{message} read as categories", remedy)


def matrix(side: Side, data: pd.DataFrame, levels: Coding) -> Matrix:
    """The regressors of a right side.

    Parameters
    ----------
    side
        Parsed.
    data
        With every column that it reads, without missing values there.
    levels
        From `coding` of the data that the model was made for.
    """
    names, columns = [], []
    if side.constant:
        names, columns = [CONSTANT], [np.ones(len(data))]
    for term in side.terms:
        for name, column in _term(term, data, levels):
            names.append(name)
            columns.append(column)
    values = np.column_stack(columns) if columns else np.zeros((len(data), 0))
    offset = sum((_number(one, one.text, data) for one in side.offsets), np.zeros(len(data)))
    return Matrix(tuple(names), values, offset)


def _term(term: Term, data: pd.DataFrame, levels: Coding) -> list[tuple[str, np.ndarray]]:
    found = [("", np.ones(len(data)))]
    for factor in term.factors:
        found = [
            (f"{before}:{name}" if before else name, left * right)
            for before, left in found
            for name, right in _columns(factor, data, levels)
        ]
    return found


def _columns(factor: Factor, data: pd.DataFrame, levels: Coding) -> list[tuple[str, np.ndarray]]:
    if factor.expression is not None:
        return [(factor.text, _number(factor.expression, factor.text, data))]
    column = data[factor.column]
    if factor.column not in levels:
        return [(factor.text, finite(column.to_numpy(dtype=float), factor.text))]
    known = levels[factor.column]
    if unknown := sorted(map(str, set(column) - set(known))):
        remedy = f"Use one of {', '.join(map(str, known))}"
        message = "the model was estimated without this category"
        raise refused("data", factor.column, unknown[0], message, remedy)
    return [
        (f"{factor.text}[{level}]", (column == level).to_numpy(dtype=float)) for level in known[1:]
    ]


def _number(expression: Expression, text: str, data: pd.DataFrame) -> np.ndarray:
    for name in sorted(expression.names):
        if not _is_number(data[name]):
            message = f"{text} needs numbers, and this column is text"
            raise refused("data", name, data[name].iloc[0], message, "Use a column of numbers")
    columns = {name: data[name].to_numpy(dtype=float) for name in expression.names}
    with np.errstate(all="ignore"):
        values = np.asarray(evaluate(expression, columns), dtype=float)
    return finite(np.broadcast_to(values, (len(data),)), text)


def finite(values: np.ndarray, name: str) -> np.ndarray:
    """The values, refused if one is infinite or not a number."""
    if not np.isfinite(values).all():
        row = int(np.flatnonzero(~np.isfinite(values))[0])
        message = f"the regressor is not finite in row {row + 1} of those used"
        raise refused("data", name, values[row], message, "Correct the data or the formula")
    return values
