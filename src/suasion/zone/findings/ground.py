"""The places of clauses as one ground that positions are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from suasion.zone.findings.cells import EDGE, INSIDE, OUTSIDE, Cells, cells_of
from suasion.zone.findings.clauses import Clause
from suasion.zone.findings.mass import REACH, Region, mass_inside, regions
from suasion.zone.geometry.ellipsoid import Floats


@dataclass(frozen=True, eq=False)
class Ground:
    """The clauses whose place is known, by place; each place is worked out once."""

    held: Sequence[Sequence[int]]
    """Of each place: the clauses that hold there, by number."""
    cells: Cells
    regions: Sequence[Region]

    def chances(
        self, place: int, positions: Floats, cell: npt.NDArray[np.intp], error_m: Floats
    ) -> Floats:
        """Chance that each true position lies in a place.

        Parameters
        ----------
        positions
            Longitude and latitude [degrees], shape (n, 2).
        cell
            The cell of each.
        error_m
            Standard deviation in each direction [m]; where it is NaN or 0 the chance is 0 or 1,
            as the position itself lies.
        """
        status = self.cells.status[place][cell]
        found = (status == INSIDE).astype(float)
        near = error_m * REACH > self.cells.clear_m[place][cell]
        spread = np.flatnonzero(near)
        found[spread] = mass_inside(self.regions[place], positions[spread], error_m[spread])
        sharp = np.flatnonzero((status == EDGE) & ~near)
        shape = self.cells.shapes[place]
        found[sharp] = shapely.contains_xy(shape, positions[sharp, 0], positions[sharp, 1])
        return found

    def reachable(
        self, place: int, cell: npt.NDArray[np.intp], error_m: Floats
    ) -> npt.NDArray[np.bool_]:
        """Which positions may lie in a place at all."""
        near = error_m * REACH > self.cells.clear_m[place][cell]
        return np.asarray(near | (self.cells.status[place][cell] != OUTSIDE))


def ground_of(clauses: Sequence[Clause]) -> Ground | None:
    """The ground of clauses; nothing where no place is known."""
    places: dict[tuple[str, str], list[int]] = {}
    for at, one in enumerate(clauses):
        if one.shape is not None:
            places.setdefault((one.place, one.side), []).append(at)
    if not places:
        return None
    shapes: list[Any] = [clauses[held[0]].shape for held in places.values()]
    return Ground(list(places.values()), cells_of(shapes), regions(shapes))
