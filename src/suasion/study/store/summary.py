"""What a study has found, metric by metric: means, intervals, shares, and the draws that failed.

The draws of a metric are read for a few variants at a time, so that memory does not grow with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from suasion.errors import UnknownName
from suasion.study.metrics import MET
from suasion.study.store.counting import counting
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import Manifest, read_manifest
from suasion.study.store.marker import Marker
from suasion.study.store.reading import read
from suasion.study.store.shape import THEORY

Row = dict[str, Any]
Group = tuple[str, Any, Any]
"""A name, and where its futures lie on the axes of theories and draws."""
ALL = "all"
PEACE = ("through_horizon", "through_term", "unconditional_horizon", "unconditional_term")
"""Chances of no major attack, of which the share that holds is told."""
QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
MOST_BYTES = 2**27
"""Of one metric, held at a time."""


def summary(folder: Path, metrics: Sequence[str] = ()) -> Row:
    """A study's results as plain data.

    Parameters
    ----------
    metrics
        Those wanted; all where none is named.

    Raises
    ------
    UnknownName
        For a metric that the study does not keep.
    """
    record = read_manifest(Layout(folder).manifest)
    for name in metrics:
        if name not in record.shape.metrics:
            raise UnknownName("metric of this study", name, list(record.shape.metrics))
    markers = list(counting(folder, record).values())
    data = read(folder)
    wanted = list(metrics) or list(record.shape.metrics)
    groups = list(_groups(data, record))
    return {
        "study": record.origin.study,
        "title": record.origin.title,
        "run": record.run,
        "suasion": record.suasion,
        "caution": record.caution,
        "holds": record.holds,
        "draws": {"wanted": record.shape.draws, "done": data.sizes["draw"]},
        "rows": [row for name in wanted for row in _rows(data[name], groups, record)],
        "faults": list(faults(markers)),
        "base_rate_met": _share_met(data),
        "citation": record.citation,
    }


def _groups(data: xr.Dataset, record: Manifest) -> Iterator[Group]:
    """All futures, and those of each theory where there are several."""
    every = slice(None)
    yield ALL, every, every
    if record.shape.drawn:
        number = data["values"].sel(factor=THEORY).values.astype(int)
        for at, name in enumerate(record.shape.drawn):
            yield name, every, number == at
    elif len(record.shape.theories) > 1:
        for at, name in enumerate(record.shape.theories):
            yield name, slice(at, at + 1), every


def _rows(array: xr.DataArray, groups: Sequence[Group], record: Manifest) -> Iterator[Row]:
    """One metric: each variant, under all theories and under each."""
    name = str(array.name)
    each = max(array.nbytes // max(array.sizes["variant"], 1), 1)
    step = max(MOST_BYTES // each, 1)
    for start in range(0, array.sizes["variant"], step):
        block = array[start : start + step].values
        for variant, futures in zip(
            record.shape.variants[start : start + step], block, strict=True
        ):
            for theory, rows, draws in groups:
                found = futures[rows][:, draws]
                told = _told(found[~np.isnan(found)], name, record.holds)
                yield {"metric": name, "variant": variant, "theory": theory, **told}


def _told(numbers: NDArray[Any], name: str, holds: float) -> Row:
    """What is said of some futures."""
    nothing = {"futures": int(numbers.size), "mean": None, **dict.fromkeys(QUANTILES)}
    if not numbers.size:
        return {**nothing, "share_holding": None}
    ends = np.quantile(numbers, list(QUANTILES.values()))
    share = float(np.mean(numbers >= holds)) if name in PEACE else None
    return {
        **nothing,
        "mean": float(numbers.mean(dtype=float)),
        **dict(zip(QUANTILES, map(float, ends), strict=True)),
        "share_holding": share,
    }


def faults(markers: Sequence[Marker]) -> Iterator[Row]:
    """Failed draws by their reason, the most frequent first, each with an example."""
    all_of_them = [fault for marker in markers for fault in marker.faults]
    first = {fault.reason: fault for fault in reversed(all_of_them)}
    for reason, count in Counter(fault.reason for fault in all_of_them).most_common():
        yield {
            "reason": reason,
            "draws": count,
            "example_draw": first[reason].draw,
            "example_seed": first[reason].seed,
        }


def _share_met(data: xr.Dataset) -> float | None:
    """The share of futures whose baseline meets its base rate; None where that is not kept."""
    if MET not in data or not data.sizes["draw"]:
        return None
    return float(data[MET][0].mean(dtype=float))
