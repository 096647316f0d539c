"""What a mechanism is: one pure function from facts and strengths to moves on the situation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array, Prior

Strengths = Mapping[str, Array]
Moves = dict[str, Array]
Effect = Callable[[Facts, Strengths], Moves]


@dataclass(frozen=True)
class Mechanism:
    """A mechanism with its sources.

    Parameters
    ----------
    id
        Name for tables and switches.
    title
        What it claims, in words.
    theory
        Bibliography keys of the works it comes from.
    reads
        Paths of the facts it reads.
    moves
        Number of the situation -> direction: `+`, `-`, or `?` where the sign is open.
    strengths
        Name -> prior of each strength.
    effect
        Facts and strengths -> moves on the link scale, one for each draw.
    lapses
        True where the effect ends with the instrument.
    wanes
        True where a hedging government takes a part of it away.
    erodes
        True where it rests on an intact zone.
    grows
        True where it is built up over the years; the short model has it whole from the first day.
    frays
        True where it comes and goes with the coalition's cohesion; the short model has it as the
        facts say, for good.
    """

    id: str
    title: str
    theory: tuple[str, ...]
    reads: tuple[str, ...]
    moves: Mapping[str, str]
    strengths: Mapping[str, Prior]
    effect: Effect
    lapses: bool = False
    wanes: bool = False
    erodes: bool = False
    grows: bool = False
    frays: bool = False

    def factor(self, strength: str) -> str:
        """Name of a strength among the factors of a study."""
        return f"mechanism:{self.id}.{strength}"
