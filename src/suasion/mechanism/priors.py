"""The packaged priors, by factor name: `situation:`, `entry:`, `anchor:` or `years:NAME`.

`posteriors.yaml` holds what the record says of the few priors that it speaks of; it is derived from
data by `tools/derive_posteriors.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from suasion.describe.reading import read
from suasion.mechanism.prior import Prior, from_mapping
from suasion.mechanism.registry import MECHANISMS

DATA = Path(__file__).parent / "data"
Basis = Literal["judgement", "record"]
"""On what priors rest: judgement alone, or the record where it speaks and judgement elsewhere."""


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


@cache
def posteriors() -> dict[str, Prior]:
    """What the record says, for the factors of which it says anything.

    Examples
    --------
    >>> set(posteriors()) < set(packaged())
    True
    """
    entries = read_data("posteriors.yaml")["posteriors"]
    return {name: from_mapping(raw) for name, raw in entries.items()}


def resting_on(basis: Basis) -> Mapping[str, Prior]:
    """Every prior by factor name, the record's in place of judgement where it speaks."""
    return packaged() if basis == "judgement" else packaged() | posteriors()
