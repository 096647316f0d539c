"""Sequential inspection: few inspections over many periods against one violation.

Definitions and notation
------------------------
There are ``n`` periods left and the inspector has ``m`` inspections left. In each period the
inspector inspects or not and the inspectee violates or not, at most once in all; both know n and m,
and the inspectee sees afterwards whether there was an inspection. Zero-sum: a violation in an
inspected period is caught, worth +1 to the inspector; in another it is not, worth -1; legal
behaviour throughout is worth 0.

Value and strategies
--------------------
With ``A = I(n-1, m-1)`` after an inspection and ``B = I(n-1, m)`` after none, I is the value of

============  =====  ========
inspector     legal  violate
============  =====  ========
inspects      A      +1
does not      B      -1
============  =====  ========

so for ``0 < m < n`` the inspector inspects with ``p = (1 + B)/(2 + B - A)``, the inspectee
violates with ``q = (B - A)/(2 + B - A)`` and ``I = 2 p - 1``. Bounds: ``I(n, 0) = -1`` and
``I(n, m) = 0`` for ``m >= n``. In closed form

    ``I(n, m) = -C(n-1, m) / (C(n, 0) + ... + C(n, m))``.

For ``0 < m < n`` the optimal strategies are unique. Without inspections left the inspectee may
violate in any period; here it does so at once. With an inspection for every period, any chance of
1/2 or more deters; here the inspector always inspects.

Validity
--------
Perfect detection where inspected, no false alarms, one violation, payoffs symmetric and opposed.
Several violations and other payoffs are in [VonStengel2016]_ and not here. For one period with
errors use `inspection`.

What it says about a guarantee
------------------------------
How far a budget of inspections reaches when the other side can count them: the value falls quickly
with the periods that each must cover, and a side that has used up its inspections is helpless.

References
----------
[Dresher1962]_; also [AvenhausVonStengelZamir2002]_.

Examples
--------
>>> found = MODELS[0].solve(n=4, m=2).chosen
>>> round(found.values["inspector"], 4), round(found.strategies["inspects_4_2"], 4)
(-0.2727, 0.3636)
>>> {name: round(p, 4) for name, p in found.outcomes.items()}
{'legal': 0.4298, 'caught': 0.1488, 'undetected': 0.4215}
"""

from functools import cache
from math import comb
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import betainc, gammaln

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "sequential inspection game"
SELECTION = "the only optimal strategies; where others are as good, the choice the page names"


class Stage(NamedTuple):
    """Chance of an inspection p, of a violation q, and the value to the inspector [1]."""

    p: float
    q: float
    value: float


def game_value(n: jax.Array, m: jax.Array) -> jax.Array:
    """Value of the game to the inspector in closed form.

    Parameters
    ----------
    n
        Periods [period], whole and >= 1, shape `*batch`.
    m
        Inspections [1], whole and >= 0, shape `*batch`.

    Returns
    -------
    jax.Array
        ``-C(n-1, m)/(C(n, 0) + ... + C(n, m))``, -1 to 0, shape `*batch`.

    References
    ----------
    [Dresher1962]_.

    Examples
    --------
    >>> [round(float(game_value(4.0, m)), 4) for m in (0.0, 1.0, 2.0, 3.0, 4.0)]
    [-1.0, -0.6, -0.2727, -0.0667, 0.0]
    """
    n, m = jnp.asarray(n, dtype=float), jnp.asarray(m, dtype=float)
    short = m < n
    m = jnp.where(short, m, 0.0)
    choices = gammaln(n) - gammaln(m + 1.0) - gammaln(n - m)
    # The sum of binomial coefficients is 2^n times the chance of at most m heads in n throws.
    total = n * jnp.log(2.0) + jnp.log(betainc(n - m, m + 1.0, 0.5))
    return jnp.where(short, -jnp.exp(choices - total), 0.0)


@cache
def stage(n: int, m: int) -> Stage:
    """Optimal strategies with n periods and m inspections left, by the recursion.

    Parameters
    ----------
    n
        Periods left, >= 1.
    m
        Inspections left, >= 0.

    Examples
    --------
    >>> stage(2, 1)
    Stage(p=0.333..., q=0.333..., value=-0.333...)
    """
    if m == 0:
        return Stage(0.0, 1.0, -1.0)
    if m >= n:
        return Stage(1.0, 0.0, 0.0)
    inspected, missed = _exact_value(n - 1, m - 1), _exact_value(n - 1, m)
    p = (1.0 + missed) / (2.0 + missed - inspected)
    return Stage(p, (missed - inspected) / (2.0 + missed - inspected), 2.0 * p - 1.0)


def _exact_value(n: int, m: int) -> float:
    return -comb(n - 1, m) / sum(comb(n, i) for i in range(m + 1)) if m < n else 0.0


def solve(n: float, m: float) -> Solution:
    """Optimal strategies in every state that play can reach, and how the game ends.

    Parameters
    ----------
    n
        Periods [period].
    m
        Inspections [1].

    Returns
    -------
    Solution
        Outcomes legal, caught, undetected; strategies ``inspects_n_m`` and ``violates_n_m`` for
        each n and m left.
    """
    periods, inspections = int(n), int(m)
    states = _states(periods, inspections)
    strategies = {f"inspects_{i}_{j}": stage(i, j).p for i, j in states}
    strategies |= {f"violates_{i}_{j}": stage(i, j).q for i, j in states}
    outcomes, value = _endings(states), stage(periods, inspections).value
    values = {"inspector": value, "inspectee": -value}
    label = "deterrence" if inspections >= periods else "mixed"
    label = "no inspections" if inspections == 0 else label
    status = Status("ok", "The game is solved.")
    found = Equilibrium(label, strategies, outcomes, values, {}, status)
    parameters = {"n": float(n), "m": float(m)}
    return Solution(MODEL, parameters, (found,), 0, SELECTION, status)


def _states(n: int, m: int) -> list[tuple[int, int]]:
    """Periods and inspections left while nothing was violated, from the start on."""
    return [(i, j) for i in range(n, 0, -1) for j in range(m, max(m - (n - i), 0) - 1, -1)]


def _endings(states: list[tuple[int, int]]) -> dict[str, float]:
    reached = dict.fromkeys(states, 0.0) | {states[0]: 1.0}
    caught = undetected = 0.0
    for (i, j), here in list(reached.items()):
        p, q, _ = stage(i, j)
        here = reached[(i, j)]
        caught, undetected = caught + here * q * p, undetected + here * q * (1.0 - p)
        for after, chance in (((i - 1, j - 1), p), ((i - 1, j), 1.0 - p)):
            if after in reached:
                reached[after] += here * (1.0 - q) * chance
    return {"legal": 1.0 - caught - undetected, "caught": caught, "undetected": undetected}


MODELS: tuple[Model, ...] = (
    Model(
        id="inspection-dresher",
        title="Few inspections over many periods against one violation",
        source=("Dresher1962", "AvenhausVonStengelZamir2002"),
        parameters=(
            Parameter("n", 4.0, "periods", 1.0, 100.0, "period", whole=True),
            Parameter("m", 2.0, "inspections", 0.0, 100.0, "inspection", whole=True),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
