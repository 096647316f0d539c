"""What a premise looks up: `SUBJECT: path OPERATOR value`, taken apart and never evaluated.

::

    korean-model: forces.size > 0
    case: pressure.believed_sponsor = guarantor
    library/us-rok-1953: instrument.form in treaty | statute
    record/locarno-1925: coded.attacked = true
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from suasion.describe.reading import parse
from suasion.errors import FileRefused

PATTERN = re.compile(
    r"(?P<subject>[a-z0-9-]+(?:/[a-z0-9-]+)?):\s*(?P<path>[a-z_]+(?:\.[a-z_]+)?)\s*"
    r"(?P<operator>!=|<=|>=|=|<|>|\bin\b)\s*(?P<value>\S.*)"
)
FORM = "Write SUBJECT: path OPERATOR value, such as `korean-model: forces.size > 0`"
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPEN_ENDED = "open-ended"


@dataclass(frozen=True)
class LookUp:
    """A premise taken apart.

    Parameters
    ----------
    subject
        A candidate, `case`, `library/ID` or `record/ID`.
    path
        What of it.
    operator
        One of `=`, `!=`, `<`, `<=`, `>`, `>=`, `in`.
    values
        What it is held against: one, or several for `in`.
    """

    subject: str
    path: str
    operator: str
    values: tuple[Any, ...]

    def met_by(self, value: Any) -> bool | None:
        """Whether a value of the fact meets the premise; None where nothing cannot be compared.

        Examples
        --------
        >>> look_up("a: forces.size > 0").met_by(28500)
        True
        >>> look_up("a: duration.years >= 10").met_by("open-ended")
        True
        """
        if self.operator in ORDER and value is None:
            return None
        if self.operator in ORDER:
            return ORDER[self.operator](_number(value), _number(self.values[0]))
        among = any(_same(value, one) for one in self.values)
        return among != (self.operator == "!=")


def look_up(text: str) -> LookUp:
    """A premise's `check` taken apart.

    Raises
    ------
    ValueError
        With what is wrong, where the text has not this form.

    Examples
    --------
    >>> look_up("library/us-rok-1953: instrument.form in treaty | statute").values
    ('treaty', 'statute')
    """
    found = PATTERN.fullmatch(text.strip())
    if found is None:
        raise ValueError("is not of the form SUBJECT: path OPERATOR value")
    several = found["operator"] == "in"
    parts = found["value"].split("|") if several else [found["value"]]
    values = tuple(_scalar(part.strip()) for part in parts)
    if found["operator"] in ORDER and not isinstance(values[0], int | float | datetime.date):
        raise ValueError(f"{found['operator']} compares numbers and dates, not {values[0]!r}")
    return LookUp(found["subject"], found["path"], found["operator"], values)


def _scalar(text: str) -> Any:
    """A word, number, truth value or date, as YAML reads it."""
    try:
        value = parse(text, "a premise").data
    except FileRefused:
        raise ValueError(f"{text!r} is not one word, number or date") from None
    if isinstance(value, dict | list) or value is None:
        raise ValueError(f"{text!r} is not one word, number or date")
    return value


def _number(value: Any) -> Any:
    """A value that has an order: dates as they are, an open end as infinity."""
    if isinstance(value, datetime.date):
        return value
    return float("inf") if value == OPEN_ENDED else float(value)


def _same(value: Any, other: Any) -> bool:
    """Equal, and not a truth value against a number."""
    if isinstance(value, bool) != isinstance(other, bool):
        return False
    plain = getattr(value, "value", value)
    return bool(plain == other)
