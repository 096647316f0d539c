"""Every guarantee under every theory in every draw.

Draws are padded to whole blocks, so that one compiled program serves every request, and blocks are
spread over the processor's cores. Results are kept in single precision; they were computed in
double.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import numpy as np

from suasion.describe.case import Case
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.assembly import Assembly, assemble, base, grouped
from suasion.mechanism.calendar import changes, exit_per_year, expiries
from suasion.mechanism.entry import chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array
from suasion.term.anchor import Anchor, anchor, with_peace_value
from suasion.term.inputs import (
    ERODES,
    FULL,
    GROUPS,
    LAPSES,
    LEADER_ONLY,
    LOOK_AHEAD_YEARS,
    NO_ZONE,
    WANES,
    Inputs,
    Result,
)
from suasion.term.solve import solve
from suasion.term.states import Sizes
from suasion.uncertainty.device import in_double, ready, spread
from suasion.uncertainty.sample import Sample

CHUNK = 250
"""Draws that one core takes at a time."""
IN_FLIGHT = 8
Progress = Callable[[int, int], None]


class World(NamedTuple):
    """The base of the situation and the leader's exit rates: the same for every guarantee."""

    base: Array
    exit_per_year: Array


@dataclass(frozen=True)
class Prepared:
    """One guarantee made ready for the term model."""

    guarantee: Guarantee
    assembly: Assembly
    entry: Mapping[str, Array]
    term_years: Array


Visit = Callable[[Prepared, Mapping[str, Result]], None]


@dataclass(frozen=True)
class Ensemble:
    """Results of one sample.

    Parameters
    ----------
    prepared
        By guarantee.
    anchors
        By theory: the value of a year of peace and whether the base rate was met.
    results
        By guarantee and theory; empty where each was visited and let go.
    """

    sample: Sample
    horizon: int
    prepared: Mapping[str, Prepared]
    anchors: Mapping[str, Anchor]
    results: Mapping[tuple[str, str], Result]


def world(case: Case, sample: Sample, horizon: int) -> World:
    """What all guarantees share."""
    leaving = exit_per_year(case, horizon + LOOK_AHEAD_YEARS, sample.draw)
    return World(base(sample.draw), leaving)


def prepare(
    guarantee: Guarantee, case: Case, sample: Sample, horizon: int, shared: World | None = None
) -> tuple[Prepared, Inputs]:
    """Facts to inputs: moves, entry, calendar."""
    shared = shared or world(case, sample, horizon)
    facts = Facts(guarantee, case, sample.column)
    assembly = assemble(facts, sample.draw)
    years, draws = horizon + LOOK_AHEAD_YEARS, sample.draws
    ends, term = expiries(facts, years, draws)
    entry = chance_of_entry(facts, sample.draw)
    wide = {step: np.broadcast_to(chance, (draws,)) for step, chance in entry.items()}
    change = np.repeat(changes(case, guarantee, years)[:, None], draws, axis=1)
    inputs = Inputs(shared.base, grouped(assembly, draws), shared.exit_per_year, change, ends)
    return Prepared(guarantee, assembly, wide, term), inputs


def run(
    case: Case,
    baseline: Guarantee,
    guarantees: Mapping[str, Guarantee],
    theories: Sequence[str],
    sample: Sample,
    horizon: int,
    progress: Progress = lambda done, total: None,
    visit: Visit | None = None,
) -> Ensemble:
    """Play every guarantee under every theory in every draw.

    Parameters
    ----------
    case, baseline
        The conflict, and its case without a guarantee as described, which is the anchor.
    guarantees
        By identifier.
    theories
        Identifiers of stages.
    sample
        Draws and priors.
    horizon
        Years reported.
    progress
        Called with steps done and steps in all.
    visit
        Called with each guarantee and its results by theory, which are then let go: what happens
        in every year of a hundred thousand draws does not fit into memory.
    """
    total = len(theories) * (len(guarantees) + 1)
    recurrence = sample.draw("anchor:recurrence_ten_years")
    shared = world(case, sample, horizon)
    _, zero = prepare(baseline, case, sample, horizon, shared)
    tying = {theory: Anchoring(zero, recurrence, theory, horizon) for theory in theories}
    anchors: dict[str, Anchor] = {}
    for theory in theories:
        anchors[theory] = tying[theory].result()
        progress(len(anchors), total)
    prepared: dict[str, Prepared] = {}
    results: dict[tuple[str, str], Result] = {}
    for key, guarantee in guarantees.items():
        prepared[key], inputs = prepare(guarantee, case, sample, horizon, shared)
        playing = {theory: Playing(inputs, anchors[theory], theory, horizon) for theory in theories}
        found = {theory: playing[theory].result() for theory in theories}
        if visit:
            visit(prepared[key], found)
        else:
            results |= {(key, theory): result for theory, result in found.items()}
        progress(len(theories) * (1 + len(prepared)), total)
    return Ensemble(sample, horizon, prepared, anchors, results)


