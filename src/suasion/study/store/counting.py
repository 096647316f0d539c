"""Which chunks count: those whose marker and files are there."""

from __future__ import annotations

from pathlib import Path

from suasion.study.store.layout import Layout
from suasion.study.store.manifest import Manifest, read_manifest
from suasion.study.store.marker import Marker, is_whole, read_marker


def missing(folder: Path) -> list[int]:
    """Numbers of the chunks that do not count yet."""
    found = read_manifest(Layout(folder).manifest)
    there = counting(folder, found)
    return [number for number in range(found.shape.chunks) if number not in there]


def counting(folder: Path, record: Manifest) -> dict[int, Marker]:
    """Markers of the chunks that are whole and of this run, by their number."""
    layout = Layout(folder)
    read = {number: read_marker(layout.marker(number)) for number in range(record.shape.chunks)}
    return {
        number: marker
        for number, marker in read.items()
        if marker is not None
        and (marker.run, marker.chunk) == (record.run, number)
        and is_whole(marker, layout.arrays)
    }
