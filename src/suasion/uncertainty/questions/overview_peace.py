"""The overview's peace and commitment, one row a guarantee, and its curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suasion.mechanism.prior import Array
from suasion.uncertainty.metrics import HOLDS, term_end
from suasion.uncertainty.metrics import hazard as hazard_between
from suasion.uncertainty.questions.answer import Column, Figure, Table
from suasion.uncertainty.questions.playing import Played, Run, shown
from suasion.uncertainty.questions.reading import (
    WINDOW_YEARS,
    Row,
    line,
    maybe,
    over_theories,
    over_years,
    survival,
    unconditional,
)

PEACE = (
    Column("guarantee", "guarantee", "text"),
    Column("through_term", "term", "spread"),
    Column("through_horizon", "horizon", "spread"),
    Column("share_holding", ">=.9", "share"),
    Column("entry", "entry", "mean"),
    Column("unconditional", "overall", "mean"),
)
COMMITMENT = (
    Column("guarantee", "guarantee", "text"),
    Column("hazard_before", "before", "rate"),
    Column("hazard_after", "after", "rate"),
    Column("honour", "honour", "mean"),
    Column("incidents", "incidents", "sum"),
    Column("probes", "probes", "mean"),
    Column("answered", "answered", "share"),
    Column("cost", "cost", "mean"),
)


def peace_table(run: Run) -> Table:
    """Chance of no major attack, given entry and overall."""
    title = (
        f"No major attack through the term and through {run.asked.years} years; chance of entry, "
        "and overall: with no guarantee where entry fails"
    )
    return Table("peace", title, PEACE, [_peace(run, one) for one in shown(run).values()])


def _read_at(run: Run, one: Played) -> Array:
    """The year at which the term is read, shape (draws,)."""
    return term_end(one.term_years, run.asked.years)


def _peace(run: Run, one: Played) -> Row:
    per_year = run.asked.wanted.per_year
    values, end = survival(one, per_year), _read_at(run, one).astype(int)
    at_end = np.take_along_axis(values, end[None, None] - 1, axis=1)[:, 0]
    last = values[:, -1]
    return {
        "guarantee": one.variant.label,
        "through_term": maybe(at_end),
        "through_horizon": maybe(last),
        "share_holding": float(np.mean(last >= HOLDS)),
        "theories": over_theories(last, run.theories),
        "entry": maybe(one.entry),
        "unconditional": maybe(unconditional(one, run)[:, -1]),
    }


def commitment_table(run: Run) -> Table:
    """Hazards, honour, incidents, probes and cost."""
    title = (
        f"Hazard a year in the {WINDOW_YEARS} years before and after the end; honour if tested; "
        "incidents and probes a year, share of probes answered; cost to the guarantor"
    )
    rows = [_commitment(run, one) for one in shown(run).values()]
    return Table("commitment", title, COMMITMENT, rows)


def _commitment(run: Run, one: Played) -> Row:
    per_year, horizon = run.asked.wanted.per_year, run.asked.years
    values, end = survival(one, per_year), _read_at(run, one)
    start, stop = np.maximum(end - WINDOW_YEARS, 0), np.minimum(end + WINDOW_YEARS, horizon)
    promised = one.guarantee.lead is not None
    probes, answered = (one.stacked(name).mean(axis=1) for name in ("probes", "answered"))
    return {
        "guarantee": one.variant.label,
        "hazard_before": maybe(hazard_between(values, start, end)),
        "hazard_after": maybe(hazard_between(values, end, stop)),
        "honour": maybe(_in_term(run, one, "honour")) if promised else None,
        "incidents": maybe(_in_term(run, one, "incidents")),
        "probes": maybe(probes) if one.has("zone") or one.has("belief") else None,
        "answered": float(answered.sum() / probes.sum()) if probes.sum() > 0 else None,
        "cost": maybe(one.stacked("cost").sum(axis=1)) if promised else None,
    }


def _in_term(run: Run, one: Played, name: str) -> Array:
    """Mean of a field over the years of the term, in peace so far; (theories, draws)."""
    values = over_years(one.stacked(name), run.asked.wanted.per_year)
    inside = np.arange(1, run.asked.years + 1)[None, :, None] <= _read_at(run, one)
    mean: Array = (values * inside).sum(axis=1) / inside.sum(axis=1)
    return mean


def peace_figure(run: Run) -> Figure:
    """Survival by year, with that of no guarantee."""
    per_year, rows = run.asked.wanted.per_year, []
    for label, one in shown(run).items():
        rows += line(label, survival(one, per_year), start=1.0)
    if run.asked.loaded.case.baseline not in shown(run):
        rows += line("no guarantee", survival(run.without, per_year), start=1.0)
    caption = "Mean over futures"
    bands: Sequence[str] = ()
    if len(shown(run)) == 1:
        bands = tuple(shown(run))
        caption += "; the band is the 5th to 95th percentile"
    title = "No major attack so far"
    return Figure("peace", "lines", title, "chance", f"{caption}.", rows, (), bands)
