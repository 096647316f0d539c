"""One data set as a table: read, its columns checked and typed, its rows sorted by their keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from suasion.evidence.data.columns import columns, keys
from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.places import path
from suasion.evidence.data.registry import data_set
from suasion.evidence.data.values import values


def table(name: str, folder: Path | None = None, *, ordered: bool = True) -> pd.DataFrame:
    """A data set with the columns of `columns.csv`.

    Parameters
    ----------
    name
        Id of a data set that has a loader.
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.
    ordered
        Whether to sort the rows; without it they stay as the file has them.

    Returns
    -------
    Columns in the listed order. Whole numbers are `int64`, or `Int64` where values may be missing;
    numbers `float64`; texts `str`; days `datetime64[s]`. Rows are sorted by the keys. Further
    columns of the file are left out.

    Raises
    ------
    DataFault
        If the file is absent or unreadable, or a column is missing or holds something else.
    """
    file = path(data_set(name), folder)
    expected = columns()[name]
    raw = _read(file, [column.name for column in expected])
    checked = {column.name: values(raw[column.name], column, str(file)) for column in expected}
    frame = pd.DataFrame(checked)
    return _sorted(frame, keys(name)) if ordered else frame


def _read(file: Path, names: list[str]) -> pd.DataFrame:
    """The named columns of a CSV or Parquet file."""
    try:
        if file.suffix == ".csv":
            raw = pd.read_csv(file)
            _require(file, names, list(raw.columns))
            return raw
        _require(file, names, pq.read_schema(file).names)
        return pq.read_table(file, columns=names).to_pandas()
    except (OSError, ValueError, pa.ArrowException) as error:
        # pandas' and most of pyarrow's errors of reading are ValueErrors.
        reason = str(error).partition("\n")[0]
        raise DataFault(
            f"{file} cannot be read as {file.suffix[1:]}: {reason}. Check it with suasion data "
            "verify and get it anew"
        ) from None


def _require(file: Path, names: list[str], present: list[str]) -> None:
    absent = [name for name in names if name not in present]
    if absent:
        raise DataFault(
            f"{file} has no column {', '.join(map(repr, absent))}; it has {', '.join(present[:12])}"
            f"{', …' if len(present) > 12 else ''}. Another version of the data? Compare it: "
            "suasion data verify"
        )


def _sorted(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Rows in the order of the named columns; most files are in order already."""
    if _in_order(frame[names]):
        return frame
    return frame.sort_values(names, kind="stable", ignore_index=True)


def _in_order(ranked: pd.DataFrame) -> bool:
    """Whether rows of whole numbers are in order; texts and missing values are not looked at."""
    if any(dtype != "int64" for dtype in ranked.dtypes):
        return False
    undecided = np.ones(max(len(ranked) - 1, 0), dtype=bool)
    for _, column in ranked.items():
        step = np.diff(column.to_numpy())
        if (undecided & (step < 0)).any():
            return False
        undecided &= step == 0
    return True
