"""What a crisis is worth to whom: the payoffs that stage games share, and their interface.

A *stage* reads the situation at an opportunity and the challenger's value of waiting, and says what
happens. The challenger's choices follow what it believes (`believed`), what then happens follows
what is true. Notation, in the units of the situation table:

- ``wait``: the challenger's value of going on in peace [baseline gain];
- ``alone``, ``against``: its value of a war against the protege alone, and against the guarantor
  as well [baseline gain];
- ``net``: what the guarantor gains by fighting rather than abandoning [guarantor's stake];
- ``able``: chance that a willing guarantor sees, decides and arrives in time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.normal_tails import sides
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.solution import Equilibrium, Solution, Status

Situation = Mapping[str, jax.Array]

SOLVED = Status("ok", "Solved by backward induction; there is one equilibrium.")


class Play(NamedTuple):
    """What a stage gives.

    Parameters
    ----------
    outcomes
        Probability of each common outcome [1], shape (7, *batch); 0 where not modelled.
    challenger_value
        The challenger's value of an opportunity, waiting included [baseline gain], `*batch`.
    honour
        True chance that the guarantor fights when the protege is attacked [1], `*batch`.
    """

    outcomes: jax.Array
    challenger_value: jax.Array
    honour: jax.Array


@dataclass(frozen=True)
class Stage:
    """A theory that may be played year after year.

    Parameters
    ----------
    id, title
        Name and what it says in one line.
    source
        Bibliography keys.
    models
        The common outcomes that it has; the others are missing, not zero.
    play
        (situation, wait) -> Play.
    several
        (situation, wait) -> 1 where there is more than one equilibrium, else 0, `*batch`.
    solve
        (situation, wait) -> every equilibrium at one point, with its status; all scalars.
    selection
        Rule by which one is selected.
    """

    id: str
    title: str
    source: tuple[str, ...]
    models: tuple[str, ...]
    play: Callable[[Situation, jax.Array], Play]
    several: Callable[[Situation, jax.Array], jax.Array]
    solve: Callable[[Situation, jax.Array], Solution]
    selection: str


def chance_of_victory(situation: Situation, name: str, overrated: jax.Array | float) -> jax.Array:
    """The challenger's chance with surprise and, where it is believed, with its optimism."""
    chance, odds = situation[name], jnp.exp(situation["surprise"] + overrated)
    return chance * odds / (1 - chance + chance * odds)


def alone(situation: Situation) -> jax.Array:
    """The challenger's believed value of a war against the protege alone [baseline gain]."""
    chance = chance_of_victory(situation, "win_alone", situation["optimism"])
    return chance * situation["gain_ratio"] - situation["war_cost"]


def against(situation: Situation) -> jax.Array:
    """Its believed value of a war in which the guarantor fights [baseline gain]."""
    chance = chance_of_victory(situation, "win_guarantor", situation["optimism"])
    nuclear = situation["nuclear_risk"] * situation["nuclear_loss"]
    cost = situation["war_cost"] + situation["guarantor_war_cost"]
    return chance * situation["gain_ratio"] - cost - nuclear


def saved(situation: Situation) -> jax.Array:
    """How much the guarantor's fighting lowers the chance that the protege falls [1], >= 0."""
    lost = chance_of_victory(situation, "win_alone", 0.0)
    return jnp.maximum(lost - chance_of_victory(situation, "win_guarantor", 0.0), 0.0)


def net(situation: Situation, doubt: jax.Array | float) -> jax.Array:
    """What the guarantor gains by fighting, less what the challenger doubts of it."""
    return situation["abandonment_cost"] + saved(situation) - situation["intervention_cost"] - doubt


def able(situation: Situation) -> jax.Array:
    """Chance that a willing guarantor sees, decides and arrives in time [1]."""
    return situation["detection_in_time"] * situation["decision"] * situation["arrival"]


def normal(x: jax.Array) -> jax.Array:
    """Standard normal distribution function, exact in the lower tail.

    `jax.scipy.special.ndtr` evaluates two series and selects; this one does with the first.

    Examples
    --------
    >>> float(normal(jnp.array(0.0)))
    0.5
    """
    return 0.5 * jax.lax.erfc(-math.sqrt(0.5) * x)


def fights(situation: Situation, doubt: jax.Array | float) -> jax.Array:
    """Chance that the guarantor is willing and able [1]; willingness is counted here only."""
    willing, *_ = sides(net(situation, doubt) / situation["resolve_spread"])
    return willing * able(situation)


def outcome_array(**chances: jax.Array) -> jax.Array:
    """Outcomes by name stacked in the common order, zero where not named."""
    shape = jnp.broadcast_shapes(*(chance.shape for chance in chances.values()))
    rows = [chances.get(name, jnp.zeros(())) for name in OUTCOMES]
    return jnp.stack([jnp.broadcast_to(row, shape) for row in rows])


def single(
    model: str, played: Play, strategies: Mapping[str, jax.Array], selection: str
) -> Solution:
    """The solution of a stage with one equilibrium, in the common outcomes."""
    outcomes = dict(zip(OUTCOMES, map(float, played.outcomes), strict=True))
    values = {"challenger": float(played.challenger_value)}
    chosen = {name: float(chance) for name, chance in strategies.items()}
    found = Equilibrium(model, chosen, outcomes, values, {}, SOLVED)
    return Solution(model, chosen, (found,), 0, selection, SOLVED)


def only_one(situation: Situation, wait: jax.Array) -> jax.Array:
    """No point of the batch has a second equilibrium."""
    return jnp.zeros_like(wait)
