"""Inspection game with false alarms: how often to inspect, and what an announcement gains.

Definitions and notation
------------------------
The inspector inspects or not; the inspectee, who does not see which, behaves legally or violates.
An inspection raises an alarm with probability ``alpha`` after legal behaviour (a false alarm) and
``1 - beta`` after a violation; without an inspection there is no alarm. Payoffs:

====================  ==================  ===========
what happens          inspector           inspectee
====================  ==================  ===========
legal, no alarm       0                   0
legal, false alarm    ``-f``              ``-e``
violation, alarm      ``-a``              ``-b``
violation, no alarm   ``-c``              ``d``
====================  ==================  ===========

and an inspection costs the inspector ``k`` besides. ``b, d > 0`` and ``0 <= a < c``; ``e, f, k``
are not negative. The letters of the inspectee's payoffs and of the two errors are those of the
survey as noted in memory; the inspector's letters ``a, c, f, k`` are to be compared with it.

Thresholds
----------
- An inspection for certain makes legal behaviour optimal if ``beta <= (b - e alpha)/(b + d)``;
  without false alarms the chance of detection must be ``d/(b + d)`` or more.
- The inspectee is indifferent at ``x* = d/((1 - beta)(b + d) - e alpha)``, the chance of an
  inspection; without false alarms ``x* (1 - beta) = d/(b + d)``.
- The inspector is indifferent at ``y* = (k + alpha f)/((1 - beta)(c - a) + alpha f)``, the chance
  of a violation.

Equilibria
----------
Both mix with x* and y* where both are below 1. If inspection does not pay although a violation is
certain, nobody inspects and the inspectee violates. If even a certain inspection does not deter
(``x* > 1``), the inspector inspects, if that pays, and the inspectee violates. There is exactly one
equilibrium but on the borders; there the ends of the whole set are returned, such as legal
behaviour with any chance of inspection from x* to 1 where inspections are free (``k = 0``) and
raise no false alarm.

The solver `leadership` lets the inspector announce x and be bound by it. At x* the inspectee, who
is indifferent, behaves legally: any announcement just above x* would make it. Without commitment
the inspectee must violate now and then, or nobody would inspect; with it violations cease, unless
false alarms cost the inspector too much, and the inspector is never worse off.

Validity
--------
One decision, known payoffs, errors that nobody chooses. For several periods with few inspections
use `inspection-dresher`; for errors that follow from sampling, `attribute-sampling`; for time to
detection, `inspection-periodic`.

What it says about a guarantee
------------------------------
How sure detection must be for a zone or a limit to bind, and that an inspector who may choose must
promise its inspections in advance. It does not say what follows an alarm: ``b`` stands for that.

References
----------
[AvenhausVonStengelZamir2002]_; for leadership [Maschler1966]_. Formulas derived here from the
table.

Examples
--------
>>> game = MODELS[0]
>>> mixed = game.solve().chosen
>>> {name: round(p, 4) for name, p in mixed.strategies.items()}
{'inspects': 0.2778, 'violates': 0.1481}
>>> led = game.solve("leadership").chosen
>>> {name: round(p, 4) for name, p in led.strategies.items()}
{'inspects': 0.2778, 'violates': 0.0}
>>> round(mixed.values["inspector"], 3), round(led.values["inspector"], 3)
(-0.148, -0.028)
"""

from itertools import product
from typing import NamedTuple

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status, order_violations

MODEL = "inspection game"
SELECTION = "the only equilibrium; on a border the one with the fewest violations and inspections"
LEADERSHIP = "the best announcement; indifferent, the inspectee does what the inspector prefers"
BORDER = 1e-12


class InspectionPayoffs(NamedTuple):
    """Errors [1] and payoffs [any unit, one per player]; each a number or an array `*batch`."""

    alpha: Number
    beta: Number
    b: Number
    d: Number
    e: Number
    a: Number
    c: Number
    f: Number
    k: Number


def nondetection_limit(game: InspectionPayoffs) -> Number:
    """Largest chance of non-detection at which a certain inspection deters, (b - e alpha)/(b + d).

    Parameters
    ----------
    game
        Payoffs with ``b + d > 0``; `beta` does not count.

    Returns
    -------
    Number
        Of shape `*batch` [1]. Below 0: no inspection deters, since false alarms cost so much.

    Examples
    --------
    >>> nondetection_limit(InspectionPayoffs(0.1, 0.0, 3.0, 1.0, 2.0, 0.0, 1.0, 0.0, 0.0))
    0.7
    """
    return (game.b - game.e * game.alpha) / (game.b + game.d)


