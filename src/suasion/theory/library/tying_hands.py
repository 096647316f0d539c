"""Tying hands and sinking costs: two ways for a defender to signal its interest.

Definitions and notation
------------------------
The defender's value v of the issue is private, uniform on 0 to ``v_max``. It sends a signal m; the
challenger attacks or not; a defender that is attacked fights, worth ``p v - c``, or concedes, worth
0. Without an attack it keeps v. The two instruments differ in who pays m:

- *tying hands* (a treaty, a ratified obligation): paid only if it concedes after an attack;
- *sunk cost* (stationed troops, funded programmes): paid always.

``p`` is the defender's probability of winning [1], ``c`` its cost of war [the unit of v], and
``q`` the probability that the challenger attacks even if resistance is certain; it attacks for sure
if concession is certain.

In the benchmark only values above a threshold signal, and whoever signals fights: there is no
bluffing. Tying hands has the lower threshold, so it serves the defender better and makes war more
likely. Both results are stated by the publication's abstract; the closed forms are derived here
from the game as described above, whose payoffs are from memory, to be compared with the text:

- tying hands: ``v* = q c/(1 - q + q p)``, ``m* = c - p v*``, ``P(war) = q (1 - F(v*))``;
- sunk cost: ``v* = c/p``, ``m* = (1 - q) c/p``, ``P(war) = q (1 - F(v*))``.

What it says about a guarantee
------------------------------
An obligation that is public and ratified ties hands; troops and programmes are sunk. Neither says
whether the text's own signal is the best one: `subgame` takes the signal as given. Troops also
change who would win, which is not in the model, and v is drawn once: there is no reputation.

References
----------
[Fearon1997]_.

Examples
--------
>>> tied, sunk = (
...     model.solve(win_probability=0.5, war_cost=0.2, undeterred_probability=0.4).chosen
...     for model in MODELS
... )
>>> round(tied.outcomes["war"], 2), round(sunk.outcomes["war"], 2)
(0.36, 0.24)
>>> round(tied.values["defender"], 3), round(sunk.values["defender"], 3)
(0.324, 0.144)
"""

from functools import partial
from typing import Literal, NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

SELECTION = "the benchmark without bluffing, at the least signal that separates"
SIGNALLED = Status("ok", "Some values of the issue are high enough to signal.")

Instrument = Literal["tying hands", "sunk cost"]


class SignalOptimum(NamedTuple):
    """The benchmark: who signals, how strongly, and the risk; each of shape `*batch`."""

    threshold_value: jax.Array
    signal: jax.Array
    p_war: jax.Array


class Crisis(NamedTuple):
    """Probabilities [1] after a fixed signal, each of shape `*batch`."""

    p_fight: jax.Array
    p_attack: jax.Array
    p_war: jax.Array


def optimum_tying_hands(
    win_probability: Number, war_cost: Number, undeterred_probability: Number, v_max: Number = 1.0
) -> SignalOptimum:
    """Benchmark with tying hands: v* = q c/(1 - q + q p), m* = c - p v*, P(war) = q (1 - F(v*)).

    Parameters
    ----------
    win_probability
        The defender's probability p of winning [1], above 0 to 1.
    war_cost
        The defender's cost c of war [unit of v], > 0.
    undeterred_probability
        Probability q of attack though resistance is certain [1], 0 to 1.
    v_max
        Largest value of the issue to the defender [unit of v], > 0.

    Returns
    -------
    SignalOptimum
        The threshold is the value at which signalling and being attacked anyway just pay; the
        signal is the least at which that type fights. A threshold above `v_max` means that nobody
        signals and war does not occur.

    References
    ----------
    [Fearon1997]_; derived here.

    Examples
    --------
    >>> [round(float(x), 3) for x in optimum_tying_hands(0.5, 0.2, 0.4)]
    [0.1, 0.15, 0.36]
    """
    p, c, q = jnp.asarray(win_probability), war_cost, undeterred_probability
    threshold = q * c / (1.0 - q + q * p)
    return SignalOptimum(threshold, c - p * threshold, q * _share_above(threshold, v_max))


def optimum_sunk_cost(
    win_probability: Number, war_cost: Number, undeterred_probability: Number, v_max: Number = 1.0
) -> SignalOptimum:
    """Benchmark with sunk costs: v* = c/p, m* = (1 - q) c/p, P(war) = q (1 - F(v*)).

    Parameters
    ----------
    win_probability, war_cost, undeterred_probability, v_max
        As in `optimum_tying_hands`.

    Returns
    -------
    SignalOptimum
        Only values that would fight anyway signal; the signal is what the least of them gains from
        being attacked less often.

    References
    ----------
    [Fearon1997]_; derived here.

    Examples
    --------
    >>> [round(float(x), 3) for x in optimum_sunk_cost(0.5, 0.2, 0.4)]
    [0.4, 0.24, 0.24]
    """
    threshold = war_cost / jnp.asarray(win_probability)
    signal = (1.0 - undeterred_probability) * threshold
    return SignalOptimum(threshold, signal, undeterred_probability * _share_above(threshold, v_max))


