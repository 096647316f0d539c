"""What the full model takes: one guarantee in one ensemble, as arrays."""

from __future__ import annotations

from typing import NamedTuple

from suasion.mechanism.mechanism import Mechanism
from suasion.mechanism.registry import MECHANISMS
from suasion.term.years.axes import AnyArray

LAPSES, WANES, ERODES, GROWS, FRAYS = 1, 2, 4, 8, 16


def mask(one: Mechanism) -> int:
    """What takes a mechanism's moves away, as bits."""
    marks = (one.lapses, one.wanes, one.erodes, one.grows, one.frays)
    return sum(bit for bit, marked in zip((1, 2, 4, 8, 16), marks, strict=True) if marked)


MASKS = tuple(sorted({mask(one) for one in MECHANISMS}))
"""Every combination of marks that a mechanism has."""

MOVED = {
    each: frozenset(name for one in MECHANISMS if mask(one) == each for name in one.moves)
    for each in MASKS
}
"""Numbers of the situation that may be moved, by combination of marks."""


class Given(NamedTuple):
    """One guarantee made ready for the full model.

    Parameters
    ----------
    base
        Numbers before any mechanism, on their link scale, shape (numbers, draws).
    moves
        Sums of the mechanisms' moves by combination of marks, shape (masks, numbers, draws).
    own
        Numbers that only the years need, by name, shape (draws,).
    timed
        What changes by the calendar, by name, shape (steps, draws); they reach past the horizon.
    start
        Chance of each place on the first day, by factor, shape (places, draws).
    """

    base: AnyArray
    moves: AnyArray
    own: dict[str, AnyArray]
    timed: dict[str, AnyArray]
    start: dict[str, AnyArray]