def deterring_inspection(game: InspectionPayoffs) -> Number:
    """Chance of inspection at which the inspectee is indifferent, x*.

    Parameters
    ----------
    game
        Payoffs with ``(1 - beta)(b + d) > e alpha``.

    Returns
    -------
    Number
        ``d/((1 - beta)(b + d) - e alpha)``, of shape `*batch` [1]; above 1, or below 0 outside the
        range, if even a certain inspection does not deter.

    Examples
    --------
    >>> deterring_inspection(InspectionPayoffs(0.0, 0.2, 3.0, 1.0, 2.0, 0.0, 1.0, 0.0, 0.1))
    0.3125
    """
    return game.d / ((1.0 - game.beta) * (game.b + game.d) - game.e * game.alpha)


def tempting_violation(game: InspectionPayoffs) -> Number:
    """Chance of a violation at which the inspector is indifferent, y*.

    Parameters
    ----------
    game
        Payoffs with ``(1 - beta)(c - a) + alpha f > 0``.

    Returns
    -------
    Number
        ``(k + alpha f)/((1 - beta)(c - a) + alpha f)``, of shape `*batch` [1]; above 1 if an
        inspection never pays.

    Examples
    --------
    >>> tempting_violation(InspectionPayoffs(0.0, 0.2, 3.0, 1.0, 2.0, 0.0, 1.0, 0.0, 0.1))
    0.125
    """
    false_alarm = game.alpha * game.f
    return (game.k + false_alarm) / ((1.0 - game.beta) * (game.c - game.a) + false_alarm)


def payoffs(game: InspectionPayoffs, inspects: Number, violates: Number) -> tuple[Number, Number]:
    """Expected payoffs of inspector and inspectee.

    Parameters
    ----------
    game
        Payoffs of shape `*batch`.
    inspects, violates
        Probabilities [1], of shape `*batch`.

    Examples
    --------
    >>> payoffs(InspectionPayoffs(0.0, 0.0, 3.0, 1.0, 2.0, 0.0, 1.0, 0.0, 0.1), 0.0, 1.0)
    (-1.0, 1.0)
    """
    caught = violates * inspects * (1.0 - game.beta)
    false_alarm = (1.0 - violates) * inspects * game.alpha
    free = violates - caught
    inspector = -caught * game.a - free * game.c - false_alarm * game.f - inspects * game.k
    return inspector, free * game.d - caught * game.b - false_alarm * game.e


def solve(**parameters: float) -> Solution:
    """All equilibria: the one there is, or the ends of the whole set on a border.

    Parameters
    ----------
    **parameters
        Fields of `InspectionPayoffs`, scalars.

    Returns
    -------
    Solution
        Outcomes legal, false alarm, detected violation, undetected violation. Status "degenerate"
        where ``a < c`` fails; the equilibria are right there too.
    """
    game = InspectionPayoffs(**{name: float(x) for name, x in parameters.items()})
    found = [pair for pair in _candidates(game) if _is_equilibrium(game, *pair)]
    found = sorted(set(found), key=lambda pair: (pair[1], pair[0]))
    status = _status(game)
    equilibria = tuple(_equilibrium(_label(*pair), game, *pair, status) for pair in found)
    return Solution(MODEL, game._asdict(), equilibria, 0, SELECTION, status)


def solve_leadership(**parameters: float) -> Solution:
    """The announcement of the chance of inspection that serves the inspector best.

    Parameters
    ----------
    **parameters
        Fields of `InspectionPayoffs`, scalars.

    Returns
    -------
    Solution
        Outcomes as of `solve`; one equilibrium, with the least frequent inspections among equals.
    """
    game = InspectionPayoffs(**{name: float(x) for name, x in parameters.items()})
    status, best = _status(game), (0.0, 1.0)
    for x, _ in _candidates(game):
        for y in (0.0, 1.0):
            gain = payoffs(game, x, y)[0] - payoffs(game, *best)[0]
            if _answers(game, x, y) and gain > BORDER * _scale(game):
                best = (x, y)
    label = "deterrence by announcement" if best[1] == 0.0 else "announcement without deterrence"
    found = _equilibrium(label, game, *best, status)
    return Solution(MODEL, game._asdict(), (found,), 0, LEADERSHIP, status)


