"""How often to inspect so that keeping the rules is best: one inspection, and a budget of them.

Definitions and notation
------------------------
As in the library's `inspection` and `inspection-dresher` (`suasion theories`), whose closed forms
are worked out here again, since plans need no solver. An inspection raises an alarm with chance
``alpha`` after legal behaviour and ``1 - beta`` after a violation. The inspectee gains ``d`` by a
violation that is not noticed, loses ``b`` where it is, and ``e`` by a false alarm. The inspector
loses ``c`` by a violation that is not noticed, ``a`` by one that is, ``f`` by a false alarm, and
pays ``k`` for an inspection.

- A certain inspection makes legal behaviour best where ``beta <= (b - e alpha)/(b + d)``.
- The least chance of inspection that does: ``x = d/((1 - beta)(b + d) - e alpha)``.
- Not bound by its word, the inspector inspects with x only if the inspectee violates with
  ``y = (k + alpha f)/((1 - beta)(c - a) + alpha f)``. An inspector that announces x, and is bound
  by it, has no violations [Maschler1966]_, and pays ``x (k + alpha f)`` instead of ``c y``.
- With m inspections for n periods, at most one violation, and +1 or -1 at stake, the inspector's
  value is ``-C(n-1, m)/(C(n, 0) + ... + C(n, m))`` [Dresher1962]_.

See [AvenhausVonStengelZamir2002]_.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Inspection:
    """One inspection: chances [1], and payoffs in any unit, one for each player."""

    gain: float
    """d, of the inspectee by a violation that is not noticed, > 0."""
    loss: float
    """b, of the inspectee by one that is, > 0."""
    miss: float
    """beta."""
    false_alarm: float = 0.0
    """alpha."""
    alarm_loss: float = 0.0
    """e, of the inspectee by a false alarm."""
    cost: float = 0.0
    """k, of an inspection."""
    undetected: float | None = None
    """c, of the inspector by a violation that is not noticed."""
    detected: float = 0.0
    """a, of the inspector by one that is; below c."""
    alarm_cost: float = 0.0
    """f, of the inspector by a false alarm."""


def most_missed(game: Inspection) -> float:
    """Largest chance of missing a violation at which a certain inspection deters.

    Examples
    --------
    >>> most_missed(Inspection(gain=1, loss=3, miss=0.1, false_alarm=0.1, alarm_loss=2))
    0.7
    """
    return (game.loss - game.alarm_loss * game.false_alarm) / (game.loss + game.gain)


def deterring(game: Inspection) -> float | None:
    """Least chance of inspection that makes legal behaviour best; None where none does.

    Examples
    --------
    >>> game = Inspection(gain=1, loss=3, miss=0.1)
    >>> round(deterring(game), 4), deterring(Inspection(gain=1, loss=3, miss=0.9))
    (0.2778, None)
    """
    held = (1.0 - game.miss) * (game.loss + game.gain) - game.alarm_loss * game.false_alarm
    chance = game.gain / held if held > 0 else math.inf
    return chance if chance <= 1.0 else None


def tempting(game: Inspection) -> float | None:
    """Chance of a violation where the inspector is not bound by its word.

    None where the inspector's loss by a violation is not given, or where inspecting does not pay
    even if a violation is certain.

    Examples
    --------
    >>> game = Inspection(1, 3, 0.1, 0.0, 0.0, cost=0.1, undetected=1.0, detected=0.25)
    >>> round(tempting(game), 4)
    0.1481
    """
    if game.undetected is None:
        return None
    wasted = game.cost + game.false_alarm * game.alarm_cost
    saved = (1.0 - game.miss) * (game.undetected - game.detected)
    saved += game.false_alarm * game.alarm_cost
    return wasted / saved if 0.0 <= wasted < saved else None


def announced_cost(game: Inspection) -> float | None:
    """What the inspector pays where it announces the least chance that deters, and keeps to it."""
    chance = deterring(game)
    return None if chance is None else chance * (game.cost + game.false_alarm * game.alarm_cost)


def sequential_value(periods: int, inspections: int) -> float:
    """Dresher's value of a budget of inspections to the inspector, -1 to 0.

    Parameters
    ----------
    periods
        n, >= 1.
    inspections
        m, >= 0.

    Examples
    --------
    >>> [round(sequential_value(4, m), 4) for m in range(5)]
    [-1.0, -0.6, -0.2727, -0.0667, 0.0]
    """
    if inspections >= periods:
        return 0.0
    ways = math.comb(periods - 1, inspections)
    return -ways / sum(math.comb(periods, one) for one in range(inspections + 1))


def first_inspection(periods: int, inspections: int) -> float:
    """Chance with which the inspector inspects in the first of the periods that are left.

    Examples
    --------
    >>> round(first_inspection(4, 2), 4)
    0.3636
    """
    if inspections == 0 or inspections >= periods:
        return float(inspections > 0)
    return (1.0 + sequential_value(periods, inspections)) / 2.0


def fewest_inspections(periods: int, value: float) -> int:
    """The smallest budget whose value to the inspector is at least `value`, -1 to 0.

    Examples
    --------
    >>> fewest_inspections(10, -0.1)
    6
    """
    return next(m for m in range(periods + 1) if sequential_value(periods, m) >= value)
