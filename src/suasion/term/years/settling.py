"""Newton's method for many values at once, and what its end depends on.

Each value is a root of its own, so that the slope of the step by a value is one number. Where every
value has settled, the derivatives of the end are those of the implicit function theorem: the end is
a fixed point of the step. Where some has not after the last step, they are those of the steps
themselves, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

STEPS = 8
"""Most steps."""
SETTLED = 1e-12
"""Last step of a value that has settled, relative to one more than its size."""

Step = Callable[[Any, jax.Array], jax.Array]


class _At(NamedTuple):
    step: jax.Array
    value: jax.Array
    moved: jax.Array


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def settled(newton: Step, given: Any, start: jax.Array) -> jax.Array:
    """Where Newton's method ends.

    Parameters
    ----------
    newton
        (given, values) -> values a step on, each by itself.
    given
        Arrays that the step reads.
    start
        Values from which it starts.

    Examples
    --------
    >>> root = settled(lambda a, x: (x + a / x) / 2, jnp.array([4.0, 9.0]), jnp.ones(2))
    >>> [round(float(x), 6) for x in root]
    [2.0, 3.0]
    """
    return _end(newton, given, start).value


def _end(newton: Step, given: Any, start: jax.Array) -> _At:
    def on(at: _At) -> _At:
        value = newton(given, at.value)
        moved = jnp.max(jnp.abs(value - at.value) / (1 + jnp.abs(value)))
        return _At(at.step + 1, value, moved)

    first = _At(jnp.asarray(0), start, jnp.asarray(jnp.inf, start.dtype))
    return jax.lax.while_loop(lambda at: (at.step < STEPS) & ~(at.moved <= SETTLED), on, first)


def _forwards(newton: Step, given: Any, start: jax.Array) -> tuple[jax.Array, Any]:
    end = _end(newton, given, start)
    return end.value, (given, start, end)


def _backwards(newton: Step, kept: Any, slope: jax.Array) -> tuple[Any, jax.Array]:
    given, start, end = kept

    def at_the_end(slope: jax.Array) -> tuple[Any, jax.Array]:
        _, pull = jax.vjp(newton, given, end.value)
        whole = slope / (1 - pull(jnp.ones_like(slope))[1])
        return pull(whole)[0], jnp.zeros_like(start)

    def step_by_step(slope: jax.Array) -> tuple[Any, jax.Array]:
        _, pull = jax.vjp(partial(_played, newton), given, start)
        found: tuple[Any, jax.Array] = pull(slope)
        return found

    return jax.lax.cond(end.moved <= SETTLED, at_the_end, step_by_step, slope)


settled.defvjp(_forwards, _backwards)


def _played(newton: Step, given: Any, start: jax.Array) -> jax.Array:
    """Every step, without a look at whether it is needed."""
    end: jax.Array = jax.lax.fori_loop(0, STEPS, lambda _, value: newton(given, value), start)
    return end
