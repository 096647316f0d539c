"""A batch of rows as canonical columns, and the rows that are rejected with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from suasion.zone.observations.batches import Batch
from suasion.zone.observations.columns import NAMES
from suasion.zone.observations.plan import Faults, Plan
from suasion.zone.observations.reasons import Fault


class Reject(NamedTuple):
    """A row that is not accepted."""

    number: int
    fault: Fault
    raw: str


@dataclass(frozen=True)
class Converted:
    """The accepted rows of a batch by column, and the others."""

    columns: dict[str, list[Any]]
    rejects: Sequence[Reject]


def convert(batch: Batch, plan: Plan, prefix: str) -> Converted:
    """Read a batch.

    Parameters
    ----------
    batch
        Rows of a file.
    plan
        How they are read.
    prefix
        What stands before the number of a row in its identifier.
    """
    # What could not be read as a row has no values whose faults would say more.
    unreadable = dict(batch.faults)
    faults: Faults = {}
    times = plan.time.values(batch, faults)
    places = plan.place.values(batch, faults)
    others = {step.field: step.values(batch, faults) for step in plan.others}
    faults |= unreadable
    kept = [at for at in range(len(batch.numbers)) if at not in faults]
    columns = {
        "row_id": [f"{prefix}-{batch.numbers[at]}" for at in kept],
        "time": [times[at][0] for at in kept],
        "time_span_s": [times[at][1] for at in kept],
        "lat": [places[at][0] for at in kept],
        "lon": [places[at][1] for at in kept],
    }
    columns |= {field: [found[at] for at in kept] for field, found in others.items()}
    rejects = [Reject(batch.numbers[at], faults[at], batch.raw(at)) for at in sorted(faults)]
    return Converted({name: columns[name] for name in NAMES}, rejects)
