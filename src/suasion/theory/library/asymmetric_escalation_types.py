"""Asymmetric Escalation Game with private types: thresholds, and every pure equilibrium.

Definitions and notation
------------------------
Tree and order of the payoffs are those of `suasion.theory.library.asymmetric_escalation`. The
challenger is hard (``c_ee_hard``) with probability ``p_ch``. The defender has four types: the first
letter says whether it is tactically hard (``d_dd_hard``), the second whether it is strategically
hard (``d_ee_hard``), so ``hs`` is hard in limited conflict and soft in all-out conflict; their
probabilities are ``p_hh, p_hs, p_sh`` and the rest, ``p_ss``. Each side knows its own type only.
Nodes 3b and 4 follow from the type of the mover. What is left to find:

- ``x``: whether a hard and a soft challenger initiate; ``w``: whether they escalate at node 3a;
- the reply of each type of the defender at node 2: concede (C), respond in kind (D), escalate (E);
- ``mu``: the defender's belief at node 2 that the challenger is hard; ``sigma``: the challenger's
  belief at node 3a that the defender is strategically hard.

Thresholds

    c_h = (c_ed - c_dd)/(c_ed - c_ee_hard)  the hard challenger escalates at 3a iff sigma <= c_h
    c_s = (c_ed - c_dd)/(c_ed - c_ee_soft)  the soft one likewise; c_s < c_h
    c_t = (c_dc - c_sq)/(c_dc - c_dd)       it initiates against limited response iff p_tac <= c_t
    d_sh = (d_de - d_dc)/(d_de - d_ee_hard) type sh prefers C to E iff mu >= d_sh
    d_hh = (d_de - d_dd_hard)/(d_de - d_ee_hard)   type hh prefers an unanswered D to E likewise

where ``p_tac = p_hh + p_hs``. Deterrence by limited response alone (the tactically hard respond in
kind, the others would concede, nobody escalates) is an equilibrium if and only if ``p_tac >= c_t``,
``p_hh/p_tac >= c_h`` and the belief of a challenge that never comes is ``mu >= d_sh``. The five are
derived here, not read in the publication; the enumeration below does not use them, and agrees with
the condition at ten thousand random games.

Enumeration. All 1,296 pure strategies are tried; where an information set is not reached any belief
is allowed, and an equilibrium is kept if a range of beliefs supports it; one that stands on a
single belief, where a type is indifferent, is left out with the mixtures beside it. Where nobody
responds in kind, of the plans for node 3a one that works is put on record. Mixed equilibria, such
as bluffs, are not listed, and at many points there is no pure one: use the quantal response there.

References
----------
[ZagareKilgour2000]_, appendix 8, for tree, types and order; thresholds derived here, with the
names of the summary of that appendix where it has them. [ZagareKilgour1995]_; [ZagareKilgour1998]_.

Examples
--------
>>> bool(limited_response_deters(EXAMPLE))
True
>>> exists = pure_equilibria(EXAMPLE).exists
>>> [REPLIES[i] for i in POSTURES[np.argwhere(np.asarray(exists))[0][2]]]
['responds', 'responds', 'concedes', 'concedes']
"""

from itertools import product
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.solution import Number

DEFENDERS = ("hh", "hs", "sh", "ss")
REPLIES = ("concedes", "responds", "escalates")
PLANS = np.array(list(product((0, 1), repeat=2)))
"""What the hard and the soft challenger do, for x and for w."""
POSTURES = np.array(list(product(range(3), repeat=4)))
"""The reply of each type of the defender."""
TIE = 1e-9
"""Indifference, as a share of the range of a player's payoffs."""
NARROW = 1e-5
"""Beliefs off the path that span less than this count as a single one."""


class EscalationTypes(NamedTuple):
    """Payoffs [any unit, one per player] and probabilities of types [1], each of shape `*batch`."""

    c_sq: Number
    c_dc: Number
    c_dd: Number
    c_ed: Number
    c_de: Number
    c_ee_hard: Number
    c_ee_soft: Number
    d_sq: Number
    d_dc: Number
    d_dd_hard: Number
    d_dd_soft: Number
    d_ed: Number
    d_de: Number
    d_ee_hard: Number
    d_ee_soft: Number
    p_ch: Number
    p_hh: Number
    p_hs: Number
    p_sh: Number


EXAMPLE = EscalationTypes(
    c_sq=0.7, c_dc=1.0, c_dd=0.4, c_ed=0.5, c_de=0.1, c_ee_hard=0.2, c_ee_soft=0.0,
    d_sq=1.0, d_dc=0.5, d_dd_hard=0.6, d_dd_soft=0.4, d_ed=0.1, d_de=0.8, d_ee_hard=0.2,
    d_ee_soft=0.0, p_ch=0.6, p_hh=0.4, p_hs=0.2, p_sh=0.2,
)  # fmt: skip


class EscalationThresholds(NamedTuple):
    """Probabilities [1] at which a best choice changes; each of shape `*batch`."""

    c_h: Number
    c_s: Number
    c_t: Number
    d_hh: Number
    d_sh: Number


