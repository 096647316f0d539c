"""Every guarantee under every theory in every draw.

Several samples, such as the headline's and the sceptic's, are played together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np

from suasion.describe.case import Case
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.assembly import Assembly, assemble, base, grouped
from suasion.mechanism.calendar import changes, exit_per_year, expiries
from suasion.mechanism.entry import chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array
from suasion.term.anchor import Anchor
from suasion.term.inputs import LOOK_AHEAD_YEARS, Inputs, Result
from suasion.uncertainty.blocks import Work
from suasion.uncertainty.playing import anchored_together, played_together, results
from suasion.uncertainty.sample import Sample

Progress = Callable[[int, int], None]


class World(NamedTuple):
    """The base of the situation and the leader's exit rates: the same for every guarantee."""

    base: Array
    exit_per_year: Array


@dataclass(frozen=True)
class Prepared:
    """One guarantee made ready for the term model; `read` has the paths of the facts that count."""

    guarantee: Guarantee
    assembly: Assembly
    entry: Mapping[str, Array]
    term_years: Array
    read: frozenset[str]


Visit = Callable[[int, Prepared, Mapping[str, Result]], None]
Item = TypeVar("Item")


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
    return Prepared(guarantee, assembly, wide, term, frozenset(facts.read)), inputs


def run(
    case: Case,
    baseline: Guarantee,
    guarantees: Mapping[str, Guarantee],
    theories: Sequence[str],
    sample: Sample,
    horizon: int,
) -> Ensemble:
    """Play every guarantee under every theory in every draw, and keep what happens.

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
    """
    kept: dict[tuple[str, str], Result] = {}

    def keep(_: int, one: Prepared, found: Mapping[str, Result]) -> None:
        kept.update({(one.guarantee.id, theory): result for theory, result in found.items()})

    (alone,) = run_together(case, baseline, guarantees, theories, [sample], horizon, keep)
    return replace(alone, results=kept)


def run_together(
    case: Case,
    baseline: Guarantee,
    guarantees: Mapping[str, Guarantee],
    theories: Sequence[str],
    samples: Sequence[Sample],
    horizon: int,
    visit: Visit,
    progress: Progress = lambda done, total: None,
) -> list[Ensemble]:
    """Play every guarantee under every theory in the draws of several samples at once.

    Parameters
    ----------
    case, baseline, guarantees, theories, horizon
        As for `run`.
    samples
        Draws and priors; they share blocks.
    visit
        Called with the number of a sample, a guarantee and its results by theory, which are then
        let go: what happens in every year of a hundred thousand draws does not fit into memory.
    progress
        Called with steps done and steps in all.
    """
    alike = [(case, sample, horizon, world(case, sample, horizon)) for sample in samples]
    zero = [prepare(baseline, *one)[1] for one in alike]
    recurrence = [sample.draw("anchor:recurrence_ten_years") for sample in samples]
    anchors = anchored_together(zero, recurrence, theories, horizon)
    prepared: list[dict[str, Prepared]] = [{} for _ in samples]
    progress(1, len(guarantees) + 1)

    def started(guarantee: Guarantee) -> tuple[list[Prepared], Work]:
        made = [prepare(guarantee, *one) for one in alike]
        inputs = [one for _, one in made]
        return [one for one, _ in made], played_together(inputs, anchors, theories, horizon)

    working = one_ahead(map(started, guarantees.values()))
    for key, (made, work) in zip(guarantees, working, strict=True):
        found = {theory: results(work, theory) for theory in theories}
        for number, one in enumerate(made):
            prepared[number][key] = one
            visit(number, one, {theory: found[theory][number] for theory in theories})
        progress(len(prepared[0]) + 1, len(guarantees) + 1)
    parts = zip(samples, prepared, anchors, strict=True)
    return [Ensemble(sample, horizon, one, tied, {}) for sample, one, tied in parts]


def one_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items, each once the next has been made: the cores work while results are read.

    Examples
    --------
    >>> list(one_ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    current = next(items, None)
    while current is not None:
        following = next(items, None)
        yield current
        current = following
