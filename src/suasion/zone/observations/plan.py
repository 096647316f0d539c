"""What turns the cells of a row into canonical values, made once from a mapping."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from suasion.zone.observations import places, times, values
from suasion.zone.observations.batches import Batch
from suasion.zone.observations.columns import Act
from suasion.zone.observations.mapping import Mapping as Said
from suasion.zone.observations.mapping_file import Chart
from suasion.zone.observations.mapping_values import UNKNOWN
from suasion.zone.observations.reasons import Fault, Rejected, shown
from suasion.zone.observations.zones import zone_of

CACHED = 20_000
"""Different cells of a column whose values are kept."""
Cells = Sequence[Any]
Faults = dict[int, Fault]


@dataclass(frozen=True)
class Step:
    """How one canonical value is made: from which columns, and by what."""

    field: str
    columns: tuple[str, ...]
    read: Callable[..., Any]

    def values(self, batch: Batch, faults: Faults) -> list[Any]:
        """The value of each row, missing where there is a fault; the first fault of a row stays."""
        if not self.columns:
            return [self.read()] * len(batch.numbers)
        found: list[Any] = []
        for at, cells in enumerate(zip(*(batch.cells[name] for name in self.columns), strict=True)):
            try:
                found.append(self.read(*cells))
            except Rejected as rejected:
                found.append(None)
                if at not in faults:
                    told = " | ".join(map(shown, cells))
                    faults[at] = Fault(rejected.reason, self.field, told)
        return found


@dataclass(frozen=True)
class Plan:
    """How the rows of one file are read."""

    time: Step
    place: Step
    others: tuple[Step, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the file that is read, each once."""
        steps = (self.time, self.place, *self.others)
        return tuple(dict.fromkeys(name for step in steps for name in step.columns))


def plan(chart: Chart, *, mixed: bool = False) -> Plan:
    """How the rows of a file with this mapping are read.

    Parameters
    ----------
    chart
        The mapping with its region and taxonomy.
    mixed
        Whether the dates of the file are in two styles; see `suasion.zone.observations.times`.
    """
    said = chart.mapping
    return Plan(
        _time(said, mixed=mixed),
        _place(chart),
        (
            _position_error(said),
            _weapon(said, chart.taxonomy),
            _side(said),
            _count(said),
            _source(said),
            _confidence(said),
            _observed(said),
        ),
    )


def _time(said: Said, *, mixed: bool) -> Step:
    names = said.time.names
    zone = zone_of(said.time.zone) if said.time.zone else None
    digits = tuple(said.time.digits.get(name) for name in names)
    return Step("time", names, times.clock(said.time.format, zone, digits, mixed=mixed).read)


def _place(chart: Chart) -> Step:
    place, decimal = chart.mapping.place, chart.mapping.csv.decimal

    def checked(lat: float, lon: float) -> tuple[float, float]:
        wrong = places.misplaced(lat, lon, chart.region)
        if wrong:
            raise Rejected(wrong)
        return lat, lon

    def of_degrees(lat: Any, lon: Any) -> tuple[float, float]:
        return checked(values.number(lat, decimal), values.number(lon, decimal))

    def of_geometry(cell: Any) -> tuple[float, float]:
        as_json = isinstance(cell, dict) or cell is None
        lon, lat = places.of_geojson(cell) if as_json else places.of_well_known(cell)
        return checked(lat, lon)

    if place.geometry is not None:
        return Step("place", (place.geometry,), of_geometry)
    return Step("place", (str(place.lat), str(place.lon)), of_degrees)


def _position_error(said: Said) -> Step:
    error, decimal = said.position_error, said.csv.decimal
    means = error.means or "standard-deviation"
    if error.constant_m is not None:
        return _always("position_error_m", values.deviation_m(error.constant_m, means))

    def read(cell: Any) -> float:
        return values.deviation_m(values.number(cell, decimal), means)

    return _maybe("position_error_m", error.column, read)


def _weapon(said: Said, taxonomy: Collection[str]) -> Step:
    if said.weapon.constant is not None:
        return _always("class", _known(said.weapon.constant))
    read = values.word(_table(said.weapon.classes, taxonomy), "unknown-class")
    return _maybe("class", said.weapon.column, _remembered(read))


def _side(said: Said) -> Step:
    if said.side.constant is not None:
        return _always("side", _known(said.side.constant))
    read = values.word(_table(said.side.sides, ()), "unknown-side")
    return _maybe("side", said.side.column, _remembered(read))


def _count(said: Said) -> Step:
    if said.count.constant is not None:
        return _always("count", said.count.constant)
    read = partial(values.count, decimal=said.csv.decimal)
    return _maybe("count", said.count.column, read)


def _source(said: Said) -> Step:
    if said.source.constant is not None:
        return _always("source", said.source.constant)
    return Step("source", (str(said.source.column),), _remembered(values.text))


def _confidence(said: Said) -> Step:
    known = {values.folded(text): share for text, share in said.confidence.words.items()}
    if said.confidence.constant is not None:
        return _always("confidence", said.confidence.constant)

    def read(cell: Any) -> float:
        if isinstance(cell, str) and values.folded(cell) in known:
            return known[values.folded(cell)]
        try:
            share = values.number(cell, said.csv.decimal)
        except Rejected as rejected:
            fits = rejected.reason == "not-a-number" and known
            raise Rejected("unknown-confidence" if fits else rejected.reason) from None
        if not 0 <= share <= 1:
            raise Rejected("out-of-range")
        return share

    return _maybe("confidence", said.confidence.column, read)


def _observed(said: Said) -> Step:
    if said.observed.constant is not None:
        return _always("observed", said.observed.constant.value)
    acts = {text: act.value for text, act in said.observed.words.items()}
    read = values.word(_table(acts, [act.value for act in Act]), "unknown-act")
    return Step("observed", (str(said.observed.column),), _remembered(read))


def _always(field: str, value: Any) -> Step:
    return Step(field, (), lambda: value)


def _maybe(field: str, column: str | None, read: Callable[[Any], Any]) -> Step:
    """A step for a value that may be unknown: in single rows, or in all where no column has it."""
    if column is None:
        return _always(field, None)
    return Step(field, (column,), values.optional(read))


def _table(words: Mapping[str, str], known: Collection[str]) -> dict[str, str | None]:
    """Words that stand for themselves, and those of the mapping, by folded text."""
    found: dict[str, str | None] = {name: name for name in known}
    return found | {values.folded(text): _known(name) for text, name in words.items()}


def _known(name: str) -> str | None:
    return None if name == UNKNOWN else name


def _remembered(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same reader, which keeps the values of texts."""
    kept = lru_cache(maxsize=CACHED)(read)
    return lambda cell: kept(cell) if isinstance(cell, str) else read(cell)
