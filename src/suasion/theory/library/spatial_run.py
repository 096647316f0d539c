"""Turns of the spatial model of politics: which bargains are struck, and when the run ends.

Notation
--------
``k`` numbers actors; an option is the present state or a bargain that an actor proposes. All arrays
carry a batch in front, but those of `run`.

The model that uses these is `suasion.theory.library.spatial_politics`, where the sources are.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.library.spatial_bargains import Bargains, bargains
from suasion.theory.library.spatial_views import (
    PLAIN,
    Actors,
    Rules,
    Views,
    difference,
    utility,
    views,
)
from suasion.theory.library.spatial_vote import coalitions, election

SAME_POSITION = 1e-3
QUIET_SHARE = 0.02
LEAST_FIRST_MOVE = 1e-4
LEAST_TURNS = 2


def bargain_utilities(actors: Actors, seen: Views, found: Bargains) -> jax.Array:
    """Utility to each actor of the present state and of the state after each bargain.

    Parameters
    ----------
    actors, seen, found
        Of one turn; shapes `*batch n ...`.

    Returns
    -------
    jax.Array
        Shape `*batch k 1+n` [1]: the mean over all positions of `k`'s utility; first the present
        state, then the bargain that actor 0, 1, ... proposes (meaningless where it has no target).

    References
    ----------
    [KTAB]_, `SMPState::doBCN`.
    """
    now = utility(seen.difference, seen.risk[..., :, None])
    gained = sum(
        utility(
            difference(
                actors.theta[..., :, None, :], actors.s[..., :, None, :], new[..., None, :, :]
            ),
            seen.risk[..., :, None],
        )
        for new in (found.proposer, found.receiver)
    )
    target = jnp.broadcast_to(jnp.maximum(found.target, 0)[..., None, :], now.shape)
    lost = now + jnp.take_along_axis(now, target, axis=-1)
    total = now.sum(axis=-1, keepdims=True)
    after = total + gained - lost
    return jnp.concatenate([total, after], axis=-1) / now.shape[-1]


def choice(
    actors: Actors, options: jax.Array, target: jax.Array, rules: Rules, kind: str
) -> tuple[jax.Array, jax.Array]:
    """Probability of each option in each actor's election, and the option it adopts.

    Parameters
    ----------
    actors
        Of shape `*batch n` and `*batch n d`.
    options
        Of `bargain_utilities`.
    target
        Of each actor, -1 for none, shape `*batch n`.
    rules, kind
        As in `suasion.theory.library.spatial_views.views`.

    Returns
    -------
    tuple
        Probabilities `*batch k 1+n`, and the likeliest option `*batch k`, the first of equals: 0
        for the present state, ``1 + i`` for the bargain that i proposes.
    """
    n = target.shape[-1]
    party = jnp.eye(n, dtype=bool) | (target[..., None, :] == jnp.arange(n)[:, None])
    party = party & (target >= 0)[..., None, :]
    stands = jnp.concatenate([jnp.ones_like(party[..., :1]), party], axis=-1)
    c = coalitions(actors.c, options, jnp.asarray(rules.vote_rule)[..., None, None, None])
    c = jnp.broadcast_to(c[..., None, :, :], (*stands.shape[:-1], n + 1, n + 1))
    p = election(c, jnp.asarray(rules.m)[..., None, None, None], kind=kind, among=stands)
    return p, jnp.argmax(p, axis=-1)


@partial(jax.jit, static_argnames="kind")
def turn(actors: Actors, rules: Rules = PLAIN, *, kind: str = "conditional") -> jax.Array:
    """Positions after one turn.

    Parameters
    ----------
    actors
        Of shape `*batch n` and `*batch n d`.
    rules, kind
        As in `suasion.theory.library.spatial_views.views`.

    Returns
    -------
    jax.Array
        Shape `*batch n d` [1].

    Examples
    --------
    >>> three = Actors(
    ...     jnp.array([1.0, 1.0, 2.0]), jnp.array([[0.1], [0.3], [0.9]]), jnp.full((3, 1), 0.9)
    ... )
    >>> [round(float(x), 2) for x in turn(three)[:, 0]]
    [0.76, 0.29, 0.76]
    """
    seen = views(actors, rules, kind=kind)
    found = bargains(actors, seen, rules)
    options = bargain_utilities(actors, seen, found)
    _, chosen = choice(actors, options, found.target, rules, kind)
    proposer = jnp.maximum(chosen - 1, 0)[..., None]
    received = jnp.take_along_axis(found.receiver, proposer, axis=-2)
    mine = proposer == jnp.arange(actors.c.shape[-1])[:, None]
    moved = jnp.where(mine, found.proposer, received)
    return jnp.where((chosen == 0)[..., None], actors.theta, moved)


@partial(jax.jit, static_argnames="kind")
def prevailing(
    actors: Actors, standing: jax.Array, rules: Rules = PLAIN, *, kind: str = "conditional"
) -> tuple[jax.Array, jax.Array]:
    """Probability that each standing position prevails, and utilities of all positions.

    Parameters
    ----------
    actors
        Of shape `*batch n` and `*batch n d`.
    standing
        Whether a position stands for itself, shape `*batch n`; of equal ones only the first should.
    rules, kind
        As in `suasion.theory.library.spatial_views.views`; the vote is proportional, as in the
        publication.

    Returns
    -------
    tuple
        Probabilities `*batch n` [1] and utilities `*batch k n` [1].

    References
    ----------
    [KTAB]_, `SMPState::pDist`.
    """
    seen = views(actors, rules, kind=kind)
    u = utility(seen.difference, seen.risk[..., :, None])
    m = jnp.asarray(rules.m)[..., None, None]
    return election(coalitions(actors.c, u), m, kind=kind, among=standing), u


def standing_positions(theta: np.ndarray) -> list[int]:
    """For each actor, the first whose position is the same within 0.001.

    Parameters
    ----------
    theta
        Positions of one state [1], shape `n d`.

    Examples
    --------
    >>> standing_positions(np.array([[0.1], [0.5], [0.1004]]))
    [0, 1, 0]
    """
    first: list[int] = []
    for place in theta:
        gaps = (np.linalg.norm(theta[j] - place) for j in sorted(set(first)))
        near = [j for j, gap in zip(sorted(set(first)), gaps, strict=True) if gap < SAME_POSITION]
        first.append(near[0] if near else len(first))
    return first


def run(
    actors: Actors, rules: Rules = PLAIN, *, kind: str = "conditional", max_turns: int = 100
) -> tuple[np.ndarray, bool]:
    """Positions turn by turn until the actors settle.

    Parameters
    ----------
    actors
        One group: shapes `n` and `n d`.
    rules, kind
        As in `suasion.theory.library.spatial_views.views`.
    max_turns
        Turns after which the run is broken off, >= 1.

    Returns
    -------
    tuple
        Positions `turns+1 n d` [1], the start first, and whether the actors settled: the sum of
        the distances moved is below 2 % of that of the first turn, in the second turn or later.

    References
    ----------
    [KTAB]_, `smpStopFn`.
    """
    history = [np.asarray(actors.theta)]
    first = 0.0
    for count in range(1, max_turns + 1):
        history.append(np.asarray(turn(actors, rules, kind=kind)))
        moved = float(np.linalg.norm(history[-1] - history[-2], axis=-1).sum())
        first = moved + LEAST_FIRST_MOVE if count == 1 else first
        if count >= LEAST_TURNS and moved < QUIET_SHARE * first:
            return np.array(history), True
        actors = actors._replace(theta=jnp.asarray(history[-1]))
    return np.array(history), False
