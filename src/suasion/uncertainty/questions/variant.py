"""Variants of a guarantee: facts set, numbers held, the calendar changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from suasion.mechanism.prior import Array
from suasion.mechanism.situation import position, table, to_link
from suasion.term.states import LINKS
from suasion.term.years.factors.instrument import IN_FORCE
from suasion.term.years.given import Given

Change = Callable[[Given, int], Given]
"""(what the kernel takes, steps in a year) -> the same, changed."""


QUIET = ", no probes"
"""Ending of the label of a variant without deliberate probes."""


def same(given: Given, per_year: int) -> Given:
    """No change."""
    return given


@dataclass(frozen=True)
class Variant:
    """One way to play a guarantee.

    Parameters
    ----------
    label
        Its name in tables and charts.
    guarantee
        Identifier.
    settings
        Facts set on top of the user's, each `NAME=VALUE`.
    held
        Numbers of the situation held at a value in every state, whatever the mechanisms do.
    change
        A further change of own numbers, calendar or first day.
    wanted
        Fields of `suasion.uncertainty.years.Wanted` that differ.
    probes
        False where chances for deliberate probes are ruled out, in the anchor as well.
    """

    label: str
    guarantee: str
    settings: tuple[str, ...] = ()
    held: Mapping[str, float] = field(default_factory=dict)
    change: Change = same
    wanted: Mapping[str, Any] = field(default_factory=dict)
    probes: bool = True

    def applied(self, given: Given, per_year: int) -> Given:
        """What the kernel takes, with numbers held and changes made."""
        return self.change(holding(given, self.held), per_year)


def holding(given: Given, numbers: Mapping[str, float]) -> Given:
    """Numbers held at a value: no mechanism moves them any more."""
    base, moves = np.array(given.base), np.array(given.moves)
    for name, value in numbers.items():
        row = position(name)
        base[row] = to_link(np.asarray(value), table()[row])
        moves[:, row] = 0.0
    return given._replace(base=base, moves=moves)


def with_own(given: Given, **numbers: float) -> Given:
    """Numbers that only the years need, set in every draw; those that are not read are left out."""
    changed = {
        name: np.full_like(given.own[name], value)
        for name, value in numbers.items()
        if name in given.own
    }
    return given._replace(own=given.own | changed)


def unprobed(given: Given) -> Given:
    """No chances for deliberate probes."""
    return with_own(given, probe_rate_per_year=0.0)


def in_force_at_once(given: Given) -> Given:
    """The instrument in force on the first day."""
    start = np.zeros_like(given.start["instrument"])
    start[IN_FORCE] = 1.0
    return given._replace(start=given.start | {"instrument": start})


def number(given: Given, name: str) -> Array:
    """A number with every mechanism at work, shape (draws,)."""
    row = position(name)
    one = table()[row]
    linked: Any = np.asarray(given.base[row] + given.moves[:, row].sum(axis=0))
    found: Array = np.clip(np.asarray(LINKS[one.link](linked)), one.low, one.high)
    return found
