"""What a check found: every observation that bears on a rule, and how surely.

A **finding** is one observation held against one clause. A **violation** is one sighting (the rows
of several sources that tell of the same thing, merged) against one rule of the zone file.

===========  ====================================================================================
verdict      the sighting
===========  ====================================================================================
clear        breaks the rule; the position error explains it away with less than 5 %
likely       ... with less than half
possible     ... with half or more, but not with more than 95 %
unmeasured   lies inside as it was reported; its position error is not known
open         lies inside; whether it breaks the rule hangs on something else, the reason says what
denied       access was denied there: counted, and no violation of presence
kept         keeps the rule: it was notified, or found in store with its seal whole
===========  ====================================================================================
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from suasion.zone.findings.clauses import Clause
from suasion.zone.findings.sectors import Sectors
from suasion.zone.geometry.ellipsoid import Floats

Ints = npt.NDArray[np.int64]

CLEAR_BELOW, LIKELY_BELOW, POSSIBLE_BELOW = 0.05, 0.5, 0.95
"""Chances that the position error explains a finding away."""
OPEN_SIDE = "open"
"""The side of an observation that does not say whose it was."""


class Verdict(IntEnum):
    """How surely a sighting breaks a rule; in order of strength."""

    CLEAR = 0
    LIKELY = 1
    POSSIBLE = 2
    UNMEASURED = 3
    OPEN = 4
    DENIED = 5
    KEPT = 6


class Reason(IntEnum):
    """What a finding hangs on, besides its position."""

    NONE = 0
    CLASS = 1
    DATE = 2
    SEAL = 3
    NOTICE = 4


REASONS: Mapping[Reason, str] = {
    Reason.NONE: "",
    Reason.CLASS: "its class is not known, or wider than the rule's",
    Reason.DATE: "its time may lie before the rule began or after it ended",
    Reason.SEAL: "it was seen, neither firing nor moving: it may have been in store under seal",
    Reason.NOTICE: "notice may have been given; what is known of it does not say",
}
VIOLATIONS = (Verdict.CLEAR, Verdict.LIKELY, Verdict.POSSIBLE, Verdict.UNMEASURED)


@dataclass(frozen=True, eq=False)
class Findings:
    """What a check found, by row: each finding, and each observation that has one.

    The observations are exact in place and time. Nothing of them but sector, day, row id, source
    and confidence goes into an export.
    """

    clauses: Sequence[Clause]
    sectors: Sectors
    clause: Ints
    """Of each finding: its place in `clauses`."""
    row: Ints
    """Of each finding: its row in `seen`."""
    chance: Floats
    """Of each finding: chance that the position error explains it away; NaN where not known."""
    verdict: Ints
    reason: Ints
    seen: pa.Table
    """The observations, in the canonical columns."""
    day: npt.NDArray[np.datetime64]
    """Of each observation: the day in UTC of the middle of its time span."""
    sector: Ints
    """Of each observation."""
    fate: Mapping[str, int]
    """How many rows were read, and what became of those without a finding."""
    period: tuple[dt.date, dt.date] | None
    """Days of the first and the last row that was read; None where there is none."""
    counted: Sequence[Ints]
    """Rows of `seen` that stand within each ceiling, by clause; empty for other rules."""
    within: Sequence[Floats]
    """The chance that each of `counted` lies inside."""

    @property
    def rule(self) -> Ints:
        """Of each finding: the number of its rule in the zone file."""
        numbers = np.array([one.number for one in self.clauses], np.int64)
        return numbers[self.clause] if len(self.clause) else self.clause
