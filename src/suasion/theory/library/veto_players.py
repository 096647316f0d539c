"""Veto players on one line: which changes of the status quo all of them accept.

Definitions and notation
------------------------
Actors have ideal points ``x_i`` on a line and like a point the less the farther it is from theirs.
A change from the status quo ``sq`` to y needs the consent of all; actor i consents if y is no
farther from x_i than sq is.

The *winset* of the status quo, the points that all prefer, lies between sq and ``2 min(x) - sq`` if
all ideal points are above sq, and between ``2 max(x) - sq`` and sq if all are below. It is empty if
sq lies in the *core*, from ``min(x)`` to ``max(x)``.

One of them, the agenda ``setter``, proposes y once; the others accept or keep sq. In the
subgame-perfect equilibrium it proposes the point of the closed winset nearest to its own ideal
point and all accept, also those who are indifferent. Where nothing can pass it proposes sq, as good
as any other proposal.

Validity
--------
One dimension, symmetric and single-peaked preferences, all known. With several issues at stake
actors trade: `spatial-politics`. Where weight counts and a majority decides, `weighted-median`;
if it is only known how likely members are to approve, `unanimity`.

What it says about a guarantee
------------------------------
An organisation that decides unanimously can leave the status quo only if all want to move in the
same direction, and only by twice the way of the least willing. Another veto player never makes the
winset larger.

References
----------
[Tsebelis2002]_.

Examples
--------
>>> model = MODELS[0]
>>> found = model.solve(x=(0.4, 0.6, 0.9), sq=0.2, setter=2).chosen
>>> found.label, round(found.strategies["proposal"], 3)
('change', 0.6)
>>> model.solve(x=(0.4, 0.6, 0.9), sq=0.5).chosen.label
'status quo'
"""

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "veto players"
SELECTION = "the setter's best proposal; whoever is indifferent accepts"


def winset(x: jax.Array, sq: jax.Array | float) -> tuple[jax.Array, jax.Array]:
    """Ends of the closed winset of the status quo; both are the status quo if it is empty.

    Parameters
    ----------
    x
        Ideal points of the veto players [1], shape `*batch i`.
    sq
        Status quo [1], shape `*batch`.

    References
    ----------
    [Tsebelis2002]_.

    Examples
    --------
    >>> [round(float(end), 3) for end in winset(jnp.array([0.4, 0.6, 0.9]), 0.2)]
    [0.2, 0.6]
    """
    sq = jnp.asarray(sq)
    nearest, farthest = jnp.min(x, axis=-1), jnp.max(x, axis=-1)
    return jnp.minimum(sq, 2.0 * farthest - sq), jnp.maximum(sq, 2.0 * nearest - sq)


def solve(x: tuple[float, ...], sq: float, setter: float) -> Solution:
    """The proposal of the agenda setter, accepted by all.

    Parameters
    ----------
    x, sq, setter
        As in the page; setter is the place of the agenda setter among the veto players, from 0.

    Returns
    -------
    Solution
        Outcomes change, status quo; strategies ``proposal`` and the ends of the closed winset;
        values are minus the distance to the ideal point. Status "degenerate" without a result if
        the setter is none of the actors.
    """
    parameters = {f"x_{i}": float(ideal) for i, ideal in enumerate(x)}
    parameters |= {"sq": float(sq), "setter": float(setter)}
    if setter >= len(x):
        sentence = f"setter < {len(x)} is needed, but it is {setter:g}: actors count from 0."
        return Solution(MODEL, parameters, (), -1, SELECTION, Status("degenerate", sentence))
    with jax.enable_x64(True):
        low, high = (float(end) for end in winset(jnp.asarray(x, dtype=float), float(sq)))
    proposal = min(max(x[int(setter)], low), high)
    changes = float(proposal != sq)
    label = "change" if changes else "status quo"
    status = Status("ok", "The winset is computed.")
    strategies = {"proposal": proposal, "winset_low": low, "winset_high": high}
    outcomes = {"change": changes, "status quo": 1.0 - changes}
    values = {f"actor {i}": 0.0 - abs(ideal - proposal) for i, ideal in enumerate(x)}
    found = Equilibrium(label, strategies, outcomes, values, {}, status)
    return Solution(MODEL, parameters, (found,), 0, SELECTION, status)


MODELS: tuple[Model, ...] = (
    Model(
        id="veto-players",
        title="Which changes of the status quo all veto players accept",
        source=("Tsebelis2002",),
        parameters=(
            Parameter("x", (0.4, 0.6, 0.9), "ideal points of the veto players"),
            Parameter("sq", 0.2, "status quo"),
            Parameter("setter", 0.0, "who proposes, counted from 0", 0.0, whole=True),
        ),
        solvers={"subgame-perfect": solve},
        page=__doc__ or "",
    ),
)
