"""What every way to run a study hands over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from suasion.study.store.environment import environment
from suasion.study.store.shape import Evaluated

Evaluate = Callable[[Any, int], Evaluated]
"""A chunk from a plan and the chunk's number alone."""


@dataclass(frozen=True)
class Done:
    """A chunk, and how it came about.

    Parameters
    ----------
    environment
        Short name of the libraries and the processor.
    seconds
        How long it took [s].
    """

    chunk: Evaluated
    environment: str
    seconds: float


def done(evaluate: Evaluate, plan: Any, number: int) -> Done:
    """Evaluate one chunk."""
    start = time.perf_counter()
    chunk = evaluate(plan, number)
    return Done(chunk, environment()["kind"], time.perf_counter() - start)


Engine = Callable[[Evaluate, Any, list[int]], Iterator[Done]]
"""Chunks by their numbers, in any order."""
