"""Unanimity: the chance that all of many members approve, independently or moved together.

Definitions and notation
------------------------
Each of ``k`` members approves with probability ``q``; one refusal is enough to stop the decision.

- Independent members (solver `exact`): all approve with probability ``q^k``.
- Members moved together (solver `common-shock`): the chance of approval is itself uncertain, with a
  beta distribution of mean q; ``rho`` is the correlation of two members' approvals. With
  ``alpha = q (1 - rho)/rho`` and ``beta = (1 - q)(1 - rho)/rho`` all approve with probability
  ``B(alpha + k, beta)/B(alpha, beta)``, the product over ``j < k`` of
  ``(alpha + j)/(alpha + beta + j)``. It is ``q^k`` for ``rho = 0`` and q for ``rho = 1``.

The approval that unanimity needs: ``q = p^(1/k)`` for a wanted probability p with independent
members.

Validity
--------
A calculation, not a game: members neither bargain nor follow each other. Equal members; with known
interests on one line use `veto-players`, with weights and a majority `weighted-median`.

What it says about a guarantee
------------------------------
How fast the decision to ratify or to act grows unlikely with the number of those who must agree,
and that a common mood makes unanimity likelier, not less likely, than independence does.

References
----------
Elementary. For members who must agree to a change see [Tsebelis2002]_.

Examples
--------
>>> model = MODELS[0]
>>> [
...     round(model.solve(k=k, q=q).chosen.outcomes["all approve"], 6)
...     for k, q in ((32, 0.99), (32, 0.98))
... ]
[0.72498, 0.523883]
>>> round(model.solve("common-shock", k=32, q=0.98, rho=0.2).chosen.outcomes["all approve"], 3)
0.83
"""

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "unanimity"
SELECTION = "nothing to select: a calculation"
MOST_MEMBERS = 1000


def unanimity_probability(
    members: jax.Array, approval: jax.Array, correlation: jax.Array | float = 0.0
) -> jax.Array:
    """Probability that all members approve.

    Parameters
    ----------
    members
        k, whole, 1 to 1000 [member], shape `*batch`.
    approval
        Probability q that a member approves [1], 0 to 1.
    correlation
        Of two members' approvals, rho [1], 0 to below 1; 0 for independent members.

    Returns
    -------
    jax.Array
        Shape `*batch` [1].

    Examples
    --------
    >>> [round(float(unanimity_probability(30.0, 0.95, rho)), 6) for rho in (0.0, 0.5)]
    [0.214639, 0.817245]
    """
    j = jnp.arange(MOST_MEMBERS)
    k, q, rho = (jnp.asarray(x)[..., None] for x in (members, approval, correlation))
    pull = j * rho / (1.0 - rho)
    factors = jnp.where(j < k, (q + pull) / (1.0 + pull), 1.0)
    return jnp.prod(factors, axis=-1)


def required_approval(members: jax.Array | float, wanted: jax.Array | float) -> jax.Array:
    """Approval that independent members need for a wanted chance of unanimity, p^(1/k).

    Parameters
    ----------
    members
        k >= 1 [member], shape `*batch`.
    wanted
        Probability that all approve [1], 0 to 1.

    Examples
    --------
    >>> round(float(required_approval(32.0, 0.9)), 5)
    0.99671
    """
    return jnp.asarray(wanted) ** (1.0 / jnp.asarray(members))


def solve(k: float, q: float, rho: float) -> Solution:
    """The chance of unanimity of independent members; rho does not count.

    Parameters
    ----------
    k, q, rho
        As in the page.

    Returns
    -------
    Solution
        Outcomes all approve, refused.
    """
    return _solution(k, q, rho, 0.0, "independent members")


def solve_common_shock(k: float, q: float, rho: float) -> Solution:
    """The chance of unanimity of members moved together.

    Parameters
    ----------
    k, q, rho
        As in the page.

    Returns
    -------
    Solution
        Outcomes all approve, refused.
    """
    return _solution(k, q, rho, rho, "members moved together")


def _solution(k: float, q: float, rho: float, correlation: float, label: str) -> Solution:
    with jax.enable_x64(True):
        p = float(unanimity_probability(jnp.asarray(k), jnp.asarray(q), correlation))
    status = Status("ok", "The chance is computed.")
    outcomes = {"all approve": p, "refused": 1.0 - p}
    found = Equilibrium(label, {"approves": float(q)}, outcomes, {}, {}, status)
    parameters = {"k": float(k), "q": float(q), "rho": float(rho)}
    return Solution(MODEL, parameters, (found,), 0, SELECTION, status)


MODELS: tuple[Model, ...] = (
    Model(
        id="unanimity",
        title="The chance that all of many members approve",
        source=("Tsebelis2002",),
        parameters=(
            Parameter("k", 32.0, "members", 1.0, float(MOST_MEMBERS), "member", whole=True),
            Parameter("q", 0.98, "probability that a member approves", 0.0, 1.0),
            Parameter("rho", 0.1, "correlation of two members' approvals", 0.0, 0.999),
        ),
        solvers={"exact": solve, "common-shock": solve_common_shock},
        page=__doc__ or "",
    ),
)
