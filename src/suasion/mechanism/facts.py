"""Reading a guarantee's facts as numbers, one for each draw.

A known fact is one number. A contested fact takes each of its versions in an equal share of the
draws, and an unknown one is drawn from everything that it could be: unknown is never zero.
What the guarantee does not have (`none`) reads as the value given for `absent`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from suasion.describe.case import Case
from suasion.describe.fact import Unknown, readings
from suasion.describe.guarantee import Guarantee
from suasion.describe.sections import Absent
from suasion.mechanism.prior import Array

Column = Callable[[str], Array]


@dataclass
class Facts:
    """The facts of one guarantee in one case, as arrays over draws.

    What the guarantee does not state is read from the case's environment, if that states it.

    Parameters
    ----------
    guarantee, case
        What is described.
    column
        Uniform numbers of a factor by its name, one for each draw.
    """

    guarantee: Guarantee
    case: Case
    column: Column
    read: set[str] = field(default_factory=set)
    open: dict[str, str] = field(default_factory=dict)

    def flag(self, path: str) -> Array:
        """1 where the fact holds, 0 where it does not; absent is 0, unknown is either."""
        return self._drawn(path, 0.0, lambda value: float(bool(value)), [0.0, 1.0])

    def scale(self, path: str, weights: Mapping[str, float], absent: float = 0.0) -> Array:
        """Weight of the fact's word; absent is `absent`, unknown is any of the weights."""
        return self._drawn(path, absent, lambda value: weights[value], list(weights.values()))

    def amount(self, path: str, if_unknown: tuple[float, float], absent: float = 0.0) -> Array:
        """The fact's number; absent is `absent`, unknown is uniform within `if_unknown`."""
        return self._drawn(path, absent, float, if_unknown, spread=True)

    def each(
        self, path: str, number: Callable[[Any], float], unknown: Sequence[float], absent: float
    ) -> Array:
        """The fact through `number`; unknown is any of the given numbers."""
        return self._drawn(path, absent, number, unknown)

    def has(self, section: str) -> bool:
        """True where the guarantee has this part or may have it."""
        return not isinstance(getattr(self.guarantee, section), Absent)

    def fact(self, path: str) -> Any:
        """The fact at a path; None where its section is absent."""
        section, name = path.split(".")
        part = getattr(self.guarantee, section)
        if isinstance(part, Absent):
            return None
        found = Unknown(unknown="section") if isinstance(part, Unknown) else getattr(part, name)
        stated = name in getattr(part, "model_fields_set", ())
        return None if not stated and getattr(part, "otherwise", None) else found

    def found(self, path: str) -> Any:
        """The fact that is read at a path: the guarantee's own, or else the environment's."""
        fact = self.fact(path)
        silent = fact is None or isinstance(fact, Unknown)
        return self.case.environment.get(path, fact) if silent else fact

    def _drawn(
        self,
        path: str,
        absent: float,
        number: Callable[[Any], float],
        unknown: Sequence[float],
        *,
        spread: bool = False,
    ) -> Array:
        self.read.add(path)
        fact = self.found(path)
        if fact is None:
            return np.array([absent])
        values = [number(value) for value in readings(fact)]
        if len(values) == 1:
            return np.array(values)
        self.open[path] = "contested" if values else "unknown"
        u = self.column(f"fact:{self.guarantee.id}.{path}")
        if spread and not values:
            return unknown[0] + u * (unknown[1] - unknown[0])
        return _pick(np.array(values or unknown), u)


def _pick(values: Array, u: Array) -> Array:
    """One of the values for each uniform number, in equal shares."""
    return values[np.minimum((u * len(values)).astype(int), len(values) - 1)]
