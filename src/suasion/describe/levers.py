"""Settings by the user: a fact of one or all candidates, or a named lever of the case.

A setting is `[GUARANTEE:]NAME=VALUE`::

    forces.size=0                   no forces under any candidate
    korean-model:duration.years=10  the Korean model for ten years only
    demarcation-zone=on             a lever of the case, set to one of its choices

A value that is set is a judgement of the user; it replaces whatever the description says.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from suasion.describe.case import Lever
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded, validated
from suasion.describe.paths import paths
from suasion.describe.reading import Document, parse
from suasion.errors import FileRefused, InputError, Problem, UnknownName

OTHERS = "whoever holds the described value"


@dataclass(frozen=True)
class Setting:
    """One setting, as written and as understood."""

    text: str
    guarantee: str | None
    facts: Mapping[str, Mapping[str, Any]]


def apply(loaded: Loaded, settings: list[str]) -> Loaded:
    """The case with the settings made, one after the other.

    Parameters
    ----------
    loaded
        A case with its candidates; it stays as it is.
    settings
        Each `[GUARANTEE:]NAME=VALUE`; without a guarantee, all candidates are set.

    Raises
    ------
    UnknownName
        Where a setting names a guarantee that is not a candidate.
    InputError
        With the problem of the first setting that has one.

    Examples
    --------
    >>> from suasion.describe.loading import load_case
    >>> changed = apply(load_case("ukraine-2025"), ["korean-model:forces.size=0"])
    >>> changed.guarantees["korean-model"].forces.size.judgement
    0
    """
    for text in settings:
        loaded = _made(loaded, understood(text, loaded))
    return loaded


def unread(
    settings: list[str], loaded: Loaded, read: Mapping[str, frozenset[str]]
) -> list[Setting]:
    """Settings of facts that nothing reads: they change no number.

    Parameters
    ----------
    settings, loaded
        As for `apply`.
    read
        Paths of the facts that count, by candidate.
    """
    found = [understood(text, loaded) for text in settings]
    return [one for one in found if not any(path in _read(one, read) for path in one.facts)]


def _read(one: Setting, read: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The paths that count for the candidates which a setting is about."""
    if one.guarantee is not None:
        return read.get(one.guarantee, frozenset())
    return frozenset().union(*read.values())


def understood(text: str, loaded: Loaded) -> Setting:
    """A setting taken apart, its names looked up in the case."""
    name, equals, value = text.partition("=")
    guarantee, colon, path = name.strip().rpartition(":")
    if not equals or not path:
        remedy = "Write e.g. --set forces.size=0 or --set korean-model:duration.years=10"
        raise _fault(text, "", text, "a setting has the form [GUARANTEE:]NAME=VALUE", remedy)
    if colon and guarantee not in loaded.guarantees:
        raise UnknownName("candidate", guarantee, list(loaded.guarantees))
    lever = next((lever for lever in loaded.case.levers if lever.id == path), None)
    facts = _chosen(text, lever, value.strip()) if lever else _set(text, path, value, loaded)
    return Setting(text, guarantee or None, facts)


def _chosen(text: str, lever: Lever, choice: str) -> dict[str, dict[str, Any]]:
    """The facts that one choice of a lever sets."""
    if choice not in lever.choices:
        message = f"must be one of {', '.join(lever.choices)}"
        near = get_close_matches(choice, list(lever.choices), n=1)
        remedy = f"Did you mean {near[0]}?" if near else "Use one of these choices"
        raise _fault(text, lever.id, repr(choice), message, remedy)
    because = f"set by the user: {text}; {lever.because}"
    return {
        path: {"judgement": value, "because": because, "disagree": lever.disagree}
        for path, value in lever.choices[choice].items()
    }


def _set(text: str, path: str, value: str, loaded: Loaded) -> dict[str, dict[str, Any]]:
    """The one fact that a path sets."""
    if path not in paths():
        levers = [lever.id for lever in loaded.case.levers]
        raise _unknown(text, path, levers)
    because = f"set by the user: {text}"
    found = _scalar(text, path, value)
    return {path: {"judgement": found, "because": because, "disagree": OTHERS}}


def _unknown(text: str, path: str, levers: list[str]) -> InputError:
    """The error for a name that is neither a field nor a lever."""
    message = "no field section.field and no lever of the case has this name"
    near = get_close_matches(path, [*paths(), *levers], n=3)
    if near:
        return _fault(text, path, "", message, f"Did you mean {' or '.join(near)}?")
    section = path.partition(".")[0]
    fields = [known for known in paths() if known.startswith(f"{section}.")] or paths()[:3]
    remedy = f"Use a field such as {', '.join(fields)}, or a lever: {', '.join(levers)}"
    return _fault(text, path, "", message, remedy)


def _scalar(text: str, path: str, value: str) -> Any:
    """The value as YAML reads it."""
    try:
        found = parse(value, text).data if value.strip() else None
    except FileRefused as error:
        message, remedy = error.problems[0].message, "Put the value in quotes"
        raise _fault(text, path, repr(value), message, remedy) from None
    if isinstance(found, dict | list):
        raise _fault(text, path, repr(value), "must be a single value", "Give one word or number")
    return found


def _made(loaded: Loaded, setting: Setting) -> Loaded:
    """The case with one setting made in the candidates that it names."""
    keys = [setting.guarantee] if setting.guarantee else list(loaded.guarantees)
    raw, guarantees = dict(loaded.raw), dict(loaded.guarantees)
    for key in keys:
        raw[key] = _changed(raw[key], setting.facts)
        guarantees[key] = _revalidated(raw[key], setting, loaded)
    return replace(loaded, guarantees=guarantees, raw=raw)


def _changed(raw: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A candidate's plain data with some facts replaced."""
    changed = deepcopy(dict(raw))
    for path, fact in facts.items():
        section, field = path.split(".")
        changed[section] = _opened(changed[section]) | {field: dict(fact)}
    return changed


def _opened(part: dict[str, Any]) -> dict[str, Any]:
    """A part that can take a fact; what it does not state stays absent or unknown."""
    if "none" in part:
        return {"otherwise": part}
    return {} if "unknown" in part else part


def _revalidated(raw: dict[str, Any], setting: Setting, loaded: Loaded) -> Guarantee:
    document = Document(f"--set {setting.text}", raw, {(): (0, 0)})
    try:
        return validated(document, Guarantee, loaded.works)
    except InputError as error:
        first = error.problems[0]
        field = first.field.removesuffix(".judgement").removesuffix(".value")
        raise InputError([replace(first, field=field)]) from None


def _fault(text: str, field: str, value: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(f"--set {text}", 0, 0, field, value, message, remedy)])
