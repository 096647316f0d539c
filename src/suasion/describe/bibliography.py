"""Sources: works in BibTeX, found by key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from suasion.errors import FileRefused, Problem

REFERENCES = Path(__file__).parent / "data" / "references"


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
    from pybtex.database import parse_file
    from pybtex.exceptions import PybtexError

    try:
        entries = parse_file(str(path), bib_format="bibtex").entries
    except (PybtexError, UnicodeDecodeError, OSError) as error:
        problem = Problem(str(path), 0, 0, "", "", f"not valid BibTeX ({error})", "Mend the file")
        raise FileRefused([problem]) from None
    return {key: _work(key, entry, path) for key, entry in entries.items()}


def _work(key: str, entry: object, path: Path) -> Work:
    from pybtex.richtext import Text

    def plain(text: str) -> str:
        return str(Text.from_latex(text)) if any(mark in text for mark in "\\{}~$") else text

    people = entry.persons.get("author") or entry.persons.get("editor") or []  # type: ignore[attr-defined]
    names = ", ".join(plain(str(person).strip()) for person in people)
    fields = {name.lower(): plain(text) for name, text in entry.fields.items()}  # type: ignore[attr-defined]
    year = fields.get("year") or fields.get("date", "")
    rest = tuple(sorted(fields.items()))
    return Work(key, entry.type, names, fields.get("title", ""), year, rest, path.name)  # type: ignore[attr-defined]


@cache
def built_in() -> dict[str, Work]:
    """Every work of the packaged bibliography by key."""
    found: dict[str, Work] = {}
    for path in sorted(REFERENCES.glob("*.bib")):
        found |= works(path)
    return found


def beside(folder: Path) -> dict[str, Work]:
    """The packaged bibliography and the BibTeX files in `folder`."""
    found = dict(built_in())
    for path in sorted(folder.glob("*.bib")):
        found |= works(path)
    return found