def _candidates(game: InspectionPayoffs) -> list[tuple[float, float]]:
    """Ends of the sets of best answers: pure choices and points of indifference."""
    x, y = [0.0, 1.0], [0.0, 1.0]
    if 0.0 < game.d <= (1.0 - game.beta) * (game.b + game.d) - game.e * game.alpha:
        x.append(float(deterring_inspection(game)))
    if 0.0 < game.k + game.alpha * game.f <= _reward(game) + game.alpha * game.f:
        y.append(float(tempting_violation(game)))
    return list(product(sorted(x), sorted(y)))


def _reward(game: InspectionPayoffs) -> Number:
    """What an inspection saves if a violation is certain."""
    return (1.0 - game.beta) * (game.c - game.a)


def _scale(game: InspectionPayoffs) -> float:
    return max(abs(float(payoff)) for payoff in (game.b, game.d, game.e, game.a, game.c, game.f))


def _answers(game: InspectionPayoffs, x: float, y: float) -> bool:
    """Whether y is a best answer of the inspectee to x."""
    (_, legal), (_, violation), (_, now) = (payoffs(game, x, other) for other in (0.0, 1.0, y))
    return bool(max(legal, violation) - now <= BORDER * _scale(game))


def _is_equilibrium(game: InspectionPayoffs, x: float, y: float) -> bool:
    (idle, _), (busy, _), (now, _) = (payoffs(game, other, y) for other in (0.0, 1.0, x))
    return bool(max(idle, busy) - now <= BORDER * _scale(game)) and _answers(game, x, y)


def _status(game: InspectionPayoffs) -> Status:
    broken = order_violations(game._asdict(), ("a", "c"))
    if broken:
        return Status("degenerate", f"{broken[0]}: the inspector gains nothing by detection.")
    return Status("ok", "The payoffs are those of an inspection game.")


def _label(x: float, y: float) -> str:
    if y == 0.0:
        return "deterrence"
    if y == 1.0:
        return "violation without inspection" if x == 0.0 else "violation in spite of inspection"
    return "mixed"


def _equilibrium(
    label: str, game: InspectionPayoffs, x: float, y: float, status: Status
) -> Equilibrium:
    caught = y * x * (1.0 - float(game.beta))
    false_alarm = (1.0 - y) * x * float(game.alpha)
    outcomes = {
        "legal": 1.0 - y - false_alarm,
        "false alarm": false_alarm,
        "detected violation": caught,
        "undetected violation": y - caught,
    }
    inspector, inspectee = payoffs(game, x, y)
    values = {"inspector": float(inspector), "inspectee": float(inspectee)}
    beliefs = {"violation_given_alarm": _after(caught, false_alarm, y)}
    strategies = {"inspects": x, "violates": y}
    return Equilibrium(label, strategies, outcomes, values, beliefs, status)


def _after(caught: float, false_alarm: float, y: float) -> float:
    """Chance that an alarm is true; after an alarm that cannot come, that of a violation."""
    alarm = caught + false_alarm
    return caught / alarm if alarm > 0 else y


MODELS: tuple[Model, ...] = (
    Model(
        id="inspection",
        title="When an inspection deters, and what announcing it gains",
        source=("AvenhausVonStengelZamir2002", "Maschler1966"),
        parameters=(
            Parameter("alpha", 0.0, "probability of a false alarm", 0.0, 1.0),
            Parameter("beta", 0.1, "probability that a violation is missed", 0.0, 1.0),
            Parameter("b", 3.0, "inspectee's loss from detection", 1e-6, unit="inspectee's"),
            Parameter("d", 1.0, "inspectee's gain from a violation", 1e-6, unit="inspectee's"),
            Parameter("e", 0.5, "inspectee's loss from a false alarm", 0.0, unit="inspectee's"),
            Parameter("a", 0.25, "inspector's loss, detected", 0.0, unit="inspector's"),
            Parameter("c", 1.0, "inspector's loss, undetected violation", 0.0, unit="inspector's"),
            Parameter("f", 0.2, "inspector's loss from a false alarm", 0.0, unit="inspector's"),
            Parameter("k", 0.1, "cost of an inspection", 0.0, unit="inspector's"),
        ),
        solvers={"exact": solve, "leadership": solve_leadership},
        page=__doc__ or "",
    ),
)
