"""Numbers in words: every figure that a reader sees carries its spread."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from enum import Enum
from typing import Any

Row = dict[str, Any]
SIGN = "\u00a0%"
"""A percent sign that stays with its figure."""
NONE = "–"
"""What stands where nothing is modelled; it is never a zero."""


def number(value: float, digits: int = 2) -> str:
    """A figure with a fixed number of digits; a dash where there is none.

    Examples
    --------
    >>> number(0.8121), number(1234.5, 0), number(float("nan"))
    ('0.81', '1,234', '–')
    """
    return NONE if math.isnan(value) else f"{value:,.{digits}f}"


def interval(part: Row | None, digits: int = 2) -> str:
    """The 5th and the 95th percentile."""
    return NONE if part is None else f"{number(part['p5'], digits)}–{number(part['p95'], digits)}"


def spread(part: Row | None, digits: int = 2) -> str:
    """A mean with its spread, for a table.

    Examples
    --------
    >>> spread({"mean": 0.81, "p5": 0.4, "p95": 0.99})
    '0.81 (0.40–0.99)'
    """
    return NONE if part is None else f"{number(part['mean'], digits)} ({interval(part, digits)})"


def signed(value: float, digits: int = 2) -> str:
    """A figure with its sign, as typeset.

    Examples
    --------
    >>> signed(-0.48)
    '−0.48'
    """
    return f"{value:+.{digits}f}".replace("-", "−")


def told(part: Row, digits: int = 2) -> str:
    """A mean with its spread, for a sentence."""
    return f"{number(part['mean'], digits)} (5–95{SIGN} of futures {interval(part, digits)})"


def percent(share: float) -> str:
    """A share as a whole percentage that says 0 or 100 only where it is exactly so.

    Examples
    --------
    >>> [percent(share).replace(SIGN, "%") for share in (0.4348, 0.004, 0.999, 1.0)]
    ['43%', 'under 1%', 'over 99%', '100%']
    """
    if 0 < share < 0.01:
        return f"under 1{SIGN}"
    return f"over 99{SIGN}" if 0.99 < share < 1 else f"{100 * share:.0f}{SIGN}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Words joined as in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    head = ", ".join(parts[:-1])
    return f"{head} {last} {parts[-1]}" if head else "".join(parts)


def years(row: Row) -> str:
    """The possible lengths of a term."""
    lengths = [f"{length:g}" for length in row["lengths"]]
    known = f"{listed(lengths, 'or')} years" if lengths else ""
    if row["open_ended_share"] <= 0:
        return known
    return f"{known} or open-ended" if known else "open-ended"


def value(found: Any) -> str:
    """A fact's value as a reader would write it.

    Examples
    --------
    >>> value(True), value(28500), value(21.9)
    ('yes', '28,500', '21.9')
    """
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, Enum):
        return str(found.value)
    if isinstance(found, datetime.date):
        return found.isoformat()
    return f"{found:,}" if isinstance(found, int) else _plain(found)


def _plain(found: Any) -> str:
    return f"{found:g}" if isinstance(found, float) else str(found)
