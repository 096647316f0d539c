"""Single values: numbers, counts, position errors and words, each read or rejected."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from suasion.zone.observations.columns import LARGEST_COUNT, LARGEST_ERROR_M, LONGEST_TEXT
from suasion.zone.observations.reasons import Rejected

MISSING_NUMBER = "1.#"
"""How numbers that are none start where Microsoft's library has written them."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What moves a cursor or ends a line; no text of an observation has it."""
LONGEST_NUMBER = 60

T = TypeVar("T")

RADIUS_SHARES = {"standard-deviation": None, "radius-50": 0.5, "radius-68": 0.68, "radius-95": 0.95}
"""What a position error may mean: the share of true places within it, or one deviation."""


def number(cell: Any, decimal: str = ".") -> float:
    """A finite number from a number or from text.

    Examples
    --------
    >>> number(" 37.5 "), number("37,5", ",")
    (37.5, 37.5)
    """
    if isinstance(cell, str):
        return _from_text(cell.strip(), decimal)
    if cell is None:
        raise Rejected("missing")
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise Rejected("not-a-number")
    try:
        return _finite(float(cell))
    except OverflowError:
        raise Rejected("not-finite") from None


def _from_text(text: str, decimal: str) -> float:
    if not text:
        raise Rejected("missing")
    if decimal == ",":
        text = text.replace(".", "?").replace(",", ".")
    # What Python takes for a number besides is refused: 1_000, and digits of other scripts.
    if len(text) > LONGEST_NUMBER or "_" in text or not text.isascii():
        raise Rejected("not-a-number")
    try:
        value = float(text)
    except ValueError:
        known = text.lstrip("+-").startswith(MISSING_NUMBER)
        raise Rejected("not-finite" if known else "not-a-number") from None
    return _finite(value)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Rejected("not-finite")
    return value


def count(cell: Any, decimal: str = ".") -> int:
    """How many: a whole number, not below zero."""
    value = number(cell, decimal)
    if value < 0:
        raise Rejected("negative")
    if not value.is_integer():
        raise Rejected("not-whole")
    if value > LARGEST_COUNT:
        raise Rejected("out-of-range")
    return int(value)


def deviation_m(error_m: float, means: str) -> float:
    """Standard deviation in each direction of a position error that is the same in all.

    Parameters
    ----------
    error_m
        The error as the source gives it [m], above 0.
    means
        What it is: a key of `RADIUS_SHARES`. A radius that holds a share p of the true places of a
        circular normal error is sqrt(-2 ln(1 - p)) standard deviations.

    Examples
    --------
    >>> round(deviation_m(100.0, "radius-95"), 1)
    40.9
    """
    if not 0 < error_m <= LARGEST_ERROR_M:
        raise Rejected("out-of-range")
    share = RADIUS_SHARES[means]
    return error_m if share is None else error_m / math.sqrt(-2 * math.log1p(-share))


def text(cell: Any) -> str:
    """Text that is not empty, without space at its ends."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = str(cell)
    if cell is None or cell == "":
        raise Rejected("missing")
    if not isinstance(cell, str):
        raise Rejected("not-text")
    found = cell.strip()
    if not found:
        raise Rejected("missing")
    if len(found) > LONGEST_TEXT:
        raise Rejected("too-long")
    if CONTROL.search(found):
        raise Rejected("control")
    if not found.isascii() and not _is_unicode(found):
        raise Rejected("not-utf-8")
    return found


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def folded(text: str) -> str:
    """Text as words are compared: without regard to capitals and spaces around it."""
    return " ".join(text.split()).casefold()


def word(table: Mapping[str, T], reason: str) -> Callable[[Any], T]:
    """What reads a word by a table with folded names, and gives `reason` for all others."""

    def read(cell: Any) -> T:
        try:
            return table[folded(text(cell))]
        except KeyError:
            raise Rejected(reason) from None

    return read


def optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """The same reader, for which an empty cell is an unknown value and no fault."""

    def found(cell: Any) -> T | None:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        return read(cell)

    return found
