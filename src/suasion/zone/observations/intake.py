"""One file read to its end: what is accepted and what is rejected, counted and written.

Every row goes to one of two files, and read = accepted + rejected. Both files are written beside
their names and take them only once all is read, so that nothing half-written is left. Memory holds
one batch, whatever the size of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from suasion.errors import InputError, Problem
from suasion.zone.observations import store
from suasion.zone.observations.batches import Table
from suasion.zone.observations.columns import LONGEST_TEXT
from suasion.zone.observations.conversion import Converted, convert
from suasion.zone.observations.counts import Intake, Refuse, rejecter
from suasion.zone.observations.formats import turned
from suasion.zone.observations.mapping_file import Chart
from suasion.zone.observations.opening import table
from suasion.zone.observations.plan import plan
from suasion.zone.observations.times import clock

ID_DIGITS = 12

Progress = Callable[[int, int], None]


def take_in(
    source: Path, chart: Chart, out: Path, rejects: Path, progress: Progress = lambda *_: None
) -> Intake:
    """Read a file of observations.

    Parameters
    ----------
    source
        CSV, Parquet or GeoJSON.
    chart
        Its mapping.
    out
        Parquet file of the accepted rows; see `suasion.zone.observations.columns`.
    rejects
        CSV file of the others: number, reason, field, value, meaning, and the row as it stands.
    progress
        Told how much of the file is read, and how much there is.

    Returns
    -------
    Intake
        Counts; read = accepted + rejected.

    Raises
    ------
    InputError
        Where the file as a whole cannot be read or a result cannot be written; nothing is then.
    """
    _apart(source, out, rejects)
    found = table(source, chart)
    sha256 = digest(source)
    intake = Intake(plain_name(source), sha256, found.counted_in)
    steps = plan(chart, mixed=_mixed(found, chart))
    with _written(out) as accepted_at, _written(rejects) as rejects_at:
        file = store.writer(accepted_at)
        with (
            file,
            rejects_at.open("w", encoding="utf-8", newline="", errors="surrogateescape") as text,
        ):
            refuse = rejecter(text)
            for batch in found.batches(steps.columns):
                intake.read += len(batch.numbers)
                converted = convert(batch, steps, sha256[:ID_DIGITS])
                _put(converted, file, refuse, intake)
                progress(batch.done, batch.total)
            intake.notes += found.told()
            store.note(file, _origin(intake, chart))
    return intake


def _put(converted: Converted, file: Any, refuse: Refuse, intake: Intake) -> None:
    store.write(file, converted.columns)
    refuse(converted.rejects)
    intake.accepted += len(converted.columns["row_id"])
    intake.rejected += len(converted.rejects)
    intake.add(converted.rejects)


def _origin(intake: Intake, chart: Chart) -> dict[str, Any]:
    return {
        "file": intake.source,
        "sha256": intake.sha256,
        "mapping": chart.mapping.mapping,
        "read": intake.read,
        "accepted": intake.accepted,
        "rejected": intake.rejected,
    }


def _mixed(found: Table, chart: Chart) -> bool:
    """Whether dates of the file fit only with day and month the other way round.

    Costs a reading of the whole file, and is asked only where the format allows the mistake.
    """
    time = chart.mapping.time
    if not turned(time.format):
        return False
    digits = tuple(time.digits.get(name) for name in time.names)
    reader = clock(time.format, None, digits)
    for batch in found.batches(time.names):
        cells = zip(*(batch.cells[name] for name in time.names), strict=True)
        if any(reader.only_turned(*row) for row in cells):
            return True
    return False


def plain_name(path: Path) -> str:
    """A file's name as text that can be stored; bytes that are no text are shown as escapes."""
    text = path.name.encode("utf-8", "backslashreplace").decode()
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return shown[:LONGEST_TEXT]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _apart(source: Path, out: Path, rejects: Path) -> None:
    """Refuse results that would overwrite the source or each other."""
    places = {"--out": out, "--rejects": rejects}
    for option, path in places.items():
        others = [source, *(other for name, other in places.items() if name != option)]
        if any(path.resolve() == other.resolve() for other in others):
            message = "would overwrite the file that is read, or the other result"
            raise InputError([Problem(option, 0, 0, "", str(path), message, "Name another file")])


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    """Where to write, so that `path` is whole or untouched."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        message = f"the file cannot be written ({error.strerror})"
        remedy = "Name a file in a folder that you may write to"
        raise InputError([Problem(str(path), 0, 0, "", "", message, remedy)]) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
