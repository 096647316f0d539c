"""Weighted median: the point on a line that no other point beats among weighted voters.

Definitions and notation
------------------------
Actors have ideal points ``x_i`` on a line and like a point the less the farther it is from theirs.
With capability ``C_i`` and salience ``s_i`` an actor votes with weight ``C_i s_i``. A point that no
other point beats is a weighted median: at least half of the weight lies on it or to its left, and
at least half on it or to its right. Where the weight can be split evenly between two neighbouring
ideal points, every point between them is one; both ends are returned.

Validity
--------
One dimension and single-peaked preferences; proportional influence. In more dimensions there need
not be such a point: `spatial-politics`. Where all must consent, `veto-players`.

What it says about a guarantee
------------------------------
Where a coalition that decides by weight comes out, and that extreme members do not move it: only
their weight on one side or the other counts.

References
----------
[Black1948]_, for equal weights.

Examples
--------
>>> MODELS[0].solve(x=(0.1, 0.5, 0.8), C=(1.0, 1.0, 3.0)).chosen.strategies
{'median': 0.8}
>>> [e.strategies["median"] for e in MODELS[0].solve(C=(2.0, 1.0, 1.0)).equilibria]
[0.1, 0.5]
"""

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "weighted median"
SELECTION = "the lowest median"
HALF = 1e-12


def weighted_median(x: jax.Array, weights: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Lowest and highest weighted median of ideal points.

    Parameters
    ----------
    x
        Ideal points [1], shape `*batch i`.
    weights
        At least 0 [any unit], not all 0, shape `*batch i`. Halves are judged to 1e-12 of the sum.

    Examples
    --------
    >>> x = jnp.array([0.1, 0.5, 0.8])
    >>> [
    ...     [round(float(m), 3) for m in weighted_median(x, jnp.array(w))]
    ...     for w in ([1.0, 1.0, 3.0], [2.0, 1.0, 1.0])
    ... ]
    [[0.8, 0.8], [0.1, 0.5]]
    """
    order = jnp.argsort(x, axis=-1)
    places = jnp.take_along_axis(x, order, axis=-1)
    heaped = jnp.cumsum(jnp.take_along_axis(weights, order, axis=-1), axis=-1)
    share = heaped / heaped[..., -1:]
    ends = (jnp.argmax(share >= half, axis=-1) for half in (0.5 - HALF, 0.5 + HALF))
    low, high = (jnp.take_along_axis(places, end[..., None], axis=-1)[..., 0] for end in ends)
    return low, high


def solve(x: tuple[float, ...], C: tuple[float, ...], s: tuple[float, ...]) -> Solution:
    """The weighted median, or both ends of the set of medians.

    Parameters
    ----------
    x, C, s
        As in the page.

    Returns
    -------
    Solution
        One certain outcome; the strategy ``median``; values are minus the distance to it. Status
        "degenerate" without a result if the lists differ in length or nobody has weight.
    """
    lists = {"x": x, "C": C, "s": s}
    parameters = {f"{name}_{i}": float(v) for name, one in lists.items() for i, v in enumerate(one)}
    if not len(x) == len(C) == len(s) or not any(c * one for c, one in zip(C, s, strict=True)):
        sentence = "x, C and s need an entry for each actor, and somebody needs weight."
        return Solution(MODEL, parameters, (), -1, SELECTION, Status("degenerate", sentence))
    with jax.enable_x64(True):
        places, capability, salience = (jnp.asarray(v, dtype=float) for v in (x, C, s))
        ends = [float(end) for end in weighted_median(places, capability * salience)]
    found = tuple(_median(x, end) for end in sorted(set(ends)))
    return Solution(MODEL, parameters, found, 0, SELECTION, found[0].status)


def _median(x: tuple[float, ...], median: float) -> Equilibrium:
    values = {f"actor {i}": 0.0 - abs(ideal - median) for i, ideal in enumerate(x)}
    status = Status("ok", "The median is computed.")
    return Equilibrium("median", {"median": median}, {"median": 1.0}, values, {}, status)


MODELS: tuple[Model, ...] = (
    Model(
        id="weighted-median",
        title="The point that no other point beats among weighted voters",
        source=("Black1948",),
        parameters=(
            Parameter("x", (0.1, 0.5, 0.8), "ideal points"),
            Parameter("C", (1.0, 1.0, 1.0), "capabilities", 0.0, unit="capability"),
            Parameter("s", (1.0, 1.0, 1.0), "saliences", 0.0, 1.0),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
