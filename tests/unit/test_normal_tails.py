"""Both tails of the normal distribution in logarithms, against SciPy and closed derivatives."""

import jax
import jax.numpy as jnp
import numpy as np
from scipy.special import log_ndtr, ndtr

from suasion.evidence.estimation.tails import log_tails

NEAR = np.linspace(-60.0, 60.0, 2401)
FAR = np.array([-1e150, -1e10, -1e3, 1e3, 1e10])


def test_values_are_scipys_as_far_as_floats_go() -> None:
    at = np.concatenate([NEAR, FAR])
    with jax.enable_x64(True):
        above, below = (np.asarray(one) for one in log_tails(jnp.asarray(at)))
    seen = np.abs(log_ndtr(at)) > 1e-300  # below that floats have no digits left
    np.testing.assert_allclose(below[seen], log_ndtr(at)[seen], rtol=1e-12)
    np.testing.assert_array_equal(above, log_tails_mirrored(at))


def log_tails_mirrored(at: np.ndarray) -> np.ndarray:
    with jax.enable_x64(True):
        return np.asarray(log_tails(jnp.asarray(-at))[1])


def test_first_and_second_derivatives() -> None:
    """Slope m = density over chance, and its own slope -m (x + m)."""
    at = np.linspace(-6.0, 6.0, 49)
    with jax.enable_x64(True):
        slope = jax.grad(lambda x: log_tails(x)[1])
        first = np.asarray(jax.vmap(slope)(jnp.asarray(at)))
        second = np.asarray(jax.vmap(jax.grad(slope))(jnp.asarray(at)))
    ratio = np.exp(-0.5 * at**2) / np.sqrt(2.0 * np.pi) / ndtr(at)
    np.testing.assert_allclose(first, ratio, rtol=1e-12)
    np.testing.assert_allclose(second, -ratio * (at + ratio), rtol=1e-9, atol=1e-14)


def test_the_second_derivative_is_finite_far_out() -> None:
    with jax.enable_x64(True):
        found = jax.grad(jax.grad(lambda x: log_tails(x)[1]))(-1e8)
    assert np.isfinite(found)
