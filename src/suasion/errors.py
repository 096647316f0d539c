"""Every error that suasion raises on purpose.

::

    SuasionError
    ├── InputError            one or more problems in a user's file or option
    │   └── FileRefused       a file that is not read at all (size, encoding, aliases, depth)
    ├── UnknownName           a case, guarantee, theory, lever or path that does not exist
    └── NotReproduced         a rerun that gave other numbers than its report

A message says what is wrong, where, what is allowed and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

MOST_NAMES = 40
"""Names that an error lists; more would bury the sentence."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one place of one file."""

    file: str
    line: int
    column: int
    field: str
    value: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        value = f" (found {self.value})" if self.value else ""
        return f"{place}:{field} {self.message}{value}. {self.remedy}"


class SuasionError(Exception):
    """Base of all errors that suasion raises on purpose; the command line exits with code 2."""


class InputError(SuasionError):
    """Problems in a user's input, all of them at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FileRefused(InputError):
    """A file that is not read at all: too large, not text, aliases, too deep."""


class UnknownName(SuasionError):
    """A name that stands for nothing, with the nearest names that do."""

    def __init__(self, kind: str, name: str, known: list[str]) -> None:
        near = get_close_matches(name, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Known: {_some(known)}."
        super().__init__(f"no {kind} is called {name!r}. {hint}")


def _some(known: list[str]) -> str:
    """All names, or the first of many."""
    more = len(known) - MOST_NAMES
    names = ", ".join(known[:MOST_NAMES])
    return names if more <= 0 else f"{names} and {more} more"


class NotReproduced(SuasionError):
    """A rerun that gave other numbers than its report; the command line exits with code 1."""
