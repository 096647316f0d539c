"""Means of monitoring: patrols, visits, drones, satellites, cameras, checks of stores.

=========  ========  ==================================================================
kind       looks     more of it means
=========  ========  ==================================================================
patrol     random    more patrols a day, on routes drawn anew each time
drone      random    more flights a day, on routes drawn anew each time
visit      periodic  shorter intervals, the teams taking turns evenly
satellite  periodic  shorter intervals, the satellites spread evenly
camera     steady    a larger share watched: cameras do not overlap
store      periodic  more things checked at each inspection of a store
=========  ========  ==================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from suasion.zone.planning.looks import noticed, noticed_in_sample
from suasion.zone.planning.ranges import NEVER, WHOLE, Range
from suasion.zone.planning.watching import How, Watch


class Kind(StrEnum):
    """What watches."""

    PATROL = "patrol"
    DRONE = "drone"
    VISIT = "visit"
    SATELLITE = "satellite"
    CAMERA = "camera"
    STORE = "store"


HOW: dict[Kind, How] = {
    Kind.PATROL: "random",
    Kind.DRONE: "random",
    Kind.VISIT: "periodic",
    Kind.SATELLITE: "periodic",
    Kind.CAMERA: "steady",
    Kind.STORE: "periodic",
}

ASSUMED: dict[Kind, str] = {
    Kind.PATROL: "patrols come at random (Poisson), each on a route drawn anew",
    Kind.DRONE: "flights come at random (Poisson), each on a route drawn anew",
    Kind.VISIT: "visits come at even intervals; the violation starts at any moment between two",
    Kind.SATELLITE: "passes come at even intervals; cloud at one pass says nothing of the next",
    Kind.CAMERA: "cameras see the same ground always, do not overlap, and fail or miss by the day",
    Kind.STORE: "what violates is missing from the store or false in it; the sample is random",
}
"""What the chance of each kind takes for granted."""


@dataclass(frozen=True)
class Means:
    """One means, one unit of it."""

    name: str
    kind: Kind
    pace: float
    """Looks a day of one unit where they are random, days between two of one unit where they are
    periodic; 1 for cameras."""
    miss: Range
    """Chance that a look misses one thing that it has before it; of a camera, in a day."""
    share: Range = WHOLE
    """Share of the zone that one look sees, or one camera watches."""
    prevented: Range = NEVER
    """Chance that cloud, weather or a fault prevents a look; of a camera, share of its days."""
    stored: int = 0
    """Things declared in a store."""

    def watch(self, units: float, size: int, *, favourable: bool = False) -> Watch:
        """Its looks in time.

        Parameters
        ----------
        units
            How many there are, > 0; of a store, things checked at each inspection, whole.
        size
            Things that the violation is of, >= 1.
        favourable
            True for the end of each range that helps the monitors, else the other end.
        """
        miss = self.miss.low if favourable else self.miss.high
        prevented = self.prevented.low if favourable else self.prevented.high
        share = self.share.high if favourable else self.share.low
        if self.kind is Kind.STORE:
            return self._store(int(units), size, miss, prevented)
        how, reach = HOW[self.kind], 1.0
        if how == "steady":
            reach, share = min(1.0, units * share), 1.0
        apart, as_one = (
            noticed(miss, size, share=share, prevented=prevented, together=one)
            for one in (False, True)
        )
        return Watch(how, self._pace(units), apart, as_one, reach)

    def _pace(self, units: float) -> float:
        return {"random": self.pace * units, "periodic": self.pace / units, "steady": 1.0}[
            HOW[self.kind]
        ]

    def _store(self, drawn: int, size: int, miss: float, prevented: float) -> Watch:
        """Checks of a sample; missed as one, a sample that has any of the things finds one."""
        apart = noticed_in_sample(self.stored, size, drawn, miss)
        touched = noticed_in_sample(self.stored, size, drawn)
        free = 1.0 - prevented
        return Watch("periodic", self.pace, free * apart, free * touched * (1.0 - miss))
