"""Laws of egame12, egame122 and egame123: spreads from the shocks, batches, derivatives."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import ndtr

from suasion.theory.library import egame12 as two
from suasion.theory.library import egame122 as either
from suasion.theory.library import egame123 as three
from suasion.theory.solvers.shocks import SHOCKS

GAMES = 10_000
KINDS = {
    "egame12": (two.egame12, two.Egame12Utilities),
    "egame122": (either.egame122, either.Egame122Utilities),
    "egame123": (three.egame123, three.Egame123Utilities),
}
KERNELS = [(name, shocks) for name in KINDS for shocks in SHOCKS]


def drawn(name, count=GAMES):
    kernel, kind = KINDS[name]
    random = np.random.default_rng(len(name))
    return kernel, kind(*jnp.asarray(random.normal(size=(len(kind._fields), count)) * 2))


def mean_over_shocks(advantage, weights):
    """Chance that the advantage and the weighted normal shocks exceed one more shock of weight 1.

    By Gauss-Hermite over the weighted shocks and exactly over the last: no summed squares.
    """
    nodes, mass = np.polynomial.hermite_e.hermegauss(14)
    mass = mass / mass.sum()
    total = np.zeros_like(advantage)
    for index in np.ndindex(*(len(nodes),) * len(weights)):
        shift = sum(weight * nodes[i] for weight, i in zip(weights, index, strict=True))
        total += np.prod(mass[list(index)]) * ndtr(advantage + shift)
    return total


# 14 nodes integrate a normal distribution function of slope 1 to about 1e-7.
QUADRATURE = 1e-6


def test_the_protege_weighs_its_private_reasons_with_their_chances():
    kernel, u = drawn("egame123", 2_000)
    found = kernel(u, "private-information")
    p4, p6, u = np.array(found.resists), np.array(found.intervenes), jax.tree.map(np.array, u)
    gain = (1 - p6) * u.u25 + p6 * u.u26 - u.u23
    np.testing.assert_allclose(p4, mean_over_shocks(gain, (1 - p6, p6)), atol=QUADRATURE)
    gain = (1 - p4) * u.u13 + p4 * ((1 - p6) * u.u15 + p6 * u.u16) - u.u11
    weights = (1 - p4, p4 * (1 - p6), p4 * p6)
    np.testing.assert_allclose(found.initiates, mean_over_shocks(gain, weights), atol=QUADRATURE)


def test_the_challenger_of_two_weighs_its_private_reasons_with_their_chances():
    kernel, u = drawn("egame12")
    found = kernel(u, "private-information")
    p4, u = np.array(found.resists), jax.tree.map(np.array, u)
    gain = (1 - p4) * u.u13 + p4 * u.u14 - u.u11
    np.testing.assert_allclose(
        found.initiates, mean_over_shocks(gain, (1 - p4, p4)), atol=QUADRATURE
    )


@pytest.mark.parametrize(("name", "shocks"), KERNELS)
def test_chances_are_chances_and_sum_to_one(name, shocks):
    kernel, u = drawn(name)
    outcomes = np.array(kernel(u, shocks).outcomes)
    np.testing.assert_allclose(outcomes.sum(axis=0), 1, atol=1e-14)
    assert outcomes.min() >= 0


@pytest.mark.parametrize(("name", "shocks"), KERNELS)
def test_a_better_outcome_draws_the_first_mover_and_moves_nobody_else(name, shocks):
    kernel, u = drawn(name, 50)
    for field in (x for x in u._fields if x.startswith("u1")):
        before, after = (
            kernel(u, shocks),
            kernel(u._replace(**{field: getattr(u, field) + 1}), shocks),
        )
        for a, b in zip(before[1:-1], after[1:-1], strict=True):
            np.testing.assert_array_equal(a, b)
        went = np.array(after[0] - before[0])
        assert np.all(-went >= 0 if field in SIDES[name] else went >= 0)
        assert np.any(went != 0)


SIDES = {"egame12": {"u11"}, "egame122": {"u11", "u12"}, "egame123": {"u11"}}


@pytest.mark.parametrize(("name", "shocks"), KERNELS)
def test_compiled_is_eager_a_batch_is_a_loop_and_any_shape_is_kept(name, shocks):
    kernel, u = drawn(name, 24)
    whole = kernel(u, shocks)
    shaped = kernel(jax.tree.map(lambda x: x.reshape(2, 3, 4), u), shocks)
    compiled = jax.jit(partial(kernel, shocks=shocks))(u)
    for a, b, c in zip(*map(jax.tree.leaves, (whole, shaped, compiled)), strict=True):
        np.testing.assert_allclose(a, b.reshape(-1), atol=1e-14)
        np.testing.assert_allclose(a, c, atol=1e-14)
    for i in (0, 23):
        alone = kernel(jax.tree.map(lambda x, i=i: x[i], u), shocks)
        for a, b in zip(jax.tree.leaves(whole), jax.tree.leaves(alone), strict=True):
            np.testing.assert_allclose(a[i], b, atol=1e-14)


@pytest.mark.parametrize(("name", "shocks"), KERNELS)
def test_gradient_is_the_difference(name, shocks):
    kernel, u = drawn(name, 1)
    point, step = jnp.stack([x[0] for x in u]), 1e-6

    def total(vector):
        outcomes = kernel(type(u)(*vector), shocks).outcomes
        return sum(weight * p for weight, p in enumerate(outcomes, 1))

    moves = [point.at[i].add(s) for i in range(len(point)) for s in (step, -step)]
    difference = [
        (total(a) - total(b)) / (2 * step) for a, b in zip(moves[::2], moves[1::2], strict=True)
    ]
    # A central difference errs by step squared plus rounding over step: below 1e-8 here.
    np.testing.assert_allclose(jax.grad(total)(point), difference, atol=1e-8)


def test_an_unsure_defender_makes_private_reasons_matter_less():
    # Shocks of outcomes that are each half likely average out: the spread falls from sqrt(2).
    u = two.Egame12Utilities(0.0, 1.0, 1.0, 0.0)
    private, agent = (float(two.egame12(u, s).initiates) for s in ("private-information", "probit"))
    assert private > agent > 0.5
