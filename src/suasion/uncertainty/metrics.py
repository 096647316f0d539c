"""From what happens year by year to the numbers that a reader compares.

An open-ended term, and what comes after it, is read at one reference date: ten years from the
case's date. Everything here has the shape (theory, draw) unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.prior import Array
from suasion.term.inputs import Result
from suasion.theory.registry import stage
from suasion.uncertainty.ensemble import Ensemble, Prepared

REFERENCE_YEARS = 10
WINDOW_YEARS = 3
"""Years before and after the end of the term over which hazards are averaged."""
SINGLE: Any = np.float32
"""Precision in which numbers are kept; they are computed in double."""
HOLDS = 0.9
"""A future counts as one in which peace holds from this chance on."""


@dataclass(frozen=True)
class Metrics:
    """One guarantee's numbers.

    Parameters
    ----------
    end
        Year at which the term is read [year], shape (draw,).
    survival
        Chance of no major attack by the end of each year [1], shape (theory, year, draw).
    through_term, through_horizon
        The same at the end of the term and of the horizon.
    unconditional_term, unconditional_horizon
        The same where entry is not given: with the chance that it fails, no guarantee.
    hazard_before, hazard_after
        Hazard of a major attack in the years before and after the end [1/year].
    honour_imposed, honour_chosen
        Chance that the commitment is honoured [1] if tested at random, and when the challenger
        chooses the test.
    incidents
        Limited incidents in the term [1/year].
    concession
        Chance of a coerced concession without a major attack by the horizon [1]; NaN where the
        theory has none.
    entry
        Chance that the guarantee comes into being [1], shape (draw,).
    """

    end: Array
    survival: Array
    through_term: Array
    through_horizon: Array
    unconditional_term: Array
    unconditional_horizon: Array
    hazard_before: Array
    hazard_after: Array
    honour_imposed: Array
    honour_chosen: Array
    incidents: Array
    concession: Array
    entry: Array


@dataclass(frozen=True)
class Unconditional:
    """One guarantee's numbers where entry is not given: if it fails, there is no guarantee.

    The years are those of the guarantee's own term in both branches. Honour has no such number: a
    commitment that never came into being cannot be tested.

    Parameters
    ----------
    hazard_before, hazard_after
        Hazard of a major attack in the years before and after the end [1/year], from the mixed
        chance of peace.
    incidents
        Limited incidents in the term [1/year], each branch in its own peace so far.
    concession
        Chance of a coerced concession without a major attack by the horizon [1]; NaN where the
        theory has none.
    """

    hazard_before: Array
    hazard_after: Array
    incidents: Array
    concession: Array


def read_at(survival: Array, year: Array) -> Array:
    """Survival at the end of `year` years; 1 at the start.

    Parameters
    ----------
    survival
        Shape (theory, year, draw).
    year
        Whole years from 0, shape (draw,).
    """
    from_start = np.concatenate([np.ones_like(survival[:, :1]), survival], axis=1)
    return np.take_along_axis(from_start, year[None, None].astype(int), axis=1)[:, 0]


def term_end(term_years: Array, horizon: int) -> Array:
    """The year at which a term is read: its end, or the reference date if it is open-ended."""
    finite = np.where(np.isfinite(term_years), term_years, REFERENCE_YEARS)
    return np.clip(np.round(finite), 1, horizon)


def hazard(survival: Array, start: Array, end: Array) -> Array:
    """Mean hazard between two years [1/year]; NaN where they coincide."""
    years = (end - start)[None]
    drop = np.log(read_at(survival, start)) - np.log(read_at(survival, end))
    return np.where(years > 0, drop / np.maximum(years, 1), np.nan)


def metrics(ensemble: Ensemble, guarantee: str, baseline: str) -> Metrics:
    """The numbers of one guarantee; it and the baseline must be in the ensemble's results."""
    results, without = (
        {theory: ensemble.results[key, theory] for theory in ensemble.anchors}
        for key in (guarantee, baseline)
    )
    return measured(ensemble.prepared[guarantee], results, _stacked(without, "survival"))


def _stacked(results: Mapping[str, Result], name: str) -> Array:
    """One field over all theories, shape (theory, year, draw)."""
    return np.stack([getattr(result, name) for result in results.values()])


def measured(one: Prepared, results: Mapping[str, Result], without: Array) -> Metrics:
    """The numbers of one guarantee.

    Parameters
    ----------
    one
        The guarantee made ready.
    results
        By theory.
    without
        Survival without any guarantee, shape (theory, year, draw).
    """
    survival = _stacked(results, "survival")
    horizon = survival.shape[1]
    end, entry = term_end(one.term_years, horizon), one.entry["entry"]
    mixed = _mixed(entry, survival, without)
    start, stop = _window(end, horizon)
    in_term = _in_term(end, horizon)
    met, unmet = _stacked(results, "with_guarantor"), _stacked(results, "without_guarantor")
    numbers = (
        survival,
        read_at(survival, end),
        survival[:, -1],
        read_at(mixed, end),
        mixed[:, -1],
        hazard(survival, start, end),
        hazard(survival, end, stop),
        _mean(_stacked(results, "honour"), in_term),
        (met * in_term).sum(1) / np.maximum(((met + unmet) * in_term).sum(1), 1e-30),
        _mean(_stacked(results, "incidents"), in_term),
        _concession(_stacked(results, "uncoerced"), survival, list(results)),
        entry,
    )
    return Metrics(end, *(np.asarray(number, dtype=SINGLE) for number in numbers))


def unconditional(own: Metrics, without: Metrics, incidents: Array) -> Unconditional:
    """The numbers of one guarantee where entry is not given, by the rule that peace follows.

    Parameters
    ----------
    own
        Of the guarantee.
    without
        Of the case without a guarantee, in the same theories, years and draws.
    incidents
        Limited incidents without a guarantee [1/year], shape (theory, year, draw).
    """
    horizon, entry = own.survival.shape[1], own.entry
    start, stop = _window(own.end, horizon)
    mixed = _mixed(entry, own.survival, without.survival)
    unguarded = _mean(incidents, _in_term(own.end, horizon))
    return Unconditional(
        hazard(mixed, start, own.end),
        hazard(mixed, own.end, stop),
        _mixed(entry, own.incidents, unguarded),
        _mixed(entry, own.concession, without.concession),
    )


def _mixed(entry: Array, own: Array, without: Array) -> Array:
    """A number where entry is not given, from its two branches."""
    return entry * own + (1 - entry) * without


def _window(end: Array, horizon: int) -> tuple[Array, Array]:
    """First and last year of those over which hazards before and after the end are averaged."""
    return np.maximum(end - WINDOW_YEARS, 0), np.minimum(end + WINDOW_YEARS, horizon)


def _in_term(end: Array, horizon: int) -> NDArray[np.bool_]:
    """Whether a year lies in the term, shape (1, year, draw)."""
    return np.arange(1, horizon + 1)[None, :, None] <= end


def _mean(values: Array, where: NDArray[np.bool_]) -> Array:
    return (values * where).sum(1) / where.sum(1)


def _concession(uncoerced: Array, survival: Array, theories: Sequence[str]) -> Array:
    has = np.array(["concession" in stage(theory).models for theory in theories])
    return np.where(has[:, None], survival[:, -1] - uncoerced[:, -1], np.nan)
