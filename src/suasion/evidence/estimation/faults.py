"""What is wrong with a specification, its data or its game, in one error."""

from __future__ import annotations

from suasion.errors import InputError, Problem


def fault(where: str, field: str, value: object, message: str, remedy: str) -> Problem:
    """One fault: where (formula, data), in which field, the value, and what to do."""
    shown = "" if value is None else str(value)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    return Problem(where, 0, 0, field, shown, message, remedy)


def refused(where: str, field: str, value: object, message: str, remedy: str) -> InputError:
    """The error for one fault."""
    return InputError([fault(where, field, value, message, remedy)])
