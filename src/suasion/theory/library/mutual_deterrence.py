"""Generalised Mutual Deterrence Game: two sides that may each attack, each hard or soft.

Definitions and notation
------------------------
Tree. A and B choose at the same time to cooperate (C) or to defect (D). Both cooperate: SQ, status
quo. Both defect: DD, conflict. If only one defects the other concedes (the defector wins: DC for A,
CD for B) or resists (DD). Payoffs are written ``a_dc`` where A wins, ``a_cd`` where it concedes,
and for B from B's side: ``b_dc`` where B wins, ``b_cd`` where it concedes.

Types. A hard player prefers conflict to conceding, a soft one does not, and each knows its own
type only; A is hard with probability ``p_a``, B with ``p_b``, independently:

    dd_soft < cd < dd_hard < sq < dc        for either player

The last move follows from the type, so a strategy is four probabilities of defecting: ``x_h, x_s``
of a hard and a soft A, ``y_h, y_s`` of B.

Thresholds, for A (``b_h, b_s`` likewise from B's payoffs)

    a_h = (a_dc - a_sq)/(a_dc - a_dd_hard)
    a_s = (a_dc - a_sq)/(a_dc - a_sq + a_cd - a_dd_soft)

A hard A does not attack a B that never attacks if B is hard with ``p_b >= a_h``; a soft A does not
attack a B that attacks with a probability of ``a_s`` or more.

Equilibria. Regions overlap, so the set is returned:

| family | where | who defects |
| --- | --- | --- |
| sure-thing deterrence | ``p_b >= a_h``, ``p_a >= b_h`` | nobody |
| hesitant | the same | the hard with odds that keep the other side's hard indifferent |
| separating | ``p_b >= a_s``, ``p_a >= b_s`` | the hard |
| hybrid | ``p_b < a_s``, ``p_a < b_s`` | hard, some soft: A with ``b_s``, B with ``a_s`` in all |
| attack by A | ``p_b <= a_s`` | A always, B if hard; a soft B concedes |
| attack by B | ``p_a <= b_s`` | B always, A if hard; a soft A concedes |

In an attack the hard player of the other side may as well wait and resist: conflict either way, so
a continuum has the same outcomes and one member stands for it. At ``p_a`` or ``p_b`` of 0 or 1 and
on borders there are more mixtures with the values of their neighbours. The hesitant family is the
unstable mixture between sure-thing deterrence and separating; every family was derived here from
the tree, and whether the publication lists that one is not known to us. Names of the others are the
book's, from memory. Selected is the family with the largest chance of the status quo, which is the
most hopeful reading: look at the others before relying on it.

What it says about a guarantee
------------------------------
A line with two armed sides holds if each is likely enough to be hard, but the same line with the
same payoffs may also be an attack by either: peace is one of several equilibria, and the game does
not say which. It has no third side and no zone; those enter only through payoffs.

References
----------
[ZagareKilgour2000]_, ch. 4 and appendices, for the tree and the order, from memory; thresholds and
regions derived here.

Examples
--------
At this point peace, two uneasy balances and an attack by either side are all possible:

>>> (model,) = MODELS
>>> [found.label for found in model.solve(p_a=0.7, p_b=0.6).equilibria]
['sure-thing deterrence', 'hesitant', 'hybrid', 'attack by A', 'attack by B']
>>> model.solve(p_a=0.7, p_b=0.6).chosen.outcomes["SQ"]
1.0
"""

from itertools import pairwise
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import (
    Equilibrium,
    Number,
    Solution,
    Status,
    order_status,
    order_violations,
)
from suasion.theory.tree.reading import packaged

MODEL = "generalised mutual deterrence game"
SELECTION = "the largest chance of the status quo; if equal, the first in the order of the page"
FAMILIES = (
    "sure-thing deterrence",
    "hesitant",
    "separating",
    "hybrid",
    "attack by A",
    "attack by B",
)
ORDER = ("dd_soft", "cd", "dd_hard", "sq", "dc")
BORDER = 1e-12


class MutualPayoffs(NamedTuple):
    """Payoffs of both players [any unit, one per player]; each a number or an array `*batch`."""

    a_sq: Number
    a_dc: Number
    a_cd: Number
    a_dd_hard: Number
    a_dd_soft: Number
    b_sq: Number
    b_dc: Number
    b_cd: Number
    b_dd_hard: Number
    b_dd_soft: Number


class MutualThresholds(NamedTuple):
    """Chances of being met by force that deter [1], each of shape `*batch`."""

    a_h: Number
    a_s: Number
    b_h: Number
    b_s: Number


class MutualFamilies(NamedTuple):
    """Existence, chances to defect and outcomes [1] of each family, each `(6, *batch)`.

    Where a family does not exist the other numbers mean nothing. ``dc``: A wins; ``cd``: B wins.
    """

    exists: jax.Array
    x_h: jax.Array
    x_s: jax.Array
    y_h: jax.Array
    y_s: jax.Array
    sq: jax.Array
    dc: jax.Array
    cd: jax.Array
    dd: jax.Array


