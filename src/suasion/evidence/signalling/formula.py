"""A formula for the crisis-signalling game: four counts, and one right side for each utility.

::

    sq + cd + sf + bd ~ x + 0 | 1 | z | x + z | x | 1 | 0
    outcome ~ w_a = x | w_b = z | v_a = 1

Left of ``~``: four columns that count how often a game ended in SQ, CD, SF and BD; or one column
with these words, one play a row. Right of it seven parts in the order S_A, V_A, C_B, W_A, W_B, a,
V_B, which is that of R's package sigInt; or parts with names. Utilities that are not named are
zero. A right side is written as in `suasion.evidence.estimation.terms`.

References
----------
[CrismanCoxGibilisco2021]_.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from suasion.errors import UnknownName
from suasion.evidence.estimation.design import Coding, coding, complete, matrix, require
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.terms import Side, parse_side, split
from suasion.evidence.signalling.games import OUTCOMES, UTILITIES, Crises, assembled

Array = NDArray[np.float64]

ZERO = Side(constant=False)
MAX_LETTERS = 20_000
ORDER = "S_A | V_A | C_B | W_A | W_B | a | V_B"
_KEYS = {name.replace("_", ""): name for name in UTILITIES}


@dataclass(frozen=True)
class Specified:
    """Games as a formula makes them from a table.

    Parameters
    ----------
    games
        Ready for estimation.
    rows
        Which rows of the table are used, of shape `R`.
    data
        Those rows.
    levels
        Coding of the columns of categories.
    """

    games: Crises
    rows: NDArray[np.bool_]
    data: pd.DataFrame
    levels: Coding

    @property
    def left_out(self) -> int:
        """How many rows are not used because a value is missing."""
        return int((~self.rows).sum())


def specified(
    data: pd.DataFrame,
    formula: str | Sequence[str],
    *,
    fixed: Mapping[str, float] | None = None,
) -> Specified:
    """Games from a table by a formula, one row each.

    Parameters
    ----------
    data
        Regressors and outcomes; rows with a missing value in a column that is used are left out.
    formula
        As above; or several texts, the first with the left side, each further one more parts.
    fixed
        Utilities that are known and not estimated [standard deviations of a shock]; so is
        ``offset(1)`` as a part of the formula.

    Raises
    ------
    InputError
        With what is wrong with the formula or the data.
    UnknownName
        For a column or utility that does not exist.
    EstimationFault
        If coefficients are not identified.

    Examples
    --------
    >>> table = pd.DataFrame({"sq": [9, 8], "cd": [0, 1], "sf": [1, 0], "bd": [0, 1], "x": [0, 1]})
    >>> specified(
    ...     table, "sq + cd + sf + bd ~ 0 | 0 | 0 | 1 | x | 0 | 0", fixed={"VA": 1}
    ... ).games.names
    ('w_a: const', 'w_b: const', 'w_b: x')
    """
    left, sides = _parsed(formula)
    known = {utility_name(name): value for name, value in (fixed or {}).items()}
    _fixed_or_estimated(known, sides)
    used = {name for side in sides.values() for name in side.columns}
    require(data, {*left, *used})
    rows = complete(data, {*left, *used})
    if not rows.any():
        message = "no row has a value in every column that is used"
        raise refused("data", "", f"{len(data)} rows", message, "Leave out a regressor")
    counts = _tallied(data, left, rows)
    kept = data[rows]
    levels = coding(kept, sides.values())
    found = {name: matrix(side, kept, levels) for name, side in sides.items()}
    offset = np.column_stack([found[name].offset + known.get(name, 0.0) for name in UTILITIES])
    games = assembled(
        {name: found[name].names for name in UTILITIES},
        {name: found[name].values for name in UTILITIES},
        offset,
        counts,
    )
    return Specified(games, rows, kept, levels)


def utility_name(text: str) -> str:
    """The utility that is meant, also in the spelling of sigInt: ``VA``, ``barWB``.

    Parameters
    ----------
    text
        As the user wrote it.

    Raises
    ------
    UnknownName
        If there is none.

    Examples
    --------
    >>> utility_name("barWA"), utility_name("s_a"), utility_name("bara")
    ('w_a', 's_a', 'a')
    """
    key = text.strip().lower().replace("_", "").removeprefix("bar")
    if key not in _KEYS:
        raise UnknownName("utility of the signalling game", text.strip(), list(UTILITIES))
    return _KEYS[key]


def _parsed(formula: str | Sequence[str]) -> tuple[tuple[str, ...], dict[str, Side]]:
    """Columns of outcomes, and the right side of every utility."""
    whole = formula if isinstance(formula, str) else " | ".join(formula)
    left, tilde, right = whole.partition("~")
    if not tilde or "~" in right or len(whole) > MAX_LETTERS:
        message = "a formula has one ~ between what is observed and the utilities"
        raise refused("formula", "", whole, message, f'Write "sq + cd + sf + bd ~ {ORDER}"')
    columns = tuple(piece.strip("`") for _, piece in split(left, "+"))
    if (
        len(set(columns)) != len(columns)
        or not all(columns)
        or len(columns) not in (1, len(OUTCOMES))
    ):
        message = "the left side needs four columns of counts, or one of outcomes"
        remedy = 'Write "sq + cd + sf + bd ~ …", in this order, or "outcome ~ …"'
        raise refused("formula", "left", left.strip(), message, remedy)
    return columns, _sides([part for _, part in split(right, "|") if part])


def _sides(parts: Sequence[str]) -> dict[str, Side]:
    named = [split(part, "=") for part in parts]
    if all(len(pieces) == 1 for pieces in named):
        return _in_order(parts)
    found = dict[str, Side]()
    for part, pieces in zip(parts, named, strict=True):
        if len(pieces) == 1:
            message = "some parts have a name and some have none"
            raise refused("formula", "right", part, message, "Give each its name: w_b = …")
        name = utility_name(pieces[0][1])
        if name in found:
            raise refused("formula", name, None, "this is given twice", "Give it once")
        found[name] = parse_side(part.partition("=")[2])
    return dict.fromkeys(UTILITIES, ZERO) | found


def _in_order(parts: Sequence[str]) -> dict[str, Side]:
    if len(parts) != len(UTILITIES):
        message = f"seven parts are needed, in the order {ORDER}"
        remedy = "Give one for each, 0 for those fixed at zero, or name them: w_b = …"
        raise refused("formula", "right", f"{len(parts)} parts", message, remedy)
    return {name: parse_side(part) for name, part in zip(UTILITIES, parts, strict=True)}


def _fixed_or_estimated(known: Mapping[str, float], sides: Mapping[str, Side]) -> None:
    for name, value in known.items():
        if not np.isfinite(value):
            raise refused("fixed", name, value, "must be a number", "Write it as 1.0")
        if not sides[name].empty:
            message = "is fixed and has a part of the formula"
            raise refused("fixed", name, f"{value:g}", message, "Give one of the two")


def _tallied(data: pd.DataFrame, left: Sequence[str], rows: NDArray[np.bool_]) -> Array:
    """How often each game ended in SQ, CD, SF and BD, of shape `D 4`."""
    places = np.flatnonzero(rows) + 1
    if len(left) == 1:
        return _by_word(data[left[0]][rows], places)
    counts = np.column_stack([_counted(data[name][rows], places) for name in left])
    if not (played := counts.sum(axis=1) > 0.0).all():
        message = f"row {places[np.argmin(played)]} was never played: all four counts are 0"
        raise refused("data", " + ".join(left), None, message, "Leave the row out or correct it")
    return counts


def _by_word(column: pd.Series, places: NDArray[np.int64]) -> Array:
    words = column.astype(str).str.strip().str.lower().to_numpy()
    known = np.isin(words, OUTCOMES)
    if not known.all():
        at = int(np.argmin(known))
        message = f"row {places[at]} holds no outcome of the signalling game"
        remedy = f"Write {', '.join(OUTCOMES)}, or give four columns of counts"
        raise refused("data", str(column.name), column.iloc[at], message, remedy)
    return np.asarray(words[:, None] == np.array(OUTCOMES), dtype=float)


def _counted(column: pd.Series, places: NDArray[np.int64]) -> Array:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    right = np.isfinite(numbers) & (numbers >= 0.0)
    if not right.all():
        at = int(np.argmin(right))
        message = f"row {places[at]} holds what is no count"
        raise refused(
            "data", str(column.name), column.iloc[at], message, "Counts are numbers from 0 on"
        )
    return numbers
