"""The array compiler kept to one core, for a process that is one of several on its machine."""

from __future__ import annotations

import jax


def alone() -> None:
    """Make the compiler see one core; nothing where it has begun to compute already."""
    if jax.config.values.get("jax_num_cpu_devices", 1) != 1:
        jax.config.update("jax_num_cpu_devices", 1)
    jax.devices()
