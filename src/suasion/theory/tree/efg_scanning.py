"""Words of Gambit's extensive game text, one after another, and faults with their place."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from suasion.errors import InputError, Problem
from suasion.theory.tree.labels import clean, clipped

MAX_LETTERS = 200
"""Of a label, and of a number."""
TOKEN = re.compile(
    r"""\s*+(?:(?P<text>"(?:[^"\\]|\\.)*+")|(?P<mark>[{},])|(?P<word>[^\s{},"]++))""", re.DOTALL
)
COUNT = re.compile(r"[0-9]{1,9}")
RATIO = re.compile(r"([-+]?[0-9]+)/([0-9]+)")
DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")


@dataclass
class Scanner:
    """Reads a text from its start; `where` says what is being read, for faults."""

    text: str
    name: str
    where: str = "start"
    position: int = 0
    last: int = 0

    def peek(self) -> str:
        """What comes next: `{`, `}`, a comma, `"` for quoted text, a word, nothing at the end."""
        token = self._match()
        if token is None:
            return ""
        return '"' if token.lastgroup == "text" else token[token.lastgroup or 0]

    def word(self, allowed: tuple[str, ...], what: str) -> str:
        """One of a few words."""
        found = self._take("word", what)
        if found not in allowed:
            self.fault(f"{what} is expected here", f"Write {' or '.join(allowed)}", found)
        return found

    def any(self) -> str:
        """Whatever comes next, for a fault that names it."""
        token = self._match()
        self.last = token.start(token.lastgroup or 0) if token else len(self.text)
        return token[token.lastgroup or 0] if token else ""

    def mark(self, one: str, what: str) -> None:
        """A bracket."""
        if (found := self._take("mark", what)) != one:
            self.fault(f"{what} is expected here", f"Write {one}", found)

    def quoted(self, what: str) -> str:
        r"""Quoted text on one line; `\"` stands for a quotation mark."""
        found = self._take("text", what)[1:-1]
        return clean(re.sub(r'\\(["\\])', r"\1", found) if "\\" in found else found)

    def label(self, what: str) -> str:
        """Quoted text of a reasonable length."""
        found = self.quoted(what)
        if len(found) > MAX_LETTERS:
            message = f"{what} has {len(found):,} letters; at most {MAX_LETTERS} are read"
            self.fault(message, "Shorten it", found)
        return found

    def count(self, what: str, least: int = 0) -> int:
        """A whole number."""
        found = self._take("word", what)
        if not COUNT.fullmatch(found) or int(found) < least:
            message = f"{what} is expected here"
            self.fault(message, f"Write a whole number from {least} on", found)
        return int(found)

    def number(self, what: str) -> float:
        """A ratio of whole numbers, or a decimal number."""
        found = self._take("word", what)
        value = _number(found)
        if value is None:
            self.fault(
                f"{what} is expected here", "Write a number such as 2, -0.5, 1e-3, 1/3", found
            )
        if not math.isfinite(value):
            self.fault(f"{what} is not finite", "Write a finite number", found)
        return value

    def fault(self, message: str, remedy: str, value: str = "", at: int | None = None) -> NoReturn:
        """Stop, with the place of the last word read unless told otherwise."""
        place = self.last if at is None else at
        line = self.text.count("\n", 0, place) + 1
        column = place - self.text.rfind("\n", 0, place)
        shown = clipped(clean(value), 60)
        problem = Problem(self.name, line, column, self.where, shown, message, remedy)
        raise InputError([problem])

    def _match(self) -> re.Match[str] | None:
        token = TOKEN.match(self.text, self.position)
        if token is None and (rest := self.text.find('"', self.position)) >= 0:
            self.fault("a quotation mark is never closed", 'Write the second "', at=rest)
        return token

    def _take(self, kind: str, what: str) -> str:
        token = self._match()
        if token is None:
            end = max(len(self.text.rstrip()) - 1, 0)
            self.fault(f"the text ends where {what} is expected", "Complete it", at=end)
        self.last, self.position = token.start(token.lastgroup or 0), token.end()
        found = token[token.lastgroup or 0]
        if token.lastgroup != kind:
            quotes = ' in quotation marks, such as "name"' if kind == "text" else ""
            self.fault(f"{what} is expected here", f"Write {what}{quotes}", found)
        return found


def _number(word: str) -> float | None:
    if len(word) > MAX_LETTERS:
        return None
    if ratio := RATIO.fullmatch(word):
        return _ratio(int(ratio[1]), int(ratio[2]))
    return float(word) if DECIMAL.fullmatch(word) else None


def _ratio(top: int, bottom: int) -> float:
    try:
        return float(Fraction(top, bottom))
    except (ZeroDivisionError, OverflowError):
        return math.inf
