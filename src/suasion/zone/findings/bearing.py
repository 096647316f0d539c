"""How observations bear on a clause: by class, day and act, and with which verdict."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from suasion.zone.findings.cells import beside
from suasion.zone.findings.clauses import Clause
from suasion.zone.findings.found import CLEAR_BELOW, LIKELY_BELOW, Ints, Reason, Verdict
from suasion.zone.findings.ground import Ground
from suasion.zone.findings.mass import Bools
from suasion.zone.geometry.ellipsoid import Floats
from suasion.zone.observations.columns import DAY_S, Act
from suasion.zone.rules.file import Kind
from suasion.zone.rules.taxonomy import classes, covers

DAY_US = DAY_S * 1_000_000
NOT, PERHAPS, YES = 0, 1, 2
"""Whether an observation bears on a clause."""


@dataclass(frozen=True, eq=False)
class Batch:
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
    sealed: Bools
    """Inspected, its seal whole."""
    block: Any
    """The observations themselves."""


def batch_of(block: Any, ground: Ground) -> Batch:
    """A batch of canonical observations, each with its cell."""
    grid = ground.cells.grid
    lon, lat = (block.column(name).to_numpy() for name in ("lon", "lat"))
    positions = np.column_stack([beside(lon, grid), lat])
    time = block.column("time").cast(pa.int64()).to_numpy()
    span = block.column("time_span_s").to_numpy() * 1_000_000
    acts = block.column("observed").dictionary_encode()
    words = block.column("class").dictionary_encode()
    none = len(words.dictionary)
    return Batch(
        positions=positions,
        cell=grid.cell(positions),
        error_m=pc.fill_null(block.column("position_error_m"), np.nan).to_numpy(),
        code=pc.fill_null(words.indices, none).to_numpy().astype(np.intp),
        words=(*words.dictionary.to_pylist(), None),
        first=time // DAY_US,
        last=(time + np.maximum(span - 1, 0)) // DAY_US,
        denied=_is(acts, Act.DENIED_ACCESS),
        seen=pc.fill_null(block.column("count"), 1).to_numpy() > 0,
        still=_is(acts, Act.PRESENT),
        sealed=_is(acts, Act.SEALED),
        block=block,
    )


def _is(acts: Any, act: Act) -> Bools:
    """Which of some acts, encoded by word, are this one."""
    table = np.array([word == act.value for word in acts.dictionary.to_pylist()], bool)
    found: Bools = table[acts.indices.to_numpy()]
    return found


def bearing_of(clause: Clause, batch: Batch) -> npt.NDArray[np.int8]:
    """How each observation bears on a clause: 0 not, 1 perhaps, 2 by its class and its day."""
    by_class = np.array([covered(clause.weapons, word) for word in batch.words], np.int8)
    found = by_class[batch.code]
    found[batch.denied] = PERHAPS if clause.kind is not Kind.CEILING else NOT
    begins, ends = day_number(clause.begins), day_number(clause.ends)
    found[(batch.last < begins) | (batch.first > ends) | ~batch.seen] = NOT
    if clause.kind is Kind.CEILING:
        sure = (found == YES) & (batch.first >= begins) & (batch.last <= ends)
        return np.where(sure, found, NOT).astype(np.int8)
    return found


def day_number(date: dt.date) -> int:
    """Days since 1970."""
    return date.toordinal() - dt.date(1970, 1, 1).toordinal()


def findings_of(
    at: int,
    clause: Clause,
    batch: Batch,
    bearing: npt.NDArray[np.int8],
    rows: npt.NDArray[np.intp],
    chances: Floats,
    notified: npt.NDArray[np.int8] | None,
) -> tuple[Any, ...]:
    """Number of the clause, rows, chances of being explained away, verdicts and reasons.

    Parameters
    ----------
    notified
        How far each row was notified; None where the notices are not known.
    """
    away = np.where(np.isnan(batch.error_m[rows]), np.nan, 1 - chances)
    bounds = np.array([CLEAR_BELOW, LIKELY_BELOW])
    verdict = np.where(
        np.isnan(away), Verdict.UNMEASURED, np.searchsorted(bounds, away, side="right")
    )
    reason = _reasons(clause, batch, bearing, rows, notified)
    verdict = np.where(reason != Reason.NONE, Verdict.OPEN, verdict)
    kept = _kept(clause, batch, rows, notified)
    verdict, reason = np.where(kept, Verdict.KEPT, verdict), np.where(kept, Reason.NONE, reason)
    verdict = np.where(batch.denied[rows], Verdict.DENIED, verdict)
    return at, rows, away, verdict.astype(np.int8), reason


def _reasons(
    clause: Clause,
    batch: Batch,
    bearing: npt.NDArray[np.int8],
    rows: npt.NDArray[np.intp],
    notified: npt.NDArray[np.int8] | None,
) -> npt.NDArray[np.int8]:
    begins, ends = day_number(clause.begins), day_number(clause.ends)
    reason = np.zeros(len(rows), np.int8)
    if clause.kind is Kind.NOTIFY:
        reason[:] = Reason.NOTICE if notified is None else Reason.NOTICE * (notified == PERHAPS)
    if clause.kind is Kind.STORED:
        reason[batch.still[rows]] = Reason.SEAL
    reason[(batch.first[rows] < begins) | (batch.last[rows] > ends)] = Reason.DATE
    reason[bearing == PERHAPS] = Reason.CLASS
    reason[batch.denied[rows]] = Reason.NONE
    return reason


def _kept(
    clause: Clause,
    batch: Batch,
    rows: npt.NDArray[np.intp],
    notified: npt.NDArray[np.int8] | None,
) -> Bools:
    """What keeps the rule: notified, or found in store with its seal whole."""
    if clause.kind is Kind.NOTIFY and notified is not None:
        return np.asarray(notified == YES)
    return batch.sealed[rows] & (clause.kind is Kind.STORED)


@lru_cache(maxsize=10_000)
def covered(weapons: tuple[str, ...], word: str | None) -> int:
    """Whether classes cover one; a class that the taxonomy does not have is not known."""
    if word is None or word not in classes():
        return PERHAPS
    if any(covers(one, word) for one in weapons):
        return YES
    return PERHAPS if any(covers(word, one) for one in weapons) else NOT
