"""Chains of the no-U-turn sampler over an estimated game, in one compiled program.

Definitions
-----------
place
    A coefficient vector in units of the metric: ``beta = centre + root @ place``, where ``root`` is
    a triangular root of the metric. A metric that is the posterior's covariance makes the target
    round, and paths short.
metric
    The mode's covariance at first. At the end of four windows of the warm-up it becomes the
    covariance of what all chains drew in that window, the old metric counting as `HELD` draws. All
    chains share it, so a short window tells enough of 21 coefficients; one chain's would not.

Steps are NumPyro's, adaptation of their length included. Data are arguments, so that the program is
compiled once for a game, the sizes of the data and the settings.

References
----------
[HoffmanGelman2014]_.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.linalg import solve_triangular
from numpyro.infer.hmc import hmc
from numpyro.infer.hmc_util import dual_averaging

from suasion.evidence.estimation.kernel import Kernel
from suasion.evidence.estimation.likelihood import Blocks, Likelihood, total

LogPrior = Callable[[jax.Array, jax.Array], jax.Array]
"""Of coefficients and which of them are constants."""
HELD = 20.0
"""Draws that the old metric counts as (judgement)."""
WINDOWS = (0.05, 0.13, 0.27, 0.47, 0.8)
"""Where windows begin and end, as shares of the warm-up (judgement)."""
FIRST_STEP, RESTART = 0.3, 10.0


@dataclass(frozen=True)
class Sizes:
    """Steps of each chain before and after adaptation, and the acceptance rate that is sought."""

    warmup: int
    draws: int
    accept: float


class Data(NamedTuple):
    """What likelihood and prior take beside coefficients."""

    blocks: Blocks
    offsets: jax.Array
    seen: jax.Array
    constant: jax.Array
    centre: jax.Array


class _Carry(NamedTuple):
    """State of the chains, root of the metric, and sums of the window over all chains."""

    state: Any
    root: jax.Array
    number: jax.Array
    sums: jax.Array
    squares: jax.Array


def run(
    likelihood: Likelihood,
    log_prior: LogPrior,
    constant: np.ndarray,
    mode: tuple[np.ndarray, np.ndarray],
    sizes: Sizes,
    chains: int,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of shape (chain, draw, coefficient), and whether each diverged, (chain, draw).

    Parameters
    ----------
    likelihood
        Of the game.
    log_prior
        Logarithm of the prior density; a module's function or a partial of one that compares equal,
        or the program is compiled anew.
    constant
        Which coefficients are constants.
    mode
        Coefficients and covariance around which chains begin.
    sizes, chains, seed
        Of the sampler.
    """
    centre, root = mode[0], np.linalg.cholesky(mode[1])
    places = np.random.default_rng(seed).normal(size=(chains, len(centre)))
    with jax.enable_x64(True):
        data = Data(
            likelihood.blocks,
            likelihood.offsets,
            likelihood.seen,
            jnp.asarray(constant),
            jnp.asarray(centre),
        )
        keys = jax.random.split(jax.random.key(seed), chains)
        found = _chains(likelihood.kernel, log_prior, sizes, data, jnp.asarray(root), places, keys)
        beta, lost = (np.asarray(one).swapaxes(0, 1) for one in found)
    return beta[:, sizes.warmup :], lost[:, sizes.warmup :]


@partial(jax.jit, static_argnums=(0, 1, 2))
def _chains(
    kernel: Kernel,
    log_prior: LogPrior,
    sizes: Sizes,
    data: Data,
    root: jax.Array,
    places: jax.Array,
    keys: jax.Array,
) -> tuple[jax.Array, jax.Array]:
    """Coefficients (step, chain, coefficient) and divergence (step, chain) of every step."""

    def potential(at: jax.Array) -> Callable[[jax.Array], jax.Array]:
        def minus(place: jax.Array) -> jax.Array:
            beta = data.centre + at @ place
            value = total(kernel, data.blocks, data.offsets, data.seen, beta)
            return -value - log_prior(beta, data.constant)

        return minus

    begin, step = hmc(potential_fn_gen=potential, algo="NUTS")

    def begun(place: jax.Array, key: jax.Array) -> Any:
        return begin(
            place,
            sizes.warmup,
            step_size=FIRST_STEP,
            inverse_mass_matrix=jnp.ones(place.shape),
            adapt_mass_matrix=False,
            target_accept_prob=sizes.accept,
            model_args=(root,),
            rng_key=key,
        )

    starts, ends = _windows(sizes.warmup)

    def stepped(carry: _Carry, time: jax.Array) -> tuple[_Carry, tuple[jax.Array, jax.Array]]:
        state = jax.vmap(lambda one: step(one, (carry.root,)))(carry.state)
        moved = state.z @ carry.root.T
        carry = _counted(carry._replace(state=state), moved, (time >= starts) & (time < ends[-1]))
        carry = jax.lax.cond(jnp.any(time == ends - 1), _turned, lambda one: one, carry)
        return carry, (data.centre + moved, state.diverging)

    nothing = jnp.zeros(()), jnp.zeros(len(root)), jnp.zeros(root.shape)
    first = _Carry(jax.vmap(begun)(places, keys), root, *nothing)
    return jax.lax.scan(stepped, first, jnp.arange(sizes.warmup + sizes.draws))[1]


def _windows(warmup: int) -> tuple[int, np.ndarray]:
    """Where the first window begins, and where each ends; none for a warm-up too short for it."""
    edges = (np.array(WINDOWS) * warmup).astype(int)
    return int(edges[0]), edges[1:]


def _counted(carry: _Carry, moved: jax.Array, within: jax.Array) -> _Carry:
    """The sums of the window with what the chains drew in this step."""
    weight = jnp.where(within, 1.0, 0.0)
    return carry._replace(
        number=carry.number + weight * len(moved),
        sums=carry.sums + weight * moved.sum(axis=0),
        squares=carry.squares + weight * (moved.T @ moved),
    )


def _turned(carry: _Carry) -> _Carry:
    """The same places in units of a metric from the window's draws; step lengths start anew."""
    state, old = carry.state, carry.root
    number = jnp.maximum(carry.number, 1.0)  # a short warm-up has windows without a step
    mean = carry.sums / number
    spread = carry.squares / number - jnp.outer(mean, mean)
    metric = (carry.number * spread + HELD * old @ old.T) / (carry.number + HELD)
    root = jnp.linalg.cholesky(metric)
    places = solve_triangular(root, old @ state.z.T, lower=True).T
    slopes = solve_triangular(old, state.z_grad.T, lower=True, trans=1).T @ root
    restart, _ = dual_averaging()
    lengths = jax.vmap(restart)(jnp.log(RESTART * state.adapt_state.step_size))
    adapted = state.adapt_state._replace(ss_state=lengths)
    state = state._replace(z=places, z_grad=slopes, adapt_state=adapted)
    return _Carry(state, root, *(jnp.zeros_like(one) for one in carry[2:]))
