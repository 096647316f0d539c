"""The situation: the short list of numbers that every theory reads.

The table `data/situation.csv` is the only place where these numbers are named; the schema, the
docs and the code are made from it. Payoffs have one unit a player: the challenger's baseline gain,
what the protege would lose, the guarantor's stake. Effects add up on a number's link scale
(identity, log or log-odds), so their order does not matter and no number leaves its range.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from suasion.mechanism.prior import Array


DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Number:
    """One number of the situation."""

    name: str
    player: str
    unit: str
    link: str
    low: float
    high: float
    meaning: str


@cache
def table() -> tuple[Number, ...]:
    """The situation's numbers in the order of the table."""
    with (DATA / "situation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(map(_number, rows))


def _number(row: dict[str, str]) -> Number:
    low, high = float(row["low"]), float(row["high"])
    return Number(row["name"], row["player"], row["unit"], row["link"], low, high, row["meaning"])


@cache
def names() -> tuple[str, ...]:
    """Names of the situation's numbers in the order of the table."""
    return tuple(number.name for number in table())


def position(name: str) -> int:
    """Row of a number in the table."""
    return names().index(name)


def to_link(value: Array, number: Number) -> Array:
    """`value` on the number's link scale, first held within the number's range.

    Examples
    --------
    >>> half = to_link(np.array([0.5]), table()[position("win_alone")])
    >>> bool(half == 0.0)
    True
    """
    held = np.clip(value, number.low, number.high)
    if number.link == "log":
        return np.log(held)
    if number.link == "logit":
        return np.log(held) - np.log1p(-held)
    return held


def from_link(linked: Array, number: Number) -> Array:
    """The value that stands behind a point of the link scale, within the number's range."""
    if number.link == "log":
        value = np.exp(np.clip(linked, -50, 50))
    elif number.link == "logit":
        value = 1 / (1 + np.exp(-np.clip(linked, -50, 50)))
    else:
        value = linked
    return np.clip(value, number.low, number.high)
