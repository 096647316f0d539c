"""What was read from a text, kept in the user's cache folder, so that it is read once.

Scanning YAML takes a hundred times as long as reading the same data as JSON. What is kept is known
by the text, by the code that read it and by the versions of Python and of the parser; it is data
and never code. Whatever is missing, damaged or in a folder that others may write to is read anew
without a word.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from suasion.describe.own_folder import refuse_shared

MOST = 500
"""Texts remembered; the oldest go first."""
FORGOTTEN = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What a file that was cut, damaged or written by hand may raise."""

Place = tuple[str | int, ...]
Read = tuple[Any, dict[Place, tuple[int, int]]]
"""Plain data, and line and column of each value by its place."""


def cache_root() -> Path:
    """The folder in which suasion keeps what it can make again."""
    return Path(os.environ.get("SUASION_CACHE") or Path.home() / ".cache" / "suasion")


def remembered(text: str, read: Callable[[str], Read]) -> Read:
    """`read(text)`, from the cache folder where the same code has read the same text before.

    Parameters
    ----------
    text
        Any text.
    read
        Gives data of mappings, lists, dates and what JSON has; what it raises is raised.
    """
    path = cache_root() / "read" / f"{hashlib.sha256((_reader() + text).encode()).hexdigest()}.json"
    with suppress(*FORGOTTEN):
        return _kept(path)
    found = read(text)
    with suppress(*FORGOTTEN):
        _keep(path, found)
    return found


@cache
def _reader() -> str:
    """What a text was read by."""
    here = Path(__file__).parent
    code = [(here / name).read_bytes() for name in ("reading.py", "remembered.py")]
    versions = (platform.python_version(), version("ruamel.yaml"))
    return hashlib.sha256(b"".join(code)).hexdigest() + repr(versions)


def _kept(path: Path) -> Read:
    refuse_shared(path.parent)
    data, dates, places = json.loads(path.read_text(encoding="utf-8"))
    for place in dates:
        data = _put(data, place, datetime.date.fromisoformat)
    return data, {tuple(place): (line, column) for place, line, column in places}


def _put(data: Any, place: list[str | int], change: Callable[[Any], Any]) -> Any:
    """The data with the value at a place changed."""
    if not place:
        return change(data)
    data[place[0]] = _put(data[place[0]], place[1:], change)
    return data


def _keep(path: Path, found: Read) -> None:
    data, positions = found
    dates = [list(place) for place in _dates(data, ())]
    places = [[list(place), line, column] for place, (line, column) in positions.items()]
    text = json.dumps([data, dates, places], default=datetime.date.isoformat)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        if _kept(draft) == found:
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    files = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in files[:-MOST]:
        old.unlink(missing_ok=True)


def _dates(node: Any, place: Place) -> Iterator[Place]:
    if isinstance(node, datetime.date):
        yield place
    elif isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _dates(value, (*place, key))
