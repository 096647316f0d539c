"""Critical risk: who holds on in a contest where holding on may end in disaster.

Definitions and notation
------------------------
Each side i may yield, worth ``quit_i``, or hold on. If the other yields it gets ``win_i``; disaster
is worth ``disaster_i``, with ``disaster_i < quit_i < win_i``. A side that wins unless disaster
happens holds on at a risk r of disaster if and only if r is at most its *critical risk*

    R_i = (win_i - quit_i)/(win_i - disaster_i).

*Threat that leaves something to chance.* A threat need not be certain: a gain g is given up if its
risk r of a loss L is such that ``(1 - r) g - r L <= 0``, that is ``r >= g/(g + L)``. A risk r run n
times adds up to ``1 - (1 - r)^n``.

Contest. In each round both sides choose at the same moment; if both hold on, disaster strikes with
the autonomous risk ``r``, otherwise the next round begins. Who yields gets ``quit`` even if the
other yields too. There are three equilibria in strategies that do not look at the number of the
round: side 1 holds on and side 2 yields at once; the reverse; and one in which each yields in any
round with a chance that makes the other indifferent,

    h_j/(1 - h_j) = r (1 - R_i)/R_i.

For ``r = 1`` this is the game of chicken, in which side j holds on with probability ``R_i``.

The side with the larger critical risk prevails: the selection rule here. It is what the first two
equilibria leave open: the rule coincides with risk dominance, since the product of what both lose
by leaving an equilibrium is larger where the side with the larger R wins. This coincidence is
derived here, as is the mixed equilibrium.

What it says about a guarantee
------------------------------
A guarantor who will not fight for certain can still deter, by a risk that nobody controls: it needs
only ``g/(g + L)``, little where L is a nuclear war. The same risk is run by the guarantor, whose R
falls with what it has at stake at home: the balance of resolve decides. Everything is known here;
who is the more resolute is not, in a real crisis. For a challenger who chooses how much force to
bring, and so how much risk, see `brinkmanship`.

References
----------
[Ellsberg1968]_; [Schelling1960]_, ch. 8; [Schelling1966]_, ch. 3. Chapters from memory.

Examples
--------
>>> found = MODELS[0].solve(win_1=1.0, quit_1=0.0, disaster_1=-1.0, r=0.2)
>>> [one.label for one in found.equilibria]
['side 1 prevails', 'side 2 prevails', 'both waver']
>>> found.chosen.strategies["critical_risk_1"], found.equilibria[2].outcomes["disaster"] > 0.1
(0.5, True)
"""

import jax

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import (
    Equilibrium,
    Number,
    Solution,
    Status,
    order_status,
    order_violations,
)

MODEL = "critical risk"
SELECTION = "the side with the larger critical risk prevails; if they are equal, both waver"
BORDER = 1e-12


def critical_risk(win: Number, yields: Number, disaster: Number) -> Number:
    """Largest risk of disaster at which a side holds on, (win - quit)/(win - disaster).

    Parameters
    ----------
    win, yields, disaster
        Worth of prevailing, of giving way and of disaster [own unit], disaster < yields < win.

    Returns
    -------
    Number
        Of shape `*batch` [1]. Above 1: giving way is worse than disaster; below 0: there is nothing
        to win.

    References
    ----------
    [Ellsberg1968]_.

    Examples
    --------
    >>> critical_risk(1.0, 0.0, -3.0)
    0.25
    """
    return (win - yields) / (win - disaster)


def deterring_risk(gain: Number, loss: Number) -> Number:
    """Least risk of a loss that makes a gain not worth taking, g/(g + L).

    Parameters
    ----------
    gain, loss
        Gain g and loss L against the status quo [own unit], both > 0.

    References
    ----------
    [Schelling1960]_, ch. 8; it is the critical risk of who would take the gain.

    Examples
    --------
    >>> deterring_risk(1.0, 99.0)
    0.01
    """
    return gain / (gain + loss)


def accumulated_risk(risk: Number, rounds: Number) -> Number:
    """Risk of at least one disaster in several rounds, 1 - (1 - r)^n.

    Parameters
    ----------
    risk
        Autonomous risk r of a round [1], 0 to 1.
    rounds
        Number n of rounds, >= 0.

    References
    ----------
    [Schelling1966]_, ch. 3.

    Examples
    --------
    >>> round(accumulated_risk(0.1, 10), 3)
    0.651
    """
    return 1.0 - (1.0 - risk) ** rounds


def yielding_chance(risk: Number, critical: Number) -> Number:
    """Chance h that the other yields in a round, at which a side is indifferent.

    Parameters
    ----------
    risk
        Autonomous risk r of a round [1], 0 to 1.
    critical
        Critical risk R of the side that is indifferent [1], above 0 to 1.

    References
    ----------
    Derived here.

    Examples
    --------
    >>> yielding_chance(1.0, 0.25)
    0.75
    """
    return risk * (1.0 - critical) / (critical + risk * (1.0 - critical))


