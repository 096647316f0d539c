"""Periodic inspections and random visits: how soon a build-up is noticed, and what warning is left.

Definitions and notation
------------------------
A build-up for an attack takes ``B`` days and can be noticed while it lasts. Each visit notices it
with probability ``1 - beta``, independently of the others. Visits come

- every ``T`` days, and the build-up starts at a random moment between two (solver `periodic`), or
- at random with ``lambda_1`` visits a day (solver `poisson`), as overflights may.

An attack must then cross a zone of depth ``D`` at ``v``. After notice at delay t the defence has
``W = (B - t) + D/v`` days of warning; without notice the attack itself is the warning, D/v. The
defence needs ``t_need`` days to decide and to move.

Formulas
--------
- Periodic: after ``t = j T + r`` with ``0 <= r < T`` the build-up is noticed with probability
  ``F(t) = 1 - beta^j (1 - (r/T)(1 - beta))``; the mean delay is ``T/2 + T beta/(1 - beta)``.
- Poisson: ``F(t) = 1 - exp(-lambda_1 (1 - beta) t)``; the mean delay is
  ``1/(lambda_1 (1 - beta))``.
- In time is a notice at ``B + D/v - t_need`` days or earlier. The mean warning is D/v and the
  integral of F from 0 to B.

Validity
--------
A calculation, not a game: nobody chooses. The one who builds up does not know when a visit comes
and does not wait for one; if it can, periodic visits are worth less. Misses are independent: what
hides the build-up once does not hide it always. For a choice to violate use `inspection`.

What it says about a guarantee
------------------------------
Whether a regime of visits and a depth give the guarantors the days that they need. If D/v alone is
``t_need`` or more, warning comes in time even without notice. It does not say that a warning is
believed.

References
----------
Derived here. For games of timely detection see [AvenhausVonStengelZamir2002]_.

Examples
--------
>>> found = MODELS[0].solve().chosen
>>> {name: round(p, 4) for name, p in found.outcomes.items()}
{'noticed in time': 0.734, 'noticed too late': 0.176, 'not noticed': 0.09}
>>> round(MODELS[0].solve(B=20.0).chosen.outcomes["not noticed"], 4)
0.23
>>> round(found.values["mean warning"], 2), round(found.strategies["mean_delay_days"], 2)
(18.75, 13.93)
"""

from functools import partial

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "inspections and warning time"
SELECTION = "nothing to select: a calculation"
# A chance of being missed of 1 would mean an infinite delay; nearer to it than this counts as 1.
BLIND = 1e-12


def noticed_periodic(days: jax.Array, interval: jax.Array, beta: jax.Array) -> jax.Array:
    """Probability that a build-up is noticed within some days of periodic visits.

    Parameters
    ----------
    days
        Since the start of the build-up [day], >= 0, shape `*batch`.
    interval
        Between two visits [day], > 0.
    beta
        Probability that a visit misses it [1], 0 to 1.

    Examples
    --------
    >>> [round(float(noticed_periodic(days, 15.0, 0.3)), 2) for days in (30.0, 20.0)]
    [0.91, 0.77]
    """
    j = jnp.floor(days / interval)
    share = days / interval - j
    return 1.0 - beta**j * (1.0 - share * (1.0 - beta))


def noticed_poisson(days: jax.Array, visits_per_day: jax.Array, beta: jax.Array) -> jax.Array:
    """Probability that a build-up is noticed within some days of random visits.

    Parameters
    ----------
    days
        Since the start of the build-up [day], >= 0, shape `*batch`.
    visits_per_day
        Rate of visits [1/day], >= 0.
    beta
        Probability that a visit misses it [1], 0 to 1.

    Examples
    --------
    >>> round(float(noticed_poisson(30.0, 1 / 15, 0.3)), 4)
    0.7534
    """
    return -jnp.expm1(-visits_per_day * (1.0 - beta) * days)


def mean_lead_periodic(build_up: jax.Array, interval: jax.Array, beta: jax.Array) -> jax.Array:
    """Mean days between notice and the end of the build-up, 0 without notice; periodic visits.

    Parameters
    ----------
    build_up
        Its length B [day], >= 0, shape `*batch`.
    interval
        Between two visits [day], > 0.
    beta
        Probability that a visit misses it [1], 0 to 1.

    Returns
    -------
    jax.Array
        The integral of `noticed_periodic` from 0 to B [day], shape `*batch`.

    Examples
    --------
    >>> round(float(mean_lead_periodic(30.0, 15.0, 0.3)), 3)
    17.325
    """
    j = jnp.floor(build_up / interval)
    rest = build_up - j * interval
    seeing = jnp.maximum(1.0 - beta, BLIND)
    missed = jnp.where(1.0 - beta > BLIND, (1.0 - beta**j) / seeing, j)
    whole = j * interval - interval * (1.0 + beta) / 2.0 * missed
    return whole + rest - beta**j * (rest - rest**2 * (1.0 - beta) / (2.0 * interval))


