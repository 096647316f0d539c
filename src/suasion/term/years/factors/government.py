"""The guarantor's government: committed or hedging, drawn anew when the calendar lets it change.

Law, agreement and memorandum survive a change differently: the mechanisms move the chance of
hedging and the rate of withdrawal.
"""

from __future__ import annotations

import numpy as np

from suasion.mechanism.calendar import changes
from suasion.term.years.axes import Space, place
from suasion.term.years.factors.factor import (
    Factor,
    Ground,
    Moment,
    Ready,
    Rows,
    first_day,
    promised,
)
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation


def prepare(ground: Ground) -> Ready:
    """The electoral calendar, a change at the end of its step."""
    marks = changes(ground.case, ground.guarantee, ground.steps, ground.per_year)
    every = np.repeat(marks[:, None], ground.draws, axis=1)
    return Ready({}, {"change": every}, first_day(ground, 1.0, 0.0))


def rows(given: Given, situation: Situation, space: Space, moment: Moment) -> Rows:
    """Committed, hedging."""
    hedging = place(situation["hedging_chance"], "instrument", 1)
    change = given.timed["change"][moment.step]
    leaves, back = change * hedging, change * (1 - hedging)
    return ((1 - leaves, leaves), (back, 1 - back))


FACTOR = Factor(
    "government",
    "The guarantor votes, and another government may hedge on the commitment",
    ("LeedsMattesVogel2009",),
    promised,
    prepare,
    rows,
)
