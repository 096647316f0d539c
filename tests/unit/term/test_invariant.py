"""What is hoisted out of a loop changes neither results nor what is left in the loop."""

import jax
import jax.numpy as jnp
import numpy as np

from suasion.term.invariant import hoisted, split

FIXED = np.linspace(0.5, 1.5, 4)


def body(x, y):
    fixed = jnp.exp(jnp.asarray(FIXED))
    return {"sum": fixed * y + jnp.sin(x), "pair": (jnp.broadcast_to(x, (4,)), fixed, 1.0)}


def equal(one, other):
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def operations(function, *arguments):
    return str(jax.make_jaxpr(function)(*arguments))


def test_nothing_changes():
    equal(jax.jit(lambda x, y: hoisted(body, x, y)(x, y))(0.3, 2.0), body(0.3, 2.0))
    early, late = split(body, 0.3, 2.0)
    equal(late(early(0.3), 2.0), body(0.3, 2.0))


def test_what_is_fixed_is_left_to_the_past():
    rest = hoisted(body, 0.3, 2.0)
    assert " exp " not in operations(rest, 0.3, 2.0)
    assert " sin " in operations(rest, 0.3, 2.0)
    early, late = split(body, 0.3, 2.0)
    assert " sin " in operations(early, 0.3)
    assert " sin " not in operations(late, early(0.3), 2.0)


def test_what_only_spreads_is_not_kept():
    early, _ = split(lambda x, y: jnp.broadcast_to(x, (1000,)) * y, 0.3, 2.0)
    assert [np.shape(part) for part in early(0.3)] == [()]


def test_a_loop_inside_a_loop_is_whole():
    def nested(x):
        return jax.lax.fori_loop(0, 3, lambda _, total: total + x * jnp.exp(FIXED[0]), 0.0)

    equal(hoisted(nested, 1.0)(2.0), nested(2.0))
