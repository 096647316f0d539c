"""Attribute sampling: the chance that a random sample finds a falsified item.

Definitions and notation
------------------------
Of ``N`` declared items the inspectee has falsified ``r``. The inspector checks ``n`` of them, drawn
at random without replacement; a check is never wrong and one falsified item suffices. Then

    ``P = 1 - C(N - r, n)/C(N, n)``,

which is certain if ``n > N - r``. The smallest n with P at or above ``p_wanted`` is the sample that
an agreement has to grant.

Validity
--------
A calculation, not a game: the inspectee has chosen r and cannot tell which items will be drawn.
For checks that err, and for the choice to violate, put ``beta = 1 - P`` into `inspection`.

What it says about a guarantee
------------------------------
How many declared weapons, sites or units must be open to inspection for a limit to be verified. A
few falsified items in a large stock are found only by checking nearly all of it.

References
----------
[AvenhausCanty1996]_, the chapter on attributes sampling; [AvenhausVonStengelZamir2002]_.

Examples
--------
>>> found = MODELS[0].solve(N=100, r=5, n=20).chosen
>>> round(found.outcomes["detected"], 4), found.strategies["smallest_sample"]
(0.6807, 37.0)
"""

from fractions import Fraction
from math import comb

import jax
import jax.numpy as jnp
from jax.scipy.special import gammaln

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "attribute sampling"
SELECTION = "nothing to select: a calculation"


def detection_probability(items: jax.Array, falsified: jax.Array, sample: jax.Array) -> jax.Array:
    """Probability that a sample holds at least one falsified item.

    Parameters
    ----------
    items
        N, whole and >= 1 [item], shape `*batch`.
    falsified, sample
        r and n, whole, 0 to N [item].

    Returns
    -------
    jax.Array
        ``1 - C(N - r, n)/C(N, n)`` [1], shape `*batch`.

    References
    ----------
    [AvenhausCanty1996]_.

    Examples
    --------
    >>> round(float(detection_probability(100.0, 5.0, 20.0)), 4)
    0.6807
    """
    N, r, n = (jnp.asarray(x, dtype=float) for x in (items, falsified, sample))
    room = n <= N - r
    left = jnp.where(room, N - r - n, 0.0)
    log_missed = gammaln(N - r + 1.0) + gammaln(N - n + 1.0) - gammaln(left + 1.0)
    return jnp.where(room, -jnp.expm1(log_missed - gammaln(N + 1.0)), 1.0)


def smallest_sample(items: int, falsified: int, p_wanted: float) -> int | None:
    """Smallest sample that finds a falsified item with a wanted probability.

    Parameters
    ----------
    items
        N >= 1 [item].
    falsified
        r, 0 to N [item].
    p_wanted
        Wanted probability [1], 0 to 1.

    Returns
    -------
    int or None
        n [item], exact for the decimal number that `p_wanted` is written as; None if no sample
        does, because nothing is falsified.

    Examples
    --------
    >>> [smallest_sample(100, r, 0.95) for r in (1, 5, 20, 0)]
    [95, 45, 13, None]
    """
    if falsified == 0:
        return 0 if p_wanted <= 0.0 else None
    missed = (1 - Fraction(repr(float(p_wanted)))) * comb(items, falsified)
    low, high = 0, items - falsified + 1
    while low < high:
        middle = (low + high) // 2
        if comb(items - middle, falsified) <= missed:
            high = middle
        else:
            low = middle + 1
    return low


def _detected(items: int, falsified: int, sample: int) -> float:
    """The probability from whole numbers, right to the last place."""
    draws = comb(items, falsified)
    return (draws - comb(items - sample, falsified)) / draws


def solve(N: float, r: float, n: float, p_wanted: float) -> Solution:
    """The chance of detection and the smallest sample for a wanted one.

    Parameters
    ----------
    N, r, n
        Items, falsified items and sample [item].
    p_wanted
        Wanted probability [1].

    Returns
    -------
    Solution
        Outcomes detected, undetected; the strategy ``smallest_sample`` [item]. Status "degenerate"
        without a result if r or n is above N; "none-found", with the chances, if no sample has
        the wanted probability.
    """
    parameters = {"N": float(N), "r": float(r), "n": float(n), "p_wanted": float(p_wanted)}
    if max(r, n) > N:
        sentence = f"r <= N and n <= N are needed, but N is {N:g}, r is {r:g} and n is {n:g}."
        return Solution(MODEL, parameters, (), -1, SELECTION, Status("degenerate", sentence))
    p, least = _detected(int(N), int(r), int(n)), smallest_sample(int(N), int(r), p_wanted)
    status = Status("ok", "The chances are computed.")
    if least is None:
        status = Status("none-found", "Nothing is falsified, so no sample finds anything.")
    strategies = {} if least is None else {"smallest_sample": float(least)}
    outcomes = {"detected": p, "undetected": 1.0 - p}
    found = Equilibrium("random sample", strategies, outcomes, {}, {}, status)
    return Solution(MODEL, parameters, (found,), 0, SELECTION, status)


MODELS: tuple[Model, ...] = (
    Model(
        id="attribute-sampling",
        title="The chance that a sample finds a falsified item",
        source=("AvenhausCanty1996", "AvenhausVonStengelZamir2002"),
        parameters=(
            Parameter("N", 100.0, "declared items", 1.0, 100_000.0, "item", whole=True),
            Parameter("r", 5.0, "falsified items", 0.0, 100_000.0, "item", whole=True),
            Parameter("n", 20.0, "items checked", 0.0, 100_000.0, "item", whole=True),
            Parameter("p_wanted", 0.9, "wanted probability of detection", 0.0, 1.0),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
