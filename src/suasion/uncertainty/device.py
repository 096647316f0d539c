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


FLAGS = "XLA_FLAGS"
WHOLE_LOOPS = "--xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=30000000"
"""Compiler option: a loop is one function, not a list of operations that are called one by one,
which takes longer than the arithmetic of a few thousand numbers. It can be set in the environment
only; options of the user's that set others of its kind stand."""


@cache
def ready() -> int:
    """Prepare the compiler once; the number of devices."""
    given = os.environ.get(FLAGS, "")
    if "xla_backend_extra_options" not in given:
        os.environ[FLAGS] = f"{given} {WHOLE_LOOPS}".strip()
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


def compiler_options() -> str:
    """The compiler's options in the environment, ours among them."""
    ready()
    return os.environ.get(FLAGS, "")


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
    return jax.device_put(arrays, jax.tree.map(_on_cores, by_draw(arrays)))


@cache
def _on_cores(axes: PartitionSpec) -> NamedSharding:
    return NamedSharding(mesh(), axes)


def by_draw(arrays: Any) -> Any:
    """For each array, that its last axis is spread over the cores."""
    return jax.tree.map(lambda array: PartitionSpec(*[None] * (array.ndim - 1), "draw"), arrays)


@cache
def mesh() -> Mesh:
    """The cores in a row."""
    return Mesh(np.array(jax.devices()), ("draw",))
