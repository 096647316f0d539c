"""Formats of times: which text they fit, and which local time it says.

A format is `iso`, `unix`, `unix-ms` or a pattern of `%Y %m %d %H %M %S %f %b %B %z` with text
between them. Patterns are read by rules of our own and not by the C library: numbers that touch
have their full width, so that `105` is never 10:05, and names of months are English everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from suasion.zone.observations.columns import DAY_S
from suasion.zone.observations.reasons import Rejected

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
OFFSET = r"(?P<z>Z|z|[+-][0-9]{2}:?[0-9]{2})"
ISO = re.compile(
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
    r"(?:[T ](?P<H>[0-9]{2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?)?"
    rf" ?{OFFSET}?)?"
)
LETTERS = {"Y": "[0-9]{4}", "f": "[0-9]{1,6}", "b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}"}
NUMBERS = "mdHMS"
DIRECTIVE = re.compile(r"%(.)")
UNIX = {"unix": 1, "unix-ms": 1000}
"""Units of a second."""


def pattern(form: str) -> re.Pattern[str]:
    """A format as a regular expression with a group for each directive.

    Raises
    ------
    ValueError
        With what is wrong with the format.

    Examples
    --------
    >>> bool(pattern("%d.%m.%Y").fullmatch("1.2.2024"))
    True
    >>> bool(pattern("%Y%m%d").fullmatch("202412"))
    False
    """
    if form == "iso":
        return ISO
    pieces = DIRECTIVE.split(form)
    _checked(pieces)
    found = [re.escape(pieces[0])]
    for at in range(1, len(pieces), 2):
        after, before = at + 2 < len(pieces) and not pieces[at + 1], at > 1 and not pieces[at - 1]
        found += [_group(pieces[at], touches=after or before), re.escape(pieces[at + 1])]
    return re.compile("".join(found))


def _checked(pieces: Sequence[str]) -> None:
    used = pieces[1::2]
    unknown = [letter for letter in used if letter not in (*LETTERS, *NUMBERS, "z")]
    if unknown:
        raise ValueError(f"%{unknown[0]} is not known")
    if len(set(used)) < len(used) or {"b", "B"} <= set(used):
        raise ValueError("something is said twice")
    if not ("Y" in used and "d" in used and {"m", "b", "B"} & set(used)):
        raise ValueError("year (%Y), month (%m, %b or %B) and day (%d) are needed")
    needs = {"M": "H", "S": "M", "f": "S"}
    lacking = next((letter for letter in needs if letter in used and needs[letter] not in used), "")
    if lacking or ("b" in used and "m" in used) or ("B" in used and "m" in used):
        raise ValueError(f"%{lacking} needs %{needs[lacking]}" if lacking else "two months")


def _group(letter: str, *, touches: bool) -> str:
    if letter == "z":
        return OFFSET
    width = "[0-9]{2}" if touches else "[0-9]{1,2}"
    return f"(?P<{letter}>{LETTERS.get(letter, width)})"


def turned(form: str) -> str:
    """The same format with day and month the other way round, or nothing.

    Nothing where one is no number, or where the year comes first: nobody writes 2024-31-12.

    Examples
    --------
    >>> turned("%d/%m/%Y %H:%M"), turned("%Y-%m-%d")
    ('%m/%d/%Y %H:%M', '')
    """
    places = [form.find(part) for part in ("%d", "%m", "%Y")]
    if min(places) < 0 or places[2] < max(places[:2]):
        return ""
    return form.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")


def local_time(parts: dict[str, Any]) -> tuple[dt.datetime, int]:
    """The time that the parts of a text say, and how exact it is [s]."""
    given = {name: value for name, value in parts.items() if value is not None}
    try:
        hour, minute, second = (int(given.get(name, 0)) for name in "HMS")
        micro = int(given.get("f", "0").ljust(6, "0"))
        day = (int(given["Y"]), _month(given), int(given["d"]))
        local = dt.datetime(*day, hour, minute, second, micro)
    except ValueError:
        raise Rejected("no-such-day") from None
    exact = {"f": 0, "S": 1, "M": 60, "H": 3600}
    return local, next((span for name, span in exact.items() if name in given), DAY_S)


def _month(given: dict[str, str]) -> int:
    if "m" in given:
        return int(given["m"])
    name = (given.get("b") or given["B"]).lower()
    found = [
        at for at, month in enumerate(MONTHS, 1) if name == (month[:3] if "b" in given else month)
    ]
    if not found:
        raise Rejected("not-a-time")
    return found[0]
