"""The backtest from end to end: predictions out of sample, scores, and weights of theories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.backtest import dyads, guarantees, stacking, theories
from suasion.evidence.backtest.crisis import Draws, fitted, play
from suasion.evidence.backtest.folds import Fit, Fold, forward, groups_out, one_out, predicted
from suasion.evidence.backtest.referees import base_rate, boosting, logit
from suasion.evidence.backtest.scores import Happened, ahead, calibration, log_scores, scores
from suasion.evidence.record.case import WINDOW_YEARS
from suasion.mechanism.prior import Array

WEIGHTS = Path(__file__).with_name("weights.yaml")
"""Weights of theories and log scores, derived by `tools/derive_weights.py`."""
Folds = Literal["out", "forward"]
Progress = Callable[[int, int], None]
BASE, NEAR, LOGIT, BOOSTING = "base rate", "near and far", "logit", "boosting"
REFEREES = (BASE, NEAR, LOGIT, BOOSTING)
"""`near and far` are two base rates, for dyads: it has what is fitted of a theory and no theory."""
MIDDLE = 10
"""The base chance at which willingness is read off; it hardly moves with it."""
DECADE = 10


@dataclass(frozen=True)
class Tested:
    """Predictions out of sample of everything that was tried.

    Parameters
    ----------
    what
        What was predicted, in words.
    folds
        How cases were held out.
    chance
        By predictor, shape (cases,); NaN for cases that no fold tests.
    happened, cluster
        Outcomes, and which cases share a fate, shape (cases,).
    theories
        Which of the predictors are theories.
    """

    what: str
    folds: str
    chance: Mapping[str, Array]
    happened: Happened
    cluster: NDArray[np.generic]
    theories: tuple[str, ...]


def of_guarantees(
    draws: Draws,
    folds: Folds = "out",
    folder: Path | None = None,
    progress: Progress = lambda done, total: None,
    *,
    include_unverified: bool = False,
) -> dict[str, Tested]:
    """Attack in the term and honour if tested, for the guarantees of the record."""
    found = guarantees.ready(draws, folder, include_unverified=include_unverified)
    names = theories.names()
    played = {}
    for number, name in enumerate(names):
        played[name] = play(theories.stage_of(name), found.crises, found.base, found.years)
        progress(number + 1, len(names) + 1)
    kind = np.arange(len(found.id))
    fits = {name: fitted(one.attack, kind, found.attacked) for name, one in played.items()}
    held = _held(folds, found.year, found.year + WINDOW_YEARS)
    attack = _tested(
        "attacked in the term, ten years at most",
        folds,
        _referees(found.controls, found.attacked) | fits,
        held,
        found.attacked,
        np.array(found.id),
    )
    return {"attacked": attack, "honoured": _honour(found, played, folds)}


def _honour(found: guarantees.Guarantees, played: Mapping[str, Any], folds: Folds) -> Tested:
    """Nothing of a theory is fitted here: its willingness is a prediction as it stands."""
    some = np.isfinite(found.honoured)
    kept = found.honoured[some] > 0
    fits = _referees(found.controls[some], kept)
    fits |= {name: _as_it_stands(one.honour[some, MIDDLE]) for name, one in played.items()}
    when = found.tested[some]
    held = _held(folds, when, when)
    cluster = np.array(found.id)[some]
    return _tested("honoured when tested", folds, fits, held, kept, cluster)


def _as_it_stands(chance: Array) -> Fit:
    return lambda training, test: chance[test]


def of_dyads(
    draws: Draws,
    outcome: str = "fatal",
    folds: Folds = "out",
    folder: Path | None = None,
    progress: Progress = lambda done, total: None,
    *,
    sample: int = 1,
) -> Tested:
    """What a challenger starts in a year, for directed dyad-years from 1950."""
    found = dyads.ready(outcome, folder, sample)
    crises, start = dyads.crises(found, draws)
    years = np.ones(len(crises))
    names = theories.names()
    fits = _referees(found.controls, found.happened)
    fits[NEAR] = base_rate(found.happened, found.kind % 2)
    for number, name in enumerate(names):
        played = play(theories.stage_of(name), crises, start, years)
        fits[name] = fitted(dyads.choices(played), found.kind, found.happened)
        progress(number + 1, len(names) + 1)
    decade = found.year // DECADE * DECADE
    held = (
        (lambda: groups_out(found.pair))
        if folds == "out"
        else (lambda: forward(decade, found.year))
    )
    what = f"{outcome} started in the year"
    return _tested(what, folds, fits, held, found.happened, found.pair)


def _held(
    folds: Folds, start: NDArray[np.int64], known: NDArray[np.int64]
) -> Callable[[], Iterator[Fold]]:
    return (lambda: one_out(len(start))) if folds == "out" else (lambda: forward(start, known))


def _referees(features: Array, happened: Happened) -> dict[str, Fit]:
    learned = {LOGIT: logit(features, happened), BOOSTING: boosting(features, happened)}
    return {BASE: base_rate(happened)} | learned


def _tested(
    what: str,
    folds: Folds,
    fits: Mapping[str, Fit],
    held: Callable[[], Iterator[Fold]],
    happened: Happened,
    cluster: NDArray[np.generic],
) -> Tested:
    chance = {name: predicted(fit, held(), len(happened)) for name, fit in fits.items()}
    named = tuple(name for name in fits if name not in REFEREES)
    return Tested(what, folds, chance, happened, cluster, named)


def summary(found: Tested) -> dict[str, Any]:
    """Scores of every predictor, differences from base rate and logit, bins, and weights."""
    some = np.isfinite(found.chance[BASE])
    happened, cluster = found.happened[some], found.cluster[some]
    chance = {name: one[some] for name, one in found.chance.items()}
    logs = {name: log_scores(one, happened) for name, one in chance.items()}
    rows = [
        {
            "predictor": name,
            "theory": name in found.theories,
            **asdict(scores(one, happened)),
            "ahead_of_base_rate": ahead(logs[name], logs[BASE], cluster),
            "ahead_of_logit": ahead(logs[name], logs[LOGIT], cluster),
            "calibration": [asdict(part) for part in calibration(one, happened)],
        }
        for name, one in chance.items()
    ]
    return {
        "what": found.what,
        "folds": found.folds,
        "cases": len(happened),
        "happened": int(happened.sum()),
        "predictors": rows,
        "weights": _weights(found.theories, chance, happened, cluster),
    }


def _weights(
    names: tuple[str, ...],
    chance: Mapping[str, Array],
    happened: Happened,
    cluster: NDArray[np.generic],
) -> dict[str, Any]:
    """Stacking weights of the theories with bootstrap intervals, and the mixture's log score."""
    likelihood = stacking.likelihoods(np.array([chance[name] for name in names]), happened)
    best = stacking.weights(likelihood)
    ends = np.quantile(stacking.resampled(likelihood, cluster), [0.05, 0.95], axis=0)
    rows = {
        name: {"weight": float(w), "low_90": float(low), "high_90": float(high)}
        for name, w, low, high in zip(names, best, *ends, strict=True)
    }
    return {"theories": rows, "log_score_in_sample": float(np.log(likelihood @ best).mean())}
