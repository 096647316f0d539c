"""Draws played by the short model of the years, that of `suasion compare`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.study.drawing import Part, conceding
from suasion.study.factors import RECURRENCE
from suasion.study.plan import Plan
from suasion.study.reading import Years, in_turn, needed, read
from suasion.term.anchor import Anchor
from suasion.term.inputs import Inputs, Result
from suasion.uncertainty.blocks import Work
from suasion.uncertainty.ensemble import Prepared, World, one_ahead, prepare, world
from suasion.uncertainty.metrics import term_end
from suasion.uncertainty.playing import anchored_together, played_together, results
from suasion.uncertainty.sample import Sample

Anchors = list[dict[str, Anchor]]


class Started(NamedTuple):
    """A variant that is being played."""

    name: str
    made: Prepared
    work: list[Work]


def numbers(
    plan: Plan, sample: Sample, parts: Sequence[Part]
) -> Iterator[tuple[int, NDArray[Any]]]:
    """Row and metrics of each variant that is kept, metrics of shape (metric, theory, draw).

    Parameters
    ----------
    sample
        The draws, in the order of `parts`.
    parts
        Which draws are played under which theories.
    """
    shared = world(plan.loaded.case, sample, plan.study.horizon_years)
    anchors = _anchors(plan, sample, parts, shared)
    met, has = _met(anchors), conceding(parts)
    without: dict[str, Array] = {}
    starting = (_started(plan, sample, parts, shared, anchors, name) for name in in_turn(plan))
    for one in one_ahead(starting):
        variant, found = plan.played[one.name], _results(one.work, parts)
        survival = _field(found, "survival")
        if one.name == variant.without:
            without[one.name] = survival
        if one.name in plan.variants:
            end = term_end(one.made.term_years, plan.study.horizon_years)
            others = {name: _field(found, name) for name in needed(plan.metrics)}
            entry, none = one.made.entry["entry"], without.get(variant.without)
            years = Years(survival, none, end, entry, met, has, others)
            yield plan.variants.index(one.name), read(plan.metrics, years)


def _anchors(plan: Plan, sample: Sample, parts: Sequence[Part], shared: World) -> Anchors:
    """Anchors of each part by theory: from the case as described, without a guarantee."""
    case, horizon = plan.loaded.case, plan.study.horizon_years
    zero = prepare(plan.loaded.guarantees[case.baseline], case, sample, horizon, shared)[1]
    recurrence = sample.draw(RECURRENCE)
    return [
        anchored_together([_cut(zero, at)], [recurrence[at]], theories, horizon)[0]
        for theories, at in parts
    ]


def _started(
    plan: Plan,
    sample: Sample,
    parts: Sequence[Part],
    shared: World,
    anchors: Sequence[Mapping[str, Anchor]],
    name: str,
) -> Started:
    """A variant handed to the cores."""
    horizon, guarantee = plan.study.horizon_years, plan.played[name].guarantee
    made, inputs = prepare(guarantee, plan.loaded.case, sample, horizon, shared)
    work = [
        played_together([_cut(inputs, part.at)], [tied], part.theories, horizon)
        for part, tied in zip(parts, anchors, strict=True)
    ]
    return Started(name, made, work)


def _cut(inputs: Inputs, at: slice) -> Inputs:
    """Some draws of the inputs."""
    return Inputs(*(array[..., at] for array in inputs))


def _results(work: Sequence[Work], parts: Sequence[Part]) -> list[list[Result]]:
    """Results by part and theory."""
    return [
        [results(one, theory)[0] for theory in part.theories]
        for one, part in zip(work, parts, strict=True)
    ]


def _field(found: Sequence[Sequence[Result]], name: str) -> Array:
    """A field over theories and parts, shape (theory, year, draw)."""
    rows = [np.stack([getattr(one, name) for one in part]) for part in found]
    return rows[0] if len(rows) == 1 else np.concatenate(rows, axis=-1)


def _met(anchors: Sequence[Mapping[str, Anchor]]) -> Array:
    """1 where the anchor meets the base rate, shape (theory, draw)."""
    rows = [np.stack([np.asarray(one.met, float) for one in tied.values()]) for tied in anchors]
    return np.concatenate(rows, axis=-1)
