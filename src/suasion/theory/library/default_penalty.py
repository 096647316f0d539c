"""Reduced form of alliances as default penalties: who is attacked, and who is then defended.

The articles were not at hand, only their abstracts: an alliance makes intervention likelier, deters
some attacks, and leaves the unreliable alliances to be attacked, which biases what is observed of
reliability. What follows is the least model that shows this; its functional forms are ours.

Definitions and notation
------------------------
Timing. Nature draws the guarantor's benefit ``b`` of intervening, seen by all, from a normal
distribution with mean ``b_C`` and standard deviation ``b_sd``: a population of alliances. The
challenger attacks or not. The guarantor, which alone knows its cost ``k`` of intervening, normal
with ``k_mean`` and ``k_sd``, intervenes or stands by. Standing by costs it the *default penalty*
``a >= 0`` of the alliance; ``a = 0`` is no alliance. So it intervenes if ``k <= b + a``:

    pi(b) = F(b + a),        pi_no = F(b) without an alliance.

The challenger has ``G`` from an unopposed attack, ``-L`` from a war with the guarantor and ``s``
from the status quo. It attacks if and only if ``pi(b) < pi* = (G - s)/(G + L)``: if b is below

    b* = k_mean - a + k_sd Phi^{-1}(pi*).

Selection
---------
Reliability is the mean of pi over all alliances; *observed fulfilment* is the mean of pi over those
that are attacked, ``b < b*``. Observed fulfilment is always below reliability, and below pi*,
however reliable alliances are: those that would be honoured are not tested. A larger penalty raises
reliability towards 1 while observed fulfilment stays below pi*.

What it says about a guarantee
------------------------------
``a`` is what law, publicity and other commitments put at stake; the guarantor's own assets in the
protege raise b. A rate of fulfilment from past wars is not the reliability of a new guarantee, and
the page gives the correction for one assumed spread ``b_sd``, which no record tells. The protege
does not act: that an alliance lets it resist or provoke more (moral hazard) is another idea and is
left out, as is the choice to form an alliance.

References
----------
[Smith1995]_ and [Smith1998]_, abstracts; to be compared with the texts. The threshold is that of
`threshold`.

Examples
--------
>>> for a in (0.0, 1.0):
...     found = MODELS[0].solve(a=a).chosen
...     shares = found.beliefs["reliability"], found.beliefs["fulfilled_if_tested"]
...     print(round(found.outcomes["status_quo"], 3), *(round(x, 3) for x in shares))
0.309 0.362 0.206
0.691 0.638 0.288
"""

from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtr, ndtri

from suasion.theory.library.threshold_guarantee import required_intervention_probability
from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "default penalty"
SELECTION = "the only equilibrium; indifference has probability 0"
GAIN = Status("ok", "There is something to gain by an attack that meets no guarantor.")
NODES = 200
# Above FAR a normal variable has less than 1e-17 of its mass, below -FARTHEST none in 64 bit; where
# its density has fallen by exp(-TAIL/2) less than 1e-17 of a tail is left.
FAR, FARTHEST, TAIL = 9.0, 40.0, 80.0


class AllianceRecord(NamedTuple):
    """What a population of alliances is, and what is seen of it [1]; each of shape `*batch`.

    ``observed`` is 0, its limit, where no alliance is attacked.
    """

    reliability: jax.Array
    tested: jax.Array
    observed: jax.Array


def intervention_probability(b: Number, a: Number, k_mean: Number, k_sd: Number) -> jax.Array:
    """Probability F(b + a) that a guarantor intervenes.

    Parameters
    ----------
    b
        Its benefit of intervening [guarantor's unit].
    a
        Default penalty of the alliance [guarantor's unit], >= 0; 0 without one.
    k_mean, k_sd
        Mean and standard deviation of its private cost [guarantor's unit], k_sd > 0.

    References
    ----------
    [Smith1995]_, reduced form.

    Examples
    --------
    >>> float(intervention_probability(1.0, 0.5, 1.5, 1.0))
    0.5
    """
    return ndtr(jnp.asarray((b + a - k_mean) / k_sd))


