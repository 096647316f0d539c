"""Observations held against the clauses of a zone, batch by batch."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from suasion.zone.findings.cells import beside
from suasion.zone.findings.clauses import COVERED, NOT_COVERED, PERHAPS, Clause
from suasion.zone.findings.found import (
    CLEAR_BELOW,
    LIKELY_BELOW,
    POSSIBLE_BELOW,
    Findings,
    Ints,
    Reason,
    Verdict,
)
from suasion.zone.findings.ground import Ground, ground_of
from suasion.zone.findings.mass import Bools
from suasion.zone.findings.sectors import Sectors
from suasion.zone.geometry.ellipsoid import Floats
from suasion.zone.observations import store
from suasion.zone.observations.columns import DAY_S, Act
from suasion.zone.rules.file import Kind
from suasion.zone.rules.taxonomy import classes

Tell = Callable[[int, int], None]
DAY_US = DAY_S * 1_000_000
COVERAGE = {NOT_COVERED: 0, PERHAPS: 1, COVERED: 2}
FATES = (
    "read",
    "too recent",
    "with a finding",
    "none was seen",
    "no rule in force for it",
    "elsewhere",
)


@dataclass(frozen=True, eq=False)
class _Batch:
    """The columns of some observations that a check needs."""

    positions: Floats
    cell: npt.NDArray[np.intp]
    error_m: Floats
    code: npt.NDArray[np.intp]
    """Of its class in `words`, where the last one stands for none."""
    words: tuple[str | None, ...]
    first: Ints
    """Earliest possible day, in days since 1970."""
    last: Ints
    denied: Bools
    seen: Bools
    """False where none was seen."""
    still: Bools
    """Present, neither firing nor moving."""


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
    tell
        Is called with the rows done and the rows in all.

    Raises
    ------
    FileRefused
        Where the file is not whole, or a value is beyond its column's limits.
    """
    ground = ground_of(clauses)
    total, gathered = store.rows(path), _Gathered()
    for block in store.batches(path):
        gathered.fate["read"] += block.num_rows
        old = _old_enough(block, until)
        gathered.fate["too recent"] += block.num_rows - old.num_rows
        if ground is None:
            gathered.fate["no rule in force for it"] += old.num_rows
        elif old.num_rows:
            _take(gathered, clauses, ground, old)
        tell(gathered.fate["read"], total)
    return _together(gathered, clauses, sectors)


def _old_enough(block: Any, until: dt.date | None) -> Any:
    """The rows of which the latest possible day is not after `until`."""
    if until is None:
        return block
    latest = block.column("time").cast(pa.int64()).to_numpy() + (
        block.column("time_span_s").to_numpy() * 1_000_000
    )
    return block.filter(pa.array(latest <= (_day(until) + 1) * DAY_US))


def _take(gathered: _Gathered, clauses: Sequence[Clause], ground: Ground, block: Any) -> None:
    batch = _batch(block, ground)
    middle = (batch.first + batch.last) // 2
    earliest = int(middle.min())
    if gathered.first is None:
        gathered.first, gathered.last = earliest, int(middle.max())
    gathered.first = min(gathered.first, earliest)
    gathered.last = max(gathered.last, int(middle.max()))
    rows, parts, counts = [], [], []
    under = np.zeros(block.num_rows, bool)
    for place, held in enumerate(ground.held):
        bearing = {at: _bearing(clauses[at], batch) for at in held}
        any_clause = np.logical_or.reduce([one > 0 for one in bearing.values()])
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
            of_clause = bearing[at][chosen] > 0
            mine, chance = chosen[of_clause], chances[of_clause]
            if clauses[at].kind is Kind.CEILING:
                counts.append((at, mine, chance))
            else:
                parts.append(_findings(at, clauses[at], batch, bearing[at][mine], mine, chance))
            rows.append(mine)
    _keep(gathered, block, batch, under, rows, parts, counts)


