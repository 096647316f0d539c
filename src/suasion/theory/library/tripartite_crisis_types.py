"""Responses, outcomes and pure equilibria of the Tripartite Crisis Game with private types.

Definitions and notation
------------------------
Those of `suasion.theory.library.tripartite_crisis`. Strategies are chances by type: `demands` and
`fights` of the determined and the hesitant challenger, `holds` and `realigns` of the loyal and the
disloyal protege, `supports` of the staunch and the wavering defender. Two beliefs matter: ``mu``,
that a challenger that made a demand is determined, and ``lam``, that a protege that held is loyal.

References
----------
[ZagareKilgour2003]_ for the game, of which only the abstract was read; the formulas are ours.

Examples
--------
>>> exists = pure_equilibria(EXAMPLE).exists
>>> [int(n) for n in exists.any(axis=(1, 2))]
[1, 0, 0, 0]
"""

from itertools import product
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.library.asymmetric_escalation_types import where_positive
from suasion.theory.solution import Number

PLANS = np.array(list(product((0, 1), repeat=2)))
"""What the first and the second type of a player do."""
OUTCOMES = ("SQ", "PC", "CB", "CF", "PL", "PR")
TIE = 1e-9
"""Indifference [payoff unit, of order one] and slack of beliefs [1]."""


class TripartiteCrisis(NamedTuple):
    """Payoffs [any unit, one per player] and chances of types [1], each of shape `*batch`."""

    c_sq: Number
    c_pc: Number
    c_cb: Number
    c_cf_determined: Number
    c_cf_hesitant: Number
    c_pl: Number
    c_pr: Number
    p_sq: Number
    p_pc: Number
    p_cb: Number
    p_cf: Number
    p_pl: Number
    p_pr_loyal: Number
    p_pr_disloyal: Number
    d_sq: Number
    d_pc: Number
    d_cb: Number
    d_cf_staunch: Number
    d_cf_wavering: Number
    d_pl: Number
    d_pr: Number
    q_determined: Number
    q_staunch: Number
    q_loyal: Number


EXAMPLE = TripartiteCrisis(
    c_sq=0.6, c_pc=0.9, c_cb=0.2, c_cf_determined=0.4, c_cf_hesitant=0.0, c_pl=0.9, c_pr=1.0,
    p_sq=1.0, p_pc=0.3, p_cb=0.9, p_cf=0.5, p_pl=0.2, p_pr_loyal=0.0, p_pr_disloyal=0.4,
    d_sq=1.0, d_pc=0.6, d_cb=0.9, d_cf_staunch=0.4, d_cf_wavering=0.0, d_pl=0.5, d_pr=0.1,
    q_determined=0.8, q_staunch=0.7, q_loyal=0.2,
)  # fmt: skip


class Strategies(NamedTuple):
    """Chances of the moves [1] by type, each `(2, *batch)`."""

    demands: jax.Array
    fights: jax.Array
    holds: jax.Array
    realigns: jax.Array
    supports: jax.Array


class Play(NamedTuple):
    """Outcomes [1] by `OUTCOMES`, `(6, *batch)`, and values [payoff units], `*batch`."""

    outcomes: jax.Array
    challenger: jax.Array
    protege: jax.Array
    defender: jax.Array


class PureEquilibria(NamedTuple):
    """Which pure profiles are equilibria, and their beliefs [1], each `(4, 4, 4, *batch)`.

    Axes: plans (`PLANS`) of the challenger to demand, the protege to hold, the defender to support.
    """

    exists: jax.Array
    mu: jax.Array
    lam: jax.Array


def _by_type(*rows: Number) -> jax.Array:
    return jnp.stack(jnp.broadcast_arrays(*rows))


def _mixed(probability: Number, if_taken: Number, if_not: Number) -> jax.Array:
    return jnp.asarray(probability * if_taken + (1.0 - probability) * if_not)


