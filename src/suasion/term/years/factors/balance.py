"""The balance of forces: plans of armament are met, overtaken or missed.

Around the path that aid, industry, revenue and rebuilding give (`suasion.term.years.scene`), the
protege or the challenger may be ahead for some years.
"""

from __future__ import annotations

from suasion.term.years.axes import Space
from suasion.term.years.factors.factor import (
    Factor,
    Ground,
    Moment,
    Ready,
    Rows,
    always,
    first_day,
    happens,
    numbers,
)
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation


def prepare(ground: Ground) -> Ready:
    """Everything goes as expected on the first day."""
    names = ("balance_step", "balance_rate_per_year", "balance_return_per_year")
    return Ready(numbers(ground, *names), {}, first_day(ground, 0.0, 1.0, 0.0))


def rows(given: Given, situation: Situation, space: Space, moment: Moment) -> Rows:
    """Protege ahead, as expected, challenger ahead."""
    leaves = happens(2 * given.own["balance_rate_per_year"], space)
    back = happens(given.own["balance_return_per_year"], space)
    return (
        (1 - back, back, 0.0),
        (leaves / 2, 1 - leaves, leaves / 2),
        (0.0, back, 1 - back),
    )


FACTOR = Factor(
    "balance",
    "Either side's armament may run ahead of what was expected",
    ("Powell2006",),
    always,
    prepare,
    rows,
)
