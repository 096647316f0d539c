"""Chunks on Dask: processes of this machine, or the workers of a cluster.

The workers compute and this process writes. So the folder needs to be on this machine alone, and
one process is answerable for it. The plan goes once to every worker when the worker starts,
one that takes the place of a lost one included; data that Dask scatters would be lost with the last
worker that has them.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from threading import Lock
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster, as_completed, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from suasion.errors import InputError, Problem, SuasionError
from suasion.study.running.done import Done, Evaluate, done
from suasion.study.running.worker import few
from suasion.uncertainty.code import code_digest

AHEAD = 2
"""Chunks handed out for each thread of a worker: one to work on, one to go on with."""
LOSSES = 10
"""Workers that a chunk may lose before it is taken to be the cause."""
PATIENCE_SECONDS = 30
SETTINGS = {
    # A new process for each worker: the compiler does not survive a fork.
    "distributed.worker.multiprocessing-method": "spawn",
    "distributed.scheduler.allowed-failures": LOSSES,
    "distributed.comm.timeouts.connect": f"{PATIENCE_SECONDS}s",
    # A worker holds one chunk and a plan; how much that is does not depend on the draws.
    "distributed.worker.memory.terminate": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.target": False,
}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NPROC"), "1")
"""For the libraries of linear algebra and for the compiler's own threads."""
TURN = Lock()
"""One chunk at a time in a worker's process, however many threads it has."""


class Ready(WorkerPlugin):
    """A worker made ready: it has the plan."""

    def __init__(
        self, name: str, evaluate: Evaluate, plan: Any, code: str, *, own: bool = False
    ) -> None:
        self.name, self.evaluate, self.plan, self.code = name, evaluate, plan, code
        self.own = own

    def setup(self, worker: Any) -> None:
        """Keep a worker with one thread to few devices, and leave Ctrl-C to its parent."""
        if worker.state.nthreads == 1:
            few()
        if self.own:
            with suppress(ValueError):  # not the main thread of its process
                signal.signal(signal.SIGINT, signal.SIG_IGN)


def evaluated(name: str, number: int) -> Done:
    """A chunk, on a worker."""
    ready: Any = get_worker().plugins[name]
    if code_digest() != ready.code:
        raise OtherCode
    with TURN:
        return done(ready.evaluate, ready.plan, number)


class OtherCode(SuasionError):
    """A worker that has another version of suasion."""

    def __init__(self) -> None:
        super().__init__(
            "a worker of the cluster has another version of suasion than this process, so its "
            "chunks would not fit. Install the same version on every machine"
        )


class WorkersLost(SuasionError):
    """A chunk that has cost one worker after the other."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{LOSSES} workers were lost, one after the other, while they worked on {key}. The "
            "chunks that are done are kept. See why the workers end (memory, a time limit of the "
            "cluster), then resume"
        )


class OnDask:
    """An engine: `workers` processes of this machine, or the cluster at `address`."""

    def __init__(self, workers: int = 0, address: str = "") -> None:
        self.workers, self.address = workers, address

    def __call__(self, evaluate: Evaluate, plan: Any, numbers: list[int]) -> Iterator[Done]:
        """Chunks as they come."""
        name = f"suasion-{os.getpid()}-{id(plan)}"
        with dask.config.set(SETTINGS), self._client() as client:
            ready = Ready(name, evaluate, plan, code_digest(), own=not self.address)
            client.register_plugin(ready)
            yield from _gathered(client, name, iter(numbers))
            client.unregister_worker_plugin(name)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        if self.address:
            with joined(self.address) as client:
                yield client
            return
        with (
            LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                processes=True,
                # Any free port, and not one that is as likely taken.
                dashboard_address="127.0.0.1:0",
                env=ONE_THREAD,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


@contextmanager
def joined(address: str) -> Iterator[Client]:
    """A cluster that is there already.

    Raises
    ------
    InputError
        Where nothing answers, or it is not a Dask scheduler's address.
    """
    try:
        client = Client(address, timeout=PATIENCE_SECONDS)
    except (OSError, ValueError) as error:
        message = f"no Dask scheduler answers there ({type(error).__name__})"
        remedy = "Give the address that `dask scheduler` printed, such as tcp://10.0.0.5:8786"
        raise InputError([Problem("--cluster", 0, 0, "", address, message, remedy)]) from None
    with client:
        yield client


def _gathered(client: Client, name: str, numbers: Iterator[int]) -> Iterator[Done]:
    """Chunks as they come, a few handed out at a time: what waits to be written stays small."""
    coming = as_completed(with_results=True)
    _hand_out(client, name, numbers, coming)
    try:
        for _, found in coming:
            yield found
            _hand_out(client, name, numbers, coming)
    except KilledWorker as error:
        raise WorkersLost(str(error.args[0])) from None


def _hand_out(client: Client, name: str, numbers: Iterator[int], coming: as_completed) -> None:
    """Give the workers more, up to what each is to have at hand."""
    wanted = max(AHEAD * sum(client.nthreads().values()), 1) - coming.count()
    for number in islice(numbers, max(wanted, 0)):
        key = f"{name}-{number}"
        coming.add(client.submit(evaluated, name, number, key=key, pure=False))
