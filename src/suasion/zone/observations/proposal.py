"""A mapping proposed from a sample, as YAML with comments on what it is not sure of.

The guesses are by name and content. What no sample can say (the time zone, what an error means,
what a word stands for) is left as UNDECIDED, and `suasion zone read` refuses it until a person has
decided.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from suasion.errors import UnknownName
from suasion.zone.observations.guessing import Guess, geometry, guess, style, time_of_day
from suasion.zone.observations.mapping_file import UNDECIDED
from suasion.zone.observations.proposed_words import Meaning, act, confidence, undecided, worded
from suasion.zone.observations.quoting import identifier, others, plain, quoted
from suasion.zone.observations.sample import Sample
from suasion.zone.observations.surroundings import region


def proposal(
    found: Sample, class_of: Callable[[str], str] | None = None, classes: Collection[str] = ()
) -> str:
    """The text of a mapping file for a sample.

    Parameters
    ----------
    found
        Rows of the file.
    class_of
        What gives the class that words stand for, or raises `UnknownName`.
    classes
        Classes that there are: a text that is one of them needs no look.
    """

    def weapon(text: str) -> str:
        if text in classes:
            return text
        try:
            return f"{class_of(text)}  # NOT SURE," if class_of else UNDECIDED
        except UnknownName:
            return UNDECIDED

    return "\n".join(_lines(found, weapon)) + "\n"


def _lines(found: Sample, weapon: Meaning) -> Iterator[str]:
    yield f"# Proposed from {plain(found.path.name)}; {found.rows:,} rows were looked at."
    yield "# NOT SURE marks a guess: look at it. UNDECIDED must be replaced before `zone read`."
    yield f"mapping: {identifier(found.path.stem)}"
    yield from _csv(found)
    yield from _place(found)
    time = guess(found, "time")
    yield from _time(found, time)
    taken = [time.column] if time else []
    yield from _position_error(found)
    yield from worded(found, "weapon", "classes", taken, weapon)
    yield from worded(found, "side", "sides", taken, undecided)
    yield from _bare(found, "count", "number of pieces or events")
    yield from _source(found)
    yield from confidence(found)
    yield from worded(found, "observed", "words", taken, act)


def _csv(found: Sample) -> Iterator[str]:
    if found.kind != "csv":
        return
    yield "csv:"
    yield f"  delimiter: {quoted(found.csv.delimiter)}"
    if found.decoded:
        yield "  encoding: utf-8"
    else:
        yield f"  encoding: {UNDECIDED}  # not UTF-8: windows-1251, windows-1252, koi8-u, …"
    yield f"  decimal: {quoted(found.csv.decimal)}"


def _place(found: Sample) -> Iterator[str]:
    lat, lon, point = guess(found, "lat"), guess(found, "lon"), geometry(found)
    if lat and lon:
        yield from region(found, lat.column, lon.column, None)
        yield "place:"
        yield f"  lat: {quoted(lat.column)}{others(lat)}"
        yield f"  lon: {quoted(lon.column)}{others(lon)}"
        return
    yield from region(found, None, None, point)
    if point:
        yield f"place: {{geometry: {quoted(point)}}}"
    else:
        yield "# No column looks like latitude and longitude in degrees, or like points."
        yield f"place: {{lat: {UNDECIDED}, lon: {UNDECIDED}}}"


def _time(found: Sample, time: Guess | None) -> Iterator[str]:
    yield "time:"
    if time is None:
        yield f"  column: {UNDECIDED}  # no column looks like a date or a time"
        yield f"  format: {UNDECIDED}"
        yield f"  zone: {UNDECIDED}"
        return
    written = style(found.columns[time.column])
    form = _form(written.forms)
    clock = time_of_day(found, time.column) if ":" not in form and "H" not in form else None
    if clock and _is_date_only(found, time.column):
        day = "%Y-%m-%d" if form == "iso" else form
        yield f"  columns: [{quoted(time.column)}, {quoted(clock[0])}]"
        yield f"  format: {quoted(f'{day} {clock[1]}')}"
        if clock[1] == "%H%M":
            yield f"  digits: {{{quoted(clock[0])}: 4}}  # 5 means 0005, five past midnight"
    else:
        yield f"  column: {quoted(time.column)}{others(time)}"
        yield from _format(written.forms, form)
    if written.mixed:
        yield "  # NOT SURE: some dates fit only with day and month the other way round. Rows that"
        yield "  # could be either will be rejected."
    elif written.share < 1:
        yield f"  # NOT SURE: {written.share:.0%} of the sample fits this format."
    if not written.offset and not form.startswith("unix"):
        yield f"  zone: {UNDECIDED}  # no offset in the times: UTC, Europe/Kyiv, +02:00, …"


def _form(forms: Sequence[str]) -> str:
    return forms[0] if forms else UNDECIDED


def _format(forms: Sequence[str], form: str) -> Iterator[str]:
    if len(forms) > 1 and any("%d" in one for one in forms):
        listed = " or ".join(map(quoted, forms[:3]))
        yield f"  format: {UNDECIDED}  # {listed}: the sample fits each"
    else:
        yield f"  format: {quoted(form)}"


def _is_date_only(found: Sample, column: str) -> bool:
    texts = [str(cell) for cell in found.columns[column] if cell not in (None, "")]
    return not any(":" in text for text in texts)


def _position_error(found: Sample) -> Iterator[str]:
    error = guess(found, "position_error")
    yield "position_error:"
    if error:
        yield f"  column: {quoted(error.column)}  # NOT SURE: must be in metres"
        yield f"  means: {UNDECIDED}  # standard-deviation, radius-50, radius-68 or radius-95"
        return
    yield "  # NOT SURE: better {constant_m: 500, means: radius-95, because: …}; without an error"
    yield "  # nothing can be said about rows near a line."
    yield "  unknown: no column of the file looks like it"


def _bare(found: Sample, what: str, meaning: str) -> Iterator[str]:
    column = guess(found, what)
    if column:
        yield f"{what}: {{column: {quoted(column.column)}}}  # NOT SURE: {meaning}?"
    else:
        yield f"{what}: {{unknown: no column of the file looks like it}}"


def _source(found: Sample) -> Iterator[str]:
    column = guess(found, "source")
    if column:
        yield f"source: {{column: {quoted(column.column)}}}{others(column)}"
    else:
        yield f"source: {{constant: {UNDECIDED}}}  # who made the file"
