"""A page or picture put in its place whole: nothing half-written is left behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from suasion.errors import FileRefused, Problem


def put(path: Path, text: str, what: str = "file") -> None:
    """Write a text, replacing the file if it exists.

    Parameters
    ----------
    path
        The file; its folder is made if it is missing.
    what
        What it is, for the error.

    Raises
    ------
    FileRefused
        Where the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text)
    except OSError as error:
        message = f"the {what} cannot be written: {error.strerror}"
        remedy = "Name a file in a folder you may write to"
        raise FileRefused([Problem(str(path), 0, 0, "", "", message, remedy)]) from None


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then put in its place."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
