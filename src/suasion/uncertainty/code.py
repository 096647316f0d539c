"""The digest of the package's code and numbers: what a result, and a compiled program, rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
NUMBERS = ("mechanism/data/*.yaml", "theory/*/*.yaml")
"""Files of numbers and games, beside code and tables."""
KERNELS = ("errors.py", "describe", "mechanism", "theory", "term", "uncertainty")
"""What a compiled program can rest on: `uncertainty` and all that it may import."""


@cache
def code_digest() -> str:
    """SHA-256 over the package's code and numbers."""
    return _digest(PACKAGE.rglob("*"))


@cache
def kernel_digest() -> str:
    """The same over what compiled programs rest on: edits elsewhere leave them as they are."""
    every = (path for name in KERNELS for path in (PACKAGE / name, *(PACKAGE / name).rglob("*")))
    return _digest(path for path in every if path.is_file())


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.suffix in (".py", ".csv") or any(path.match(one) for one in NUMBERS):
            total.update(path.relative_to(PACKAGE).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()
