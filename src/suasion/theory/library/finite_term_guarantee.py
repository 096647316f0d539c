"""Finite-term guarantee: attack now, wait until it expires, or never.

Definitions and notation
------------------------
A guarantor would intervene with probability pi during T periods, and not at all afterwards. In each
period the challenger may attack, once. An attack is worth ``A = (1 - pi) G - pi L`` under the
guarantee and ``G`` after it; a period without an attack is worth ``s``; ``delta`` is the discount
factor. For ever without an attack is worth ``S = s/(1 - delta)``.

Leaders. A *hawk* is in office at the start and chooses as above. In each period the leader leaves
office with hazard h; a successor is a hawk with probability theta, else a dove, who never attacks.
All hawks value what happens alike, in office or not. A hawk is in office at time t with probability

    P_t = (1 - h)^t + (1 - (1 - h)^t) theta.

Optimum
-------
The value of an attack during the term does not change with time, so if one is best, it is best at
once. Waiting until the expiry is worth

    W = (1 - delta^T) S + delta^T (P_T G + (1 - P_T) V),   V = (s + delta h theta G)/
                                                               (1 - delta (1 - h theta)),

V being what a hawk has from a dove in office after the expiry: a later hawk attacks. So, with
``G > S``:

- *wait* is best if ``A <= W``, which is ``pi >= (G - W)/(G + L)``; without leaders changing and
  with s = 0 the condition is ``pi >= (1 - delta^T) G/(G + L)``;
- otherwise *attack now*.

With ``G <= S`` an attack after the expiry does not pay, nor does one under the guarantee: *never*.
During the term *never* and *wait* look alike. ``pi >= (G - S)/(G + L)``, the threshold of a
guarantee without end, makes an attack under the guarantee worse than none, yet does nothing about
the expiry: that needs ``G <= S``, by renewal or by the protege's own strength.

What it says about a guarantee
------------------------------
A term outlasts a challenger if its leader is likely gone, the successor is less hawkish, and the
protege has changed G by then; ``P_T`` answers the first two. A hawk who expects a dove gains less
by waiting, so a larger chance of succession makes an attack now more tempting and the guarantee has
to be stronger. Renewal, a guarantor whose reliability changes, and an incumbent who cares only for
its own time in office are not in the model. A decision, not a game.

The model is this project's own. For a single period see `threshold`.

References
----------
Derived here; the calculus of an attack on a protege is that of [Russett1963]_, and the end of a
guarantee is a foreseen shift of power as in [Fearon1995]_.

Examples
--------
>>> term = MODELS[0]
>>> found = term.solve(
...     gain=1.0, loss=2.0, delta=0.95, term_periods=10.0, intervention_probability=0.2
... )
>>> found.chosen.label, round(found.chosen.values["challenger"], 6)
('wait for expiry', 0.598737)
>>> {name: round(x, 6) for name, x in found.chosen.strategies.items() if name.endswith("needed")}
{'probability_to_wait_needed': 0.133754, 'probability_without_end_needed': 0.333333}
>>> gone = term.solve(hazard_per_period=0.1, hawk_successor_probability=0.5)
>>> round(gone.chosen.beliefs["hawk_at_expiry"], 3)
0.674
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "finite-term guarantee"
SELECTION = "when indifferent, the plan with less war: never, then waiting, then attack now"
GAIN = Status("ok", "There is something to gain, and the best plan is found.")
BORDER = 1e-12


class TermPlans(NamedTuple):
    """Worth of the three plans to a hawk in office [challenger's unit]; each of shape `*batch`.

    ``hawk_at_expiry`` is P_T [1]; ``to_wait`` and ``without_end`` are the least probabilities of
    intervention [1] at which waiting is as good as an attack now, and at which an attack under a
    guarantee without end does not pay.
    """

    attack_now: jax.Array
    wait_for_expiry: jax.Array
    never: jax.Array
    hawk_at_expiry: jax.Array
    to_wait: jax.Array
    without_end: jax.Array


def hawk_probability(
    periods: Number, hazard_per_period: Number, hawk_successor_probability: Number
) -> jax.Array:
    """Probability that a hawk is in office after some periods, starting from a hawk.

    Parameters
    ----------
    periods
        Time that has passed [period], >= 0.
    hazard_per_period
        Probability that the leader leaves office [1/period], 0 to 1.
    hawk_successor_probability
        Probability that a successor is a hawk [1], 0 to 1.

    Examples
    --------
    >>> round(float(hawk_probability(10.0, 0.1, 0.5)), 3)
    0.674
    """
    stays = (1.0 - jnp.asarray(hazard_per_period)) ** periods
    return stays + (1.0 - stays) * hawk_successor_probability


def plans(
    gain: Number,
    status_quo: Number,
    loss: Number,
    intervention_probability: Number,
    delta: Number,
    term_periods: Number,
    hazard_per_period: Number = 0.0,
    hawk_successor_probability: Number = 1.0,
) -> TermPlans:
    """What each plan is worth, and how likely intervention must be.

    Parameters
    ----------
    gain, loss
        Worth G of an unopposed attack and cost L of a war with the guarantor [challenger's unit],
        with ``gain + loss > 0``.
    status_quo
        Worth s of a period without an attack [challenger's unit per period].
    intervention_probability
        Probability pi during the term [1], 0 to 1.
    delta
        Discount factor [1 per period], 0 to below 1.
    term_periods
        Term T [period], >= 1.
    hazard_per_period, hawk_successor_probability
        As in `hawk_probability`.

    Returns
    -------
    TermPlans
        Waiting includes attacks by later hawks after the expiry.

    References
    ----------
    Derived here.

    Examples
    --------
    >>> found = plans(1.0, 0.0, 2.0, 0.2, 0.95, 10.0)
    >>> round(float(found.wait_for_expiry), 6), round(float(found.to_wait), 6)
    (0.598737, 0.133754)
    """
    delta = jnp.asarray(delta)
    never = status_quo / (1.0 - delta)
    chance = jnp.asarray(intervention_probability)
    attack_now = (1.0 - chance) * gain - chance * loss
    hawk = hawk_probability(term_periods, hazard_per_period, hawk_successor_probability)
    returns = hazard_per_period * hawk_successor_probability
    dove = (status_quo + delta * returns * gain) / (1.0 - delta * (1.0 - returns))
    expiry = delta**term_periods
    wait = (1.0 - expiry) * never + expiry * (hawk * gain + (1.0 - hawk) * dove)
    return TermPlans(
        attack_now,
        wait,
        never,
        hawk,
        (gain - wait) / (gain + loss),
        (gain - never) / (gain + loss),
    )


def solve(
    gain: float,
    status_quo: float,
    loss: float,
    intervention_probability: float,
    delta: float,
    term_periods: float,
    hazard_per_period: float,
    hawk_successor_probability: float,
) -> Solution:
    """The best plans; more than one if the challenger is indifferent.

    Parameters
    ----------
    gain, status_quo, loss, intervention_probability, delta, term_periods
        As in `plans`.
    hazard_per_period, hawk_successor_probability
        As in `hawk_probability`.

    Returns
    -------
    Solution
        Outcomes unopposed_now, war_with_guarantor, attack_at_expiry, no_attack_at_expiry; the last
        includes a dove in office at the expiry, after whom a hawk may come. Strategies: the plan,
        and the least probabilities of intervention [1]. Indifference is judged to 1e-12 of the
        largest payoff. Where ``G + L <= 0`` intervention does not make an attack worse: status
        "none-found".

    Examples
    --------
    >>> tie = solve(1.0, 0.0, 1.0, 0.25, 0.5, 1.0, 0.0, 1.0)
    >>> [one.label for one in tie.equilibria]
    ['wait for expiry', 'attack now']
    """
    parameters = {
        "gain": gain,
        "status_quo": status_quo,
        "loss": loss,
        "intervention_probability": intervention_probability,
        "delta": delta,
        "term_periods": term_periods,
        "hazard_per_period": hazard_per_period,
        "hawk_successor_probability": hawk_successor_probability,
    }
    if gain + loss <= 0:
        sentence = f"-loss < gain is needed, but gain is {gain:g} and loss is {loss:g}."
        return Solution(MODEL, parameters, (), -1, SELECTION, Status("none-found", sentence))
    with jax.enable_x64(True):
        found = {name: float(x) for name, x in plans(**parameters)._asdict().items()}
    best = _best(gain, found, BORDER * max(abs(gain), abs(loss), abs(found["never"])))
    chances = intervention_probability, found["hawk_at_expiry"]
    status = _status(gain, found["never"])
    equilibria = [_equilibrium(x, worth, chances, found, status) for x, worth in best.items()]
    return Solution(MODEL, parameters, tuple(equilibria), 0, SELECTION, status)


def _best(gain: float, found: dict[str, float], margin: float) -> dict[str, float]:
    """Plans that are best from the start, with what is best after the expiry."""
    later = {}
    if gain <= found["never"] + margin:
        later["never"] = found["never"]
    if gain >= found["never"] - margin:
        later["wait for expiry"] = found["wait_for_expiry"]
    worths = later | {"attack now": found["attack_now"]}
    least = max(worths.values()) - margin
    return {label: worth for label, worth in worths.items() if worth >= least}


def _equilibrium(
    label: str,
    worth: float,
    chances: tuple[float, float],
    found: dict[str, float],
    status: Status,
) -> Equilibrium:
    intervenes, hawk = chances
    now, waits = float(label == "attack now"), float(label == "wait for expiry")
    outcomes = {
        "unopposed_now": now * (1.0 - intervenes),
        "war_with_guarantor": now * intervenes,
        "attack_at_expiry": waits * hawk,
        "no_attack_at_expiry": (1.0 - now) * (1.0 - waits * hawk),
    }
    strategies = {
        "attacks_now": now,
        "hawk_attacks_at_expiry": now + waits,
        "probability_to_wait_needed": found["to_wait"],
        "probability_without_end_needed": found["without_end"],
    }
    beliefs = {"guarantor_intervenes": intervenes, "hawk_at_expiry": hawk}
    return Equilibrium(label, strategies, outcomes, {"challenger": worth}, beliefs, status)


def _status(gain: float, never: float) -> Status:
    if never < gain:
        return GAIN
    sentence = f"s/(1 - delta) < gain is needed, but they are {never:g} and {gain:g}: "
    return Status("degenerate", sentence + "there is nothing to gain, guarantee or not.")


OWN = "challenger's unit"

MODELS = (
    Model(
        id="finite-term",
        title="A guarantee that ends: attack now, wait for the expiry, or never",
        source=("Russett1963", "Fearon1995"),
        parameters=(
            Parameter("gain", 1.0, "worth G of an unopposed attack", unit=OWN),
            Parameter("status_quo", 0.0, "worth s of a period without", unit=f"{OWN} per period"),
            Parameter("loss", 2.0, "cost L of a war with the guarantor", unit=OWN),
            Parameter("intervention_probability", 0.2, "chance pi of intervention", 0.0, 1.0),
            Parameter("delta", 0.95, "discount factor", 0.0, 0.999999, "1 per period"),
            Parameter("term_periods", 10.0, "length T of the term", 1.0, unit="period", whole=True),
            Parameter("hazard_per_period", 0.0, "chance h of a new leader", 0.0, 1.0, "1/period"),
            Parameter("hawk_successor_probability", 1.0, "chance theta of a hawk", 0.0, 1.0),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
