"""On what a chunk was computed: where it is the same, numbers come out the same to the bit."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import version
from typing import Any

from suasion.study.store.digest import digest
from suasion.uncertainty.device import cache_folder, compiler_options, features

NUMERICAL = ("jax", "jaxlib", "numpy", "scipy")
"""Libraries that work out numbers."""
OTHERS = ("suasion", "xarray", "zarr", "dask", "distributed", "pydantic")


@cache
def environment() -> dict[str, Any]:
    """Python, processor and libraries, and a short name for all that may move a last bit."""
    moving = {
        "machine": platform.machine(),
        "processor": f"{cache_folder().name} {digest(features())[:16]}",
        "system": platform.system(),
        "compiler_options": compiler_options(),
        **{name: version(name) for name in NUMERICAL},
    }
    return {
        "kind": digest(moving)[:16],
        "python": platform.python_version(),
        "machine": moving["machine"],
        "processor": moving["processor"],
        "system": moving["system"],
        "compiler_options": moving["compiler_options"],
        "libraries": {name: version(name) for name in (*NUMERICAL, *OTHERS)},
    }
