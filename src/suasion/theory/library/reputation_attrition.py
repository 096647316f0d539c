"""War of attrition between two sides that may be committed: a reputation for resolve that grows.

Definitions and notation
------------------------
Two sides wait, in continuous time, for the other to concede. Side i is *committed*, and never
concedes, with probability ``z_i``. An uncommitted side is paid 1 when the other concedes and 0 when
it concedes itself; waiting costs it ``lambda_j`` a month, which is what makes it indifferent while
the other side concedes at the rate ``lambda_j``: ``lambda_i`` is the rate at which side i concedes,
as the other's patience demands it. Only the ratio of the other's cost of waiting to its prize
counts.

Equilibrium. Side i alone would have shown itself committed after ``-log z_i/lambda_i``; the shorter
of the two is the horizon T at which all doubt ends. The side that would take longer concedes at
once with a probability that makes both ready at T; then, up to T, each concedes at its rate::

    P(i concedes at once) = max(0, 1 - z_i z_j^(-lambda_i/lambda_j))
    F_i(t) = 1 - (1 - P(i concedes at once)) exp(-lambda_i t),   0 <= t <= T

The chance that i is committed, given that it has not conceded by t, is ``z_i/(1 - F_i(t))``: it
jumps at the start for the side that might have conceded at once and reaches 1 for both at T. If
both are committed, ``z_1 z_2``, the war does not end. The publication numbers the sides so that
side 2 has the shorter time; here either may.

Valid for ``0 < z_i < 1`` and positive rates. It says how long a contest of wills lasts and how a
reputation for resolve pays at its start. It has no battles, no third party and no settlement; a
guarantor enters only as a higher ``z`` or a cheaper wait.

The form is the one that the replication archive estimates; its published likelihood is not
reproduced here. Prizes and costs are normalised here; the general ones are in the first reference.

References
----------
[AbreuGul2000]_ for the equilibrium; [CrismanCox2022]_ for civil wars.

Examples
--------
>>> found = MODELS[0].solve(z_1=0.1, z_2=0.2, lambda_1=0.05, lambda_2=0.05)
>>> {name: round(chance, 3) for name, chance in found.chosen.outcomes.items()}
{'1_at_once': 0.5, '2_at_once': 0.0, '1_later': 0.24, '2_later': 0.24, 'never_ends': 0.02}
>>> round(found.chosen.strategies["horizon_months"], 1), round(found.chosen.values["side_2"], 3)
(32.2, 0.5)
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

NAME = "war of attrition with reputation"
SELECTION = "the only equilibrium"
ONLY = Status("ok", "The equilibrium is unique.")


class Sides(NamedTuple):
    """One number for each side, each of shape `*batch`."""

    side_1: Number
    side_2: Number


class _Start(NamedTuple):
    at_once_1: float
    at_once_2: float
    horizon: float
    committed_1: float
    committed_2: float


def horizon(z: Sides, rate: Sides) -> jax.Array:
    """Time T after which nobody doubts that both are committed, of shape `*batch` [month].

    Parameters
    ----------
    z
        Probability that each side is committed [1], above 0, below 1.
    rate
        Rate at which each side concedes [1/month], > 0.

    References
    ----------
    [AbreuGul2000]_.

    Examples
    --------
    >>> round(float(horizon(Sides(0.1, 0.2), Sides(0.05, 0.05))), 2)
    32.19
    """
    return jnp.minimum(*(-jnp.log(x) / y for x, y in zip(z, rate, strict=True)))


def concedes_at_once(z: Sides, rate: Sides) -> Sides:
    """Probability that each side concedes at the start; at most one is above 0.

    Parameters
    ----------
    z, rate
        As in `horizon`.

    References
    ----------
    [AbreuGul2000]_.

    Examples
    --------
    >>> [round(float(x), 3) for x in concedes_at_once(Sides(0.1, 0.2), Sides(0.05, 0.05))]
    [0.5, 0.0]
    """
    end = horizon(z, rate)
    logs = (jnp.log(x) + y * end for x, y in zip(z, rate, strict=True))
    return Sides(*(jnp.maximum(-jnp.expm1(x), 0.0) for x in logs))


def conceded(t: Number, z: Sides, rate: Sides) -> Sides:
    """Probability F_i(t) that each side concedes by t if the other does not.

    Parameters
    ----------
    t
        Time since the start [month], >= 0.
    z, rate
        As in `horizon`.

    References
    ----------
    [AbreuGul2000]_.

    Examples
    --------
    >>> [round(float(x), 3) for x in conceded(10.0, Sides(0.1, 0.2), Sides(0.05, 0.05))]
    [0.697, 0.393]
    """
    return Sides(*(-jnp.expm1(x) for x in _log_holds_out(t, z, rate)))


def _log_holds_out(t: Number, z: Sides, rate: Sides) -> Sides:
    """Logarithm of the probability that each side has not conceded by t."""
    end = horizon(z, rate)
    last = jnp.minimum(t, end)
    at_first = (jnp.minimum(jnp.log(x) + y * end, 0.0) for x, y in zip(z, rate, strict=True))
    return Sides(*(x - y * last for x, y in zip(at_first, rate, strict=True)))


def reputation(t: Number, z: Sides, rate: Sides) -> Sides:
    """Probability that each side is committed, given that it has not conceded by t.

    Parameters
    ----------
    t, z, rate
        As in `conceded`.

    References
    ----------
    [AbreuGul2000]_; [CrismanCox2022]_.

    Examples
    --------
    >>> [round(float(x), 3) for x in reputation(10.0, Sides(0.1, 0.2), Sides(0.05, 0.05))]
    [0.33, 0.33]
    """
    logs = _log_holds_out(t, z, rate)
    return Sides(*(jnp.exp(jnp.minimum(jnp.log(x) - y, 0.0)) for x, y in zip(z, logs, strict=True)))


def lasts(t: Number, z: Sides, rate: Sides) -> jax.Array:
    """Probability that the war goes on beyond t, of shape `*batch` [1].

    Parameters
    ----------
    t, z, rate
        As in `conceded`.

    Examples
    --------
    >>> round(float(lasts(10.0, Sides(0.1, 0.2), Sides(0.05, 0.05))), 3)
    0.184
    """
    first, second = _log_holds_out(t, z, rate)
    return jnp.exp(first + second)


def solve(z_1: float, z_2: float, lambda_1: float, lambda_2: float) -> Solution:
    """The equilibrium.

    Parameters
    ----------
    z_1, z_2
        Probability that the side is committed [1], above 0, below 1.
    lambda_1, lambda_2
        Rate at which the side concedes [1/month], > 0.

    Returns
    -------
    Solution
        Outcomes 1_at_once, 2_at_once, 1_later, 2_later, never_ends: which side concedes and when.
        Strategies: the chance of conceding at once, the rates [1/month], the horizon [month].
        Values are those of an uncommitted side [its prize]: the chance that the other concedes at
        once. Beliefs: commitment just after the start, and at the horizon.

    Examples
    --------
    >>> solve(0.2, 0.2, 0.1, 0.1).chosen.outcomes["1_at_once"]
    0.0
    """
    begin = _start(Sides(z_1, z_2), Sides(lambda_1, lambda_2))
    later = max((1.0 - begin.at_once_1) * (1.0 - begin.at_once_2) - z_1 * z_2, 0.0)
    share = lambda_1 / (lambda_1 + lambda_2)
    outcomes = {
        "1_at_once": begin.at_once_1,
        "2_at_once": begin.at_once_2,
        "1_later": share * later,
        "2_later": (1.0 - share) * later,
        "never_ends": z_1 * z_2,
    }
    strategies = {
        "side_1_concedes_at_once": begin.at_once_1,
        "side_2_concedes_at_once": begin.at_once_2,
        "side_1_concedes_per_month": lambda_1,
        "side_2_concedes_per_month": lambda_2,
        "horizon_months": begin.horizon,
    }
    beliefs = {
        "committed_1_after_start": begin.committed_1,
        "committed_2_after_start": begin.committed_2,
        "committed_at_horizon": 1.0,
    }
    values = {"side_1": begin.at_once_2, "side_2": begin.at_once_1}
    found = Equilibrium("reputation", strategies, outcomes, values, beliefs, ONLY)
    parameters = {"z_1": z_1, "z_2": z_2, "lambda_1": lambda_1, "lambda_2": lambda_2}
    return Solution(NAME, parameters, (found,), 0, SELECTION, ONLY)


def _start(z: Sides, rate: Sides) -> _Start:
    with jax.enable_x64(True):
        numbers = (*concedes_at_once(z, rate), horizon(z, rate), *reputation(0.0, z, rate))
        return _Start(*(float(x) for x in numbers))


MODELS: tuple[Model, ...] = (
    Model(
        id="reputation-attrition",
        title="A contest of wills in which holding out earns a reputation for resolve",
        source=("AbreuGul2000", "CrismanCox2022"),
        parameters=(
            Parameter("z_1", 0.1, "chance that side 1 is committed", low=1e-9, high=1.0 - 1e-9),
            Parameter("z_2", 0.2, "chance that side 2 is committed", low=1e-9, high=1.0 - 1e-9),
            Parameter(
                "lambda_1", 0.05, "rate at which 1 concedes", low=1e-9, high=1e3, unit="1/month"
            ),
            Parameter(
                "lambda_2", 0.05, "rate at which 2 concedes", low=1e-9, high=1e3, unit="1/month"
            ),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
