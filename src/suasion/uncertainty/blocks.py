"""Kernels at work, block by block, each block spread over the cores.

Blocks are handed over without waiting, so that the next one is made ready while one runs; only a
few are under way at a time, which bounds the memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from suasion.uncertainty.device import in_double, ready, spread

if TYPE_CHECKING:
    from suasion.mechanism.prior import Array

CHUNK = 256
"""Draws that one core takes at a time."""
IN_FLIGHT = 8
"""Calls of a kernel under way."""

Kernel = Callable[..., Any]


def draws_of(arrays: Any) -> int:
    """How many draws arrays have: the length of their last axis."""
    return int(jax.tree.leaves(arrays)[0].shape[-1])


def blocks(parts: Sequence[Any], chunk: int = CHUNK) -> Iterator[Any]:
    """Draws of several ensembles, one after the other, in whole blocks on the cores.

    Parameters
    ----------
    parts
        Trees of arrays that are alike but for their draws.
    chunk
        Draws that one core takes at a time.

    Yields
    ------
    Any
        The arrays of a block; the last one is filled up with the last draw.
    """
    draws, size = sum(map(draws_of, parts)), chunk * ready()
    for start in range(0, draws, size):
        at = slice(start, start + size)
        with in_double():
            block = spread(jax.tree.map(lambda *arrays, at=at: _cut(arrays, at), *parts))
        yield block


def _cut(arrays: Sequence[Array], at: slice) -> Array:
    """Columns of arrays laid end to end; past the end the last one again."""
    pieces, start = [], 0
    for array in arrays:
        end = start + array.shape[-1]
        if start < at.stop and at.start < end:
            pieces.append(array[..., max(at.start - start, 0) : at.stop - start])
        start = end
    missing = max(at.stop - start, 0)
    if missing:
        pieces.append(np.repeat(pieces[-1][..., -1:], missing, axis=-1))
    return np.concatenate(pieces, axis=-1)


class Work:
    """Calls of kernels under way, and what those that are done have given."""

    def __init__(self, draws: Sequence[int]) -> None:
        self.draws = draws
        self.waiting: deque[tuple[str, Any]] = deque()
        self.done: dict[str, list[Any]] = {}

    def add(self, name: str, kernel: Kernel, *arrays: Any) -> None:
        """Call a kernel with one block; the calls of one name come in the order of the draws."""
        with in_double():
            self.waiting.append((name, kernel(*arrays)))
        if len(self.waiting) > IN_FLIGHT:
            self._take()

    def _take(self) -> None:
        name, found = self.waiting.popleft()
        self.done.setdefault(name, []).append(jax.device_get(found))

    def joined(self, name: str) -> list[Any]:
        """What the calls of a name have given, by ensemble, once all of them are done."""
        while any(one == name for one, _ in self.waiting):
            self._take()
        whole = jax.tree.map(lambda *rows: np.concatenate(rows, axis=-1), *self.done.pop(name))
        ends = np.cumsum([0, *self.draws])
        return [
            jax.tree.map(lambda array, at=slice(start, end): array[..., at], whole)
            for start, end in pairwise(ends)
        ]
