"""A study checked: its inputs, its run id, every checksum, and some chunks computed again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.study.running.done import Evaluate
from suasion.study.store.arrays import blocks_of, opened, read_block
from suasion.study.store.digest import file_digest
from suasion.study.store.environment import environment
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import Manifest, run_id
from suasion.study.store.marker import Marker, read_marker
from suasion.study.store.shape import Evaluated

TOLERANCE = 1e-5
"""Largest miss where code, libraries or processor differ, relative to numbers above 1: results are
kept in single precision, with steps of 1e-7, and libraries differ in the last bits before that."""

Told = Callable[[int, int], None]


@dataclass
class Findings:
    """What a check has found.

    Parameters
    ----------
    wrong
        Everything that is not as it should be, in words.
    whole, damaged, absent
        Chunks whose files have their checksums, chunks that are not so, and chunks not there yet.
    again
        Chunks computed again.
    exact
        How many of them had to agree to the last bit.
    values
        Values compared.
    largest
        Largest difference among them.
    """

    wrong: list[str] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    exact: int = 0
    values: int = 0
    largest: float = 0.0


def check_run_id(findings: Findings, record: Manifest, inputs: str) -> None:
    """Compare the run id with the one that inputs and code give."""
    now = run_id(record.origin.code, inputs)
    if now != record.run:
        findings.wrong.append(
            f"run id: the stored inputs give {now}, and manifest.json says {record.run}"
        )


def check_files(findings: Findings, folder: Path, record: Manifest, told: Told) -> None:
    """Compare every file of every chunk with its checksum."""
    layout = Layout(folder)
    for number in range(record.shape.chunks):
        path = layout.marker(number)
        marker = read_marker(path)
        faults = list(_faults(layout, record, number, marker)) if path.exists() else []
        place = findings.damaged if faults else findings.whole if marker else findings.absent
        place.append(number)
        findings.wrong += faults
        told(number + 1, record.shape.chunks)


def _faults(layout: Layout, record: Manifest, number: int, marker: Marker | None) -> Iterator[str]:
    if marker is None:
        yield f"chunk {number}: its marker {layout.marker(number).name} is damaged"
        return
    if (marker.chunk, marker.run) != (number, record.run):
        yield f"chunk {number}: its marker is that of chunk {marker.chunk} of run {marker.run}"
    for name, stored in marker.files.items():
        path = layout.arrays / name
        if not path.is_file():
            yield f"chunk {number}: {name} is missing"
        elif file_digest(path) != stored.sha256:
            yield f"chunk {number}: {name} is not what was written"


def chosen(whole: list[int], many: int | None) -> list[int]:
    """Chunks to compute again: all, or others each time."""
    if many is None or many >= len(whole):
        return whole
    return sorted(random.SystemRandom().sample(whole, many))


def check_again(
    findings: Findings,
    folder: Path,
    record: Manifest,
    plan: Any,
    evaluate: Evaluate,
    numbers: list[int],
    told: Told,
    *,
    same_code: bool,
) -> None:
    """Compute chunks again and compare every value.

    Parameters
    ----------
    same_code
        Whether this is the code of the run.
    """
    layout = Layout(folder)
    arrays = opened(layout.arrays)
    for step, number in enumerate(numbers):
        marker, now = read_marker(layout.marker(number)), evaluate(plan, number)
        same = same_code and marker is not None and marker.environment == environment()["kind"]
        stored = read_block(arrays, record.shape, number)
        findings.exact += same
        findings.again.append(number)
        _compare(findings, number, stored, blocks_of(record.shape, now), exact=same)
        _compare_faults(findings, number, marker, now)
        told(step + 1, len(numbers))


def _compare(
    findings: Findings,
    number: int,
    stored: dict[str, NDArray[Any]],
    now: dict[str, NDArray[Any]],
    *,
    exact: bool,
) -> None:
    for name, then in stored.items():
        findings.values += then.size
        if then.tobytes() == now[name].tobytes():
            continue
        largest, many = _apart(then, now[name], 0.0 if exact else TOLERANCE)
        findings.largest = max(findings.largest, largest)
        if many:
            findings.wrong.append(
                f"chunk {number}: {name} comes out otherwise in {many:,} of {then.size:,} values; "
                f"largest difference {largest:.3g}"
            )


def _apart(then: NDArray[Any], now: NDArray[Any], tolerance: float) -> tuple[float, int]:
    """The largest relative difference, and how many values are further apart than allowed."""
    if then.shape != now.shape:
        return float("inf"), then.size
    first, second = then.astype(float), now.astype(float)
    with np.errstate(invalid="ignore"):
        size = np.abs(first - second) / np.maximum(1.0, np.abs(first))
    size[np.isnan(first) & np.isnan(second) | (first == second)] = 0.0
    size[np.isnan(size)] = np.inf
    return float(size.max(initial=0.0)), int((size > tolerance).sum())


def _compare_faults(findings: Findings, number: int, marker: Marker | None, now: Evaluated) -> None:
    then = {(f.draw, f.reason) for f in marker.faults} if marker else set()
    if then != {(f.draw, f.reason) for f in now.faults}:
        findings.wrong.append(f"chunk {number}: other draws fail than those on record")
