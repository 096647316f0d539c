"""Observations held against the clauses of a zone, batch by batch."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from suasion.zone.findings.bearing import (
    DAY_US,
    NOT,
    Batch,
    batch_of,
    bearing_of,
    day_number,
    findings_of,
)
from suasion.zone.findings.clauses import Clause
from suasion.zone.findings.found import POSSIBLE_BELOW, Findings, Ints
from suasion.zone.findings.ground import Ground, ground_of
from suasion.zone.findings.mass import Bools
from suasion.zone.findings.notified import Register, register_of, settled
from suasion.zone.findings.sectors import Sectors
from suasion.zone.geometry.ellipsoid import Floats
from suasion.zone.observations import store
from suasion.zone.observations.notices import Notice
from suasion.zone.rules.file import Kind

Tell = Callable[[int, int], None]
FATES = (
    "read",
    "too recent",
    "with a finding",
    "none was seen",
    "no rule in force for it",
    "elsewhere",
)


@dataclass(eq=False)
class _Gathered:
    """What was found so far, in pieces."""

    parts: list[tuple[Any, ...]] = field(default_factory=list)
    tables: list[pa.Table] = field(default_factory=list)
    counted: dict[int, list[tuple[Ints, Floats]]] = field(default_factory=dict)
    fate: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    first: int | None = None
    """Earliest and latest day of any row, in days since 1970."""
    last: int = 0


def check(
    clauses: Sequence[Clause],
    path: Path,
    sectors: Sectors,
    *,
    until: dt.date | None = None,
    notices: Sequence[Notice] | None = None,
    tell: Tell = lambda done, total: None,
) -> Findings:
    """Hold every observation of a canonical file against every clause.

    Parameters
    ----------
    clauses
        From `suasion.zone.findings.clauses.clauses`; those whose place is not known are passed by.
    path
        A file that `suasion zone read` wrote.
    until
        Rows that may be of a later day are left out and counted as too recent.
    notices
        All that were given; None where that is not known.
    tell
        Is called with the rows done and the rows in all.

    Raises
    ------
    InputError
        Where a notice is for no place of the zone.
    FileRefused
        Where the file is not whole, or a value is beyond its column's limits.
    """
    ground = ground_of(clauses)
    register = None if notices is None else register_of(notices, clauses, sectors)
    total, gathered = store.rows(path), _Gathered()
    for block in store.batches(path, encoded=True):
        gathered.fate["read"] += block.num_rows
        old = _old_enough(block, until)
        gathered.fate["too recent"] += block.num_rows - old.num_rows
        if ground is None:
            gathered.fate["no rule in force for it"] += old.num_rows
        elif old.num_rows:
            _take(gathered, clauses, ground, old, register)
        tell(gathered.fate["read"], total)
    return _together(gathered, clauses, sectors)


def _old_enough(block: Any, until: dt.date | None) -> Any:
    """The rows of which the latest possible day is not after `until`."""
    if until is None:
        return block
    latest = block.column("time").cast(pa.int64()).to_numpy() + (
        block.column("time_span_s").to_numpy() * 1_000_000
    )
    return block.filter(pa.array(latest <= (day_number(until) + 1) * DAY_US))


def _take(
    gathered: _Gathered,
    clauses: Sequence[Clause],
    ground: Ground,
    block: Any,
    register: Register | None,
) -> None:
    batch = batch_of(block, ground)
    middle = (batch.first + batch.last) // 2
    earliest = int(middle.min())
    if gathered.first is None:
        gathered.first, gathered.last = earliest, int(middle.max())
    gathered.first = min(gathered.first, earliest)
    gathered.last = max(gathered.last, int(middle.max()))
    rows, parts, counts = [], [], []
    under = np.zeros(block.num_rows, bool)
    for place, held in enumerate(ground.held):
        bearing = {at: bearing_of(clauses[at], batch) for at in held}
        any_clause = np.logical_or.reduce([one > NOT for one in bearing.values()])
        under |= any_clause
        chosen = np.flatnonzero(any_clause)
        reach = ground.reachable(place, batch.cell[chosen], batch.error_m[chosen])
        chosen = chosen[reach]
        chances = ground.chances(
            place, batch.positions[chosen], batch.cell[chosen], batch.error_m[chosen]
        )
        inside = chances > 1 - POSSIBLE_BELOW
        chosen, chances = chosen[inside], chances[inside]
        for at in held:
            of_clause = bearing[at][chosen] > NOT
            mine, chance = chosen[of_clause], chances[of_clause]
            if clauses[at].kind is Kind.CEILING:
                counts.append((at, mine, chance))
            else:
                grades = _notified(register, clauses[at], batch, mine, chance)
                held_against = (at, clauses[at], batch, bearing[at][mine], mine, chance)
                parts.append(findings_of(*held_against, grades))
            rows.append(mine)
    _keep(gathered, block, batch, under, rows, parts, counts)


def _notified(
    register: Register | None,
    clause: Clause,
    batch: Batch,
    rows: npt.NDArray[np.intp],
    chances: Floats,
) -> npt.NDArray[np.int8] | None:
    """How far each row was notified; None where no rule or no register asks."""
    if register is None or clause.kind is not Kind.NOTIFY:
        return None
    return register.grades(clause, batch, rows, chances)


def _keep(
    gathered: _Gathered,
    block: Any,
    batch: Batch,
    under: Bools,
    rows: list[Any],
    parts: list[tuple[Any, ...]],
    counts: list[tuple[int, Any, Floats]],
) -> None:
    """Add what a batch has to what was found so far, rows numbered anew."""
    found = np.zeros(block.num_rows, bool)
    for mine in rows:
        found[mine] = True
    kept = np.flatnonzero(found)
    place = np.cumsum(found) - 1 + gathered.kept
    for at, mine, *rest in parts:
        gathered.parts.append((np.full(len(mine), at), place[mine], *rest))
    for at, mine, chance in counts:
        gathered.counted.setdefault(at, []).append((place[mine], chance))
    if len(kept):
        gathered.tables.append(pa.Table.from_batches([block.take(pa.array(kept))]))
    gathered.kept += len(kept)
    none = ~batch.seen
    tally = (found, none & ~found, ~under & ~none & ~found, under & ~none & ~found)
    gathered.fate.update(dict(zip(FATES[2:], (int(one.sum()) for one in tally), strict=True)))


def _together(gathered: _Gathered, clauses: Sequence[Clause], sectors: Sectors) -> Findings:
    seen = pa.concat_tables([store.ENCODED.empty_table(), *gathered.tables]).combine_chunks()
    middle = seen.column("time").cast(pa.int64()).to_numpy() + (
        seen.column("time_span_s").to_numpy() * 500_000
    )
    positions = np.column_stack([seen.column(name).to_numpy() for name in ("lon", "lat")])
    counted = [_joined(gathered.counted.get(at, []), 2) for at in range(len(clauses))]
    clause, row, chance, verdict, reason = _joined(gathered.parts, 5)
    rule = np.array([one.number for one in clauses], np.int64)[clause.astype(np.int64)]
    asked = [one.number for one in clauses if one.kind is Kind.NOTIFY]
    verdict, reason = settled(rule, row.astype(np.int64), verdict, reason, asked)
    return Findings(
        clauses=clauses,
        sectors=sectors,
        clause=clause.astype(np.int64),
        row=row.astype(np.int64),
        chance=chance.astype(float),
        verdict=verdict.astype(np.int64),
        reason=reason.astype(np.int64),
        seen=seen,
        day=(middle // DAY_US).astype("datetime64[D]"),
        sector=sectors.of(positions).astype(np.int64),
        fate={name: gathered.fate[name] for name in FATES},
        period=_period(gathered),
        counted=[rows.astype(np.int64) for rows, _ in counted],
        within=[chances.astype(float) for _, chances in counted],
    )


def _period(gathered: _Gathered) -> tuple[dt.date, dt.date] | None:
    if gathered.first is None:
        return None
    epoch = dt.date(1970, 1, 1).toordinal()
    first, last = (dt.date.fromordinal(epoch + at) for at in (gathered.first, gathered.last))
    return first, last


def _joined(pieces: Sequence[tuple[Any, ...]], columns: int) -> list[Any]:
    """Columns that came in pieces."""
    return [
        np.concatenate([np.zeros(0), *(piece[at] for piece in pieces)]) for at in range(columns)
    ]
