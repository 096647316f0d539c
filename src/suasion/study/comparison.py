"""Draws played by the short model of the years, that of `suasion compare`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study.factors import RECURRENCE, THEORY
from suasion.study.plan import Plan
from suasion.study.reading import Years, needed, read, unconditional
from suasion.term.anchor import Anchor
from suasion.term.inputs import Inputs, Result
from suasion.theory.registry import stage
from suasion.uncertainty.blocks import Work
from suasion.uncertainty.ensemble import Prepared, one_ahead, prepare, world
from suasion.uncertainty.metrics import SINGLE, term_end
from suasion.uncertainty.playing import anchored_together, played_together, results
from suasion.uncertainty.sample import Sample


class Part(NamedTuple):
    """Draws that lie side by side and are played under the same theories."""

    theories: tuple[str, ...]
    at: slice


def played(plan: Plan, u: Array, values: Array) -> NDArray[Any]:
    """Metrics of some draws, shape (metric, variant, theory, draw), single precision.

    Parameters
    ----------
    u, values
        Quantiles and values of the plan's factors, shape (factor, draw).
    """
    order, parts = _parts(plan, values)
    sample = sample_of(plan, u[:, order], values[:, order])
    found = np.full((len(plan.metrics), len(plan.variants), *_shape(plan, u)), np.nan, SINGLE)
    for row, numbers in _numbers(plan, sample, parts):
        found[:, row] = numbers
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return found[..., back]


def _shape(plan: Plan, u: Array) -> tuple[int, int]:
    return len(plan.theories), u.shape[1]


def _parts(plan: Plan, values: Array) -> tuple[NDArray[np.intp], list[Part]]:
    """An order of the draws in which those of a theory lie side by side, and where they lie."""
    draws = values.shape[1]
    if not plan.drawn:
        return np.arange(draws), [Part(plan.stages, slice(0, draws))]
    theory = values[plan.factors.index(THEORY)].astype(int)
    ends = np.cumsum([0, *np.bincount(theory, minlength=len(plan.stages))])
    parts = [
        Part((name,), slice(start, end))
        for name, (start, end) in zip(plan.stages, pairwise(ends.tolist()), strict=True)
        if end > start
    ]
    return np.argsort(theory, kind="stable"), parts


def sample_of(plan: Plan, u: Array, values: Array) -> Sample:
    """The draws as the model reads them; what is not drawn is held."""
    draws = u.shape[1]
    columns = {name: np.full(draws, at) for name, at in plan.held.items()}
    columns |= dict(zip(plan.factors, u, strict=True))
    numbers = {one.name: row for one, row in zip(plan.columns, values, strict=True) if one.prior}
    return Sample(draws, plan.study.design.seed, "headline", plan.priors, columns, numbers)


def _numbers(
    plan: Plan, sample: Sample, parts: Sequence[Part]
) -> Iterator[tuple[int, NDArray[Any]]]:
    """The metrics of each variant that is kept."""
    case, horizon = plan.loaded.case, plan.study.horizon_years
    shared = world(case, sample, horizon)
    zero = prepare(plan.loaded.guarantees[case.baseline], case, sample, horizon, shared)[1]
    anchors = _anchors(sample, zero, parts, horizon)

    def started(name: str) -> tuple[str, Prepared, list[Work]]:
        made, inputs = prepare(plan.played[name].guarantee, case, sample, horizon, shared)
        work = [
            played_together([_cut(inputs, part.at)], [tied], part.theories, horizon)
            for part, tied in zip(parts, anchors, strict=True)
        ]
        return name, made, work

    without: dict[str, Array] = {}
    met = _met(plan, anchors)
    for name, made, work in one_ahead(map(started, _order(plan))):
        found = _results(plan, work, parts)
        survival = _field(found, "survival")
        if name == plan.played[name].without:
            without[name] = survival
        if name in plan.variants:
            years = Years(
                survival,
                without.get(plan.played[name].without),
                term_end(made.term_years, horizon),
                made.entry["entry"],
                met,
                _conceding(plan, parts, sample.draws),
                {field: _field(found, field) for field in needed(plan.metrics)},
            )
            yield plan.variants.index(name), read(plan.metrics, years)


def _order(plan: Plan) -> list[str]:
    """Names of what is played: each case without a guarantee before those that need it."""
    names = sorted(plan.played, key=lambda name: plan.played[name].without != name)
    needs_all = unconditional(plan.metrics)
    return [name for name in names if needs_all or name in plan.variants]


def _anchors(
    sample: Sample, zero: Inputs, parts: Sequence[Part], horizon: int
) -> list[dict[str, Anchor]]:
    recurrence = sample.draw(RECURRENCE)
    return [
        anchored_together([_cut(zero, at)], [recurrence[at]], theories, horizon)[0]
        for theories, at in parts
    ]


def _cut(inputs: Inputs, at: slice) -> Inputs:
    """Some draws of the inputs."""
    return Inputs(*(array[..., at] for array in inputs))


def _results(plan: Plan, works: Sequence[Work], parts: Sequence[Part]) -> list[list[Result]]:
    """Results by part and theory."""
    return [
        [results(work, theory)[0] for theory in part.theories]
        for work, part in zip(works, parts, strict=True)
    ]


def _field(found: Sequence[Sequence[Result]], name: str) -> Array:
    """A field over theories and parts, shape (theory, year, draw)."""
    rows = [np.stack([getattr(one, name) for one in part]) for part in found]
    return rows[0] if len(rows) == 1 else np.concatenate(rows, axis=-1)


def _met(plan: Plan, anchors: Sequence[Mapping[str, Anchor]]) -> Array:
    """1 where the anchor meets the base rate, shape (theory, draw)."""
    rows = [np.stack([np.asarray(one.met, float) for one in tied.values()]) for tied in anchors]
    return np.concatenate(rows, axis=-1)


def _conceding(plan: Plan, parts: Sequence[Part], draws: int) -> Array:
    """1 where the theory has concessions, shape (theory, draw)."""
    rows = [
        np.repeat(
            [[float("concession" in stage(theory).models)] for theory in part.theories],
            part.at.stop - part.at.start,
            axis=1,
        )
        for part in parts
    ]
    return np.concatenate(rows, axis=-1)
