"""The check of a mapping file: every fault of its form, and classes that the taxonomy lacks."""

from __future__ import annotations

from pathlib import Path

from suasion.describe.checking import Findings
from suasion.errors import InputError
from suasion.zone.observations.mapping_file import Chart, load
from suasion.zone.rules.taxonomy import classes

FIELD = "mapping"
"""The field that only a mapping file has."""


def check(path: Path) -> Findings:
    """Problems and warnings of a mapping file."""
    try:
        chart = load(path, frozenset(classes()))
    except InputError as error:
        return Findings(path, FIELD, tuple(error.problems), ())
    return Findings(path, FIELD, (), warnings(chart), f"mapping of {_columns(chart)}")


def warnings(chart: Chart) -> tuple[str, ...]:
    """What a mapping leaves out that a careful reader wants."""
    said, found = chart.mapping, []
    if said.region is None:
        found.append("no region: swapped latitude and longitude are not noticed")
    if said.position_error.unknown is not None:
        found.append("the position error is not known: nothing can be said near an edge")
    return tuple(f"{said.mapping}: {text}" for text in found)


def _columns(chart: Chart) -> str:
    """How many columns of a table are read."""
    said = chart.mapping
    parts = (said.position_error, said.weapon, said.side, said.count, said.source)
    named = [one.column for one in (*parts, said.confidence, said.observed)]
    named += [*said.time.names, said.place.lat, said.place.lon, said.place.geometry]
    number = len({name for name in named if name is not None})
    return f"{number} column{'' if number == 1 else 's'}"
