"""Rows of a CSV file, each with the number and the text of its first line.

Read with Python's own reader of CSV, which can be asked after every row how many lines it has
taken: faster readers lose the place of a row that they cannot read. Bytes that are not text in the
file's encoding are kept as they are, and the row is told to be at fault.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from suasion.zone.observations.batches import BATCH_ROWS, Batch, Notes, lacking, refused
from suasion.zone.observations.mapping_file import Chart
from suasion.zone.observations.reasons import Fault, shown

LONGEST_ROW = 1 << 20
"""Letters of one row, line ends included."""
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 starts."""


@dataclass
class _Lines:
    """Lines of a text, held until a row has been read from them."""

    path: Path
    text: TextIO
    number: int = 0
    held: list[str] = field(default_factory=list)
    length: int = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.length += len(line)
        self.held.append(line)
        if self.length > LONGEST_ROW:
            start = self.number - len(self.held) + 1
            message = f"the row that starts here has more than {LONGEST_ROW:,} letters"
            raise refused(self.path, start, message, "Look for a quotation mark that never closes")
        return line

    def taken(self) -> str:
        """What was held; holds nothing any more."""
        found = "".join(self.held).rstrip("\r\n")
        self.held, self.length = [], 0
        return found


@dataclass
class CsvTable:
    """A CSV file with a header."""

    path: Path
    chart: Chart
    notes: Notes = field(default_factory=Notes)
    counted_in: str = "line"

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """The rows; columns `wanted` are given.

        Raises
        ------
        FileRefused
            Where the file is empty, binary, or has a row without end.
        InputError
            Where the header lacks a column of the mapping.
        """
        self.notes = Notes()
        total = self.path.stat().st_size
        with _opened(self.path, self.chart.mapping.csv.encoding) as (binary, lines):
            rows = csv.reader(lines, delimiter=self.chart.mapping.csv.delimiter, strict=True)
            header = self._header(rows, lines, wanted)
            block = _Block(header)
            for row, fault in self._rows(rows, lines, len(header)):
                block.add(row, fault, lines)
                if len(block.numbers) == BATCH_ROWS:
                    yield block.batch(wanted, binary.tell(), total)
                    block = _Block(header)
            if block.numbers:
                yield block.batch(wanted, total, total)

    def told(self) -> Sequence[str]:
        """Blank lines, if there were any."""
        return self.notes.told()

    def header(self) -> list[str]:
        """The names of the columns."""
        with _opened(self.path, self.chart.mapping.csv.encoding) as (_, lines):
            rows = csv.reader(lines, delimiter=self.chart.mapping.csv.delimiter, strict=True)
            return self._header(rows, lines, ())

    def _header(self, rows: Iterator[list[str]], lines: _Lines, wanted: Sequence[str]) -> list[str]:
        try:
            header = next((row for row in rows if row), None)
        except csv.Error as error:
            message = f"the header cannot be read ({error})"
            raise refused(self.path, lines.number, message, "Mend the first line") from None
        if header is None:
            raise refused(self.path, 0, "there is nothing in it", "Give a CSV file with a header")
        names = [name.strip() for name in header]
        if not all(map(_is_text, names)):
            message = "the header is not text in the encoding of the mapping"
            raise refused(self.path, 1, message, "Set csv.encoding, such as windows-1251")
        missing = [name for name in wanted if name not in names]
        if missing:
            raise lacking(self.chart, self.path, names, missing)
        twice = [name for name in wanted if names.count(name) > 1]
        if twice:
            message = f"two columns are called {twice[0]!r}"
            raise refused(self.path, 1, message, "Rename one of them")
        lines.taken()
        return names

    def _rows(
        self, rows: Iterator[list[str]], lines: _Lines, width: int
    ) -> Iterator[tuple[list[str] | None, Fault | None]]:
        """Each row, or why it is none."""
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield None, Fault("unreadable", "", str(error))
                continue
            if not row:
                self.notes.blank_lines += 1
                lines.taken()
            elif len(row) != width:
                yield None, Fault("cells", "", f"{len(row)} cells, header {width}")
            else:
                yield row, _not_text(row, lines)


def _not_text(row: list[str], lines: _Lines) -> Fault | None:
    if all(map(str.isascii, lines.held)) or all(map(_is_text, row)):
        return None
    return Fault("not-utf-8", "", shown(next(cell for cell in row if not _is_text(cell))))


def _is_text(cell: str) -> bool:
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass
class _Block:
    """Rows that are gathered to a batch."""

    header: list[str]
    numbers: list[int] = field(default_factory=list)
    rows: list[Sequence[str | None]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    faults: dict[int, Fault] = field(default_factory=dict)

    def add(self, row: list[str] | None, fault: Fault | None, lines: _Lines) -> None:
        """Take a row with its lines."""
        if fault:
            self.faults[len(self.numbers)] = fault
        self.numbers.append(lines.number - len(lines.held) + 1)
        self.rows.append([None] * len(self.header) if row is None else row)
        self.texts.append(lines.taken())

    def batch(self, wanted: Sequence[str], done: int, total: int) -> Batch:
        """What was gathered."""
        columns = list(zip(*self.rows, strict=True))
        cells = {name: columns[self.header.index(name)] for name in wanted}
        return Batch(self.numbers, cells, self.faults, self.texts.__getitem__, done, total)


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[tuple[BinaryIO, _Lines]]:
    """The file and its lines; undecodable bytes stay what they are."""
    with path.open("rb") as binary:
        start = binary.read(2)
        binary.seek(0)
        if start in WIDE:
            raise refused(path, 1, "the file is in UTF-16", "Save it as UTF-8")
        name = "utf-8-sig" if encoding == "utf-8" else encoding
        text = TextIOWrapper(binary, encoding=name, errors="surrogateescape", newline="")
        yield binary, _Lines(path, text)
