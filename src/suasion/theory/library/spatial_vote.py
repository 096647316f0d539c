"""Votes, coalitions and the probabilistic Condorcet election of the spatial model of politics.

Definitions
-----------
vote
    Influence that an actor of weight w exerts for one option against another, from the
    difference of its utilities. `VOTE_RULES` lists the rules by their number.
coalition
    ``c(a, b)``, the sum of the votes for a against b, and 1e-8.
victory
    ``P(a beats b) = c(a, b)^m / (c(a, b)^m + c(b, a)^m)``; 1/2 on the diagonal.
probabilistic Condorcet election (PCE)
    A probability for each option, from all victories. `ELECTIONS` lists the three kinds.

All arrays carry a batch in front; `a` and `b` number options, `k` actors. The model that uses
these is `suasion.theory.library.spatial_politics`, where the sources are.
"""

import jax
import jax.numpy as jnp

VOTE_RULES = ("Prop", "Binary", "PropBin", "Cubic", "PropCbc", "ASymProsp")
ELECTIONS = ("conditional", "markov-incentive", "markov-uniform")

LEAST_COALITION = 1e-8
LEAST_INCENTIVE = 1e-10
# A binary vote rises in a straight line over differences this small, as in the publication.
BINARY_WIDTH = 1e-8


def vote(weight: jax.Array, difference: jax.Array, rule: jax.Array | int = 0) -> jax.Array:
    """Influence exerted for the first of two options; below zero it is for the second.

    Parameters
    ----------
    weight
        Of the actor [capability], > 0, shape `*batch`.
    difference
        Utility of the first option less that of the second [1], shape `*batch`.
    rule
        Place in `VOTE_RULES`. With d the difference: d; its sign; .8 d + .2 sign; d^3;
        (d + d^3)/2; and 2/3 d for gains but d for losses.

    References
    ----------
    [KTAB]_, `Model::vote`.

    Examples
    --------
    >>> [round(float(vote(10.0, 0.5, rule)), 3) for rule in range(6)]
    [5.0, 10.0, 6.0, 1.25, 3.125, 3.333]
    """
    d = jnp.asarray(difference)
    sign, cube = jnp.clip(d / BINARY_WIDTH, -1.0, 1.0), d**3
    prospect = jnp.where(d > 0, 2.0 * d / 3.0, d)
    responses = (d, sign, 0.8 * d + 0.2 * sign, cube, 0.5 * (d + cube), prospect)
    return weight * jnp.select([jnp.asarray(rule) == k for k in range(6)], responses)


def coalitions(weights: jax.Array, utilities: jax.Array, rule: jax.Array | int = 0) -> jax.Array:
    """Strength c(a, b) of the support for option a against option b.

    Parameters
    ----------
    weights
        Of the actors [capability], > 0, shape `*batch k`.
    utilities
        Of each option to each actor [1], shape `*batch k a`.
    rule
        Place in `VOTE_RULES`. The last one is not symmetric, so there the later option of a pair
        counts as the first one of the vote, as in the publication.

    Returns
    -------
    jax.Array
        Shape `*batch a b` [capability], >= 1e-8.

    References
    ----------
    [KTAB]_, `Model::coalitions`.

    Examples
    --------
    >>> c = coalitions(jnp.array([2.0, 1.0]), jnp.array([[1.0, 0.5], [0.2, 1.0]]))
    >>> [round(float(x), 3) for x in (c[0, 1], c[1, 0])]
    [1.0, 0.8]
    """
    difference = utilities[..., :, None] - utilities[..., None, :]
    votes = vote(weights[..., None, None], difference, rule)
    later = jnp.tril(jnp.ones(votes.shape[-2:], dtype=bool))
    votes = jnp.where(later, votes, -jnp.swapaxes(votes, -1, -2))
    return jnp.sum(jnp.maximum(votes, 0.0), axis=-3) + LEAST_COALITION