@jax.jit
def best_responses(beliefs: jax.Array, game: TripartiteCrisis) -> Strategies:
    """Best responses of all types to given beliefs, by backward induction.

    Parameters
    ----------
    beliefs
        ``mu`` and ``lam`` [1], `(2, *batch)`.
    game
        Payoffs and chances of types, `*batch`.

    Returns
    -------
    Strategies
        1 or 0; a tie goes against conflict, support and realignment.

    Examples
    --------
    >>> best = best_responses(jnp.array([1.0, 0.0]), EXAMPLE)
    >>> best.supports.tolist(), best.demands.tolist()
    ([1.0, 0.0], [0.0, 0.0])
    """
    mu, lam = beliefs
    g = game
    d_cf = _by_type(g.d_cf_staunch, g.d_cf_wavering)
    fights, realigns = _last_moves(game)
    war = mu * fights[0] + (1.0 - mu) * fights[1]
    leaves = lam * realigns[0] + (1.0 - lam) * realigns[1]
    supports = (_mixed(war, d_cf, g.d_cb) > _mixed(leaves, g.d_pr, g.d_pl)) * 1.0
    helped = g.q_staunch * supports[0] + (1.0 - g.q_staunch) * supports[1]
    alone = jnp.maximum(_by_type(g.p_pr_loyal, g.p_pr_disloyal), g.p_pl)
    holds = (_mixed(helped, _mixed(war, g.p_cf, g.p_cb), alone) > g.p_pc) * 1.0
    met = jnp.maximum(_by_type(g.c_cf_determined, g.c_cf_hesitant), g.c_cb)
    loyal = _by_type(g.q_loyal, 1.0 - jnp.asarray(g.q_loyal))
    worth = _demand(game, loyal * holds, helped, met, _mixed(realigns, g.c_pr, g.c_pl))
    return Strategies((worth > g.c_sq) * 1.0, fights, holds, realigns, supports)


def _demand(
    game: TripartiteCrisis, holding: jax.Array, helped: jax.Array, met: jax.Array, left: jax.Array
) -> jax.Array:
    """Worth of a demand to a challenger.

    `holding`: chance that the protege is of each type and holds; `met`: worth of a supported
    protege; `left`: worth of one of each type left alone.
    """
    held = holding.sum(axis=0)
    alone = (1.0 - helped) * (holding * left).sum(axis=0)
    return (1.0 - held) * game.c_pc + held * helped * met + alone


