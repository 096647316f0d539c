"""The bivariate normal distribution function and Wright's omega against scipy."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import lambertw, ndtr, owens_t, wrightomega
from scipy.stats import multivariate_normal

from suasion.theory.solvers.bivariate_normal import bivariate_normal, moderate
from suasion.theory.solvers.wright_omega import wright_omega

COUNT = 50_000


def drawn():
    """Limits, and correlations of which half come within 1e-1 to 1e-12 of one."""
    random = np.random.default_rng(1)
    x, y = random.normal(size=(2, COUNT)) * 3
    rho = random.uniform(-1, 1, COUNT)
    near = rho[: COUNT // 2]
    rho[: COUNT // 2] = np.sign(near) * (1 - 10 ** random.uniform(-12, -1, len(near)))
    close = slice(0, COUNT // 4)
    y[close] = np.sign(rho[close]) * x[close] + 10 ** random.uniform(-8, 0, COUNT // 4)
    return x, y, rho


def referee(x, y, rho):
    spread = np.sqrt((1 - rho) * (1 + rho))
    tails = owens_t(x, (y - rho * x) / (x * spread)) + owens_t(y, (x - rho * y) / (y * spread))
    return (ndtr(x) + ndtr(y)) / 2 - tails - np.where((x < 0) != (y < 0), 0.5, 0)


def test_it_is_that_of_scipy():
    x, y, rho = drawn()
    found = np.array(bivariate_normal(x, y, rho))
    np.testing.assert_allclose(found, referee(x, y, rho), rtol=0, atol=1e-14)
    calm = np.abs(rho) <= 0.9
    by_integral = np.array(moderate(*(jnp.asarray(v[calm]) for v in (x, y, rho))))
    np.testing.assert_allclose(by_integral, referee(x, y, rho)[calm], rtol=0, atol=1e-14)
    for i in range(0, COUNT, COUNT // 100):
        law = multivariate_normal(cov=[[1, rho[i]], [rho[i], 1]], allow_singular=True)
        # Scipy's own error near correlation one is 1e-11.
        assert found[i] == pytest.approx(law.cdf([x[i], y[i]]), abs=1e-10)


@pytest.mark.parametrize("rho", [-1.0, -0.99, -0.5, 0.0, 0.3, 0.99, 1.0])
def test_zero_limits_are_an_angle(rho):
    exact = 0.25 + np.arcsin(rho) / (2 * np.pi)
    assert float(bivariate_normal(0.0, 0.0, rho)) == pytest.approx(exact, abs=1e-15)
    assert float(bivariate_normal(0.0, 50.0, rho)) == pytest.approx(0.5, abs=1e-15)
    assert float(bivariate_normal(-50.0, 0.0, rho)) == pytest.approx(0, abs=1e-15)


def test_perfect_correlation_is_one_variable():
    x, y, _ = drawn()
    np.testing.assert_allclose(bivariate_normal(x, y, 1.0), ndtr(np.minimum(x, y)), atol=1e-15)
    opposed = np.maximum(ndtr(x) - ndtr(-y), 0)
    np.testing.assert_allclose(bivariate_normal(x, y, -1.0), opposed, atol=3e-16)


def test_derivatives_are_those_of_a_distribution_function():
    x, y, rho = (jnp.asarray(v[COUNT // 2 :][:200]) for v in drawn())
    x, y, rho = x / 3, y / 3, rho * 0.95
    step = 1e-5
    for i in range(3):
        gradient = jax.vmap(jax.grad(bivariate_normal, argnums=i))(x, y, rho)
        up, down = (
            bivariate_normal(*(v + s * (i == k) for k, v in enumerate((x, y, rho))))
            for s in (step, -step)
        )
        # Step squared times a third derivative, which grows as the correlation nears one.
        np.testing.assert_allclose(gradient, (up - down) / (2 * step), atol=1e-6)
    by_rho = jax.vmap(jax.grad(lambda r, a, b: bivariate_normal(a, b, r)))(rho, x, y)
    mixed = jax.vmap(jax.grad(jax.grad(bivariate_normal, argnums=0), argnums=1))(x, y, rho)
    np.testing.assert_allclose(by_rho, mixed, rtol=1e-10)


def test_it_is_compiled_as_it_is_eager_in_any_shape():
    x, y, rho = (jnp.asarray(v[:24]) for v in drawn())
    whole = bivariate_normal(x, y, rho)
    shaped = jax.jit(bivariate_normal)(*(v.reshape(4, 6) for v in (x, y, rho)))
    np.testing.assert_allclose(shaped.reshape(-1), whole, atol=1e-15)


def test_wright_omega_is_that_of_scipy():
    x = np.concatenate([np.linspace(-700, 700, 140_001), np.linspace(-4, 4, 8_001), [1e6, 1e300]])
    np.testing.assert_allclose(wright_omega(x), wrightomega(x), rtol=5e-14)
    y = np.linspace(-5, 5, 101)
    np.testing.assert_allclose(wright_omega(y), lambertw(np.exp(y)).real, rtol=1e-14)


def test_wright_omega_has_its_derivative():
    for x in (-30.0, -1.0, 0.5, 3.0, 200.0):
        w = float(wright_omega(x))
        assert float(jax.grad(wright_omega)(x)) == pytest.approx(w / (1 + w), rel=1e-14)
        curvature = float(jax.grad(jax.grad(wright_omega))(x))
        assert curvature == pytest.approx(w / (1 + w) ** 3, rel=1e-13)
