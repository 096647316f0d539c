"""The packaged priors, by factor name: `situation:`, `entry:`, `anchor:` or `years:NAME`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from suasion.describe.reading import read
from suasion.mechanism.prior import Prior, from_mapping
from suasion.mechanism.registry import MECHANISMS

DATA = Path(__file__).parent / "data"


def read_data(name: str) -> Any:
    """One of the packaged data files, as plain data."""
    return read(DATA / name).data


@cache
def packaged() -> dict[str, Prior]:
    """Every prior by factor name, the mechanisms' strengths among them.

    Examples
    --------
    >>> packaged()["situation:win_alone"].parameters
    (0.3, 0.75)
    """
    found = {
        f"{section}:{name}": from_mapping(raw)
        for file in ("priors.yaml", "years.yaml")
        for section, entries in read_data(file).items()
        for name, raw in entries.items()
    }
    for one in MECHANISMS:
        found |= {one.factor(name): prior for name, prior in one.strengths.items()}
    return found
