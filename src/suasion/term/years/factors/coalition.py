"""The coalition's cohesion: guarantors fall out and make up again.

The moves of the mechanism `discord` hold in full while guarantors quarrel openly and not at all
while they agree. The first day follows the facts: some discord is an even chance of either.
"""

from __future__ import annotations

from suasion.mechanism.politics import DISCORD
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
    promised,
)
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation


def prepare(ground: Ground) -> Ready:
    """Discord on the first day by the facts."""
    seen = ground.facts.scale("coalition.discord", DISCORD)
    own = numbers(ground, "coalition_break_per_year", "coalition_heal_per_year")
    return Ready(own, {}, first_day(ground, 1 - seen, seen))


def rows(given: Given, situation: Situation, space: Space, moment: Moment) -> Rows:
    """Cohesive, discordant."""
    breaks = happens(given.own["coalition_break_per_year"], space)
    heals = happens(given.own["coalition_heal_per_year"], space)
    return ((1 - breaks, breaks), (heals, 1 - heals))


FACTOR = Factor(
    "coalition",
    "Guarantors fall out and make up again",
    ("Wolford2014", "Christensen2011"),
    promised,
    prepare,
    rows,
)
