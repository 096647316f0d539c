"""Burden sharing in an alliance: who pays for a defence that protects all alike.

Definitions and notation
------------------------
Ally i has resources ``w_i`` and gives ``g_i``, 0 to w_i, to the common defence ``G``, the sum of
all gifts. Its utility is ``U_i = (w_i - g_i)^(1 - alpha) G^alpha``; ``alpha`` is the share of the
whole that the alliance would spend on defence if it were one.

Equilibrium
-----------
Each gives until its own last gift just pays: ``w_i - g_i = ((1 - alpha)/alpha) G``, or nothing if
it is poorer than that. With n givers of resources W_n in all,
``G = alpha W_n/(alpha + n (1 - alpha))``. The richest give; the number of givers is the one for
which G is largest, and there is exactly one equilibrium. The small exploit the great: the share of
its resources that an ally gives rises with its resources, and below a threshold it gives nothing.

The efficient defence is ``alpha W``, whoever holds the resources. The solver `efficient` shares its
cost by what each ally would choose to pay for at its own price (Lindahl): each gives
``alpha w_i``, the same share. Those who give nothing in the equilibrium may well lose by that, so
they would not agree to it unasked.

Validity
--------
A pure public good (nobody can be left out, and protecting one more costs nothing), the same alpha
for all, gifts at once and no promises. Where protection can be withheld or allies bargain, use
another model. The publication argues with general preferences; this closed form is for
Cobb-Douglas ones and derived here.

What it says about a guarantee
------------------------------
How far voluntary gifts fall short, and that larger allies pay more than their share. Replacing a
gift by a transfer among givers changes nothing.

References
----------
[OlsonZeckhauser1966]_; uniqueness and neutrality in [BergstromBlumeVarian1986]_.

Examples
--------
>>> found = MODELS[0].solve(w=(100.0, 50.0), alpha=0.5).chosen
>>> found.strategies
{'g_0': 50.0, 'g_1': 0.0, 'G': 50.0, 'G_efficient': 75.0}
>>> fair = MODELS[0].solve("efficient").chosen
>>> [round(x, 2) for x in (found.values["ally 1"], fair.values["ally 1"])]
[50.0, 43.3]
"""

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "burden sharing"
SELECTION = "the only equilibrium"
LINDAHL = "the cost of the efficient defence shared by what each would pay for"


def defence(w: jax.Array, alpha: jax.Array | float) -> jax.Array:
    """Common defence G in the equilibrium of voluntary gifts.

    Parameters
    ----------
    w
        Resources [resource], >= 0, shape `*batch i`.
    alpha
        Weight of defence [1], above 0 to below 1, shape `*batch`.

    Returns
    -------
    jax.Array
        ``max over n of alpha W_n/(alpha + n (1 - alpha))``, with W_n the sum of the n largest
        resources; shape `*batch`.

    References
    ----------
    [OlsonZeckhauser1966]_ for the game; derived here.

    Examples
    --------
    >>> [float(defence(jnp.array(w), 0.5)) for w in ([100.0, 50.0], [100.0, 80.0, 60.0, 20.0])]
    [50.0, 60.0]
    """
    w, alpha = jnp.asarray(w), jnp.asarray(alpha)[..., None]
    richest = jnp.cumsum(-jnp.sort(-w, axis=-1), axis=-1)
    givers = jnp.arange(1, w.shape[-1] + 1)
    return jnp.max(alpha * richest / (alpha + givers * (1.0 - alpha)), axis=-1)


def gifts(w: jax.Array, alpha: jax.Array | float) -> jax.Array:
    """Gift of each ally in the equilibrium.

    Parameters
    ----------
    w, alpha
        As in `defence`.

    Returns
    -------
    jax.Array
        ``max(w_i - ((1 - alpha)/alpha) G, 0)`` [resource], shape `*batch i`.

    Examples
    --------
    >>> [round(float(g), 4) for g in gifts(jnp.array([100.0, 60.0]), 0.5)]
    [46.6667, 6.6667]
    """
    share = jnp.asarray(alpha)[..., None]
    kept = (1.0 - share) / share * defence(w, alpha)[..., None]
    return jnp.maximum(jnp.asarray(w) - kept, 0.0)


def utilities(w: jax.Array, g: jax.Array, alpha: jax.Array | float) -> jax.Array:
    """Utility of each ally, (w_i - g_i)^(1 - alpha) G^alpha.

    Parameters
    ----------
    w, g
        Resources and gifts [resource], shape `*batch i`, ``0 <= g <= w``.
    alpha
        Weight of defence [1], 0 to 1, shape `*batch`.

    Examples
    --------
    >>> u = utilities(jnp.array([100.0, 50.0]), jnp.array([50.0, 0.0]), 0.5)
    >>> [round(float(one), 3) for one in u]
    [50.0, 50.0]
    """
    alpha = jnp.asarray(alpha)[..., None]
    return (w - g) ** (1.0 - alpha) * jnp.sum(g, axis=-1, keepdims=True) ** alpha


def solve(w: tuple[float, ...], alpha: float) -> Solution:
    """Gifts in the equilibrium, with the efficient defence beside the voluntary one.

    Parameters
    ----------
    w, alpha
        As in the page.

    Returns
    -------
    Solution
        One certain outcome, the defence provided; strategies ``g_i``, ``G`` and ``G_efficient``
        [resource]. Status "degenerate" without a result if nobody has resources.
    """
    with jax.enable_x64(True):
        given = [float(x) for x in gifts(jnp.asarray(w, dtype=float), alpha)]
    return _solution(w, alpha, given, "voluntary gifts", SELECTION)


def solve_efficient(w: tuple[float, ...], alpha: float) -> Solution:
    """Gifts that provide the efficient defence, each ally giving the share alpha.

    Parameters
    ----------
    w, alpha
        As in the page.

    Returns
    -------
    Solution
        As of `solve`; not an equilibrium of voluntary gifts.
    """
    return _solution(w, alpha, [alpha * x for x in w], "efficient shares", LINDAHL)


def _solution(
    w: tuple[float, ...], alpha: float, given: list[float], label: str, selection: str
) -> Solution:
    parameters = {f"w_{i}": float(x) for i, x in enumerate(w)} | {"alpha": float(alpha)}
    if sum(w) <= 0.0:
        status = Status("degenerate", "0 < sum of w is needed: nobody has anything to give.")
        return Solution(MODEL, parameters, (), -1, selection, status)
    with jax.enable_x64(True):
        worth = utilities(jnp.asarray(w, dtype=float), jnp.asarray(given, dtype=float), alpha)
        values = {f"ally {i}": float(u) for i, u in enumerate(worth)}
    strategies = {f"g_{i}": g for i, g in enumerate(given)}
    strategies |= {"G": sum(given), "G_efficient": alpha * sum(w)}
    status = Status("ok", "The gifts are computed.")
    found = Equilibrium(label, strategies, {"defence provided": 1.0}, values, {}, status)
    return Solution(MODEL, parameters, (found,), 0, selection, status)


MODELS: tuple[Model, ...] = (
    Model(
        id="burden-sharing",
        title="Who pays for a defence that protects all alike",
        source=("OlsonZeckhauser1966", "BergstromBlumeVarian1986"),
        parameters=(
            Parameter("w", (100.0, 50.0), "resources of each ally", 0.0, unit="resource"),
            Parameter("alpha", 0.5, "weight of defence", 1e-3, 1.0 - 1e-3),
        ),
        solvers={"exact": solve, "efficient": solve_efficient},
        page=__doc__ or "",
    ),
)
