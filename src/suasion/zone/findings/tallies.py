"""Violations counted: one sighting against one rule, by rule, side, sector or day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from suasion.zone.findings.found import OPEN_SIDE, Findings, Ints, Reason, Verdict
from suasion.zone.findings.merging import Sightings
from suasion.zone.findings.ordering import Places, numbered, tied
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

    side_code: Ints
    """Whose it was, known where any row of the sighting says so; its place in `side_names`."""
    side_names: tuple[str, ...]

    @property
    def side(self) -> npt.NDArray[np.object_]:
        """Whose each was, or `open`."""
        return np.array(self.side_names, object)[self.side_code]

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
    order = _best_first(found, sighting)
    fresh = np.ones(len(order), bool)
    same_sighting = sighting[order[1:]] == sighting[order[:-1]]
    fresh[1:] = ~same_sighting | (found.rule[order[1:]] != found.rule[order[:-1]])
    best = order[fresh]
    codes, names = _sides(found, sightings)
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
        side_code=codes[sighting[best]],
        side_names=names,
    )


def _best_first(found: Findings, sighting: Ints) -> Places:
    """Findings by sighting and rule.

    Of each the best row comes first, and of that the place that explains least away.
    """
    key = sighting * (int(found.rule.max(initial=0)) + 1) + found.rule
    order = np.argsort(key)
    several = tied(key[order])
    # Most sightings have one finding under a rule, and nothing to choose from.
    held = order[several]
    error = found.seen.column("position_error_m").fill_null(np.inf).to_numpy()[found.row[held]]
    away = np.where(np.isnan(found.chance[held]), np.inf, found.chance[held])
    verdict = found.verdict[held]
    open_last = np.isin(verdict, (Verdict.OPEN, Verdict.DENIED))
    order[several] = held[np.lexsort((held, away, verdict, error, open_last, key[held]))]
    return order


def _sides(found: Findings, sightings: Sightings) -> tuple[Ints, tuple[str, ...]]:
    """Of each row that begins a sighting, whose it was: what the first row that knows it says."""
    words = found.seen.column("side").combine_chunks().dictionary_encode()
    names = (*words.dictionary.to_pylist(), OPEN_SIDE)
    own = pc.fill_null(words.indices, len(names) - 1).to_numpy().astype(np.int64)
    codes = own.copy()
    for row in np.flatnonzero(sightings.first != np.arange(len(own))):
        first = sightings.first[row]
        if codes[first] == len(names) - 1:
            codes[first] = own[row]
    return codes, names


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
    kept: int
    expected: float
    """Clear, likely and possible ones, each weighted by the chance that it is none of the error;
    to a tenth, since more digits would tell how far from an edge a single one lies."""


def tally(found: Violations, by: By) -> list[Tally]:
    """Violations by rule, side, sector or day, in the order of the key; denied access too."""
    keys, words = _keys(found, by)
    present, number = numbered(keys)
    kinds = len(Verdict)
    counts = np.bincount(number * kinds + found.verdict, minlength=len(present) * kinds)
    measured = np.where(found.verdict <= Verdict.POSSIBLE, 1 - found.chance, 0.0)
    expected = np.bincount(number, measured, minlength=len(present))
    rows = np.bincount(number, _rows_behind(found), minlength=len(present))
    tallies = [
        _tally(words(key), *parts)
        for key, *parts in zip(
            present.tolist(), counts.reshape(-1, kinds).tolist(), rows, expected, strict=True
        )
    ]
    return sorted(tallies, key=lambda one: one.key) if by == "side" else tallies


def _tally(key: str, counts: list[int], rows: float, expected: float) -> Tally:
    clear, likely, possible, unmeasured, open_ones, denied, kept = counts
    return Tally(
        key,
        rows=int(rows),
        clear=clear,
        likely=likely,
        possible=possible,
        unmeasured=unmeasured,
        open=open_ones,
        denied=denied,
        kept=kept,
        expected=round(float(expected), 1),
    )


def _rows_behind(found: Violations) -> Ints:
    sizes = np.bincount(found.sightings.first, minlength=len(found.sightings.first))
    return sizes[found.sighting] if len(found.sighting) else found.sighting


def _keys(found: Violations, by: By) -> tuple[Ints, Callable[[int], str]]:
    """A number for the key of each violation, and what it stands for."""
    if by == "rule":
        return found.rule, str
    if by == "side":
        return found.side_code, lambda at: found.side_names[at]
    if by == "day":
        return found.day.astype(np.int64), lambda at: str(np.datetime64(at, "D"))
    return found.found.sector[found.row], lambda at: found.found.sectors.names[at]


def open_reasons(found: Violations) -> Iterator[tuple[Reason, int]]:
    """Why sightings are open, and how many for each reason."""
    open_ones = found.reason[found.verdict == Verdict.OPEN]
    for reason in Reason:
        if number := int((open_ones == reason).sum()):
            yield reason, number
