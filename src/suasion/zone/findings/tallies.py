"""Violations counted: one sighting against one rule, by rule, side, sector or day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from suasion.zone.findings.found import Findings, Ints, Reason, Verdict
from suasion.zone.findings.merging import Sightings
from suasion.zone.geometry.ellipsoid import Floats

By = Literal["rule", "side", "sector", "day"]


@dataclass(frozen=True, eq=False)
class Violations:
    """Each sighting against each rule, once; the arrays run side by side.

    Where a sighting has several rows, the row with the smallest position error speaks for it; where
    a rule holds in several places, the place that explains least away.
    """

    found: Findings
    sightings: Sightings
    row: Ints
    """The row that speaks for it, in `found.seen`."""
    finding: Ints
    """The finding that speaks for it, in `found`."""
    rule: Ints
    verdict: Ints
    reason: Ints
    chance: Floats
    """Chance that the position error explains it away; NaN where not known."""
    sighting: Ints
    """First row of its sighting."""

    @property
    def side(self) -> np.ndarray:
        """Whose it was, or `open`; known where any row of the sighting says so."""
        sides = self.found.side
        said = {
            int(self.sightings.first[row]): sides[row] for row in np.flatnonzero(sides != "open")
        }
        return np.array([said.get(int(one), "open") for one in self.sighting], object)

    @property
    def day(self) -> np.ndarray:
        """The day of each, in UTC."""
        return self.found.day[self.row]

    def members(self) -> dict[int, list[int]]:
        """Rows of each sighting that has several, by its first row."""
        several = np.flatnonzero(self.sightings.first != np.arange(len(self.sightings.first)))
        found: dict[int, list[int]] = {}
        for row in several:
            first = int(self.sightings.first[row])
            found.setdefault(first, [first]).append(int(row))
        return found


def violations(found: Findings, sightings: Sightings) -> Violations:
    """Findings as violations, by the definitions of `suasion.zone.findings.found`."""
    sighting = sightings.first[found.row] if len(found.row) else found.row
    error = found.seen.column("position_error_m").fill_null(np.inf).to_numpy()
    away = np.where(np.isnan(found.chance), np.inf, found.chance)
    # Per sighting and rule the best row first, and within it the place that explains least away.
    open_last = found.verdict >= Verdict.OPEN
    order = np.lexsort((away, found.verdict, error[found.row], open_last, found.rule, sighting))
    keys = np.column_stack([sighting[order], found.rule[order]])
    fresh = np.ones(len(order), bool)
    fresh[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    best = order[fresh]
    return Violations(
        found,
        sightings,
        row=found.row[best],
        finding=best,
        rule=found.rule[best],
        verdict=found.verdict[best],
        reason=found.reason[best],
        chance=found.chance[best],
        sighting=sighting[best],
    )


@dataclass(frozen=True)
class Tally:
    """Violations of one rule, side, sector or day."""

    key: str
    rows: int
    """Rows of the table behind them, duplicates counted."""
    clear: int
    likely: int
    possible: int
    unmeasured: int
    open: int
    denied: int
    expected: float
    """Clear, likely and possible ones, each weighted by the chance that it is none of the error."""


def tally(found: Violations, by: By) -> list[Tally]:
    """Violations by rule, side, sector or day, in the order of the key."""
    keys = _keys(found, by)
    names, number = np.unique(keys.astype(str), return_inverse=True)
    if by == "sector":
        order = {name: at for at, name in enumerate(found.found.sectors.names)}
        at = sorted(range(len(names)), key=lambda one: order[str(names[one])])
    elif by == "rule":
        at = sorted(range(len(names)), key=lambda one: int(names[one]))
    else:
        at = list(range(len(names)))
    rows = _rows_behind(found)
    return [_tally(found, str(names[one]), number == one, rows) for one in at]


def _tally(found: Violations, key: str, mine: np.ndarray, rows: Ints) -> Tally:
    verdict = found.verdict[mine]
    clear, likely, possible, unmeasured, open_ones, denied = (
        int((verdict == one).sum()) for one in Verdict
    )
    measured = mine & (found.verdict <= Verdict.POSSIBLE)
    return Tally(
        key,
        rows=int(rows[mine].sum()),
        clear=clear,
        likely=likely,
        possible=possible,
        unmeasured=unmeasured,
        open=open_ones,
        denied=denied,
        expected=float((1 - found.chance[measured]).sum()),
    )


def _rows_behind(found: Violations) -> Ints:
    sizes = np.bincount(found.sightings.first, minlength=len(found.sightings.first))
    return sizes[found.sighting] if len(found.sighting) else found.sighting


def _keys(found: Violations, by: By) -> np.ndarray:
    if by == "rule":
        return found.rule
    if by == "side":
        return found.side
    if by == "day":
        return found.day
    names = np.array(found.found.sectors.names, object)
    return np.asarray(names[found.found.sector[found.row]])


def open_reasons(found: Violations) -> Iterator[tuple[Reason, int]]:
    """Why sightings are open, and how many for each reason."""
    open_ones = found.reason[found.verdict == Verdict.OPEN]
    for reason in Reason:
        if number := int((open_ones == reason).sum()):
            yield reason, number
