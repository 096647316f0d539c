"""Features of a GeoJSON file, read one by one as they come ([RFC7946]_)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import ijson

from suasion.zone.observations.batches import BATCH_ROWS, Batch, Notes, lacking, refused
from suasion.zone.observations.mapping_file import Chart
from suasion.zone.observations.reasons import Fault
from suasion.zone.rules.datum import TRANSFORM, WGS_84

GEOMETRY = "geometry"
"""What a mapping calls the geometry of a feature."""
CRS = ["crs", "properties", "name"]
"""Where older files name their datum."""
MAX_DEPTH = 50
FAULTS = (ijson.JSONError, ValueError, OverflowError, RecursionError)


@dataclass
class GeoJsonTable:
    """A GeoJSON file with a FeatureCollection."""

    path: Path
    chart: Chart
    notes: Notes = field(default_factory=Notes)
    counted_in: str = "feature"

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The features; properties `wanted` are given, and `geometry`.

        Raises
        ------
        FileRefused
            Where it is not JSON to its end, no collection of features, or in another datum.
        InputError
            Where no feature has a property of the mapping.
        """
        self.notes = Notes()
        with _whole(self.path):
            self._is_collection()
            done, total = 0, self.path.stat().st_size
            with self.path.open("rb") as file:
                features = ijson.items(file, "features.item", use_float=True)
                while block := list(islice(features, BATCH_ROWS)):
                    self._see(block)
                    yield _batch(block, wanted, done, (file.tell(), total))
                    done += len(block)
        missing = [name for name in wanted if name not in self.notes.seen and name != GEOMETRY]
        if done and missing:
            raise lacking(self.chart, self.path, self.notes.seen, missing)

    def told(self) -> Sequence[str]:
        """Nothing."""
        return ()

    def header(self) -> list[str]:
        """The names of the properties of the first features."""
        next(self.batches(()), None)
        return list(self.notes.seen)

    def _see(self, block: list[Any]) -> None:
        for feature in block:
            self.notes.seen |= dict.fromkeys(_properties(feature))

    def _is_collection(self) -> None:
        """Refuse another kind of file, or another datum, before any row is read."""
        if self.path.stat().st_size == 0:
            raise refused(self.path, 0, "there is nothing in it", "Give a GeoJSON file")
        top = _scanned(self.path)
        kind, crs = top.get("type"), top.get("crs")
        if kind != "FeatureCollection" or "features" not in top:
            message = "the file is no GeoJSON FeatureCollection with features"
            raise refused(self.path, 0, message, "Write the features into one collection")
        if crs is not None and crs not in WGS_84:
            message = f"the file is in {str(crs)[:80]!r}, not in WGS 84"
            raise refused(self.path, 0, message, TRANSFORM)


def _scanned(path: Path) -> dict[str, Any]:
    """What stands at the top of the file: its type, the name of its datum, whether it has features.

    Deep nesting is refused here, before a parser that keeps the way to every value meets it: its
    memory grows with the square of the depth.
    """
    found: dict[str, Any] = {}
    keys: list[Any] = [None] * (MAX_DEPTH + 1)
    depth = 0
    with path.open("rb") as file:
        for event, value in ijson.basic_parse(file, use_float=True):
            if event == "map_key":
                keys[depth] = value
            elif event in ("start_map", "start_array"):
                found |= {"features": True} if _is_features(depth, event, keys) else {}
                depth = _deeper(path, depth)
                keys[depth] = None
            elif event in ("end_map", "end_array"):
                depth -= 1
            elif depth in (1, 3):
                found |= {name: value for name in ("type", "crs") if _is(name, depth, keys)}
    return found


def _is_features(depth: int, event: str, keys: list[Any]) -> bool:
    return depth == 1 and event == "start_array" and keys[1] == "features"


def _is(name: str, depth: int, keys: list[Any]) -> bool:
    return keys[1 : depth + 1] == (["type"] if name == "type" else CRS)


def _deeper(path: Path, depth: int) -> int:
    if depth == MAX_DEPTH:
        message = f"values are nested deeper than {MAX_DEPTH}"
        raise refused(path, 0, message, "Give plain features of points")
    return depth + 1


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Turn what the parser says of broken JSON into one clear error."""
    try:
        yield
    except FAULTS as error:
        told = " ".join(str(error).split())[:120]
        message = f"this is not JSON in UTF-8 to its end ({told})"
        raise refused(path, 0, message, "Copy it again from its source, or mend it") from None


def _properties(feature: Any) -> dict[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _batch(block: list[Any], wanted: Sequence[str], before: int, read: tuple[int, int]) -> Batch:
    faults = {
        at: Fault("unreadable", "", "not a Feature")
        for at, feature in enumerate(block)
        if not isinstance(feature, dict) or feature.get("type") != "Feature"
    }
    properties = list(map(_properties, block))
    cells = {name: [one.get(name) for one in properties] for name in wanted}
    if GEOMETRY in wanted:
        cells[GEOMETRY] = [
            feature.get(GEOMETRY) if isinstance(feature, dict) else None for feature in block
        ]

    def raw(at: int) -> str:
        try:
            return json.dumps(block[at], ensure_ascii=False, default=str)
        except RecursionError:
            return '"nested too deep to be written"'

    numbers = range(before + 1, before + 1 + len(block))
    return Batch(numbers, cells, faults, raw, *read)
