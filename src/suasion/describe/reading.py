"""YAML 1.2 files read with the position of every value, within limits.

Refused before anything is interpreted: files over 1 MiB, binary files, other encodings than UTF-8,
anchors, aliases and tags (a short file with aliases can stand for billions of values), nesting
deeper than 20, more than 50,000 values, duplicate keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from suasion.errors import FileRefused, Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 20
MAX_NODES = 50_000

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A file's plain data and where each value stands."""

    name: str
    data: Any
    positions: dict[Place, tuple[int, int]]

    def problem(self, place: Place, message: str, remedy: str, value: str = "") -> Problem:
        """A problem at `place`, or at its nearest enclosing value that the file has."""
        at = next((place[:n] for n in range(len(place), 0, -1) if place[:n] in self.positions), ())
        line, column = self.positions.get(at, (1, 1))
        field = ".".join(str(part) for part in place)
        return Problem(self.name, line, column, field, value, message, remedy)


class _StrictComposer(Composer):
    """Composer without anchors, aliases and tags, with bounded depth and size."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader=loader)
        self.depth = self.nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            self._refuse("anchors and aliases are not allowed", event)
        if getattr(event, "tag", None):
            self._refuse("tags are not allowed", event)
        self.depth, self.nodes = self.depth + 1, self.nodes + 1
        if self.depth > MAX_DEPTH or self.nodes > MAX_NODES:
            self._refuse(f"deeper than {MAX_DEPTH} or more than {MAX_NODES} values", event)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse(self, message: str, event: Any) -> NoReturn:
        raise MarkedYAMLError(problem=message, problem_mark=event.start_mark)


def _refused(name: str, message: str, remedy: str, mark: Any = None) -> FileRefused:
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return FileRefused([Problem(name, line, column, "", "", message, remedy)])


def _text(path: Path, name: str) -> str:
    """The file's text, if it is one of a reasonable size."""
    if not path.is_file():
        raise _refused(name, "there is no such file", "Check the path")
    size = path.stat().st_size
    if size > MAX_BYTES:
        message = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
        raise _refused(name, message, "Give one guarantee or case a file")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8"
        raise _refused(name, message, "Save the file as UTF-8 text") from None
    if "\x00" in text:
        raise _refused(name, "the file is binary, not text", "Give a YAML file")
    return text


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
    yaml = YAML(typ="rt")
    yaml.Composer = _StrictComposer
    try:
        tree = yaml.load(text)
    except MarkedYAMLError as error:
        message = (error.problem or "not valid YAML").split("\n")[0]
        remedy = "Mend the YAML at this place"
        raise _refused(name, message, remedy, error.problem_mark) from None
    except (YAMLError, ValueError, RecursionError) as error:
        message = f"not valid YAML ({str(error).splitlines()[0]})"
        raise _refused(name, message, "Mend the YAML") from None
    positions = dict(_positions(tree, ()))
    return Document(name, _plain(tree), positions)


def read(path: Path) -> Document:
    """Data and positions of a YAML file; see `parse` for what is refused."""
    return parse(_text(path, str(path)), str(path))


def _positions(node: Any, place: Place) -> Iterator[tuple[Place, tuple[int, int]]]:
    if isinstance(node, CommentedMap):
        for key, value in node.items():
            line, column = node.lc.value(key)
            yield (*place, key), (line + 1, column + 1)
            yield from _positions(value, (*place, key))
    elif isinstance(node, CommentedSeq):
        for index, value in enumerate(node):
            line, column = node.lc.item(index)
            yield (*place, index), (line + 1, column + 1)
            yield from _positions(value, (*place, index))


def _plain(node: Any) -> Any:
    """Built-in types in place of the parser's own."""
    if isinstance(node, dict):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
