"""Moves of a game in which beliefs matter, in logarithms: its principal branch.

The branch is followed without derivatives; two Newton corrections at its end carry them, which
makes first and second derivatives exact by the implicit function theorem, and programs small.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from suasion.evidence.estimation.moves import SQRT_2, Shocks
from suasion.theory.solvers.beliefs import incidence, log_moves, strategic
from suasion.theory.solvers.fixed_point import linearised
from suasion.theory.solvers.march import march, solved
from suasion.theory.solvers.odds import odds
from suasion.theory.solvers.quantal_response import by_set
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import Family, Tree

CORRECTIONS = 2
"""One makes first derivatives exact, two make second ones so."""


def log_moves_on_branch(tree: Tree, numbers: Numbers, shocks: Shocks) -> list[list[Any]]:
    """Logarithm of the chance of each action, by information set, for one game.

    Parameters
    ----------
    tree
        The game.
    numbers
        Payoffs in standard deviations of a shock; chances.
    shocks
        "probit" or "logit".
    """
    family: Family = "logit" if shocks == "logit" else "probit"
    known = incidence(tree)
    answer, rates = odds(known, family), jnp.full(len(known.player), 1.0 / SQRT_2)
    still = strategic(tree, jax.tree.map(jax.lax.stop_gradient, numbers), jnp)
    found = march(
        lambda z, t: linearised(known, still, rates, answer, z, t, jnp), known.spread.shape[1]
    )
    z, game = jax.lax.stop_gradient(found.z), strategic(tree, numbers, jnp)
    for _ in range(CORRECTIONS):
        slopes = linearised(known, game, rates, answer, z, jnp.array(1.0), jnp)
        z = z - solved(slopes.by_z, slopes.value)[0]
    return by_set(known, log_moves(known, z, jnp))
