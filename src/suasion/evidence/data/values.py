"""One column of a file as values of its kind, or a fault that names the first value that is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from suasion.evidence.data.columns import Column
from suasion.evidence.data.faults import DataFault

RANGES = {"code": (1, 999), "year": (1400, 2100), "flag": (0, 1)}
WORDS = {
    "code": "a state's number, 1 to 999",
    "year": "a year, 1400 to 2100",
    "flag": "0 or 1",
    "int": "a whole number",
    "number": "a number",
    "date": "a day, YYYY-MM-DD",
    "us-date": "a day, M/D/YY",
}
LATEST_TWO_DIGITS = 21
"""Two digits of a year up to this are of the 21st century."""


def values(raw: pd.Series, column: Column, place: str) -> pd.Series:
    """The column as its kind.

    Parameters
    ----------
    raw
        As it was read.
    column
        What is expected.
    place
        File, for the message.

    Raises
    ------
    DataFault
        If a value is of another kind, out of range, or missing where none may be.
    """
    found = KINDS[column.kind](_known(raw, column), column, place)
    absent = found.isna()
    if not column.optional and absent.any():
        _refuse(absent, raw, column, place)
    return found


def _known(raw: pd.Series, column: Column) -> pd.Series:
    """The column with nothing where it holds a value that means "not known"."""
    if not column.missing:
        return raw
    codes = list(column.missing)
    return raw.mask(raw.isin([float(one) for one in codes] if raw.dtype.kind in "iuf" else codes))


def _whole(raw: pd.Series, column: Column, place: str) -> pd.Series:
    """Whole numbers within the range of their kind."""
    number = _numeric(raw, column, place)
    if number.dtype.kind == "f":
        _refuse(number.notna() & (number != np.floor(number)), raw, column, place)
    if column.kind in RANGES:
        low, high = RANGES[column.kind]
        _refuse((number < low) | (number > high), raw, column, place)
    if column.optional:
        return number.astype("Int64")
    return number if number.isna().any() else number.astype("int64")


def _number(raw: pd.Series, column: Column, place: str) -> pd.Series:
    return _numeric(raw, column, place).astype("float64")


def _numeric(raw: pd.Series, column: Column, place: str) -> pd.Series:
    if raw.dtype.kind in "iufb":
        return raw.astype("int64") if raw.dtype.kind == "b" else raw
    number = pd.to_numeric(raw, errors="coerce")
    _refuse(number.isna() & raw.notna(), raw, column, place)
    return number.astype("float64")


def _text(raw: pd.Series, column: Column, place: str) -> pd.Series:
    return raw.astype("str")


def _date(raw: pd.Series, column: Column, place: str) -> pd.Series:
    day = pd.to_datetime(raw, errors="coerce").astype("datetime64[s]")
    _refuse(day.isna() & raw.notna(), raw, column, place)
    return day


def _us_date(raw: pd.Series, column: Column, place: str) -> pd.Series:
    """Days with two digits of the year; a dot stands for none."""
    written = raw.where(raw != ".")
    parts = written.str.extract(r"^(\d{1,2})/(\d{1,2})/(\d{2})$").astype("float64")
    century = np.where(parts[2] > LATEST_TWO_DIGITS, 1900, 2000)
    fields = {"year": parts[2] + century, "month": parts[0], "day": parts[1]}
    day = pd.to_datetime(pd.DataFrame(fields), errors="coerce").astype("datetime64[s]")
    _refuse(day.isna() & written.notna(), raw, column, place)
    return day


def _refuse(wrong: pd.Series, raw: pd.Series, column: Column, place: str) -> None:
    """Raise if any row is wrong, with the first one."""
    if wrong.any():
        row = int(np.flatnonzero(wrong.to_numpy(dtype=bool, na_value=False))[0])
        _fault(raw.iloc[row], row, int(wrong.sum()), column, place)


def _fault(value: Any, row: int, count: int, column: Column, place: str) -> NoReturn:
    shown = "nothing" if pd.isna(value) else repr(getattr(value, "item", lambda: value)())
    raise DataFault(
        f"{place}: column {column.name!r} must hold {WORDS.get(column.kind, 'text')}"
        f"{' or nothing' if column.optional else ''}; row {row + 1} has {shown}"
        f"{f', and {count - 1} more rows are wrong' if count > 1 else ''}. "
        "Another version of the data? Compare it: suasion data verify"
    )


Kind = Callable[[pd.Series, Column, str], pd.Series]
KINDS: dict[str, Kind] = {
    "code": _whole,
    "year": _whole,
    "int": _whole,
    "flag": _whole,
    "number": _number,
    "text": _text,
    "date": _date,
    "us-date": _us_date,
}
