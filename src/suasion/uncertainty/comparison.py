"""The comparison: guarantees ranked, with what each hinges on and what would turn the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from suasion.describe.loading import Loaded
from suasion.errors import UnknownName
from suasion.mechanism.prior import VIEWS, Array, View
from suasion.mechanism.priors import Basis, resting_on
from suasion.term.inputs import Result
from suasion.theory.registry import stage, stages
from suasion.uncertainty.ensemble import Ensemble, Prepared, Progress, run_together
from suasion.uncertainty.metrics import SINGLE, Metrics, Unconditional, measured, unconditional
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.turning import ranks

RankBy = Literal["horizon", "term", "unconditional"]
RANKED = {
    "horizon": "through_horizon",
    "term": "through_term",
    "unconditional": "unconditional_horizon",
}
VIEW_DRAWS = 250
"""Draws of the sceptic's and the optimist's ensembles: two means, not distributions."""


@dataclass(frozen=True)
class Options:
    """What a comparison was asked for."""

    guarantees: tuple[str, ...]
    theories: tuple[str, ...]
    draws: int = 2000
    seed: int = 1
    horizon: int = 25
    rank_by: RankBy = "horizon"
    prior: Basis = "judgement"


@dataclass(frozen=True)
class Comparison:
    """Everything that tables, reports and further analysis read.

    Parameters
    ----------
    found
        Metrics by guarantee, the best first.
    views
        Metrics by view and guarantee, for the sceptic and the optimist.
    incidents_without
        Limited incidents without a guarantee [1/year], shape (theory, year, draw).
    """

    loaded: Loaded
    original: Loaded
    options: Options
    ensemble: Ensemble
    found: Mapping[str, Metrics]
    views: Mapping[View, Mapping[str, Metrics]]
    incidents_without: Array

    def score(self, guarantee: str) -> Array:
        """The ranked metric, shape (theory, draw)."""
        return getattr(self.found[guarantee], RANKED[self.options.rank_by])

    def promised(self, guarantee: str) -> bool:
        """Whether anybody guarantees: without a lead there is no commitment to honour."""
        return self.loaded.guarantees[guarantee].lead is not None

    def unconditional(self, guarantee: str) -> Unconditional:
        """What else is read where entry is not given; made when asked for, to keep memory small."""
        without = self.found[self.loaded.case.baseline]
        return unconditional(self.found[guarantee], without, self.incidents_without)

    @cached_property
    def ranks(self) -> dict[str, Array]:
        """Ranks of every factor's numbers."""
        return ranks(self.ensemble.sample.columns)

    def columns(self, *guarantees: str) -> dict[str, Array]:
        """Uniform numbers of every factor that bears on these guarantees."""
        others = tuple(f"fact:{key}." for key in self.found if key not in guarantees)
        columns = self.ensemble.sample.columns
        return {name: u for name, u in columns.items() if not name.startswith(others or ("-",))}


def options_for(
    loaded: Loaded,
    guarantees: Sequence[str] = (),
    theories: Sequence[str] = (),
    **more: Any,
) -> Options:
    """Options with every name checked; none named means all.

    Raises
    ------
    UnknownName
        For a guarantee that is not in the case or a theory that does not exist.
    """
    for name in guarantees:
        if name not in loaded.guarantees:
            raise UnknownName("guarantee", name, list(loaded.guarantees))
    chosen = tuple(dict.fromkeys(stage(name).id for name in theories))
    wanted = tuple(dict.fromkeys(guarantees)) or tuple(loaded.guarantees)
    return Options(wanted, chosen or tuple(one.id for one in stages()), **more)


def compare(
    loaded: Loaded,
    options: Options,
    original: Loaded | None = None,
    progress: Progress = lambda done, total: None,
) -> Comparison:
    """Compare guarantees of a case.

    Parameters
    ----------
    loaded
        The case, with levers applied.
    options
        What to compare, and how.
    original
        The case as described, whose baseline is the anchor; `loaded` where it is None.
    progress
        Called with steps done and steps in all.
    """
    original = original or loaded
    baseline = loaded.case.baseline
    wanted = {key: loaded.guarantees[key] for key in (baseline, *options.guarantees)}
    found: dict[View, dict[str, Metrics]] = {view: {} for view in VIEWS}
    few = min(options.draws, VIEW_DRAWS)
    priors = resting_on(options.prior)
    samples = [
        Sample(options.draws if view == "headline" else few, options.seed, view, priors)
        for view in VIEWS
    ]
    incidents: list[Array] = []

    def visit(number: int, one: Prepared, results: Mapping[str, Result]) -> None:
        if not incidents:  # the headline's draws of the baseline come first
            incidents.append(_incidents(results))
        _measure(found[VIEWS[number]], baseline, one, results)

    ensemble, *_ = run_together(
        loaded.case,
        original.guarantees[baseline],
        wanted,
        options.theories,
        samples,
        options.horizon,
        visit,
        progress,
    )
    ranked = _ranked(found["headline"], options.rank_by)
    views: dict[View, Mapping[str, Metrics]] = {v: found[v] for v in VIEWS if v != "headline"}
    return Comparison(loaded, original, options, ensemble, ranked, views, incidents[0])


def _incidents(results: Mapping[str, Result]) -> Array:
    """Limited incidents [1/year], shape (theory, year, draw)."""
    return np.stack([result.incidents for result in results.values()], dtype=SINGLE)


def _measure(
    found: dict[str, Metrics], baseline: str, one: Prepared, results: Mapping[str, Result]
) -> None:
    """Add a guarantee's numbers; the baseline comes first."""
    without = found[baseline].survival if found else None
    if without is None:
        without = np.stack([result.survival for result in results.values()])
    found[one.guarantee.id] = measured(one, results, without)


def _ranked(found: Mapping[str, Metrics], rank_by: RankBy) -> dict[str, Metrics]:
    """Best mean first."""
    score = {key: float(np.mean(getattr(one, RANKED[rank_by]))) for key, one in found.items()}
    return {key: found[key] for key in sorted(found, key=lambda key: (-score[key], key))}
