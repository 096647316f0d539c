"""Challenges and bargains of the spatial model of politics.

Notation
--------
``i, j, k, n`` number actors (challenger, target, affected, third party), ``h`` whoever estimates.
``C`` is capability, ``theta`` position and ``s`` salience; ``u`` is utility, ``P`` the probability
that the challenger wins. All arrays carry a batch in front.

The model that uses these is `suasion.theory.library.spatial_politics`, where the sources are.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.library.spatial_views import PLAIN, Actors, Rules, Views
from suasion.theory.library.spatial_vote import vote

LEAST_CONTRIBUTION = 1e-10
LEAST_GAIN = 1e-5
LEAST_WEIGHT = 1e-6
DECIMALS = 1e4


class Bargains(NamedTuple):
    """The bargain each actor proposes, if it has a target.

    Target (its number; -1 for none), probability that the proposer would win and its gain
    `*batch n`; the positions that proposer and target would adopt `*batch n d`.
    """

    target: jax.Array
    p: jax.Array
    gain: jax.Array
    proposer: jax.Array
    receiver: jax.Array


def victory_in_challenge(
    u: jax.Array, influence: jax.Array, vote_rule: jax.Array | int = 0
) -> jax.Array:
    """Probability that challenger i beats target j with third parties, in one actor's estimate.

    Parameters
    ----------
    u
        The estimate of utilities [1], shape `*batch i j`: to i, of j's position.
    influence
        Capability times total salience [capability], > 0, shape `*batch i`.
    vote_rule
        Place in `suasion.theory.library.spatial_vote.VOTE_RULES`.

    Returns
    -------
    jax.Array
        Shape `*batch i j` [1]; the diagonal means nothing. A third party n first sees the contest
        of i, j and itself, in which i wins with p. It then compares joining i, worth
        ``p (2 u_ni + u_nn) + (1 - p) 3 u_nj``, with joining j, worth
        ``p 3 u_ni + (1 - p)(2 u_nj + u_nn)``, and votes by the difference.

    References
    ----------
    [KTAB]_, `SMPState::probEduChlg`, `Actor::thirdPartyVoteSU` with SemiCommit. With its other
    two rules of commitment both ways of joining are the same lottery, so third parties do
    nothing; they are left out here.
    """
    own = jnp.diagonal(u, axis1=-2, axis2=-1)
    rule = jnp.asarray(vote_rule)[..., None, None]
    by_i = vote(influence[..., :, None], own[..., :, None] - u, rule)
    by_j = vote(influence[..., None, :], jnp.swapaxes(u, -1, -2) - own[..., None, :], rule)
    pro = jnp.maximum(by_i, 0.0) + jnp.maximum(by_j, 0.0) + LEAST_CONTRIBUTION
    con = jnp.maximum(-by_i, 0.0) + jnp.maximum(-by_j, 0.0) + LEAST_CONTRIBUTION
    third = _third_parties(
        u, own, influence, (pro, con), jnp.asarray(vote_rule)[..., None, None, None]
    )
    pro = pro + jnp.sum(jnp.maximum(third, 0.0), axis=-3)
    return pro / (pro + con + jnp.sum(jnp.maximum(-third, 0.0), axis=-3))


def _third_parties(
    u: jax.Array,
    own: jax.Array,
    influence: jax.Array,
    principals: tuple[jax.Array, jax.Array],
    rule: jax.Array,
) -> jax.Array:
    """Votes of third parties `*batch n i j`, 0 for the principals themselves."""
    pro, con = (x[..., None, :, :] for x in principals)
    w, u_nn = influence[..., :, None, None], own[..., :, None, None]
    u_ni, u_nj = u[..., :, :, None], u[..., :, None, :]
    little = vote(w, u_ni - u_nj, rule)
    p = (pro + jnp.maximum(little, 0.0)) / (pro + con + jnp.abs(little))
    joins_i = p * (2.0 * u_ni + u_nn) + (1.0 - p) * 3.0 * u_nj
    joins_j = p * 3.0 * u_ni + (1.0 - p) * (2.0 * u_nj + u_nn)
    same = jnp.eye(u.shape[-1], dtype=bool)
    principal = same[:, :, None] | same[:, None, :]
    return jnp.where(principal, 0.0, vote(w, joins_i - joins_j, rule))


def challenge(
    u: jax.Array, actors: Actors, vote_rule: jax.Array | int = 0
) -> tuple[jax.Array, jax.Array]:
    """Probability that i beats j, and expected gain to k of the challenge, as each h sees them.

    Parameters
    ----------
    u
        Shape `*batch h i j` [1], of `views`.
    actors
        Of shape `*batch n` and `*batch n d`; the total salience of a target is the probability
        that it resists.
    vote_rule
        Place in `suasion.theory.library.spatial_vote.VOTE_RULES`.

    Returns
    -------
    tuple
        ``P[..., h, i, j]`` and ``gain[..., h, k, i, j]``, the latter
        ``(1 - s_j) 2 u_ki + s_j (P 2 u_ki + (1 - P) 2 u_kj) - (u_ki + u_kj)``.

    References
    ----------
    [KTAB]_, `SMPState::probEduChlg`.
    """
    salience = actors.s.sum(axis=-1)
    influence = (actors.c * salience)[..., None, :]
    rule = jnp.broadcast_to(jnp.asarray(vote_rule)[..., None], u.shape[:-2])
    p = victory_in_challenge(u, jnp.broadcast_to(influence, u.shape[:-1]), rule)
    yields = p + (1.0 - p) * (1.0 - salience)[..., None, None, :]
    gap = u[..., :, :, None] - u[..., :, None, :]
    return p, (2.0 * yields - 1.0)[..., :, None, :, :] * gap


def bargains(actors: Actors, seen: Views, rules: Rules = PLAIN) -> Bargains:
    """The best target of each actor and the bargain that it proposes.

    Parameters
    ----------
    actors
        Of shape `*batch n` and `*batch n d`.
    seen
        Of `views`.
    rules
        `vote_rule` and `interpolation` count: positions between the two actors' own, weighted by
        salience and probability to the power 1 (S1P1) or 2 (S2P2), to four decimals.

    Returns
    -------
    Bargains
        A target is worth a challenge if the proposer's own estimate of its gain is above 1e-5.

    References
    ----------
    [KTAB]_, `SMPState::bestChallenge`, `SMPActor::interpBrgnSnPm`; only the proposer's own view
    makes a bargain (InitOnlyInterp).
    """
    p_h, gain_h = challenge(seen.u, actors, rules.vote_rule)
    p = jnp.diagonal(p_h, axis1=-3, axis2=-2)
    gain = jnp.diagonal(jnp.diagonal(gain_h, axis1=-4, axis2=-3), axis1=-3, axis2=-1)
    p, gain = jnp.swapaxes(p, -1, -2), jnp.swapaxes(gain, -1, -2)
    others = jnp.where(jnp.eye(gain.shape[-1], dtype=bool), -jnp.inf, gain)
    best = jnp.argmax(others, axis=-1)
    p, gain = (jnp.take_along_axis(x, best[..., None], axis=-1)[..., 0] for x in (p, others))
    proposer, receiver = _between(actors, best, p, jnp.asarray(rules.interpolation))
    return Bargains(jnp.where(gain > LEAST_GAIN, best, -1), p, gain, proposer, receiver)


def _between(
    actors: Actors, target: jax.Array, p: jax.Array, power: jax.Array
) -> tuple[jax.Array, jax.Array]:
    theta, s = (jnp.take_along_axis(x, target[..., None], axis=-2) for x in actors[1:])
    power = power[..., None, None]
    mine, theirs = (actors.s * p[..., None]) ** power, (s * (1.0 - p[..., None])) ** power
    total = mine + theirs + LEAST_WEIGHT
    for_me = ((mine + LEAST_WEIGHT) * actors.theta + theirs * theta) / total
    for_them = (mine * actors.theta + (theirs + LEAST_WEIGHT) * theta) / total
    return _rounded(for_me), _rounded(for_them)


def _rounded(position: jax.Array) -> jax.Array:
    return jnp.floor(0.5 + position * DECIMALS) / DECIMALS