def victory(coalition: jax.Array, m: jax.Array | float = 1.0) -> jax.Array:
    """Probability that option a beats option b, c(a, b)^m / (c(a, b)^m + c(b, a)^m).

    Parameters
    ----------
    coalition
        Shape `*batch a b` [capability], > 0.
    m
        Sharpness [1], > 0: 1, 2, 4 and 8 are Linear, Square, Quartic and Octic.

    References
    ----------
    [KTAB]_, `Model::vProb`.

    Examples
    --------
    >>> p = victory(jnp.array([[1.0, 3.0], [1.0, 1.0]]), 2.0)
    >>> round(float(p[0, 1]), 3)
    0.9
    """
    return 1.0 / (1.0 + (jnp.swapaxes(coalition, -1, -2) / coalition) ** m)


def election(
    coalition: jax.Array,
    m: jax.Array | float = 1.0,
    *,
    kind: str = "conditional",
    among: jax.Array | None = None,
) -> jax.Array:
    """Probability of each option in a probabilistic Condorcet election.

    Parameters
    ----------
    coalition
        Shape `*batch a b` [capability], > 0.
    m
        Sharpness of `victory` [1], > 0.
    kind
        One of `ELECTIONS`. "conditional": that a beats all others, given that some option does.
        The other two are the resting point of a Markov process in which the present option is
        challenged, by all alike or in proportion to ``c(a, b) P(a beats b)``.
    among
        Whether an option stands, shape `*batch a`; all where None. At least one must.

    Returns
    -------
    jax.Array
        Shape `*batch a` [1]; 0 for options that do not stand.

    References
    ----------
    [KTAB]_, `Model::condPCE`, `Model::markovIncentivePCE`, `Model::markovUniformPCE`. The
    publication iterates to the resting point; here the linear equations are solved.

    Examples
    --------
    >>> c = jnp.array([[1e-8, 3.0, 2.0], [1.0, 1e-8, 1.0], [2.0, 1.0, 1e-8]])
    >>> for kind in ELECTIONS:
    ...     print(kind, [round(float(p), 3) for p in election(c, kind=kind)])
    conditional [0.5, 0.167, 0.333]
    markov-incentive [0.471, 0.128, 0.4]
    markov-uniform [0.444, 0.222, 0.333]
    """
    stands = jnp.ones(coalition.shape[:-1], dtype=bool) if among is None else among
    wins = victory(coalition, m)
    if kind == "conditional":
        beaten = jnp.where(stands[..., None, :], jnp.log(wins), 0.0).sum(axis=-1)
        return jax.nn.softmax(jnp.where(stands, beaten, -jnp.inf), axis=-1)
    both = stands[..., :, None] & stands[..., None, :]
    wins = jnp.where(both, wins, 0.0)
    if kind == "markov-uniform":
        challenged = both / jnp.maximum(stands.sum(axis=-1), 1)[..., None, None]
    else:
        challenged = _incentives(coalition, wins, both)
    return _resting(_transitions(wins, challenged), stands)


def _incentives(coalition: jax.Array, wins: jax.Array, both: jax.Array) -> jax.Array:
    incentive = coalition * wins + LEAST_INCENTIVE * jnp.eye(wins.shape[-1])
    incentive = jnp.where(both, incentive, 0.0)
    total = incentive.sum(axis=-2, keepdims=True)
    return incentive / jnp.where(total > 0, total, 1.0)


def _transitions(wins: jax.Array, challenged: jax.Array) -> jax.Array:
    """Where probability goes: column b is where the present option b leads."""
    gained = wins * challenged
    kept = jnp.sum(wins * jnp.swapaxes(challenged, -1, -2), axis=-1)
    return gained + kept[..., None] * jnp.eye(wins.shape[-1])


def _resting(transitions: jax.Array, stands: jax.Array) -> jax.Array:
    # A row of ones among those that stand makes the singular system regular: the sum is one.
    present = stands.astype(transitions.dtype)
    matrix = jnp.eye(present.shape[-1]) - transitions
    matrix = matrix + present[..., :, None] * present[..., None, :]
    return jnp.linalg.solve(matrix, present[..., None])[..., 0]
