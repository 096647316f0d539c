"""An examination as plain data, for JSON, tables and the report; nothing of it is a position."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import numpy as np

from suasion.zone.findings.compliance import NO_COVERAGE, Compliance, no_span
from suasion.zone.findings.examination import Examination
from suasion.zone.findings.found import REASONS
from suasion.zone.findings.recapture import FEW
from suasion.zone.findings.tallies import By, open_reasons, tally

NOT_RANDOM = (
    "These are the sightings that reached the table. Unless what was watched is a fair sample of "
    "ground and time, they show neither how often rules are broken nor which side does so more."
)
ALL_NOTICES = (
    "The table of notices is taken for all that were given: a movement that none of them covers "
    "counts as not notified."
)
ALONE = (
    f"Fewer than {FEW} violations were reported by more than one source, too few to say from it "
    "what no source reported."
)


def as_data(one: Examination, by: By) -> dict[str, Any]:
    """What was found, as docs/reference/zone-findings.md has it.

    Parameters
    ----------
    by
        What the violations are counted by.
    """
    found = one.found
    period = found.period
    return {
        "zone": one.zone.file.zone,
        "standing": one.zone.file.standing.value,
        "period": [str(day) for day in period] if period else None,
        "rows": dict(found.fate),
        "not_checked": _unchecked(one),
        "sightings": _sightings(one),
        "by": by,
        "violations": [asdict(each) for each in tally(one.violations, by)],
        "open": [
            {"reason": REASONS[reason], "violations": number}
            for reason, number in open_reasons(one.violations)
        ],
        "ceilings": ceilings(one),
        "compliance": [compliance_data(each) for each in one.compliance],
        "missed": [asdict(each) for each in one.totals],
        "assumptions_tested": [asdict(each) for each in one.checks],
        "notes": notes(one),
    }


def _unchecked(one: Examination) -> list[dict[str, Any]]:
    return [
        {"rule": each.number, "place": each.place, "side": each.side or None, "why": each.unknown}
        for each in one.unchecked
    ]


def _sightings(one: Examination) -> dict[str, Any]:
    first = one.sightings.first
    sizes = Counter(np.bincount(first)[np.unique(first)].tolist()) if len(first) else Counter()
    return {
        "rows": len(first),
        "sightings": int(sum(sizes.values())),
        "by_rows_merged": {str(size): number for size, number in sorted(sizes.items())},
    }


def ceilings(one: Examination) -> list[dict[str, Any]]:
    """Each ceiling: days with a sighting, the largest numbers, days over the limit."""
    found = []
    for clause in one.found.clauses:
        whole = [each for each in one.ceilings if each.clause is clause and each.sector == "all"]
        if not whole:
            continue
        found.append(
            {
                "rule": clause.number,
                "place": clause.place,
                "side": clause.side or None,
                "limit": list(clause.limits),
                "days": len(whole),
                "most_certain": max(each.certain for each in whole),
                # Two digits: more would tell how far from an edge a single sighting lies.
                "most_likely": float(f"{max(each.likely for each in whole):.2g}"),
                "days_certainly_over": sum(each.over == "certain" for each in whole),
                "days_likely_over": sum(each.over == "likely" for each in whole),
            }
        )
    return found


def compliance_data(one: Compliance) -> dict[str, Any]:
    """One side in one period; rates are null where the coverage is not known."""
    return {**asdict(one), "begins": str(one.begins), "ends": str(one.ends)}


def notes(one: Examination) -> list[str]:
    """What a reader must know before using the numbers."""
    said = [NOT_RANDOM]
    if not one.coverage:
        said.append(NO_COVERAGE)
    lacking = [each for each in one.compliance if one.coverage and each.coverage is None]
    said += [no_span(each, one.coverage) for each in lacking]
    if one.notices is not None:
        said.append(ALL_NOTICES)
    if one.violations.row.size and not one.totals:
        said.append(ALONE)
    return said
