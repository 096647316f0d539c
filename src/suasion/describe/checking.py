"""Checks of files: errors that stop a run and warnings that a careful reader wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from suasion.describe.bibliography import works
from suasion.describe.fact import Contested, Judged, Known, Unknown
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded, load_case, load_guarantee, parties
from suasion.describe.reading import read
from suasion.errors import FileRefused, InputError, Problem

KINDS: dict[str, type] = {
    "sourced": Known,
    "judged": Judged,
    "contested": Contested,
    "unknown": Unknown,
}


@dataclass(frozen=True)
class Findings:
    """What a check of one file or folder found."""

    path: Path
    what: str
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    summary: str = ""
    """What is there, where nothing is wrong with it."""


Further = Mapping[str, Callable[[Path], Findings]]
"""Checks of other kinds of file, by the field that only they have."""
NONE: Further = {}


def check(path: Path, further: Further = NONE) -> Findings:
    """Problems and warnings of a guarantee file, a case folder or file, or a BibTeX file."""
    what = _kind(path)
    if path.is_dir() and not (path / "case.yaml").is_file():
        return _nothing(path)
    if what == "guarantee" and (field := _field_of(path, further)):
        return further[field](path)
    try:
        if what == "bibliography":
            return _bibliography(path)
        return _case(path) if what == "case" else _guarantee(path)
    except InputError as error:
        return Findings(path, what, tuple(error.problems), ())


def check_all(paths: Iterable[Path], further: Further = NONE) -> Iterator[Findings]:
    """A check of each path; a folder that is no case is checked file by file.

    Parameters
    ----------
    further
        Checks of the kinds of file that are not of this folder.
    """
    for path in paths:
        if path.is_dir() and not (path / "case.yaml").is_file():
            inside = sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".bib"))
            yield from map(partial(check, further=further), inside) if inside else [_nothing(path)]
        else:
            yield check(path, further)


def _nothing(path: Path) -> Findings:
    message, remedy = "this folder has neither .yaml nor .bib files", "Name a file or a case folder"
    return Findings(path, "folder", (Problem(str(path), 0, 0, "", "", message, remedy),), ())


def _kind(path: Path) -> str:
    if path.suffix == ".bib":
        return "bibliography"
    is_case = path.is_dir() or (path.name == "case.yaml" and path.is_file())
    return "case" if is_case else "guarantee"


def _field_of(path: Path, further: Further) -> str | None:
    """The field that makes a file one of the further kinds; None for a guarantee."""
    try:
        data = read(path).data if further else None
    except FileRefused:  # told by the check of a guarantee
        return None
    return next((name for name in further if isinstance(data, dict) and name in data), None)


def _bibliography(path: Path) -> Findings:
    found = works(path)
    if not found:
        message, remedy = "there is no work in it", "Add entries: @kind{KEY, field = {text}, …}"
        problem = Problem(str(path), 0, 0, "", "", message, remedy)
        return Findings(path, "bibliography", (problem,), ())
    unverified = [key for key, work in found.items() if work.unverified]
    listed = f"{path.name}: {len(unverified)} works not verified: {', '.join(unverified)}"
    warnings = (listed,) if unverified else ()
    return Findings(path, "bibliography", (), warnings, f"bibliography of {len(found)} works")


def _case(path: Path) -> Findings:
    loaded = load_case(path)
    guarantees = loaded.guarantees
    strangers = tuple(_strangers(loaded))
    warnings = (*strangers, *(text for one in guarantees.values() for text in _warnings(one)))
    facts = [fact for one in guarantees.values() for _, fact in each_fact(one)]
    summary = f"case with {len(guarantees)} candidates and {_counted(facts)}"
    return Findings(path, "case", (), warnings, summary)


def _strangers(loaded: Loaded) -> Iterator[str]:
    """Governments and capabilities that count for nothing: of parties that no candidate has."""
    known, case = parties(loaded.guarantees.values()), loaded.case
    for name, entries in (("governments", case.governments), ("capabilities", case.capabilities)):
        others = [one.party for one in entries if one.party not in known]
        if others:
            yield f"{case.id}: {name} of no candidate's party, not read: {', '.join(others)}"


def _guarantee(path: Path) -> Findings:
    found = load_guarantee(path)
    summary = f"guarantee with {_counted([fact for _, fact in each_fact(found)])}"
    return Findings(path, "guarantee", (), tuple(_warnings(found)), summary)


def _counted(facts: list[Any]) -> str:
    """How many facts there are of each kind."""
    numbers = {name: sum(isinstance(fact, kind) for fact in facts) for name, kind in KINDS.items()}
    listed = ", ".join(f"{number} {name}" for name, number in numbers.items() if number)
    return f"{len(facts)} facts" + (f" ({listed})" if listed else "")


def _warnings(guarantee: Guarantee) -> Iterator[str]:
    facts = list(each_fact(guarantee))
    unverified = [path for path, fact in facts if any(map(_unverified, versions(fact)))]
    unknown = [path for path, fact in facts if isinstance(fact, Unknown)]
    if unverified:
        yield f"{guarantee.id}: {len(unverified)} facts not verified: {', '.join(unverified)}"
    if unknown:
        yield f"{guarantee.id}: {len(unknown)} of {len(facts)} facts unknown"


def versions(fact: Any) -> list[Any]:
    """A fact's versions: several where it is contested, else itself."""
    return list(getattr(fact, "contested", [fact]))


def _unverified(fact: Any) -> bool:
    return bool(getattr(fact, "unverified", False))


def each_fact(guarantee: Guarantee) -> Iterator[tuple[str, Any]]:
    """Every fact of a guarantee with its path."""
    for section in Guarantee.model_fields:
        part = getattr(guarantee, section)
        if hasattr(type(part), "is_section"):
            for field in type(part).model_fields:
                if field != "otherwise":
                    yield f"{section}.{field}", getattr(part, field)
