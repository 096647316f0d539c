"""Suasion: a workbench for security guarantees.

>>> import suasion as su
>>> case = su.load_case("ukraine-2025")
>>> found = su.compare(case, guarantees=["paris-2026"], theories=["threshold"], draws=20)
>>> found.guarantee.values.tolist()
['paris-2026', 'no-guarantee']
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "compare": "suasion.uncertainty.api",
    "load_case": "suasion.describe.loading",
    "load_guarantee": "suasion.describe.loading",
    "load_library": "suasion.describe.loading",
}

__all__ = ["compare", "load_case", "load_guarantee", "load_library", "theory"]


def __getattr__(name: str) -> Any:
    if name == "theory":
        return import_module("suasion.theory")
    if name not in _HOMES:
        raise AttributeError(f"module 'suasion' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
