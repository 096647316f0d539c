"""The comparison as plain data with documented, stable keys: what tables, JSON and reports show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from suasion.mechanism.prior import Array, Prior
from suasion.uncertainty.comparison import RANKED, Comparison, Options
from suasion.uncertainty.diagnosis import diagnose, interval
from suasion.uncertainty.disagreement import disagreement
from suasion.uncertainty.metrics import HOLDS, Metrics, Unconditional
from suasion.uncertainty.turning import Hinge, hinges, reversal

CAUTION = (
    "Shares of futures are shares of assumptions under stated priors, not probabilities of events."
)


def chance(values: Array) -> dict[str, float]:
    """A chance over futures: share in which it is at least 0.9, mean, percentiles, distribution."""
    counts, _ = np.histogram(values, bins=10, range=(0.0, 1.0))
    shares = (counts / values.size).tolist()
    return {"share_holding": float(np.mean(values >= HOLDS)), **interval(values), "tenths": shares}


def summarise(comparison: Comparison) -> dict[str, Any]:
    """The summary of a comparison; keys are documented in docs/reference/json.md."""
    case, options = comparison.loaded.case, comparison.options
    keys = list(comparison.found)
    rows = [_row(comparison, key, keys) for key in keys]
    baseline = comparison.loaded.case.baseline
    return {
        "case": {
            "id": case.id,
            "title": case.title,
            "as_of": case.as_of.isoformat(),
            "baseline": baseline,
        },
        "caution": CAUTION,
        "options": {
            "theories": list(options.theories),
            "draws": options.draws,
            "seed": options.seed,
            "horizon_years": options.horizon,
            "rank_by": options.rank_by,
            **_basis(options),
        },
        "guarantees": [row for row in rows if row["id"] in options.guarantees],
        "disagreement": disagreement(comparison, _shown(comparison)),
        "diagnosis": diagnose(comparison.ensemble, comparison.found, comparison.loaded),
    }


def _basis(options: Options) -> dict[str, str]:
    """What the priors rest on, where it is not judgement alone."""
    return {} if options.prior == "judgement" else {"prior": options.prior}


def _shown(comparison: Comparison) -> list[str]:
    """The guarantees asked for, in the order of the table."""
    return [name for name in comparison.found if name in comparison.options.guarantees]


def _row(comparison: Comparison, key: str, keys: Sequence[str]) -> dict[str, Any]:
    one, shown = comparison.found[key], _shown(comparison)
    promised = comparison.promised(key)
    return {
        "id": key,
        "title": comparison.loaded.guarantees[key].title,
        "rank": shown.index(key) + 1 if key in shown else None,
        "term_years": _term(comparison, key),
        "no_major_attack": _attack(one),
        "hazard_per_year": {
            "before_end": interval(one.hazard_before),
            "after_end": _maybe(one.hazard_after),
        },
        "honour_if_tested": {
            "imposed": _maybe(one.honour_imposed, promised),
            "chosen_by_challenger": _maybe(one.honour_chosen, promised),
        },
        "limited_incidents_per_year": interval(one.incidents),
        "coerced_concession": _maybe(one.concession),
        "entry": {**interval(one.entry), "steps": _steps(comparison, key)},
        "by_theory": _by_theory(comparison, key),
        "worst_theory": min(_by_theory(comparison, key).items(), key=lambda item: item[1])[0],
        "hinges_on": [
            hinge_row(hinge, comparison.ensemble.sample.priors)
            for hinge in _hinges(comparison, key)
        ],
        "next": _next(comparison, key, shown),
        "views": {view: _view(comparison, view, key) for view in comparison.views},
        **_unconditional(comparison.unconditional(key)),
    }


def _attack(one: Metrics) -> dict[str, Any]:
    return {
        "through_term": chance(one.through_term),
        "through_horizon": chance(one.through_horizon),
        "unconditional_through_term": chance(one.unconditional_term),
        "unconditional_through_horizon": chance(one.unconditional_horizon),
    }


def _unconditional(one: Unconditional) -> dict[str, Any]:
    """What is read where entry is not given, beside the chance of peace; last in a row of CSV."""
    return {
        "unconditional_hazard_per_year": {
            "before_end": interval(one.hazard_before),
            "after_end": _maybe(one.hazard_after),
        },
        "unconditional_limited_incidents_per_year": interval(one.incidents),
        "unconditional_coerced_concession": _maybe(one.concession),
    }


def _maybe(values: Array, told: bool = True) -> dict[str, float] | None:
    """An interval, or None where nothing models it or there is nothing to tell."""
    return interval(values) if told and not np.all(np.isnan(values)) else None


def _term(comparison: Comparison, key: str) -> dict[str, Any]:
    years = comparison.ensemble.prepared[key].term_years
    return {
        "lengths": np.unique(years[np.isfinite(years)]).astype(float).tolist(),
        "open_ended_share": float(np.mean(~np.isfinite(years))),
        "read_at": np.unique(comparison.found[key].end).astype(int).tolist(),
    }


def _steps(comparison: Comparison, key: str) -> dict[str, float]:
    steps = comparison.ensemble.prepared[key].entry
    return {name: float(np.mean(step)) for name, step in steps.items() if name != "entry"}


def _by_theory(comparison: Comparison, key: str) -> dict[str, float]:
    means = comparison.found[key].through_horizon.mean(axis=1)
    return dict(zip(comparison.options.theories, map(float, means), strict=True))


def _hinges(comparison: Comparison, key: str) -> list[Hinge]:
    score = comparison.score(key).mean(axis=0)
    return hinges(comparison.columns(key), score, ranked=comparison.ranks)


def hinge_row(hinge: Hinge, priors: Mapping[str, Prior]) -> dict[str, Any]:
    """A hinge as data, with the assumption in words."""
    told = words(hinge.factor, priors)
    return {"factor": hinge.factor, "correlation": hinge.correlation, "words": told}


def words(factor: str, priors: Mapping[str, Prior]) -> str:
    """What a factor stands for, in words, with its prior among those drawn from."""
    kind, _, name = factor.partition(":")
    if kind == "fact":
        return f"the open fact {name.split('.', 1)[1]} of {name.split('.', 1)[0]}"
    prior = priors.get(factor)
    return f"{name.replace('_', ' ')} {prior}" if prior else name


def _next(comparison: Comparison, key: str, shown: Sequence[str]) -> dict[str, Any] | None:
    """The next guarantee in rank, and what would put it before this one."""
    at = shown.index(key) + 1 if key in shown else len(shown)
    if at >= len(shown):
        return None
    difference = comparison.score(key) - comparison.score(shown[at])
    turn = reversal(comparison.columns(key, shown[at]), difference.mean(axis=0))
    priors = comparison.ensemble.sample.priors
    told = None if turn is None else {**turn._asdict(), "words": words(turn.factor, priors)}
    return {
        "id": shown[at],
        "better_in_share": float(np.mean(difference.mean(axis=0) > 0)),
        "reversed_by": told,
        "reversed_under": _reversing(comparison, difference),
    }


def _reversing(comparison: Comparison, difference: Array) -> list[str]:
    """Theories under which the next guarantee does better on average."""
    means = difference.mean(axis=1)
    return [t for t, mean in zip(comparison.options.theories, means, strict=True) if mean < 0]


def _view(comparison: Comparison, view: Any, key: str) -> dict[str, float]:
    one = comparison.views[view][key]
    scores = {name: float(np.mean(getattr(one, field))) for name, field in RANKED.items()}
    return {**scores, "share_holding": float(np.mean(one.through_horizon >= HOLDS))}
