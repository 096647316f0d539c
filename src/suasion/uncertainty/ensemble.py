"""Every guarantee under every theory in every draw.

Draws are padded to whole chunks, so that one compiled program serves every request, and chunks are
handed round the processor's devices. Results are kept in single precision; they were computed in
double.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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
        By guarantee and theory.
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
    """
    total = len(theories) * (len(guarantees) + 1)
    recurrence = sample.draw("anchor:recurrence_ten_years")
    shared = world(case, sample, horizon)
    _, zero = prepare(baseline, case, sample, horizon, shared)
    anchors: dict[str, Anchor] = {}
    for theory in theories:
        anchors[theory] = anchored(zero, recurrence, theory, horizon)
        progress(len(anchors), total)
    prepared: dict[str, Prepared] = {}
    results: dict[tuple[str, str], Result] = {}
    for key, guarantee in guarantees.items():
        prepared[key], inputs = prepare(guarantee, case, sample, horizon, shared)
        for theory in theories:
            results[key, theory] = played(inputs, anchors[theory], theory, horizon)
            progress(len(theories) + len(results), total)
    return Ensemble(sample, horizon, prepared, anchors, results)


def anchored(inputs: Inputs, recurrence: Array, theory: str, horizon: int) -> Anchor:
    """The anchor in chunks of draws."""
    return Anchor(*in_chunks(lambda i, r: anchor(i, r, theory, horizon), inputs, recurrence))


def played(inputs: Inputs, tied: Anchor, theory: str, horizon: int) -> Result:
    """The term model in chunks of draws, from an anchored value of a year of peace."""
    kernel = partial(_tied, theory=theory, sizes=sizes_needed(inputs), horizon=horizon)
    kept = in_chunks(kernel, inputs, tied.peace_value_per_year)
    return Result(*(rows.astype(np.float32) for rows in kept))


def sizes_needed(inputs: Inputs) -> Sizes:
    """Sizes of the state axes without those that make no difference to this guarantee."""
    moved = [group for group in range(GROUPS) if np.any(inputs.moves[group])]
    if any(group & ERODES for group in moved):
        return FULL
    return NO_ZONE if any(group & (LAPSES | WANES) for group in moved) else LEADER_ONLY


@partial(jax.jit, static_argnames=("theory", "sizes", "horizon"))
def _tied(inputs: Inputs, value: jax.Array, theory: str, sizes: Sizes, horizon: int) -> Result:
    return solve(with_peace_value(inputs, value), theory, sizes, horizon)


def in_chunks(kernel: Callable[..., Any], inputs: Inputs, *more: Array) -> list[Array]:
    """Run a kernel block by block, each block spread over the cores, and join the results."""
    draws = inputs.base.shape[-1]
    with in_double():
        block = CHUNK * ready()
        blocks = _blocks(draws, block, inputs, *more)
        pending = [kernel(*spread(part)) for part in blocks]
        parts = [jax.tree.map(np.asarray, part) for part in pending]
    return [np.concatenate(rows, axis=-1)[..., :draws] for rows in zip(*parts, strict=True)]


def _blocks(draws: int, block: int, inputs: Inputs, *more: Array) -> Iterator[tuple[Any, ...]]:
    """Draws in blocks of one size; the last is filled up with the last draw."""
    for start in range(0, draws, block):
        at = np.minimum(np.arange(start, start + block), draws - 1)
        yield jax.tree.map(lambda array, at=at: array[..., at], (inputs, *more))
