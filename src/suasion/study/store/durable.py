"""Files that are whole or not there, whatever ends the process or the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AT_ONCE = 16
"""Files flushed at the same time: a file system with a journal writes it once for all of them,
which takes a tenth of the time of one after the other."""


def flushed(paths: Iterable[Path]) -> None:
    """Return once files and folders are on the disk, and not just on their way."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(_flush, paths):
            pass


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # a folder cannot be opened there
        return
    number = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write_whole(path: Path, text: str) -> None:
    """Write a text so that the file has all of it or does not change."""
    draft = drafted(path, text)
    flushed([draft])
    draft.replace(path)
    flushed([path.parent])


def draft_of(path: Path) -> Path:
    """Where a file is written before it is renamed; there is one writer, so one name will do."""
    return path.with_name(f".{path.name}.draft")


def drafted(path: Path, text: str) -> Path:
    """A text beside the place where it is to be renamed to."""
    draft = draft_of(path)
    draft.write_text(text, encoding="utf-8", newline="\n")
    return draft
