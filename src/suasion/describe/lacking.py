"""Checks on models that may lack fields: a field that is not well formed is missing from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from suasion.errors import InputError, Problem

MANY = 200
"""Faults of one sort that are told of a file: who mends these sees the rest."""


def lacks(error: AttributeError) -> bool:
    """Whether an error is that of a field that is missing from a model."""
    return error.name in getattr(type(error.obj), "model_fields", ())


def as_far(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems, not too many, as far as the fields are there that they are looked for in.

    Parameters
    ----------
    problems
        From a generator that reads one part of a file; it ends where a field is missing. What it
        raises as `InputError` is told too.
    """
    try:
        yield from islice(problems, MANY)
    except InputError as error:
        yield from error.problems
    except AttributeError as error:
        if not lacks(error):
            raise


def besides(told: Iterable[Problem], further: Iterable[Problem]) -> list[Problem]:
    """Problems, and those of the further ones whose fields no problem is told of yet."""
    found = list(told)
    fields = {(one.file, one.field) for one in found}
    return found + [one for one in further if (one.file, one.field) not in fields]
