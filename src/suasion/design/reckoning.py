"""What a guarantee costs and what the parties make of it, line by line, one number for each draw.

Definitions
-----------
cost         sum over lines of price x weight [billion US dollars a year]
acceptance   the chances of `suasion.mechanism.entry`, each with the party's moves added as log-odds
weight       1 where all of a line's words hold, times the number that it is counted by

A contested fact takes each of its versions in an equal share of the draws, and an unknown one is
drawn from all that it could be, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

import numpy as np
from scipy.special import expit, logit

from suasion.describe.allowed import choices
from suasion.describe.paths import SECTIONS
from suasion.design.limits import LimitsFile, Line
from suasion.mechanism.entry import FEW, chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array

Draw = Callable[[str], Array]
WHOSE = {
    "entry:challenger_acceptance": "challenger",
    "entry:challenger_acceptance_foreign_forces": "challenger",
    "entry:ratification": "guarantor",
    "entry:approval_chance_each": "guarantor",
    "entry:protege_acceptance": "protege",
}
"""Which party's moves bear on which prior."""


@dataclass(frozen=True)
class Acceptance:
    """How a guarantee comes into being.

    Parameters
    ----------
    entry
        Chance that it does [1], shape (draws,).
    steps
        `offered`, `approved`, `challenger`, `protege`: each step's chance [1], shape (draws,).
    each
        Field of a guarantee -> mean chance that would state the same there [1].
    """

    entry: Array
    steps: Mapping[str, Array]
    each: Mapping[str, float]


def cost(file: LimitsFile, facts: Facts, draw: Draw, draws: int) -> Array:
    """Money a year [billion US dollars], shape (draws,)."""
    total = np.zeros(draws)
    for line in file.costs:
        total = total + draw(f"cost:{line.id}") * weight(line, facts)
    return total


def acceptance(file: LimitsFile, facts: Facts, draw: Draw, draws: int) -> Acceptance:
    """Chances of entry with the moves of a limits file."""
    moves = {party: np.zeros(draws) for party in set(WHOSE.values())}
    for line in file.acceptance:
        pushed = draw(f"acceptance:{line.id}") * weight(line, facts)
        moves[line.party] = moves[line.party] + pushed

    def shifted(factor: str) -> Array:
        drawn = draw(factor)
        moved = expit(logit(np.clip(drawn, 1e-9, 1 - 1e-9)) + moves[WHOSE.get(factor, "protege")])
        return moved if factor in WHOSE else drawn

    chances = chance_of_entry(facts, shifted)
    wide = {step: np.broadcast_to(chance, (draws,)) for step, chance in chances.items()}
    return Acceptance(wide.pop("entry"), wide, _each(facts, wide, shifted))


def _each(facts: Facts, steps: Mapping[str, Array], draw: Draw) -> dict[str, float]:
    """The same chances as single numbers for the fields that can state them."""
    if not steps:
        return {}
    approvals = facts.amount("coalition.entry_approvals", (0, 4))
    few, many = draw("entry:ratification"), draw("entry:approval_chance_each")
    each = np.where(approvals > FEW, many, few)
    found = {
        "coalition.approval_chance_each": float(np.mean(each)),
        "coalition.protege_acceptance_chance": float(np.mean(steps["protege"])),
    }
    asked = np.broadcast_to(
        facts.flag("coalition.challenger_consent_needed") > 0, steps["challenger"].shape
    )
    if asked.any():
        mean = float(np.mean(steps["challenger"][asked]))
        found["coalition.challenger_acceptance_chance"] = mean
    return found


def weight(line: Line, facts: Facts) -> Array:
    """How far a line counts, shape (draws,) or (1,)."""
    total = np.ones(1)
    for path, words in line.when.items():
        total = total * _holds(path, words, facts)
    if line.per is None:
        return total
    low, high = line.per.unknown
    return total * facts.amount(line.per.field, (low, high)) / line.per.unit


def _holds(path: str, words: Sequence[Any], facts: Facts) -> Array:
    """1 where a field is one of some words; an unknown one is any of its vocabulary."""
    known = vocabulary(path)
    if not known:
        return facts.each(path, lambda value: float(value in words), [0.0, 1.0], 0.0)
    wanted = [float(known.index(word)) for word in words]
    every = [float(at) for at in range(len(known))]
    found = facts.each(path, lambda value: float(known.index(value)), every, -1.0)
    return np.isin(found, wanted).astype(float)


@cache
def vocabulary(path: str) -> tuple[Any, ...]:
    """The words or truth values of a field; empty where it is a number or a text.

    Examples
    --------
    >>> vocabulary("duration.renewal")
    ('automatic', 'by-agreement', 'none')
    """
    section, field = path.split(".")
    kinds = [choice.kind for choice in choices(SECTIONS[section], (field, "value"))]
    words = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum)]
    if words:
        return tuple(str(word.value) for word in words[0])
    return (False, True) if kinds and all(kind is bool for kind in kinds) else ()
