"""Every Markov logit equilibrium that can be found of one stochastic game or of a batch of them.

Definitions and notation
------------------------
Of each game: damped Newton from many random plays (Dirichlet, seeded), the principal branch from
``t = 0``, and every curve through an equilibrium already found, followed both ways; whatever these
meet is pooled and duplicates are dropped. Indices of all equilibria add up to one. If those found
do not, some are missing, and Newton starts again from other plays, up to `ROUNDS` times. A pair
whose indices cancel may be missing unseen: more starts make it less likely. In one random game of
three players, two states and three actions 100 starts missed a pair that 400 found.

Labels. "principal" is where the curve from ``t = 0`` first arrives at ``t = 1``, "principal 2" and
on its later returns; "branch 1.1", "branch 1.2" lie on one other curve, and so on. Curves, and
equilibria on one curve, are numbered by the long-run share of state 0, largest first, then of
state 1 and so on.

References
----------
As in `suasion.theory.solvers.markov`.
"""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.solution import Status
from suasion.theory.solvers import markov
from suasion.theory.solvers import markov_search as search
from suasion.theory.solvers.markov import MarkovGame
from suasion.theory.solvers.markov_search import Array, Curve, Facts, Line

SELECTION = "principal branch of the Markov logit equilibrium, at its first arrival"
FALLBACK = "largest long-run share of state 0, since the principal branch was lost"
ROUNDS = 4


@dataclass(frozen=True)
class MarkovEquilibrium:
    """One Markov logit equilibrium.

    Parameters
    ----------
    label
        "principal", "principal 2", "branch 1.1" and so on.
    choices
        Probability of every action, of shape `N S A` [1].
    values
        Worth of every state, of shape `N S` [payoff unit; Euler's constant left out].
    shares
        Long-run share of time in every state, of shape `S` [1].
    w
        Worth of every action, of shape `N S A` [units of the shock].
    residual
        Largest ``|w - Phi(w)|`` [units of the shock].
    radius
        Spectral radius of ``Phi'``.
    index
        Sign of ``det(I - Phi')``.
    """

    label: str
    choices: Array
    values: Array
    shares: Array
    w: Array
    residual: float
    radius: float
    index: int

    @property
    def stable(self) -> bool:
        """Whether repeated response returns to it."""
        return self.radius < 1.0


@dataclass(frozen=True)
class MarkovSolution:
    """All equilibria found of one game, and the selected one.

    Parameters
    ----------
    equilibria
        Principal curve first, then by label.
    selected
        Index of the selected equilibrium; -1 if there is none.
    selection
        The rule that selected it.
    indices
        Sum of the indices; 1 if none is missing.
    status
        Says what is missing.
    """

    equilibria: tuple[MarkovEquilibrium, ...]
    selected: int
    selection: str
    indices: int
    status: Status


def equilibria(game: MarkovGame, *, seed: int = 0, starts: int = 100) -> MarkovSolution:
    """All equilibria of one game that `starts` random starts and the curves through them meet.

    Parameters
    ----------
    game
        One game without batch axes.
    seed
        Of the random starts.
    starts
        Random starts of a round.

    Examples
    --------
    Both want to match and cannot see each other: at precision 4 there are three equilibria.

    >>> match = np.array([[1.0, 0.0], [0.0, 1.1]])
    >>> with jax.enable_x64(True):
    ...     game = markov.markov_game(
    ...         np.array([[match], [match]]), np.ones((1, 2, 2, 1)), discount=0.5, precision=4.0
    ...     )
    ...     found = equilibria(game)
    >>> [(one.label, one.stable, round(float(one.choices[0, 0, 1]), 3)) for one in found.equilibria]
    [('principal', True, 0.986), ('branch 1.1', True, 0.021), ('branch 1.2', False, 0.454)]
    """
    (found,) = equilibria_of_batch(
        jax.tree.map(lambda x: jnp.asarray(x)[None], game), seed=seed, starts=starts
    )
    return found


def equilibria_of_batch(
    games: MarkovGame, *, seed: int = 0, starts: int = 100
) -> tuple[MarkovSolution, ...]:
    """The same for a batch of games, all searched by the same compiled programs.

    Parameters
    ----------
    games
        Games with one leading axis.
    seed, starts
        As in `equilibria`; all games share the starts.
    """
    with jax.enable_x64(True):
        games = jax.tree.map(lambda x: np.asarray(x, bool if x.dtype == bool else float), games)
        return tuple(_solutions(games, seed, starts))


def _solutions(games: MarkovGame, seed: int, starts: int) -> list[MarkovSolution]:
    curves = search.principal_curves(games)
    unfinished = list(range(len(curves)))
    known = search.facts(games, curves)
    for turn in range(ROUNDS):
        ends = search.newton_points(games, unfinished, seed + turn, starts)
        _follow(games, curves, dict(zip(unfinished, ends, strict=True)))
        known = search.facts(games, curves)
        unfinished = [g for g in unfinished if _indices(known[g]) != 1]
        if not unfinished:
            break
    bounds = np.asarray(jax.vmap(markov.contraction)(games))
    return [_solution(one, bool(bound < 1.0)) for one, bound in zip(known, bounds, strict=True)]


def _follow(games: MarkovGame, curves: list[list[Curve]], ends: dict[int, Line]) -> None:
    """Add the curves through all ends, one of each game at a time: it may meet the others."""
    while ends:
        loose = {g: _loose(points, curves[g]) for g, points in ends.items()}
        ends = {g: points for g, points in loose.items() if points}
        for g, line in search.lines(games, [(g, points[0]) for g, points in ends.items()]):
            curves[g] = search.joined(curves[g], line)


def _loose(points: Line, curves: list[Curve]) -> Line:
    return [point for point in points if not search.known(point, curves)]


def _indices(known: list[list[Facts]]) -> int:
    return round(sum(float(facts.sign) for curve in known for facts in curve))


def _order(facts: Facts) -> tuple[float, ...]:
    """By long-run shares, then by what else tells two equilibria apart."""
    return tuple(-np.concatenate([facts.shares, facts.choices.ravel()]).round(9))


def _solution(known: list[list[Facts]], unique: bool) -> MarkovSolution:
    principal, *others = known
    others = sorted((sorted(curve, key=_order) for curve in others), key=lambda c: _order(c[0]))
    found = [_equilibrium(f, _principal_label(k)) for k, f in enumerate(principal)]
    for n, curve in enumerate(others, 1):
        found += [_equilibrium(f, f"branch {n}.{k}") for k, f in enumerate(curve, 1)]
    total = _indices(known)
    rule = SELECTION if principal else FALLBACK
    status = _status(len(found), total, unique)
    return MarkovSolution(tuple(found), 0 if found else -1, rule, total, status)


def _principal_label(place: int) -> str:
    return f"principal {place + 1}" if place else "principal"


def _status(count: int, total: int, unique: bool) -> Status:
    if not count:
        return Status("none-found", "No start of Newton's method led to an equilibrium.")
    if unique:
        return Status("ok", "The map contracts, so this is the only equilibrium.")
    if total == 1:
        return Status("ok", f"{count} found; their indices add up to one, as all together must.")
    sentence = f"{count} found; their indices add up to {total}, not to one, so at least "
    return Status("step-limit", sentence + f"{abs(total - 1)} are missing.")


def _equilibrium(facts: Facts, label: str) -> MarkovEquilibrium:
    return MarkovEquilibrium(
        label=label,
        choices=facts.choices,
        values=facts.values,
        shares=facts.shares,
        w=facts.w,
        residual=float(facts.residual),
        radius=float(facts.radius),
        index=round(float(facts.sign)),
    )
