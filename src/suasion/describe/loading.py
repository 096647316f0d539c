"""Files to guarantees and cases, with every problem of a file reported at once.

What tells of faults and what describes cases is loaded when there is a fault or a case: most checks
are of one guarantee without a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from suasion.describe.bibliography import Work, beside
from suasion.describe.guarantee import Guarantee
from suasion.describe.lacking import MANY, as_far, besides
from suasion.describe.reading import Document, Place, read
from suasion.errors import InputError, Problem, UnknownName

if TYPE_CHECKING:
    from suasion.describe.case import Case

DATA = Path(__file__).parent / "data"
CASES = DATA / "cases"
LIBRARY = DATA / "library"

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Loaded:
    """A case with its candidates, as read."""

    case: Case
    guarantees: Mapping[str, Guarantee]
    raw: Mapping[str, Any]
    works: Mapping[str, Work]


def validated(document: Document, model: type[M], works: Mapping[str, Work]) -> M:
    """The document as `model`; raises InputError with all problems at once."""
    found, faults = examined(document, model, works)
    if faults:
        raise InputError(faults)
    return found


def examined(
    document: Document, model: type[M], works: Mapping[str, Work]
) -> tuple[M, list[Problem]]:
    """The document as `model` and its problems.

    Where a field is not well formed it is missing from the model, so that further checks can be
    made of the others; see `suasion.describe.lacking`.
    """
    missing = _dangling_sources(document, works)
    try:
        return model.model_validate(document.data), missing
    except ValidationError as error:
        from suasion.describe.crossing import crossed  # noqa: PLC0415 - faults only
        from suasion.describe.problems import problems  # noqa: PLC0415

        told = problems(error, document, model)
        said = {(one.field, one.message) for one in told}
        partial, more = crossed(document, model)
        told += [one for one in more if (one.field, one.message) not in said]
        return partial, told + missing


def _dangling_sources(document: Document, works: Mapping[str, Work]) -> list[Problem]:
    message = "no work of the bibliography has this key"
    dangling = (
        (place, key)
        for place, key in source_keys(document.data)
        if isinstance(key, str) and key not in works
    )
    return [
        document.problem(place, message, _remedy(key, works), repr(key))
        for place, key in islice(dangling, MANY)
    ]


def _remedy(key: str, works: Mapping[str, Work]) -> str:
    near = get_close_matches(key, list(works), n=2)
    guess = f"Did you mean {' or '.join(near)}? Else add" if near else "Correct the key or add"
    return f"{guess} the work to a .bib file beside this file"


def source_keys(node: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every source key in plain data, with its place."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "source":
                yield (*place, key), value
            else:
                yield from source_keys(value, (*place, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from source_keys(value, (*place, index))


def load_guarantee(path: Path) -> Guarantee:
    """The guarantee in a file."""
    return _read_guarantee(path, beside(path.parent))[0]


def _read_guarantee(path: Path, works: Mapping[str, Work]) -> tuple[Guarantee, Document]:
    document = read(path)
    return _whole(document, Guarantee, works, (path.stem, "file")), document


def _whole(
    document: Document, model: type[M], works: Mapping[str, Work], named: tuple[str, str]
) -> M:
    """The document as `model`, named as its file or folder is; all problems at once."""
    found, faults = examined(document, model, works)
    faults = besides(faults, _misnamed(document, *named))
    if faults:
        raise InputError(faults)
    return found


def _misnamed(document: Document, name: str, what: str) -> list[Problem]:
    """The problem of an identifier that is not the name of its file or folder."""
    found = document.data.get("id", name) if isinstance(document.data, dict) else name
    if found == name:
        return []
    message = f"must be the name of the {what}, {name!r}"
    return [document.problem(("id",), message, "Rename one of them", repr(found))]


def load_case(name: str | Path) -> Loaded:
    """A packaged case by name, or a case folder or file by path.

    Raises
    ------
    UnknownName
        Where no such case exists.
    InputError
        With every problem of every file of the case.

    Examples
    --------
    >>> load_case("ukraine-2025").case.baseline
    'no-guarantee'
    """
    from suasion.describe.case import Case  # noqa: PLC0415 - cases only
    from suasion.describe.paths import misplaced  # noqa: PLC0415

    folder = _case_folder(name)
    works = beside(folder)
    document = read(folder / "case.yaml")
    case, faults = examined(document, Case, works)
    faults = besides(faults, _misnamed(document, folder.resolve().name, "folder"))
    faults += as_far(misplaced(document)) if not faults else []
    loaded, more = _candidates(case, document, folder, works)
    faults = besides(faults, more)
    faults = faults or _stranger(case, document, loaded)
    if faults:
        raise InputError(faults)
    raw = {key: text.data for key, (_, text) in loaded.items()} | {"case": document.data}
    return Loaded(case, {key: guarantee for key, (guarantee, _) in loaded.items()}, raw, works)


def _stranger(
    case: Case, document: Document, loaded: Mapping[str, tuple[Guarantee, Document]]
) -> list[Problem]:
    """The problem of a leader whose state is a party of no candidate."""
    known, party = parties(guarantee for guarantee, _ in loaded.values()), case.leader.party
    if party in known:
        return []
    message = f"must be a party of a candidate: {', '.join(sorted(known))}"
    remedy = "Correct it, or name it among the parties of a candidate"
    return [document.problem(("leader", "party"), message, remedy, repr(party))]


def parties(guarantees: Iterable[Guarantee]) -> set[str]:
    """Identifiers of all parties of some guarantees."""
    return {party.id for guarantee in guarantees for party in guarantee.parties}


def _candidates(
    case: Case, document: Document, folder: Path, works: Mapping[str, Work]
) -> tuple[dict[str, tuple[Guarantee, Document]], list[Problem]]:
    """Each candidate with its document, and the problems of all of them."""
    found: dict[str, tuple[Guarantee, Document]] = {}
    faults: list[Problem] = []
    for index, key in enumerate(getattr(case, "candidates", ())):
        path = folder / f"{key}.yaml"
        if not path.is_file():
            message = f"there is no file {path.name} in the case's folder"
            remedy = "Add the file or remove the candidate"
            faults.append(document.problem(("candidates", index), message, remedy, repr(key)))
            continue
        try:
            found[key] = _read_guarantee(path, works)
        except InputError as error:
            faults += error.problems
    return found, faults


def _case_folder(name: str | Path) -> Path:
    path = Path(name)
    if (path / "case.yaml").is_file():
        return path
    if path.is_file():
        return path.parent
    if (CASES / str(name) / "case.yaml").is_file():
        return CASES / str(name)
    raise UnknownName("case", str(name), case_names())


def case_names() -> list[str]:
    """Names of the packaged cases."""
    return sorted(path.parent.name for path in CASES.glob("*/case.yaml"))


def library_names() -> list[str]:
    """Names of the packaged historical guarantees."""
    return sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def load_library(name: str) -> Guarantee:
    """A packaged historical guarantee by name."""
    if name not in library_names():
        raise UnknownName("library guarantee", name, library_names())
    return load_guarantee(LIBRARY / f"{name}.yaml")
