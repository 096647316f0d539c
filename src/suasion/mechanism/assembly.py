"""From a guarantee to its situation: every mechanism's moves, summed by what takes them away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism, Moves
from suasion.mechanism.prior import Array
from suasion.mechanism.priors import packaged
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import names, position, table, to_link

Draw = Callable[[str], Array]
GROUPS = 8


@dataclass(frozen=True)
class Assembly:
    """What every mechanism does for one guarantee.

    Parameters
    ----------
    moves
        Mechanism -> number -> move on the link scale, shape (draws,) or (1,).
    open_facts
        Path -> `unknown` or `contested` of the facts that were drawn.
    read
        Paths that were read.
    """

    moves: Mapping[str, Moves]
    open_facts: Mapping[str, str]
    read: Collection[str]

    @property
    def active(self) -> list[str]:
        """Mechanisms that move anything."""
        return [key for key, moves in self.moves.items() if any(np.any(m) for m in moves.values())]


def assemble(facts: Facts, draw: Draw) -> Assembly:
    """Apply every mechanism to a guarantee's facts.

    Parameters
    ----------
    facts
        The guarantee's facts.
    draw
        Values of a factor by its name, one for each draw.
    """
    moves = {one.id: _apply(one, facts, draw) for one in MECHANISMS}
    return Assembly(moves, dict(facts.open), set(facts.read))


def _apply(one: Mechanism, facts: Facts, draw: Draw) -> Moves:
    return one.effect(facts, {name: draw(one.factor(name)) for name in one.strengths})


def base(draw: Draw) -> Array:
    """Every number before any mechanism, on its link scale, shape (numbers, draws)."""
    rows = [to_link(draw(f"situation:{number.name}"), number) for number in table()]
    return np.stack(rows)


def group(one: Mechanism) -> int:
    """Which of the eight groups a mechanism's moves belong to; see `suasion.term.inputs`."""
    return 1 * one.lapses + 2 * one.wanes + 4 * one.erodes


def grouped(assembly: Assembly, draws: int, keep: Mapping[str, Array] | None = None) -> Array:
    """Moves summed by group, shape (8, numbers, draws).

    Parameters
    ----------
    assembly
        The mechanisms' moves.
    draws
        Number of draws.
    keep
        Mechanism -> 1 or 0 for each draw, to switch it off; all are on where it is None.
    """
    total = np.zeros((GROUPS, len(names()), draws))
    for one in MECHANISMS:
        weight = 1.0 if keep is None else keep.get(one.id, 1.0)
        for name, move in assembly.moves[one.id].items():
            total[group(one), position(name)] += weight * move
    return total


def unused_priors() -> set[str]:
    """Priors that belong to no number of the situation: a check for the data files."""
    known = {f"situation:{name}" for name in names()}
    return {key for key in packaged() if key.startswith("situation:") and key not in known}
