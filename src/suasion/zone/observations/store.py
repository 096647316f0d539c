"""Canonical observations in a Parquet file: written batch by batch, and read with checks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from suasion.zone.observations.batches import refused
from suasion.zone.observations.columns import (
    COLUMNS,
    EARLIEST_YEAR,
    LATEST_YEAR,
    LONGEST_TEXT,
    Column,
)
from suasion.zone.observations.parquet_table import FAULTS

TYPES = {
    "time": pa.timestamp("us", "UTC"),
    "number": pa.float64(),
    "whole": pa.int64(),
    "text": pa.string(),
}
SCHEMA = pa.schema(
    [pa.field(one.name, TYPES[one.kind], nullable=not one.required) for one in COLUMNS]
)
WORDS = tuple(one.name for one in COLUMNS if one.kind == "text" and one.name != "row_id")
"""Columns with few different texts."""
ENCODED = pa.schema(
    [
        one.with_type(pa.dictionary(pa.int32(), pa.string())) if one.name in WORDS else one
        for one in SCHEMA
    ]
)
"""The same columns with each different text once, and its number in every row."""
ORIGIN = ("file", "sha256", "mapping", "read", "accepted", "rejected")
"""What a file says about where its rows come from."""
EXACT = 2**53
"""JSON has whole numbers below this."""
NOTE = b"suasion"
"""Key of the file's metadata under which its origin stands, as JSON."""


def writer(path: Path) -> pq.ParquetWriter:
    """What writes canonical observations to a file; close it."""
    return pq.ParquetWriter(path, SCHEMA, compression="zstd")


def write(file: pq.ParquetWriter, columns: Mapping[str, list[Any]]) -> None:
    """Add rows to a file."""
    file.write_table(pa.Table.from_pydict(dict(columns), schema=SCHEMA))


def note(file: pq.ParquetWriter, origin: Mapping[str, Any]) -> None:
    """Say in a file where its rows come from."""
    file.add_key_value_metadata({NOTE.decode(): json.dumps(origin, ensure_ascii=False)})


def origin(path: Path) -> dict[str, Any]:
    """Where the rows of a canonical file come from; empty where it does not say.

    Raises
    ------
    FileRefused
        Where the file is not a whole Parquet file of observations.
    """
    with _opened(path) as file:
        try:
            found = json.loads((file.metadata.metadata or {}).get(NOTE, b"{}"))
        except (ValueError, RecursionError):
            return {}
    if not isinstance(found, dict):
        return {}
    return {name: found[name] for name in sorted(ORIGIN) if _is_plain(found.get(name))}


def _is_plain(value: Any) -> bool:
    """Whether a value is what we write there: short text, or a count."""
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and value.isprintable()
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < EXACT


def rows(path: Path) -> int:
    """How many observations a canonical file holds."""
    with _opened(path) as file:
        return int(file.metadata.num_rows)


def batches(
    path: Path, batch_rows: int = 65_536, *, encoded: bool = False
) -> Iterator[pa.RecordBatch]:
    """The observations of a canonical file, each batch checked.

    Parameters
    ----------
    path
        A file that `suasion zone read` wrote.
    batch_rows
        Most rows of a batch.
    encoded
        Whether columns are as in `ENCODED`, which is faster to read and to compare.

    Raises
    ------
    FileRefused
        Where the file is not whole, lacks a column, or has a value beyond its column's limits.
    """
    with _opened(path, WORDS if encoded else ()) as file:
        before = 0
        try:
            for block in _blocks(file, batch_rows):
                _check(path, block, before)
                before += block.num_rows
                yield block
        except FAULTS as error:
            raise _broken(path, error) from None


def _blocks(file: pq.ParquetFile, batch_rows: int) -> Iterator[pa.RecordBatch]:
    """Rows as they stand in the file, no block across two of its row groups.

    Each group has words of its own, and a block across two would be cut there at once, and again
    at its end. In this thread: handing columns over to others costs as much as reading them.
    """
    for group in range(file.num_row_groups):
        yield from file.iter_batches(batch_rows, [group], SCHEMA.names, use_threads=False)


