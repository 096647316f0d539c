"""Economic ties: free zones grow over the years; what is not yet built binds nobody."""

from __future__ import annotations

from suasion.term.years.axes import Space
from suasion.term.years.factors.factor import (
    Factor,
    Ground,
    Moment,
    Ready,
    Rows,
    first_day,
    happens,
    numbers,
)
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation


def needs(ground: Ground) -> bool:
    """There are, or may be, economic ties."""
    return ground.facts.has("economy")


def prepare(ground: Ground) -> Ready:
    """Nothing is built on the first day."""
    return Ready(numbers(ground, "ties_growth_per_year"), {}, first_day(ground, 1.0, 0.0, 0.0))


def rows(given: Given, situation: Situation, space: Space, moment: Moment) -> Rows:
    """None, growing, grown."""
    grows = happens(given.own["ties_growth_per_year"], space)
    return ((1 - grows, grows, 0.0), (0.0, 1 - grows, grows), (0.0, 0.0, 1.0))


FACTOR = Factor(
    "ties",
    "Free zones grow, and with them what war would destroy and what it could seize",
    ("Russett1963", "Liberman1996"),
    needs,
    prepare,
    rows,
)
