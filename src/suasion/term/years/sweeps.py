"""The two loops of the chance of peace, and their slopes.

The plan runs from the last step to the first, the distribution over states from the first to the
last. Slopes go the other way round, by hand instead of by the compiler's reverse of both loops: the
distribution is linear in itself, so that slopes by it run back as values do; those by the plan then
run forward. Kept are values, plan and distributions of every step; all else is made again, one step
at a time, and slopes by what every step reads are added up on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.term.years.spreading import solid
from suasion.term.years.staging import Arrays, Staged


class Loops(NamedTuple):
    """What the loops do, and how often.

    Parameters
    ----------
    back
        (step, values after it) -> values before it and what the plan says of it.
    on
        (step, distribution before it, what the plan says of it) -> distribution after it and what
        is reported.
    steps, planned
        Steps reported and planned.
    """

    back: Staged
    on: Staged
    steps: int
    planned: int


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def swept(
    loops: Loops, planned: Arrays, happening: Arrays, values: jax.Array, mass: jax.Array
) -> Any:
    """What is reported of every step.

    Parameters
    ----------
    planned, happening
        What every step of either loop reads.
    values, mass
        Values after the last step planned; the distribution on the first day.
    """
    return _swept(loops, planned, happening, values, mass)[0]


def _before(loops: Loops, fixed: Arrays, after: jax.Array, step: jax.Array) -> Any:
    return loops.back.late(fixed, loops.back.early(fixed, step), after)


def _after(loops: Loops, fixed: Arrays, mass: jax.Array, step: jax.Array, said: Any) -> Any:
    return loops.on.late(fixed, loops.on.early(fixed, step), mass, said)


def _swept(
    loops: Loops, planned: Arrays, happening: Arrays, values: jax.Array, mass: jax.Array
) -> tuple[Any, Any]:
    """What is reported, and what slopes need: values, plan and distributions of every step."""

    def far(after: jax.Array, step: jax.Array) -> tuple[jax.Array, jax.Array]:
        return _before(loops, planned, after, step)[0], after

    def back(after: jax.Array, step: jax.Array) -> tuple[jax.Array, Any]:
        before, said = _before(loops, planned, after, step)
        return before, (after, said)

    def on(mass: jax.Array, now: tuple[jax.Array, Any]) -> tuple[jax.Array, Any]:
        after, told = _after(loops, happening, mass, *now)
        return after, (told, mass)

    near, ahead = jnp.arange(loops.steps), jnp.arange(loops.steps, loops.planned)
    values, later = jax.lax.scan(far, values, ahead, reverse=True)
    _, (after, said) = jax.lax.scan(back, values, near, reverse=True)
    _, (told, masses) = jax.lax.scan(on, mass, (near, said))
    return told, (later, after, said, masses)


def _forwards(loops: Loops, *given: Any) -> tuple[Any, Any]:
    told, kept = _swept(loops, *given)
    return told, (given[0], given[1], kept)


def _backwards(loops: Loops, kept: Any, slope: Any) -> tuple[Any, ...]:
    planned, happening, (later, after, said, masses) = kept
    near, ahead = jnp.arange(loops.steps), jnp.arange(loops.steps, loops.planned)

    def on(so_far: Any, now: Any) -> tuple[Any, Any]:
        (by_mass, total), (step, mass, said, by_told) = so_far, now
        pull = _pull(lambda f, m, p: _after(loops, f, m, step, p), happening, mass, said)
        by_fixed, by_mass, by_said = pull((by_mass, by_told))
        return (by_mass, _added(total, by_fixed)), by_said

    def back(so_far: Any, now: Any) -> tuple[Any, None]:
        (by_value, total), (step, after, by_said) = so_far, now
        pull = _pull(lambda f, v: _before(loops, f, v, step), planned, after)
        by_fixed, by_value = pull((by_value, by_said))
        return (by_value, _added(total, by_fixed)), None

    def far(so_far: Any, now: Any) -> tuple[Any, None]:
        (by_value, total), (step, after) = so_far, now
        pull = _pull(lambda f, v: _before(loops, f, v, step)[0], planned, after)
        by_fixed, by_value = pull(by_value)
        return (by_value, _added(total, by_fixed)), None

    none = jnp.zeros_like(masses[0])
    so_far, sweep = (none, _nothing(happening)), (near, masses, said, slope)
    (by_mass, by_happening), by_said = jax.lax.scan(on, so_far, sweep, reverse=True)
    so_far = (none, _nothing(planned))
    so_far, _ = jax.lax.scan(back, so_far, (near, after, by_said))
    (by_value, by_planned), _ = jax.lax.scan(far, so_far, (ahead, later))
    return by_planned, by_happening, by_value, by_mass


swept.defvjp(_forwards, _backwards)


def _nothing(arrays: Arrays) -> list[Any]:
    """No slopes yet; whole numbers have none."""
    return [
        jnp.zeros_like(one)
        if jnp.issubdtype(one.dtype, jnp.inexact)
        else np.zeros(one.shape, jax.dtypes.float0)
        for one in arrays
    ]


def _added(total: list[Any], more: list[Any]) -> list[Any]:
    pairs = zip(total, more, strict=True)
    return [a if a.dtype == jax.dtypes.float0 else a + b for a, b in pairs]


def _pull(function: Callable[..., Any], *arguments: Any) -> Callable[..., Any]:
    """Slopes by the arguments of a function, from those by its results.

    What they rest on in every state is made once, and not again for every sum over states.
    """
    pull = jax.vjp(function, *arguments)[1]
    leaves, tree = jax.tree.flatten(pull)
    most = max(one.size for one in jax.tree.leaves(arguments))
    large = [at for at, one in enumerate(leaves) if _numbers(one) and 4 * one.size > most]
    for at, one in zip(large, solid([leaves[at] for at in large]), strict=True):
        leaves[at] = one
    remade: Callable[..., Any] = jax.tree.unflatten(tree, leaves)
    return remade


def _numbers(one: Any) -> bool:
    return isinstance(one, jax.Array) and bool(jnp.issubdtype(one.dtype, jnp.inexact))
