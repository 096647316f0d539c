"""The logarithm in plain arithmetic against NumPy's."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.theory.logarithm import log, softplus

ROUNDING = 1e-15
"""A few units in the last place of a double."""


@pytest.fixture(autouse=True)
def double():
    with jax.enable_x64(True):
        yield


def test_logarithm_over_the_whole_range():
    random = np.random.default_rng(1)
    x = np.concatenate(
        [
            10.0 ** random.uniform(-300, 300, 20_000),
            random.uniform(0.5, 2.0, 20_000),
            1 + 10.0 ** random.uniform(-15, -1, 20_000),
            1 - 10.0 ** random.uniform(-15, -1, 20_000),
            2.0 ** np.arange(-900, 900),
        ]
    )
    np.testing.assert_allclose(jax.jit(log)(jnp.asarray(x)), np.log(x), rtol=ROUNDING, atol=0)


def test_softplus_in_both_tails():
    x = np.linspace(-700, 700, 100_001)
    np.testing.assert_allclose(
        jax.jit(softplus)(jnp.asarray(x)), np.logaddexp(0, x), rtol=ROUNDING, atol=0
    )


def test_single_precision_stays_single():
    assert log(jnp.asarray(2.0, jnp.float32)).dtype == jnp.float32
