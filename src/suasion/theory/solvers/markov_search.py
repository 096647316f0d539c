"""Curves of Markov logit equilibria of a batch of games: the search behind `markov_equilibria`.

Definitions and notation
------------------------
line
    Points of one walk in order, each an equilibrium w of shape `N S A` [units of the shock].
curve
    All equilibria known to lie on one curve of fixed points; the first curve of a game is its
    principal one, and may be empty.

A program is compiled once, for `CHUNK` points or games at a time, and run chunk after chunk: a
chunk waits for its slowest member only.

References
----------
As in `suasion.theory.solvers.markov`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from suasion.theory.solvers import markov
from suasion.theory.solvers.markov import MarkovGame
from suasion.theory.solvers.markov_branches import walk

Array = NDArray[np.float64]
Line = list[Array]
Curve = list[Array]

# Relative to the largest w: a residual above the first is not an equilibrium, two points nearer
# than the second are one.
RESIDUAL, SAME = 1e-10, 1e-6
CHUNK = 8
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
    everyone = range(games.payoffs.shape[0])
    start = np.zeros(games.allowed.shape)
    crossings, crossed = _in_chunks(_walks, games, everyone, start, np.zeros(len(start)))
    ahead = [crossings[g, 1][: crossed[g, 1]] for g in everyone]
    wanted = [(g, point) for g in everyone for point in ahead[g]]
    met: list[Line] = [[] for _ in everyone]
    for (g, _), point in zip(wanted, _polished(games, wanted), strict=True):
        met[g].append(point)
    return [[_distinct([point for point in line if np.isfinite(point).all()])] for line in met]


def newton_points(games: MarkovGame, which: Sequence[int], seed: int, starts: int) -> list[Line]:
    """Distinct equilibria that Newton reaches from random plays, for each game of `which`."""
    random = np.random.default_rng(seed)
    weights = np.resize(CONCENTRATIONS, starts)[:, None, None, None]
    # A play of no weight anywhere would be no play.
    plays = random.gamma(weights, size=(starts, *games.allowed.shape[1:])) + 1e-12
    begin = [np.asarray(_begun(jax.tree.map(lambda x, g=g: x[g], games), plays)) for g in which]
    ends = _polished(games, [(g, w) for g, part in zip(which, begin, strict=True) for w in part])
    parts = [ends[k * starts : (k + 1) * starts] for k in range(len(which))]
    return [_distinct([w for w in part if np.isfinite(w).all()]) for part in parts]


def lines(games: MarkovGame, points: list[tuple[int, Array]]) -> list[tuple[int, Line]]:
    """The curve through each point (game, w), walked both ways: its points in order."""
    if not points:
        return []
    which = [g for g, _ in points]
    start = np.array([point for _, point in points])
    crossings, crossed = _in_chunks(_walks, games, which, start, np.ones(len(start)))
    wanted = [
        (k, side, point)
        for k in range(len(points))
        for side in (0, 1)
        for point in crossings[k, side][: crossed[k, side]]
    ]
    polished = _polished(games, [(which[k], point) for k, _, point in wanted])
    sides: list[tuple[Line, Line]] = [([], []) for _ in points]
    for (k, side, _), point in zip(wanted, polished, strict=True):
        if np.isfinite(point).all():
            sides[k][side].append(point)
    return [
        (g, [*reversed(back), point, *ahead])
        for (g, point), (back, ahead) in zip(points, sides, strict=True)
    ]


def facts(games: MarkovGame, curves: list[list[Curve]]) -> list[list[list[Facts]]]:
    """What is known of every point, in the shape of `curves`."""
    flat = [(g, point) for g, game in enumerate(curves) for curve in game for point in curve]
    if not flat:
        return [[[] for _ in game] for game in curves]
    start = np.array([point for _, point in flat])
    columns = _in_chunks(_facts, games, [g for g, _ in flat], start)
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
    kept: Line = []
    for point in points:
        if not known(point, [kept]):
            kept.append(point)
    return kept


def _polished(games: MarkovGame, points: list[tuple[int, Array]]) -> Line:
    """Newton from each point (game, w); NaN where it ends elsewhere than at an equilibrium."""
    if not points:
        return []
    start = np.array([point for _, point in points])
    w, fine = _in_chunks(_settled, games, [g for g, _ in points], start)
    return list(np.where(fine[:, None, None, None], w, np.nan))


def _in_chunks(
    program: Callable[..., Any], games: MarkovGame, which: Sequence[int], *points: Array
) -> list[NDArray[Any]]:
    """Results of a compiled program for each (game, point), one array for each result."""
    count = len(which)
    rows = np.minimum(np.arange(-(-count // CHUNK) * CHUNK), count - 1).reshape(-1, CHUNK)
    results = []
    for row in rows:
        chosen = np.asarray(which)[row]
        game = jax.tree.map(lambda x, chosen=chosen: x[chosen], games)
        results.append(program(game, *(point[row] for point in points)))
    return [np.concatenate(column)[:count] for column in zip(*results, strict=True)]


def _both_walks(game: MarkovGame, w: jax.Array, t: jax.Array) -> tuple[jax.Array, jax.Array]:
    end = jax.vmap(lambda direction: walk(game, w, t, direction))(jnp.array([-1.0, 1.0]))
    return end.crossings, end.crossed


def _newton(game: MarkovGame, w: jax.Array) -> tuple[jax.Array, jax.Array]:
    end = markov.newton(game, w)
    return end.w, end.residual <= RESIDUAL * (1.0 + jnp.max(jnp.abs(end.w)))


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


_walks = jax.jit(jax.vmap(_both_walks))
_settled = jax.jit(jax.vmap(_newton))
_begun = jax.jit(_followed)
_facts = jax.jit(jax.vmap(_fact))
