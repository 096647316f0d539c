"""Markov logit equilibria of a finite stochastic game with simultaneous moves: the fixed point.

Definitions and notation
------------------------
In state s every player i of N chooses an action of A at the same time; i is paid ``u_i(a, s)``, the
next state is s' with probability ``tau(s'|s, a)``, and i discounts a step by ``delta_i``. Every
action carries a private shock, type-1 extreme value and independent, of scale ``1/lambda_i``, so i
chooses with logit probabilities. In units of its shock, ``w = lambda v``::

    w_i(a, s) = E_j [t lambda_i u_i(a, a_j, s) + delta_i sum_s' tau(s'|s, a, a_j) W_i(s')]
    p_i(a|s)  = exp w_i(a, s) / sum_b exp w_i(b, s)
    W_i(s)    = log sum_b exp w_i(b, s) - (1 - t) log n_i(s)

with ``n_i(s)`` the number of actions that i is allowed in s; Euler's constant is left out. A Markov
logit equilibrium is a fixed point of the map w -> Phi(w), `response`, at ``t = 1``. At ``t = 0``
payoffs count for nothing and there is one, ``W = 0`` with all actions equally likely; from there
the *principal branch* is followed. Where all states have as many actions it is the path in lambda.

The index of an equilibrium is the sign of ``det(I - Phi')``; over all of them it adds up to one,
so their number is odd as long as none is degenerate. An equilibrium is *stable* if the spectral
radius of ``Phi'`` is below one: repeated response then returns to it.

Leader change, expiry and elections are states whose transitions no action moves.

References
----------
[McKelveyPalfrey1998]_ for the agent logit equilibrium; [EibelshaeuserPoensgen2019]_ for the path
in stochastic games, there without the shocks' own worth in the value. The index is that of any
homotopy with one bounded start.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp
from jax.typing import ArrayLike

LETTERS = "abcdefghijklmnop"
# (I + P)/2 squared so often has forgotten its start, whatever the order of the slowest rate.
SQUARINGS = 50
# Lengths of a Newton step that are tried at once.
SHORTER = tuple(0.5**k for k in range(10))


class MarkovGame(NamedTuple):
    """A stochastic game of N players, S states and up to A actions each; made by `markov_game`.

    Parameters
    ----------
    payoffs
        ``u_i(a, s)`` of shape `*batch N S A ... A` with one A for each player [payoff unit].
    transitions
        ``tau(s'|s, a)`` of shape `*batch S A ... A S` [1].
    discount, precision
        ``delta_i`` [1/step], 0 to below 1, and ``lambda_i`` [1/payoff unit], of shape `*batch N`.
    allowed
        Which actions a player has in a state, of shape `*batch N S A`.
    """

    payoffs: jax.Array
    transitions: jax.Array
    discount: jax.Array
    precision: jax.Array
    allowed: jax.Array


def markov_game(
    payoffs: ArrayLike,
    transitions: ArrayLike,
    *,
    discount: ArrayLike,
    precision: ArrayLike = 1.0,
    allowed: ArrayLike = True,
    players: int = 2,
) -> MarkovGame:
    """Game with all arrays spread to their full shapes.

    Parameters
    ----------
    payoffs, transitions, discount, precision, allowed
        As in `MarkovGame`; the last four may leave out leading axes.
    players
        Number of players N.

    Examples
    --------
    Two states, two players; whoever plays 1 moves the game to state 1.

    >>> import numpy as np
    >>> moves = np.array([[0, 1], [1, 1]])
    >>> game = markov_game(np.zeros((2, 2, 2, 2)), np.eye(2)[[moves, moves]], discount=0.9)
    >>> game.transitions.shape, game.discount.shape
    ((2, 2, 2, 2), (2,))
    """
    paid, moves = jnp.asarray(payoffs, float), jnp.asarray(transitions, float)
    lead = paid.shape[: -players - 2]
    states, count = paid.shape[-players - 1], paid.shape[-1]
    return MarkovGame(
        paid,
        jnp.broadcast_to(moves, (*lead, states, *(count,) * players, states)),
        jnp.broadcast_to(jnp.asarray(discount, float), (*lead, players)),
        jnp.broadcast_to(jnp.asarray(precision, float), (*lead, players)),
        jnp.broadcast_to(jnp.asarray(allowed, bool), (*lead, players, states, count)),
    )


def choices(game: MarkovGame, w: jax.Array) -> jax.Array:
    """Logit probabilities of every action, of shape `N S A` [1]; zero where not allowed."""
    return jax.nn.softmax(jnp.where(game.allowed, w, -jnp.inf), axis=-1)


def worth(game: MarkovGame, w: jax.Array, t: ArrayLike = 1.0) -> jax.Array:
    """Value W of every state before the shocks are seen, of shape `N S` [units of the shock]."""
    actions = jnp.log(jnp.sum(game.allowed, axis=-1))
    return logsumexp(jnp.where(game.allowed, w, -jnp.inf), axis=-1) - (1.0 - t) * actions


def response(game: MarkovGame, w: jax.Array, t: ArrayLike = 1.0) -> jax.Array:
    """The map Phi whose fixed points are the equilibria.

    Parameters
    ----------
    game
        One game; `jax.vmap` for many.
    w
        Values of actions, of shape `N S A` [units of the shock]; 0 where not allowed.
    t
        Weight of the payoffs [1]; 1 is the game itself.

    Examples
    --------
    Nothing at stake: both actions are worth the future, 0.9 log 2/(1 - 0.9).

    >>> import numpy as np
    >>> game = markov_game(np.zeros((2, 1, 2, 2)), np.ones((1, 2, 2, 1)), discount=0.9)
    >>> w = jnp.full((2, 1, 2), 9.0 * np.log(2.0))
    >>> bool(jnp.allclose(response(game, w), w))
    True
    """
    return _expected_worth(game, choices(game, w), worth(game, w, t), t)


def _expected_worth(
    game: MarkovGame, p: jax.Array, values: jax.Array, t: ArrayLike = 1.0
) -> jax.Array:
    """Worth of every action against given choices and given values of the states."""
    n = game.payoffs.shape[0]
    rows = [_against(game, p, _stakes(game, values, t, i), (i,)) for i in range(n)]
    return jnp.where(game.allowed, jnp.stack(rows), 0.0)


def _stakes(game: MarkovGame, values: jax.Array, t: ArrayLike, i: int) -> jax.Array:
    """What each joint action is worth to player i, now and later, of shape `S A ... A`."""
    ahead = game.discount[i] * jnp.matmul(game.transitions, values[i])
    return jnp.asarray(t) * game.precision[i] * game.payoffs[i] + ahead


def _against(game: MarkovGame, p: jax.Array, table: jax.Array, kept: tuple[int, ...]) -> jax.Array:
    """Mean of `table` over the actions of all players but those kept; trailing axes stay."""
    axes = LETTERS[: game.payoffs.shape[0]]
    others = [j for j in range(len(axes)) if j not in kept]
    parts = ",".join([f"z{axes}...", *(f"z{axes[j]}" for j in others)])
    left = "".join(axes[j] for j in kept)
    return jnp.einsum(f"{parts}->z{left}...", table, *(p[j] for j in others))


def chain(game: MarkovGame, p: jax.Array) -> jax.Array:
    """Transition matrix of the states under choices `p`, of shape `S S` [1]."""
    axes = LETTERS[: game.payoffs.shape[0]]
    parts = ",".join([f"z{axes}y", *(f"z{letter}" for letter in axes)])
    return jnp.einsum(f"{parts}->zy", game.transitions, *p)


def long_run_shares(transition: jax.Array) -> jax.Array:
    """Long-run share of time in each state from a start in any with equal chance.

    Parameters
    ----------
    transition
        Transition matrix of shape `S S` [1]; it may fall into parts that are never left.

    Examples
    --------
    >>> chances = jnp.array([[0.9, 0.1], [0.3, 0.7]])
    >>> [round(float(x), 3) for x in long_run_shares(chances)]
    [0.75, 0.25]
    """

    def squared(_: int, power: jax.Array) -> jax.Array:
        twice = power @ power
        return twice / twice.sum(axis=-1, keepdims=True)

    lazy = (transition + jnp.eye(transition.shape[-1])) / 2.0
    return jnp.mean(jax.lax.fori_loop(0, SQUARINGS, squared, lazy), axis=0)


def residual(game: MarkovGame, w: jax.Array, t: ArrayLike = 1.0) -> jax.Array:
    """Largest ``|w - Phi(w)|`` [units of the shock]."""
    return jnp.max(jnp.abs(w - response(game, w, t)))


def slope(game: MarkovGame, w: jax.Array, t: ArrayLike = 1.0) -> jax.Array:
    """Jacobian ``Phi'(w)`` over the flattened w, a square matrix of side `N S A`.

    A player's own w counts through the value of the next state, another's only through what the
    other does in the same state.

    Examples
    --------
    >>> game = markov_game(jnp.ones((2, 1, 2, 2)), jnp.ones((1, 2, 2, 1)), discount=0.5)
    >>> [float(x) for x in slope(game, jnp.zeros((2, 1, 2))).sum(axis=1)]
    [0.5, 0.5, 0.5, 0.5]
    """
    n, states = w.shape[:2]
    p, values = choices(game, w), worth(game, w, t)
    here = jnp.eye(states)[:, None, :, None]
    rows = []
    for i in range(n):
        stakes = _stakes(game, values, t, i)
        mean = _against(game, p, stakes, (i,))
        own = game.discount[i] * _against(game, p, game.transitions, (i,))
        blocks = [
            own[..., None] * p[i]
            if j == i
            else here
            * (p[j][:, None] * (_against(game, p, stakes, (i, j)) - mean[..., None]))[:, :, None]
            for j in range(n)
        ]
        rows.append(jnp.where(game.allowed[i][..., None, None, None], jnp.stack(blocks, 2), 0.0))
    return jnp.stack(rows).reshape(w.size, w.size)


def drift(game: MarkovGame, w: jax.Array) -> jax.Array:
    """Derivative of ``Phi(w)`` by t, of shape `N S A`."""
    actions = jnp.log(jnp.sum(game.allowed, axis=-1))
    return _expected_worth(game, choices(game, w), actions)


def spectral_radius(matrix: jax.Array) -> jax.Array:
    """Largest modulus of an eigenvalue; below 1 repeated response comes back."""
    return jnp.max(jnp.abs(jnp.linalg.eigvals(matrix)))


def index(matrix: jax.Array) -> jax.Array:
    """Sign of ``det(I - matrix)``: 1, -1, or 0 if the equilibrium is degenerate."""
    return jnp.linalg.slogdet(jnp.eye(matrix.shape[-1]) - matrix)[0]


def contraction(game: MarkovGame) -> jax.Array:
    """Bound on how much Phi can stretch; below 1 there is one equilibrium and iteration finds it.

    Player i's own values pass through with ``delta_i``; each other player's probabilities move by
    at most half the change of its w against the span of what i can be paid, now and later.

    Examples
    --------
    >>> import numpy as np
    >>> game = markov_game(np.zeros((2, 1, 2, 2)), np.ones((1, 2, 2, 1)), discount=0.5)
    >>> float(contraction(game))
    0.5
    """
    n = game.payoffs.shape[0]
    counts = jnp.log(jnp.sum(game.allowed, axis=-1))
    axes = tuple(range(1, n + 2))
    now = game.precision * (game.payoffs.max(axis=axes) - game.payoffs.min(axis=axes))
    later = (now + counts.max(axis=-1) - counts.min(axis=-1)) / (1.0 - game.discount)
    return jnp.max(game.discount + 0.5 * (n - 1) * (now + game.discount * later))


class Point(NamedTuple):
    """Where an iteration ended: `w` [units of the shock], its residual, and the steps taken."""

    w: jax.Array
    residual: jax.Array
    steps: jax.Array


@partial(jax.jit, static_argnames="most")
def iterated(
    game: MarkovGame, start: jax.Array, *, tolerance: float = 1e-12, most: int = 5000
) -> Point:
    """Repeated response from `start` until the residual is below `tolerance`.

    Finds the only equilibrium where `contraction` is below 1; elsewhere a stable one, or none.
    """
    return _repeated(game, start, lambda w: response(game, w), tolerance, most)


@partial(jax.jit, static_argnames="most")
def newton(
    game: MarkovGame, start: jax.Array, *, tolerance: float = 1e-12, most: int = 40
) -> Point:
    """Damped Newton steps on ``w - Phi(w)``: of ten halved lengths the one with least residual."""
    return _repeated(game, start, partial(newton_step, game), tolerance, most)


def newton_step(game: MarkovGame, w: jax.Array) -> jax.Array:
    """One step of `newton`; `w` itself where the slopes are singular."""
    gap = (response(game, w) - w).ravel()
    step = jnp.linalg.solve(jnp.eye(gap.size) - slope(game, w), gap).reshape(w.shape)
    trials = w + jnp.asarray(SHORTER)[:, None, None, None] * step
    gaps = jax.vmap(lambda x: jnp.sum((x - response(game, x)) ** 2))(trials)
    best = jnp.argmin(jnp.where(jnp.isfinite(gaps), gaps, jnp.inf))
    return jnp.where(jnp.all(jnp.isfinite(step)), trials[best], w)


def _repeated(
    game: MarkovGame,
    start: jax.Array,
    step: Callable[[jax.Array], jax.Array],
    tolerance: float,
    most: int,
) -> Point:
    size = 1.0 + jnp.max(jnp.abs(start))

    def goes_on(point: Point) -> jax.Array:
        return (point.residual > tolerance * size) & (point.steps < most)

    def next_point(point: Point) -> Point:
        w = step(point.w)
        return Point(w, residual(game, w), point.steps + 1)

    return jax.lax.while_loop(
        goes_on, next_point, Point(start, residual(game, start), jnp.array(0))
    )


def followed(game: MarkovGame, p: jax.Array) -> jax.Array:
    """Values w of actions when everybody, oneself included, plays `p` for ever after."""
    n, states = p.shape[:2]
    moves = chain(game, p)
    zero = jnp.zeros((n, states))
    now = jnp.sum(p * _expected_worth(game, p, zero), axis=-1)
    shocks = -jnp.sum(jnp.where(p > 0, p * jnp.log(jnp.where(p > 0, p, 1.0)), 0.0), axis=-1)
    ahead = jnp.eye(states) - game.discount[:, None, None] * moves
    values = jnp.linalg.solve(ahead, (now + shocks)[..., None])[..., 0]
    return _expected_worth(game, p, values)


def attached(game: MarkovGame, w: jax.Array) -> jax.Array:
    """An equilibrium w of `game` with its derivative by the game, by the implicit function theorem.

    Parameters
    ----------
    game
        One game; derivatives by its payoffs, transitions, discount and precision.
    w
        A fixed point of `response`, of shape `N S A` [units of the shock].

    Examples
    --------
    The logit of a decision between 0 and x at x = 0: a slope of 1/4.

    >>> def chance(x):
    ...     paid = jnp.array([0.0, 1.0]) * x
    ...     one = markov_game(paid[None, None], jnp.ones((1, 2, 1)), discount=0.0, players=1)
    ...     return choices(one, attached(one, jnp.zeros((1, 1, 2))))[0, 0, 1]
    >>> float(jax.grad(chance)(0.0))
    0.25
    """
    w = jax.lax.stop_gradient(w)
    fixed = jnp.eye(w.size) - jax.lax.stop_gradient(slope(game, w))
    gap = (response(game, w) - w).ravel()
    return w + jnp.linalg.solve(fixed, gap).reshape(w.shape)
