"""What a log shows of itself: whole, broken at some line, or torn at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from suasion.errors import InputError, Problem
from suasion.zone.log.entry import LONGEST_LINE, START, Entry, Unfit, read

MOST_FINDINGS = 20

Progress = Callable[[int, int], None]


@dataclass
class State:
    """What was found in a log."""

    path: Path
    entries: int = 0
    """Whole lines."""
    rows: int = 0
    """Observations in them."""
    head: str = START
    """Hash of the last entry; zeros in an empty log."""
    last_time: str = ""
    """When the last entry was made."""
    whole_bytes: int = 0
    """Bytes up to the end of the last whole line."""
    torn_bytes: int = 0
    """Bytes after it."""
    part: tuple[object, object] = (1, 1)
    """Which part of how many of its file the last entry is."""
    findings: list[str] = field(default_factory=list)
    """What is wrong, the first twenty."""
    left_out: int = 0
    """Findings beyond those."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.findings and not self.torn_bytes

    @property
    def unfinished(self) -> bool:
        """Whether the last addition was interrupted between two entries."""
        return self.part[0] != self.part[1]

    def find(self, text: str) -> None:
        """Note something that is wrong."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(text)
        else:
            self.left_out += 1


def verified(
    path: Path,
    *,
    head: str | None = None,
    count: int | None = None,
    progress: Progress = lambda *_: None,
    visit: Callable[[Entry], None] = lambda _: None,
) -> State:
    """What is found in a log, all entries read and hashed again.

    Parameters
    ----------
    path
        The log.
    head, count
        A head that was published and the number of entries that there were: the log must still
        have that entry. It may have grown since.
    progress
        Told bytes read and bytes in all.
    visit
        Called with each entry whose own hashes fit.

    Raises
    ------
    InputError
        Where there is no such file.
    """
    state, published = State(path), Published(head, count)
    size = path.stat().st_size if path.is_file() else 0
    for line in lines(path):
        if not line.endswith(b"\n"):
            state.torn_bytes = size - state.whole_bytes
            break
        state.entries += 1
        state.whole_bytes += len(line)
        _add(state, line, published, visit)
        progress(state.whole_bytes, size)
    published.conclude(state)
    return state


def _add(state: State, line: bytes, published: Published, visit: Callable[[Entry], None]) -> None:
    try:
        entry = read(line)
    except Unfit as unfit:
        state.find(f"entry {state.entries - 1} (line {state.entries}): {unfit}")
        return
    place = f"entry {state.entries - 1} (line {state.entries})"
    if entry.sequence != state.entries - 1:
        state.find(f"{place}: calls itself {entry.sequence}: entries were moved, put in or removed")
    if entry.previous != state.head:
        state.find(f"{place}: does not follow from the entry that stands before it")
    if entry.time < state.last_time:
        state.find(f"{place}: is dated before the entry that stands before it")
    state.head, state.last_time = entry.hash, entry.time
    state.rows += len(entry.rows)
    state.part = (entry.batch.get("part"), entry.batch.get("parts"))
    published.see(state)
    visit(entry)


@dataclass
class Published:
    """A head that was published, and whether the log still has it."""

    head: str | None
    count: int | None
    met: bool = False

    def see(self, state: State) -> None:
        """Compare the entry that was read last."""
        if state.head == self.head and self.count in (None, state.entries):
            self.met = True

    def conclude(self, state: State) -> None:
        """Say what is missing once all is read."""
        if self.count is not None and state.entries < self.count:
            gone = self.count - state.entries
            state.find(f"the end is cut off: {gone} of {self.count} published entries are missing")
        elif self.head is not None and not self.met and self.head != START:
            where = f"entry {self.count - 1}" if self.count else "no entry"
            told = "does not have" if self.count else "has"
            state.find(f"{where} {told} the published head: the log was written anew or cut off")


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a log with their ends, the last one perhaps without.

    Raises
    ------
    InputError
        Where there is no such file, or it cannot be read.
    """
    if not path.is_file():
        message, remedy = "there is no such log", "Check the path; `zone log add` starts a log"
        raise InputError([Problem(str(path), 0, 0, "", "", message, remedy)])
    with path.open("rb") as file:
        yield from _lines(file)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines of bounded length: what is longer comes as several, none of which is an entry."""
    while line := file.readline(LONGEST_LINE):
        if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            line = line[:-1] + b"\n"
        yield line