def mean_lead_poisson(build_up: jax.Array, visits_per_day: jax.Array, beta: jax.Array) -> jax.Array:
    """Mean days between notice and the end of the build-up, 0 without notice; random visits.

    Parameters
    ----------
    build_up
        Its length B [day], >= 0, shape `*batch`.
    visits_per_day
        Rate of visits [1/day], >= 0.
    beta
        Probability that a visit misses it [1], 0 to 1.

    Returns
    -------
    jax.Array
        ``B - F(B)/(lambda (1 - beta))`` [day], shape `*batch`.

    Examples
    --------
    >>> round(float(mean_lead_poisson(30.0, 1 / 15, 0.3)), 3)
    13.856
    """
    rate = jnp.asarray(visits_per_day) * (1.0 - beta)
    safe = jnp.where(rate > BLIND, rate, 1.0)
    noticed = noticed_poisson(build_up, visits_per_day, beta)
    return jnp.where(rate > BLIND, build_up - noticed / safe, 0.0)


def solve(
    T: float,
    lambda_1: float,
    beta: float,
    B: float,
    D: float,
    v: float,
    t_need: float,
    *,
    visits: str = "periodic",
) -> Solution:
    """Whether a build-up is noticed, and in time.

    Parameters
    ----------
    T, lambda_1, beta, B, D, v, t_need
        As in the page; T counts for periodic visits and lambda_1 for random ones.
    visits
        "periodic" or "poisson".

    Returns
    -------
    Solution
        Outcomes noticed in time, noticed too late, not noticed; the mean warning [day].
    """
    periodic = visits == "periodic"
    noticed, lead = (
        (noticed_periodic, mean_lead_periodic) if periodic else (noticed_poisson, mean_lead_poisson)
    )
    crossing = D / v
    latest = min(max(B + crossing - t_need, 0.0), B)
    with jax.enable_x64(True):
        rule, missing = jnp.asarray(T if periodic else lambda_1), jnp.asarray(beta)
        in_time, ever = (float(noticed(jnp.asarray(days), rule, missing)) for days in (latest, B))
        warning = crossing + float(lead(jnp.asarray(B), rule, missing))
    outcomes = {
        "noticed in time": in_time,
        "noticed too late": ever - in_time,
        "not noticed": 1.0 - ever,
    }
    strategies = {
        "mean_delay_days": _mean_delay(T if periodic else lambda_1, beta, periodic=periodic)
    }
    status = Status("ok", "The chances are computed.")
    values = {"mean warning": warning}
    found = Equilibrium(f"{visits} visits", strategies, outcomes, values, {}, status)
    given = {"T": T, "lambda_1": lambda_1, "beta": beta, "B": B, "D": D, "v": v, "t_need": t_need}
    return Solution(MODEL, given, (found,), 0, SELECTION, status)


def _mean_delay(rule: float, beta: float, *, periodic: bool) -> float:
    """Mean days to notice if the build-up lasted for ever; infinite without notice."""
    if 1.0 - beta <= BLIND or (not periodic and rule <= 0.0):
        return float("inf")
    return rule / 2.0 + rule * beta / (1.0 - beta) if periodic else 1.0 / (rule * (1.0 - beta))


MODELS: tuple[Model, ...] = (
    Model(
        id="inspection-periodic",
        title="How soon a build-up is noticed, and what warning is left",
        source=("AvenhausVonStengelZamir2002",),
        parameters=(
            Parameter("T", 15.0, "interval between periodic visits", 1e-3, unit="day"),
            Parameter("lambda_1", 1.0 / 15.0, "rate of random visits", 0.0, unit="1/day"),
            Parameter("beta", 0.3, "probability that a visit misses the build-up", 0.0, 1.0),
            Parameter("B", 30.0, "length of the build-up", 0.0, unit="day"),
            Parameter("D", 20.0, "depth of the zone", 0.0, unit="km"),
            Parameter("v", 14.0, "advance through the zone", 1e-3, unit="km/day"),
            Parameter("t_need", 14.0, "time to decide and to move", 0.0, unit="day"),
        ),
        solvers={"periodic": solve, "poisson": partial(solve, visits="poisson")},
        page=__doc__ or "",
    ),
)
