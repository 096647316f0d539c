"""A pawn of private value as a stage: one private reason decides both challenge and last stand.

The game is that of `suasion.theory.library.pawn`, with its tree and letters: SQ; DC, the defender
concedes; CD, the challenger backs down; DD, they fight. The challenger's private and passing reason
t (`suasion.theory.hawkishness`) takes the place of its uniform value: DC is worth ``alone + t s``,
DD ``against + r t s`` with s the spread and r its chance of victory against the guarantor over that
against the protege alone, as it sees them. It fights if ``t >= h`` and initiates if ``t >= t*``.
What the protege is worth to the guarantor is uniform on [0, 2] stakes, as in the stage
`tying-hands`; it resists if it is able and

    v (lost - beta helped) >= beta (cost) - (abandonment cost),

beta being the chance that who initiated would fight. With F the chance of resistance, either
``t* >= h`` and nobody bluffs, or the difference of F and what resists at the bluff's own beta has
one root, found by bisection: the more resist, the fewer bluff, and the fewer bluff, the less
resist. Who resists a bluff need not be ready for war: honour is what resists at ``beta = 1``.
In contrast to the stage `unilateral` a large reason makes a challenger hard: who has most to gain
is also least likely to back down.

Common outcomes: DC is war without the guarantor, CD the challenger backs down, DD war with it.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.hawkishness import chance_above, surplus
from suasion.theory.solution import Solution
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    able,
    against,
    alone,
    chance_of_victory,
    only_one,
    outcome_array,
    single,
)
from suasion.theory.stages.tying_hands import MAX_VALUE

HALVINGS = 24
"""Bisections for the chance of resistance: it errs by less than 1e-7."""


class Sides(NamedTuple):
    """What the cutoffs need, each `*batch`.

    `free` and `met` are DC and DD at t = 0, `spread` s and `share` r; `lost`, `helped` and `cost`
    are the guarantor's [its stake], `able` the chance that it can come.
    """

    wait: jax.Array
    free: jax.Array
    met: jax.Array
    spread: jax.Array
    share: jax.Array
    backing: jax.Array
    lost: jax.Array
    helped: jax.Array
    cost: jax.Array
    able: jax.Array


class Cutoffs(NamedTuple):
    """Least reasons to initiate and to fight [spreads], believed resistance and beta [1]."""

    initiates: jax.Array
    fights: jax.Array
    resisted: jax.Array
    beta: jax.Array


def sides(situation: Situation, wait: jax.Array) -> Sides:
    """The game from the situation."""
    s = situation
    lost, helped = (chance_of_victory(s, f"win_{who}", 0.0) for who in ("alone", "guarantor"))
    hopes = [chance_of_victory(s, f"win_{who}", s["optimism"]) for who in ("alone", "guarantor")]
    share = jnp.clip(hopes[1] / hopes[0], 0.01, 1.0)
    return Sides(
        wait,
        alone(s),
        against(s),
        s["hawkishness_spread"],
        share,
        s["backing_down_cost"],
        lost,
        helped,
        s["intervention_cost"],
        able(s),
    )


def resists(game: Sides, beta: jax.Array, abandonment: jax.Array) -> jax.Array:
    """Chance that the guarantor resists [1], able and willing, believing beta."""
    saves = jnp.maximum(game.lost - beta * game.helped, 1e-9)
    least = (beta * game.cost - abandonment) / saves
    return game.able * (1.0 - jnp.clip(least / MAX_VALUE, 0.0, 1.0))


def cutoffs(game: Sides, abandonment: jax.Array) -> Cutoffs:
    """The challenger's cutoffs where it believes in this cost of abandoning."""
    hard = (game.wait - game.backing - game.met) / (game.share * game.spread)
    firm = resists(game, jnp.ones_like(hard), abandonment)
    slope = (1 - firm + firm * game.share) * game.spread
    plain = (game.wait - (1 - firm) * game.free - firm * game.met) / slope
    bluffs = plain < hard
    resisted = jnp.where(bluffs, _root(game, hard, abandonment), firm)
    initiates = jnp.where(bluffs, jnp.minimum(_bluff(game, resisted), hard), plain)
    beta = jnp.where(bluffs, _beta(game, hard, resisted), 1.0)
    return Cutoffs(initiates, jnp.maximum(hard, initiates), resisted, beta)


