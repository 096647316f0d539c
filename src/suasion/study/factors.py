"""Factors: what a study may draw, and what each may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from suasion.mechanism.prior import Array, Prior

THEORY = "theory"
RECURRENCE = "anchor:recurrence_ten_years"


@dataclass(frozen=True)
class Factor:
    """One thing that a study may draw.

    Parameters
    ----------
    name
        `mechanism:…`, `situation:…`, `entry:…`, `anchor:…`, `years:…`, `fact:…` or `theory`.
    kind
        `number` has a prior; `amount` is an unknown number of a fact, evenly spread; `words` is
        one of several versions or words in equal shares.
    prior
        Of a number; None for the others.
    readings
        Ends of an amount, or the number that stands for each word, as the first mechanism that
        reads the fact takes it.
    other
        True for one of `everything else`.
    """

    name: str
    kind: Literal["number", "amount", "words"]
    prior: Prior | None = None
    readings: tuple[float, ...] = ()
    other: bool = False

    def values(self, u: Array) -> Array:
        """What is drawn: a number, or the index of a word.

        Examples
        --------
        >>> Factor("fact:x.zone.monitors", "words", None, (0.0, 1.0)).values(np.array([0.7]))
        array([1.])
        """
        if self.prior is not None:
            return self.prior.quantile(u)
        if self.kind == "amount":
            low, high = self.readings[0], self.readings[-1]
            return low + u * (high - low)
        return np.minimum(np.floor(u * len(self.readings)), len(self.readings) - 1)

    @property
    def middle(self) -> float:
        """The quantile at which it is held: the median, or the word of the largest weight."""
        if self.kind != "words":
            return 0.5
        return (int(np.argmax(self.readings)) + 0.5) / len(self.readings)


def theory_factor(theories: Sequence[str]) -> Factor:
    """The theory as a factor: each in an equal share of the draws."""
    return Factor(THEORY, "words", None, tuple(map(float, range(len(theories)))))
