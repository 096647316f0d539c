"""Markers: a small file for each chunk that is whole, with checksums of its data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from suasion.study.store.digest import digest, file_digest
from suasion.study.store.shape import Evaluated


class Stored(BaseModel):
    """A file of a chunk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int
    sha256: str


class FailedDraw(BaseModel):
    """A draw that failed, what makes it again, and why it failed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draw: int
    seed: str
    reason: str


class Marker(BaseModel):
    """What is on record about a chunk.

    Parameters
    ----------
    files
        Its files in the Zarr group, by path.
    environment
        Short name of that on which it was computed.
    seconds
        How long that took [s].
    finished
        When it was stored (UTC).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    chunk: Annotated[int, Field(ge=0)]
    run: str
    draws: int
    files: dict[str, Stored]
    faults: tuple[FailedDraw, ...] = ()
    environment: str
    seconds: float
    finished: str

    @property
    def at(self) -> datetime:
        """When it was stored."""
        return datetime.fromisoformat(self.finished)


def marker_of(
    chunk: Evaluated, run: str, arrays: Path, files: list[Path], *, environment: str, seconds: float
) -> Marker:
    """The marker of a chunk whose files have been written.

    Parameters
    ----------
    arrays
        The Zarr group.
    files
        In it.
    """
    stored = {
        path.relative_to(arrays).as_posix(): Stored(
            bytes=path.stat().st_size, sha256=file_digest(path)
        )
        for path in files
    }
    faults = [FailedDraw(draw=f.draw, seed=f.seed, reason=f.reason) for f in chunk.faults]
    return Marker(
        chunk=chunk.number,
        run=run,
        draws=chunk.quantiles.shape[-1],
        files=stored,
        faults=tuple(faults),
        environment=environment,
        seconds=round(seconds, 6),
        finished=datetime.now(UTC).isoformat(timespec="milliseconds"),
    )


def text_of(marker: Marker) -> str:
    """A marker as it is written, with a checksum of its own."""
    data = marker.model_dump(mode="json")
    return json.dumps({"marker": data, "sha256": digest(data)}, indent=1) + "\n"


def read_marker(path: Path) -> Marker | None:
    """The marker in a file; None where there is none or its own checksum does not fit."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        if found["sha256"] != digest(found["marker"]):
            return None
        return Marker.model_validate(found["marker"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def is_whole(marker: Marker | None, arrays: Path) -> bool:
    """Whether a chunk's marker and all of its files are there, each file of the right length."""
    if marker is None:
        return False
    try:
        return all((arrays / p).stat().st_size == one.bytes for p, one in marker.files.items())
    except OSError:
        return False
