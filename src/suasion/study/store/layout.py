"""Where things are in the folder of a study."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from suasion.study.store.durable import draft_of

MARKER_DIGITS = 6


@dataclass(frozen=True)
class Layout:
    """The places in a study's folder."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """The run record; a folder without it is no study yet."""
        return self.folder / "manifest.json"

    @property
    def inputs(self) -> Path:
        """Everything that the study reads."""
        return self.folder / "inputs"

    @property
    def study(self) -> Path:
        """The study file as it was run."""
        return self.inputs / "study.yaml"

    @property
    def arrays(self) -> Path:
        """The Zarr group."""
        return self.folder / "draws.zarr"

    @property
    def markers(self) -> Path:
        """The folder of markers."""
        return self.folder / "chunks"

    @property
    def lock(self) -> Path:
        """Held by the one process that writes."""
        return self.folder / ".lock"

    def marker(self, number: int) -> Path:
        """The marker of a chunk.

        Examples
        --------
        >>> Layout(Path("s")).marker(12).as_posix()
        's/chunks/000012.json'
        """
        return self.markers / f"{number:0{MARKER_DIGITS}d}.json"

    @property
    def own(self) -> frozenset[str]:
        """Names that a study that was not made to the end may have left."""
        paths = (self.inputs, self.arrays, self.markers, self.lock, self.manifest)
        return frozenset(path.name for path in (*paths, draft_of(self.manifest)))
