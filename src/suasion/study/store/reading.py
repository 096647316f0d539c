"""What a study holds so far, as labelled arrays that are read chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import xarray as xr

from suasion.errors import InputError, Problem
from suasion.study.store.counting import counting
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import read_manifest

AXES = ("variant", "theory", "factor")


def read(folder: Path) -> xr.Dataset:
    """The draws of the chunks that count.

    Parameters
    ----------
    folder
        Of a study, finished or not.

    Returns
    -------
    xarray.Dataset
        A variable a metric with axes (variant, theory, draw), single precision, NaN in a failed
        draw; `quantiles` and `values` with axes (factor, draw). The arrays are Dask's: each chunk
        is read when it is needed. The coordinate `draw` has the draws' numbers.

    Raises
    ------
    InputError
        Where there is no study.
    """
    layout = Layout(Path(folder))
    found = read_manifest(layout.manifest)
    whole = list(counting(layout.folder, found))
    data = xr.open_zarr(layout.arrays, chunks={}, consolidated=False)
    data = data.assign_coords({name: data[name].astype(object) for name in AXES})
    data = data[[*found.shape.metrics, "quantiles", "values"]]
    numbers = np.arange(found.shape.draws)
    data = data.assign_coords(draw=numbers)
    if len(whole) < found.shape.chunks:
        pieces = [numbers[found.shape.slice_of(number)] for number in whole]
        data = data.isel(draw=np.concatenate([numbers[:0], *pieces]))
    return data.assign_attrs(
        run=found.run, study=found.origin.study, suasion=found.suasion, caution=found.caution
    )


@contextmanager
def decoded(folder: Path) -> Iterator[None]:
    """Whatever is read within, with a clear error where a file of draws cannot be decoded.

    Raises
    ------
    InputError
        For such a file.
    """
    try:
        yield
    except RuntimeError as error:
        if "decompress" not in str(error):
            raise
        message = "has files of draws that are damaged and cannot be read"
        remedy = (
            f"`suasion verify {folder}` names the chunks; remove their markers in chunks/ and go "
            f"on with `suasion study resume {folder}`"
        )
        raise InputError([Problem(str(folder), 0, 0, "", "", message, remedy)]) from None
