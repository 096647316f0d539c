"""Stochastic games that end: logit quantal responses solved backwards, period by period.

Definitions and notation
------------------------
A game as in `suasion.theory.solvers.markov`, played for a number of periods, after which state s is
worth a given terminal value to each player. With ``W_i(s')`` the value of the next period in units
of i's shock, the *stage game* of a state pays::

    lambda_i u_i(a, s) + delta_i sum_s' tau(s'|s, a) W_i(s')

and its agent quantal response equilibria are fixed points of the same map, at discount 0. There is
one where at most one player has a choice, so also in a game whose players move in turn; else there
may be several, and which is played in a period changes what the periods before are about. Rules of
selection, state by state:

principal
    The end of the branch from zero precision.
nearest
    Of all found the one whose chances differ least from those of the next period; in the last
    period, principal.

In both, where the principal branch is lost, the first other one found. Equilibria of each stage are
looked for along that branch, from the next period's and from random plays. Their indices add up to
one if none is missing or those missing cancel out.

A long horizon need not forget its end. Where a stage has several equilibria, the rule decides there
which stationary equilibrium the first periods come near. Of the Koreas, in
`suasion.theory.library.audience_cost_dynamics` and with nothing at stake after the end, peace has
three in the last period but one; "principal" leads to 93.3 % of months at peace, where
repeated response also ends, "nearest" to 93.1 % at another stationary equilibrium.

References
----------
[McKelveyPalfrey1998]_ for the stage; as in `suasion.theory.solvers.markov`.

Examples
--------
A prize of 2 that one player may take once: taking it moves the game to a state that pays nothing.

>>> paid = jnp.array([[[0.0, 2.0], [0.0, 0.0]]])
>>> moves = jnp.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
>>> game = markov_game(paid, moves, discount=0.9, precision=3.0, players=1)
>>> [round(float(p), 3) for p in solve(game, 4).choices[:, 0, 0, 1]]
[0.719, 0.729, 0.772, 0.998]
"""

from __future__ import annotations

from functools import partial
from typing import Literal, NamedTuple

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike

from suasion.theory.solution import Status
from suasion.theory.solvers import markov, markov_branches
from suasion.theory.solvers.markov import MarkovGame, markov_game

Rule = Literal["principal", "nearest"]
# Relative to the largest w: a residual above the first is not an equilibrium, two points nearer
# than the second are one.
RESIDUAL, SAME = 1e-10, 1e-6

# Few plays are near pure when all concentrations are 1, nearly all when they are 0.2.
CONCENTRATIONS = (0.2, 0.5, 1.0)


class Horizon(NamedTuple):
    """Play of every period, the first one first.

    Parameters
    ----------
    choices
        Chance of every action [1], shape (periods, N, S, A).
    values
        Worth of every state before the shocks are seen [payoff unit], shape (periods, N, S).
    residual
        Largest gap of the selected equilibrium [units of the shock], shape (periods, S).
    every
        All ends of the search, w [units of the shock], shape (periods, S, starts + 2, N, A).
    distinct
        Which of these are equilibria that do not stand there before, (periods, S, starts + 2).
    indices
        Sum of the indices of the distinct ones, shape (periods, S).
    lost
        Whether the principal branch was lost, shape (periods, S).
    """

    choices: jax.Array
    values: jax.Array
    residual: jax.Array
    every: jax.Array
    distinct: jax.Array
    indices: jax.Array
    lost: jax.Array


class _Next(NamedTuple):
    """What the period after shows: worth of states (N, S), w and whether there is such a period."""

    worth: jax.Array
    w: jax.Array
    begun: jax.Array


@partial(jax.jit, static_argnames=("periods", "rule", "starts", "seed"))
def solve(
    game: MarkovGame,
    periods: int,
    *,
    terminal: ArrayLike = 0.0,
    rule: Rule = "principal",
    starts: int = 15,
    seed: int = 0,
) -> Horizon:
    """Play a game backwards from its end.

    Parameters
    ----------
    game
        One game; `jax.vmap` for many, `jax.grad` for derivatives along the selected equilibria.
    periods
        Periods played, 1 and up.
    terminal
        Worth of each state to each player when the last period is over [payoff unit], broadcastable
        to (N, S).
    rule
        Which equilibrium of a stage is played: "principal" or "nearest".
    starts, seed
        Random plays from which others are looked for in every stage, the same in each.

    Examples
    --------
    >>> game = markov_game(jnp.ones((1, 2, 2)), jnp.ones((2, 2, 2)) / 2, discount=0.5, players=1)
    >>> solve(game, 4).choices.shape
    (4, 1, 2, 2)
    """
    shape = game.allowed.shape
    plays = _plays(shape, starts, seed)
    worth = jnp.broadcast_to(jnp.asarray(terminal), shape[:2]) * game.precision[:, None]
    last = _Next(worth, jnp.zeros(shape, worth.dtype), jnp.array(False))

    def back(after: _Next, _: None) -> tuple[_Next, Horizon]:
        return _period(game, plays, rule, after)

    return jax.lax.scan(back, last, None, length=periods, reverse=True)[1]


def _plays(shape: tuple[int, ...], starts: int, seed: int) -> jax.Array:
    """Random chances of actions before they are made to add up, shape (starts, N, S, A)."""
    weights = jnp.resize(jnp.array(CONCENTRATIONS), (starts, 1, 1, 1))
    # A play of no weight anywhere would be no play.
    return jax.random.gamma(jax.random.key(seed), weights, (starts, *shape)) + 1e-12


