"""The record read back from a report, and whether it is still the one that was written."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from pydantic import ValidationError

from suasion.errors import FileRefused, Problem
from suasion.report.embedded import NAME, Record
from suasion.report.words import Row
from suasion.uncertainty.manifest import digest

MAX_BYTES = 64 << 20
IDENTITY = ("suasion", "code", "inputs", "anchor", "options", "theories")
"""The parts of a manifest whose digest is the run."""


class _Finder(HTMLParser):
    """Collects the text of the one script that has our name."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and dict(attrs).get("id") == NAME

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def extracted(path: Path) -> Record:
    """The record in a report.

    Raises
    ------
    FileRefused
        Where the file is no report, or its record is damaged or does not fit its own hashes.
    """
    finder = _Finder()
    finder.feed(_text(path))
    if not finder.found:
        raise refused(path, "this file is no report of suasion: it has no record to run again")
    try:
        data = json.loads("".join(finder.found))
        found = Record.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise refused(path, f"the record in this report is damaged at {place}") from None
    except (ValueError, RecursionError):
        raise refused(path, "the record in this report is damaged: it is not JSON") from None
    identity = {name: data["manifest"][name] for name in IDENTITY if name in data["manifest"]}
    return _intact(path, found, identity)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise refused(path, "the file is too large to be a report")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise refused(path, "this file is no report of suasion: it is not UTF-8 text") from None
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise refused(path, f"the report cannot be read: {reason}") from None


def refused(path: Path, message: str) -> FileRefused:
    """An error about a file that is not read as a report."""
    remedy = "Give a file that `suasion compare --out` wrote and nobody changed"
    return FileRefused([Problem(str(path), 0, 0, "", "", message, remedy)])


def _intact(path: Path, found: Record, identity: Row) -> Record:
    """The record, if its inputs and options are those that its run was named for."""
    manifest, inputs = found.manifest, found.inputs
    named = {key: digest(raw) for key, raw in inputs.raw.items()}
    changed = [key for key in manifest.inputs if named.get(key) != manifest.inputs[key]]
    changed += [key for key in named if key not in manifest.inputs]
    if digest(inputs.anchor) != manifest.anchor:
        changed.append("the baseline as described")
    if {name: digest(text) for name, text in inputs.theories.items()} != manifest.theories:
        changed.append("the game files")
    if changed:
        names = ", ".join(sorted(changed))
        raise refused(path, f"the inputs in this report were changed after it was written: {names}")
    if digest(identity)[:16] != manifest.run:
        raise refused(path, "the manifest in this report was changed after it was written")
    return found
