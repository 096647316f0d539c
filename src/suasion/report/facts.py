"""Facts as a reader checks them: value, source or reason, place, date, note."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from suasion.describe.case import Case
from suasion.describe.descriptions import descriptions
from suasion.describe.fact import Contested, Judged, Known, Unknown
from suasion.describe.guarantee import Guarantee
from suasion.describe.paths import SECTIONS
from suasion.describe.sections import Absent, Section
from suasion.mechanism.assumed import drawn_from
from suasion.report.references import References
from suasion.report.words import value

DRAWN = {
    "contested": "each version stands in an equal share of the futures",
    "unknown": "drawn: each answer in an equal share of the futures",
}


@dataclass(frozen=True)
class Version:
    """One version of a fact: what it says and on whose word."""

    value: str
    basis: Markup
    where: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True)
class FactRow:
    """A fact with its versions, side by side where they are contested."""

    path: str
    meaning: str
    kind: str
    versions: tuple[Version, ...]
    drawn: str = ""


def rows(guarantee: Guarantee, drawn: Collection[str], references: References) -> list[FactRow]:
    """Every fact of a guarantee.

    Parameters
    ----------
    drawn
        Names of the factors that were drawn; an open fact of the guarantee is one of them.
    """
    found = list(_rows(guarantee, references))
    return [_marked(row, f"fact:{guarantee.id}.{row.path}" in drawn) for row in found]


def _marked(row: FactRow, drawn: bool) -> FactRow:
    text = _drawn(row) if drawn else ""
    return FactRow(row.path, row.meaning, row.kind, row.versions, text)


def _drawn(row: FactRow) -> str:
    """What an open fact was drawn from."""
    ranges = {one.field: one for one in drawn_from().values()}
    if row.kind != "unknown" or row.path not in ranges:
        return DRAWN.get(row.kind, "")
    one = ranges[row.path]
    return f"drawn from {one.said} {one.unit}, {'sourced' if one.source else 'judged'}"


def _rows(guarantee: Guarantee, references: References) -> Iterator[FactRow]:
    for name, model in SECTIONS.items():
        part = getattr(guarantee, name)
        if isinstance(part, Absent):
            yield FactRow(name, _about(model), "absent", (_absent(part, references),))
        elif isinstance(part, Unknown):
            yield FactRow(name, _about(model), "unknown", (_unknown(part, references),))
        else:
            yield from _stated(name, part, references)


def _about(model: type[Section]) -> str:
    return (model.__doc__ or "").strip()


def _stated(name: str, part: Section, references: References) -> Iterator[FactRow]:
    """Facts that a section states, and in one row what it does not."""
    told = descriptions(type(part))
    left = []
    for field in type(part).model_fields:
        if field == "otherwise":
            continue
        if field in part.model_fields_set:
            yield row(f"{name}.{field}", told.get(field, ""), getattr(part, field), references)
        else:
            left.append(field)
    if left:
        yield _rest(name, left, part, references)


def _rest(name: str, left: list[str], part: Section, references: References) -> FactRow:
    """What a section leaves unsaid."""
    meaning = "Not stated: " + ", ".join(left) + "."
    if part.otherwise:
        return FactRow(
            f"{name}, the rest", meaning, "absent", (_absent(part.otherwise, references),)
        )
    reason = Version("unknown", Markup("not stated in this description"))
    return FactRow(f"{name}, the rest", meaning, "unknown", (reason,))


def row(path: str, meaning: str, fact: Any, references: References) -> FactRow:
    """One fact."""
    if isinstance(fact, Contested):
        versions = tuple(_known(one, references) for one in fact.contested)
        return FactRow(path, meaning, "contested", versions)
    if isinstance(fact, Judged):
        return FactRow(path, meaning, "judgement", (_judged(fact, references),))
    if isinstance(fact, Unknown):
        return FactRow(path, meaning, "unknown", (_unknown(fact, references),))
    return FactRow(path, meaning, "sourced", (_known(fact, references),))


def _known(fact: Known[Any], references: References) -> Version:
    mark = Markup(' <strong class="flag">not verified</strong>') if fact.unverified else ""
    basis = Markup("{}{}").format(references.cite(fact.source), mark)
    date = fact.date.isoformat() if fact.date else ""
    return Version(value(fact.value), basis, fact.where, date, references.linked(fact.note or ""))


def _judged(fact: Judged[Any], references: References) -> Version:
    basis = Markup("Judgement: {}").format(references.linked(fact.because))
    note = Markup("Would disagree: {}").format(references.linked(fact.disagree))
    return Version(value(fact.judgement), basis, note=note)


def _unknown(fact: Unknown, references: References) -> Version:
    return Version("unknown", Markup("Reason: {}").format(references.linked(fact.unknown)))


def _absent(part: Absent, references: References) -> Version:
    note = references.linked(part.none)
    return Version("none", references.cite(part.source), part.where, note=note)


def case_rows(case: Case, references: References) -> list[FactRow]:
    """Facts of the conflict itself: leader, governments, capabilities, environment."""
    leader = case.leader
    found = [
        (f"leader ({leader.party}).{name}", leader.office, getattr(leader, name))
        for name in ("born", "in_office_since", "regime")
    ]
    for one in case.governments:
        found.append((f"government {one.party}.next_change", "", one.next_change))
        found.append((f"government {one.party}.every_years", "", one.every_years))
    found += [(f"capability {one.party}.cinc", "", one.cinc) for one in case.capabilities]
    refuses = "The challenger says that it accepts no foreign forces."
    found.append(("refuses_foreign_forces", refuses, case.refuses_foreign_forces))
    held = "Holds under every candidate whose own text does not state it."
    found += [(f"environment {path}", held, fact) for path, fact in case.environment.items()]
    return [row(path, meaning, fact, references) for path, meaning, fact in found]
