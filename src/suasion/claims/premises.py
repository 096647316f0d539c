"""Whether a claim's premises hold in the facts: holds, contested, contradicted or unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from suasion.claims.file import Claim, Premise
from suasion.claims.looked_up import LookUp, look_up
from suasion.claims.subjects import fact_of, nothing
from suasion.describe.checking import versions
from suasion.describe.fact import Judged, Known, Unknown
from suasion.describe.loading import Loaded
from suasion.describe.sections import Absent


class Status(StrEnum):
    """How a premise stands to the facts."""

    HOLDS = "holds"
    CONTESTED = "contested"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Version:
    """One version of a fact, and whether it meets the premise.

    Parameters
    ----------
    value
        In words.
    meets
        Whether it meets the premise; None for an unknown.
    source, where
        Key of the bibliography and place; empty for a judgement or an unknown.
    date
        Date for which it holds, or empty.
    note
        What a reader should know: the note, the reason of a judgement or of the gap.
    firm
        True where a source was opened that gives it.
    own
        True where that source is the work that makes the claim.
    """

    value: str
    meets: bool | None
    source: str
    where: str
    date: str
    note: str
    firm: bool
    own: bool = False


@dataclass(frozen=True)
class Found:
    """A premise with what the facts say of it."""

    premise: Premise
    status: Status
    versions: tuple[Version, ...]

    @property
    def firm(self) -> bool:
        """True where a source that was opened, and is not the claim's own, decides it."""
        return all(one.firm and not one.own for one in self.versions)


def found(claim: Claim, loaded: Loaded) -> tuple[Found, ...]:
    """Every premise of a claim, looked up."""
    return tuple(_looked_up(one, loaded, claim.source) for one in claim.premises)


def _looked_up(premise: Premise, loaded: Loaded, source: str) -> Found:
    if premise.check is None:
        told = LookUp("", "", "=", (True,))
        fact: Any = premise.fact
    else:
        told = look_up(premise.check)
        fact = fact_of(told, loaded)
    read = [_version(one, told) for one in versions(fact)]
    each = tuple(replace(one, own=one.source == source) for one in read)
    return Found(premise, _status([one.meets for one in each]), each)


def _status(meets: list[bool | None]) -> Status:
    """How the versions together stand to the premise.

    Examples
    --------
    >>> str(_status([True, False])), str(_status([None]))
    ('contested', 'unknown')
    """
    if None in meets:
        return Status.UNKNOWN
    if all(meets):
        return Status.HOLDS
    return Status.CONTESTED if any(meets) else Status.CONTRADICTED


def _version(one: Any, told: LookUp) -> Version:
    if isinstance(one, Unknown):
        return Version("unknown", None, "", "", "", one.unknown, firm=False)
    if isinstance(one, Absent):
        meets = told.met_by(nothing(told.path))
        return Version("none", meets, one.source, one.where, "", one.none, firm=True)
    if isinstance(one, Judged):
        meets, value = told.met_by(one.judgement), _said(one.judgement)
        return Version(value, meets, "", "", "", f"judged: {one.because}", firm=False)
    return _known(one, told)


def _known(one: Known[Any], told: LookUp) -> Version:
    date = one.date.isoformat() if one.date else ""
    meets, firm = told.met_by(one.value), not one.unverified
    return Version(_said(one.value), meets, one.source, one.where, date, one.note or "", firm)


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
