"""Chunks one after the other in this process, which uses every core through the compiler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suasion.study.running.done import Done, Evaluate, done


def here(evaluate: Evaluate, plan: Any, numbers: list[int]) -> Iterator[Done]:
    """Chunks in the order of their numbers."""
    for number in numbers:
        yield done(evaluate, plan, number)