def _opened(path: Path, encoded: Sequence[str] = ()) -> pq.ParquetFile:
    if not path.is_file():
        raise refused(path, 0, "there is no such file", "Check the path")
    try:
        file = pq.ParquetFile(path)
        schema = file.schema_arrow
    except FAULTS as error:
        raise _broken(path, error) from None
    wrong = [
        field.name
        for field in SCHEMA
        if schema.names.count(field.name) != 1 or schema.field(field.name).type != field.type
    ]
    if wrong:
        message = f"no file of observations: {', '.join(wrong)} missing or of another type"
        raise refused(path, 0, message, "Make it with `suasion zone read`")
    if not encoded:
        return file
    with file:
        return pq.ParquetFile(path, metadata=file.metadata, read_dictionary=list(encoded))


def _broken(path: Path, error: BaseException) -> Exception:
    told = (str(error).splitlines() or ["no reason"])[0][:120]
    remedy = "Write it again with `suasion zone read`"
    return refused(path, 0, f"this is not a whole Parquet file ({told})", remedy)


def _check(path: Path, block: pa.RecordBatch, before: int) -> None:
    block.validate(full=True)
    for column in COLUMNS:
        found = _first_wrong(block.column(column.name), column)
        if found is not None:
            message = f"row {before + found + 1} has no valid {column.name}"
            raise refused(path, 0, message, "Write it again with `suasion zone read`")


def _first_wrong(values: pa.Array, column: Column) -> int | None:
    """Place of the first value that the column does not allow, or nothing."""
    if _all_good(values, column):
        return None
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    good = pc.is_valid(values) if column.required else pa.array([True] * len(values))
    if column.low is not None and column.high is not None:
        low, high = (int(x) if column.kind == "whole" else x for x in (column.low, column.high))
        least, most = pa.scalar(low, values.type), pa.scalar(high, values.type)
        inside = pc.and_(pc.greater_equal(values, least), pc.less_equal(values, most))
        good = pc.and_(good, pc.fill_null(inside, not column.required))
    if column.kind == "time":
        good = pc.and_(good, pc.fill_null(_within_years(values), False))
    if column.kind == "text":
        short = pc.less_equal(pc.utf8_length(values), LONGEST_TEXT)
        good = pc.and_(good, pc.fill_null(short, True))
    if column.words:
        good = pc.and_(good, pc.is_in(values, value_set=pa.array(column.words)))
    at = pc.index(good, False).as_py()
    return None if at < 0 else int(at)


def _all_good(values: pa.Array, column: Column) -> bool:
    """Whether a glance at the extremes shows that no value is wrong; False where it does not."""
    if values.null_count and column.required:
        return False
    if column.kind == "text":
        return _texts_good(values, column)
    if values.null_count or not len(values):
        return not len(values)
    if column.kind == "time":
        found = pc.min_max(values)
        return bool(pc.all(_within_years(pa.array([found["min"], found["max"]]))).as_py())
    if column.low is None or column.high is None:
        return True
    numbers = values.to_numpy()
    # The least of numbers with a NaN is NaN, which no limit allows.
    return bool(numbers.min() >= column.low and numbers.max() <= column.high)


def _texts_good(values: pa.Array, column: Column) -> bool:
    if pa.types.is_dictionary(values.type):
        values = values.dictionary
    if column.words:
        return set(values.to_pylist()) <= set(column.words)
    # A letter has at least one byte.
    return (pc.max(pc.binary_length(values)).as_py() or 0) <= LONGEST_TEXT


def _within_years(values: pa.Array) -> pa.Array:
    first, end = (
        pa.scalar(dt.datetime(year, 1, 1, tzinfo=dt.UTC), values.type)
        for year in (EARLIEST_YEAR, LATEST_YEAR)
    )
    return pc.and_(pc.greater_equal(values, first), pc.less(values, end))