def _root(game: Sides, hard: jax.Array, abandonment: jax.Array) -> jax.Array:
    """The chance of resistance that its own bluffs bring about."""

    def halve(_: int, ends: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        low, high = ends
        middle = (low + high) / 2
        enough = resists(game, _beta(game, hard, middle), abandonment) > middle
        return jnp.where(enough, middle, low), jnp.where(enough, high, middle)

    ends = jnp.zeros_like(hard), game.able * jnp.ones_like(hard)
    low, _ = jax.lax.fori_loop(0, HALVINGS, halve, ends)
    return low


def _bluff(game: Sides, resisted: jax.Array) -> jax.Array:
    """Least reason at which a challenger that will back down initiates."""
    calm = game.wait + resisted * game.backing / jnp.maximum(1 - resisted, 1e-9)
    return (calm - game.free) / game.spread


def _beta(game: Sides, hard: jax.Array, resisted: jax.Array) -> jax.Array:
    return chance_above(hard) / chance_above(jnp.minimum(_bluff(game, resisted), hard))


def play(situation: Situation, wait: jax.Array) -> Play:
    """The challenger by its beliefs, the guarantor as it is."""
    game, abandonment = sides(situation, wait), situation["abandonment_cost"]
    found = cutoffs(game, abandonment - situation["resolve_doubt"])
    true = resists(game, found.beta, abandonment)
    starts, stands = chance_above(found.initiates), chance_above(found.fights)
    outcomes = outcome_array(
        status_quo=1 - starts,
        challenger_backs_down=(starts - stands) * true,
        war_without_guarantor=starts * (1 - true),
        war_with_guarantor=stands * true,
    )
    left = (1 - found.resisted) * surplus(found.initiates)
    held = found.resisted * _met(game, found)
    value = wait + game.spread * left + held + (1 - found.resisted) * _above(game, found)
    honour = resists(game, jnp.ones_like(wait), abandonment)
    return Play(outcomes, jnp.maximum(value, wait), honour)


def _above(game: Sides, found: Cutoffs) -> jax.Array:
    """What DC is worth over waiting at the cutoff itself, for all who initiate."""
    return (game.free + game.spread * found.initiates - game.wait) * chance_above(found.initiates)


def _met(game: Sides, found: Cutoffs) -> jax.Array:
    """What being resisted is worth over waiting: a war for the hard, backing down for others."""
    starts, stands = chance_above(found.initiates), chance_above(found.fights)
    at = game.met + game.share * game.spread * found.fights - game.wait
    war = at * stands + game.share * game.spread * surplus(found.fights)
    return war - game.backing * (starts - stands)


def solution(situation: Situation, wait: jax.Array) -> Solution:
    """The one equilibrium by the challenger's beliefs, apart from beliefs nobody comes to need."""
    game = sides(situation, wait)
    found = cutoffs(game, situation["abandonment_cost"] - situation["resolve_doubt"])
    strategies = {
        "challenger_initiates": chance_above(found.initiates),
        "challenger_fights": chance_above(found.fights),
        "guarantor_resists": found.resisted,
    }
    return single("pawn", play(situation, wait), strategies, SELECTION)


SELECTION = "the only one, apart from beliefs about challenges that never come"

STAGE = Stage(
    "pawn",
    "A pawn of private value: who has most to gain backs down last (reduced form)",
    ("KilgourZagare1994",),
    ("status_quo", "challenger_backs_down", "war_without_guarantor", "war_with_guarantor"),
    play,
    only_one,
    solution,
    SELECTION,
)
