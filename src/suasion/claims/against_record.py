"""What the record of historical guarantees says of a claim: two rates with intervals and counts.

The record is small and chosen by history, not by lot: guarantees are given where war is likely. A
difference between two rates is shown, never read as a cause; and only where the two intervals lie
apart does it move a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from suasion.claims.groups import Group, Record, Silent
from suasion.evidence.record import WHAT, Rate, Selection, Sides, Sort, rate


@dataclass(frozen=True)
class Held:
    """A claim held against the record.

    Parameters
    ----------
    what
        What is counted, in words.
    first, second
        Rates of the two groups; None where there is no second.
    agrees
        1 where the intervals lie apart in the claim's direction, -1 the other way, 0 where they
        overlap, one group is empty or there is nothing to compare.
    because
        Why these cases, or why the record is silent.
    silent
        True where the record says nothing.
    """

    what: str
    first: Rate | None
    second: Rate | None
    agrees: int
    because: str
    silent: bool


def held(asked: Record | Silent | None) -> Held:
    """What the record says, where a claim asks it anything."""
    if asked is None:
        return Held("", None, None, 0, "the claim names no cases to compare it with", silent=True)
    if isinstance(asked, Silent):
        return Held("", None, None, 0, asked.silent, silent=True)
    first = rate(asked.what, selection(asked.first))
    second = rate(asked.what, selection(asked.second)) if asked.second else None
    empty = first.n == 0 or (second is not None and second.n == 0)
    agrees = (
        0 if second is None or empty else _apart(first, second, higher=asked.direction == "higher")
    )
    return Held(WHAT[asked.what][0], first, second, agrees, asked.because, empty)


def selection(group: Group) -> Selection:
    """The cases that a group stands for."""
    given = group.model_dump(exclude_none=True)
    if "type" in given:
        given["type"] = Sort(given["type"])
    if "sides" in given:
        given["sides"] = Sides(given["sides"])
    return Selection(**given)


def _apart(first: Rate, second: Rate, *, higher: bool) -> int:
    """1, -1 or 0: whether the first interval lies where the claim has it."""
    above, below = first.interval[0] > second.interval[1], first.interval[1] < second.interval[0]
    if not above and not below:
        return 0
    return 1 if above == higher else -1
