"""Audience costs: a crisis as a war of attrition, with private payoffs of war.

Definitions and notation
------------------------
Two sides, 1 and 2, contest a prize worth ``v_i``. Time runs from 0 without end; at each moment a
side may quit, attack or wait. A side that quits at time t pays its audience cost ``a_i t`` and the
other takes its prize; an attack by either gives each its payoff of war ``w_i``. If both quit at
once neither takes the prize. ``w_i`` is private. Here it lies between ``-W_i`` and 0 with
distribution

    F_i(w) = (1 + w/W_i)^s_i,        s_i = 1: uniform; s_i > 1: readier for war,

which is our choice of family, as is a cost linear in time; the publication leaves both general.

Equilibrium
-----------
``Q_i(t)`` is the probability that i has quit by t and ``k_i = Q_i(0)``. While it waits, a side that
will quit is indifferent between all moments, which fixes the other's Q:

    Q_i(t) = (k_i v_j + a_j t)/(v_j + a_j t)                         up to the horizon t*.

After t* nobody quits and whoever is left attacks: exactly the types with ``w_i >= -a_i t*``, whom
quitting would cost more than war. So ``Q_i(t*) = F_i(-a_i t*)``. At most one side quits at 0 with
positive probability, hence t* is the smaller of the two roots t_i of

    F_i(-a_i t) = a_j t/(v_j + a_j t),

the side of the smaller root has k = 0, and the other's k makes up the difference. For a uniform F,
``t_i = 2 v_j W_i/(a_i v_j + sqrt((a_i v_j)^2 + 4 a_i a_j v_j W_i))``. War has probability
``(1 - Q_1(t*)) (1 - Q_2(t*))``.

What it says about a guarantee
------------------------------
``a_i`` is what a public, legally anchored commitment adds: the price of backing down grows the
longer the crisis is watched. With equal F the side with the steeper cost is less likely to be ready
to back down, ``Q_i(t*)``, whatever the prizes. With equal prizes too it is less often the one that
does; with unequal prizes the other may be quicker to be let off, and this order can turn. Once the
crisis is on, the rate at which i quits is ``a_j/(v_j + a_j t)``: the distribution of war payoffs
has no effect on it, nor has i's own prize; the other's enters only as the scale of its audience
cost, ``a_j/v_j``. The model says nothing about whether a crisis starts, has two sides only (the
protege is merged with its guarantor), and war is never better than the status quo before the crisis
(``w <= 0``). For a single signal sent once use `tying-hands`.

The closed form is derived here. It agrees with what the publication's abstract states, if "less
likely to back down" is read as above; the reading is to be compared with the text, and so is
whether there are equilibria of another kind. Off the path, after t*, the moment of attack is
arbitrary.

References
----------
[Fearon1994]_.

Examples
--------
>>> crisis = MODELS[0].solve(a_1=2.0, a_2=1.0).chosen
>>> {name: round(p, 3) for name, p in crisis.outcomes.items()}
{'side_1_backs_down': 0.131, 'side_2_backs_down': 0.601, 'war': 0.268}
>>> round(crisis.strategies["horizon"], 3), round(crisis.strategies["side_2_quits_at_once"], 3)
(0.366, 0.366)
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "audience costs"
SELECTION = (
    "the equilibrium with the finite horizon; whoever is left at the horizon attacks at once"
)
ENDS = Status("ok", "The crisis is over by the horizon, which is finite.")
BISECTIONS = 100
# |z| below which (log(1 + z) - z)/z^2 is taken from its series; the last term is below 1e-16.
NEAR_ZERO, SERIES_TERMS = 0.05, 13


class AudienceCrisis(NamedTuple):
    """The equilibrium; each of shape `*batch`.

    ``horizon`` [unit of time]; ``k_i`` chance that i quits at once, ``q_i`` that it is ready to
    quit by the horizon; then the three ways in which the crisis ends [1].
    """

    horizon: jax.Array
    k_1: jax.Array
    k_2: jax.Array
    q_1: jax.Array
    q_2: jax.Array
    side_1_backs_down: jax.Array
    side_2_backs_down: jax.Array
    war: jax.Array


def quits_by(time: Number, k: Number, v_other: Number, a_other: Number) -> Number:
    """Probability Q_i(t) that a side has quit by a time up to the horizon.

    Parameters
    ----------
    time
        Since the crisis began [unit of time], 0 to the horizon.
    k
        Chance that it quits at once [1], 0 to 1.
    v_other
        Prize of the other side [its own unit], > 0.
    a_other
        Audience cost of the other side [its unit per unit of time], > 0.

    References
    ----------
    [Fearon1994]_; derived here.

    Examples
    --------
    >>> quits_by(1.0, 0.0, 3.0, 1.0)
    0.25
    """
    return (k * v_other + a_other * time) / (v_other + a_other * time)


def crisis(
    v_1: Number,
    v_2: Number,
    a_1: Number,
    a_2: Number,
    w_1: Number,
    w_2: Number,
    s_1: Number = 1.0,
    s_2: Number = 1.0,
) -> AudienceCrisis:
    """Horizon, concession at once, and how the crisis ends.

    Parameters
    ----------
    v_1, v_2
        Prize [own unit of each side], > 0.
    a_1, a_2
        Slope of the audience cost [own unit per unit of time], > 0.
    w_1, w_2
        Largest cost of war W [own unit], > 0.
    s_1, s_2
        Shape of the distribution of war payoffs [1], 0.2 to 20; 1 is uniform.

    Returns
    -------
    AudienceCrisis
        Of shape `*batch`; differentiable except where the two roots are equal.

    References
    ----------
    [Fearon1994]_; derived here.

    Examples
    --------
    >>> with jax.enable_x64(True):
    ...     found = crisis(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    >>> round(float(found.horizon), 6), round(float(found.war), 6)
    (0.618034, 0.381966)
    """
    t_1 = _crossing(a_1, a_2, v_2, w_1, s_1)
    t_2 = _crossing(a_2, a_1, v_1, w_2, s_2)
    horizon = jnp.minimum(t_1, t_2)
    q_1, k_1 = _quitters(horizon, t_1 <= t_2, a_1, a_2, v_2, w_1, s_1)
    q_2, k_2 = _quitters(horizon, t_2 <= t_1, a_2, a_1, v_1, w_2, s_2)
    slope_1, slope_2 = a_1 / v_1, a_2 / v_2
    both_wait = (1.0 - k_1) * (1.0 - k_2)
    first_1 = k_1 + both_wait * _first(slope_2, slope_1, horizon)
    first_2 = k_2 + both_wait * _first(slope_1, slope_2, horizon)
    return AudienceCrisis(horizon, k_1, k_2, q_1, q_2, first_1, first_2, (1.0 - q_1) * (1.0 - q_2))


def _crossing(a: Number, a_other: Number, v_other: Number, w: Number, s: Number) -> jax.Array:
    """Root t of F(-a t) = a_j t/(v_j + a_j t), by y = 1 - a t/W: the left side is y^s."""
    scale = jnp.asarray(a_other * w / (a * v_other) + 0.0 * s)

    def excess(y: jax.Array) -> jax.Array:
        return y**s - scale * (1.0 - y) / (1.0 + scale * (1.0 - y))

    def halve(_: int, ends: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        low, high = ends
        middle = 0.5 * (low + high)
        below = excess(middle) < 0
        return jnp.where(below, middle, low), jnp.where(below, high, middle)

    ends = jnp.zeros_like(scale), jnp.ones_like(scale)
    y = jax.lax.stop_gradient(jax.lax.fori_loop(0, BISECTIONS, halve, ends)[1])
    slope = s * y ** (s - 1.0) + scale / (1.0 + scale * (1.0 - y)) ** 2
    # A step of Newton's method: nothing to the value, and the derivative of the root.
    return w * (1.0 - y + excess(y) / jax.lax.stop_gradient(slope)) / a


def _quitters(
    horizon: jax.Array,
    binds: jax.Array,
    a: Number,
    a_other: Number,
    v_other: Number,
    w: Number,
    s: Number,
) -> tuple[jax.Array, jax.Array]:
    """Share that quits by the horizon, and at once."""
    gradual = quits_by(horizon, 0.0, v_other, a_other)
    ready = jnp.clip(1.0 - a * horizon / w, 1e-300, 1.0) ** s
    at_once = (ready - gradual) / (1.0 - gradual)
    share = jnp.where(binds, gradual, ready)
    return share, jnp.where(binds, 0.0, jnp.maximum(at_once, 0.0))


def _first(slope: Number, slope_other: Number, horizon: jax.Array) -> jax.Array:
    """Chance that a side quits before the other and the horizon, if neither quits at once.

    It quits by t with chance ``1 - 1/(1 + slope t)`` and the other waits with
    ``1/(1 + slope_other t)``; the integral of one over the other in closed form.
    """
    by_horizon = slope * horizon / (1.0 + slope * horizon)
    ratio = slope_other / slope
    return by_horizon + ratio * by_horizon**2 * _log_remainder((ratio - 1.0) * by_horizon)


def _log_remainder(z: jax.Array) -> jax.Array:
    """(log(1 + z) - z)/z^2 for z > -1, finite at 0."""
    small = jnp.abs(z) < NEAR_ZERO
    safe = jnp.where(small, 1.0, z)
    series = sum((-1.0) ** (n + 1) * z**n / (n + 2) for n in range(SERIES_TERMS))
    return jnp.where(small, series, (jnp.log1p(safe) - safe) / safe**2)


def solve(
    v_1: float, v_2: float, a_1: float, a_2: float, w_1: float, w_2: float, s_1: float, s_2: float
) -> Solution:
    """The equilibrium with the finite horizon.

    Parameters
    ----------
    v_1, v_2, a_1, a_2, w_1, w_2, s_1, s_2
        As in `crisis`.

    Returns
    -------
    Solution
        Outcomes side_1_backs_down, side_2_backs_down, war. Values are means over types before the
        crisis. Beliefs are those at the horizon: whoever is left there fights; and the chance of
        that at the start.

    Examples
    --------
    >>> solve(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0).chosen.strategies["side_1_quits_at_once"]
    0.0
    """
    parameters = {
        "v_1": v_1,
        "v_2": v_2,
        "a_1": a_1,
        "a_2": a_2,
        "w_1": w_1,
        "w_2": w_2,
        "s_1": s_1,
        "s_2": s_2,
    }
    with jax.enable_x64(True):
        found = {name: float(x) for name, x in jax.jit(crisis)(**parameters)._asdict().items()}
    q_1, q_2, horizon = found["q_1"], found["q_2"], found["horizon"]
    strategies = {
        "horizon": horizon,
        "side_1_quits_at_once": found["k_1"],
        "side_2_quits_at_once": found["k_2"],
        "side_1_quits_by_horizon": q_1,
        "side_2_quits_by_horizon": q_2,
        "side_1_least_war_payoff_that_fights": -a_1 * horizon,
        "side_2_least_war_payoff_that_fights": -a_2 * horizon,
    }
    values = {
        "side_1": _value(v_1, q_1, found["k_2"], q_2, w_1, s_1),
        "side_2": _value(v_2, q_2, found["k_1"], q_1, w_2, s_2),
    }
    outcomes = {name: found[name] for name in AudienceCrisis._fields[5:]}
    beliefs = {
        "side_1_fights_at_start": 1.0 - q_1,
        "side_2_fights_at_start": 1.0 - q_2,
        "side_1_fights_at_horizon": 1.0,
        "side_2_fights_at_horizon": 1.0,
    }
    equilibrium = Equilibrium("war of attrition", strategies, outcomes, values, beliefs, ENDS)
    return Solution(MODEL, parameters, (equilibrium,), 0, SELECTION, ENDS)


def _value(v: float, q: float, k_other: float, q_other: float, w: float, s: float) -> float:
    """Mean over types: a quitter gains by what the other concedes at once, a fighter by all."""
    fights = 1.0 - q
    war = w * (s / (s + 1.0) * (1.0 - q ** ((s + 1.0) / s)) - fights)
    return q * k_other * v + fights * v * q_other + war * (1.0 - q_other)


LEAST = 1e-6
OWN, SPEED = "own unit", "own unit per unit of time"

MODELS = (
    Model(
        id="audience-costs",
        title="A watched crisis: who backs down when backing down costs more by the day",
        source=("Fearon1994",),
        parameters=(
            Parameter("v_1", 1.0, "prize of side 1", low=LEAST, unit=OWN),
            Parameter("v_2", 1.0, "prize of side 2", low=LEAST, unit=OWN),
            Parameter("a_1", 1.0, "audience cost of side 1", low=LEAST, unit=SPEED),
            Parameter("a_2", 1.0, "audience cost of side 2", low=LEAST, unit=SPEED),
            Parameter("w_1", 1.0, "largest cost of war to side 1", low=LEAST, unit=OWN),
            Parameter("w_2", 1.0, "largest cost of war to side 2", low=LEAST, unit=OWN),
            Parameter("s_1", 1.0, "shape of war payoffs of side 1, 1 is uniform", 0.2, 20.0),
            Parameter("s_2", 1.0, "shape of war payoffs of side 2, 1 is uniform", 0.2, 20.0),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