def alliance_record(
    b_C: Number, b_sd: Number, a: Number, k_mean: Number, k_sd: Number, threshold: Number
) -> AllianceRecord:
    """Reliability, share attacked, and fulfilment among those attacked.

    Parameters
    ----------
    b_C, b_sd
        Mean and standard deviation of the benefit over alliances [guarantor's unit], b_sd > 0.
        Accurate to 1e-10 for ``b_sd <= 10 k_sd``.
    a, k_mean, k_sd
        As in `intervention_probability`.
    threshold
        Probability pi* of intervention that deters [1]; 1 or more: all are attacked, 0 or less:
        none is.

    References
    ----------
    [Smith1995]_, reduced form; derived here.

    Examples
    --------
    >>> with jax.enable_x64(True):
    ...     record = alliance_record(0.0, 1.0, 1.0, 0.5, 1.0, 0.5)
    >>> [round(float(x), 3) for x in record]
    [0.638, 0.309, 0.288]
    """
    height, steep, cut = _population(b_C, b_sd, a, k_mean, k_sd, threshold)
    z, weight = _below(cut)
    observed = jnp.sum(weight * ndtr(height[..., None] + steep[..., None] * z), axis=-1)
    tested = ndtr(cut)
    reliability = ndtr(height / jnp.sqrt(1.0 + steep**2))
    return AllianceRecord(reliability, tested, jnp.where(tested > 0, observed, 0.0))


def _population(
    b_C: Number, b_sd: Number, a: Number, k_mean: Number, k_sd: Number, threshold: Number
) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Mean of b + a and spread of b in spreads of k, and the cut b* in spreads of b."""
    height, steep = jnp.asarray((b_C + a - k_mean) / k_sd), jnp.asarray(b_sd / k_sd)
    inside = jnp.asarray((threshold > 0) & (threshold < 1))
    cut = (ndtri(jnp.where(inside, threshold, 0.5)) - height) / steep
    nobody_or_all = jnp.where(jnp.asarray(threshold) < 0.5, -jnp.inf, jnp.inf)
    return height, steep, jnp.where(inside, cut, nobody_or_all)


@cache
def _nodes() -> tuple[np.ndarray, np.ndarray]:
    points, weights = np.polynomial.legendre.leggauss(NODES)
    return 0.5 * (points + 1.0), 0.5 * weights


def _below(cut: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Points and weights of a standard normal variable below a cut, along a last axis."""
    share, weights = (jnp.asarray(x) for x in _nodes())
    cut = jnp.clip(cut, -FARTHEST, FAR)[..., None]
    low = jnp.minimum(cut, 0.0)
    # From the cut down to where the density has fallen by exp(-TAIL/2); no difference of squares.
    depth = TAIL / (jnp.sqrt(low**2 + TAIL) - low) + cut - low
    y = depth * share
    weight = weights * jnp.exp(cut * y - 0.5 * y**2)
    return cut - y, weight / jnp.sum(weight, axis=-1, keepdims=True)


