"""Values that mechanisms assume: what unknown facts are drawn from, and constants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from suasion.describe.fact import readings
from suasion.mechanism.assumed import Choice, Constant, Range, constants, drawn_from
from suasion.mechanism.facts import Facts
from suasion.mechanism.readers import readers
from suasion.report.references import References
from suasion.uncertainty.comparison import Comparison


@dataclass(frozen=True)
class ValueRow:
    """A value as a reader checks it; `used` names guarantees, or says what the value does."""

    name: str
    field: str
    said: str
    used: str
    read_by: str
    sourced: bool
    basis: Markup


def unknown_facts(comparison: Comparison, references: References) -> list[ValueRow]:
    """What unknown facts are drawn from, and the candidates in which they are unknown."""
    who = readers()
    return [
        _row(name, one, f"{one.said} {one.unit}", _unknown_in(comparison, one), who, references)
        for name, one in drawn_from().items()
    ]


def constant_numbers(references: References) -> list[ValueRow]:
    """Numbers that are the same for every guarantee and in every draw."""
    who = readers()
    return [
        _row(name, one, f"{one.value:g} {_unit(one)}".strip(), one.what, who, references)
        for name, one in constants().items()
    ]


def _unit(one: Constant) -> str:
    return "" if one.unit == "1" else one.unit


def _row(
    name: str,
    one: Range | Choice | Constant,
    said: str,
    used: str,
    who: dict[str, list[str]],
    references: References,
) -> ValueRow:
    reason = references.linked(one.because)
    if one.source:
        basis = Markup("{}: {}").format(references.cite(one.source), reason)
    else:
        basis = Markup("<strong>Judgement:</strong> {}").format(reason)
    return ValueRow(name, one.field, said, used, ", ".join(who[name]), bool(one.source), basis)


def _unknown_in(comparison: Comparison, one: Range | Choice) -> str:
    return ", ".join(_unknown(comparison, one.field)) or "no candidate"


def _unknown(comparison: Comparison, path: str) -> Iterator[str]:
    """Guarantees in which a fact was drawn because nobody knows it."""
    loaded, sample = comparison.loaded, comparison.ensemble.sample
    for key in comparison.found:
        if f"fact:{key}.{path}" in sample.columns:
            fact = Facts(loaded.guarantees[key], loaded.case, sample.column).found(path)
            if not readings(fact):
                yield key
