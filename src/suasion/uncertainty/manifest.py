"""The run record: what went in, by hash, so that anyone can rerun and check."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from suasion.theory.registry import text_of
from suasion.uncertainty.code import code_digest
from suasion.uncertainty.comparison import Comparison

LIBRARIES = ("jax", "jaxlib", "numpy", "scipy", "xarray", "pydantic")


def digest(data: Any) -> str:
    """SHA-256 of plain data in one canonical form."""
    text = json.dumps(data, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def manifest(comparison: Comparison, command: str) -> dict[str, Any]:
    """The run record of a comparison; `run` identifies inputs, code and options together."""
    raw = comparison.loaded.raw
    record = {
        "suasion": version("suasion"),
        "code": code_digest(),
        "inputs": {name: digest(data) for name, data in sorted(raw.items())},
        "anchor": digest(comparison.original.raw[comparison.original.case.baseline]),
        "options": _options(comparison),
    }
    if texts := game_texts(comparison.options.theories):
        record["theories"] = {name: digest(text) for name, text in texts.items()}
    return {
        "run": digest(record)[:16],
        **record,
        "command": command,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def game_texts(theories: Sequence[str]) -> dict[str, str]:
    """The text of the game file behind each theory that has one."""
    found = {name: text_of(name) for name in theories}
    return {name: text for name, text in found.items() if text is not None}


def _options(comparison: Comparison) -> dict[str, Any]:
    options = comparison.options
    return {
        "guarantees": list(options.guarantees),
        "theories": list(options.theories),
        "draws": options.draws,
        "seed": options.seed,
        "horizon": options.horizon,
        "rank_by": options.rank_by,
        "prior": options.prior,
    }
