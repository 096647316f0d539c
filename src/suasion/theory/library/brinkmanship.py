"""Reduced form of nuclear brinkmanship with limited war: how much power a challenger brings.

The article's model was not at hand, only its abstract and that of a lecture on it. What follows is
a choice problem written to carry the trade-off they describe; its functional forms are ours.

Definitions and notation
------------------------
The challenger brings power p between ``p_0`` and 1 to bear. It prevails with probability p, which
is worth ``v``, unless the crisis ends in disaster, which costs it ``n``. More power makes the
crisis less stable: the *potential risk* is ``r(p) = k (p - p_0)``, at most 1, where ``k`` is the
sharpness of the trade-off between power and risk. What follows is worth

    U(p) = (1 - r(p)) p v - r(p) n,

and without a challenge it keeps ``s``. The challenger would run a risk of at most ``R_C``. With
probability ``lambda_d`` the balance of resolve favours the defender; then a challenger whose
potential risk exceeds R_C is outbid and backs down, which costs it ``q`` and runs no risk. A crisis
with ``r(p) <= R_C`` cannot be outbid: that is limited conflict.

Optimum
-------
- Unconstrained, ``p* = (1/k - n/v + p_0)/2``, between p_0 and 1: marginal gain is marginal risk.
- The most power that cannot be outbid is ``p_s = p_0 + R_C/k``.
- If ``p* <= p_s`` the challenger brings p*, whatever the balance of resolve.
- Otherwise it *limits* itself to p_s, or *gambles* on p* and is outbid with probability lambda_d.
  It gambles if ``lambda_d < lambda* = (U(p*) - U(p_s))/(U(p*) + q)``.
- It challenges at all if the best of these exceeds s.

Directions. The likelier the balance favours the defender, the less power is brought. As k rises,
p*, p_s and, while ``p* < 1``, lambda* fall: high-level conflict becomes less likely, and low-level
conflict more likely in its place (the stability-instability paradox). Both are what the abstract
states. Where ``p* = 1`` is a corner lambda* can rise with k, and where s is high a sharper
trade-off deters low-level conflict too; these are results of the reduced form.

What it says about a guarantee
------------------------------
A nuclear guarantee works on k and n: it deters the large attack sooner than the small one, down to
``p_s``. Deterring the small one needs s, or forces that make little power prevail less often. It
says nothing about how risk is bid up, and a defender who never chooses cannot be reassured.

References
----------
[Powell2015]_, abstract; to be compared with the text.

Examples
--------
>>> brink = MODELS[0]
>>> for lambda_d in (0.05, 0.5):
...     found = brink.solve(lambda_d=lambda_d).chosen
...     print(found.label, round(found.strategies["power"], 3), round(found.strategies["risk"], 3))
gamble 0.55 0.35
limited conflict 0.4 0.2
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "brinkmanship"
SELECTION = "when indifferent, the choice with less conflict"
BORDER = 1e-12
FOUND = Status("ok", "The best power to bring is found, and compared with the status quo.")


class PowerChoice(NamedTuple):
    """What the challenger may choose; each of shape `*batch`.

    ``free`` and ``limited`` [1] are the powers p* and min(p*, p_s), with their potential risks [1]
    and worth U [challenger's unit]; ``lambda_star`` [1] is the chance that the balance of resolve
    favours the defender below which it gambles, 0 where nothing can be outbid.
    """

    free: jax.Array
    free_risk: jax.Array
    free_worth: jax.Array
    limited: jax.Array
    limited_risk: jax.Array
    limited_worth: jax.Array
    lambda_star: jax.Array


def potential_risk(p: Number, p_0: Number, k: Number) -> jax.Array:
    """Potential risk k (p - p_0), at most 1.

    Parameters
    ----------
    p, p_0
        Power brought to bear and its least [1], p_0 <= p <= 1.
    k
        Sharpness of the trade-off [1 per unit of power], > 0.

    Examples
    --------
    >>> float(potential_risk(0.5, 0.25, 2.0))
    0.5
    """
    return jnp.minimum(k * (jnp.asarray(p) - p_0), 1.0)


def challenge_worth(p: Number, p_0: Number, k: Number, v: Number, n: Number) -> jax.Array:
    """Worth U(p) of a challenge that is not outbid [challenger's unit].

    Parameters
    ----------
    p, p_0, k
        As in `potential_risk`.
    v, n
        Worth of prevailing and cost of disaster [challenger's unit], > 0.

    Examples
    --------
    >>> float(challenge_worth(0.5, 0.25, 2.0, 1.0, 0.25))
    0.125
    """
    risk = potential_risk(p, p_0, k)
    return (1.0 - risk) * p * v - risk * n


def power_choice(
    p_0: Number, k: Number, v: Number, n: Number, q: Number, R_C: Number
) -> PowerChoice:
    """Both powers that can be best, and the balance of resolve that decides between them.

    Parameters
    ----------
    p_0, k, v, n
        As in `challenge_worth`.
    q
        Cost of backing down [challenger's unit], >= 0.
    R_C
        Largest risk that the challenger would run [1], 0 to 1.

    References
    ----------
    [Powell2015]_, abstract; functional forms and optimum derived here.

    Examples
    --------
    >>> [round(float(x), 3) for x in power_choice(0.2, 1.0, 1.0, 0.1, 0.05, 0.2)[::3]]
    [0.55, 0.4, 0.06]
    """
    free = jnp.clip(0.5 * (1.0 / jnp.asarray(k) - n / v + p_0), p_0, 1.0)
    limited = jnp.minimum(free, p_0 + R_C / k)
    worth, kept = challenge_worth(free, p_0, k, v, n), challenge_worth(limited, p_0, k, v, n)
    return PowerChoice(
        free,
        potential_risk(free, p_0, k),
        worth,
        limited,
        potential_risk(limited, p_0, k),
        kept,
        (worth - kept) / jnp.where(worth + q > 0, worth + q, 1.0),
    )


def solve(
    p_0: float, k: float, v: float, n: float, q: float, s: float, R_C: float, lambda_d: float
) -> Solution:
    """The best choices; more than one where the challenger is indifferent.

    Parameters
    ----------
    p_0, k, v, n, q, R_C
        As in `power_choice`.
    s
        Worth of the status quo to the challenger [challenger's unit].
    lambda_d
        Chance that the balance of resolve favours the defender [1], 0 to 1.

    Returns
    -------
    Solution
        Outcomes status_quo, backs_down, prevails, fails, disaster. Labels: status quo; limited
        conflict, which cannot be outbid; gamble. Indifference is judged to 1e-12 of v + n.

    Examples
    --------
    >>> solve(0.2, 1.0, 1.0, 0.1, 0.05, 0.9, 0.2, 0.1).chosen.label
    'status quo'
    """
    names = ("p_0", "k", "v", "n", "q", "s", "R_C", "lambda_d")
    numbers = (float(x) for x in (p_0, k, v, n, q, s, R_C, lambda_d))
    parameters = dict(zip(names, numbers, strict=True))
    with jax.enable_x64(True):
        choice = power_choice(p_0, k, v, n, q, R_C)._asdict()
    found = {name: float(x) for name, x in choice.items()}
    gambled = (1.0 - lambda_d) * found["free_worth"] - lambda_d * q
    worths = {"status quo": s, "limited conflict": found["limited_worth"]}
    if found["free"] > found["limited"]:
        worths["gamble"] = gambled
    best = max(worths.values()) - BORDER * (v + n)
    equilibria = [
        _equilibrium(label, worth, found, lambda_d)
        for label, worth in worths.items()
        if worth >= best
    ]
    return Solution(MODEL, parameters, tuple(equilibria), 0, SELECTION, FOUND)


def _equilibrium(label: str, worth: float, found: dict[str, float], lambda_d: float) -> Equilibrium:
    kind = "free" if label == "gamble" else "limited"
    challenges = float(label != "status quo")
    power, risk = challenges * found[kind], challenges * found[f"{kind}_risk"]
    outbid = lambda_d if label == "gamble" else 0.0
    fought = challenges * (1.0 - outbid)
    outcomes = {
        "status_quo": 1.0 - challenges,
        "backs_down": challenges * outbid,
        "prevails": fought * (1.0 - risk) * power,
        "fails": fought * (1.0 - risk) * (1.0 - power),
        "disaster": fought * risk,
    }
    strategies = {
        "challenges": challenges,
        "power": power,
        "risk": risk,
        "gambles_below": found["lambda_star"],
    }
    beliefs = {"defender_more_resolute": lambda_d}
    return Equilibrium(label, strategies, outcomes, {"challenger": worth}, beliefs, FOUND)


LEAST, OWN = 1e-6, "challenger's unit"

MODELS = (
    Model(
        id="brinkmanship",
        title="How much power a challenger dares to bring under a risk of nuclear disaster",
        source=("Powell2015",),
        parameters=(
            Parameter("p_0", 0.2, "least power, without added risk", 0.0, 1.0),
            Parameter("k", 1.0, "sharpness of the trade-off", LEAST, 1e6, "1 per unit of power"),
            Parameter("v", 1.0, "worth of prevailing", low=LEAST, unit=OWN),
            Parameter("n", 0.1, "cost of disaster", low=LEAST, unit=OWN),
            Parameter("q", 0.05, "cost of backing down", low=0.0, unit=OWN),
            Parameter("s", 0.0, "worth of the status quo", unit=OWN),
            Parameter("R_C", 0.2, "largest risk that the challenger would run", 0.0, 1.0),
            Parameter("lambda_d", 0.1, "chance that the defender is more resolute", 0.0, 1.0),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
        stage="brinkmanship",
        reduced=True,
    ),
)
