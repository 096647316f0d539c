"""Rows that tell of the same sighting, merged with the reason.

The rule. Two rows are of one sighting where

- their sources differ (a row that a source gives twice, equal in everything, is merged as well),
- one's class is the other's or lies within it, and their sides do not differ where both are known,
- their times, with what each leaves open, are at most `HOURS` apart,
- their places are at most 2.45 standard errors of their difference apart: what a circular normal
  error leaves out in 5 % of true pairs. Where an error is not known it counts as nothing, so that
  such rows are merged only if their places are within what the other's error allows or `SAME_M`.

A sighting begins with its earliest row; a later row joins where it fits that first row and its
source is not yet among the rows. So a chain of neighbours does not become one sighting. Rows that
might be of several sightings join the nearest in time. Errors beyond `FURTHEST_M` say too little of
a place: they are cut to that when sightings are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse.csgraph import connected_components

from suasion.zone.findings.found import Ints
from suasion.zone.findings.mass import Bools, degree_lengths_m
from suasion.zone.findings.neighbours import near_pairs
from suasion.zone.findings.ordering import order_of
from suasion.zone.geometry.ellipsoid import Floats, near
from suasion.zone.rules.taxonomy import classes, covers

HOURS = 6.0
WIDTH = 2.4477
"""Standard errors within which 95 % of true pairs lie: the root of -2 ln(0.05)."""
SAME_M = 100.0
FURTHEST_M = 2_000.0
AT_ONCE = 20_000
"""Rows whose pairs are looked for together."""
_Pairs = tuple[Ints, Ints, Floats, Floats]
"""Earlier row, later row, how far apart [m] and how long [h]."""


@dataclass(frozen=True, eq=False)
class Sightings:
    """Which rows are of one sighting."""

    first: Ints
    """Of each row: the row with which its sighting begins; itself where it stands alone."""
    apart_m: Floats
    """How far each row lies from that one [m]."""
    apart_h: Floats
    """How long after it [h]; 0 where the two may be of the same time."""

    def reason(self, row: int) -> str:
        """Why a row was merged with the first of its sighting; empty where it was not."""
        if self.first[row] == row:
            return ""
        apart = f"{self.apart_m[row] / 1000:.2g} km" if self.apart_m[row] else "the same place"
        later = f"{self.apart_h[row]:.2g} h apart" if self.apart_h[row] else "times that overlap"
        return f"same class, {apart} within the errors, {later}"


@dataclass(frozen=True, eq=False)
class _Rows:
    """What tells whether rows are of one sighting."""

    positions: Floats
    error_m: Floats
    start_h: Floats
    end_h: Floats
    class_code: npt.NDArray[np.intp]
    side: npt.NDArray[np.intp]
    """-1 where it is not known."""
    source: npt.NDArray[np.intp]
    count: Floats
    fits: Bools
    """Which classes may be of one sighting, by code."""
    kind: Ints
    """Of each row: what it shares with all rows of classes that may be of its sighting."""


def merged(seen: pa.Table) -> Sightings:
    """The sightings of observations, by the rule above.

    Parameters
    ----------
    seen
        Observations in the canonical columns.
    """
    rows = _rows(seen)
    first = np.arange(seen.num_rows)
    apart_m, apart_h = np.zeros(seen.num_rows), np.zeros(seen.num_rows)
    early, late, metres, hours = _pairs(rows)
    joined: dict[int, set[int]] = {}
    for one, other, far, long in zip(early, late, metres, hours, strict=True):
        if first[one] != one or first[other] != other or other in joined:
            continue
        sources = joined.setdefault(int(one), {int(rows.source[one])})
        if rows.source[one] != rows.source[other] and rows.source[other] in sources:
            continue
        sources.add(int(rows.source[other]))
        first[other], apart_m[other], apart_h[other] = one, far, long
    return Sightings(first.astype(np.int64), apart_m, apart_h)


def _rows(seen: pa.Table) -> _Rows:
    positions = positions_of(seen)
    start = seen.column("time").cast(pa.int64()).to_numpy() / 3.6e9
    error = pc.fill_null(seen.column("position_error_m"), 0.0).to_numpy()
    codes = {name: _codes(seen.column(name)) for name in ("class", "side", "source")}
    fits = _fits(codes["class"][1])
    return _Rows(
        positions=positions,
        error_m=np.minimum(error, FURTHEST_M),
        start_h=start,
        end_h=start + seen.column("time_span_s").to_numpy() / 3600,
        class_code=codes["class"][0],
        side=codes["side"][0],
        source=codes["source"][0],
        count=pc.fill_null(seen.column("count"), -1).to_numpy().astype(float),
        fits=fits,
        kind=connected_components(fits)[1].astype(np.int64)[codes["class"][0]],
    )


def positions_of(seen: pa.Table) -> Floats:
    """Longitude and latitude [degrees], longitudes running on across the antimeridian."""
    lon, lat = (seen.column(name).to_numpy() for name in ("lon", "lat"))
    return np.column_stack([near(lon, lon[0]) if len(lon) else lon, lat])


def _codes(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.intp], list[str]]:
    words = column.combine_chunks().dictionary_encode()
    if isinstance(words, pa.ChunkedArray):
        words = words.combine_chunks()
    return pc.fill_null(words.indices, -1).to_numpy().astype(np.intp), words.dictionary.to_pylist()


def _fits(words: list[str]) -> Bools:
    """By code: whether two classes may be of one sighting; a class that is not known fits none."""
    known = classes()
    table = np.zeros((len(words) + 1, len(words) + 1), bool)
    for i, one in enumerate(words):
        for j, other in enumerate(words):
            both = one in known and other in known
            table[i, j] = one == other or (both and (covers(one, other) or covers(other, one)))
    return table


def _pairs(rows: _Rows) -> _Pairs:
    """Pairs that fit, earlier row first, in the order of time and then of nearness in time."""
    order = order_of(rows.start_h)
    order = order[rows.class_code[order] >= 0]
    longest = float((rows.end_h - rows.start_h).max(initial=0.0))
    early, late, metres, hours = _all(
        [_pairs_from(rows, order, begin, longest) for begin in range(0, len(order), AT_ONCE)]
    )
    by_time = np.lexsort((late, early, metres, hours, rows.start_h[late], rows.start_h[early]))
    return early[by_time], late[by_time], metres[by_time], hours[by_time]


def _pairs_from(rows: _Rows, order: Ints, begin: int, longest_h: float) -> _Pairs:
    """Pairs whose earlier row is among some that follow each other in time."""
    ours = order[begin : begin + AT_ONCE]
    until = rows.start_h[ours[-1]] + HOURS + longest_h
    rest = order[begin : int(np.searchsorted(rows.start_h[order], until, side="right"))]
    radius = max(SAME_M, WIDTH * np.sqrt(2) * float(rows.error_m[rest].max(initial=0.0)))
    where = _in_space(rows, rest, radius, HOURS + longest_h)
    found = []
    for early, late in near_pairs(where, rows.kind[rest]):
        ours_first = early < len(ours)
        found.append(_fitting(rows, rest[early[ours_first]], rest[late[ours_first]]))
    return _all(found)


def _all(found: list[_Pairs]) -> _Pairs:
    """Pairs that came in pieces."""
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    early, late, metres, hours = map(np.concatenate, zip(nothing, *found, strict=True))
    return early, late, metres, hours


def _in_space(rows: _Rows, chosen: Ints, radius_m: float, hours: float) -> Floats:
    """Place and time, so that rows further apart than 1 in any direction cannot fit."""
    positions = rows.positions[chosen]
    east, _ = degree_lengths_m(np.full(1, np.abs(positions[:, 1]).max(initial=0.0)))
    metres = positions * [float(east[0]), float(degree_lengths_m(np.zeros(1))[1][0])]
    return np.column_stack([metres / radius_m, rows.start_h[chosen] / hours])


def _fitting(rows: _Rows, one: Ints, other: Ints) -> _Pairs:
    """Of pairs in the order of time those that the rule allows, and how far apart they are."""
    hours = np.maximum(rows.start_h[other] - rows.end_h[one], 0.0)
    step = rows.positions[other] - rows.positions[one]
    east, north = degree_lengths_m((rows.positions[one, 1] + rows.positions[other, 1]) / 2)
    metres = np.hypot(step[:, 0] * east, step[:, 1] * north)
    allowed = WIDTH * np.hypot(rows.error_m[one], rows.error_m[other])
    sides = (rows.side[one] == rows.side[other]) | (rows.side[one] < 0) | (rows.side[other] < 0)
    again = (metres == 0) & (rows.start_h[one] == rows.start_h[other])
    again &= (rows.count[one] == rows.count[other]) & (rows.side[one] == rows.side[other])
    fits = rows.fits[rows.class_code[one], rows.class_code[other]] & sides & (hours <= HOURS)
    fits &= metres <= np.maximum(allowed, SAME_M)
    fits &= (rows.source[one] != rows.source[other]) | again
    return one[fits], other[fits], metres[fits], hours[fits]
