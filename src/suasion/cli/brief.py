"""What makes a short command short: garbage waits, and plugins of pydantic are left out."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 100_000
"""Objects made between two collections: more than a check of one file makes."""

PLUGINS = "PYDANTIC_DISABLE_PLUGINS"


@contextmanager
def brief() -> Iterator[None]:
    """Run a command that is over before collecting garbage pays.

    Usable as a decorator of a command. Plugins of pydantic are left out as Typer leaves them out:
    to look for them, pydantic reads the metadata of every installed package.
    """
    thresholds, plugins = gc.get_threshold(), os.environ.get(PLUGINS)
    # What is left at the end goes back to the system in one piece, not object by object.
    atexit.register(gc.freeze)
    gc.set_threshold(ALLOCATIONS)
    os.environ[PLUGINS] = "1"
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        del os.environ[PLUGINS]
        if plugins is not None:
            os.environ[PLUGINS] = plugins
