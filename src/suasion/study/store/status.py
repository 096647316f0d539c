"""How far a study is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from suasion.study.store.counting import counting
from suasion.study.store.digest import file_digest
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import Manifest, read_manifest
from suasion.study.store.marker import Marker
from suasion.uncertainty.code import code_digest

LATEST = 10
"""Chunks from which the rate is read."""
PAUSE = 10
"""Times the median wait between two chunks: what is longer was a pause."""


def status(folder: Path) -> dict[str, Any]:
    """Draws done, missing and failed, the rate, and what has changed, as plain data.

    Raises
    ------
    InputError
        Where there is no study.
    """
    record = read_manifest(Layout(folder).manifest)
    markers = list(counting(folder, record).values())
    done = sum(marker.draws for marker in markers)
    rate = rate_per_second(markers)
    left = record.shape.draws - done
    return {
        "study": record.origin.study,
        "title": record.origin.title,
        "run": record.run,
        "folder": str(folder),
        "created": record.created,
        "suasion": record.suasion,
        "draws": {
            "wanted": record.shape.draws,
            "done": done,
            "missing": left,
            "failed": len({fault.draw for marker in markers for fault in marker.faults}),
        },
        "chunks": {"wanted": record.shape.chunks, "done": len(markers)},
        "compute_seconds": round(sum(marker.seconds for marker in markers), 3),
        "draws_per_second": rate,
        "seconds_left": round(left / rate, 1) if rate and left else None,
        "kinds_of_machine": len({marker.environment for marker in markers}),
        "bytes": sum(stored.bytes for marker in markers for stored in marker.files.values()),
        "changed": {
            "inputs": changed_inputs(folder, record),
            "code": code_digest() != record.origin.code,
        },
    }


def rate_per_second(markers: Sequence[Marker]) -> float | None:
    """Draws a second over the chunks that were stored last; None where one chunk tells nothing.

    A pause between two sessions does not count.
    """
    latest = sorted(markers, key=lambda marker: marker.at)[-LATEST:]
    gaps = [(then.at - first.at).total_seconds() for first, then in pairwise(latest)]
    if not gaps:
        return None
    usual = PAUSE * median(gaps)
    worked = [(gap, one.draws) for gap, one in zip(gaps, latest[1:], strict=True) if gap <= usual]
    return round(sum(draws for _, draws in worked) / max(sum(gap for gap, _ in worked), 1e-3), 1)


def changed_inputs(folder: Path, record: Manifest) -> list[str]:
    """Input files that are not what the manifest says."""
    inputs = Layout(folder).inputs
    found = {
        path.relative_to(inputs).as_posix(): file_digest(path)
        for path in sorted(inputs.rglob("*"))
        if path.is_file()
    }
    names = sorted({*found, *record.files})
    return [name for name in names if found.get(name) != record.files.get(name)]
