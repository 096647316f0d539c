"""Positions checked: what a line, a ring and a place on the ground must be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from suasion.errors import Problem
from suasion.zone.geometry.ellipsoid import FURTHEST_LATITUDE, distances_m, run_on
from suasion.zone.geometry.line import line_of, path
from suasion.zone.rules.datum import TRANSFORM
from suasion.zone.rules.geojson import MAX_POSITIONS

Tell = Callable[[int | None, str, str, str], Problem]
"""Makes a problem of the number of a position, message, remedy and value."""

FURTHEST_NUMBER = 360
"""Of degrees; a zone across the antimeridian may run on beyond 180 [degree]."""
SWAP = "Put longitude first and latitude second"
LONGEST_KM = 40_000.0
"""About once round the Earth [km]."""
AT_ONCE = 64
"""Segments that are held against all others at a time."""
FAR_KM = 500.0
"""A place further from its line than this is a reason to ask whether numbers are swapped [km]."""


def line_problems(positions: Any, tell: Tell) -> list[Problem]:
    """What is wrong with the positions of a line; empty where nothing is."""
    if not isinstance(positions, list) or len(positions) < 2:
        count = len(positions) if isinstance(positions, list) else 0
        given = {0: "it is empty", 1: "it has one position"}[count]
        return [tell(None, f"a line needs two positions, and {given}", "Add positions", "")]
    if len(positions) > MAX_POSITIONS:
        message = f"at most {MAX_POSITIONS:,} positions are read, and it has {len(positions):,}"
        return [tell(None, message, "Simplify the line", "")]
    found = list(_each(positions, tell))
    return found or _twice(positions, tell) or _long(positions, tell) or _crossing(positions, tell)


def ring_problems(positions: Any, tell: Tell) -> list[Problem]:
    """What is wrong with the positions of a polygon's ring."""
    if not isinstance(positions, list) or len(positions) < 4:
        return [tell(None, "a ring needs four positions, the last as the first", "Add them", "")]
    found = list(_each(positions, tell))
    if not found and positions[0][:2] != positions[-1][:2]:
        found = [tell(len(positions) - 1, "a ring ends where it starts", "Close it", "")]
    return found or _long(positions, tell) or _crossing(positions, tell)


def _each(positions: Sequence[Any], tell: Tell) -> Iterator[Problem]:
    """The first position with a fault; a swapped file has thousands."""
    for number, position in enumerate(positions):
        if fault := position_fault(position):
            yield tell(number, *fault, _shown(position))
            return


def position_fault(position: Any) -> tuple[str, str] | None:
    """Message and remedy where something is no longitude and latitude."""
    if not isinstance(position, list | tuple) or len(position) < 2:
        return "a position is a longitude and a latitude", "Write [longitude, latitude]"
    numbers = position[:2]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        return "longitude and latitude are numbers", "Write [longitude, latitude] in degrees"
    longitude, latitude = map(float, numbers)
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        return "longitude and latitude are finite numbers", "Give the position, or take it out"
    if max(abs(longitude), abs(latitude)) > FURTHEST_NUMBER:
        return "these are no degrees: metres of a grid, or another datum", TRANSFORM
    if abs(latitude) > 90 and abs(longitude) <= 90:
        return "a latitude is between -90 and 90, and this looks like longitude", SWAP
    if abs(latitude) > FURTHEST_LATITUDE:
        message = f"a latitude is between -{FURTHEST_LATITUDE:g} and {FURTHEST_LATITUDE:g} here"
        return message, "Zones at the poles cannot be drawn"
    return None


def _twice(positions: Sequence[Any], tell: Tell) -> list[Problem]:
    """Positions given twice in a row."""
    pairs = enumerate(pairwise(positions), start=1)
    same = [number for number, (one, other) in pairs if list(one[:2]) == list(other[:2])]
    if not same:
        return []
    more = f", and {len(same) - 1} more are" if len(same) > 1 else ""
    message = f"the position is the same as the one before it{more}"
    return [tell(same[0], message, "Take it out", _shown(positions[same[0]]))]


def _long(positions: Sequence[Any], tell: Tell) -> list[Problem]:
    """A line longer than any on the ground: drawn as geodesics it would fill the memory."""
    length_km = line_of(positions).length_m / 1000
    if length_km <= LONGEST_KM:
        return []
    message = f"it is {length_km:,.0f} km long, and at most {LONGEST_KM:,.0f} km are drawn"
    return [tell(None, message, "Take out positions that are elsewhere", "")]


def _crossing(positions: Sequence[Any], tell: Tell) -> list[Problem]:
    """Where a line meets itself."""
    if path(line_of(positions)).is_simple:
        return []
    table = np.array([position[:2] for position in positions], float)
    table[:, 0] = run_on(table[:, 0])
    segments = np.array([shapely.LineString(pair) for pair in pairwise(table)])
    closed = np.array_equal(table[0], table[-1])
    first, other = _first_meeting(segments, closed=closed) or (None, None)
    meeting = "" if first is None else f": after position {first} and after {other}"
    message = f"the line crosses or touches itself{meeting}"
    return [tell(first, message, "Take the loop out, or draw two zones", "")]


def _first_meeting(segments: NDArray[Any], *, closed: bool) -> tuple[int, int] | None:
    """The first segment that meets a later one which does not follow it, and the last of those.

    A few segments at a time: in a star every one meets every other.
    """
    tree, last = shapely.STRtree(segments), len(segments) - 1
    for start in range(0, len(segments), AT_ONCE):
        one, other = tree.query(segments[start : start + AT_ONCE], predicate="intersects")
        one = one + start
        apart = (other > one + 1) & ~((one == 0) & (other == last) & closed)
        if apart.any():
            first = int(one[apart].min())
            return first, int(other[one == first].max())
    return None


def swapped(positions: Sequence[Sequence[float]], place: Sequence[float]) -> bool:
    """Whether a line lies far from a place of its zone, and much nearer once it is turned round."""
    given = _distance_km(positions, place)
    turned = [[position[1], position[0]] for position in positions]
    if given < FAR_KM or any(position_fault(position) for position in turned):
        return False
    return _distance_km(turned, place) < given / 3


def _distance_km(positions: Sequence[Sequence[float]], place: Sequence[float]) -> float:
    table = np.array([position[:2] for position in positions], float)
    return float(distances_m(table[:, 0], table[:, 1], place[0], place[1]).min()) / 1000


def _shown(position: Any) -> str:
    text = repr(position)
    return text if len(text) <= 60 else text[:57] + "…"
