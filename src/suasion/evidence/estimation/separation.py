"""Separation: data that some sum of regressors splits into one choice and the other.

Then the likelihood of the move rises for ever along that sum and has no maximum. That of the whole
game may still have a local one, because earlier moves anticipate this one; it is not to be relied
on, and `beyond` looks for a better point far out.

Each move is looked at as a choice of its own, given the estimated chances of the moves after it;
for a last move this is exact, for an earlier one it holds at the estimate.

A linear program asks for coefficients, each within bounds, under which no row is on the wrong side;
if some row is strictly on its own side, there is separation.

References
----------
[AlbertAnderson1984]_ for separation; [CrismanCoxGasparyanSignorino2023]_ in strategic models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.optimize import linprog
from scipy.sparse import csr_array

from suasion.evidence.estimation.maximum import CLOSE, Objective, maximum
from suasion.evidence.estimation.moves import Shocks
from suasion.evidence.estimation.specification import Model
from suasion.evidence.estimation.starts import (
    Move,
    backwards,
    by_moves,
    choice_slopes,
    index,
    move_at,
    products,
    scored,
)
from suasion.theory.solvers.backward import Strategies
from suasion.theory.tree.structure import order

STRICT = 1e-6
FAR_OUT = (10.0, 30.0, 100.0)
"""How far out along a separating sum a better point is looked for [largest index]."""
NEAR, SAFE, NEWTON_STEPS = 1e-3, 1e3, 12
"""Slope of a row near the border, room for rounding, and steps of the proof of no separation."""
FAR = 1e-4
"""A coefficient counts where it takes this share of the sum."""


@dataclass(frozen=True, eq=False)
class Separation:
    """A move that is separated.

    Parameters
    ----------
    player
        Who moves.
    move
        Name of the information set.
    complete
        Whether every row is on its own side; else some lie on the border.
    coefficients
        Those in the separating sum that the program found; there may be others.
    last
        Whether no move follows, so that the finding does not hang on the estimate.
    direction
        The sum, as a change of all coefficients: no index of the move changes by more than one.
    """

    player: str
    move: str
    complete: bool
    coefficients: tuple[str, ...]
    last: bool
    direction: np.ndarray

    def __str__(self) -> str:
        kind = "completely" if self.complete else "in part"
        given = "" if self.last else ", given the estimated moves after it,"
        return (
            f"the move of {self.player} at {self.move}, taken by itself, is {kind} "
            f"separated{given} by {_few(self.coefficients)}"
        )


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def separations(model: Model, beta: np.ndarray) -> tuple[Separation, ...]:
    """Every separated move of a game of two-action moves that is solved backwards.

    Parameters
    ----------
    model
        The specification.
    beta
        Estimated coefficients, for the chances of later moves.
    """
    if not by_moves(model.kernel):
        return ()
    found, strategies = [], _strategies(model, beta)
    for at in order(model.tree) or ():
        move = move_at(model.kernel, model.matrices, model.seen, at, strategies)
        if not move.columns.size or has_maximum(move, beta[move.columns], model.kernel.shocks):
            continue
        if (one := _separated(model, move)) is not None:
            found.append(one)
    return tuple(found)


def has_maximum(move: Move, beta: np.ndarray, shocks: Shocks) -> bool:
    """Whether the move by itself is proved not to be separated; spares a linear program.

    The move is fitted from these coefficients. Let l_i be the slope of a row's log chance by its
    index, w_i minus its curvature, t_i >= 0 what a separating sum adds to the index, and `gain`
    what a Newton step still gains. The slope along the sum is sum l_i t_i, and by Cauchy and
    Schwarz at most sqrt(2 gain sum w_i t_i^2). Rows near the border have l_i above `NEAR`; if
    their regressors are of full rank, they bound the t_i of the others by their leverage h_i. So
    there is no such sum if NEAR^2 > 2 gain (w_i + sum of w h over the others) for each near row.
    """
    x, logit = move.regressors[move.rows], shocks == "logit"
    sign, offset = np.where(move.second, 1.0, -1.0), move.offset[move.rows]
    for _ in range(NEWTON_STEPS):
        slope, curve = choice_slopes(sign * (index(x, beta) + offset), logit)
        near = slope > NEAR
        try:
            step = cho_solve(cho_factor(products(x, curve)), scored(x, sign * slope))
            inverse = cho_solve(cho_factor(products(x, 1.0 * near)), np.eye(x.shape[1]))
        except LinAlgError:
            return False
        gain = 0.5 * float(step @ scored(x, sign * slope))
        leverage = np.einsum("ij,jk,ik->i", x[~near], inverse, x[~near])
        far = float(curve[~near] @ leverage)
        if 2.0 * SAFE * gain * (1.0 + far) < NEAR**2:
            return True
        beta = beta + step
    return False


def _strategies(model: Model, beta: np.ndarray) -> Strategies:
    """Chances of moves at an estimate, each move from those after it."""
    walk = backwards(model.kernel)
    for at in order(model.tree) or ():
        move = move_at(model.kernel, model.matrices, model.seen, at, walk.strategies)
        second = move.chance(beta[move.columns], model.kernel.shocks)
        walk.strategies[at] = [1.0 - second, second]
    return walk.strategies


def _separated(model: Model, move: Move) -> Separation | None:
    sign = np.where(move.second, 1.0, -1.0)[:, None]
    size = np.maximum(np.abs(move.regressors[move.rows]).max(axis=0, initial=0.0), 1e-12)
    rows = np.unique(sign * move.regressors[move.rows] / size, axis=0)
    if not len(rows) or np.any(move.offset[move.rows]):
        return None
    found = linprog(
        -rows.sum(axis=0), A_ub=csr_array(-rows), b_ub=np.zeros(len(rows)), bounds=(-1, 1)
    )
    if found.x is None or -found.fun < STRICT:
        return None
    used = np.abs(found.x) > FAR * np.abs(found.x).max()
    names = tuple(model.names[at] for at in move.columns[used])
    one = model.tree.information[move.at]
    below = [model.tree.nodes[c] for m in one.members for c in model.tree.nodes[m].children]
    last = all(node.information < 0 for node in below)
    direction = np.zeros(len(model.names))
    direction[move.columns] = found.x / size / max(np.abs(rows @ found.x).max(), STRICT)
    player = model.tree.players[one.player]
    return Separation(player, one.name, _complete(rows), names, last, direction)


def _complete(rows: np.ndarray) -> bool:
    """Whether some sum puts every row strictly on its own side: the least margin, made largest."""
    aim = np.append(np.zeros(rows.shape[1]), -1.0)
    limits = csr_array(np.column_stack([-rows, np.ones(len(rows))]))
    found = linprog(aim, A_ub=limits, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    return found.x is not None and bool(found.x[-1] > STRICT)


def beyond(objective: Objective, start: np.ndarray, found: Separation, best: float) -> float | None:
    """A better value of the objective far out along a separating sum, if one is found.

    Parameters
    ----------
    objective
        Without a penalty.
    start
        Coefficients from which the search sets out, moved by the separating sum.
    found
        The separation.
    best
        The value to beat.
    """
    for far in FAR_OUT:
        end = maximum(objective, [start + far * found.direction]).point.value
        if end > best + CLOSE:
            return end
    return None
