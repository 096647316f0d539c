"""A zone's observations examined: violations, ceilings, compliance, and what was missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from suasion.zone.findings.ceilings import Count, counts
from suasion.zone.findings.checking import Tell, check
from suasion.zone.findings.clauses import Clause, clauses
from suasion.zone.findings.compliance import Compliance, compliance
from suasion.zone.findings.coverage import Coverage
from suasion.zone.findings.found import Findings, Verdict
from suasion.zone.findings.merging import Sightings, merged
from suasion.zone.findings.ordering import numbered
from suasion.zone.findings.recapture import Check, Total, captures, checks, enough, totals
from suasion.zone.findings.sectors import Sectors, sectors_along
from suasion.zone.findings.tallies import Violations, violations
from suasion.zone.observations.notices import Notice
from suasion.zone.rules.building import Built
from suasion.zone.rules.reading import Zone

SECTOR_KM = 20.0


DELAY_DAYS = 30


def last_day_to_show(today: dt.date, delay_days: int = DELAY_DAYS) -> dt.date:
    """The last day that may leave the owner's machine.

    Parameters
    ----------
    delay_days
        What the parties agreed, 30 days unless they did [day].

    Examples
    --------
    >>> import datetime as dt
    >>> last_day_to_show(dt.date(2024, 3, 31))
    datetime.date(2024, 3, 1)
    """
    return today - dt.timedelta(days=delay_days)


@dataclass(frozen=True, eq=False)
class Examination:
    """What the observations say."""

    zone: Zone
    found: Findings
    sightings: Sightings
    violations: Violations
    ceilings: Sequence[Count]
    compliance: Sequence[Compliance]
    totals: Sequence[Total]
    """All violations, seen or not, by how often sources report the same ones."""
    checks: Sequence[Check]
    coverage: Sequence[Coverage]
    """What the monitors watched; empty where it is not known."""
    until: dt.date | None
    """The last day that was looked at; None for all."""
    notices: Sequence[Notice] | None
    """All notices that were given; None where that is not known."""
    unchecked: Sequence[Clause] = field(default_factory=list)
    """Clauses whose place is not known."""


def examine(
    zone: Zone,
    built: Sequence[Built],
    path: Path,
    *,
    sectors: Sectors | None = None,
    coverage: Sequence[Coverage] = (),
    notices: Sequence[Notice] | None = None,
    until: dt.date | None = None,
    tell: Tell = lambda done, total: None,
) -> Examination:
    """Hold the observations of a file against the rules of a zone.

    Parameters
    ----------
    built
        The zone's places, from `suasion.zone.rules.building.build`.
    path
        A file that `suasion zone read` wrote.
    sectors
        Every 20 km along the zone's lines where they are left out.
    coverage
        What the monitors watched; without it no rate is given.
    notices
        All notices that were given; None where that is not known, and then what a rule of notice
        asks for stays open.
    until
        The last day that is looked at; all where it is left out. Whatever leaves the owner's
        machine is made with `last_day_to_show`.
    tell
        Is called with the rows done and the rows in all.
    """
    every = clauses(zone, built)
    within = sectors_along(zone.lines, SECTOR_KM) if sectors is None else sectors
    found = check(every, path, within, until=until, notices=notices, tell=tell)
    sightings = merged(found.seen)
    broken = violations(found, sightings)
    begins, ends = found.period or (dt.date.min, dt.date.min)
    estimates, tested = _missed(broken)
    return Examination(
        zone=zone,
        found=found,
        sightings=sightings,
        violations=broken,
        ceilings=counts(found, sightings),
        compliance=compliance(broken, coverage, begins=begins, ends=ends),
        totals=estimates,
        checks=tested,
        coverage=coverage,
        until=until,
        notices=notices,
        unchecked=[one for one in every if one.shape is None],
    )


def _missed(broken: Violations) -> tuple[list[Total], list[Check]]:
    """Capture and recapture of the sightings that clearly or likely break a rule."""
    found = broken.found
    clearly = np.zeros(len(broken.sightings.first), bool)
    clearly[broken.sighting[broken.verdict <= Verdict.LIKELY]] = True
    counted = clearly[broken.sightings.first]
    if not counted.any():
        return [], []
    source = found.seen.column("source").combine_chunks().dictionary_encode()
    codes = source.indices.to_numpy().astype(np.int64)
    _, codes[counted] = numbered(codes[counted])
    seen_by = captures(broken.sightings.first, codes, counted)
    if not enough(seen_by):
        return [], []
    alone = broken.sightings.first == np.arange(len(counted))
    stratum = found.sector[np.flatnonzero(counted & alone)]
    return totals(seen_by), checks(seen_by, stratum)
