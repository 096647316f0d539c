"""Whether a movement was notified: sightings held against the notices that were given.

The table of notices is taken for all of them. A sighting is *notified* where one notice covers it
by side, class, day, number and place; *perhaps* where one may, since something is not known; and
otherwise not. Notice comes first: on the day it was given it may have come after the movement. Each
sighting is held against the number by itself, since what is seen twice may be the same thing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from suasion.errors import InputError, Problem
from suasion.zone.findings.bearing import NOT, PERHAPS, YES, Batch, covered, day_number
from suasion.zone.findings.clauses import Clause
from suasion.zone.findings.found import Ints, Reason, Verdict
from suasion.zone.findings.sectors import Sectors
from suasion.zone.geometry.ellipsoid import Floats
from suasion.zone.observations.notices import Notice
from suasion.zone.rules.file import Kind

Grades = npt.NDArray[np.int8]
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Register:
    """All notices that were given, and the sectors that they may name."""

    notices: Sequence[Notice]
    sectors: Sectors

    def grades(
        self, clause: Clause, batch: Batch, rows: npt.NDArray[np.intp], chances: Floats
    ) -> Grades:
        """How far each row was notified: 0 not, 1 perhaps, 2 certainly.

        Parameters
        ----------
        chances
            That each row lies in the place of the clause.
        """
        found = np.zeros(len(rows), np.int8)
        for one in self.notices:
            parts = (
                _by_class(one, batch, rows),
                _by_side(one, batch, rows),
                _by_day(one, batch, rows),
                _by_number(one, batch, rows),
                self._by_place(one, clause, batch.positions[rows], chances),
            )
            found = np.maximum(found, np.minimum.reduce(parts))
        return found

    def _by_place(self, one: Notice, clause: Clause, positions: Floats, chances: Floats) -> Grades:
        if not one.place:
            return np.full(len(chances), YES, np.int8)
        if one.place == clause.place:
            return np.where(chances > 0.5, YES, PERHAPS).astype(np.int8)
        if one.place not in self.sectors.names:
            return np.full(len(chances), NOT, np.int8)
        inside = self.sectors.of(positions) == self.sectors.names.index(one.place)
        return np.where(inside, YES, NOT).astype(np.int8)


def register_of(notices: Sequence[Notice], clauses: Sequence[Clause], sectors: Sectors) -> Register:
    """The notices of a zone, every place in them known.

    Raises
    ------
    InputError
        Where the zone has no rule of notice, or a notice names no place of one and no sector.
    """
    asked = {clause.place for clause in clauses if clause.kind is Kind.NOTIFY}
    known = [*sorted(asked), *sectors.names]
    faults = [_unknown(one, known) for one in notices if one.place and one.place not in known]
    if notices and not asked:
        message, remedy = "no rule of this zone asks for notice", "Leave --notices out"
        faults = [Problem(notices[0].file, 0, 0, "", "", message, remedy)]
    if faults:
        raise InputError(faults)
    return Register(notices, sectors)


def _unknown(one: Notice, known: Sequence[str]) -> Problem:
    message = "is neither a place with a rule of notice nor a sector"
    remedy = f"Use one of {', '.join(known)}, or leave it empty for the whole zone"
    return Problem(one.file, one.line, 1, "place", repr(one.place), message, remedy)


def _by_class(one: Notice, batch: Batch, rows: npt.NDArray[np.intp]) -> Grades:
    table = np.array([covered((one.weapons,), word) for word in batch.words], np.int8)
    found: Grades = table[batch.code[rows]]
    return found


def _by_side(one: Notice, batch: Batch, rows: npt.NDArray[np.intp]) -> Grades:
    side = batch.block.column("side").take(rows).to_numpy(zero_copy_only=False)
    unknown = np.array([each is None for each in side], bool)
    return np.where(unknown, PERHAPS, np.where(side == one.side, YES, NOT)).astype(np.int8)


def _by_day(one: Notice, batch: Batch, rows: npt.NDArray[np.intp]) -> Grades:
    first, last = batch.first[rows], batch.last[rows]
    given = one.given or one.begins
    may, ends = day_number(max(one.begins, given)), day_number(one.ends)
    sure = day_number(max(one.begins, given + ONE_DAY))
    inside = (first >= sure) & (last <= ends) & (one.given is not None)
    apart = (last < may) | (first > ends)
    return np.where(inside, YES, np.where(apart, NOT, PERHAPS)).astype(np.int8)


def _by_number(one: Notice, batch: Batch, rows: npt.NDArray[np.intp]) -> Grades:
    if one.count is None:
        return np.full(len(rows), YES, np.int8)
    seen = pc.fill_null(batch.block.column("count").take(rows), -1).to_numpy()
    return np.where(seen < 0, PERHAPS, np.where(seen <= one.count, YES, NOT)).astype(np.int8)


def settled(
    rule: Ints, row: Ints, verdict: Ints, reason: Ints, notified: Sequence[int]
) -> tuple[Ints, Ints]:
    """Verdicts and reasons in which a rule's places agree on whether a row was notified.

    A notice for one place covers a row that lies in another place of the same rule as well.

    Parameters
    ----------
    rule, row, verdict, reason
        Of each finding.
    notified
        Numbers of the rules that ask for notice.
    """
    if not notified:
        return verdict, reason
    asked = np.isin(rule, notified) & (verdict != Verdict.DENIED)
    key = rule * (row.max(initial=0) + 1) + row
    perhaps = asked & np.isin(key, key[asked & (reason == Reason.NOTICE)])
    kept = asked & np.isin(key, key[asked & (verdict == Verdict.KEPT)])
    broken = perhaps & (verdict < Verdict.OPEN)
    verdict = np.where(broken, Verdict.OPEN, verdict)
    reason = np.where(broken, Reason.NOTICE, reason)
    return np.where(kept, Verdict.KEPT, verdict), np.where(kept, Reason.NONE, reason)
