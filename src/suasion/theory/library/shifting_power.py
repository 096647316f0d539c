"""Shifting power: war because a promise about the future division cannot be kept.

Definitions and notation
------------------------
*Two values of power* (`shifting-power`). State A rises, state B declines; they divide a flow of 1
in every period, with discount factor ``delta``. In each period A demands x and B accepts, keeping
``1 - x``, or fights. War is once and for all: A wins the whole flow for ever with probability
``p_1`` in the first period and ``p_2`` from the second on, and each pays a total cost, ``c_A`` or
``c_B``, once. War is thus worth ``(1 - p_t)/(1 - delta) - c_B`` to B, and A can do no better later
than hold B to it (or to 0, if that is more). The best A can offer now is everything. So B fights
at once if and only if

    (1 - p_1)/(1 - delta) - c_B > 1 + delta max((1 - p_2)/(1 - delta) - c_B, 0),

which, where war would still be worth something to B later, is

    delta p_2 - p_1 > c_B (1 - delta)^2.

A too may attack instead of asking. It does if ``p_1/(1 - delta) - c_A`` exceeds its peace, which
can happen only if its power falls, ``p_2 < p_1``: then even the whole flow now is too little.

*Any way of bargaining* (`inefficiency`). ``M_D`` and ``M_R`` are what the declining and the rising
state can each assure itself by fighting now, ``M_D_next`` and ``M_R_next`` in the next period, and
``B = 1/(1 - delta)`` is all there is. A state can be promised now at most B less what the other
will be able to take next period, so peace now is impossible if

    delta M_R_next - M_R > B - (M_D + M_R),

and likewise with D and R exchanged: the power that a state gains exceeds what peace saves. If
neither holds, some division keeps the peace in this period; whether the states find it depends on
how they bargain.

What it says about a guarantee
------------------------------
The end of a guarantee is a foreseen shift of power to the challenger: then A is the challenger, B
the protege with its guarantor, ``p_1`` holds under the guarantee and ``p_2`` after it. A protege
that arms behind its guarantee is a shift the other way: A is the protege, and the challenger has a
reason for war early in the term. Slow shifts, dear war and trust that power will not be used
differ: only the first two are in the model. Nothing is private (for that `bargaining-range`), and
power moves once, on a known date.

The condition with ``(1 - delta)^2`` is derived here from the game as described; the general one is
derived here too, and its symbols are to be compared with the publication, where the argument is for
the state whose power grows.

References
----------
[Fearon1995]_, war as a consequence of commitment problems; [Powell2006]_.

Examples
--------
>>> shifting, general = MODELS
>>> found = shifting.solve(p_1=0.2, p_2=0.6, delta=0.9, c_A=0.5, c_B=0.5).chosen
>>> found.label, round(found.values["B"], 2)
('war', 7.5)
>>> slow = shifting.solve(p_1=0.2, p_2=0.22, delta=0.9, c_A=0.5, c_B=0.5).chosen
>>> slow.label, round(slow.strategies["demand_now"], 3)
('peace', 0.07)
>>> general.solve(M_D=7.5, M_R=1.5, M_D_next=3.5, M_R_next=5.5, delta=0.9).chosen.label
'conflict'
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

SHIFTING, GENERAL = "shifting power", "inefficiency of shifting power"
SELECTION = "peace when whoever would fight is indifferent"
SPLIT = "peace where it can be kept, at the division that leaves the declining state least"
BORDER = 1e-12
COMPARED = Status("ok", "War now is compared with the best peace, for both sides.")
WASTEFUL = Status("ok", "Fighting wastes something, now and in the next period.")


class PowerShift(NamedTuple):
    """Terms and values of a foreseen shift of power; each of shape `*batch`.

    ``excess_a`` and ``excess_b`` [flows] are what a side gains by fighting now over the best peace:
    war if either is above 0. ``demand_now`` and ``demand_later`` [1] are what A asks in peace; the
    rest are values [flows].
    """

    excess_a: jax.Array
    excess_b: jax.Array
    demand_now: jax.Array
    demand_later: jax.Array
    peace_a: jax.Array
    peace_b: jax.Array
    war_a: jax.Array
    war_b: jax.Array


class PeacefulShare(NamedTuple):
    """What peace can leave the declining state [flows]; of shape `*batch`.

    Empty where ``low > high``: then every equilibrium is inefficient.
    """

    low: jax.Array
    high: jax.Array


def power_shift(p_1: Number, p_2: Number, delta: Number, c_A: Number, c_B: Number) -> PowerShift:
    """Whether the declining state fights now, and the terms of peace if not.

    Parameters
    ----------
    p_1, p_2
        Probability that A wins a war now, and from the next period on [1], 0 to 1.
    delta
        Discount factor [1 per period], 0 to below 1.
    c_A, c_B
        Cost of war, once [flows], >= 0.

    Returns
    -------
    PowerShift
        Where ``excess_b > 0`` the terms are those of the best peace, which B refuses.

    References
    ----------
    [Fearon1995]_; derived here.

    Examples
    --------
    >>> found = power_shift(0.2, 0.6, 0.9, 0.5, 0.5)
    >>> round(float(found.excess_b), 2)
    3.35
    """
    total = 1.0 / (1.0 - jnp.asarray(delta))
    war_a, war_b = p_1 * total - c_A, (1.0 - p_1) * total - c_B
    later_b = jnp.maximum((1.0 - p_2) * total - c_B, 0.0)
    excess_b = war_b - (1.0 + delta * later_b)
    demand_now = jnp.clip(-excess_b, 0.0, 1.0)
    peace_b = 1.0 - demand_now + delta * later_b
    peace_a = total - peace_b
    demand_later = 1.0 - later_b / total
    return PowerShift(
        war_a - peace_a, excess_b, demand_now, demand_later, peace_a, peace_b, war_a, war_b
    )


def peaceful_share(
    M_D: Number, M_R: Number, M_D_next: Number, M_R_next: Number, delta: Number
) -> PeacefulShare:
    """What peace in this period can leave the declining state.

    Parameters
    ----------
    M_D, M_R
        What the declining and the rising state can assure themselves by fighting now [flows].
    M_D_next, M_R_next
        The same in the next period [flows].
    delta
        Discount factor [1 per period], 0 to below 1.

    Returns
    -------
    PeacefulShare
        From ``max(M_D, delta M_D_next)`` to ``B - max(M_R, delta M_R_next)``.

    References
    ----------
    [Powell2006]_; derived here.

    Examples
    --------
    >>> [round(float(x), 2) for x in peaceful_share(7.5, 1.5, 3.5, 5.5, 0.9)]
    [7.5, 5.05]
    """
    low = jnp.maximum(M_D, delta * jnp.asarray(M_D_next))
    high = 1.0 / (1.0 - jnp.asarray(delta)) - jnp.maximum(M_R, delta * jnp.asarray(M_R_next))
    return PeacefulShare(low, high)


def solve(p_1: float, p_2: float, delta: float, c_A: float, c_B: float) -> Solution:
    """War now or peace; both if the side that would fight is indifferent.

    Parameters
    ----------
    p_1, p_2, delta, c_A, c_B
        As in `power_shift`.

    Returns
    -------
    Solution
        Outcomes peace, war_now. In a war A's demand does not matter: that of the best peace is
        listed. Indifference is judged to 1e-12 of the whole value. Beyond this tie the outcome is
        unique, since A makes all offers.

    Examples
    --------
    >>> solve(0.2, 0.6, 0.9, 0.5, 0.5).chosen.outcomes
    {'peace': 0.0, 'war_now': 1.0}
    """
    parameters = {"p_1": p_1, "p_2": p_2, "delta": delta, "c_A": c_A, "c_B": c_B}
    with jax.enable_x64(True):
        found = {name: float(x) for name, x in power_shift(**parameters)._asdict().items()}
    margin = BORDER / (1.0 - delta)
    equilibria = []
    excess = max(found["excess_a"], found["excess_b"])
    if excess <= margin:
        equilibria.append(_shifted("peace", found, margin))
    if excess >= -margin:
        equilibria.append(_shifted("war", found, margin))
    return Solution(SHIFTING, parameters, tuple(equilibria), 0, SELECTION, COMPARED)


def _shifted(label: str, found: dict[str, float], margin: float) -> Equilibrium:
    war = float(label == "war")
    strategies = {
        "demand_now": found["demand_now"],
        "demand_later": found["demand_later"],
        "A_attacks_now": war * float(found["excess_a"] >= -margin),
        "B_fights_now": war * float(found["excess_b"] >= -margin),
        "A_gains_by_fighting_now": found["excess_a"],
        "B_gains_by_fighting_now": found["excess_b"],
    }
    values = {"A": found[f"{label}_a"], "B": found[f"{label}_b"]}
    outcomes = {"peace": 1.0 - war, "war_now": war}
    return Equilibrium(label, strategies, outcomes, values, {}, COMPARED)


def solve_general(
    M_D: float, M_R: float, M_D_next: float, M_R_next: float, delta: float
) -> Solution:
    """Conflict for certain, or the two ends of the divisions that can keep the peace now.

    Parameters
    ----------
    M_D, M_R, M_D_next, M_R_next, delta
        As in `peaceful_share`.

    Returns
    -------
    Solution
        Outcomes peace, conflict. Every division between the two ends can be had too, and
        inefficient equilibria may exist beside them. Status "degenerate" if fighting wastes
        nothing.

    Examples
    --------
    >>> [one.label for one in solve_general(4.0, 4.0, 4.0, 4.5, 0.9).equilibria]
    ['peace, least for D', 'peace, most for D']
    """
    parameters = {
        "M_D": M_D,
        "M_R": M_R,
        "M_D_next": M_D_next,
        "M_R_next": M_R_next,
        "delta": delta,
    }
    with jax.enable_x64(True):
        low, high = (float(x) for x in peaceful_share(**parameters))
    total = 1.0 / (1.0 - delta)
    status = _status(max(M_D + M_R, M_D_next + M_R_next), total)
    if low > high + BORDER * total:
        ends = {"conflict": M_D}
    else:
        ends = {"peace, least for D": low, "peace, most for D": high}
    equilibria = [_divided(label, d, parameters, total, status) for label, d in ends.items()]
    return Solution(GENERAL, parameters, tuple(equilibria), 0, SPLIT, status)


def _divided(
    label: str, value_d: float, parameters: dict[str, float], total: float, status: Status
) -> Equilibrium:
    conflict = float(label == "conflict")
    value_r = parameters["M_R"] if conflict else total - value_d
    rise = parameters["delta"] * parameters["M_R_next"] - parameters["M_R"]
    surplus = total - parameters["M_D"] - parameters["M_R"]
    strategies = {"power_gained": rise, "saved_by_peace": surplus}
    outcomes = {"peace": 1.0 - conflict, "conflict": conflict}
    return Equilibrium(label, strategies, outcomes, {"D": value_d, "R": value_r}, {}, status)


def _status(fought: float, total: float) -> Status:
    if fought < total:
        return WASTEFUL
    sentence = f"M_D + M_R < 1/(1 - delta) is needed, but they are {fought:g} and {total:g}: "
    return Status("degenerate", sentence + "fighting wastes nothing.")


FLOWS = "flows of one period"
DELTA = Parameter("delta", 0.9, "discount factor", 0.0, 0.999999, "1 per period")

MODELS = (
    Model(
        id="shifting-power",
        title="War now, because the other will be stronger and cannot promise not to use it",
        source=("Fearon1995",),
        parameters=(
            Parameter("p_1", 0.2, "probability that A wins now", 0.0, 1.0),
            Parameter("p_2", 0.6, "probability that A wins from next period on", 0.0, 1.0),
            DELTA,
            Parameter("c_A", 0.5, "cost of war to A, once", low=0.0, unit=FLOWS),
            Parameter("c_B", 0.5, "cost of war to B, once", low=0.0, unit=FLOWS),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
    Model(
        id="inefficiency",
        title="Whether any way of bargaining can survive a shift of power",
        source=("Powell2006",),
        parameters=(
            Parameter("M_D", 7.5, "what the declining state can assure itself now", unit=FLOWS),
            Parameter("M_R", 1.5, "what the rising state can assure itself now", unit=FLOWS),
            Parameter("M_D_next", 3.5, "the declining state next period", unit=FLOWS),
            Parameter("M_R_next", 5.5, "the rising state next period", unit=FLOWS),
            DELTA,
        ),
        solvers={"exact": solve_general},
        page=__doc__ or "",
    ),
)
