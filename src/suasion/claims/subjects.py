"""The fact that a premise looks up, wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import numpy as np

from suasion.claims.looked_up import LookUp
from suasion.describe.allowed import Choice, choices, in_words
from suasion.describe.case import Case
from suasion.describe.fact import Known, Unknown
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded, library_names, load_library
from suasion.describe.paths import SECTIONS, paths
from suasion.describe.sections import Absent
from suasion.errors import UnknownName
from suasion.evidence.record import Case as Recorded
from suasion.evidence.record import case as recorded
from suasion.evidence.record.entry import Coded
from suasion.mechanism.facts import Facts

HEAD: Mapping[str, str] = {
    "leader.born": "leader.born",
    "leader.in_office_since": "leader.in_office_since",
    "leader.regime": "leader.regime",
    "refuses_foreign_forces": "refuses_foreign_forces",
}
"""Facts of a case's head that a premise may name."""
NOTHING: Mapping[str, Any] = {"duration.years": "open-ended", "coalition.activation_members": 1}
"""What a field amounts to where the guarantee has no such part, if that is not 0, false or none."""


def known_paths(subject: str) -> list[str]:
    """The paths that a premise about this subject may name."""
    kind = subject.partition("/")[0]
    if kind == "case":
        return [*HEAD, "as_of", *paths()]
    if kind == "record":
        return [*(f"coded.{field}" for field in Coded.model_fields), *paths()]
    return paths()


def fact_of(wanted: LookUp, loaded: Loaded) -> Any:
    """The fact that a premise looks up; `Absent` where the guarantee has no such part.

    Raises
    ------
    UnknownName
        For a subject or a path that does not exist.
    """
    if wanted.path not in known_paths(wanted.subject):
        raise UnknownName("path", wanted.path, known_paths(wanted.subject))
    kind, _, name = wanted.subject.partition("/")
    if kind == "case":
        return _of_case(wanted.path, loaded.case)
    if kind == "library" and name:
        return _stated(load_library(name), wanted.path)
    if kind == "record" and name:
        return _of_record(wanted.path, recorded(name))
    if wanted.subject not in loaded.guarantees:
        raise UnknownName("subject", wanted.subject, subjects(loaded))
    return _of_candidate(wanted.path, loaded.guarantees[wanted.subject], loaded.case)


def subjects(loaded: Loaded) -> list[str]:
    """Subjects of premises, those of the record by their form alone."""
    library = [f"library/{name}" for name in library_names()]
    return [*loaded.guarantees, "case", *library, "record/ID"]


def _of_case(path: str, case: Case) -> Any:
    if path == "as_of":
        return Known[Any](value=case.as_of, source="case", where="as_of")
    if path in HEAD:
        found: Any = case
        for part in path.split("."):
            found = getattr(found, part)
        return found
    silent = Unknown(unknown="the case's environment does not state it")
    return case.environment.get(path, silent)


def _of_record(path: str, one: Recorded) -> Any:
    section, _, field = path.partition(".")
    return getattr(one.coded, field) if section == "coded" else _stated(one.guarantee, path)


def _of_candidate(path: str, guarantee: Guarantee, case: Case) -> Any:
    """The fact as mechanisms read it: the guarantee's own, or else the environment's."""
    found = Facts(guarantee, case, lambda factor: np.zeros(1)).found(path)
    return _stated(guarantee, path) if found is None else found


def _stated(guarantee: Guarantee, path: str) -> Any:
    """The guarantee's own words on a path."""
    section, field = path.split(".")
    part = getattr(guarantee, section)
    if isinstance(part, Absent | Unknown):
        return part
    silent = field not in part.model_fields_set and part.otherwise
    return part.otherwise if silent else getattr(part, field)


def nothing(path: str) -> Any:
    """What a field amounts to where the guarantee has no such part; None where that is nothing.

    Examples
    --------
    >>> nothing("forces.size"), nothing("forces.place"), nothing("aid.training")
    (0.0, 'none', False)
    """
    if path in NOTHING:
        return NOTHING[path]
    kind = kinds(path)[0].kind
    if issubclass(kind, Enum):
        return "none" if "none" in [str(word.value) for word in kind] else None
    return {bool: False, int: 0.0, float: 0.0}.get(kind)


def kinds(path: str) -> list[Choice]:
    """What the field at a path of a guarantee may hold."""
    section, _, field = path.partition(".")
    return choices(SECTIONS[section], (field, "value"))


def misfit(wanted: LookUp) -> str:
    """What the field allows, where a premise holds it against something else; else empty.

    Examples
    --------
    >>> from suasion.claims.looked_up import look_up
    >>> misfit(look_up("korean-model: forces.place = lin"))
    'one of none, line, country, region, offshore'
    >>> misfit(look_up("korean-model: forces.place = line"))
    ''
    """
    if wanted.path.partition(".")[0] not in SECTIONS:
        return ""
    allowed = kinds(wanted.path)
    fits = all(any(_fits(value, one) for one in allowed) for value in wanted.values)
    return "" if fits else in_words(allowed, wanted.path.rpartition(".")[2])


def _fits(value: Any, choice: Choice) -> bool:
    if get_origin(choice.kind) is Literal:
        return value in get_args(choice.kind)
    if issubclass(choice.kind, Enum):
        return value in [word.value for word in choice.kind]
    if choice.kind in (int, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, choice.kind)