def subgame(
    signal: Number,
    win_probability: Number,
    war_cost: Number,
    undeterred_probability: Number,
    v_max: Number = 1.0,
) -> Crisis:
    """Chances of a fight, an attack and a war after a fixed tying-hands signal.

    The signal is the same for every value, as a treaty that is already in force, and so tells the
    challenger nothing about v.

    Parameters
    ----------
    signal
        Cost m of conceding after an attack [unit of v], >= 0.
    win_probability, war_cost, undeterred_probability, v_max
        As in `optimum_tying_hands`, with ``win_probability < 1``.

    Returns
    -------
    Crisis
        ``p_fight``, given an attack, is the chance f that ``p v - c >= -m``. ``p_attack`` is
        ``1 - (1 - q) f (1 - p)/(1 - f p)``: it runs from 1 at f = 0 to q at f = 1 as it does for a
        challenger whose own value is uniform and private and who wins with 1 - p; this shape
        between the two ends is our assumption. ``p_war`` is their product.

    References
    ----------
    [Fearon1997]_ for the game; derived here.

    Examples
    --------
    >>> [round(float(x), 3) for x in subgame(0.1, 0.5, 0.2, 0.4)]
    [0.8, 0.6, 0.48]
    """
    p = jnp.asarray(win_probability)
    p_fight = _share_above((war_cost - signal) / p, v_max)
    p_attack = 1.0 - (1.0 - undeterred_probability) * p_fight * (1.0 - p) / (1.0 - p_fight * p)
    return Crisis(p_fight, p_attack, p_attack * p_fight)


def _share_above(threshold: jax.Array, v_max: Number) -> jax.Array:
    return 1.0 - jnp.clip(threshold / v_max, 0.0, 1.0)


def solve(
    win_probability: float,
    war_cost: float,
    undeterred_probability: float,
    v_max: float = 1.0,
    *,
    instrument: Instrument = "tying hands",
) -> Solution:
    """The benchmark equilibrium of one instrument.

    Parameters
    ----------
    win_probability, war_cost, undeterred_probability, v_max
        As in `optimum_tying_hands`.
    instrument
        "tying hands" or "sunk cost".

    Returns
    -------
    Solution
        Outcomes status_quo, concession, war; the defender's value before it knows v. Strategies
        hold the threshold and the signal [unit of v] beside probabilities. A signalling game has
        more equilibria than its benchmark, such as stronger signals with the same outcomes; they
        are not listed. Status "degenerate" if no value is high enough to signal.

    Examples
    --------
    >>> found = solve(0.5, 0.2, 0.4)
    >>> {name: round(p, 3) for name, p in found.chosen.outcomes.items()}
    {'status_quo': 0.54, 'concession': 0.1, 'war': 0.36}
    """
    arguments = tuple(float(x) for x in (win_probability, war_cost, undeterred_probability, v_max))
    optimum = optimum_tying_hands if instrument == "tying hands" else optimum_sunk_cost
    with jax.enable_x64(True):
        threshold, signal, _ = (float(x) for x in optimum(*arguments))
    names = ("win_probability", "war_cost", "undeterred_probability", "v_max")
    status = _status(threshold, arguments[-1])
    sunk = signal if instrument == "sunk cost" else 0.0
    equilibrium = _equilibrium(arguments, threshold, signal, sunk, status)
    parameters = dict(zip(names, arguments, strict=True))
    return Solution(instrument, parameters, (equilibrium,), 0, SELECTION, status)


def _status(threshold: float, v_max: float) -> Status:
    if threshold < v_max:
        return SIGNALLED
    sentence = f"threshold < v_max is needed, but they are {threshold:g} and {v_max:g}: "
    return Status("degenerate", sentence + "no value is high enough to signal.")


def _equilibrium(
    arguments: tuple[float, ...], threshold: float, signal: float, sunk: float, status: Status
) -> Equilibrium:
    p, c, q, v_max = arguments
    cut = min(threshold, v_max)
    signals = 1.0 - cut / v_max
    outcomes = {
        "status_quo": (1.0 - q) * signals,
        "concession": 1.0 - signals,
        "war": q * signals,
    }
    strategies = {
        "threshold_value": threshold,
        "signal": signal,
        "defender_signals": signals,
        "defender_fights_after_signal": 1.0,
        "challenger_attacks_after_signal": q,
        "challenger_attacks_after_silence": 1.0,
    }
    mean_value = (cut + v_max) / 2.0
    gain = (1.0 - q) * mean_value + q * (p * mean_value - c) - sunk
    value = signals * gain if signals > 0.0 else 0.0
    beliefs = {"resisted_after_signal": 1.0, "resisted_after_silence": 0.0}
    return Equilibrium("no bluffing", strategies, outcomes, {"defender": value}, beliefs, status)


LEAST = 1e-6

PARAMETERS = (
    Parameter("win_probability", 0.5, "defender's probability p of winning", LEAST, 1.0),
    Parameter("war_cost", 0.2, "defender's cost c of war", low=LEAST, unit="unit of v"),
    Parameter("undeterred_probability", 0.4, "chance q of attack if sure of resistance", 0.0, 1.0),
    Parameter("v_max", 1.0, "largest value of the issue", low=LEAST, unit="unit of v"),
)

MODELS = (
    Model(
        id="tying-hands",
        title="A promise that is costly to break shows who would fight",
        source=("Fearon1997",),
        parameters=PARAMETERS,
        solvers={"exact": partial(solve, instrument="tying hands")},
        page=__doc__ or "",
        stage="tying-hands",
    ),
    Model(
        id="sunk-cost",
        title="Money spent beforehand shows who would fight",
        source=("Fearon1997",),
        parameters=PARAMETERS,
        solvers={"exact": partial(solve, instrument="sunk cost")},
        page=__doc__ or "",
    ),
)