def solve(
    win_1: float,
    quit_1: float,
    disaster_1: float,
    win_2: float,
    quit_2: float,
    disaster_2: float,
    r: float,
) -> Solution:
    """The three equilibria in stationary strategies.

    Parameters
    ----------
    win_i, quit_i, disaster_i
        As in `critical_risk`, of side i [own unit].
    r
        Autonomous risk of a round in which both hold on [1], above 0 to 1.

    Returns
    -------
    Solution
        Outcomes side_1_prevails, side_2_prevails, both_yield, disaster. Strategies: the chance that
        a side holds on in a round [1], and the critical risks [1]. Beliefs: the chance that the
        other yields in this round. Where the payoffs are out of order none is returned.

    Examples
    --------
    >>> solve(1.0, 0.0, -3.0, 1.0, 0.0, -1.0, 0.1).chosen.label
    'side 2 prevails'
    """
    names = ("win_1", "quit_1", "disaster_1", "win_2", "quit_2", "disaster_2", "r")
    numbers = (win_1, quit_1, disaster_1, win_2, quit_2, disaster_2, r)
    parameters = dict(zip(names, numbers, strict=True))
    chains = ("disaster_1", "quit_1", "win_1"), ("disaster_2", "quit_2", "win_2")
    broken = order_violations(parameters, *chains)
    if broken:
        status = Status("none-found", order_status(broken).sentence)
        return Solution(MODEL, parameters, (), -1, SELECTION, status)
    with jax.enable_x64(True):
        first = float(critical_risk(win_1, quit_1, disaster_1))
        second = float(critical_risk(win_2, quit_2, disaster_2))
        waver = 1.0 - float(yielding_chance(r, second)), 1.0 - float(yielding_chance(r, first))
    profiles = {
        "side 1 prevails": (1.0, 0.0),
        "side 2 prevails": (0.0, 1.0),
        "both waver": waver,
    }
    found = [
        _equilibrium(label, holds, (first, second), parameters) for label, holds in profiles.items()
    ]
    equal = abs(first - second) <= BORDER
    return Solution(MODEL, parameters, tuple(found), 2 if equal else int(second > first), SELECTION)


def _equilibrium(
    label: str,
    holds: tuple[float, float],
    critical: tuple[float, float],
    parameters: dict[str, float],
) -> Equilibrium:
    one, two = holds
    ends = 1.0 - one * two * (1.0 - parameters["r"])
    outcomes = {
        "side_1_prevails": one * (1.0 - two) / ends,
        "side_2_prevails": two * (1.0 - one) / ends,
        "both_yield": (1.0 - one) * (1.0 - two) / ends,
        "disaster": one * two * parameters["r"] / ends,
    }
    values = {
        f"side_{i}": _value(outcomes, parameters, i, hold) for i, hold in ((1, one), (2, two))
    }
    strategies = {
        "side_1_holds_on": one,
        "side_2_holds_on": two,
        "critical_risk_1": critical[0],
        "critical_risk_2": critical[1],
    }
    beliefs = {"side_1_yields": 1.0 - one, "side_2_yields": 1.0 - two}
    return Equilibrium(label, strategies, outcomes, values, beliefs)


def _value(
    outcomes: dict[str, float], parameters: dict[str, float], side: int, holds: float
) -> float:
    if 0.0 < holds < 1.0:  # It is indifferent, so the contest is worth what yielding at once is.
        return float(parameters[f"quit_{side}"])
    wins, lost = outcomes[f"side_{side}_prevails"], outcomes["disaster"]
    gained = wins * parameters[f"win_{side}"] + lost * parameters[f"disaster_{side}"]
    return gained + (1.0 - wins - lost) * parameters[f"quit_{side}"]


OWN = "own unit"

MODELS = (
    Model(
        id="critical-risk",
        title="The side that can bear more risk of disaster prevails",
        source=("Ellsberg1968", "Schelling1960", "Schelling1966"),
        parameters=(
            Parameter("win_1", 1.0, "worth of prevailing to side 1", unit=OWN),
            Parameter("quit_1", 0.0, "worth of giving way to side 1", unit=OWN),
            Parameter("disaster_1", -1.0, "worth of disaster to side 1", unit=OWN),
            Parameter("win_2", 1.0, "worth of prevailing to side 2", unit=OWN),
            Parameter("quit_2", 0.0, "worth of giving way to side 2", unit=OWN),
            Parameter("disaster_2", -3.0, "worth of disaster to side 2", unit=OWN),
            Parameter("r", 0.1, "risk of disaster in a round in which both hold on", 1e-6, 1.0),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
