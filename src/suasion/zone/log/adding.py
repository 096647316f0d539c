"""Observations added to a log, so that a crash leaves at most one torn line.

A file of observations becomes one or more entries of at most a thousand rows. Each line is written
whole, flushed to the disk and only then followed by the next. What a crash has left is told and
never dropped: nothing is added to a log that is torn or broken, and a file of which only some
entries were written is continued where it stopped.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from suasion.errors import InputError, Problem
from suasion.zone.log.entry import Entry, made
from suasion.zone.log.verifying import Progress, State, verified
from suasion.zone.observations import store
from suasion.zone.observations.columns import COLUMNS
from suasion.zone.observations.intake import digest, plain_name

BATCH_ROWS = 1_000
TIMES = tuple(column.name for column in COLUMNS if column.kind == "time")


@dataclass
class Parts:
    """How much of a file a log holds already."""

    sha256: str
    first: int | None = None
    """Its first entry."""
    held: int = 0
    last: str = ""
    """SHA-256 of the file of the last entry."""

    def see(self, entry: Entry) -> None:
        """Take note of an entry."""
        self.last = str(entry.batch.get("sha256"))
        if self.last == self.sha256:
            self.first = entry.sequence if self.first is None else self.first
            self.held += 1


@dataclass(frozen=True)
class Added:
    """What was added to a log."""

    entries: int
    rows: int
    head: str
    count: int
    continued: bool
    """Whether entries of the file were there already, left by a crash."""


def add(
    log: Path,
    observations: Path,
    *,
    now: dt.datetime | None = None,
    progress: Progress = lambda *_: None,
) -> Added:
    """Add a file of observations to a log, which is made where there is none.

    Parameters
    ----------
    log
        The log.
    observations
        A file that `suasion zone read` wrote.
    now
        When the entries are made; the present if left out.
    progress
        Told rows added and rows in all.

    Raises
    ------
    InputError
        Where the log is torn or broken or somebody else is adding to it, where the file is in it
        already, or where the file is not one of observations. Nothing is added then.
    """
    with _alone(log):
        parts = Parts(digest(_there(observations)))
        state = verified(log, visit=parts.see) if log.is_file() else State(log)
        total = _parts(store.rows(observations))
        _ready(state, parts, total, observations)
        for _ in store.batches(observations):  # every row is checked before the first is added
            pass
        time = _stamp(state, now or dt.datetime.now(dt.UTC))
        return _append(state, observations, parts, (total, time), progress)


def _parts(rows: int) -> int:
    return max(1, -(-rows // BATCH_ROWS))


def _append(
    state: State, observations: Path, parts: Parts, given: tuple[int, str], progress: Progress
) -> Added:
    total, time = given
    origin, rows, before = store.origin(observations), 0, parts.held
    head, count = state.head, state.entries
    with _appended(state.path) as put:
        for part, batch in enumerate(_batches(observations, total)):
            if part < before:
                continue
            about = {
                "file": plain_name(observations),
                "origin": origin,
                "part": part + 1,
                "parts": total,
                "sha256": parts.sha256,
            }
            entry, line = made(count, time, head, about, batch)
            put(line)
            head, count, rows = entry.hash, count + 1, rows + len(batch)
            progress(part + 1, total)
    return Added(count - state.entries, rows, head, count, before > 0)


def _batches(path: Path, total: int) -> Iterator[list[dict[str, Any]]]:
    """The rows in lists of a thousand, whatever the batches of the file; one that may be empty."""
    held: list[dict[str, Any]] = []
    given = 0
    for block in store.batches(path):
        held += map(_plain, block.to_pylist())
        while len(held) >= BATCH_ROWS:
            yield held[:BATCH_ROWS]
            held, given = held[BATCH_ROWS:], given + 1
    if given < total:
        yield held


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON can say it; the time in UTC to the microsecond."""
    for name in TIMES:
        row[name] = row[name].astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return row


def _there(path: Path) -> Path:
    if not path.is_file():
        raise _refused(path, "there is no such file", "Make it with `suasion zone read`")
    return path


def _ready(state: State, parts: Parts, total: int, observations: Path) -> None:
    """Refuse what must not be added, or must not be added yet."""
    log = state.path
    if state.torn_bytes:
        message = f"its last line is torn: {state.torn_bytes:,} bytes without an end"
        remedy = f"Run `suasion zone log repair {log}`, which moves them to a file beside it"
        raise _refused(log, message, remedy)
    if state.findings:
        message = f"it is broken: {state.findings[0]}"
        raise _refused(log, message, f"See `suasion zone log verify {log}`; keep it as evidence")
    if state.unfinished and parts.last != parts.sha256:
        message = "the last addition was interrupted; some of its entries are missing"
        remedy = f"First add the file with SHA-256 {parts.last[:12]}… again"
        raise _refused(log, message, remedy)
    if parts.held >= total:
        message = f"{observations.name} is in the log already, from entry {parts.first}"
        raise _refused(log, message, "Nothing needs to be done")


def _stamp(state: State, now: dt.datetime) -> str:
    time = now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if time < state.last_time:
        message = f"the clock says {time}, before the last entry ({state.last_time})"
        raise _refused(state.path, message, "Set the clock of this machine")
    return time


def _refused(path: Path, message: str, remedy: str) -> InputError:
    return InputError([Problem(str(path), 0, 0, "", "", message, remedy)])


@contextmanager
def _alone(log: Path) -> Iterator[None]:
    """Hold the log against other writers."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{log}.lock", timeout=0):
            yield
    except Timeout:
        raise _refused(log, "somebody else is writing to it", "Wait until they are done") from None
    except OSError as error:
        message = f"it cannot be written ({error.strerror})"
        raise _refused(log, message, "Name a log in a folder that you may write to") from None


@contextmanager
def _appended(log: Path) -> Iterator[Any]:
    """What puts a line at the end of a log and on the disk before it returns."""
    new = not log.exists()
    with log.open("ab") as file:

        def put(line: bytes) -> None:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

        if new:
            _keep_name(log.parent)
        yield put


def _keep_name(folder: Path) -> None:
    """Put a new file's name on the disk, on systems where folders can be opened for that."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def repair(log: Path) -> Path:
    """Move what stands after the last whole line to a file beside the log, and return that file.

    Raises
    ------
    InputError
        Where nothing is torn, or the log is broken before its end; nothing is moved then.
    """
    with _alone(log):
        state = verified(log)
        if not state.torn_bytes:
            raise _refused(log, "nothing is torn at its end", "Nothing needs to be done")
        with log.open("r+b") as file:
            file.seek(state.whole_bytes)
            torn = file.read()
            beside = log.with_name(f"{log.name}.torn-{state.whole_bytes}")
            _kept(beside, torn)
            file.truncate(state.whole_bytes)
            os.fsync(file.fileno())
    return beside


def _kept(path: Path, torn: bytes) -> None:
    """Write the torn bytes to the disk, never over another file."""
    try:
        with path.open("xb") as file:
            file.write(torn)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise _refused(path, "there is such a file already", "Move it elsewhere first") from None
