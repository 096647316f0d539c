"""The first rows of a table without a mapping, for a proposal of one."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from suasion.describe.reading import Document
from suasion.zone.observations import mapping as said
from suasion.zone.observations import mapping_values as values
from suasion.zone.observations.batches import refused
from suasion.zone.observations.columns import Act
from suasion.zone.observations.mapping_file import Chart
from suasion.zone.observations.opening import ENDINGS, table

DELIMITERS = (",", ";", "\t", "|")
HEAD_BYTES = 1 << 16
GEOMETRY = "geometry"


@dataclass(frozen=True)
class Sample:
    """Some rows, by column."""

    path: Path
    kind: str
    csv: said.Csv
    columns: Mapping[str, Sequence[Any]]
    rows: int
    decoded: bool
    """Whether the text is UTF-8."""


def sample(path: Path, rows: int) -> Sample:
    """The first rows of a file.

    Raises
    ------
    FileRefused
        Where it has no rows, or cannot be read.
    """
    kind = ENDINGS.get(path.suffix.lower(), "")
    csv_said, decoded = _csv(path) if kind == "csv" and path.is_file() else (said.Csv(), True)
    found = table(path, _unmapped(csv_said))
    names = [name for name in dict.fromkeys(found.header()) if name]
    once = [name for name in names if list(found.header()).count(name) == 1]
    asked = [*once, GEOMETRY] if kind == "geojson" and GEOMETRY not in once else once
    batch = next(islice(found.batches(asked), 1), None)
    if batch is None:
        raise refused(path, 0, "there are no rows in it", "Give a file with some rows")
    cells = {name: batch.cells[name][:rows] for name in asked}
    return Sample(path, kind, csv_said, cells, min(rows, len(batch.numbers)), decoded)


def _csv(path: Path) -> tuple[said.Csv, bool]:
    """Delimiter and decimal sign of the first lines, and whether they are UTF-8."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        text, decoded = whole.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        text, decoded = whole.decode("iso-8859-1"), False
    delimiter = max(DELIMITERS, key=lambda sign: _even(text, sign))
    decimal = "," if delimiter == ";" and _comma_numbers(text) else "."
    encoding = "utf-8" if decoded else "iso-8859-1"
    found = {"delimiter": delimiter, "decimal": decimal, "encoding": encoding}
    return said.Csv.model_validate(found), decoded


def _even(text: str, delimiter: str) -> int:
    """How many columns a delimiter makes, if as many in most lines as in the first; else one."""
    try:
        widths = [
            len(row) for row in islice(csv.reader(text.splitlines(), delimiter=delimiter), 20)
        ]
    except csv.Error:
        return 1
    same = widths.count(widths[0]) if widths else 0
    return widths[0] if 2 * same > len(widths) else 1


def _comma_numbers(text: str) -> bool:
    cells = [cell.strip('" ') for line in text.splitlines()[1:20] for cell in line.split(";")]
    return any(cell.replace(",", "", 1).lstrip("-").isdigit() and "," in cell for cell in cells)


def _unmapped(csv_said: said.Csv) -> Chart:
    """A mapping that names nothing, so that a file can be opened."""
    mapping = said.Mapping(
        mapping="sample",
        csv=csv_said,
        time=said.Time(column="-", format="iso"),
        place=said.Place(lat="-", lon="-"),
        position_error=values.PositionError(unknown="-"),
        weapon=values.Weapon(unknown="-"),
        side=values.Side(unknown="-"),
        count=values.Number(unknown="-"),
        source=values.Source(constant="-"),
        confidence=values.Confidence(unknown="-"),
        observed=values.Observed(constant=Act.PRESENT),
    )
    return Chart(mapping, Document("sample", {}, {}), None, frozenset())
