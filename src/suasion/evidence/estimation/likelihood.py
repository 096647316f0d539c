"""The log-likelihood of coefficients: value, score of each row, and Hessian.

Derivatives by the few indices of a row are those of the solved game; those by the coefficients
follow from the regressors. Programs are compiled once for a game and the sizes of the data, and
serve every data set of these sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.evidence.estimation.design import Matrix
from suasion.evidence.estimation.kernel import (
    Kernel,
    Slopes,
    row_chances,
    row_slopes,
    row_values,
)

Blocks = tuple[jax.Array, ...]


class Derivatives(NamedTuple):
    """Log-likelihood [log unit], score of each row (rows, coefficients), and Hessian."""

    value: float
    scores: np.ndarray
    hessian: np.ndarray

    @property
    def gradient(self) -> np.ndarray:
        """Sum of the scores."""
        return self.scores.sum(axis=0)


@dataclass(frozen=True, eq=False)
class Likelihood:
    """A game with regressors and outcomes.

    Parameters
    ----------
    kernel
        The game and its shocks.
    blocks
        By index, its regressors: arrays of shape (rows, coefficients of the index).
    offsets
        Known part of each index, shape (rows, indices).
    seen
        Outcome of each row, shape (rows,).
    """

    kernel: Kernel
    blocks: Blocks
    offsets: jax.Array
    seen: jax.Array

    @property
    def size(self) -> int:
        """How many coefficients there are."""
        return sum(block.shape[1] for block in self.blocks)

    def value(self, beta: np.ndarray) -> float:
        """Log-likelihood."""
        with jax.enable_x64(True):
            return float(total(self.kernel, self.blocks, self.offsets, self.seen, beta))

    def derivatives(self, beta: np.ndarray) -> Derivatives:
        """Log-likelihood with scores and Hessian."""
        with jax.enable_x64(True):
            found = _derivatives(self.kernel, self.blocks, self.offsets, self.seen, beta)
            return Derivatives(float(found[0]), np.asarray(found[1]), np.asarray(found[2]))

    def chances(self, beta: np.ndarray) -> np.ndarray:
        """Chance of each outcome in each row [1], shape (rows, outcomes)."""
        with jax.enable_x64(True):
            return np.asarray(chances(self.kernel, self.blocks, self.offsets, beta))


def likelihood(kernel: Kernel, matrices: Sequence[Matrix], seen: np.ndarray) -> Likelihood:
    """The likelihood of a game with these regressors, in the order of the kernel's indices."""
    with jax.enable_x64(True):
        blocks = tuple(jnp.asarray(one.values, dtype=float) for one in matrices)
        offsets = jnp.stack([jnp.asarray(one.offset, dtype=float) for one in matrices], axis=1)
        return Likelihood(kernel, blocks, offsets, jnp.asarray(seen, dtype=int))


def indices(blocks: Blocks, offsets: jax.Array, beta: jax.Array) -> jax.Array:
    """Every index of every row, shape (rows, indices)."""
    ends = np.cumsum([block.shape[1] for block in blocks])[:-1]
    parts = jnp.split(jnp.asarray(beta), ends)
    return offsets + jnp.stack([x @ b for x, b in zip(blocks, parts, strict=True)], axis=1)


@partial(jax.jit, static_argnums=0)
def total(
    kernel: Kernel, blocks: Blocks, offsets: jax.Array, seen: jax.Array, beta: jax.Array
) -> jax.Array:
    """Log-likelihood, for JAX to differentiate or to map."""
    return jnp.sum(row_values(kernel, indices(blocks, offsets, beta), seen))


@partial(jax.jit, static_argnums=0)
def chances(kernel: Kernel, blocks: Blocks, offsets: jax.Array, beta: jax.Array) -> jax.Array:
    """Chance of each outcome in each row [1], shape (rows, outcomes)."""
    return row_chances(kernel, indices(blocks, offsets, beta))


@partial(jax.jit, static_argnums=0)
def _derivatives(
    kernel: Kernel, blocks: Blocks, offsets: jax.Array, seen: jax.Array, beta: jax.Array
) -> tuple[jax.Array, jax.Array, jax.Array]:
    slopes: Slopes = row_slopes(kernel, indices(blocks, offsets, beta), seen)
    scores = [x * slopes.first[:, [k]] for k, x in enumerate(blocks)]
    hessian = [
        [x.T @ (z * slopes.second[:, i, j][:, None]) for j, z in enumerate(blocks)]
        for i, x in enumerate(blocks)
    ]
    return jnp.sum(slopes.value), jnp.concatenate(scores, axis=1), jnp.block(hessian)
