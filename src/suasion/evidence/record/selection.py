"""Which cases are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from suasion.errors import SuasionError
from suasion.evidence.record.case import Case
from suasion.evidence.record.vocabulary import Certainty, Sides, Sort

FIRST_YEAR, LAST_YEAR = 1815, 2024


class EmptyPeriod(SuasionError):
    """A period that ends before it begins."""


@dataclass(frozen=True)
class Selection:
    """What a case must be; none asks for nothing.

    A case of which the answer is not known is in neither half: neither `troops=True` nor
    `troops=False` selects it.
    """

    first_year: int = FIRST_YEAR
    """First year of entry."""
    last_year: int = LAST_YEAR
    """Last year of entry."""
    type: Sort | None = None
    """Sort of guarantee."""
    sides: Sides | None = None
    """Bilateral or multilateral."""
    major: bool | None = None
    """A guarantor was a major power."""
    nuclear: bool | None = None
    """A guarantor held nuclear weapons."""
    treaty: bool | None = None
    """A treaty, or less."""
    troops: bool | None = None
    """Forces of a guarantor on the protege's soil."""
    zone: bool | None = None
    """A demilitarised or observed zone."""
    certainty: Certainty | None = None
    """Verified or not."""

    def __post_init__(self) -> None:
        if self.first_year > self.last_year:
            raise EmptyPeriod(
                f"the period {self.first_year} to {self.last_year} is empty. "
                "Give a first year that is not after the last one"
            )

    def __contains__(self, case: object) -> bool:
        if not isinstance(case, Case):
            return False
        inside = self.first_year <= case.entry.year <= self.last_year
        return inside and all(
            wanted is None or wanted == _answer(case, name) for name, wanted in self._wanted()
        )

    def _wanted(self) -> Iterable[tuple[str, object]]:
        names = [field.name for field in fields(self) if not field.name.endswith("_year")]
        return [(name, getattr(self, name)) for name in names]


def _answer(case: Case, name: str) -> object:
    if name in ("troops", "zone"):
        return case.value(name, include_unverified=True)
    return getattr(case.entry if name in ("type", "certainty") else case, name)


def select(cases: Iterable[Case], selection: Selection) -> list[Case]:
    """The cases that a selection holds, in their order."""
    return [case for case in cases if case in selection]
