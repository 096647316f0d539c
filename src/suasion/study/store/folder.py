"""The folder of a study: made, locked, and filled chunk by chunk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zarr
from filelock import FileLock, Timeout

from suasion.errors import InputError, Problem
from suasion.study.store.arrays import make_arrays, opened, write_block
from suasion.study.store.digest import file_digest
from suasion.study.store.durable import drafted, flushed, write_whole
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import Manifest, Origin, read_manifest, run_id
from suasion.study.store.marker import marker_of, text_of
from suasion.study.store.recording import recorded
from suasion.study.store.shape import Evaluated, Planned

NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Store:
    """A study's folder, open to be written."""

    layout: Layout
    manifest: Manifest
    arrays: Mapping[str, zarr.Array[Any]]


def refused(folder: Path, message: str, remedy: str) -> InputError:
    """The error for a folder that cannot serve."""
    return InputError([Problem(str(folder), 0, 0, "", "", message, remedy)])


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold a folder, made where it is not there, for this process alone.

    Raises
    ------
    InputError
        Where another process writes to it, or it holds something else than a study.
    """
    layout = Layout(folder)
    _refuse_others(layout)
    lock = FileLock(layout.lock, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        message = "another process is writing to this study"
        raise refused(folder, message, "Wait for it, or end it and resume") from None
    except OSError as error:
        message = f"cannot be written to ({error.strerror})"
        raise refused(folder, message, "Name another folder with --folder") from None
    try:
        yield
    finally:
        lock.release()


def _refuse_others(layout: Layout) -> None:
    folder = layout.folder
    if folder.exists() and not folder.is_dir():
        raise refused(folder, "is a file", "Name a folder that is new or empty")
    if folder.is_dir() and not layout.manifest.is_file():
        foreign = sorted({path.name for path in folder.iterdir()} - layout.own)
        if foreign:
            message = f"holds something else than a study: {foreign[0]}"
            raise refused(folder, message, "Name a folder that is new or empty")


def create(folder: Path, plan: Planned, origin: Origin, texts: Mapping[str, str] = NONE) -> Store:
    """A new study in a folder, or the one of the same run that is there.

    Parameters
    ----------
    folder
        Held by `writing`.
    plan
        Anything with the fields of `Planned`.
    origin
        What identifies the run.
    texts
        Inputs to be kept, by path below `inputs/`.

    Raises
    ------
    InputError
        Where the folder holds another run.
    """
    layout, run = Layout(folder), run_id(origin.code, origin.inputs)
    if layout.manifest.is_file():
        _refuse_another(layout, run)
        return open_store(folder)
    for left in (layout.inputs, layout.arrays, layout.markers):
        shutil.rmtree(left, ignore_errors=True)
    for path, text in texts.items():
        (layout.inputs / path).parent.mkdir(parents=True, exist_ok=True)
        (layout.inputs / path).write_text(text, encoding="utf-8", newline="\n")
    layout.markers.mkdir()
    record = recorded(plan, origin, {path: file_digest(layout.inputs / path) for path in texts})
    make_arrays(layout.arrays, record.shape)
    flushed(layout.folder.rglob("*"))
    write_whole(layout.manifest, record.model_dump_json(indent=2) + "\n")
    return open_store(folder)


def _refuse_another(layout: Layout, run: str) -> None:
    found = read_manifest(layout.manifest)
    if found.run != run:
        message = (
            f"holds run {found.run} of {found.origin.study!r}, and this is run {run}: inputs, "
            "draws or code differ"
        )
        remedy = "Name another folder with --folder, or remove this one"
        raise refused(layout.folder, message, remedy)


def open_store(folder: Path) -> Store:
    """The study in a folder.

    Raises
    ------
    InputError
        Where there is none, or it is damaged.
    """
    layout = Layout(folder)
    found = read_manifest(layout.manifest)
    try:
        return Store(layout, found, opened(layout.arrays))
    except (OSError, ValueError, KeyError) as error:
        message = f"the arrays of this study cannot be opened ({type(error).__name__})"
        remedy = "Run the study anew from inputs/study.yaml, into another folder"
        raise refused(layout.arrays, message, remedy) from None


def write(store: Store, chunk: Evaluated, *, environment: str = "", seconds: float = 0.0) -> None:
    """Store a chunk; it counts from the last line on.

    Parameters
    ----------
    store
        Its folder is held by `writing`.
    environment
        Short name of that on which it was computed.
    seconds
        How long that took [s].

    Raises
    ------
    InputError
        Where the disk is full or the folder is gone; what is stored stays.
    """
    try:
        _write(store, chunk, environment, seconds)
    except OSError as error:
        message = f"a chunk could not be written ({error.strerror or type(error).__name__})"
        remedy = "What is stored stays. Make room or mend the disk, then resume"
        raise refused(store.layout.folder, message, remedy) from None


def _write(store: Store, chunk: Evaluated, environment: str, seconds: float) -> None:
    layout = store.layout
    path = layout.marker(chunk.number)
    path.unlink(missing_ok=True)
    files = write_block(store.arrays, layout.arrays, store.manifest.shape, chunk)
    marker = marker_of(
        chunk,
        store.manifest.run,
        layout.arrays,
        files,
        environment=environment,
        seconds=seconds,
    )
    draft = drafted(path, text_of(marker))
    flushed([*files, *{file.parent for file in files}, draft])
    draft.replace(path)
