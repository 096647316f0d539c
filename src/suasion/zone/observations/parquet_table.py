"""Rows of a Parquet file, read batch by batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from suasion.zone.observations.batches import BATCH_ROWS, Batch, lacking, refused
from suasion.zone.observations.mapping_file import Chart
from suasion.zone.observations.reasons import Fault
from suasion.zone.rules.datum import TRANSFORM, WGS_84

FAULTS = (pa.ArrowException, OSError, ValueError, OverflowError, NotImplementedError, MemoryError)


@dataclass
class ParquetTable:
    """A Parquet file."""

    path: Path
    chart: Chart
    counted_in: str = "row"

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The rows; columns `wanted` are given.

        Raises
        ------
        FileRefused
            Where the file is not whole, or its geometry has another datum.
        InputError
            Where it lacks a column of the mapping.
        """
        with _whole(self.path), pq.ParquetFile(self.path, buffer_size=1 << 20) as file:
            names = list(file.schema_arrow.names)
            if any(name not in names for name in wanted):
                raise lacking(self.chart, self.path, names, wanted)
            _same_datum(self.path, file.schema_arrow.metadata or {}, self.chart)
            total, done = file.metadata.num_rows, 0
            for block in file.iter_batches(batch_size=BATCH_ROWS):
                done += block.num_rows
                yield _batch(block, wanted, done, total)
            if done != total:
                message = f"the file says that it has {total:,} rows, and has {done:,}"
                raise refused(self.path, 0, message, "Write it again from its source")

    def told(self) -> Sequence[str]:
        """Nothing."""
        return ()

    def header(self) -> list[str]:
        """The names of the columns."""
        with _whole(self.path):
            return list(pq.read_schema(self.path).names)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Turn what pyarrow says of a broken file into one clear error."""
    try:
        yield
    except FAULTS as error:
        lines = str(error).splitlines()
        message = f"this is not a whole Parquet file ({lines[0][:120] if lines else 'no reason'})"
        raise refused(path, 0, message, "Copy it again from its source") from None


def _batch(block: pa.RecordBatch, wanted: Sequence[str], done: int, total: int) -> Batch:
    faults: dict[int, Fault] = {}
    places = {name: block.schema.names.index(name) for name in wanted}
    cells = {name: _cells(block.column(at), name, faults) for name, at in places.items()}
    numbers = range(done - block.num_rows + 1, done + 1)
    return Batch(numbers, cells, faults, _raw(block), done, total)


def _raw(block: pa.RecordBatch) -> Callable[[int], str]:
    """What gives a row as JSON; the rows are made when the first is asked for."""

    @cache
    def columns() -> list[list[Any]]:
        ignored: dict[int, Fault] = {}
        return [_cells(column, "", ignored) for column in block.columns]

    def raw(at: int) -> str:
        row = {name: cells[at] for name, cells in zip(block.schema.names, columns(), strict=True)}
        return json.dumps(row, ensure_ascii=False, default=str)

    return raw


def _cells(column: pa.Array, name: str, faults: dict[int, Fault]) -> list[Any]:
    """The column as Python values; what cannot be one is missing, with its fault."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except FAULTS:
        return [_cell(column, at, name, faults) for at in range(len(column))]


def _cell(column: pa.Array, at: int, name: str, faults: dict[int, Fault]) -> Any:
    try:
        return column[at].as_py()
    except UnicodeDecodeError:
        faults.setdefault(at, Fault("not-utf-8", name, repr(column[at].as_buffer().to_pybytes())))
    except FAULTS as error:
        faults.setdefault(at, Fault("unreadable", name, str(error)))
    return None


def _same_datum(path: Path, metadata: dict[bytes, bytes], chart: Chart) -> None:
    """Refuse GeoParquet whose geometry is not in WGS 84."""
    column = chart.mapping.place.geometry
    if column is None or b"geo" not in metadata:
        return
    try:
        crs = json.loads(metadata[b"geo"])["columns"][column].get("crs", "OGC:CRS84")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    named = crs.get("id", {}) if isinstance(crs, dict) else {}
    code = f"{named.get('authority')}:{named.get('code')}" if isinstance(named, dict) else ""
    if crs != "OGC:CRS84" and code not in WGS_84:
        message = f"the geometry is in {code or 'an unnamed reference system'}, not in WGS 84"
        raise refused(path, 0, message, TRANSFORM)
