"""A study's chunks evaluated and stored: what is missing, and no more."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from suasion.study.running.done import Done, Engine, Evaluate
from suasion.study.running.here import here
from suasion.study.store.counting import missing
from suasion.study.store.folder import Store, write

Told = Callable[[int, int], None]
WAITING = 2
"""Chunks that wait to be written; no more are held in memory."""


def run(
    store: Store,
    plan: Any,
    evaluate: Evaluate,
    engine: Engine = here,
    told: Told = lambda done, total: None,
) -> None:
    """Evaluate and store every chunk that a study lacks.

    Whatever ends this early, the study's folder can be held and run again.

    Parameters
    ----------
    store
        Open, and held by `suasion.study.store.folder.writing`.
    plan
        That of the store.
    evaluate
        What makes a chunk of a plan and a number; see `suasion.study.chunk.evaluate`.
    engine
        Where chunks are made.
    told
        Called with draws stored and draws in all.
    """
    shape, wanted = store.manifest.shape, missing(store.layout.folder)
    left = sum(map(shape.draws_of, wanted))
    stored = shape.draws - left
    told(stored, shape.draws)
    if not wanted:
        return

    def put(one: Done) -> int:
        write(store, one.chunk, environment=one.environment, seconds=one.seconds)
        return shape.draws_of(one.chunk.number)

    # While one chunk is written the next one is made.
    waiting: deque[Future[int]] = deque()
    with ThreadPoolExecutor(1) as writer:
        for one in engine(evaluate, plan, wanted):
            waiting.append(writer.submit(put, one))
            while waiting and (len(waiting) > WAITING or waiting[0].done()):
                stored += waiting.popleft().result()
                told(stored, shape.draws)
        for future in waiting:
            stored += future.result()
            told(stored, shape.draws)