@jax.jit
def play(game: TripartiteCrisis, strategies: Strategies) -> Play:
    """Outcomes and values of given strategies.

    Parameters
    ----------
    game
        Payoffs and chances of types, `*batch`.
    strategies
        Chances of the moves [1].

    Examples
    --------
    >>> best = best_responses(jnp.array([1.0, 0.0]), EXAMPLE)
    >>> play(EXAMPLE, best).outcomes.tolist()
    [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    g, s = game, strategies
    c, p, d = (
        _by_type(chance, 1.0 - jnp.asarray(chance))
        for chance in (g.q_determined, g.q_loyal, g.q_staunch)
    )
    c_cf = _by_type(g.c_cf_determined, g.c_cf_hesitant)
    p_pr = _by_type(g.p_pr_loyal, g.p_pr_disloyal)
    d_cf = _by_type(g.d_cf_staunch, g.d_cf_wavering)
    demanded, fought = c * s.demands, c * s.demands * s.fights
    demand, war = demanded.sum(axis=0), fought.sum(axis=0)
    held, left = p * s.holds, p * s.holds * s.realigns
    hold, supported = held.sum(axis=0), d * s.supports
    helped = supported.sum(axis=0)
    alone = demand * (1.0 - helped)
    outcomes = jnp.stack(
        (
            1.0 - demand,
            demand * (1.0 - hold),
            (demand - war) * hold * helped,
            war * hold * helped,
            alone * (held - left).sum(axis=0),
            alone * left.sum(axis=0),
        )
    )
    sq, pc, cb, cf, pl, pr = outcomes
    of_war = (fought * c_cf).sum(axis=0) * hold * helped
    return Play(
        outcomes,
        sq * g.c_sq + pc * g.c_pc + cb * g.c_cb + of_war + pl * g.c_pl + pr * g.c_pr,
        sq * g.p_sq + pc * g.p_pc + cb * g.p_cb + cf * g.p_cf + pl * g.p_pl
        + alone * (left * p_pr).sum(axis=0),
        sq * g.d_sq + pc * g.d_pc + cb * g.d_cb + war * hold * (supported * d_cf).sum(axis=0)
        + pl * g.d_pl + pr * g.d_pr,
    )  # fmt: skip


@jax.jit
def pure_equilibria(game: TripartiteCrisis) -> PureEquilibria:
    """Every perfect Bayesian equilibrium in pure strategies, compiled.

    Parameters
    ----------
    game
        Payoffs and chances of types, `*batch`. Moves at the last nodes are best by type; a tie
        there goes against conflict and realignment.

    Returns
    -------
    PureEquilibria
        A belief that Bayes' rule leaves open is the nearest to the prior that supports the profile.

    Examples
    --------
    >>> pure_equilibria(EXAMPLE).exists.shape
    (4, 4, 4)
    """
    game = TripartiteCrisis(*jnp.broadcast_arrays(*(jnp.asarray(x, dtype=float) for x in game)))
    at_0, at_1, low, high = _defender(game)
    lines = [
        jnp.concatenate((of_d, of_p), axis=2)
        for of_d, of_p in zip(_support_lines(game, low, high), _hold_lines(game), strict=True)
    ]
    least, most = where_positive(*(line + TIE for line in lines))
    least, most = least.max(axis=2), most.min(axis=2)
    first, second = _plans(game)
    demanded = game.q_determined * first + (1.0 - game.q_determined) * second
    bayes = game.q_determined * first / jnp.where(demanded > 0.0, demanded, 1.0)
    free = jnp.clip(game.q_determined, least, most)
    mu = jnp.where((demanded > 0.0)[:, None, None], bayes[:, None, None], free)
    held = (least <= mu + TIE) & (mu <= most + TIE)
    exists = held & _demand_is_best(game)
    return PureEquilibria(exists, mu, _loyalty(game, mu, (at_0, at_1), (low, high)))


def _plans(game: TripartiteCrisis) -> tuple[jax.Array, jax.Array]:
    """What the first and the second type do in each plan, `(4, 1, ..)`."""
    shape = (len(PLANS),) + (1,) * jnp.ndim(game.c_sq)
    first, second = (jnp.asarray(PLANS[:, kind], dtype=float).reshape(shape) for kind in (0, 1))
    return first, second


def _last_moves(game: TripartiteCrisis) -> tuple[jax.Array, jax.Array]:
    """Whether the determined and the hesitant fight, the loyal and the disloyal realign."""
    g = game
    fights = _by_type(g.c_cf_determined, g.c_cf_hesitant) > g.c_cb
    return fights * 1.0, (_by_type(g.p_pr_loyal, g.p_pr_disloyal) > g.p_pl) * 1.0


def _defender(game: TripartiteCrisis) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """Worth of withholding: at ``lam`` 0 and 1, `*batch`, and its range by hold plan."""
    realigns = _last_moves(game)[1]
    at_1, at_0 = _mixed(realigns, game.d_pr, game.d_pl)
    first, second = _plans(game)
    held = game.q_loyal * first + (1.0 - game.q_loyal) * second
    lam = game.q_loyal * first / jnp.where(held > 0.0, held, 1.0)
    known, least, most = _mixed(lam, at_1, at_0), jnp.minimum(at_0, at_1), jnp.maximum(at_0, at_1)
    return at_0, at_1, jnp.where(held > 0.0, known, least), jnp.where(held > 0.0, known, most)


def _supporting(game: TripartiteCrisis) -> list[jax.Array]:
    """Worth of support to the staunch and the wavering, `(2, *batch)`, at ``mu`` 0 and 1."""
    determined, hesitant = _last_moves(game)[0]
    d_cf = _by_type(game.d_cf_staunch, game.d_cf_wavering)
    return [_mixed(fights, d_cf, game.d_cb) for fights in (hesitant, determined)]


def _support_lines(
    game: TripartiteCrisis, low: jax.Array, high: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """What must not be negative for the support plan, at ``mu`` 0 and 1.

    `(4, 4, 3, *batch)` by hold plan, support plan, and condition: the staunch, the wavering, and,
    where they differ, that one belief ``lam`` suits both.
    """
    first, second = _plans(game)
    found = []
    for worth in _supporting(game):
        conditions = [
            jnp.where(plan > 0.0, mine - low[:, None], high[:, None] - mine)
            for plan, mine in zip((first, second), worth, strict=True)
        ]
        both = jnp.broadcast_to((first - second) * (worth[0] - worth[1]), conditions[0].shape)
        found.append(jnp.stack((*conditions, both), axis=2))
    return found[0], found[1]


def _hold_lines(game: TripartiteCrisis) -> tuple[jax.Array, jax.Array]:
    """What must not be negative for the hold plan, at ``mu`` 0 and 1, `(4, 4, 2, *batch)`."""
    first, second = _plans(game)
    helped = game.q_staunch * first + (1.0 - game.q_staunch) * second
    found = []
    for fights in _last_moves(game)[0][::-1]:
        met = _mixed(fights, game.p_cf, game.p_cb)
        gains = [
            _mixed(helped, met, jnp.maximum(p_pr, game.p_pl)) - game.p_pc
            for p_pr in (game.p_pr_loyal, game.p_pr_disloyal)
        ]
        signed = [
            (2.0 * plan - 1.0)[:, None] * gain
            for plan, gain in zip((first, second), gains, strict=True)
        ]
        found.append(jnp.stack(signed, axis=2))
    return found[0], found[1]


def _demand_is_best(game: TripartiteCrisis) -> jax.Array:
    """Whether the demand plan is best, `(4, 4, 4, *batch)`."""
    first, second = _plans(game)
    helped = game.q_staunch * first + (1.0 - game.q_staunch) * second
    loyal = _by_type(game.q_loyal, 1.0 - game.q_loyal)[:, None]
    holding = (loyal * jnp.stack((first, second)))[:, :, None]
    realigns = _last_moves(game)[1]
    left = _mixed(realigns, game.c_pr, game.c_pl)[:, None, None]
    c_cf = _by_type(game.c_cf_determined, game.c_cf_hesitant)
    best = []
    for plan, own in zip((first, second), c_cf, strict=True):
        met = jnp.maximum(own, game.c_cb)
        gain = _demand(game, holding, helped, met, left) - game.c_sq
        best.append((2.0 * plan - 1.0)[:, None, None] * gain >= -TIE)
    return best[0] & best[1]


def _loyalty(
    game: TripartiteCrisis,
    mu: jax.Array,
    ends: tuple[jax.Array, jax.Array],
    span: tuple[jax.Array, jax.Array],
) -> jax.Array:
    """The belief ``lam`` nearest the prior that suits the support plan at ``mu``."""
    at_0, at_1 = ends
    plans = _plans(game)
    low, high = (part[:, None] for part in span)
    for plan, none, all_ in zip(plans, *_supporting(game), strict=True):
        worth = _mixed(mu, all_, none)
        high = jnp.where(plan > 0.0, jnp.minimum(high, worth), high)
        low = jnp.where(plan > 0.0, low, jnp.maximum(low, worth))
    wanted = jnp.clip(_mixed(game.q_loyal, at_1, at_0), low, high)
    slope = jnp.where(at_1 == at_0, 1.0, at_1 - at_0)
    found = jnp.where(at_1 == at_0, game.q_loyal, jnp.clip((wanted - at_0) / slope, 0.0, 1.0))
    first, second = plans
    held = game.q_loyal * first + (1.0 - game.q_loyal) * second
    bayes = game.q_loyal * first / jnp.where(held > 0.0, held, 1.0)
    return jnp.where((held > 0.0)[:, None], bayes[:, None], found)
