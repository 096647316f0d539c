"""Deliberate probes: a slice, an incursion, a grey act, answered or let pass.

Chances to probe come at a Poisson rate. The challenger probes if gain and consequences outweigh
waiting, given a private and passing reason (`suasion.theory.hawkishness`). A probe that nobody sees
or names erodes the zone. One that is seen is answered or let pass: an answer costs the challenger
and shows resolve, letting it pass costs the guarantor the slice, erodes the zone, and shows the
lack of it (`suasion.term.reputation`).
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.term.belief_grid import looked_up
from suasion.term.reputation import answers
from suasion.term.years.axes import AXES, Space, along, place
from suasion.term.years.factors.zone import seen
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation
from suasion.theory import hawkishness
from suasion.theory.stage import normal

BELIEF = AXES.index("belief")
SEARCH = 6
"""Steps of each part of the search for the answers: of 65,000 states of a case 1 in 10,000 misses
its fixed point by more than a millionth, and none by more than a hundredth."""


class Seen(NamedTuple):
    """What follows a probe that is seen.

    Parameters
    ----------
    answer
        Chance of an answer by each kind of guarantor [1], shape (kinds, *state, draws).
    answered, passed
        The belief afterwards [1]; None where beliefs are off.
    residual
        How far the answers are from reproducing themselves [1].
    second
        1 where another solution was found.
    """

    answer: jax.Array
    answered: jax.Array | None
    passed: jax.Array | None
    residual: jax.Array
    second: jax.Array


class Probing(NamedTuple):
    """Probes in one step.

    Parameters
    ----------
    rate
        Probes [1/year], and of these the share that is seen [1].
    surplus
        What the option to probe is worth to the challenger [baseline gain/year].
    """

    rate: jax.Array
    share_seen: jax.Array
    surplus: jax.Array
    found: Seen


def response(kinds: list[Situation], given: Given, space: Space, value: jax.Array | None) -> Seen:
    """Answers of each kind of guarantor, or of the protege's side where nobody guarantees.

    With beliefs on, an answer also saves what letting pass would cost through the zone; this is
    taken at the present belief, that through the name at the beliefs that follow.

    Parameters
    ----------
    value
        What waiting is worth to each kind [guarantor's stake], shape (kinds, *state, draws).
    """
    worth = jnp.stack(jnp.broadcast_arrays(*map(worth_of_answering, kinds)))
    spread = kinds[0]["resolve_spread"] * kinds[0]["probe_gain"]
    if value is None:
        answer = normal(worth / spread)
        return Seen(answer, None, None, jnp.zeros(()), jnp.zeros(()))
    belief = along("belief", jnp.array(space.points), jnp)
    grid = jnp.array(space.points)
    worth = worth + value - worsened(value, given, space)
    found = answers(grid, belief, worth, value, spread, BELIEF, rises=SEARCH, settles=SEARCH)
    return Seen(found.chance, found.answered, found.passed, found.residual, found.second)


def worth_of_answering(kind: Situation) -> jax.Array:
    """The slice and its part of the cost of abandoning, less the cost of a limited answer."""
    return kind["probe_gain"] * (1 + kind["abandonment_cost"]) - kind["response_cost"]


def probing(now: Situation, given: Given, space: Space, wait: jax.Array, found: Seen) -> Probing:
    """The challenger's probes, given what follows them."""
    slack = worsened(believed(wait, found.passed, space), given, space)
    unseen = now["probe_gain"] + worsened(wait, given, space) - wait
    met = -now["probe_cost"] + believed(wait, found.answered, space) - wait
    return _decided(now, given, space, found, (unseen, met, now["probe_gain"] + slack - wait))


def passing(now: Situation, given: Given, space: Space, kinds: list[Situation]) -> Probing:
    """Probes that change nothing for good: past the plan, or for a myopic challenger."""
    found, gain = response(kinds, given, space, None), now["probe_gain"]
    return _decided(now, given, space, found, (gain, -now["probe_cost"], gain))


def _decided(
    now: Situation,
    given: Given,
    space: Space,
    found: Seen,
    gains: tuple[jax.Array, jax.Array, jax.Array],
) -> Probing:
    """Probes by what they gain unseen, answered and let pass [baseline gain]."""
    watched, answer, (unseen, met, passed) = seen(now), expected_answer(found, space), gains
    gain = (1 - watched) * unseen + watched * (answer * met + (1 - answer) * passed)
    scale = now["probe_gain"] * _flat(given.own["probe_spread"])
    k = -gain / scale
    chances = _flat(given.own["probe_rate_per_year"])
    rate = chances * hawkishness.chance_above(k)
    return Probing(rate, watched, chances * scale * hawkishness.surplus(k), found)


def expected_answer(found: Seen, space: Space) -> jax.Array:
    """Chance of an answer as the challenger believes it [1]."""
    if not space.on("belief"):
        return found.answer[0]
    belief = along("belief", jnp.array(space.points), jnp)
    return (1 - belief) * found.answer[0] + belief * found.answer[1]


def believed(value: jax.Array, after: jax.Array | None, space: Space) -> jax.Array:
    """The value once the belief has moved."""
    if after is None:
        return value
    return looked_up(value, after, jnp.array(space.points), BELIEF + value.ndim - len(AXES) - 1)


def worsened(value: jax.Array, given: Given, space: Space) -> jax.Array:
    """The value once an unanswered probe may have eroded the zone by a place."""
    if not space.on("zone"):
        return value
    axis = AXES.index("zone") + value.ndim - len(AXES) - 1
    places = [place(value, "zone", at) for at in (1, 2, 2)]
    worse = jnp.concatenate(places, axis=axis)
    return value + _flat(given.own["erosion_per_probe"]) * (worse - value)


def _flat(values: jax.Array) -> jax.Array:
    return along("leader", values[None], jnp)
