"""Every factor, in the order in which they change within a step."""

from __future__ import annotations

from suasion.term.years.factors import (
    balance,
    belief,
    coalition,
    government,
    instrument,
    leader,
    ties,
    zone,
)
from suasion.term.years.factors.factor import Factor

FACTORS: tuple[Factor, ...] = (
    zone.FACTOR,
    belief.FACTOR,
    instrument.FACTOR,
    government.FACTOR,
    coalition.FACTOR,
    balance.FACTOR,
    ties.FACTOR,
    leader.FACTOR,
)
