"""Threshold of a third-party guarantee: how likely intervention must be to deter an attack.

Definitions and notation
------------------------
The challenger compares the status quo, worth s, with an attack that gains G if the guarantor stays
out and costs L if it intervenes, which it does with probability pi. Attack is best if and only if
``(1 - pi) G - pi L > s``; deterrence needs ``pi >= (G - s)/(G + L)``.

A decision, not a game: the guarantor's choice enters only as pi, so the model says what a guarantee
must achieve and nothing about whether it will. The chance of being detected in time, of a decision
and of forces at hand multiply into pi.

What it says about a guarantee
------------------------------
What it must achieve: pi* above 1 means that no guarantee deters, at or below 0 that none is needed.
One size of attack only: it is silent about steps too small to be answered. For a guarantee that
ends see `finite-term`; for a guarantor who chooses, `default-penalty`.

References
----------
Derived here; the calculus of an attack on a protege is that of [Russett1963]_.

Examples
--------
>>> found = MODELS[0].solve(gain=1.0, status_quo=0.25, loss=2.0, intervention_probability=0.3)
>>> found.chosen.label
'deterrence'
"""

from typing import NamedTuple

import jax

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "threshold of a guarantee"
SELECTION = "attack only if strictly better: the guarantee holds at the required probability"
BORDER = 1e-12
THREATENED = Status("ok", "There is something to gain, and intervention makes an attack worse.")


class _Attack(NamedTuple):
    probability: float
    value: float


def required_intervention_probability(gain: Number, status_quo: Number, loss: Number) -> Number:
    """Least probability of intervention that deters, (G - s)/(G + L).

    Parameters
    ----------
    gain
        Worth of an unopposed attack to the challenger [challenger's unit].
    status_quo
        Worth of not attacking [challenger's unit].
    loss
        Cost of a war with the guarantor [challenger's unit], with ``gain + loss > 0``.

    Returns
    -------
    Number
        Of shape `*batch` [1]. At most 0: deterred without a guarantee. Above 1: not deterred even
        by certain intervention (``-loss > status_quo``).

    Examples
    --------
    >>> required_intervention_probability(1.0, 0.25, 2.0)
    0.25
    """
    return (gain - status_quo) / (gain + loss)


def attack_is_best(
    gain: Number, status_quo: Number, loss: Number, intervention_probability: Number
) -> bool | jax.Array:
    """Whether an attack is strictly better than the status quo, of shape `*batch`.

    Parameters
    ----------
    gain, status_quo, loss
        As in `required_intervention_probability` [challenger's unit]; any sign.
    intervention_probability
        Probability that the guarantor intervenes [1], 0 to 1.

    Examples
    --------
    >>> attack_is_best(1.0, 0.25, 2.0, 0.2)
    True
    """
    return _attack_value(gain, loss, intervention_probability) > status_quo


def _attack_value(gain: Number, loss: Number, intervention_probability: Number) -> Number:
    return (1.0 - intervention_probability) * gain - intervention_probability * loss


def solve(gain: float, status_quo: float, loss: float, intervention_probability: float) -> Solution:
    """The challenger's best choice; both pure choices if it is indifferent.

    Parameters
    ----------
    gain, status_quo, loss
        As in `required_intervention_probability` [challenger's unit].
    intervention_probability
        Probability that the guarantor intervenes [1], 0 to 1.

    Returns
    -------
    Solution
        Outcomes status_quo, unopposed_gain, war_with_guarantor. Indifference is judged to 1e-12 of
        the largest payoff. Status "degenerate" if ``gain + loss <= 0`` (intervention does not make
        an attack worse, so there is no threshold) or ``gain <= status_quo`` (nothing to gain).

    Examples
    --------
    >>> solve(1.0, 0.25, 2.0, 0.1).chosen.outcomes["war_with_guarantor"]
    0.1
    >>> len(solve(1.0, 0.25, 2.0, 0.25).equilibria)
    2
    """
    value = float(_attack_value(gain, loss, intervention_probability))
    margin = BORDER * max(abs(gain), abs(status_quo), abs(loss))
    status = _status(gain, status_quo, loss)
    attack = _Attack(float(intervention_probability), value)
    found = []
    if value <= status_quo + margin:
        found.append(_equilibrium("deterrence", status_quo, attack, status, attacks=0.0))
    if value >= status_quo - margin:
        found.append(_equilibrium("attack", status_quo, attack, status, attacks=1.0))
    parameters = {
        "gain": float(gain),
        "status_quo": float(status_quo),
        "loss": float(loss),
        "intervention_probability": attack.probability,
    }
    return Solution(MODEL, parameters, tuple(found), 0, SELECTION, status)


def _equilibrium(
    label: str, status_quo: float, attack: _Attack, status: Status, *, attacks: float
) -> Equilibrium:
    outcomes = {
        "status_quo": 1.0 - attacks,
        "unopposed_gain": attacks * (1.0 - attack.probability),
        "war_with_guarantor": attacks * attack.probability,
    }
    values = {"challenger": attacks * attack.value + (1.0 - attacks) * float(status_quo)}
    beliefs = {"guarantor_intervenes": attack.probability}
    return Equilibrium(label, {"challenger_attacks": attacks}, outcomes, values, beliefs, status)


def _status(gain: float, status_quo: float, loss: float) -> Status:
    if gain + loss <= 0:
        sentence = f"-loss < gain is needed, but gain is {gain:g} and loss is {loss:g}: "
        return Status("degenerate", sentence + "intervention does not make an attack worse.")
    if gain <= status_quo:
        sentence = f"status_quo < gain is needed, but they are {status_quo:g} and {gain:g}: "
        return Status("degenerate", sentence + "there is nothing to gain.")
    return THREATENED


OWN = "challenger's unit"

MODELS = (
    Model(
        id="threshold",
        title="How likely intervention must be to deter an attack",
        source=("Russett1963",),
        parameters=(
            Parameter("gain", 1.0, "worth G of an unopposed attack", unit=OWN),
            Parameter("status_quo", 0.25, "worth s of not attacking", unit=OWN),
            Parameter("loss", 2.0, "cost L of a war with the guarantor", unit=OWN),
            Parameter("intervention_probability", 0.3, "chance pi of intervention", 0.0, 1.0),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
        stage="threshold",
    ),
)
