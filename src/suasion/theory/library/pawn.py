"""Reduced form of extended deterrence over a pawn whose value is private to each side.

Written from the publication's abstract: what a pawn is worth to the other side is the only thing
unknown, and the equilibrium is unique with a cutoff for each side, with or without bluffing. The
payoffs, the uniform distribution and the closed form are ours.

Definitions and notation
------------------------
Tree. The challenger leaves the pawn alone (SQ) or initiates; the defender concedes it (DC) or
resists; the challenger then backs down (CD) or fights (DD). The pawn is worth ``v_c`` to the
challenger and ``v_d`` to the defender, independent, uniform on 0 to 1, each known to its owner:

| outcome | challenger | defender |
| --- | --- | --- |
| SQ | 0 | v_d |
| DC | v_c | 0 |
| CD | -b | v_d |
| DD | q_c v_c - k_c | q_d v_d - k_d |

``q`` is the share of the pawn that a side expects from a war [1], ``k`` its cost and ``b`` the cost
of backing down [worth of the most valued pawn]. A challenger is *hard* if it would fight, that is
if ``v_c >= h = (k_c - b)/q_c``. Initiating gains more the larger ``v_c``, resisting the larger
``v_d``, so both use a cutoff, ``v_c*`` and ``v_d*``; with ``F = 1 - v_d*`` the chance of resistance
and ``beta`` the chance that who initiated is hard,

    v_d* = beta k_d/(1 - beta + beta q_d)

- *no bluff* (``v_c* >= h``, ``beta = 1``): ``v_d* = k_d/q_d`` and
  ``v_c* = F k_c/(1 - F + F q_c)``;
- *bluff* (``v_c* < h``, some soft challengers initiate, ``beta = (1 - h)/(1 - v_c*)``):
  ``v_d* = (b + (1 - h) k_d)/(1 + b - (1 - h)(1 - q_d))`` and ``v_c* = F b/(1 - F)``.

Cutoffs are capped at 1: nobody initiates, or nobody resists. The second kind applies where the
first gives ``v_c* < h``; they meet at ``v_c* = h``. More resistance means fewer bluffs, and
fewer bluffs less resistance, so there is one equilibrium, apart from beliefs about challenges that
never come. With ``b >= k_c`` backing down never pays: the game without the last move.

What it says about a guarantee
------------------------------
A pawn is challenged if it is worth enough to the challenger, whatever is said about it; a costlier
war for the defender lowers the chance of resistance and so the cutoff of a challenge. A costlier
retreat weakens resistance too, since who initiates is then likelier to fight: humiliating a
challenger that backs down can invite challenges as well as deter them. Values are independent here:
a pawn that is vital to both sides at once is no likelier than chance.

References
----------
[KilgourZagare1994]_, abstract; closed form derived here.

Examples
--------
>>> (model,) = MODELS
>>> found = model.solve()
>>> found.chosen.label, round(found.chosen.strategies["v_c"], 3)
('bluff', 0.169)
>>> model.solve(b=0.2).chosen.label
'no bluff'
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "extended deterrence over a pawn, reduced form"
SELECTION = "the only one, apart from beliefs about challenges that never come"
CHALLENGED = Status("ok", "Some values of the pawn are high enough to initiate.")


class Cutoffs(NamedTuple):
    """Least values at which the challenger initiates and fights and the defender resists [1].

    `belief` is the chance that a challenger that initiated would fight. Each of shape `*batch`.
    """

    v_c: jax.Array
    hard: jax.Array
    v_d: jax.Array
    belief: jax.Array


class Outcomes(NamedTuple):
    """Probability of each outcome [1], of shape `*batch`; they sum to one."""

    sq: jax.Array
    dc: jax.Array
    cd: jax.Array
    dd: jax.Array


def cutoffs(q_c: Number, k_c: Number, b: Number, q_d: Number, k_d: Number) -> Cutoffs:
    """The equilibrium's cutoffs.

    Parameters
    ----------
    q_c, q_d
        Share of the pawn that the challenger, the defender expects from a war [1], above 0 to 1.
    k_c, k_d
        Cost of war [worth of the most valued pawn], >= 0.
    b
        Cost of backing down [likewise], >= 0.

    Returns
    -------
    Cutoffs
        Where nobody would fight, resistance is certain and nobody initiates.

    References
    ----------
    [KilgourZagare1994]_, abstract; derived here.

    Examples
    --------
    >>> [round(float(x), 3) for x in cutoffs(0.5, 0.2, 0.3, 0.5, 0.2)]
    [0.171, 0.0, 0.4, 1.0]
    """
    h = jnp.clip((jnp.asarray(k_c) - b) / q_c, 0.0, 1.0)
    resisted = jnp.clip(k_d / jnp.asarray(q_d), 0.0, 1.0)
    force = 1.0 - resisted
    fought = jnp.minimum(force * k_c / (1.0 - force + force * q_c), 1.0)
    bluffed_d = jnp.clip(
        (b + (1.0 - h) * k_d) / (1.0 + b - (1.0 - h) * (1.0 - jnp.asarray(q_d))), 0.0, 1.0
    )
    some = bluffed_d > 0.0
    bluffed_c = jnp.where(some, (1.0 - bluffed_d) * b / jnp.where(some, bluffed_d, 1.0), 1.0)
    bluffs, harmless = (fought < h) & (h < 1.0), h >= 1.0
    v_c = jnp.where(bluffs, bluffed_c, jnp.where(harmless, 1.0, fought))
    v_d = jnp.where(bluffs, bluffed_d, jnp.where(harmless, 0.0, resisted))
    belief = jnp.where(bluffs, (1.0 - h) / jnp.where(bluffs, 1.0 - bluffed_c, 1.0), 1.0)
    return Cutoffs(v_c, h, v_d, jnp.where(harmless, 0.0, belief))


def outcome_probabilities(found: Cutoffs) -> Outcomes:
    """Chances of the outcomes at given cutoffs.

    Parameters
    ----------
    found
        Of shape `*batch`.

    Examples
    --------
    >>> [round(float(p), 3) for p in outcome_probabilities(cutoffs(0.5, 0.2, 0.3, 0.5, 0.2))]
    [0.171, 0.331, 0.0, 0.497]
    """
    fights = jnp.maximum(found.v_c, found.hard)
    force = 1.0 - found.v_d
    return Outcomes(
        found.v_c,
        (1.0 - found.v_c) * found.v_d,
        (fights - found.v_c) * force,
        (1.0 - fights) * force,
    )


def exact(*, q_c: float, k_c: float, b: float, q_d: float, k_d: float) -> Solution:
    """The equilibrium.

    Parameters
    ----------
    q_c, k_c, b, q_d, k_d
        As in `cutoffs`.

    Returns
    -------
    Solution
        Outcomes SQ, DC, CD, DD; strategies hold the cutoffs; values before either side knows what
        the pawn is worth to it. Status "degenerate" where nobody initiates.

    References
    ----------
    [KilgourZagare1994]_, abstract; derived here.

    Examples
    --------
    >>> {name: round(p, 3) for name, p in exact(**MODELS[0].defaults).chosen.outcomes.items()}
    {'SQ': 0.169, 'DC': 0.309, 'CD': 0.019, 'DD': 0.503}
    """
    numbers = {"q_c": q_c, "k_c": k_c, "b": b, "q_d": q_d, "k_d": k_d}
    with jax.enable_x64(True):
        cut = cutoffs(*(float(x) for x in numbers.values()))
        chances = dict(
            zip(("SQ", "DC", "CD", "DD"), map(float, outcome_probabilities(cut)), strict=True)
        )
    v_c, hard, v_d, belief = (float(x) for x in cut)
    label, status = _named(v_c, hard)
    strategies = {"v_c": v_c, "v_c_fights": max(v_c, hard), "v_d": v_d}
    values = _values(numbers, v_c, max(v_c, hard), v_d)
    beliefs = {"hard_given_initiation": belief}
    only = Equilibrium(label, strategies, chances, values, beliefs, status)
    return Solution(MODEL, numbers, (only,), 0, SELECTION, status)


def _named(v_c: float, hard: float) -> tuple[str, Status]:
    if v_c >= 1.0:
        sentence = "v_c < 1 is needed, but the cutoff is 1: no value is high enough to initiate."
        return "nobody initiates", Status("degenerate", sentence)
    return ("bluff" if v_c < hard else "no bluff"), CHALLENGED


def _values(numbers: dict[str, float], v_c: float, fights: float, v_d: float) -> dict[str, float]:
    """Means over the values of the pawn, which are uniform."""
    q_c, k_c, b, q_d, k_d = numbers.values()
    force, resisting = 1.0 - v_d, (1.0 - v_d**2) / 2.0
    conceded = (1.0 - force) * (1.0 - v_c**2) / 2.0
    met = q_c * (1.0 - fights**2) / 2.0 - k_c * (1.0 - fights) - b * (fights - v_c)
    kept = v_c / 2.0 + (fights - v_c) * resisting
    defended = (1.0 - fights) * (q_d * resisting - k_d * force)
    return {"challenger": conceded + force * met, "defender": kept + defended}


MODELS = (
    Model(
        id="pawn",
        title="Extended deterrence over a pawn of private value (reduced form)",
        source=("KilgourZagare1994",),
        parameters=(
            Parameter("q_c", 0.5, "challenger: share of the pawn from a war", 1e-6, 1.0),
            Parameter("k_c", 0.2, "challenger: cost of war", 0.0, unit="worth of the top pawn"),
            Parameter(
                "b", 0.1, "challenger: cost of backing down", 0.0, unit="worth of the top pawn"
            ),
            Parameter("q_d", 0.5, "defender: share of the pawn from a war", 1e-6, 1.0),
            Parameter("k_d", 0.2, "defender: cost of war", 0.0, unit="worth of the top pawn"),
        ),
        solvers={"exact": exact},
        page=__doc__ or "",
        stage="pawn",
        reduced=True,
    ),
)
