"""The array compiler on this machine: double precision, every core, a cache of compiled programs.

Nothing here runs at import. `ready` must come before the first computation; it tells the compiler
to see each core as a device, which is how one process uses them all.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from suasion.describe.remembered import cache_root

LEAST_DEVICES, MAX_DEVICES = 2, 8
"""Two even on one core: programs for one device are compiled otherwise and differ in last bits."""


@cache
def ready() -> int:
    """Prepare the compiler once; the number of devices."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    with suppress(RuntimeError):  # another user of the compiler came first: its devices serve
        devices = max(min(cores, MAX_DEVICES), LEAST_DEVICES)
        jax.config.update("jax_num_cpu_devices", devices)
    if jax.config.values["jax_compilation_cache_dir"] is None:
        jax.config.update("jax_compilation_cache_dir", str(cache_folder()))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.1)
    # Where each operation was written is a fifth of a compiled program, read again in every run.
    jax.config.update("jax_traceback_in_locations_limit", 0)
    return len(jax.devices())


def cache_folder() -> Path:
    """Folder of compiled programs, by compiler version and processor: others' do not load."""
    return cache_root() / f"jax-{jax.__version__}-{platform.machine()}-{_processor()}"


def _processor() -> str:
    """A short name of the processor model."""
    model = _told("model name") or "any"
    return "".join(letter for letter in model if letter.isalnum())[:40]


def features() -> str:
    """What the processor can do, as far as it tells: two of one name may differ."""
    return _told("flags") or _told("Features")


@cache
def _told(name: str) -> str:
    """What the system tells about the first processor; empty where it does not."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


@contextmanager
def in_double() -> Iterator[None]:
    """Compute in double precision."""
    ready()
    with jax.enable_x64(True):
        yield


def spread(arrays: Any) -> Any:
    """Put arrays on the cores, each with its part of the draws, which are the last axis."""
    return jax.device_put(arrays, jax.tree.map(lambda array: _by_draw(array.ndim), arrays))


@cache
def _by_draw(axes: int) -> NamedSharding:
    """The last of some axes spread over the cores."""
    mesh = Mesh(np.array(jax.devices()), ("draw",))
    return NamedSharding(mesh, PartitionSpec(*[None] * (axes - 1), "draw"))
