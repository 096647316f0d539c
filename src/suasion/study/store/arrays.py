"""The Zarr group of a study: one variable a metric, and the quantiles and values of the factors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr
import zarr
from numpy.typing import NDArray
from zarr.codecs import BloscCodec

from suasion.study.metrics import METRICS
from suasion.study.store.shape import Evaluated, Shape

FACTORS = ("quantiles", "values")
ZARR_FORMAT = 3
# Measured on chunks of 9,000 draws and 147 factors: within 2 % of the smallest size that any level
# of zstd reaches, at a third of the time. Random numbers have little that can be pressed.
PRESSED = BloscCodec(cname="lz4", clevel=1, shuffle="bitshuffle")
MEANINGS = {
    "quantiles": {"units": "1", "long_name": "uniform number of the factor"},
    "values": {"long_name": "value drawn; the index of a word or of a theory"},
    **{one.name: {"units": one.unit, "long_name": one.meaning} for one in METRICS},
}


def make_arrays(path: Path, shape: Shape) -> None:
    """Write the group, its axes and names, and no draws."""
    played = (len(shape.variants), len(shape.theories), shape.draws)
    drawn = (len(shape.factors), shape.draws)
    variables = {
        name: (("variant", "theory", "draw"), _empty(played, np.float32)) for name in shape.metrics
    } | {name: (("factor", "draw"), _empty(drawn, np.float64)) for name in FACTORS}
    data = xr.Dataset(
        {name: (*held, MEANINGS.get(name, {})) for name, held in variables.items()},
        {name: _text(getattr(shape, plural)) for name, plural in AXES.items()},
    )
    how = {name: _encoding(data[name].shape, shape.chunk) for name in data.data_vars}
    data.to_zarr(
        path, mode="w", compute=False, zarr_format=ZARR_FORMAT, consolidated=False, encoding=how
    )


AXES = {"variant": "variants", "theory": "theories", "factor": "factors"}


def _text(names: tuple[str, ...]) -> NDArray[Any]:
    """Names as text of any length, for which Zarr's third version has a form."""
    return np.array(names, dtype=object)


def _empty(shape: tuple[int, ...], kind: Any) -> da.Array:
    """An array that is never made: only its shape is written."""
    return da.empty(shape, dtype=kind, chunks=shape)


def _encoding(shape: tuple[int, ...], chunk: int) -> dict[str, Any]:
    along = tuple(max(size, 1) for size in shape[:-1])
    return {"chunks": (*along, chunk), "compressors": (PRESSED,), "_FillValue": np.nan}


def opened(path: Path) -> dict[str, zarr.Array[Any]]:
    """The arrays of a group, to be written."""
    # A chunk of nothing but NaN is a result too: it gets its file like any other.
    with zarr.config.set({"array.write_empty_chunks": True}):
        group = zarr.open_group(path, mode="r+")
        return {str(name): array for name, array in group.arrays()}


def write_block(
    arrays: Mapping[str, zarr.Array[Any]], path: Path, shape: Shape, chunk: Evaluated
) -> list[Path]:
    """Write a chunk's arrays, each into a file of its own; the files."""
    at = shape.slice_of(chunk.number)
    blocks = blocks_of(shape, chunk)
    files = {name: file_of(path, name, block.ndim, chunk.number) for name, block in blocks.items()}
    for name, block in blocks.items():
        # What a process that was ended has left is not read, as it may not be readable.
        files[name].unlink(missing_ok=True)
        arrays[name][..., at] = block
    return list(files.values())


def blocks_of(shape: Shape, chunk: Evaluated) -> dict[str, NDArray[Any]]:
    """The arrays of a chunk as they are stored, by variable."""
    metrics = dict(zip(shape.metrics, np.asarray(chunk.metrics, np.float32), strict=True))
    return metrics | {name: np.asarray(getattr(chunk, name), np.float64) for name in FACTORS}


def read_block(
    arrays: Mapping[str, zarr.Array[Any]], shape: Shape, number: int
) -> dict[str, NDArray[Any]]:
    """What is stored of a chunk, by variable."""
    at = shape.slice_of(number)
    wanted = (*shape.metrics, *FACTORS)
    return {name: np.asarray(arrays[name][..., at]) for name in wanted}


def file_of(path: Path, name: str, axes: int, number: int) -> Path:
    """The file of a variable's chunk."""
    return path.joinpath(name, "c", *["0"] * (axes - 1), str(number))
