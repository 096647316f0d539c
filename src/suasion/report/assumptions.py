"""Assumptions: every prior that was drawn, with its source or the judgement behind it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType

from markupsafe import Markup

from suasion.mechanism import arms, law, line, money, politics
from suasion.mechanism.mechanism import Mechanism
from suasion.mechanism.prior import Prior
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import table
from suasion.report.naming import meaning
from suasion.report.references import References
from suasion.uncertainty.comparison import Comparison

MODULES = (law, arms, line, money, politics)
DETERS = {1: "more deters", -1: "less deters", 0: "open"}
PLAYERS = {
    "challenger": "The challenger",
    "protege": "The protege",
    "guarantor": "The guarantor",
    "year": "The years",
}
ENTRY, ANCHORS = "Entry into force", "Anchors in the record"


@dataclass(frozen=True)
class PriorRow:
    """A prior as a reader checks it."""

    name: str
    meaning: str
    prior: str
    deters: str
    sourced: bool
    basis: Markup


@dataclass(frozen=True)
class MechanismRow:
    """A mechanism, where it acts, and how strong it is taken to be."""

    id: str
    title: str
    moves: str
    ends: str
    active: str
    theory: Markup
    strengths: tuple[PriorRow, ...]


def priors(comparison: Comparison, references: References) -> dict[str, list[PriorRow]]:
    """Priors that were drawn, mechanisms' strengths apart, by what they are about."""
    sample = comparison.ensemble.sample
    drawn, known = sample.columns, sample.priors
    found: dict[str, list[PriorRow]] = {}
    for number in table():
        factor = f"situation:{number.name}"
        if factor in drawn:
            told = f"{number.meaning} [{number.unit}]"
            row = _row(number.name, told, known[factor], references)
            found.setdefault(PLAYERS[number.player], []).append(row)
    for kind, title in (("entry", ENTRY), ("anchor", ANCHORS)):
        names = [key for key in known if key.startswith(f"{kind}:") and key in drawn]
        found[title] = [_plain(key, known[key], references) for key in names]
    return {title: rows for title, rows in found.items() if rows}


def _plain(factor: str, prior: Prior, references: References) -> PriorRow:
    name = factor.partition(":")[2]
    return _row(name, meaning(factor), prior, references)


def _row(name: str, meaning: str, prior: Prior, references: References) -> PriorRow:
    reason = references.linked(prior.because)
    if prior.source:
        basis = Markup("{}: {}").format(references.cite(prior.source), reason)
    else:
        basis = Markup("<strong>Judgement:</strong> {}").format(reason)
    return PriorRow(name, meaning, str(prior), DETERS[prior.deters], bool(prior.source), basis)


def mechanisms(comparison: Comparison, references: References) -> list[MechanismRow]:
    """Every mechanism, with the guarantees in which it moves anything."""
    active = {
        key: set(comparison.ensemble.prepared[key].assembly.active) for key in comparison.found
    }
    known = comparison.ensemble.sample.priors
    return [_mechanism(one, active, known, references) for one in MECHANISMS]


def _mechanism(
    one: Mechanism,
    active: Mapping[str, set[str]],
    known: Mapping[str, Prior],
    references: References,
) -> MechanismRow:
    where = [key for key, names in active.items() if one.id in names]
    return MechanismRow(
        one.id,
        one.title,
        ", ".join(f"{sign} {name}" for name, sign in one.moves.items()),
        ", ".join(word for word, on in _ends(one) if on) or "nothing",
        _where(where, [key for key in active if key not in where]),
        references.cites(one.theory),
        tuple(_row(name, "", known[one.factor(name)], references) for name in one.strengths),
    )


FEW = 3
"""Up to this many exceptions are named instead of the rule."""


def _where(acting: list[str], silent: list[str]) -> str:
    """Guarantees in which a mechanism acts, or all but a few."""
    if not acting or not silent:
        return "all candidates" if acting else "no candidate"
    if len(silent) <= FEW < len(acting):
        return f"all but {', '.join(silent)}"
    return ", ".join(acting)


def _ends(one: Mechanism) -> Iterator[tuple[str, bool]]:
    yield from (("the term", one.lapses), ("hedging", one.wanes), ("erosion", one.erodes))


def unsourced(
    groups: Mapping[str, list[PriorRow]], strengths: list[MechanismRow]
) -> tuple[int, int]:
    """How many of the priors drawn rest on judgement alone, and how many there are."""
    rows = [row for group in groups.values() for row in group]
    rows += [row for one in strengths for row in one.strengths]
    return sum(not row.sourced for row in rows), len(rows)


def weights() -> Iterator[tuple[str, str, str]]:
    """Every table of weights in the mechanisms' modules: name, words, remark."""
    for module in MODULES:
        told = _remarks(module)
        for name, found in vars(module).items():
            if name.isupper() and isinstance(found, dict):
                words = ", ".join(f"{word} {weight:g}" for word, weight in found.items())
                place = f"{module.__name__.rsplit('.', 1)[-1]}.{name}"
                yield place, words, told.get(name, "")


def _remarks(module: ModuleType) -> dict[str, str]:
    """Name -> the sentence that stands below its assignment."""
    found = {}
    for before, after in pairwise(ast.parse(inspect.getsource(module)).body):
        match before, after:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
    return found
