"""Limits files read and checked against their case, with one clear error for each fault."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from suasion.describe.allowed import choices
from suasion.describe.bibliography import beside
from suasion.describe.case import Lever
from suasion.describe.lacking import as_far, besides
from suasion.describe.loading import Loaded, examined
from suasion.describe.paths import SECTIONS, paths
from suasion.describe.problems import problems
from suasion.describe.reading import Document, Place, parse, text_of
from suasion.design.limits import PACKAGED, Limits, LimitsFile, Line
from suasion.design.writable import WRITABLE, lever_refusal, refusal
from suasion.errors import InputError, Problem

ALLOWED = f"Search over one of {', '.join(WRITABLE)}, or a lever of the case that sets only these"


def load_limits(loaded: Loaded, path: Path | None = None) -> Limits:
    """The limits of a file, or the packaged ones of the case.

    Parameters
    ----------
    loaded
        The case with its candidates.
    path
        A limits file; the packaged one of the case where it is None.

    Raises
    ------
    InputError
        With every problem of the file, or where the case has no packaged limits.
    """
    place = path or PACKAGED / f"{loaded.case.id}.yaml"
    if path is None and not place.is_file():
        message = f"no limits are packaged for the case {loaded.case.id}"
        remedy = "Write a file (docs/reference/limits-file.md) and give it as --limits FILE.yaml"
        raise InputError([Problem("--limits", 0, 0, "", "", message, remedy)])
    text = text_of(place, str(place))
    document = parse(text, str(place))
    file, told = examined(document, LimitsFile, beside(place.parent))
    if faults := besides(told, _faults(file, document, loaded)):
        raise InputError(faults)
    domains = {name: domain.values() for name, domain in file.search.items()}
    return Limits(file, file.limits.numbers(), domains, text, place.parent)


def _faults(file: LimitsFile, document: Document, loaded: Loaded) -> Iterator[Problem]:
    """What does not fit the case; nothing of what hangs on a field that is not well formed."""
    yield from as_far(_of_case(file, document, loaded))
    yield from as_far(_start(file, document, loaded))
    for name in getattr(file, "search", {}):
        yield from as_far(_variable(name, file, document, loaded))
    for kind in ("costs", "acceptance"):
        for at, line in enumerate(getattr(file, kind, ())):
            yield from as_far(_when(line, (kind, at), document))
            yield from as_far(_per(line, (kind, at), document))


def _of_case(file: LimitsFile, document: Document, loaded: Loaded) -> Iterator[Problem]:
    if file.case != loaded.case.id:
        message = f"these limits are for another case; this one is {loaded.case.id}"
        yield document.problem(("case",), message, "Give the case or the limits of it", file.case)


def _start(file: LimitsFile, document: Document, loaded: Loaded) -> Iterator[Problem]:
    if file.start not in loaded.guarantees or file.start == loaded.case.baseline:
        known = [key for key in loaded.guarantees if key != loaded.case.baseline]
        message = "must be a candidate of the case other than its baseline"
        yield document.problem(("start",), message, _near(file.start, known), repr(file.start))


def _variable(name: str, file: LimitsFile, document: Document, loaded: Loaded) -> Iterator[Problem]:
    place: Place = ("search", name)
    lever = next((one for one in loaded.case.levers if one.id == name), None)
    if because := lever_refusal(lever) if lever else refusal(name):
        known = [*WRITABLE, *(one.id for one in loaded.case.levers if not lever_refusal(one))]
        near = get_close_matches(name, known, n=2)
        guess = f"Did you mean {' or '.join(near)}?" if near and "scenario" not in because else ""
        yield document.problem(place, because, guess or ALLOWED, name)
        return
    yield from _twice(name, lever, file, document)
    for value in file.search[name].values():
        if lever is None:
            yield from _value(name, value, place, document)
        elif str(value) not in lever.choices:
            message = f"must be one of the lever's choices: {', '.join(lever.choices)}"
            yield document.problem((*place, "words"), message, "Use these, in quotes", str(value))


def _twice(
    name: str, lever: Lever | None, file: LimitsFile, document: Document
) -> Iterator[Problem]:
    """A field that is searched over by itself and in a lever."""
    if lever is None:
        return
    fields = {path for choice in lever.choices.values() for path in choice}
    for path in sorted(fields & set(file.search)):
        message = f"sets {path}, which is a search variable of its own"
        yield document.problem(("search", name), message, "Leave one of the two out", name)


def _when(line: Line, place: Place, document: Document) -> Iterator[Problem]:
    for path, words in line.when.items():
        if path not in paths():
            message = f"no guarantee has a field {path}"
            yield document.problem((*place, "when", path), message, _near(path, paths()), path)
            continue
        for word in words:
            yield from _value(path, word, (*place, "when", path), document)


def _per(line: Line, place: Place, document: Document) -> Iterator[Problem]:
    if line.per is not None and line.per.field not in paths():
        remedy = _near(line.per.field, paths())
        message = f"no guarantee has a field {line.per.field}"
        yield document.problem((*place, "per", "field"), message, remedy, line.per.field)
    elif line.per is not None and not _is_amount(line.per.field):
        message, remedy = "must be a field that is always a number", "Use when with words instead"
        yield document.problem((*place, "per", "field"), message, remedy, line.per.field)


def _is_amount(path: str) -> bool:
    """Whether a field holds nothing but numbers."""
    section, field = path.split(".")
    kinds = [choice.kind for choice in choices(SECTIONS[section], (field, "value"))]
    return bool(kinds) and all(kind in (int, float) for kind in kinds)


def _value(path: str, value: Any, place: Place, document: Document) -> Iterator[Problem]:
    """The problem of a value that a field does not allow."""
    section, field = path.split(".")
    model = SECTIONS[section]
    fact = {"judgement": value, "because": "searched", "disagree": "nobody"}
    try:
        model.model_validate({field: fact})
    except ValidationError as error:
        part = Document(document.name, {field: fact}, {})
        for one in problems(error, part, model):
            yield document.problem(place, one.message, one.remedy, one.value)


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(known[:20])}"
