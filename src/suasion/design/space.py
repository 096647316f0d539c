"""The search space: every combination of what the search variables may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from suasion.describe.case import Case, Scalar
from suasion.describe.fact import readings
from suasion.describe.guarantee import Guarantee
from suasion.describe.sections import Absent

Choice = dict[str, Scalar]
"""Search variable -> the value that it takes."""


@dataclass(frozen=True)
class Space:
    """Search variables with their values.

    Parameters
    ----------
    domains
        Search variable -> its values, in order.
    levers
        Lever of the case -> choice -> the fields that it sets.

    Examples
    --------
    >>> space = Space({"forces.size": (0, 5000)}, {})
    >>> space.size, list(space.every())
    (2, [{'forces.size': 0}, {'forces.size': 5000}])
    """

    domains: Mapping[str, tuple[Scalar, ...]]
    levers: Mapping[str, Mapping[str, Mapping[str, Scalar]]]

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return prod(map(len, self.domains.values()))

    def every(self) -> Iterator[Choice]:
        """All combinations, the last variable fastest."""
        for values in product(*self.domains.values()):
            yield dict(zip(self.domains, values, strict=True))

    def facts(self, choice: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """The fields that a combination sets, levers taken apart."""
        found: dict[str, Scalar] = {}
        for name, value in choice.items():
            found |= self.levers[name][str(value)] if name in self.levers else {name: value}
        return found

    def nearest(self, guarantee: Guarantee) -> Choice:
        """The combination that is nearest to a guarantee: a place from which to search."""
        return {name: self._nearest(name, values, guarantee) for name, values in self._items()}

    def _items(self) -> list[tuple[str, tuple[Scalar, ...]]]:
        return list(self.domains.items())

    def _nearest(self, name: str, values: Sequence[Scalar], guarantee: Guarantee) -> Scalar:
        if name not in self.levers:
            return _closest(reading(guarantee, name), values)
        sets = self.levers[name]
        return max(values, key=lambda value: _agreement(sets[str(value)], guarantee))


def space_of(domains: Mapping[str, tuple[Scalar, ...]], case: Case) -> Space:
    """The space over some domains; names that are levers of the case stand for their choices."""
    levers = {one.id: one.choices for one in case.levers if one.id in domains}
    return Space(domains, levers)


def reading(guarantee: Guarantee, path: str) -> Any:
    """The first value of a field; None where it is unknown or its part is absent."""
    section, field = path.split(".")
    part = getattr(guarantee, section)
    found = readings(getattr(part, field, None)) if not isinstance(part, Absent) else []
    return found[0] if found else None


def _closest(found: Any, values: Sequence[Scalar]) -> Scalar:
    """The value that is equal, or else nearest as a number, or else the first."""
    same = [value for value in values if type(value) is type(found) and value == found]
    if same or found is None:
        return same[0] if same else values[0]
    numbers = [value for value in values if is_number(value)]
    if is_number(found) and numbers:
        return min(numbers, key=lambda value: abs(float(value) - float(found)))
    return next((value for value in values if value == found), values[0])


def is_number(value: Any) -> bool:
    """True for a number that is no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _agreement(sets: Mapping[str, Scalar], guarantee: Guarantee) -> int:
    """How many fields of a lever's choice a guarantee has."""
    return sum(reading(guarantee, path) == value for path, value in sets.items())
