"""Sources: works in BibTeX, found by key.

Whether a key exists is found by scanning a file for its entries, which is quick; only when a work's
text is wanted is the file parsed.
"""

from __future__ import annotations

import re
from collections import UserDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from suasion.describe.reading import text_of
from suasion.errors import FileRefused, Problem

if TYPE_CHECKING:
    from pybtex.database import Entry

REFERENCES = Path(__file__).parent / "data" / "references"
MOST_LETTERS = 1_000_000
"""Letters that the abbreviations of a file may come to, each time that they are used."""
ENTRY = re.compile(r"^@(?!comment|string|preamble)\w+\s*[{(]\s*([^\s,]+)\s*,", re.M | re.I)


@dataclass(frozen=True)
class Work:
    """One work of the bibliography."""

    key: str
    kind: str
    authors: str
    title: str
    year: str
    fields: tuple[tuple[str, str], ...]
    file: str

    def field(self, name: str) -> str:
        """A BibTeX field's text, or an empty one."""
        return dict(self.fields).get(name, "")

    @property
    def unverified(self) -> bool:
        """True where the entry says that it could not be checked."""
        return "unverified" in self.field("note").lower()

    def __str__(self) -> str:
        parts = [self.authors, f"({self.year})" if self.year else "", self.title, *self._rest()]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def _rest(self) -> Iterable[str]:
        return (self.field(name) for name in ("journal", "booktitle", "howpublished", "publisher"))


@cache
def works(path: Path) -> dict[str, Work]:
    """The works of one BibTeX file by key."""
    from pybtex.database.input.bibtex import Parser  # noqa: PLC0415 - slow to load, seldom needed
    from pybtex.exceptions import PybtexError  # noqa: PLC0415

    text, parser = text_of(path, str(path)), Parser()
    parser.macros = _Abbreviations(parser.macros)
    try:
        entries = parser.parse_string(text).entries
    except PybtexError as error:
        raise FileRefused([_broken(path, error)]) from None
    except OverflowError:
        message = f"its abbreviations stand for more than {MOST_LETTERS:,} letters"
        remedy = "Write the text out, or leave the @string entries out"
        raise FileRefused([Problem(str(path), 0, 0, "", "", message, remedy)]) from None
    return {key: _work(key, entry, path) for key, entry in entries.items()}


class _Abbreviations(UserDict[str, str]):
    """Abbreviations of a file: each may stand for others, so a short file could fill the memory."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__((name.lower(), text) for name, text in known.items())
        self.letters = 0

    def __setitem__(self, name: str, text: str) -> None:
        super().__setitem__(name.lower(), text)

    def __getitem__(self, name: str) -> str:
        text: str = super().__getitem__(name.lower())
        self.letters += len(text)
        if self.letters > MOST_LETTERS:
            raise OverflowError
        return text


def _broken(path: Path, error: Exception) -> Problem:
    """What is wrong with a BibTeX file, as far as its parser says."""
    found = re.search(r"line (\d+)", str(error))
    line = int(found.group(1)) if found else 0
    said = str(error).replace("\n", " ")
    message = f"not valid BibTeX ({said})"
    remedy = "Mend the entry; each is @kind{KEY, field = {text}, …}"
    return Problem(str(path), line, 1 if line else 0, "", "", message, remedy)


def _work(key: str, entry: Entry, path: Path) -> Work:
    from pybtex.richtext import Text  # noqa: PLC0415 - see works

    def plain(text: str) -> str:
        return str(Text.from_latex(text)) if any(mark in text for mark in "\\{}~$") else text

    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = ", ".join(plain(str(person).strip()) for person in people)
    fields = {name.lower(): plain(text) for name, text in entry.fields.items()}
    year = fields.get("year") or fields.get("date", "")
    rest = tuple(sorted(fields.items()))
    return Work(key, entry.type, names, fields.get("title", ""), year, rest, path.name)


def keys(path: Path) -> list[str]:
    """The keys of one BibTeX file, in its order, found without parsing it."""
    return ENTRY.findall(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Bibliography(Mapping[str, Work]):
    """Works by key, parsed when the first of a file is asked for."""

    files: Mapping[str, Path]

    def __getitem__(self, key: str) -> Work:
        return works(self.files[key])[key]

    def __contains__(self, key: object) -> bool:
        return key in self.files

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


@cache
def built_in() -> Bibliography:
    """Every work of the packaged bibliography by key."""
    paths = sorted(REFERENCES.glob("*.bib"))
    return Bibliography({key: path for path in paths for key in keys(path)})


def beside(folder: Path) -> Bibliography:
    """The packaged bibliography and the BibTeX files in `folder`, which go first."""
    own = {key: path for path in sorted(folder.glob("*.bib")) for key in works(path)}
    return Bibliography({**built_in().files, **own})
