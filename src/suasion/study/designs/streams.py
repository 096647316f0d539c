"""One stream of chance for each source of it, from one root seed."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, source: str, chunk: int) -> np.random.Generator:
    """The random numbers of one source in one chunk.

    A stream depends on nothing else: not on other sources, not on chunks done before.

    Parameters
    ----------
    seed
        Root seed of the study.
    source
        What is drawn, such as a factor's name.
    chunk
        Number of the chunk.

    Examples
    --------
    >>> a, b = stream(1, "theory", 0), stream(1, "theory", 0)
    >>> a.random() == b.random()
    True
    """
    name = int.from_bytes(hashlib.sha256(source.encode()).digest()[:16], "big")
    return np.random.default_rng(np.random.SeedSequence([seed, name], spawn_key=(chunk,)))
