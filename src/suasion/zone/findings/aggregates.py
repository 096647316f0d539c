"""What may leave the owner's machine: numbers by sector and day, and no position.

An examination for export is made with `until`, so that nothing of the last days is in it at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from suasion.zone.findings.examination import Examination
from suasion.zone.findings.found import CLEAR_BELOW, LIKELY_BELOW, Verdict
from suasion.zone.findings.sectors import Sectors, sector_shapes
from suasion.zone.findings.tallies import Violations
from suasion.zone.geometry.output import feature
from suasion.zone.rules.building import Built

VERDICTS = ("clear", "likely", "possible", "unmeasured", "open", "denied", "kept")
COLUMNS = ("sector", "day", "side", "rule", *VERDICTS)
BANDS = ("under 5 %", "5-50 %", "50-95 %")
GRID_DEGREES = 0.001
"""Bounds of sectors are rounded to this."""


def by_sector_and_day(found: Violations) -> list[dict[str, Any]]:
    """Violations by sector, day, side and rule: a row for each that has any."""
    names = found.found.sectors.names
    keys = zip(
        found.found.sector[found.row].tolist(),
        found.day.astype(str).tolist(),
        found.side.tolist(),
        found.rule.tolist(),
        strict=True,
    )
    counts: dict[tuple[Any, ...], Counter[int]] = {}
    for key, verdict in zip(keys, found.verdict.tolist(), strict=True):
        counts.setdefault(key, Counter())[verdict] += 1
    return [
        {
            "sector": names[sector],
            "day": day,
            "side": side,
            "rule": rule,
            **{name: counts[sector, day, side, rule][at] for at, name in enumerate(VERDICTS)},
        }
        for sector, day, side, rule in sorted(counts)
    ]


def sector_ground(sectors: Sectors, built: Sequence[Built]) -> list[BaseGeometry]:
    """The ground of each sector within the zone's places, for a map."""
    kinds = ("belt", "site", "area", "corridor")
    ground = [one.shape for one in built if one.shape is not None and one.kind in kinds]
    return sector_shapes(sectors, ground) if ground else []


def by_sector(found: Violations) -> list[dict[str, int]]:
    """Violations by verdict in each sector, in the order of the sectors."""
    sector = found.found.sector[found.row]
    return [
        {
            name: int((found.verdict[sector == at] == Verdict(number)).sum())
            for number, name in enumerate(VERDICTS)
        }
        for at in range(len(found.found.sectors.names))
    ]


def geojson(one: Examination, built: Sequence[Built]) -> dict[str, Any]:
    """Sectors as polygons with their numbers, by [RFC7946]_."""
    names, counts = one.found.sectors.names, by_sector(one.violations)
    grounds = sector_ground(one.found.sectors, built)
    days = _days(one.violations)
    parts = zip(names, grounds, counts, strict=True) if grounds else ()
    return {
        "type": "FeatureCollection",
        "features": [
            feature(name, _plain(ground), {"name": name, **number, "days": days.get(name, {})})
            for name, ground, number in parts
        ],
    }


def _plain(ground: BaseGeometry) -> BaseGeometry | None:
    shape = shapely.set_precision(ground, GRID_DEGREES)
    return None if shape.is_empty else shape


def _days(found: Violations) -> Mapping[str, dict[str, int]]:
    """Clear and likely violations by sector and day."""
    counts: dict[str, Counter[str]] = {}
    for row in by_sector_and_day(found):
        counts.setdefault(row["sector"], Counter())[row["day"]] += row["clear"] + row["likely"]
    return {name: dict(days) for name, days in counts.items()}


def _band(chance: float) -> str:
    """A chance in words: its digits would tell how far from a belt's edge the position lies."""
    if np.isnan(chance):
        return "not known"
    bounds = np.array([CLEAR_BELOW, LIKELY_BELOW])
    return BANDS[int(np.searchsorted(bounds, chance, side="right"))]


def evidence(one: Examination) -> Iterator[dict[str, Any]]:
    """Each violation with what it rests on: rows, sources and confidence, and no position."""
    found, members = one.violations, one.violations.members()
    seen = one.found.seen
    columns = {
        name: seen.column(name).to_pylist() for name in ("row_id", "source", "confidence", "class")
    }
    sectors = one.found.sectors.names
    sides, days = found.side, found.day.astype(str)
    for at in np.lexsort((found.rule, found.found.sector[found.row], days)):
        rows = members.get(int(found.sighting[at]), [int(found.sighting[at])])
        chance = float(found.chance[at])
        yield {
            "day": days[at],
            "sector": sectors[one.found.sector[found.row[at]]],
            "rule": int(found.rule[at]),
            "side": sides[at],
            "class": columns["class"][int(found.row[at])] or "not known",
            "verdict": VERDICTS[int(found.verdict[at])],
            "explained_away": _band(chance),
            "rows": [columns["row_id"][row] for row in rows],
            "sources": list(dict.fromkeys(columns["source"][row] for row in rows)),
            "confidence": [columns["confidence"][row] for row in rows],
            "merged": [one.sightings.reason(row) for row in rows[1:]],
        }
