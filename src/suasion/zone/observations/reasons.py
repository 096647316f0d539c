"""Why a row is not accepted: one table for the reject file, the report and the page."""

from __future__ import annotations

from typing import NamedTuple

SHOWN = 60
"""Letters of a value that a report shows."""

REASONS = {
    "unreadable": "the row cannot be read as a row of its format",
    "cells": "the row has more or fewer cells than the header",
    "not-utf-8": "bytes that are not text in the encoding of the mapping; set `csv.encoding`",
    "missing": "a value that must be there is not",
    "not-text": "a list, a mapping or bytes where a single value belongs",
    "too-long": "more letters than the column allows",
    "control": "line ends or other control characters within the text",
    "not-a-time": "the text does not have the format of the mapping",
    "no-such-day": "the format fits, but the calendar has no such day or the clock no such time",
    "time-out-of-range": "the year is before 1900 or after 2100",
    "no-offset": "the time says no offset from UTC; set `time.zone`",
    "local-time-never": "the clocks were put forward over this local time",
    "local-time-twice": "the clocks were put back: this local time came twice",
    "other-date-style": "fits only with day and month the other way round",
    "mixed-date-styles": "could be day-month or month-day, and the column has both styles",
    "not-a-number": "the text is no number; a decimal comma needs `csv.decimal`",
    "not-finite": "NaN, or infinite",
    "out-of-range": "beyond the limits of its column",
    "negative": "a count below zero",
    "not-whole": "a count that is not a whole number",
    "not-degrees": "no degrees: metres of a grid, or another datum",
    "swapped": "latitude and longitude are swapped: the other way round it is in the region",
    "zero-zero": "latitude and longitude are both zero, which stands for a missing place",
    "outside-region": "outside the region of the mapping, swapped or not",
    "not-a-point": "the geometry is empty, broken, or something else than one point",
    "unknown-class": "no class of the mapping or the taxonomy; add it to `weapon.classes`",
    "unknown-side": "no side of the mapping; add it to `side.sides`",
    "unknown-act": "nothing that can be observed; add it to `observed.words`",
    "unknown-confidence": "no number and no word of the mapping; add it to `confidence.words`",
}
"""By code: what is wrong, and where it is not plain what to do."""


class Fault(NamedTuple):
    """What is wrong with one value of one row."""

    reason: str
    field: str
    value: str


class Rejected(Exception):
    """The answer of what reads a value and refuses it, with the code of the reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def shown(value: object) -> str:
    """A value as text, shortened, for a reject or a report.

    Examples
    --------
    >>> shown(3.5), shown("x" * 100)[-3:]
    ('3.5', 'xx…')
    """
    try:
        text = value if isinstance(value, str) else "" if value is None else str(value)
    except (RecursionError, ValueError):  # nested without end, or an integer of thousands of digits
        text = f"<{type(value).__name__}>"
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