def thresholds(payoffs: MutualPayoffs) -> MutualThresholds:
    """Thresholds of the hard and the soft of both sides.

    Parameters
    ----------
    payoffs
        Payoffs of shape `*batch` [any unit], in the published order.

    References
    ----------
    [ZagareKilgour2000]_, ch. 4; derived here.

    Examples
    --------
    >>> half = (0.6, 1.0, 0.1, 0.3, 0.0)
    >>> [round(float(x), 3) for x in thresholds(MutualPayoffs(*half, *half))]
    [0.571, 0.8, 0.571, 0.8]
    """
    p = payoffs
    gain_a, gain_b = p.a_dc - p.a_sq, p.b_dc - p.b_sq
    return MutualThresholds(
        gain_a / (p.a_dc - p.a_dd_hard),
        gain_a / (gain_a + p.a_cd - p.a_dd_soft),
        gain_b / (p.b_dc - p.b_dd_hard),
        gain_b / (gain_b + p.b_cd - p.b_dd_soft),
    )


@jax.jit
def families(payoffs: MutualPayoffs, p_a: Number, p_b: Number) -> MutualFamilies:
    """Every family of equilibria at every point, compiled.

    Parameters
    ----------
    payoffs
        Payoffs of shape `*batch` [any unit]; none is marked as existing outside the published
        order.
    p_a, p_b
        Probability that the player is hard [1], 0 to 1, of shape `*batch`.

    Returns
    -------
    MutualFamilies
        In the order of `FAMILIES`. Borders are drawn to 1e-12, so 64 bit is needed.

    References
    ----------
    [ZagareKilgour2000]_, ch. 4; derived here.

    Examples
    --------
    >>> half = (0.6, 1.0, 0.1, 0.3, 0.0)
    >>> families(MutualPayoffs(*half, *half), 0.9, 0.9).exists.tolist()
    [True, True, True, False, False, False]
    """
    shaped = jnp.broadcast_arrays(_ordered(payoffs), *thresholds(payoffs), p_a, p_b)
    ordered, a_h, a_s, b_h, b_s, p, q = shaped
    firm = (q >= a_h - BORDER) & (p >= b_h - BORDER)
    apart = (q >= a_s - BORDER) & (p >= b_s - BORDER)
    both = (q < a_s) & (p < b_s)
    one = (q <= a_s + BORDER, p <= b_s + BORDER)
    none, all_ = jnp.zeros_like(p), jnp.ones_like(p)
    x_h, y_h = _wavering(p, b_h), _wavering(q, a_h)
    x_s, y_s = _bluffing(p, b_s), _bluffing(q, a_s)
    strategies = (
        jnp.stack((none, x_h, all_, all_, all_, all_)),
        jnp.stack((none, none, none, x_s, all_, none)),
        jnp.stack((none, y_h, all_, all_, all_, all_)),
        jnp.stack((none, none, none, y_s, none, all_)),
    )
    # Where all of the hard wait or all defect it is one of its neighbours.
    some = (x_h + y_h > BORDER) & (x_h + y_h < 2.0 - BORDER)
    exists = jnp.stack((firm, firm & some, apart, both, *one)) & ordered
    return MutualFamilies(exists, *strategies, *_outcomes(p, q, strategies))


def _ordered(payoffs: MutualPayoffs) -> jax.Array:
    values = payoffs._asdict()
    chains = [[values[f"{side}_{name}"] for name in ORDER] for side in "ab"]
    pairs = [pair for chain in chains for pair in pairwise(chain)]
    return jnp.all(jnp.stack(jnp.broadcast_arrays(*(low < high for low, high in pairs))), axis=0)


def _wavering(p: jax.Array, limit: jax.Array) -> jax.Array:
    """Chance that the hard defect such that the other hard is indifferent, from 0 at the border.

    The hard of the other side gains ``(1 - p)(dc - sq)`` from the soft and loses
    ``p (1 - x)(sq - dd)`` to the hard who waited: ``1 - x = odds(limit)/odds(p)``.
    """
    return 1.0 - jnp.minimum(1.0, limit * (1.0 - p) / jnp.where(p > 0, p * (1.0 - limit), 1.0))


def _bluffing(p: jax.Array, limit: jax.Array) -> jax.Array:
    """Chance that the soft defect such that their side defects with `limit` in all."""
    return jnp.maximum(limit - p, 0.0) / jnp.where(p < 1.0, 1.0 - p, 1.0)


