"""Ultimatum bargaining: one offer, private reservation values, and the risk of breakdown.

Definitions and notation
------------------------
A prize is worth Q to either player. Player 1 offers y, between M and Q, to player 2, and keeps
``Q - y``. If player 2 accepts, the offer stands; if not, each gets its reservation value,
``R1 + e1`` and ``R2 + e2``. Each knows its own e; e1 and e2 are independent and logistic with
scales s1 and s2. All are in the unit of the prize.

Player 2 accepts y with chance ``1/(1 + exp(-(y - R2)/s2))``. The best offer, where the bounds leave
it free, solves ``y = Q - R1 - e1 - s2 (1 + exp((y - R2)/s2))``, that is

    y*(e1) = Q - R1 - e1 - s2 (1 + W(exp((Q - R1 - e1 - s2 - R2)/s2))),

with W Lambert's function. The worth of an offer rises before y* and falls after it, so the best
offer within the bounds is y* moved to the nearer bound. Seen by those who do not know e1, it has

    F(y) = 1/(1 + exp((Q - y - R1 - s2 (1 + exp((y - R2)/s2)))/s1)),   f = dF/dy,

with mass F(M) at the lower bound and 1 - F(Q) at the upper one. There is one equilibrium.

Valid range
-----------
Scales from 1/1000. As they shrink, the offer tends to R2 and is accepted for sure if
``R1 + R2 < Q`` and M <= R2; use `bargaining-range` for that limit.

What it says about a guarantee
------------------------------
With war as breakdown, R1 is what a challenger expects from war and R2 what the target does. Support
for the target raises R2: its worth rises, as a rule by larger offers, and breakdown becomes
likelier at the same time. What lowers the challenger's R1 makes breakdown rarer. More doubt about
the target (s2) makes it likelier in most games, not in all. There is no threat, no delay and no
learning.

References
----------
[RamsaySignorino2009]_ for the model; [KenkelSignorino2014]_, model ultimatum, for the formulas.

Examples
--------
>>> found = MODELS[0].solve().chosen
>>> {name: round(p, 3) for name, p in found.outcomes.items()}
{'accepted': 0.656, 'rejected': 0.344}
>>> helped = MODELS[0].solve(R2=0.5).chosen
>>> [round(x.strategies["mean_offer"], 3) for x in (found, helped)]
[0.368, 0.482]
>>> [round(x.outcomes["rejected"], 3) for x in (found, helped)]
[0.344, 0.527]
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model
from suasion.theory.parameter import Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status
from suasion.theory.solvers.bivariate_normal import legendre
from suasion.theory.solvers.wright_omega import wright_omega

SELECTION = "the only one: the best offer and the best answer are unique"
CHOICE = Status("ok", "There is a range of offers to choose from.")
UNIT = "unit of the prize"
# The logistic distribution has less than 1e-17 beyond; one logistic scale is resolved by a panel.
REACH = (0.0, 1.0, 2.0, 4.0, 7.0, 12.0, 20.0, 40.0)
PANEL_NODES = 16


class Bargain(NamedTuple):
    """Reservation values, scales, bounds [unit of the prize]; each a number or an array `*batch`.

    Fields are R1, R2, s1, s2, M and Q.
    """

    reserve_1: Number
    reserve_2: Number
    scale_1: Number
    scale_2: Number
    least: Number
    prize: Number


class Expected(NamedTuple):
    """Chances [1] and means [unit of the prize] before private values are known, `*batch`."""

    accepted: jax.Array
    offer: jax.Array
    value_1: jax.Array
    value_2: jax.Array


def acceptance(bargain: Bargain, offer: Number) -> jax.Array:
    """Chance that player 2 accepts [1].

    Parameters
    ----------
    bargain
        Of shape `*batch`.
    offer
        y, of shape `*batch` [unit of the prize].

    Examples
    --------
    >>> float(acceptance(Bargain(0.3, 0.3, 0.1, 0.1, 0.0, 1.0), 0.3))
    0.5
    """
    return jax.nn.sigmoid((jnp.asarray(offer) - bargain.reserve_2) / bargain.scale_2)


def best_offer(bargain: Bargain, shock: Number) -> jax.Array:
    """Player 1's offer, given its private e1, within the bounds.

    Parameters
    ----------
    bargain
        Of shape `*batch`.
    shock
        e1, of shape `*batch` [unit of the prize].

    Examples
    --------
    >>> round(float(best_offer(Bargain(0.3, 0.3, 0.1, 0.1, 0.0, 1.0), 0.0)), 3)
    0.379
    """
    return jnp.clip(_free_offer(bargain, shock), bargain.least, bargain.prize)


def _free_offer(bargain: Bargain, shock: Number) -> jax.Array:
    left = bargain.prize - bargain.reserve_1 - shock - bargain.scale_2
    return left - bargain.scale_2 * wright_omega((left - bargain.reserve_2) / bargain.scale_2)


def _shock_of(bargain: Bargain, offer: Number) -> jax.Array:
    """e1 of the player 1 whose free offer is this one; falls as the offer rises."""
    # Beyond e^700 the shock is out of reach of any scale; a larger exponent would overflow.
    odds = jnp.exp(jnp.minimum((offer - bargain.reserve_2) / bargain.scale_2, 700.0))
    return bargain.prize - offer - bargain.reserve_1 - bargain.scale_2 * (1.0 + odds)


def offer_distribution(bargain: Bargain, offer: Number) -> jax.Array:
    """F(y), the chance of an offer of at most y where the bounds leave it free [1].

    Parameters
    ----------
    bargain
        Of shape `*batch`.
    offer
        y, of shape `*batch` [unit of the prize].

    Examples
    --------
    >>> bargain = Bargain(0.3, 0.3, 0.1, 0.1, 0.0, 1.0)
    >>> round(float(offer_distribution(bargain, best_offer(bargain, 0.0))), 12)
    0.5
    """
    return jax.nn.sigmoid(-_shock_of(bargain, offer) / bargain.scale_1)


def offer_density(bargain: Bargain, offer: Number) -> jax.Array:
    """f(y), the density of offers between the bounds [1/unit of the prize].

    Parameters
    ----------
    bargain
        Of shape `*batch`.
    offer
        y, of shape `*batch` [unit of the prize].

    Examples
    --------
    >>> bargain = Bargain(0.3, 0.3, 0.1, 0.1, 0.0, 1.0)
    >>> round(float(offer_density(bargain, 0.444)), 2)
    3.19
    """
    scaled = _shock_of(bargain, offer) / bargain.scale_1
    odds = jnp.exp(jnp.minimum((offer - bargain.reserve_2) / bargain.scale_2, 700.0))
    mass = jax.nn.sigmoid(scaled) * jax.nn.sigmoid(-scaled)
    return mass * (1.0 + odds) / bargain.scale_1


def expected(bargain: Bargain) -> Expected:
    """What the bargain brings on average, by quadrature over player 1's private value.

    Parameters
    ----------
    bargain
        Of shape `*batch` [unit of the prize].

    Returns
    -------
    Expected
        Accurate to 1e-10 of the larger of the prize and the scales. Values include the private
        parts of the reservation values.

    Examples
    --------
    >>> round(float(expected(Bargain(0.3, 0.3, 0.1, 0.1, 0.0, 1.0)).accepted), 3)
    0.656
    """
    b = Bargain(*(jnp.asarray(x, float)[..., None, None] for x in bargain))
    edges = _edges(b)
    nodes, weights = legendre(PANEL_NODES)
    width = jnp.diff(edges, axis=-2)
    shock = edges[..., :-1, :] + width * nodes
    scaled = shock / b.scale_1
    mass = jax.nn.sigmoid(scaled) * jax.nn.sigmoid(-scaled) / b.scale_1 * width * weights
    offer = best_offer(b, shock)
    accepted = acceptance(b, offer)
    value_1 = accepted * (b.prize - offer) + (1.0 - accepted) * (b.reserve_1 + shock)
    gain_2 = jax.nn.softplus((offer - b.reserve_2) / b.scale_2)
    value_2 = b.reserve_2 + b.scale_2 * gain_2
    means = (jnp.sum(mass * x, axis=(-2, -1)) for x in (accepted, offer, value_1, value_2))
    return Expected(*means)


def _edges(b: Bargain) -> jax.Array:
    """Panels of e1: fine about 0, about where acceptance bends, and split at the bounds."""
    reach = jnp.asarray([-x for x in REACH[:0:-1]] + list(REACH))[:, None]
    bend = b.prize - b.reserve_1 - b.scale_2 - b.reserve_2
    splits = [_shock_of(b, b.least), _shock_of(b, b.prize)]
    points = [reach * b.scale_1, bend + reach * b.scale_2, *splits]
    far = REACH[-1] * b.scale_1
    return jnp.sort(jnp.clip(jnp.concatenate(points, axis=-2), -far, far), axis=-2)


def solve(R1: float, R2: float, s1: float, s2: float, M: float, Q: float) -> Solution:
    """The equilibrium, the only one.

    Parameters
    ----------
    R1, R2
        Mean reservation values [unit of the prize].
    s1, s2
        Scales of their private parts [unit of the prize], > 0.
    M, Q
        Least offer and prize [unit of the prize], M < Q.

    Returns
    -------
    Solution
        Strategies: the mean offer [unit of the prize] and the chances of an offer at either bound.
        Belief: the chance of acceptance, averaged over offers. Status "degenerate" if ``M >= Q``.

    Examples
    --------
    >>> solve(0.3, 0.3, 0.1, 0.1, 0.0, 1.0).chosen.strategies["offers_least"] < 0.01
    True
    """
    names = ("R1", "R2", "s1", "s2", "M", "Q")
    parameters = dict(zip(names, map(float, (R1, R2, s1, s2, M, Q)), strict=True))
    bargain = Bargain(*parameters.values())
    if M >= Q:
        sentence = f"M < Q is needed, but they are {M:g} and {Q:g}: there is no offer to choose."
        status = Status("degenerate", sentence)
        return Solution("ultimatum", parameters, (), -1, SELECTION, status)
    with jax.enable_x64(True):
        found = expected(bargain)
        lowest = float(offer_distribution(bargain, bargain.least))
        highest = float(jax.nn.sigmoid(_shock_of(bargain, bargain.prize) / bargain.scale_1))
    accepted = min(float(found.accepted), 1.0)
    outcomes = {"accepted": accepted, "rejected": 1.0 - accepted}
    strategies = {
        "mean_offer": float(found.offer),
        "offers_least": lowest,
        "offers_prize": highest,
    }
    values = {"player_1": float(found.value_1), "player_2": float(found.value_2)}
    beliefs = {"offer_accepted": accepted}
    equilibrium = Equilibrium("best offer", strategies, outcomes, values, beliefs, CHOICE)
    return Solution("ultimatum", parameters, (equilibrium,), 0, SELECTION, CHOICE)


MODELS: tuple[Model, ...] = (
    Model(
        id="ultimatum",
        title="Ultimatum bargaining with private reservation values",
        source=("RamsaySignorino2009", "KenkelSignorino2014"),
        parameters=(
            Parameter("R1", 0.3, "player 1's mean reservation value", -1e3, 1e3, UNIT),
            Parameter("R2", 0.3, "player 2's mean reservation value", -1e3, 1e3, UNIT),
            Parameter("s1", 0.1, "scale of player 1's private part", 1e-3, 1e3, UNIT),
            Parameter("s2", 0.1, "scale of player 2's private part", 1e-3, 1e3, UNIT),
            Parameter("M", 0.0, "least offer", -1e3, 1e3, UNIT),
            Parameter("Q", 1.0, "prize", -1e3, 1e3, UNIT),
        ),
        solvers={"private-information": solve},
        page=__doc__ or "",
    ),
)
