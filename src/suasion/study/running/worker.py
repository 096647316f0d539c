"""The array compiler on few devices, for a process that is one of several on its machine."""

from __future__ import annotations

from contextlib import suppress

import jax

from suasion.uncertainty.device import LEAST_DEVICES, ready


def few() -> None:
    """Make the compiler see as few cores as give the numbers that any more of them give."""
    with suppress(RuntimeError):  # it has begun to compute already: its devices serve
        jax.config.update("jax_num_cpu_devices", LEAST_DEVICES)
        jax.devices()
    ready()
