"""Games in which beliefs matter, in matrices: expected utilities from strategies by Bayes' rule.

Definitions
-----------
move
    An action of an information set; moves of all sets are numbered in order.
z
    Log-odds of every move against the first of its set: it has no bounds, and every probability is
    positive. Its length is the number of moves less that of sets.
reach
    ``A log p + c`` is the log-chance of a node: A says which moves lie on the path to it, c holds
    the chance moves. What a mover expects of a move is the mean of its payoffs over the terminals
    behind it, weighted by their chance given that set and move are reached. All is computed in
    logarithms, so that beliefs stay exact where chances are tiny.

One code serves one game in NumPy and a batch in JAX: `xp` is the array module.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import CHANCE, Tree

NEVER = -2e3
"""Log-chance that stands for never: zero in 64 bit, and small enough to cancel without noise."""
Matrix = np.ndarray[Any, np.dtype[np.float64]]


class Incidence(NamedTuple):
    """Which moves lead where; constants of a tree.

    Parameters
    ----------
    owner
        Set of each move, shape (moves,).
    player
        Player of each move, shape (moves,).
    spread
        From z to odds, zero for the first move of a set, shape (moves, dimension).
    sets
        1 where a move belongs to a set, shape (sets, moves).
    to_terminal, to_member
        1 where a move lies on the path, shapes (terminals, moves) and (members, moves).
    member_of
        1 where a member belongs to a set, shape (sets, members).
    members
        Node of each member.
    """

    owner: Any
    player: Any
    spread: Matrix
    sets: Matrix
    to_terminal: Matrix
    to_member: Matrix
    member_of: Matrix
    members: tuple[int, ...]


@cache
def incidence(tree: Tree) -> Incidence:
    """The constants of a tree."""
    sizes = [len(one.actions) for one in tree.information]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    sets = (np.arange(len(sizes))[:, None] == owner).astype(float)
    first = np.cumsum([0, *sizes])[:-1]
    members = tuple(member for one in tree.information for member in one.members)
    held = np.array([tree.nodes[member].information for member in members])
    paths = _paths(tree, first)
    return Incidence(
        owner,
        np.array([one.player for one in tree.information])[owner],
        np.delete(np.eye(len(owner)), first, axis=1),
        sets,
        paths[list(tree.terminals)],
        paths[list(members)],
        (np.arange(len(sizes))[:, None] == held).astype(float),
        members,
    )


def _paths(tree: Tree, first: Matrix) -> Matrix:
    paths = np.zeros((len(tree.nodes), sum(len(one.actions) for one in tree.information)))
    for at, node in enumerate(tree.nodes):
        for position, child in enumerate(node.children):
            paths[child] = paths[at]
            if node.mover != CHANCE:
                paths[child, first[node.information] + position] = 1.0
    return paths


class Strategic(NamedTuple):
    """The numbers of one game in matrices.

    Parameters
    ----------
    payoffs
        Of each move's owner at each terminal, shape (moves, terminals).
    terminals, members
        Log-chance of the chance moves on the path.
    """

    payoffs: Any
    terminals: Any
    members: Any


def strategic(tree: Tree, numbers: Numbers, xp: Any = np) -> Strategic:
    """The matrices of one game, its numbers being scalars."""
    known = incidence(tree)
    by_player = xp.stack([xp.stack([xp.asarray(x) for x in row]) for row in numbers.payoffs]).T
    logs = _chance_logs(tree, numbers, xp)
    terminals = xp.stack([logs[at] for at in tree.terminals])
    return Strategic(
        by_player[known.player], terminals, xp.stack([logs[at] for at in known.members])
    )


def _chance_logs(tree: Tree, numbers: Numbers, xp: Any) -> list[Any]:
    found = [xp.zeros(())] * len(tree.nodes)
    for at, node in enumerate(tree.nodes):
        for position, child in enumerate(node.children):
            found[child] = found[at]
            if node.mover == CHANCE:
                chance = xp.asarray(numbers.chances[at][position])
                log = xp.where(chance > 0, xp.log(xp.where(chance > 0, chance, 1.0)), NEVER)
                found[child] = found[at] + log
    return found


def log_moves(known: Incidence, z: Any, xp: Any = np) -> Any:
    """Log-probability of every move, shape (moves,), from z."""
    odds = known.spread @ z
    return odds - _log_sum(known.sets, odds, xp)[known.owner]


def _log_sum(inside: Matrix, logs: Any, xp: Any) -> Any:
    """By row of `inside`, the logarithm of the sum of exponentials of the entries inside."""
    top = xp.max(xp.where(inside > 0, logs, -np.inf), axis=1)
    return top + xp.log(_shares(inside, logs, top, xp).sum(axis=1))


def _shares(inside: Matrix, logs: Any, top: Any, xp: Any) -> Any:
    return xp.where(inside > 0, xp.exp(xp.where(inside > 0, logs - top[:, None], 0.0)), 0.0)


def beliefs(known: Incidence, game: Strategic, logs: Any, xp: Any = np) -> Any:
    """Chance of every member given that its set is reached, shape (sets, members)."""
    members = known.to_member @ logs + game.members
    return _shares(known.member_of, members, _log_sum(known.member_of, members, xp), xp)


class Expected(NamedTuple):
    """Utility of each move to its owner, shape (moves,), and its slope by every log-chance."""

    utility: Any
    slope: Any


def expected(known: Incidence, game: Strategic, logs: Any, xp: Any = np) -> Expected:
    """What every mover expects of each of its moves, given the moves' log-chances.

    With w the terminals' chances given set and move, U = sum w u, and the belief's own slope B,
    ``dU_a / dlog p_m = sum w u A_m - U_a (1[a = m] + B_m)``.
    """
    members = known.to_member @ logs + game.members
    sets = _log_sum(known.member_of, members, xp)
    reach = known.to_terminal @ logs + game.terminals
    behind = known.to_terminal.T
    given = reach[None] - (logs + sets[known.owner])[:, None]
    worth = xp.where(behind > 0, xp.exp(xp.where(behind > 0, given, 0.0)), 0.0) * game.payoffs
    utility = worth.sum(axis=1)
    held = _shares(known.member_of, members, sets, xp) @ known.to_member
    own = np.eye(len(known.owner)) + held[known.owner]
    return Expected(utility, worth @ known.to_terminal - utility[:, None] * own)
