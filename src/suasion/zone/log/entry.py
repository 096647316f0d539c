r"""One entry of a log: a line in canonical JSON ([RFC8785]_) that holds its own hash.

::

    {"content":{"batch":{…},"rows":[{…},…]},"content_hash":…,"format":"suasion-log-1",
     "hash":…,"previous":…,"sequence":…,"time":…}

- `content_hash` is the root of the Merkle tree whose leaves are the canonical bytes of `batch` and
  of each row, in order.
- `hash` is the SHA-256 of the canonical JSON of the entry without `content` and `hash`.
- `previous` is the `hash` of the entry before; 64 zeros in the first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from suasion.zone.log.merkle import root

FORMAT = "suasion-log-1"
START = "0" * 64
"""What stands for the hash before the first entry."""
LONGEST_LINE = 1 << 24
"""Bytes of one line; an entry of 1,000 rows has some 300,000."""
FIELDS = {"content", "content_hash", "format", "hash", "previous", "sequence", "time"}
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
HASH = re.compile(r"[0-9a-f]{64}")
CANONICAL_FAULTS = (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError)


class Unfit(Exception):
    """The answer of what reads a line that is no entry, with what is wrong."""


@dataclass(frozen=True)
class Entry:
    """An entry of a log."""

    sequence: int
    time: str
    previous: str
    content_hash: str
    hash: str
    batch: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


def made(
    sequence: int,
    time: str,
    previous: str,
    batch: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
) -> tuple[Entry, bytes]:
    """A new entry and its line, line end included.

    Parameters
    ----------
    sequence
        Its number, from 0.
    time
        When it is made, `YYYY-MM-DDTHH:MM:SSZ`.
    previous
        Hash of the entry before it; `START` in the first.
    batch, rows
        What it holds.

    Examples
    --------
    >>> entry, line = made(0, "2026-01-01T00:00:00Z", START, {"file": "a"}, [])
    >>> read(line) == entry
    True
    """
    leaves = [rfc8785.dumps(dict(one)) for one in (batch, *rows)]
    content_hash = root(leaves).hex()
    own = _hash(content_hash, previous, sequence, time)
    line = _line(leaves, content_hash, own, previous, sequence, time)
    return Entry(sequence, time, previous, content_hash, own, batch, rows), line


def _hash(content_hash: str, previous: str, sequence: int, time: str) -> str:
    head: dict[str, Any] = {
        "content_hash": content_hash,
        "format": FORMAT,
        "previous": previous,
        "sequence": sequence,
        "time": time,
    }
    return sha256(rfc8785.dumps(head)).hexdigest()


def _line(
    leaves: Sequence[bytes], content_hash: str, own: str, previous: str, sequence: int, time: str
) -> bytes:
    """The canonical line, put together from parts that are canonical already."""
    content = b'{"batch":' + leaves[0] + b',"rows":[' + b",".join(leaves[1:]) + b"]}"
    rest: dict[str, Any] = {
        "content_hash": content_hash,
        "format": FORMAT,
        "hash": own,
        "previous": previous,
        "sequence": sequence,
        "time": time,
    }
    return b'{"content":' + content + b"," + rfc8785.dumps(rest)[1:] + b"\n"


def read(line: bytes) -> Entry:
    """The entry of a line, whose hashes fit its content.

    Raises
    ------
    Unfit
        Where the line is no entry, is not in canonical form, or a hash does not fit.
    """
    data = _data(line)
    content = data["content"]
    if not isinstance(content, dict) or set(content) != {"batch", "rows"}:
        raise Unfit("its content is not a batch and rows")
    batch, rows = content["batch"], content["rows"]
    if not isinstance(batch, dict) or not isinstance(rows, list):
        raise Unfit("its content is not a batch and rows")
    if not all(isinstance(row, dict) for row in rows):
        raise Unfit("one of its rows is no row")
    try:
        entry, again = made(data["sequence"], data["time"], data["previous"], batch, rows)
    except CANONICAL_FAULTS:
        raise Unfit("it holds what canonical JSON cannot say") from None
    if entry.content_hash != data["content_hash"]:
        raise Unfit("its content does not have the hash that it states")
    if entry.hash != data["hash"]:
        raise Unfit("it does not have the hash that it states")
    if again != line:
        raise Unfit("it is not written in canonical form")
    return entry


def _data(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise Unfit("it is not JSON in UTF-8") from None
    if not isinstance(data, dict) or set(data) != FIELDS:
        raise Unfit("it does not have the fields of an entry")
    if data["format"] != FORMAT:
        raise Unfit(f"its format is not {FORMAT}")
    sequence = data["sequence"]
    if not isinstance(sequence, int) or isinstance(sequence, bool):
        raise Unfit("its sequence number is no whole number")
    forms = {"time": TIME, "previous": HASH, "content_hash": HASH, "hash": HASH}
    for name, form in forms.items():
        if not isinstance(data[name], str) or not form.fullmatch(data[name]):
            raise Unfit(f"its {name} does not have the form of one")
    return data
