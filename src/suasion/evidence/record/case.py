"""A case of the record with what follows from its description."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from suasion.describe.fact import readings
from suasion.describe.guarantee import Guarantee, Party
from suasion.describe.sections import Absent
from suasion.describe.vocabulary import Form, Role
from suasion.evidence.record.entry import Coded, Entry, opened, settled
from suasion.evidence.record.powers import is_power
from suasion.evidence.record.vocabulary import Sides

WINDOW_YEARS = 10
LAST_DAY = datetime.date(2024, 12, 31)
"""What happened after it is not coded."""
TREATIES = frozenset({Form.TREATY, Form.ALLIANCE_ACCESSION})


@dataclass(frozen=True)
class Case:
    """One historical guarantee with its coded outcome."""

    entry: Entry
    """What the file says."""
    guarantee: Guarantee
    """The guarantee; sections that the file leaves out are unknown."""

    @property
    def id(self) -> str:
        """Identifier, e.g. `dual-alliance-1879`."""
        return self.entry.id

    @property
    def coded(self) -> Coded:
        """What was coded of its outcome."""
        return self.entry.coded

    @property
    def sides(self) -> Sides:
        """Multilateral where an organisation or more than two states take part on its side."""
        bound = [one for one in self.guarantee.parties if _bound(one)]
        many = len(bound) > 2 or any(_organisation(one) for one in self.with_role(Role.GUARANTOR))
        return Sides.MULTILATERAL if many else Sides.BILATERAL

    @property
    def major(self) -> bool:
        """A guarantor was a major power in the year of entry."""
        return self._has_power("major")

    @property
    def nuclear(self) -> bool:
        """A guarantor held nuclear weapons in the year of entry."""
        return self._has_power("nuclear")

    @property
    def treaty(self) -> bool | None:
        """The principal text was a treaty, or accession to one; none where its form is unknown."""
        if isinstance(self.guarantee.instrument, Absent):
            return False
        form = getattr(self.guarantee.instrument, "form", None)
        found = {one in TREATIES for one in readings(form)}
        return found.pop() if len(found) == 1 else None

    @property
    def window(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last day on which an attack counts; none where entry is not known."""
        start = settled(self.coded.entry, include_unverified=True)
        if start is None:
            return None
        end = settled(self.coded.ended, include_unverified=True)
        leap = (start.month, start.day) == (2, 29)
        last = start.replace(year=start.year + WINDOW_YEARS, day=28 if leap else start.day)
        return start, min(last, end) if end is not None else last

    @property
    def complete(self) -> bool:
        """Ten years from entry lie before the last day that was coded, whatever happened."""
        return self.entry.year + WINDOW_YEARS <= LAST_DAY.year

    def with_role(self, role: Role) -> list[Party]:
        """The parties that have a role."""
        return [one for one in self.guarantee.parties if role in one.roles]

    def codes(self, role: Role) -> set[int]:
        """Correlates of War numbers of the parties that have a role."""
        return {one.cow for one in self.with_role(role) if one.cow is not None}

    def value(self, field: str, *, include_unverified: bool = False) -> Any:
        """The settled value of a coded field, or none."""
        return settled(getattr(self.coded, field), include_unverified=include_unverified)

    def values(self, field: str, *, include_unverified: bool = False) -> list[Any]:
        """The values that a coded field may have, more than one where it is contested."""
        return opened(getattr(self.coded, field), include_unverified=include_unverified)

    def _has_power(self, what: str) -> bool:
        codes = self.codes(Role.GUARANTOR)
        return any(is_power(code, what, self.entry.year) for code in codes)


def _bound(party: Party) -> bool:
    return Role.GUARANTOR in party.roles or Role.PROTEGE in party.roles


ORGANISATIONS = frozenset({"UN", "NATO", "EU", "OSCE", "OAU", "LEAGUE", "MFO"})


def _organisation(party: Party) -> bool:
    return party.id in ORGANISATIONS