def anchored(inputs: Inputs, recurrence: Array, theory: str, horizon: int) -> Anchor:
    """The anchor, block by block."""
    return Anchoring(inputs, recurrence, theory, horizon).result()


def played(inputs: Inputs, tied: Anchor, theory: str, horizon: int) -> Result:
    """The term model from an anchored value of a year of peace, block by block."""
    return Playing(inputs, tied, theory, horizon).result()


class Anchoring:
    """An anchor that is being computed."""

    def __init__(self, inputs: Inputs, recurrence: Array, theory: str, horizon: int) -> None:
        kernel = partial(anchor, theory=theory, horizon=horizon)
        self.blocks = Blocks(kernel, inputs, recurrence)

    def result(self) -> Anchor:
        """Wait for it."""
        return Anchor(*self.blocks.joined())


class Playing:
    """A guarantee that is being played under a theory."""

    def __init__(self, inputs: Inputs, tied: Anchor, theory: str, horizon: int) -> None:
        kernel = partial(_tied, theory=theory, sizes=sizes_needed(inputs), horizon=horizon)
        self.blocks = Blocks(kernel, inputs, tied.peace_value_per_year, single=True)

    def result(self) -> Result:
        """Wait for it; kept in single precision."""
        return Result(*self.blocks.joined())


def sizes_needed(inputs: Inputs) -> Sizes:
    """Sizes of the state axes without those that make no difference to this guarantee."""
    moved = [group for group in range(GROUPS) if np.any(inputs.moves[group])]
    if any(group & ERODES for group in moved):
        return FULL
    return NO_ZONE if any(group & (LAPSES | WANES) for group in moved) else LEADER_ONLY


@partial(jax.jit, static_argnames=("theory", "sizes", "horizon"))
def _tied(inputs: Inputs, value: jax.Array, theory: str, sizes: Sizes, horizon: int) -> Result:
    return solve(with_peace_value(inputs, value), theory, sizes, horizon)


class Blocks:
    """A kernel at work, block by block, each block spread over the cores.

    Blocks are handed over without waiting, so that the next program is made ready while one runs;
    at most `IN_FLIGHT` of them are under way, which bounds the memory. With `single` the results
    are kept in single precision.
    """

    def __init__(self, kernel: Callable[..., Any], *arrays: Any, single: bool = False) -> None:
        self.draws = jax.tree.leaves(arrays)[0].shape[-1]
        self.single = single
        self.waiting: list[Any] = []
        self.done: list[Any] = []
        with in_double():
            block = CHUNK * ready()
            for start in range(0, self.draws, block):
                at = np.minimum(np.arange(start, start + block), self.draws - 1)
                part = jax.tree.map(lambda array, at=at: array[..., at], arrays)
                self.waiting.append(kernel(*spread(part)))
                if len(self.waiting) > IN_FLIGHT:
                    self._take()

    def _take(self) -> None:
        kept = partial(np.asarray, dtype=np.float32 if self.single else None)
        self.done.append(jax.tree.map(kept, self.waiting.pop(0)))

    def joined(self) -> list[Array]:
        """Every output of the kernel over all draws, once all blocks are done."""
        while self.waiting:
            self._take()
        columns = zip(*self.done, strict=True)
        return [np.concatenate(rows, axis=-1)[..., : self.draws] for rows in columns]
