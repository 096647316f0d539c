"""Where the search begins: statistical backward induction, and points around it.

From the last move up, each move is a logit or probit of its own on the expected utilities that the
moves after it make; a player's utilities are brought to standard deviations of a shock. A weak
penalty keeps each of these finite where its data are separated.

References
----------
[Signorino2003]_; [BasSignorinoWalker2008]_ for statistical backward induction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_expit, log_ndtr, ndtr

from suasion.evidence.estimation.design import Matrix
from suasion.evidence.estimation.kernel import Kernel
from suasion.evidence.estimation.moves import LEAST, SQRT_2, Shocks, gaps, variance
from suasion.evidence.estimation.trees import reached
from suasion.theory.solvers.backward import Backwards, Strategies
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.structure import order, solvable_backwards

RIDGE = 0.02
"""Weight of the penalty: a coefficient that moves the index by one costs this half."""
ROUNDS = 25


class Move(NamedTuple):
    """One move as a choice between two actions.

    Parameters
    ----------
    at
        Its information set.
    columns
        Which coefficients are the mover's.
    regressors
        What each does to the advantage of the second action, divided by the spread of shocks.
    offset
        The known part of the advantage, likewise.
    second
        Whether the second action was taken, in the rows `rows`.
    rows
        Rows in which the move was made.
    """

    at: int
    columns: np.ndarray
    regressors: np.ndarray
    offset: np.ndarray
    second: np.ndarray
    rows: np.ndarray

    def chance(self, beta: np.ndarray, shocks: Shocks) -> np.ndarray:
        """Chance of the second action [1] at the mover's coefficients."""
        ahead = index(self.regressors, beta) + self.offset
        return expit(ahead) if shocks == "logit" else ndtr(ahead)


def backward_start(kernel: Kernel, matrices: Sequence[Matrix], seen: np.ndarray) -> np.ndarray:
    """Coefficients by statistical backward induction; zeros where the game does not allow it."""
    beta = np.zeros(sum(len(one.names) for one in matrices))
    if not by_moves(kernel):
        return beta
    walk = backwards(kernel)
    for at in order(kernel.tree) or ():
        move = move_at(kernel, matrices, seen, at, walk.strategies)
        if move.columns.size and move.second.size:
            beta[move.columns] = _fitted(move, beta[move.columns], kernel.shocks == "logit")
        chance = move.chance(beta[move.columns], kernel.shocks)
        walk.strategies[at] = [1.0 - chance, chance]
    return beta


def backwards(kernel: Kernel) -> Backwards:
    """The tree with its chances and no payoffs."""
    tree = kernel.tree
    chances = kernel.chances or ((),) * len(tree.nodes)
    return Backwards(tree, Numbers(((),) * len(tree.terminals), chances))


def by_moves(kernel: Kernel) -> bool:
    """Whether each move can be taken by itself: backwards, two actions, no private types."""
    tree = kernel.tree
    two = all(len(one.actions) == 2 for one in tree.information)
    return solvable_backwards(tree) and two and not any(tree.type_names)


def move_at(
    kernel: Kernel,
    matrices: Sequence[Matrix],
    seen: np.ndarray,
    at: int,
    strategies: Strategies,
) -> Move:
    """A move as a choice of its own, given the chances of the moves after it."""
    tree, one = kernel.tree, kernel.tree.information[at]
    walk = backwards(kernel)
    walk.strategies = list(strategies)
    gap = {name: np.broadcast_to(one, len(seen)) for name, one in gaps(walk, at).items()}
    private = kernel.shocks == "private-information"
    spread = np.sqrt(np.maximum(variance(gap), LEAST)) if private else SQRT_2
    begins = np.cumsum([0, *(len(m.names) for m in matrices)])
    columns: list[int] = []
    regressors, offset = [], np.zeros(len(seen))
    for k, utility in enumerate(kernel.utilities):
        if utility.player == tree.players[one.player] and utility.outcome in gap:
            weight = gap[utility.outcome] / spread
            columns += range(begins[k], begins[k + 1])
            regressors.append(matrices[k].values * np.reshape(weight, (-1, 1)))
            offset = offset + matrices[k].offset * weight
    wide = np.concatenate(regressors, axis=1) if regressors else np.zeros((len(seen), 0))
    names = [outcome.name for outcome in tree.outcomes]
    only = [reached(tree, at, action) - reached(tree, at, 1 - action) for action in (0, 1)]
    taken = [np.isin(seen, [names.index(name) for name in some]) for some in only]
    rows = taken[0] | taken[1]
    return Move(at, np.array(columns, dtype=int), wide, offset, taken[1][rows], rows)


def _fitted(move: Move, centre: np.ndarray, logit: bool) -> np.ndarray:
    """Logit or probit of one move, held weakly at a centre; Newton's method."""
    x, offset = move.regressors[move.rows], move.offset[move.rows]
    sign = np.where(move.second, 1.0, -1.0)
    weight = RIDGE * np.maximum((x**2).sum(axis=0), 1e-8) / max(len(x) ** 0.5, 1.0)

    def worth(beta: np.ndarray) -> float:
        ahead = sign * (index(x, beta) + offset)
        logs = log_expit(ahead) if logit else log_ndtr(ahead)
        return float(logs.sum() - 0.5 * weight @ (beta - centre) ** 2)

    beta = centre.copy()
    for _ in range(ROUNDS):
        slope, curve = choice_slopes(sign * (index(x, beta) + offset), logit)
        gradient = scored(x, sign * slope) - weight * (beta - centre)
        step = np.linalg.solve(products(x, curve) + np.diag(weight), gradient)
        begun = worth(beta)
        while worth(beta + step) < begun and np.abs(step).max() > 1e-10:
            step = step / 2.0
        beta = beta + step
        if np.abs(gradient @ step) < 1e-2:
            break
    return beta


# Tall and thin products, without the linear-algebra library: its threads cost more than the work,
# many times so on a busy machine.


def index(x: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """``x b``: by row, the sum of its regressors times coefficients."""
    return np.einsum("ni,i->n", x, beta)


def scored(x: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """``x' s``: by coefficient, the sum over rows."""
    return np.einsum("ni,n->i", x, slope)


def products(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """``x' W x`` with a diagonal W."""
    return np.einsum("ni,nj->ij", x * weight[:, None], x)


def choice_slopes(ahead: np.ndarray, logit: bool) -> tuple[np.ndarray, np.ndarray]:
    """Slope and minus the curvature of the log chance of what was done."""
    if logit:
        share = expit(-ahead)
        return share, share * (1.0 - share)
    ratio = np.exp(-0.5 * ahead**2 - 0.5 * np.log(2.0 * np.pi) - log_ndtr(ahead))
    return ratio, ratio * (ratio + ahead)


def perturbed(
    start: np.ndarray, matrices: Sequence[Matrix], count: int, seed: int
) -> list[np.ndarray]:
    """The start, and others around it: every index moved by about one."""
    rng = np.random.default_rng(seed)
    columns = np.concatenate([one.values for one in matrices], axis=1)
    size = np.maximum(np.sqrt((columns**2).mean(axis=0)), 1e-8)
    moved = [start + rng.normal(size=len(start)) / size for _ in range(count - 1)]
    return [start, *moved]
