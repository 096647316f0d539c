"""Steps that may each find faults: all of them are told, and not only the first step's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from suasion.describe.lacking import MANY, lacks
from suasion.errors import InputError, Problem

T = TypeVar("T")
MISSING: Final = object()
"""What a step gives that could not be made."""


@dataclass
class Gathering:
    """The faults of several steps, some of which need what others give.

    Examples
    --------
    >>> gathered = Gathering()
    >>> gathered.of(int, "7")
    7
    >>> gathered.told()
    """

    problems: list[Problem] = field(default_factory=list)
    whole: bool = True
    """Whether every step gave something."""

    def of(self, step: Callable[..., Any], *needs: Any) -> Any:
        """What a step gives; `MISSING` where it finds a fault, or what it needs is missing."""
        if any(need is MISSING for need in needs):
            return MISSING
        try:
            return step(*needs)
        except InputError as error:
            self.problems += error.problems
        except AttributeError as error:
            if not lacks(error):
                raise
        self.whole = False
        return MISSING

    def told(self) -> None:
        """Raise what was found, unless every step gave something."""
        if not self.whole:
            raise InputError(self.problems)


def each(steps: Iterable[Callable[[], T]]) -> list[T]:
    """What every step gives.

    Raises
    ------
    InputError
        With the faults of all steps, not too many; with none where a step only lacks what has a
        fault elsewhere.
    """
    gathered, found = Gathering(), []
    for step in steps:
        found.append(gathered.of(step))
        if len(gathered.problems) >= MANY:
            break
    gathered.told()
    return found
