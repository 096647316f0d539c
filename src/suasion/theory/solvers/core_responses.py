"""The fixed point of quantal responses in the log-odds of a game's core alone, over a batch.

``F(z, t) = z - R(z, t)``: z are the log-odds at the sets of the core
(`suasion.theory.solvers.feedback`), R the log-odds of the responses there to z and to what all
other sets answer at the share t of every precision. A zero at t = 1 is an agent quantal response
equilibrium, and the curve of zeros from (0, 0) is the principal branch, as it is with the log-odds
of all sets (`suasion.theory.solvers.fixed_point`, which is the referee): a core is only shorter.

Everything is arithmetic on arrays of the batch, written out from the tree. Beliefs are worked out
from logarithms of chances, so that they stay exact where chances are tiny.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.logarithm import log
from suasion.theory.solvers.backward import Backwards, Strategies
from suasion.theory.solvers.feedback import Member, core
from suasion.theory.tree.numbers import Numbers
from suasion.theory.tree.tree import Family, Tree

NEVER, TINY = -2e3, 1e-300
"""Log-chance that stands for never, and the least chance that has one of its own."""
Odds = list[Any]
"""Log-odds of every action but the first, against the first."""


class Game(NamedTuple):
    """Games of a batch.

    Parameters
    ----------
    tree, family
        The game and its errors.
    numbers
        Payoffs and chances, each a number or `*batch`.
    precision
        By player [1/payoff unit], each a number or `*batch`.
    """

    tree: Tree
    family: Family
    numbers: Numbers
    precision: Sequence[Any]


class Slopes(NamedTuple):
    """F, its slope by z as rows of columns, and by t; each entry `*batch`."""

    value: list[Any]
    by_z: list[list[Any]]
    by_t: list[Any]


def dimension(tree: Tree) -> int:
    """Length of z."""
    return sum(len(tree.information[at].actions) - 1 for at in core(tree).sets)


def slopes(game: Game, z: Sequence[Any], t: Any) -> Slopes:
    """F and its slopes at (z, t)."""
    point = [*z, t]
    columns = [_along(game, point, place) for place in range(len(point))]
    value = [one - answer for one, answer in zip(z, columns[0][0], strict=True)]
    by = [[column[1][row] for column in columns] for row in range(len(z))]
    square = [[float(i == j) - row[j] for j in range(len(z))] for i, row in enumerate(by)]
    return Slopes(value, square, [-row[-1] for row in by])


def _along(game: Game, point: list[Any], place: int) -> tuple[list[Any], list[Any]]:
    """The responses, and their slope by one coordinate; the compiler works them out once.

    One direction at a time: all at once, on an axis of their own, took six times as long to run.
    """

    def responses(x: Any) -> list[Any]:
        moved = [*point[:place], x, *point[place + 1 :]]
        return answers(game, moved[:-1], moved[-1])

    return jax.jvp(responses, (point[place],), (jnp.ones_like(point[place]),))


def answers(game: Game, z: Sequence[Any], t: Any) -> list[Any]:
    """R: log-odds of the responses at the sets of the core."""
    walk, shape = played_from(game, z, t), jnp.shape(z[0])
    found = [one for at in core(game.tree).sets for one in walk.answer(at, t)]
    return [jnp.broadcast_to(one, shape) for one in found]


def strategies(game: Game, z: Sequence[Any]) -> Strategies:
    """Chances of all actions by information set, at t = 1."""
    return played_from(game, z, 1.0).walk.strategies


def played_from(game: Game, z: Sequence[Any], t: Any) -> Answers:
    """All strategies that follow from those of the core."""
    answered, left = Answers(game), list(z)
    for at in core(game.tree).sets:
        count = len(game.tree.information[at].actions) - 1
        answered.settle(at, left[:count])
        left = left[count:]
    for at in core(game.tree).rest:
        answered.settle(at, answered.answer(at, t))
    return answered


class Answers:
    """Strategies that become known set by set, with the logarithms that beliefs need."""

    def __init__(self, game: Game) -> None:
        self.game, self.walk = game, Backwards(game.tree, game.numbers)
        self.odds: dict[int, Odds] = {}
        self.logs: dict[int, list[Any]] = {}

    def settle(self, at: int, odds: Odds) -> None:
        """Take log-odds as the strategy of a set."""
        self.odds[at] = odds
        self.walk.strategies[at] = _chances(odds)

    def answer(self, at: int, t: Any) -> Odds:
        """Log-odds of the quantal response of a set."""
        player = self.game.tree.information[at].player
        scale = t * self.game.precision[player]
        gains = self.walk.gains(at, self.beliefs(at))[1:]
        if self.game.family == "logit":
            return [scale * gain for gain in gains]
        log_cdf = jax.scipy.special.log_ndtr
        return [log_cdf(scale * gain) - log_cdf(-scale * gain) for gain in gains]

    def beliefs(self, at: int) -> list[Any]:
        """Chance of each node of a set, given that the set is reached [1]."""
        members = core(self.game.tree).members[at]
        if not any(one.moves for one in members):
            return self.walk.weights(at)
        return _chances_of_logs([self._log_reach(one) for one in members])

    def _log_reach(self, member: Member) -> Any:
        total: Any = 0.0
        for held, action in member.moves:
            total = total + self._log_move(held, action)
        for node, move in member.chances:
            total = total + _log_chance(self.game.numbers.chances[node][move])
        return total

    def _log_move(self, at: int, action: int) -> Any:
        if at not in self.logs:
            self.logs[at] = _logs(self.odds[at])
        return self.logs[at][action]


def _chances(odds: Odds) -> list[Any]:
    if len(odds) == 1:
        half = 0.5 * jnp.tanh(0.5 * odds[0])
        return [0.5 - half, 0.5 + half]
    return _chances_of_logs([jnp.zeros_like(odds[0]), *odds])


def _chances_of_logs(logs: Sequence[Any]) -> list[Any]:
    if len(logs) == 2:
        return _chances([logs[1] - logs[0]])
    wide = jnp.broadcast_arrays(*logs)
    return list(jax.nn.softmax(jnp.stack(wide), axis=0))


def _logs(odds: Odds) -> list[Any]:
    if len(odds) == 1:
        return [log_logistic(-odds[0]), log_logistic(odds[0])]
    return list(jax.nn.log_softmax(jnp.stack([jnp.zeros_like(odds[0]), *odds]), axis=0))


def _log_chance(chance: Any) -> Any:
    wide = jnp.asarray(chance, dtype=float)
    return jnp.where(wide >= TINY, jnp.log(jnp.maximum(wide, TINY)), NEVER)


@jax.custom_jvp
def log_logistic(x: Any) -> Any:
    """Logarithm of 1 / (1 + exp(-x)), in plain arithmetic, with a slope.

    Examples
    --------
    >>> round(float(log_logistic(0.0)), 6)
    -0.693147
    """
    wide = jnp.asarray(x, dtype=float)
    return jnp.minimum(wide, 0.0) - log(1.0 + jnp.exp(-jnp.abs(wide)))


@log_logistic.defjvp
def _log_logistic_slope(primals: tuple[Any], tangents: tuple[Any]) -> tuple[Any, Any]:
    (x,), (along,) = primals, tangents
    return log_logistic(x), along * (0.5 - 0.5 * jnp.tanh(0.5 * x))
