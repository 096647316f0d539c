"""A report run again from what it carries, and its numbers compared with the new ones."""

from __future__ import annotations

import platform
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast

from suasion.describe.bibliography import Work, built_in
from suasion.describe.case import Case
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded, validated
from suasion.describe.reading import Document
from suasion.report.embedded import Record, plain, processor, work_of
from suasion.report.extraction import refused
from suasion.report.older import known
from suasion.report.weighed import weights_in
from suasion.report.words import Row
from suasion.theory.registry import add
from suasion.uncertainty.code import code_digest
from suasion.uncertainty.comparison import Comparison, Options, compare, options_for
from suasion.uncertainty.summary import summarise
from suasion.uncertainty.weighting import weighted

TOLERANCE = 1e-6
"""Largest miss where code, libraries or processor differ, relative to numbers above 1."""


@dataclass(frozen=True)
class Difference:
    """A place of the summary and what stands there in the report and now."""

    place: str
    report: Any
    now: Any

    @property
    def size(self) -> float:
        """How far apart two numbers are; infinite where they are not both numbers."""
        if _is_number(self.report) and _is_number(self.now):
            return abs(self.report - self.now)
        return float("inf")

    def __str__(self) -> str:
        return f"{self.place}: {self.report} in the report, {self.now} now"


@dataclass(frozen=True)
class Verdict:
    """What a rerun found.

    Parameters
    ----------
    exact
        True where code, libraries and processor are those of the report, so that numbers must
        agree to the last bit.
    changed
        What of these is not the same, in words.
    compared
        Values compared.
    differing
        Values that do not agree, the largest difference first.
    largest
        The largest difference of all, also among those that agree within the tolerance.
    lacking
        Keys that the report of another version lacks, and which are not compared.
    """

    exact: bool
    changed: tuple[str, ...]
    compared: int
    differing: tuple[Difference, ...]
    largest: Difference | None
    lacking: tuple[str, ...] = ()


def loaded_from(found: Record, path: Path) -> tuple[Loaded, Loaded]:
    """The case with its settings and as described, from the record alone.

    Raises
    ------
    InputError
        Where this version of suasion does not accept a description in the record.
    """
    own = {key: work_of(fields) for key, fields in found.inputs.works.items()}
    works = cast(Mapping[str, Work], ChainMap(own, cast(dict[str, Work], built_in())))
    raw = found.inputs.raw
    if "case" not in raw:
        raise refused(path, "the record in this report has no case")
    case = validated(_document(path, "case", raw["case"]), Case, works)
    guarantees = {
        key: validated(_document(path, key, data), Guarantee, works)
        for key, data in raw.items()
        if key != "case"
    }
    if set(case.candidates) - set(guarantees):
        raise refused(path, "the record in this report lacks a candidate of its case")
    loaded = Loaded(case, guarantees, raw, works)
    anchor = validated(_document(path, case.baseline, found.inputs.anchor), Guarantee, works)
    original = replace(
        loaded,
        guarantees={**guarantees, case.baseline: anchor},
        raw={**raw, case.baseline: found.inputs.anchor},
    )
    return loaded, original


def _document(path: Path, key: str, data: Any) -> Document:
    return Document(f"{path} ({key})", data, {(): (0, 0)})


def run_again(
    found: Record, path: Path, progress: Callable[[int, int], None]
) -> tuple[Comparison, Row]:
    """The comparison and its summary, computed anew, with the weights of theories that it has."""
    weights = weights_in(found, path)
    loaded, original = loaded_from(found, path)
    for name, text in found.inputs.theories.items():
        add(text, f"{path} ({name})")
    comparison = compare(loaded, _options(loaded, found), original, progress)
    summary = summarise(comparison)
    if weights is not None:
        summary["weighted"] = weighted(comparison, weights)
    return comparison, summary


def _options(loaded: Loaded, found: Record) -> Options:
    asked = found.manifest.options.model_dump()
    return options_for(loaded, asked.pop("guarantees"), asked.pop("theories"), **asked)


def verdict(found: Record, summary: Row) -> Verdict:
    """The numbers of the report against the new ones.

    Where the code is another, keys that the report does not know yet are set apart; with the same
    code they are differences, as the report was then changed.
    """
    changed, now = tuple(_changed(found)), plain(summary)
    lacking: tuple[str, ...] = ()
    if found.manifest.code != code_digest():
        now, lacking = known(found.summary, now)
    before, after = dict(leaves(found.summary)), dict(leaves(now))
    places = list(dict.fromkeys([*before, *after]))
    pairs = [Difference(place, before.get(place), after.get(place)) for place in places]
    tolerance = TOLERANCE if changed else 0.0
    apart = sorted((pair for pair in pairs if not _same(pair, 0.0)), key=lambda pair: -pair.size)
    differing = tuple(pair for pair in apart if not _same(pair, tolerance))
    largest = apart[0] if apart else None
    return Verdict(not changed, changed, len(pairs), differing, largest, lacking)


def _changed(found: Record) -> Iterator[str]:
    """What is not as it was when the report was written."""
    manifest = found.manifest
    if manifest.code != code_digest():
        yield "suasion's code and numbers"
    if manifest.python != platform.python_version():
        yield f"Python ({manifest.python} then, {platform.python_version()} now)"
    for name, then in manifest.libraries.items():
        if then != _installed(name):
            yield f"{name} ({then} then, {_installed(name)} now)"
    if found.processor != processor():
        yield "the processor"


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(pair: Difference, tolerance: float) -> bool:
    if pair.report == pair.now and type(pair.report) is type(pair.now):
        return True
    scale = max(1.0, abs(pair.report)) if _is_number(pair.report) else 1.0
    return pair.size <= tolerance * scale


def leaves(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of nested data with its place.

    Examples
    --------
    >>> dict(leaves({"a": [1, {"b": None}]}))
    {'a.0': 1, 'a.1.b': None}
    """
    if isinstance(node, dict | list):
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in pairs:
            yield from leaves(value, f"{place}.{key}" if place else str(key))
    else:
        yield place, node
