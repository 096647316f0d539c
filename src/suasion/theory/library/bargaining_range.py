"""Bargaining range: which divisions both sides prefer to war, and a demand under private costs.

Definitions and notation
------------------------
Two states divide a good of size 1; state 1 wants 1, state 2 wants 0. War gives state 1 the good
with probability ``p``, less its cost ``c_1``; state 2 gets it with ``1 - p``, less ``c_2``. Trade
or investment that a war would destroy, worth ``tau_i`` to state i, adds to its cost.

Both prefer a division x to war if it lies in the *bargaining range*

    p - c_1 - tau_1 <= x <= p + c_2 + tau_2,

of width ``c_1 + c_2 + tau_1 + tau_2``, where it is not cut off at 0 or 1: with costly war there is
always a bargain, so war needs a reason why it is missed.

Timing. State 1 demands x, once; state 2, which alone knows c_2, accepts or fights. c_2 is uniform
on ``c_2_low`` to ``c_2_high``; equal ends mean that it is known. State 2 accepts
``x = p + tau_2 + t`` if and only if ``c_2 >= t``, so state 1 weighs a better bargain against a
larger risk, and demands

    t* = min(max(c_2_low, (c_2_high - c_1 - tau_1 - tau_2)/2), 1 - p - tau_2).

For ``c_2_low = 0``, no trade and an inner solution ``P(war) = t*/c_2_high = (1 - c_1/c_2_high)/2``.

What it says about a guarantee
------------------------------
Let state 1 be the challenger. Forces that a guarantor adds lower p: they move the bargain and leave
the risk of war as it is. Punishment that it adds, c_1, and trade at stake, tau_i, lower the risk,
and doubt about what the protege would bear (a wide range of c_2) raises it. Trade shifts the range
against the side with more to lose. It says nothing about promises over time (`shifting-power`),
and a demand is made only once: with counter-offers the risk differs.

Range and width are the publication's; the demand for uniform costs is derived here and checked on a
grid.

References
----------
[Fearon1995]_: the range and the demand under private information.

Examples
--------
>>> found = MODELS[0].solve(p=0.5, c_1=0.1, c_2_low=0.0, c_2_high=0.4).chosen
>>> round(found.strategies["demand"], 3), round(found.outcomes["war"], 3)
(0.65, 0.375)
>>> known = MODELS[0].solve(p=0.5, c_1=0.1, c_2_low=0.2, c_2_high=0.2).chosen
>>> known.strategies["demand"], known.outcomes["war"]
(0.7, 0.0)
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "bargaining range"
SELECTION = "state 2 accepts when indifferent; without a cost of war to anybody, peace"
COSTLY = Status("ok", "War is costly, so there are divisions that both prefer to it.")


class BargainingRange(NamedTuple):
    """Ends of the divisions that both prefer to war [share of the good], of shape `*batch`."""

    low: jax.Array
    high: jax.Array


class Ultimatum(NamedTuple):
    """The best demand [share of the good], and what follows; of shape `*batch`."""

    demand: jax.Array
    p_war: jax.Array
    state_1: jax.Array
    state_2: jax.Array


def bargaining_range(
    p: Number, c_1: Number, c_2: Number, tau_1: Number = 0.0, tau_2: Number = 0.0
) -> BargainingRange:
    """Divisions that both states prefer to war.

    Parameters
    ----------
    p
        Probability that state 1 wins [1], 0 to 1.
    c_1, c_2
        Cost of war [share of the good], >= 0.
    tau_1, tau_2
        Trade or investment that war destroys, by whom it would be lost [share of the good], >= 0.

    Returns
    -------
    BargainingRange
        ``p - c_1 - tau_1`` to ``p + c_2 + tau_2``, cut at 0 and 1.

    References
    ----------
    [Fearon1995]_ without trade; with trade derived here.

    Examples
    --------
    >>> [round(float(x), 2) for x in bargaining_range(0.5, 0.1, 0.2, tau_1=0.0, tau_2=0.1)]
    [0.4, 0.8]
    """
    low, high = jnp.asarray(p - c_1 - tau_1), jnp.asarray(p + c_2 + tau_2)
    return BargainingRange(jnp.maximum(low, 0.0), jnp.minimum(high, 1.0))


def ultimatum(
    p: Number,
    c_1: Number,
    c_2_low: Number,
    c_2_high: Number,
    tau_1: Number = 0.0,
    tau_2: Number = 0.0,
) -> Ultimatum:
    """Best demand of state 1 when state 2 alone knows its cost of war.

    Parameters
    ----------
    p, c_1, tau_1, tau_2
        As in `bargaining_range`.
    c_2_low, c_2_high
        Ends of the uniform distribution of c_2 [share of the good], 0 <= low <= high.

    Returns
    -------
    Ultimatum
        ``state_i`` are expected payoffs [share of the good], of state 2 before it knows its cost.

    References
    ----------
    [Fearon1995]_; derived here for uniform costs.

    Examples
    --------
    >>> [round(float(x), 4) for x in ultimatum(0.5, 0.1, 0.0, 0.4)]
    [0.65, 0.375, 0.5563, 0.3781]
    """
    room = jnp.asarray(1.0 - p - tau_2)
    inner = 0.5 * (c_2_high - c_1 - tau_1 - tau_2)
    least = jnp.minimum(jnp.clip(inner, c_2_low, c_2_high), room)
    spread = c_2_high - c_2_low
    below = jnp.clip(least - c_2_low, 0.0, spread)
    p_war = below / jnp.where(spread > 0, spread, 1.0)
    demand = jnp.minimum(p + tau_2 + least, 1.0)
    mean_cost = c_2_low + 0.5 * below
    state_1 = (1.0 - p_war) * demand + p_war * (p - c_1 - tau_1)
    state_2 = (1.0 - p_war) * (1.0 - demand) + p_war * (1.0 - p - mean_cost - tau_2)
    return Ultimatum(demand, p_war, state_1, state_2)


def solve(
    p: float, c_1: float, c_2_low: float, c_2_high: float, tau_1: float, tau_2: float
) -> Solution:
    """The demand and the risk of war.

    Parameters
    ----------
    p, c_1, c_2_low, c_2_high, tau_1, tau_2
        As in `ultimatum`, with ``c_2_low <= c_2_high``.

    Returns
    -------
    Solution
        Outcomes settlement, war. Strategies: demand [share of the good] and the ends of the range
        for the lowest and the highest cost. One equilibrium, but where war costs nobody anything:
        then both settling and fighting. Status "none-found" if the ends of c_2 are crossed.

    Examples
    --------
    >>> solve(0.5, 0.1, 0.0, 0.4, 0.0, 0.0).chosen.strategies["surely_accepted"]
    0.5
    """
    names = ("p", "c_1", "c_2_low", "c_2_high", "tau_1", "tau_2")
    values = tuple(float(x) for x in (p, c_1, c_2_low, c_2_high, tau_1, tau_2))
    parameters = dict(zip(names, values, strict=True))
    if c_2_low > c_2_high:
        sentence = f"c_2_low <= c_2_high is needed, but they are {c_2_low:g} and {c_2_high:g}."
        return Solution(MODEL, parameters, (), -1, SELECTION, Status("none-found", sentence))
    with jax.enable_x64(True):
        best = {name: float(x) for name, x in ultimatum(**parameters)._asdict().items()}
        low, sure = (float(x) for x in bargaining_range(p, c_1, c_2_low, tau_1, tau_2))
        high = float(bargaining_range(p, c_1, c_2_high, tau_1, tau_2).high)
    strategies = {
        "demand": best["demand"],
        "state_2_accepts": 1.0 - best["p_war"],
        "range_low": low,
        "surely_accepted": sure,
        "range_high_if_costly": high,
    }
    status = COSTLY if c_1 + tau_1 + tau_2 + c_2_high > 0 else _costless()
    label = "settlement" if best["p_war"] == 0 else "risk of war"
    found = [_equilibrium(label, strategies, best, status)]
    if status.code == "degenerate":
        refuses = strategies | {"state_2_accepts": 0.0}
        found.append(_equilibrium("war", refuses, best | {"p_war": 1.0}, status))
    return Solution(MODEL, parameters, tuple(found), 0, SELECTION, status)


def _equilibrium(
    label: str, strategies: dict[str, float], best: dict[str, float], status: Status
) -> Equilibrium:
    outcomes = {"settlement": 1.0 - best["p_war"], "war": best["p_war"]}
    values = {"state_1": best["state_1"], "state_2": best["state_2"]}
    beliefs = {"state_2_fights": best["p_war"]}
    return Equilibrium(label, strategies, outcomes, values, beliefs, status)


def _costless() -> Status:
    sentence = "c_1 + c_2 > 0 is needed, but war costs nobody anything: the range is one point."
    return Status("degenerate", sentence)


SHARE = "share of the good"

MODELS = (
    Model(
        id="bargaining-range",
        title="War always leaves a bargain that both prefer; private costs make it missed",
        source=("Fearon1995",),
        parameters=(
            Parameter("p", 0.5, "probability that state 1 wins", 0.0, 1.0),
            Parameter("c_1", 0.1, "cost of war to state 1", low=0.0, unit=SHARE),
            Parameter("c_2_low", 0.0, "least cost of war to state 2", low=0.0, unit=SHARE),
            Parameter("c_2_high", 0.4, "largest cost of war to state 2", low=0.0, unit=SHARE),
            Parameter("tau_1", 0.0, "trade that state 1 loses by war", low=0.0, unit=SHARE),
            Parameter("tau_2", 0.0, "trade that state 2 loses by war", low=0.0, unit=SHARE),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
        stage="bargaining",
    ),
)
