"""The challenger's leader: leaves by the record's rates; a successor is a dove or a hawk.

Successors leave too, at the rate of those who followed long rulers.

The type of a leader persists while it is in office and is drawn anew with each successor. Exit is a
figure of a reference class of age, tenure and regime, all causes (`suasion.mechanism.leaders`).
"""

from __future__ import annotations

import numpy as np

from suasion.describe.case import Leader
from suasion.describe.fact import readings
from suasion.mechanism.calendar import DAYS_A_YEAR
from suasion.mechanism.leaders import exit_chance, life_tables, successor_exit_chance
from suasion.mechanism.prior import Array
from suasion.term.years.axes import Space, place
from suasion.term.years.factors.factor import (
    Factor,
    Ground,
    Moment,
    Ready,
    Rows,
    always,
    first_day,
    happens,
)
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation

SUCCESSOR_YEARS = 10
"""Years over which a successor's exit is averaged to one rate."""


def prepare(ground: Ground) -> Ready:
    """Exit of the incumbent by step, and of successors as a rate."""
    u, mortality = ground.column("anchor:leader_exit"), ground.column("years:leader_mortality")
    factor = ground.draw("anchor:leader_exit_factor")
    chance = exit_chance(
        *_age(ground),
        u=u,
        mortality_u=mortality,
        table=_table(ground.case.leader),
        step_years=1 / ground.per_year,
        by_age=True,
    )
    leaves = -np.expm1(np.log1p(-chance) * factor)
    ratio = ground.draw("years:successor_hazard_ratio")
    own = {"successor_rate": _successors(ground.column("years:successor_exit")) * ratio}
    return Ready(own, {"leaves": leaves}, first_day(ground, 1.0, 0.0, 0.0))


def _age(ground: Ground) -> tuple[float, float, str, int]:
    """Age and tenure on the first day [year], regime, and years to plan."""
    leader, day = ground.case.leader, ground.case.as_of
    born, since = (readings(fact)[0] for fact in (leader.born, leader.in_office_since))
    age, tenure = ((day - start).days / DAYS_A_YEAR for start in (born, since))
    years = -(-ground.steps // ground.per_year)
    return age, tenure, str(readings(leader.regime)[0]), years


def _table(leader: Leader) -> str:
    """The life table of the leader's country, or the world's."""
    return leader.party if leader.party in life_tables() else "world"


def _successors(u: Array) -> Array:
    """Mean rate at which successors of long rulers leave [1/year], shape (draws,)."""
    yearly = successor_exit_chance(u, years=SUCCESSOR_YEARS)
    rate: Array = -np.log1p(-yearly).mean(axis=0)
    return rate


def rows(given: Given, situation: Situation, space: Space, moment: Moment) -> Rows:
    """Incumbent, dove, hawk."""
    weight, hawk = situation["succession"], place(situation["hawk_successor"], "instrument", 1)
    leaves = given.timed["leaves"][moment.step] * weight
    again = happens(given.own["successor_rate"], space) * weight
    softer, harder = again * (1 - hawk), again * hawk
    return (
        (1 - leaves, leaves * (1 - hawk), leaves * hawk),
        (0.0, 1 - harder, harder),
        (0.0, softer, 1 - softer),
    )


FACTOR = Factor(
    "leader",
    "The challenger's leader ages and leaves; each successor is a dove or a hawk",
    ("GoemansGleditschChiozza2009", "UNWPP2022"),
    always,
    prepare,
    rows,
)