def solve(
    G: float,
    s: float,
    L: float,
    b_C: float,
    b_sd: float,
    a: float,
    k_mean: float,
    k_sd: float,
) -> Solution:
    """Who is attacked and who is defended, over the population of alliances.

    Parameters
    ----------
    G, s, L
        Gain, status quo and loss of the challenger [challenger's unit].
    b_C, b_sd, a, k_mean, k_sd
        As in `alliance_record`.

    Returns
    -------
    Solution
        Outcomes status_quo, abandoned, fulfilled. Strategies: the benefit b* below which an
        alliance is attacked [guarantor's unit] and, at the mean benefit, the chance of intervention
        with and without the penalty. Beliefs: reliability, and fulfilment among those attacked,
        which is left out where none is. Status "degenerate" as in `threshold`.

    Examples
    --------
    >>> never = solve(1.0, 1.0, 2.0, 0.0, 1.0, 1.0, 0.5, 1.0)
    >>> never.chosen.outcomes["status_quo"], never.status.code
    (1.0, 'degenerate')
    """
    names = ("G", "s", "L", "b_C", "b_sd", "a", "k_mean", "k_sd")
    numbers = (float(x) for x in (G, s, L, b_C, b_sd, a, k_mean, k_sd))
    parameters = dict(zip(names, numbers, strict=True))
    if G + L <= 0:
        sentence = f"-L < G is needed, but G is {G:g} and L is {L:g}."
        return Solution(MODEL, parameters, (), -1, SELECTION, Status("none-found", sentence))
    threshold = float(required_intervention_probability(G, s, L))
    with jax.enable_x64(True):
        record = jax.jit(alliance_record)(b_C, b_sd, a, k_mean, k_sd, threshold)
        worth = float(jax.jit(_guarantor)(b_C, b_sd, a, k_mean, k_sd, threshold))
        chances = [float(intervention_probability(b_C, x, k_mean, k_sd)) for x in (a, 0.0)]
        cut = float(k_mean - a + k_sd * ndtri(min(max(threshold, 0.0), 1.0)))
    reliability, tested, observed = (float(x) for x in record)
    outcomes = {
        "status_quo": 1.0 - tested,
        "abandoned": tested * (1.0 - observed),
        "fulfilled": tested * observed,
    }
    strategies = {
        "attacked_below_benefit": cut,
        "deterring_probability": threshold,
        "intervenes_at_mean": chances[0],
        "intervenes_at_mean_without_alliance": chances[1],
    }
    gained = outcomes["abandoned"] * G - outcomes["fulfilled"] * L
    values = {"challenger": outcomes["status_quo"] * s + gained, "guarantor": worth}
    seen = {"fulfilled_if_tested": observed} if tested > 0 else {}
    beliefs = {"reliability": reliability} | seen
    status = _status(threshold)
    equilibrium = Equilibrium(
        "attack the unreliable", strategies, outcomes, values, beliefs, status
    )
    return Solution(MODEL, parameters, (equilibrium,), 0, SELECTION, status)


def _guarantor(
    b_C: float, b_sd: float, a: float, k_mean: float, k_sd: float, threshold: float
) -> jax.Array:
    """Mean payoff of guarantors: 0 in peace, ``b - k`` if they intervene, ``-a`` if they do not."""
    height, steep, cut = _population(b_C, b_sd, a, k_mean, k_sd, threshold)
    z, weight = _below(cut)
    over = height[..., None] + steep[..., None] * z
    density = jnp.exp(-0.5 * over**2) / jnp.sqrt(2.0 * jnp.pi)
    gained = k_sd * (over * ndtr(over) + density) - a
    return ndtr(cut) * jnp.sum(weight * gained, axis=-1)


def _status(threshold: float) -> Status:
    if threshold > 0.0:
        return GAIN
    sentence = f"s < G is needed, but (G - s)/(G + L) is {threshold:g}: there is nothing to gain."
    return Status("degenerate", sentence)


LEAST = 1e-6
CHALLENGER, GUARANTOR = "challenger's unit", "guarantor's unit"

MODELS = (
    Model(
        id="default-penalty",
        title="Alliances that would be honoured are not tested",
        source=("Smith1995", "Smith1998"),
        parameters=(
            Parameter("G", 1.0, "gain of an unopposed attack", unit=CHALLENGER),
            Parameter("s", 0.0, "worth of the status quo", unit=CHALLENGER),
            Parameter("L", 1.0, "cost of a war with the guarantor", unit=CHALLENGER),
            Parameter("b_C", 0.0, "mean benefit of intervening", unit=GUARANTOR),
            Parameter("b_sd", 1.0, "spread of benefits over alliances", low=LEAST, unit=GUARANTOR),
            Parameter("a", 1.0, "default penalty of the alliance", low=0.0, unit=GUARANTOR),
            Parameter("k_mean", 0.5, "mean cost of intervening", unit=GUARANTOR),
            Parameter("k_sd", 1.0, "spread of that cost", low=LEAST, unit=GUARANTOR),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
        reduced=True,
    ),
)
