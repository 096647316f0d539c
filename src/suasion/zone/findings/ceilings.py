"""Ceilings: how many stood in a place on a day, at least and as far as the reports go.

**certain** counts only what cannot be counted twice: sightings of which the chance to lie inside is
95 % or more, taken from the largest down, each only if it is too far from all those taken to have
moved there in the time between. **likely** adds up all sightings, each once, its number weighted
by the chance that it lies inside; it may count a thing twice that moved, and it knows nothing of
what was not seen. A sighting without a number counts as one.

A limit is set against the whole place on one side of the line; sectors show where the numbers are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.zone.findings.clauses import Clause
from suasion.zone.findings.found import Findings, Ints
from suasion.zone.findings.mass import degree_lengths_m
from suasion.zone.findings.merging import Sightings, positions_of
from suasion.zone.geometry.ellipsoid import Floats

KM_PER_HOUR = 80.0
"""Faster than which nothing under a ceiling moves about a zone: a judgement, the speed of trucks
on a good road, so that fewer sightings count as certain and not more."""
ERRORS = 3.0
"""Standard errors that two places may be nearer than they were reported."""
INSIDE = 0.95
MOST = 300
"""Sightings of a day that are compared; fewer make the certain number smaller, never larger."""


@dataclass(frozen=True)
class Count:
    """One clause on one day, in one sector or all of them."""

    clause: Clause
    day: str
    sector: str
    """Name of the sector; `all` for the whole place."""
    sightings: int
    certain: int
    likely: float
    over: str
    """`certain`, `likely`, `no`, or `unknown` where the limit is; by the highest limit stated."""


def counts(found: Findings, sightings: Sightings) -> list[Count]:
    """Every ceiling on every day with a sighting, whole places first, then by sector."""
    start = found.seen.column("time").cast(pa.int64()).to_numpy() / 3.6e9
    rows = _Rows(
        number=pc.fill_null(found.seen.column("count"), 1).to_numpy(),
        start_h=start,
        end_h=start + found.seen.column("time_span_s").to_numpy() / 3600,
        positions=positions_of(found.seen),
        error_m=pc.fill_null(found.seen.column("position_error_m"), 0.0).to_numpy(),
    )
    return [
        one
        for clause, mine, chance in zip(found.clauses, found.counted, found.within, strict=True)
        for one in _of_clause(found, sightings, rows, clause, mine, chance)
    ]


@dataclass(frozen=True, eq=False)
class _Rows:
    number: Ints
    start_h: Floats
    end_h: Floats
    positions: Floats
    error_m: Floats


def _of_clause(
    found: Findings,
    sightings: Sightings,
    rows: _Rows,
    clause: Clause,
    mine: Ints,
    chance: Floats,
) -> Iterator[Count]:
    mine, chance = _once(sightings, rows, mine, chance)
    days, sectors = found.day[mine], found.sector[mine]
    for day in np.unique(days):
        today = days == day
        yield _count(clause, str(day), "all", rows, mine[today], chance[today])
        if len(found.sectors.names) > 1:
            for sector in np.unique(sectors[today]):
                here = today & (sectors == sector)
                name = found.sectors.names[sector]
                yield _count(clause, str(day), name, rows, mine[here], chance[here])


def _once(sightings: Sightings, rows: _Rows, mine: Ints, chance: Floats) -> tuple[Ints, Floats]:
    """Of each sighting the row with the smallest number: what its sources agree on."""
    first = sightings.first[mine]
    order = np.lexsort((rows.number[mine], first))
    fresh = np.ones(len(order), bool)
    fresh[1:] = first[order][1:] != first[order][:-1]
    return mine[order[fresh]], chance[order[fresh]]


def _count(clause: Clause, day: str, sector: str, rows: _Rows, mine: Ints, chance: Floats) -> Count:
    certain = _apart(rows, mine[chance >= INSIDE])
    likely = float((rows.number[mine] * chance).sum())
    over = "unknown"
    if clause.limits:
        limit = max(clause.limits)
        over = "certain" if certain > limit else "likely" if likely > limit else "no"
    return Count(clause, day, sector, len(mine), certain, likely, over)


def _apart(rows: _Rows, mine: Ints) -> int:
    """The sum over sightings of which no two can be of the same thing."""
    order = mine[np.argsort(-rows.number[mine], kind="stable")][:MOST]
    taken: list[int] = []
    for row in order:
        if all(_differ(rows, int(row), one) for one in taken):
            taken.append(int(row))
    return int(rows.number[taken].sum()) if taken else 0


def _differ(rows: _Rows, one: int, other: int) -> bool:
    """Whether nothing could have been at both places at their times."""
    east, north = degree_lengths_m(rows.positions[[one, other], 1])
    step = rows.positions[one] - rows.positions[other]
    metres = float(np.hypot(step[0] * east.mean(), step[1] * north.mean()))
    errors = ERRORS * float(np.hypot(rows.error_m[one], rows.error_m[other]))
    # The longest time that may lie between them, by what both leave open.
    hours = max(rows.end_h[one] - rows.start_h[other], rows.end_h[other] - rows.start_h[one], 0.0)
    return metres - errors > hours * KM_PER_HOUR * 1000
