"""The digest of the package's code and numbers: what a result, and a compiled program, rests on."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
NUMBERS = ("mechanism/data/*.yaml", "theory/*/*.yaml")
"""Files of numbers and games, beside code and tables."""


@cache
def code_digest() -> str:
    """SHA-256 over the package's code and numbers."""
    total = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".csv") or any(path.match(one) for one in NUMBERS):
            total.update(path.relative_to(PACKAGE).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()
