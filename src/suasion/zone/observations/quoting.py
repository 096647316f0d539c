"""Text as it must be written in YAML."""

from __future__ import annotations

import re

from suasion.zone.observations.guessing import Guess


def quoted(text: str) -> str:
    r"""Text as a YAML string in double quotes; what cannot be printed is escaped.

    Examples
    --------
    >>> print(quoted('a "b"\t\x07'))
    "a \"b\"\t\x07"
    """
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter == "\t":
        return "\\t"
    if letter.isprintable():
        return letter
    return f"\\x{ord(letter):02x}" if ord(letter) < 256 else f"\\U{ord(letter):08x}"


def identifier(name: str) -> str:
    """A mapping's name from a file's."""
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-")
    return quoted(found or "my-mapping")


def plain(text: str) -> str:
    """Text that can stand in a comment."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def others(found: Guess) -> str:
    """The comment about what else a column could be; nothing where the guess is sure."""
    listed = ", ".join(map(quoted, found.others))
    if found.sure:
        return f"  # NOT SURE: or {listed}" if listed else ""
    return "  # NOT SURE: a part of its name fits" + (f"; or {listed}" if listed else "")
