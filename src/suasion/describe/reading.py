"""YAML 1.2 files read with the position of every value, within limits.

Words, numbers, truth values and dates are told apart by YAML's core schema, so `NO` is a country
and `on` is a word. Refused before anything is interpreted: files over 1 MiB, binary files, other
encodings than UTF-8, anchors, aliases and tags (a short file with aliases can stand for billions
of values), nesting deeper than 20, more than 50,000 values, names that are not text, a name given
twice in one mapping.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from suasion.describe.remembered import Read, remembered
from suasion.errors import FileRefused, Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_SAID = 4000
"""Letters of a part of an error; a file may have names of a million."""

Place = tuple[str | int, ...]
Positions = dict[Place, tuple[int, int]]


def _unbounded(text: str) -> float:
    """Infinity or not a number, which YAML writes with a dot."""
    return float(text.replace(".", ""))


PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"~|null|Null|NULL|"), lambda text: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), _unbounded),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), datetime.date.fromisoformat),
)
"""The core schema of YAML 1.2 for words without quotes, and dates."""


@dataclass(frozen=True)
class Document:
    """A file's plain data and where each value stands."""

    name: str
    data: Any
    positions: Positions

    def problem(self, place: Place, message: str, remedy: str, value: str = "") -> Problem:
        """A problem at `place`, or at its nearest enclosing value that the file has."""
        at = next((place[:n] for n in range(len(place), 0, -1) if place[:n] in self.positions), ())
        line, column = self.positions.get(at, (1, 1))
        said = (".".join(str(part) for part in place), value, message, remedy)
        return Problem(self.name, line, column, *map(_shortened, said))


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_SAID else f"{text[:MAX_SAID]}…"


@dataclass
class _Builder:
    """Data and positions from a stream of YAML events, without anchors, aliases and tags."""

    events: Iterator[Any]
    positions: Positions = field(default_factory=dict)
    nodes: int = 0

    def document(self) -> Any:
        """The data of the stream's only document; None where there is none."""
        found, seen = None, False
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if seen:
                    self.refuse("a second document starts here", event)
                found, seen = self.value(next(self.events), ()), True
        return found

    def value(self, event: Any, place: Place) -> Any:
        """The value that starts with `event`."""
        self._within_limits(event, place)
        self.positions[place] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(place)
        return _scalar(event)

    def _mapping(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._key(event, found)
            found[key] = self.value(next(self.events), (*place, key))
        return found

    def _key(self, event: Any, found: dict[str, Any]) -> str:
        self._within_limits(event, ())
        key = _scalar(event) if isinstance(event, ScalarEvent) else None
        if not isinstance(key, str):
            shown = getattr(event, "value", "a mapping or list")
            self.refuse(f"a name must be text, not {shown}; put it in quotes", event)
        if key in found:
            self.refuse(f"{key!r} is given twice in one mapping", event)
        return key

    def _sequence(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            found.append(self.value(event, (*place, len(found))))
        return found

    def _within_limits(self, event: Any, place: Place) -> None:
        self.nodes += 1
        if isinstance(event, AliasEvent) or event.anchor:
            self.refuse("anchors and aliases are not allowed", event)
        if getattr(event, "tag", None):
            self.refuse("tags are not allowed", event)
        if len(place) > MAX_DEPTH:
            self.refuse(f"values are nested deeper than {MAX_DEPTH}", event)
        if self.nodes > MAX_NODES:
            self.refuse(f"more than {MAX_NODES:,} values", event)

    def refuse(self, message: str, event: Any) -> NoReturn:
        """Stop reading at `event`."""
        raise MarkedYAMLError(problem=message, problem_mark=event.start_mark)


def _scalar(event: Any) -> Any:
    """A word, number, truth value, date or null; what is quoted stays text."""
    text = event.value
    if event.style:
        return text
    for pattern, convert in PLAIN:
        if pattern.fullmatch(text):
            try:
                return convert(text)
            except ValueError:  # 2026-02-30, or an integer of thousands of digits
                return text
    return text


def _refused(name: str, message: str, remedy: str, mark: Any = None) -> FileRefused:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return FileRefused([Problem(name, line, column, "", "", message, remedy)])


def text_of(path: Path, name: str) -> str:
    """The file's text, if it is one of a reasonable size."""
    raw = _bytes_of(path, name)
    if b"\x00" in raw:
        raise _refused(name, "the file is binary, not text", "Give a text file in UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} of the file is not UTF-8"
        raise _refused(name, message, "Save the file as UTF-8 text") from None


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise _unread(name, "this is a folder, not a file", "Name a file in it")
        if not path.is_file():
            raise _unread(name, "there is no such file", "Check the path")
        size = path.stat().st_size
        with path.open("rb") as file:  # a file that grows, or of the system, is not read whole
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unread(name, f"it cannot be read ({error.strerror})", "Check the path") from None
    if len(raw) > MAX_BYTES:
        message = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
        raise _refused(name, message, "Give one guarantee, case or game a file")
    return raw


def _unread(name: str, message: str, remedy: str) -> FileRefused:
    return FileRefused([Problem(name, 0, 0, "", "", message, remedy)])


def parse(text: str, name: str) -> Document:
    """Data and positions of YAML text.

    Parameters
    ----------
    text
        YAML 1.2.
    name
        What errors call the file.

    Raises
    ------
    FileRefused
        Where the text is not YAML or breaks a limit of this module.

    Examples
    --------
    >>> document = parse("zone: {depth_km: 2}", "korea.yaml")
    >>> document.data, document.positions[("zone", "depth_km")]
    ({'zone': {'depth_km': 2}}, (1, 18))
    """
    return Document(name, *remembered(text, partial(_parsed, name)))


def _parsed(name: str, text: str) -> Read:
    builder = _Builder(YAML(typ="safe", pure=True).parse(text))
    try:
        data = builder.document()
    except MarkedYAMLError as error:
        message, remedy = _explained((error.problem or "not valid YAML").split("\n")[0])
        raise _refused(name, message, remedy, error.problem_mark) from None
    except YAMLError as error:
        message = f"not valid YAML ({str(error).splitlines()[0]})"
        raise _refused(name, message, "Mend the YAML") from None
    if data is None:
        raise _refused(name, "there is nothing in it", "Start from `suasion new`")
    return data, builder.positions


def _explained(problem: str) -> tuple[str, str]:
    """The parser's message in our words, and what to do."""
    if "'\\t'" in problem:
        return "a tab stands where YAML wants spaces", "Indent with spaces"
    if "mapping values are not allowed" in problem:
        return (
            "a second ': ' in one line",
            "Put text with a colon in quotes, or mend the indentation",
        )
    return problem, "Mend the YAML at this place"


def read(path: Path) -> Document:
    """Data and positions of a YAML file; see `parse` for what is refused."""
    return parse(text_of(path, str(path)), str(path))