class PureEquilibria(NamedTuple):
    """Which pure profiles are equilibria, `(4, 4, 81, *batch)` by x, w and posture; beliefs [1].

    ``mu`` has the same shape; ``sigma`` is `(4, 81, *batch)` by w and posture. Off the path it is
    the belief nearest the prior that supports the equilibrium.
    """

    exists: jax.Array
    mu: jax.Array
    sigma: jax.Array


def thresholds(game: EscalationTypes) -> EscalationThresholds:
    """Beliefs and probabilities at which limited response holds or breaks.

    Parameters
    ----------
    game
        Payoffs in the published order, `*batch`; the probabilities are not used.

    References
    ----------
    [ZagareKilgour2000]_, appendix 8, for the game; derived here.

    Examples
    --------
    >>> [round(float(x), 3) for x in thresholds(EXAMPLE)]
    [0.333, 0.2, 0.5, 0.333, 0.5]
    """
    g = game
    return EscalationThresholds(
        c_h=(g.c_ed - g.c_dd) / (g.c_ed - g.c_ee_hard),
        c_s=(g.c_ed - g.c_dd) / (g.c_ed - g.c_ee_soft),
        c_t=(g.c_dc - g.c_sq) / (g.c_dc - g.c_dd),
        d_hh=(g.d_de - g.d_dd_hard) / (g.d_de - g.d_ee_hard),
        d_sh=(g.d_de - g.d_dc) / (g.d_de - g.d_ee_hard),
    )


def limited_response_deters(game: EscalationTypes) -> bool | jax.Array:
    """Whether limited response alone can deter, of shape `*batch`.

    The belief about a challenge that never comes is taken as the defender would need it: at least
    ``d_sh``.

    Parameters
    ----------
    game
        Payoffs in the published order and probabilities, `*batch`.

    References
    ----------
    [ZagareKilgour2000]_, appendix 8, for the game; derived here.

    Examples
    --------
    >>> bool(limited_response_deters(EXAMPLE))
    True
    >>> bool(limited_response_deters(EXAMPLE._replace(p_hh=0.1)))
    False
    """
    limits, tactical = thresholds(game), game.p_hh + game.p_hs
    return (tactical >= limits.c_t) & (game.p_hh >= limits.c_h * tactical)


def defender_types(game: EscalationTypes) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Probability [1], DD and EE [any unit] of the defender's types, each `(4, *batch)`.

    Parameters
    ----------
    game
        Payoffs and probabilities, `*batch`.

    Examples
    --------
    >>> [round(float(x), 3) for x in defender_types(EXAMPLE)[0]]
    [0.4, 0.2, 0.2, 0.2]
    """
    rest = jnp.clip(1.0 - game.p_hh - game.p_hs - game.p_sh, 0.0, 1.0)
    tactical = (game.d_dd_hard, game.d_dd_hard, game.d_dd_soft, game.d_dd_soft)
    strategic = (game.d_ee_hard, game.d_ee_soft, game.d_ee_hard, game.d_ee_soft)
    rows = ((game.p_hh, game.p_hs, game.p_sh, rest), tactical, strategic)
    probability, dd, ee = (jnp.stack(jnp.broadcast_arrays(*row)) for row in rows)
    return probability, dd, ee


@jax.jit
def pure_equilibria(game: EscalationTypes) -> PureEquilibria:
    """Every perfect Bayesian equilibrium in pure strategies, compiled.

    Parameters
    ----------
    game
        Payoffs and probabilities, `*batch`; any order. Probabilities must sum to at most one.

    Returns
    -------
    PureEquilibria
        By what the challenger plans (`PLANS`: hard, soft) and the defender's posture (`POSTURES`).

    References
    ----------
    [ZagareKilgour2000]_, appendix 8, for the game.

    Examples
    --------
    >>> pure_equilibria(EXAMPLE).exists.shape
    (4, 4, 81)
    """
    game = EscalationTypes(*jnp.broadcast_arrays(*game))
    sigma, going_on = _node_3a(game)
    mu, held = _node_2(game)
    return PureEquilibria(held & going_on & _node_1(game), mu, sigma)


def _tie(game: EscalationTypes, player: str) -> jax.Array:
    worth = jnp.stack([v for k, v in game._asdict().items() if k.startswith(f"{player}_")])
    return TIE * (worth.max(axis=0) - worth.min(axis=0))


def _over(table: np.ndarray, batch: jax.Array) -> jax.Array:
    """A table of numbers with axes of length one added for the batch."""
    return jnp.asarray(table, dtype=batch.dtype).reshape(table.shape + (1,) * batch.ndim)


def _mixed(probability: Number, if_taken: Number, if_not: Number) -> jax.Array:
    return jnp.asarray(probability * if_taken + (1.0 - probability) * if_not)


def where_positive(start: jax.Array, end: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The part of 0 to 1 where lines are not negative: from and to, each of shape `*batch`.

    Parameters
    ----------
    start, end
        Heights of the line at 0 and at 1, `*batch`.

    Returns
    -------
    tuple
        From 2 to -1, which is empty, where there is no such part.

    Examples
    --------
    >>> [x.tolist() for x in where_positive(jnp.array([-1.0, -1.0]), jnp.array([3.0, -2.0]))]
    [[0.25, 2.0], [1.0, -1.0]]
    """
    crossing = start / jnp.where(start == end, 1.0, start - end)
    least = jnp.where(start >= 0.0, 0.0, jnp.where(end >= 0.0, crossing, 2.0))
    most = jnp.where(end >= 0.0, 1.0, jnp.where(start >= 0.0, crossing, -1.0))
    return least, most


