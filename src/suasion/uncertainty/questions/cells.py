"""How the numbers of a table are shown, in the terminal and on the page alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suasion.uncertainty.questions.reading import Row

NONE = "-"
"""What stands where nothing is modelled, or a year is not reached; it is never a zero."""


def cell(value: Any, form: str) -> str:
    """A value as a column's form shows it.

    Parameters
    ----------
    value
        A number, an interval, a range over theories, or None.
    form
        One of `suasion.uncertainty.questions.answer.Form`.

    Examples
    --------
    >>> cell({"mean": 0.5, "p5": 0.1, "p95": 0.9}, "spread"), cell(None, "rate")
    ('0.50 (0.10-0.90)', '-')
    """
    return NONE if value is None else FORMS[form](value)


def _interval(digits: int) -> Callable[[Row], str]:
    """Mean with the 5th and 95th percentile."""
    return lambda one: f"{one['mean']:.{digits}f} ({one['p5']:.{digits}f}-{one['p95']:.{digits}f})"


FORMS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "spread": _interval(2),
    "rates": _interval(3),
    "signed": lambda one: f"{round(one['mean'], 3) + 0.0:+.3f}",
    "rate": lambda one: f"{one['mean']:.3f}",
    "mean": lambda one: f"{one['mean']:.2f}",
    "sum": lambda one: f"{one['mean']:.1f}",
    "number": lambda one: f"{one:.2f}",
    "share": lambda one: f"{one:.0%}",
    "year": lambda one: f"{one:.0f}",
    "range": lambda one: f"{one['low']:.2f}-{one['high']:.2f}",
}
"""How each form shows its value."""
