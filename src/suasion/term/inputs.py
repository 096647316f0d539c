"""What the term model takes: a situation in parts, and the calendar.

Axes. A state is (leader, government, zone, force)::

    leader      0 incumbent, 1 dove successor, 2 hawk successor
    government  0 committed, 1 hedging
    zone        0 intact, 1 eroded
    force       0 in force, 1 lapsed

The last axis is always the draw. Moves come in eight groups, by what takes them away: bit 1 they
lapse with the instrument, bit 2 they wane under a hedging government, bit 4 they erode with the
zone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

AnyArray = Any
"""An array of the compiler's inside a kernel, of NumPy outside: records hold both."""

GROUPS = 8
LAPSES, WANES, ERODES = 1, 2, 4
FULL = (3, 2, 2, 2)
"""Sizes of the state axes."""
NO_ZONE = (3, 2, 1, 2)
"""Sizes where nothing depends on the zone."""
LEADER_ONLY = (3, 1, 1, 1)
"""Sizes where nothing depends on government, zone or instrument: the anchor."""
LOOK_AHEAD_YEARS = 5
"""Years past the horizon that are planned one by one; beyond them states never change."""
DRIFT_YEARS = 15
"""Years after which the balance of forces drifts no further."""


class Inputs(NamedTuple):
    """One guarantee in one ensemble.

    Parameters
    ----------
    base
        Numbers before any mechanism, on their link scale, shape (numbers, draws).
    moves
        Sums of the mechanisms' moves by group, shape (8, numbers, draws).
    exit_per_year
        Chance that the challenger's leader leaves in a year [1], shape (years, draws).
    change
        1 in years in which the guarantor's government may change, shape (years, draws).
    expires
        1 in years at whose end a term ends, shape (years, draws).
    """

    base: AnyArray
    moves: AnyArray
    exit_per_year: AnyArray
    change: AnyArray
    expires: AnyArray


class Anchor(NamedTuple):
    """The anchored value [baseline gain/year] and whether the base rate was met, per draw."""

    peace_value_per_year: AnyArray
    met: AnyArray


class Result(NamedTuple):
    """What happens in the years of the horizon, all of shape (years, draws).

    Parameters
    ----------
    survival
        Chance that no major attack has happened by the end of the year [1].
    uncoerced
        Chance of neither major attack nor coerced concession by then [1].
    with_guarantor, without_guarantor
        Chance that the first major attack comes in this year and is, or is not, met by the
        guarantor [1].
    honour
        Chance that the guarantor would fight if the protege were attacked in this year [1], in
        peace so far.
    incidents
        Limited incidents, probes and lines moved in this year [1/year], in peace so far.
    """

    survival: AnyArray
    uncoerced: AnyArray
    with_guarantor: AnyArray
    without_guarantor: AnyArray
    honour: AnyArray
    incidents: AnyArray
