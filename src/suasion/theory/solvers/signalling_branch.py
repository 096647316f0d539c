"""The principal branch of the crisis-signalling game: which of several roots to select.

Definition
----------
Divide all utilities by a growing spread of the shocks, that is, multiply them by a precision that
falls from 1 to 0. Near 0 payoffs hardly matter, B resists with chance one half, and there is one
equilibrium. The *principal branch* is the curve of equilibria that starts there; the root at which
it arrives at precision 1 is selected. It is the rule of McKelvey and Palfrey for the agent quantal
response equilibrium, for shocks that are private information.

Method
------
All roots are found on a ladder of precisions. Between two rungs roots keep their order; where their
number changes by two, the pair that appears or vanishes is the one for which the others move least.
The curve is followed up, and down again from a pair that vanishes to where its other member came
from. A change by more than two asks for a finer ladder.

In each of 144 drawn games with three equilibria the branch arrived at the root with the least
resistance, which `suasion.theory.solvers.signalling.ends` finds at a small fixed cost. That is an
observation, not a theorem.

References
----------
[McKelveyPalfrey1998]_ for the rule in games with agent error.
"""

from __future__ import annotations

from itertools import pairwise

import jax.numpy as jnp
import numpy as np

from suasion.theory.solvers.signalling import roots
from suasion.theory.solvers.signalling_equation import Crisis
from suasion.theory.stage import normal

RUNGS = (128, 512, 2048)

Rung = list[float]
Link = dict[int, tuple[int, bool]]


def principal_root(game: Crisis) -> int | None:
    """Index, among the roots in rising order, of the one on the principal branch.

    Parameters
    ----------
    game
        Scalar utilities [standard deviations of a shock], with ``s_a < v_a``.

    Returns
    -------
    int or None
        None if no ladder was fine enough to follow the branch.

    Examples
    --------
    >>> principal_root(Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0))
    0
    """
    for count in RUNGS:
        arrived = followed(ladder(game, count))
        if arrived is not None:
            return arrived
    return None


def ladder(game: Crisis, count: int) -> list[Rung]:
    """Chances of resistance at every root [1], for precisions in equal steps up to 1."""
    precision = jnp.arange(1, count + 1) / count
    found = roots(Crisis(*(precision * utility for utility in game)))
    chances, counts = np.asarray(normal(found.z)), np.asarray(found.number)
    return [chances[i, :n].tolist() for i, n in enumerate(counts)]


def followed(rungs: list[Rung]) -> int | None:
    """Index on the last rung of the curve that starts on the first; None where rungs do not match.

    Parameters
    ----------
    rungs
        Roots at each precision, in rising order.

    Examples
    --------
    >>> followed([[0.5], [0.4, 0.7, 0.8], [0.3, 0.75, 0.85], [0.9]])
    0
    >>> followed([[0.5], [0.2, 0.3, 0.55], [0.1, 0.35, 0.6]])
    2
    """
    fit = all(abs(len(low) - len(high)) in (0, 2) for low, high in pairwise(rungs))
    if not fit or len(rungs[0]) != 1:
        return None
    up = [_links(low, high) for low, high in pairwise(rungs)]
    down = [_links(high, low) for low, high in pairwise(rungs)]
    level, root, rising = 0, 0, True
    while level < len(rungs) - 1 or not rising:
        root, goes_on = (up[level] if rising else down[level - 1])[root]
        level += (1 if rising else -1) if goes_on else 0
        rising = rising if goes_on else not rising
    return root


def _links(here: Rung, there: Rung) -> Link:
    """Each root's continuation, or where it vanishes its partner and False."""
    lost = len(here) - len(there)
    if lost == 0:
        return {i: (i, True) for i in range(len(here))}
    more, fewer = (here, there) if lost > 0 else (there, here)
    pair = _pair(more, fewer)
    kept = [i for i in range(len(more)) if i not in (pair, pair + 1)]
    if lost < 0:
        return {i: (j, True) for i, j in enumerate(kept)}
    partners = {pair: (pair + 1, False), pair + 1: (pair, False)}
    return partners | {j: (i, True) for i, j in enumerate(kept)}


def _pair(more: Rung, fewer: Rung) -> int:
    """First index of the two neighbours without which the others move least."""

    def moved(pair: int) -> float:
        kept = more[:pair] + more[pair + 2 :]
        return sum(abs(a - b) for a, b in zip(kept, fewer, strict=True))

    return min(range(len(more) - 1), key=moved)