def _period(game: MarkovGame, plays: jax.Array, rule: Rule, after: _Next) -> tuple[_Next, Horizon]:
    stages = _stages(game, after.worth)
    still = jax.lax.stop_gradient((stages, after.w))
    ends, lost = jax.vmap(_ends, in_axes=(0, 1, 2))(still[0], still[1], plays)
    fine, distinct, signs = jax.vmap(_sorted)(still[0], ends)
    chosen = jax.vmap(partial(_place, rule, after.begun))(still[0], ends, fine, _by_state(still[1]))
    start = jnp.take_along_axis(ends, chosen[:, None, None, None], axis=1)[:, 0]
    w = jax.vmap(lambda stage, one: markov.attached(stage, one[:, None])[:, 0])(stages, start)
    residual = jax.vmap(lambda stage, one: markov.residual(stage, one[:, None]))(stages, w)
    w = jnp.moveaxis(w, 0, 1)
    worth = markov.worth(game, w)
    values = worth / game.precision[:, None]
    period = Horizon(markov.choices(game, w), values, residual, ends, distinct, signs, lost)
    return _Next(worth, w, jnp.array(True)), period


def _by_state(w: jax.Array) -> jax.Array:
    return jnp.moveaxis(w, 1, 0)


def _stages(game: MarkovGame, worth: jax.Array) -> MarkovGame:
    """The stage game of every state, one a row: a game of one state without a future."""
    players = len(game.discount)
    wide = (..., *(None,) * (players + 1))
    ahead = jnp.einsum("s...x,ix->is...", game.transitions, worth)
    stakes = game.precision[wide] * game.payoffs + game.discount[wide] * ahead
    return jax.vmap(
        lambda paid, allowed: markov_game(
            paid[:, None],
            jnp.ones((1,)),
            discount=0.0,
            allowed=allowed[:, None],
            players=players,
        )
    )(jnp.moveaxis(stakes, 1, 0), jnp.moveaxis(game.allowed, 1, 0))


def _ends(stage: MarkovGame, after: jax.Array, plays: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Where searches end: along the branch, from the next period's w, from plays (starts, N, A)."""
    branch = markov_branches.principal(stage)
    lost = ~(branch.residual <= RESIDUAL * (1.0 + jnp.max(jnp.abs(branch.w))))
    chances = plays * stage.allowed[:, 0]
    chances = chances / chances.sum(axis=-1, keepdims=True)
    begin = jax.vmap(lambda p: markov.followed(stage, p[:, None]))(chances)
    begin = jnp.concatenate([after[None, :, None], begin])
    others = jax.vmap(lambda w: markov.newton(stage, w).w)(begin)
    first = jnp.where(lost, jnp.nan, branch.w)
    return jnp.concatenate([first[None], others])[:, :, 0], lost


def _sorted(stage: MarkovGame, ends: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Which ends are equilibria, which of them are new, and the sum of the indices of those."""
    size = 1.0 + jnp.max(jnp.abs(ends), axis=(1, 2))
    gaps = jax.vmap(lambda w: markov.residual(stage, w[:, None]))(ends)
    fine = gaps <= RESIDUAL * size
    apart = jnp.max(jnp.abs(ends[:, None] - ends[None]), axis=(2, 3))
    same = (apart <= SAME * size[:, None]) & fine[:, None] & fine[None]
    new = fine & ~jnp.any(jnp.tril(same, -1), axis=1)
    signs = jax.vmap(lambda w: markov.index(markov.slope(stage, w[:, None])))(ends)
    return fine, new, jnp.sum(jnp.where(new, signs, 0.0))


def _place(
    rule: Rule,
    begun: jax.Array,
    stage: MarkovGame,
    ends: jax.Array,
    fine: jax.Array,
    after: jax.Array,
) -> jax.Array:
    """Place of the selected one among the ends; the first if there is none to select."""
    first = jnp.argmax(fine)
    if rule == "principal":
        return first
    p = jax.vmap(lambda w: markov.choices(stage, w[:, None])[:, 0])(ends)
    far = jnp.max(jnp.abs(p - markov.choices(stage, after[:, None])[:, 0]), axis=(1, 2))
    return jnp.where(begun, jnp.argmin(jnp.where(fine, far, jnp.inf)), first)


def status(found: Horizon) -> Status:
    """Whether the play found may be used, in one sentence.

    Parameters
    ----------
    found
        Of one game.

    Examples
    --------
    >>> game = markov_game(jnp.ones((1, 2, 2)), jnp.ones((2, 2, 2)) / 2, discount=0.5, players=1)
    >>> status(solve(game, 4)).sentence
    'One equilibrium was found in every state and period.'
    """
    count = found.distinct.sum(axis=-1)
    if not bool(jnp.all(count > 0)):
        none = int(jnp.sum(count == 0))
        return Status("none-found", f"No equilibrium was found in {none} of {count.size} stages.")
    missing = int(jnp.sum(jnp.round(found.indices) != 1))
    if missing:
        sentence = f"Equilibria are missing in {missing} of {count.size} stages: their indices do "
        return Status("step-limit", sentence + "not add up to one.")
    several = int(jnp.sum(count > 1))
    if several:
        sentence = f"Several equilibria, at most {int(count.max())}, were found in {several} of "
        return Status("ok", sentence + f"{count.size} stages; indices add up to one in all.")
    return Status("ok", "One equilibrium was found in every state and period.")