def _c_ee(game: EscalationTypes) -> jax.Array:
    return jnp.stack((jnp.asarray(game.c_ee_hard), jnp.asarray(game.c_ee_soft)))


def _node_3a(game: EscalationTypes) -> tuple[jax.Array, jax.Array]:
    """Belief sigma and whether the plan w is best at it, `(4, 81, *batch)`."""
    probability, _, ee = defender_types(game)
    responds = _over(POSTURES == 1, jnp.asarray(game.c_dd)) * probability
    strategic = responds[:, 0] + responds[:, 2]
    responding = responds.sum(axis=1)
    reached = responding > 0.0
    fought, yielded = (
        _mixed((held > game.d_ed) * 1.0, _c_ee(game), game.c_ed) - game.c_dd
        for held in (ee[0], ee[3])
    )
    sign = _over(2.0 * PLANS - 1.0, jnp.asarray(game.c_dd))
    bounds = where_positive(*(sign * line + _tie(game, "c") for line in (yielded, fought)))
    least, most = bounds[0].max(axis=1)[:, None], bounds[1].min(axis=1)[:, None]
    on_path = strategic / jnp.where(reached, responding, 1.0)
    sigma = jnp.where(reached, on_path, jnp.clip(game.p_hh + game.p_sh, least, most))
    held = (least <= sigma + TIE) & (sigma <= most + TIE)
    return sigma, held & (reached | (least + NARROW < most))


def _supporting_mu(game: EscalationTypes) -> tuple[jax.Array, jax.Array]:
    """Least and largest belief mu at which each posture is best, `(4, 81, *batch)` by w."""
    _, dd, ee = defender_types(game)
    in_kind = jnp.stack((dd, jnp.maximum(ee, game.d_ed)))
    concedes = jnp.broadcast_to(game.d_dc, (len(PLANS), *ee.shape))
    stands = (_c_ee(game) > game.c_de) * 1.0
    start, end = (
        jnp.stack(
            (
                concedes,
                in_kind[PLANS[:, kind]],
                jnp.broadcast_to(_mixed(stands[kind], ee, game.d_de), concedes.shape),
            ),
            axis=1,
        )
        for kind in (1, 0)
    )
    lines = (line[:, :, None] - line[:, None] + _tie(game, "d") for line in (start, end))
    least, most = where_positive(*lines)
    kinds = np.arange(len(DEFENDERS))
    low = least.max(axis=2)[:, POSTURES, kinds].max(axis=2)
    return low, most.min(axis=2)[:, POSTURES, kinds].min(axis=2)


def _node_2(game: EscalationTypes) -> tuple[jax.Array, jax.Array]:
    """Belief mu and whether the posture is best at it, `(4, 4, 81, *batch)` by x, w, posture."""
    low, high = _supporting_mu(game)
    hard, soft = (_over(PLANS[:, kind], jnp.asarray(game.p_ch)) for kind in (0, 1))
    initiated = game.p_ch * hard + (1.0 - game.p_ch) * soft
    bayes = game.p_ch * hard / jnp.where(initiated > 0.0, initiated, 1.0)
    free = jnp.clip(game.p_ch, low, high)
    reached = (initiated > 0.0)[:, None, None]
    mu = jnp.where(reached, bayes[:, None, None], free)
    held = (low <= mu + TIE) & (mu <= high + TIE)
    return mu, held & (reached | (low + NARROW < high))


def _node_1(game: EscalationTypes) -> jax.Array:
    """Whether the plan x is best, `(4, 4, 81, *batch)` by x, w and posture."""
    probability, _, ee = defender_types(game)
    c_ee = _c_ee(game)[:, None]
    fought = _mixed((ee > game.d_ed) * 1.0, c_ee, game.c_ed)
    in_kind = jnp.stack((jnp.broadcast_to(game.c_dd, fought.shape), fought))
    met = jnp.stack([in_kind[PLANS[:, kind], kind] for kind in (0, 1)])
    raised = jnp.maximum(c_ee, game.c_de)[:, None]
    replies = (jnp.asarray(game.c_dc), met, raised)
    worth = jnp.stack(jnp.broadcast_arrays(*replies), axis=2) * probability
    kinds = np.arange(len(DEFENDERS))
    gains = worth[:, :, POSTURES, kinds].sum(axis=3) - game.c_sq
    sign = _over(2.0 * PLANS - 1.0, jnp.asarray(game.c_sq))[:, :, None, None]
    return jnp.all(sign * gains >= -_tie(game, "c"), axis=1)
