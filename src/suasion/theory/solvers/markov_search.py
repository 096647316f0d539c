"""Curves of Markov logit equilibria of a batch of games: the search behind `markov_equilibria`.

Definitions and notation
------------------------
line
    Points of one walk in order, each an equilibrium w of shape `N S A` [units of the shock].
curve
    All equilibria known to lie on one curve of fixed points; the first curve of a game is its
    principal one, and may be empty.

Newton is given up where `PATIENCE` steps in a row leave more than `SLOW` of the residual: it then
stands before a point where the slopes are singular, and few such starts come to an end at all.

References
----------
As in `suasion.theory.solvers.markov`.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import ArrayLike, NDArray

from suasion.theory.solvers import markov, markov_branches
from suasion.theory.solvers.markov import MarkovGame
from suasion.theory.solvers.markov_lanes import Iteration, every, run

Array = NDArray[np.float64]
Line = list[Array]
Curve = list[Array]

# Relative to the largest w: a residual above the first is not an equilibrium, two points nearer
# than the second are one.
RESIDUAL, SAME = 1e-10, 1e-6
# Newton's residual, relative to the largest w at its start, and its steps at most.
TOLERANCE, STEPS = 1e-12, 40
PATIENCE, SLOW = 2, 0.99
# Starts held in memory at once.
HELD = 25_600
# Few plays are near pure when all concentrations are 1, nearly all when they are 0.2.
CONCENTRATIONS = (0.2, 0.5, 1.0)


class Facts(NamedTuple):
    """What is known of an equilibrium; names as in `markov_equilibria.MarkovEquilibrium`."""

    w: Array
    choices: Array
    values: Array
    shares: Array
    residual: Array
    radius: Array
    sign: Array


def principal_curves(games: MarkovGame) -> list[list[Curve]]:
    """For each game a list of one curve: arrivals of the principal branch at the game itself."""
    everyone = range(len(games.payoffs))
    start = [(g, np.zeros(games.allowed.shape[1:]), 0.0, 1.0) for g in everyone]
    return [[_distinct(line)] for line in _walked(games, start)]


def newton_points(games: MarkovGame, which: Sequence[int], seed: int, starts: int) -> list[Line]:
    """Distinct equilibria that Newton reaches from random plays, for each game of `which`."""
    random = np.random.default_rng(seed)
    weights = np.resize(CONCENTRATIONS, starts)[:, None, None, None]
    # A play of no weight anywhere would be no play.
    plays = random.gamma(weights, size=(starts, *games.allowed.shape[1:])) + 1e-12
    found: list[Line] = []
    # So many at once that memory does not grow with the batch.
    games_held = max(1, HELD // starts)
    for part in (which[k : k + games_held] for k in range(0, len(which), games_held)):
        wide = np.broadcast_to(plays, (len(part), *plays.shape))
        first = every(_begun, _rows(games, part), wide).reshape(-1, *plays.shape[1:])
        ends = _polished(games, np.repeat(part, starts), first).reshape(len(part), *plays.shape)
        found += [_distinct(points) for points in ends]
    return found


def lines(games: MarkovGame, points: list[tuple[int, Array]]) -> list[tuple[int, Line]]:
    """The curve through each point (game, w), walked both ways: its points in order."""
    both = [(g, point, 1.0, direction) for g, point in points for direction in (-1.0, 1.0)]
    sides = iter(_walked(games, both))
    pairs = zip(sides, sides, strict=True)
    return [
        (g, [*reversed(back), point, *ahead])
        for (g, point), (back, ahead) in zip(points, pairs, strict=True)
    ]


def _walked(games: MarkovGame, starts: list[tuple[int, Array, float, float]]) -> list[Line]:
    """Equilibria that each walk, of (game, w, t, direction), meets on its way."""
    if not starts:
        return []
    which, *begin = (np.array(column) for column in zip(*starts, strict=True))
    crossings, crossed = run(_WALK, _rows(games, which), *begin)
    walk, place = np.nonzero(np.arange(crossings.shape[1]) < crossed[:, None])
    met: list[Line] = [[] for _ in starts]
    ends = _polished(games, which[walk], crossings[walk, place])
    for k, point in zip(walk, ends, strict=True):
        if np.isfinite(point).all():
            met[k].append(point)
    return met


def facts(games: MarkovGame, curves: list[list[Curve]]) -> list[list[list[Facts]]]:
    """What is known of every point, in the shape of `curves`."""
    flat = [(g, point) for g, game in enumerate(curves) for curve in game for point in curve]
    if not flat:
        return [[[] for _ in game] for game in curves]
    which, points = (np.array(column) for column in zip(*flat, strict=True))
    columns = every(_facts, _rows(games, which), points)
    rows = iter([Facts(*row) for row in zip(*columns, strict=True)])
    return [[[next(rows) for _ in curve] for curve in game] for game in curves]


def joined(curves: list[Curve], line: Line) -> list[Curve]:
    """Curves with a line added: those that share a point with it become one, in the first's place.

    Examples
    --------
    >>> a, b, c = (np.full((1, 1, 1), x) for x in (0.0, 1.0, 2.0))
    >>> [len(curve) for curve in joined([[a], [b], [c]], [c, a])]
    [2, 1]
    """
    touched = [k for k, curve in enumerate(curves) if any(known(point, [curve]) for point in line)]
    home = touched[0] if touched else len(curves)
    whole = _distinct([*(point for k in touched for point in curves[k]), *line])
    later = [curve for k, curve in enumerate(curves) if k > home and k not in touched]
    return [*curves[:home], whole, *later]


def known(point: Array, curves: list[Curve]) -> bool:
    """Whether an equilibrium lies on one of the curves already."""
    return any(_same(point, other) for curve in curves for other in curve)


def _same(one: Array, other: Array) -> bool:
    return bool(np.max(np.abs(one - other)) <= SAME * (1.0 + np.max(np.abs(other))))


def _distinct(points: Sequence[Array] | Array) -> Line:
    """The points, each unless one before it is the same; none that is not a number."""
    left = np.array(points)
    left = left[np.isfinite(left).all(axis=(1, 2, 3))] if len(left) else left
    kept: Line = []
    while len(left):
        first = left[0]
        kept.append(first)
        apart = np.max(np.abs(left - first), axis=(1, 2, 3))
        left = left[apart > SAME * (1.0 + np.max(np.abs(first)))]
    return kept


def _rows(games: MarkovGame, which: ArrayLike) -> MarkovGame:
    return jax.tree.map(lambda x: x[np.asarray(which)], games)


def _polished(games: MarkovGame, which: ArrayLike, points: Array) -> Array:
    """Newton from each point of a game; NaN where it ends elsewhere than at an equilibrium."""
    if not len(points):
        return points
    w, fine = run(_NEWTON, _rows(games, which), points)
    return np.where(fine[:, None, None, None], w, np.nan)


class _Descent(NamedTuple):
    """Newton on its way; `slow` counts the last steps that brought little."""

    game: MarkovGame
    w: jax.Array
    residual: jax.Array
    wanted: jax.Array
    slow: jax.Array
    steps: jax.Array


def _newton_begun(game: MarkovGame, w: jax.Array) -> _Descent:
    wanted = TOLERANCE * (1.0 + jnp.max(jnp.abs(w)))
    return _Descent(game, w, markov.residual(game, w), wanted, jnp.array(0), jnp.array(0))


def _newton_goes_on(at: _Descent) -> jax.Array:
    return (at.residual > at.wanted) & (at.slow < PATIENCE) & (at.steps < STEPS)


def _newton_stepped(at: _Descent) -> _Descent:
    w = markov.newton_step(at.game, at.w)
    residual = markov.residual(at.game, w)
    slow = jnp.where(residual > SLOW * at.residual, at.slow + 1, 0)
    return at._replace(w=w, residual=residual, slow=slow, steps=at.steps + 1)


def _newton_kept(at: _Descent) -> tuple[jax.Array, jax.Array]:
    return at.w, at.residual <= RESIDUAL * (1.0 + jnp.max(jnp.abs(at.w)))


def _followed(game: MarkovGame, plays: jax.Array) -> jax.Array:
    chances = plays * game.allowed
    chances = chances / chances.sum(axis=-1, keepdims=True)
    return jax.vmap(partial(markov.followed, game))(chances)


def _fact(game: MarkovGame, w: jax.Array) -> tuple[jax.Array, ...]:
    p, slope = markov.choices(game, w), markov.slope(game, w)
    values = markov.worth(game, w) / game.precision[:, None]
    shares = markov.long_run_shares(markov.chain(game, p))
    last = markov.spectral_radius(slope), markov.index(slope)
    return w, p, values, shares, markov.residual(game, w), *last


_begun = jax.jit(jax.vmap(_followed))
_facts = jax.jit(jax.vmap(_fact))
_NEWTON = Iteration(_newton_begun, _newton_goes_on, _newton_stepped, _newton_kept)
_WALK = Iteration(
    markov_branches.begun,
    markov_branches.goes_on,
    markov_branches.stepped,
    lambda at: (at.crossings, at.crossed),
)
