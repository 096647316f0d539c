"""Draws taken piece by piece give what they give all at once, and the compiler is told how."""

import os

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.uncertainty import device
from suasion.uncertainty.device import compiler_options, in_double, spread
from suasion.uncertainty.pieces import PIECE, by_pieces


def function(x, y):
    total = jax.lax.fori_loop(0, 5, lambda _, now: jnp.sin(now) + y, x)
    return {"total": total, "sum": total.sum(0)}


@pytest.mark.parametrize("pieces", [1, 3])
def test_pieces_give_what_the_whole_gives(pieces):
    with in_double():
        draws = PIECE * len(jax.devices()) * pieces
        x, y = np.linspace(-1.0, 2.0, 4 * draws).reshape(4, draws), np.linspace(0.0, 1.0, draws)
        found = jax.jit(lambda *given: by_pieces(function, *given))(*spread((x, y)))
        for name, whole in function(x, y).items():
            np.testing.assert_allclose(found[name], whole, rtol=1e-13)


def test_draws_that_are_no_whole_pieces_are_taken_at_once():
    with in_double():
        x = np.linspace(-1.0, 2.0, 4 * (PIECE + 1)).reshape(4, PIECE + 1)
        found = by_pieces(function, x, x[0])
        np.testing.assert_allclose(found["sum"], function(x, x[0])["sum"], rtol=1e-13)


@pytest.fixture
def afresh(monkeypatch):
    """The compiler made ready once more, with options of the user's."""

    def made(options):
        monkeypatch.setitem(os.environ, device.FLAGS, options)
        device.ready.cache_clear()
        return compiler_options()

    yield made
    device.ready.cache_clear()


def test_options_of_the_users_are_kept(afresh):
    assert afresh("--xla_cpu_max_isa=AVX2") == f"--xla_cpu_max_isa=AVX2 {device.WHOLE_LOOPS}"


def test_extra_options_of_the_users_stand(afresh):
    options = "--xla_backend_extra_options=xla_cpu_disable_loop_unrolling=true"
    assert afresh(options) == options