def _keep(
    gathered: _Gathered,
    block: Any,
    batch: _Batch,
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


def _batch(block: Any, ground: Ground) -> _Batch:
    grid = ground.cells.grid
    lon, lat = (block.column(name).to_numpy() for name in ("lon", "lat"))
    positions = np.column_stack([beside(lon, grid), lat])
    time = block.column("time").cast(pa.int64()).to_numpy()
    span = block.column("time_span_s").to_numpy() * 1_000_000
    act = block.column("observed").to_numpy(zero_copy_only=False)
    words = block.column("class").dictionary_encode()
    none = len(words.dictionary)
    return _Batch(
        positions=positions,
        cell=grid.cell(positions),
        error_m=pc.fill_null(block.column("position_error_m"), np.nan).to_numpy(),
        code=pc.fill_null(words.indices, none).to_numpy().astype(np.intp),
        words=(*words.dictionary.to_pylist(), None),
        first=time // DAY_US,
        last=(time + np.maximum(span - 1, 0)) // DAY_US,
        denied=act == Act.DENIED_ACCESS.value,
        seen=pc.fill_null(block.column("count"), 1).to_numpy() > 0,
        still=act == Act.PRESENT.value,
    )


def _bearing(clause: Clause, batch: _Batch) -> npt.NDArray[np.int8]:
    """How each observation bears on a clause: 0 not, 1 perhaps, 2 by its class and its day."""
    by_class = np.array([COVERAGE[_covers(clause, word)] for word in batch.words], np.int8)
    found = by_class[batch.code]
    found[batch.denied] = 1 if clause.kind is not Kind.CEILING else 0
    begins, ends = _day(clause.begins), _day(clause.ends)
    found[(batch.last < begins) | (batch.first > ends) | ~batch.seen] = 0
    if clause.kind is Kind.CEILING:
        sure = (found == 2) & (batch.first >= begins) & (batch.last <= ends)
        return np.where(sure, found, 0).astype(np.int8)
    return found


@cache
def _covers(clause: Clause, word: str | None) -> str:
    """Whether a clause covers a class; a class that the taxonomy does not have is not known."""
    return clause.covers(word if word in classes() else None)


def _day(date: dt.date) -> int:
    return date.toordinal() - dt.date(1970, 1, 1).toordinal()


def _findings(
    at: int,
    clause: Clause,
    batch: _Batch,
    bearing: npt.NDArray[np.int8],
    rows: npt.NDArray[np.intp],
    chances: Floats,
) -> tuple[Any, ...]:
    """Number of the clause, rows, chances of being explained away, verdicts and reasons."""
    away = np.where(np.isnan(batch.error_m[rows]), np.nan, 1 - chances)
    bounds = np.array([CLEAR_BELOW, LIKELY_BELOW])
    verdict = np.where(
        np.isnan(away), Verdict.UNMEASURED, np.searchsorted(bounds, away, side="right")
    )
    reason = _reasons(clause, batch, bearing, rows)
    verdict = np.where(reason != Reason.NONE, Verdict.OPEN, verdict)
    verdict = np.where(batch.denied[rows], Verdict.DENIED, verdict)
    return at, rows, away, verdict.astype(np.int8), reason


def _reasons(
    clause: Clause,
    batch: _Batch,
    bearing: npt.NDArray[np.int8],
    rows: npt.NDArray[np.intp],
) -> npt.NDArray[np.int8]:
    begins, ends = _day(clause.begins), _day(clause.ends)
    reason = np.zeros(len(rows), np.int8)
    if clause.kind is Kind.NOTIFY:
        reason[:] = Reason.NOTICE
    if clause.kind is Kind.STORED:
        reason[batch.still[rows]] = Reason.SEAL
    reason[(batch.first[rows] < begins) | (batch.last[rows] > ends)] = Reason.DATE
    reason[bearing == 1] = Reason.CLASS
    reason[batch.denied[rows]] = Reason.NONE
    return reason


def _together(gathered: _Gathered, clauses: Sequence[Clause], sectors: Sectors) -> Findings:
    seen = pa.concat_tables([store.SCHEMA.empty_table(), *gathered.tables]).combine_chunks()
    middle = seen.column("time").cast(pa.int64()).to_numpy() + (
        seen.column("time_span_s").to_numpy() * 500_000
    )
    positions = np.column_stack([seen.column(name).to_numpy() for name in ("lon", "lat")])
    counted = [_joined(gathered.counted.get(at, []), 2) for at in range(len(clauses))]
    clause, row, chance, verdict, reason = _joined(gathered.parts, 5)
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
