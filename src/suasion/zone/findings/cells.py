"""A grid over a zone that answers most questions about a position without looking at a polygon.

Every cell knows, for each shape, whether it lies inside, outside or on the edge, and how far the
edge is from any point of it at least. Only positions in cells on an edge are compared with the
polygon itself, so that the answer is the polygon's in every case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.ndimage import distance_transform_edt, label
from shapely.geometry.base import BaseGeometry

from suasion.zone.findings.mass import Bools, degree_lengths_m
from suasion.zone.geometry.ellipsoid import Floats, near

CELLS = 450
"""Cells along the longer side of the grid."""
OUTSIDE, INSIDE, EDGE = np.uint8(0), np.uint8(1), np.uint8(2)


@dataclass(frozen=True, eq=False)
class Grid:
    """Where its cells lie [degrees]."""

    west: float
    south: float
    step: tuple[float, float]
    shape: tuple[int, int]
    """Rows from south to north, columns from west to east."""

    def cell(self, positions: Floats) -> npt.NDArray[np.intp]:
        """Number of the cell of each position, or of the nearest cell of the grid."""
        column, row = self.index(positions)
        return row * self.shape[1] + column

    def index(self, positions: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Column and row of each position, or of the nearest cell."""
        column = (positions[:, 0] - self.west) / self.step[0]
        row = (positions[:, 1] - self.south) / self.step[1]
        return (
            np.clip(column, 0, self.shape[1] - 1).astype(np.intp),
            np.clip(row, 0, self.shape[0] - 1).astype(np.intp),
        )


@dataclass(frozen=True, eq=False)
class Cells:
    """What the cells of a grid know about each of some shapes."""

    grid: Grid
    shapes: Sequence[BaseGeometry]
    status: Sequence[npt.NDArray[np.uint8]]
    """Of each shape: by cell, outside, inside or on the edge."""
    clear_m: Sequence[npt.NDArray[np.float32]]
    """Of each shape: by cell, the least distance of the edge from any point of the cell [m]."""

    def inside(self, number: int, positions: Floats, cell: npt.NDArray[np.intp]) -> Bools:
        """Which positions lie in a shape; those of `cell` are their cells."""
        status = self.status[number][cell]
        found = status == INSIDE
        edge = np.flatnonzero(status == EDGE)
        x, y = positions[edge].T
        found[edge] = shapely.contains_xy(self.shapes[number], x, y)
        return found


def cells_of(shapes: Sequence[BaseGeometry]) -> Cells:
    """The cells of shapes whose longitudes run on together.

    Examples
    --------
    >>> cells = cells_of([shapely.box(0, 0, 1, 1)])
    >>> positions = np.array([[0.5, 0.5], [1.0005, 0.5], [0.9999, 0.5], [9.0, 9.0]])
    >>> cells.inside(0, positions, cells.grid.cell(positions))
    array([ True, False,  True, False])
    """
    grid = _grid(shapes)
    lengths = _cell_m(grid)
    status, clear = [], []
    for shape in shapes:
        shapely.prepare(shape)
        edge = _on_edge(grid, shape)
        status.append(_status(grid, shape, edge).ravel())
        # Between centres; a point and the edge may each be half a diagonal nearer.
        far = distance_transform_edt(~edge, sampling=lengths) - np.hypot(*lengths)
        clear.append(np.maximum(far, 0).astype(np.float32).ravel())
    return Cells(grid, shapes, status, clear)


def _grid(shapes: Sequence[BaseGeometry]) -> Grid:
    west, south, east, north = shapely.total_bounds(shapes)
    step = max((east - west) / CELLS * 0.7, (north - south) / CELLS, 1e-5)
    across = step / max(np.cos(np.radians((south + north) / 2)), 0.05)
    # Two cells of air, so that what lies beyond the grid is outside as its nearest cell is.
    columns = int(np.ceil((east - west) / across)) + 4
    rows = int(np.ceil((north - south) / step)) + 4
    return Grid(west - 2 * across, south - 2 * step, (across, step), (rows, columns))


def _cell_m(grid: Grid) -> tuple[float, float]:
    """Height and width of the smallest cell [m]."""
    furthest = max(abs(grid.south), abs(grid.south + grid.shape[0] * grid.step[1]))
    east, _ = degree_lengths_m(np.array([furthest]))
    _, north = degree_lengths_m(np.array([0.0]))
    return grid.step[1] * float(north[0]), grid.step[0] * float(east[0])


def _on_edge(grid: Grid, shape: BaseGeometry) -> Bools:
    """The cells that a shape's edge may touch."""
    edge = np.zeros(grid.shape, bool)
    line = shapely.segmentize(shapely.boundary(shape), min(grid.step) * 0.9)
    for part in shapely.get_parts(line):
        column, row = grid.index(shapely.get_coordinates(part))
        # An edge shorter than a cell touches no cell but these four.
        for one, other in ((0, 0), (0, 1), (1, 0), (1, 1)):
            first, last = slice(0, len(row) - 1), slice(1, len(row))
            edge[row[last if one else first], column[last if other else first]] = True
    return edge


def _status(grid: Grid, shape: BaseGeometry, edge: Bools) -> npt.NDArray[np.uint8]:
    """Cells that hang together without an edge between them are all inside or all outside."""
    regions, number = label(~edge)
    flat = regions.ravel()
    some = np.zeros(number + 1, np.intp)
    some[flat] = np.arange(flat.size)
    row, column = np.unravel_index(some, grid.shape)
    x = grid.west + (column + 0.5) * grid.step[0]
    y = grid.south + (row + 0.5) * grid.step[1]
    status = shapely.contains_xy(shape, x, y).astype(np.uint8)[regions]
    status[edge] = EDGE
    return status


def beside(longitude: Floats, grid: Grid) -> Floats:
    """Longitudes moved by whole turns to where the grid lies."""
    return near(longitude, grid.west + grid.shape[1] * grid.step[0] / 2)
