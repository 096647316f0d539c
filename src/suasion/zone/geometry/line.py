"""A line on the ellipsoid: positions joined by geodesics, with a left and a right side.

Left and right are those of somebody who walks from its first position to its last. A line whose
last position is its first is closed; its left is then its inside if it runs anticlockwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from suasion.zone.geometry.ellipsoid import (
    STEP_M,
    Floats,
    distances_out,
    geod,
    near,
    reached,
    run_on,
)


@dataclass(frozen=True, eq=False)
class Line:
    """Positions, their longitudes running on across the antimeridian [degrees]."""

    longitude: Floats
    latitude: Floats

    @property
    def is_closed(self) -> bool:
        """True where the line ends where it starts."""
        turn = near(self.longitude[-1], self.longitude[0]) - self.longitude[0]
        return bool(turn == 0 and self.latitude[0] == self.latitude[-1])

    @property
    def length_m(self) -> float:
        """Length along the geodesics [m]."""
        return float(geod().line_length(self.longitude, self.latitude))


@dataclass(frozen=True, eq=False)
class Samples:
    """A line in short steps; a position within it stands twice, once for each of its segments."""

    longitude: Floats
    latitude: Floats
    azimuth_degrees: Floats
    """Direction of the line, clockwise from north."""
    segment: npt.NDArray[np.intp]
    """Number of the segment that a sample belongs to."""

    def of(self, segment: int) -> slice:
        """Where the samples of a segment stand."""
        first, last = np.searchsorted(self.segment, [segment, segment + 1])
        return slice(int(first), int(last))


def line_of(positions: Sequence[Sequence[float]]) -> Line:
    """The line through positions of longitude and latitude [degrees].

    Examples
    --------
    >>> line = line_of([[179.5, 10], [-179.5, 10]])
    >>> line.longitude, round(line.length_m / 1000, 1)
    (array([179.5, 180.5]), 109.6)
    """
    table = np.asarray([position[:2] for position in positions], float)
    return Line(run_on(table[:, 0]), table[:, 1])


def sampled(line: Line) -> Samples:
    """The line in steps of at most `STEP_M`, exactly on its geodesics."""
    x, y = line.longitude, line.latitude
    azimuth, _, length = geod().inv(x[:-1], y[:-1], x[1:], y[1:])
    counts = np.maximum(np.ceil(length / STEP_M), 1).astype(int) + 1
    segment = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(counts) - counts, counts)
    distance = number / (counts[segment] - 1) * length[segment]
    points = reached(x[segment], y[segment], azimuth[segment], distance)
    return Samples(*points, segment)


def path(line: Line, *, beyond_m: float = 0.0) -> shapely.LineString:
    """The line in the plane of longitude and latitude, densified.

    Parameters
    ----------
    beyond_m
        How far it goes on straight, as geodesics, beyond both ends [m].
    """
    found = sampled(line)
    # The last sample of a segment is the first of the next one but for rounding: one is enough.
    keep = np.append(np.diff(found.segment) == 0, True)
    x, y = found.longitude[keep], found.latitude[keep]
    if line.is_closed:
        x[-1], y[-1] = near(x[0], x[-1]), y[0]
    elif beyond_m:
        out, heading = distances_out(beyond_m)[1:], found.azimuth_degrees
        after_x, after_y, _ = reached(x[-1], y[-1], heading[-1], out)
        before_x, before_y, _ = reached(x[0], y[0], heading[0], -out[::-1])
        x, y = np.concatenate([before_x, x, after_x]), np.concatenate([before_y, y, after_y])
    return shapely.LineString(np.column_stack([x, y]))