def _outcomes(
    p: jax.Array, q: jax.Array, strategies: tuple[jax.Array, jax.Array, jax.Array, jax.Array]
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    x_h, x_s, y_h, y_s = strategies
    a, b = p * x_h + (1.0 - p) * x_s, q * y_h + (1.0 - q) * y_s
    a_yields, b_yields = (1.0 - p) * (1.0 - x_s), (1.0 - q) * (1.0 - y_s)
    sq, dc, cd = (1.0 - a) * (1.0 - b), a * b_yields, b * a_yields
    conflict = a * b + a * q * (1.0 - y_h) + b * p * (1.0 - x_h)
    return sq, dc, cd, conflict


def solve(payoffs: MutualPayoffs, p_a: float, p_b: float) -> Solution:
    """All families of equilibria at one point.

    Parameters
    ----------
    payoffs
        Scalar payoffs [any unit].
    p_a, p_b
        Probability that the player is hard [1], 0 to 1.

    Returns
    -------
    Solution
        Outcomes SQ, DC (A wins), CD (B wins), DD. Outside the published order no family is
        claimed and the status says which inequality is broken.

    References
    ----------
    [ZagareKilgour2000]_, ch. 4; derived here.

    Examples
    --------
    >>> half = (0.6, 1.0, 0.1, 0.3, 0.0)
    >>> found = solve(MutualPayoffs(*half, *half), 0.2, 0.9)
    >>> [equilibrium.label for equilibrium in found.equilibria]
    ['attack by B']
    >>> {name: round(p, 3) for name, p in found.chosen.outcomes.items()}
    {'SQ': 0.0, 'DC': 0.0, 'CD': 0.8, 'DD': 0.2}
    """
    game = MutualPayoffs(*(float(payoff) for payoff in payoffs))
    values = game._asdict()
    chains = (tuple(f"{side}_{name}" for name in ORDER) for side in "ab")
    status = order_status(order_violations(values, *chains), "No family is claimed here.")
    with jax.enable_x64(True):
        found = families(game, float(p_a), float(p_b))
        table = {name: np.asarray(part) for name, part in found._asdict().items()}
    kept = [i for i in range(len(FAMILIES)) if table["exists"][i]]
    equilibria = tuple(_equilibrium(game, float(p_a), float(p_b), table, i, status) for i in kept)
    peace = [equilibrium.outcomes["SQ"] for equilibrium in equilibria]
    chosen = peace.index(max(peace)) if peace else -1
    parameters = values | {"p_a": float(p_a), "p_b": float(p_b)}
    return Solution(MODEL, parameters, equilibria, chosen, SELECTION, status)


def _equilibrium(
    game: MutualPayoffs,
    p_a: float,
    p_b: float,
    table: dict[str, np.ndarray],
    i: int,
    status: Status,
) -> Equilibrium:
    x_h, x_s, y_h, y_s = (float(table[name][i]) for name in ("x_h", "x_s", "y_h", "y_s"))
    outcomes = {name.upper(): float(table[name][i]) for name in ("sq", "dc", "cd", "dd")}
    b_defects = p_b * y_h + (1.0 - p_b) * y_s
    a_defects = p_a * x_h + (1.0 - p_a) * x_s
    soft_a = (1.0 - p_a) * x_s * (b_defects + p_b * (1.0 - y_h))
    soft_b = (1.0 - p_b) * y_s * (a_defects + p_a * (1.0 - x_h))
    sq, dc, cd, dd = outcomes.values()
    a = sq * game.a_sq + dc * game.a_dc + cd * game.a_cd
    b = sq * game.b_sq + dc * game.b_cd + cd * game.b_dc
    values = {
        "a": float(a + soft_a * game.a_dd_soft + (dd - soft_a) * game.a_dd_hard),
        "b": float(b + soft_b * game.b_dd_soft + (dd - soft_b) * game.b_dd_hard),
    }
    strategies = {
        "a_hard_defects": x_h,
        "a_soft_defects": x_s,
        "b_hard_defects": y_h,
        "b_soft_defects": y_s,
    }
    beliefs = {"a_defects": a_defects, "b_defects": b_defects}
    return Equilibrium(FAMILIES[i], strategies, outcomes, values, beliefs, status)


def exact(*, p_a: float, p_b: float, **payoffs: float) -> Solution:
    """`solve` with every parameter of the model by name.

    Parameters
    ----------
    p_a, p_b
        Probability that the player is hard [1], 0 to 1.
    payoffs
        Fields of `MutualPayoffs` [any unit].

    Examples
    --------
    >>> len(exact(**MODELS[0].defaults).equilibria)
    5
    """
    return solve(MutualPayoffs(**payoffs), p_a, p_b)


def _of_side(side: str) -> tuple[Parameter, ...]:
    name = side.upper()
    return (
        Parameter(f"{side}_sq", 0.6, f"{name}: status quo"),
        Parameter(f"{side}_dc", 1.0, f"{name}: it wins, the other side concedes"),
        Parameter(f"{side}_cd", 0.1, f"{name}: it concedes"),
        Parameter(f"{side}_dd_hard", 0.3, f"hard {name}: conflict"),
        Parameter(f"{side}_dd_soft", 0.0, f"soft {name}: conflict"),
    )


MODELS = (
    Model(
        id="mutual-deterrence",
        title="Mutual deterrence: either side may attack, each may be hard or soft",
        source=("ZagareKilgour2000",),
        parameters=(
            *_of_side("a"),
            *_of_side("b"),
            Parameter("p_a", 0.7, "chance that A is hard", low=0.0, high=1.0),
            Parameter("p_b", 0.6, "chance that B is hard", low=0.0, high=1.0),
        ),
        solvers={"exact": exact},
        page=__doc__ or "",
        tree=lambda: packaged("mutual_deterrence"),
        order=tuple(tuple(f"{side}_{name}" for name in ORDER) for side in "ab"),
    ),
)
