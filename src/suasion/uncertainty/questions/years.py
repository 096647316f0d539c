"""The years of one or several guarantees at a glance: peace, hazards, causes, states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suasion.mechanism.prior import Array
from suasion.term.years.axes import AXES, PLACES
from suasion.term.years.causes import CAUSES
from suasion.uncertainty.metrics import HOLDS, term_end
from suasion.uncertainty.metrics import hazard as hazard_between
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked
from suasion.uncertainty.questions.playing import Played, Run
from suasion.uncertainty.questions.reading import (
    WINDOW_YEARS,
    Row,
    at_ends,
    line,
    maybe,
    over_theories,
    over_years,
    reported,
    survival,
    unconditional,
)
from suasion.uncertainty.questions.saying import listed, mean_told, percent
from suasion.uncertainty.questions.variant import Variant

YEARS = (1, 5, 10, 25)
RESOLVE = "guarantor"
"""Where others would read its places, the factor belief has a guarantor that is resolute."""
NOTABLE = 0.005
"""Causes with a smaller share in every guarantee get no row of their own."""
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
OFFICES = {"incumbent": "incumbent", "dove": "a dove", "hawk": "a hawk"}


def variants(asked: Asked) -> list[Variant]:
    """Each guarantee as described."""
    return [Variant(key, key) for key in asked.guarantees]


def read(run: Run) -> Reading:
    """Tables and figures of every guarantee."""
    tables = [_peace_table(run), _commitment_table(run), _cause_table(run)]
    tables += [_office_table(run)] if _has_leader(run) else []
    tables += [_state_table(run, label) for label in run.variants]
    figures = [_peace_figure(run), _cause_figure(run)]
    figures += [_state_figure(run, label) for label in run.variants]
    return Reading(_says(run), tables, figures, NOTES)


NOTES = (
    "A first cause tells what had gone wrong first when the attack came, not what would have "
    "prevented it; compare with --without for that. Cost is what the guarantor loses by fighting, "
    "abandoning and answering, in units of its stake.",
)


def _peace_table(run: Run) -> Table:
    title = (
        f"No major attack through the term and through {run.asked.years} years; chance of entry, "
        "and overall: with no guarantee where entry fails"
    )
    return Table("peace", title, PEACE, [_peace(run, one) for one in run.variants.values()])


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


def _commitment_table(run: Run) -> Table:
    title = (
        f"Hazard a year in the {WINDOW_YEARS} years before and after the end; honour if tested; "
        "incidents and probes a year, share of probes answered; cost to the guarantor"
    )
    rows = [_commitment(run, one) for one in run.variants.values()]
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


def shares(one: Played, name: str) -> Array:
    """Shares of a first major attack by cause or by leader [1], over all futures and years."""
    total = one.stacked(name).sum(axis=(0, 2, 3))
    found: Array = total / max(total.sum(), 1e-300)
    return found


def _cause_table(run: Run) -> Table:
    found = {label: shares(one, "causes") for label, one in run.variants.items()}
    columns = [Column("cause", "first cause of a major attack", "text"), *_by_label(run)]
    rows = [
        {"cause": cause} | {label: float(values[at]) for label, values in found.items()}
        for at, cause in enumerate(CAUSES)
        if any(values[at] > 0 for values in found.values())
    ]
    return Table("causes", "Share of major attacks by first cause", columns, rows)


def _by_label(run: Run) -> list[Column]:
    return [Column(label, label, "share") for label in run.variants]


def _has_leader(run: Run) -> bool:
    return all(one.has("leader") for one in run.variants.values())


def _office_table(run: Run) -> Table:
    found = {label: shares(one, "office") for label, one in run.variants.items()}
    columns = [Column("leader", "in office when it breaks", "text"), *_by_label(run)]
    rows = [
        {"leader": OFFICES[name]} | {label: float(values[at]) for label, values in found.items()}
        for at, name in enumerate(PLACES["leader"])
    ]
    return Table("office", "Share of major attacks by the challenger's leader", columns, rows)


def _state_table(run: Run, label: str) -> Table:
    one, years = run.variants[label], reported(YEARS, run.asked.years)
    columns = [
        Column("factor", "factor", "text"),
        Column("place", "place", "text"),
        *(Column(f"year_{year}", f"year {year}", "share") for year in years),
    ]
    rows = [
        {"factor": factor, "place": name}
        | {f"year_{year}": float(values[:, year - 1].mean()) for year in years}
        for factor, name, values in _states(run, one)
    ]
    title = f"{label}: where each factor stands at the end of a year, in peace so far"
    return Table(f"states:{label}", title, columns, rows)


def _states(run: Run, one: Played) -> list[tuple[str, str, Array]]:
    """Factor, place and its chance by year; beliefs as the chance of a resolute guarantor."""
    per_year, found = run.asked.wanted.per_year, []
    for factor in AXES:
        if not one.has(factor):
            continue
        if factor == "belief":
            values = at_ends(one.stacked("resolute"), per_year)
            found.append((RESOLVE, "resolute", values))
            continue
        found += [
            (factor, name, at_ends(one.place(factor, at), per_year))
            for at, name in enumerate(PLACES[factor])
        ]
    return found


def _first_day(one: Played, factor: str, name: str) -> float:
    """Chance of a place on the first day [1]."""
    if factor == RESOLVE:
        return float(one.given.own["resolute"].mean())
    return float(one.given.start[factor][PLACES[factor].index(name)].mean())


def _says(run: Run) -> list[str]:
    return [text for label, one in run.variants.items() for text in _told(run, label, one)]


def _told(run: Run, label: str, one: Played) -> list[str]:
    last = survival(one, run.asked.wanted.per_year)[:, -1]
    free = unconditional(one, run)[:, -1]
    holds = percent(float(np.mean(last >= HOLDS)))
    text = (
        f"{label}: the chance of no major attack through {run.asked.years} years is "
        f"{mean_told(last, run.theories)}, at least {HOLDS} in {holds} of futures"
    )
    if one.guarantee.lead is not None:
        text += (
            f"; with a chance of entry of {one.entry.mean():.2f} and no guarantee where it fails, "
            f"it is {free.mean():.2f}"
        )
    return [f"{text}.", _broken(one)]


def _broken(one: Played) -> str:
    """What mostly comes first, and who is then in office."""
    found = shares(one, "causes")
    order = np.argsort(-found)[:3]
    parts = [f"{CAUSES[at]} ({percent(float(found[at]))})" for at in order if found[at] > NOTABLE]
    text = f"Where it breaks, the first cause is most often {listed(parts)}"
    if not one.has("leader"):
        return f"{text}."
    office = shares(one, "office")
    at = int(np.argmax(office))
    who = list(OFFICES.values())[at]
    who = "the incumbent" if at == 0 else who
    return f"{text}; {who} is in office in {percent(float(office[at]))} of the cases."


def _peace_figure(run: Run) -> Figure:
    per_year, rows = run.asked.wanted.per_year, []
    for label, one in run.variants.items():
        rows += line(label, survival(one, per_year), start=1.0)
    if run.asked.loaded.case.baseline not in run.variants:
        rows += line("no guarantee", survival(run.without, per_year), start=1.0)
    caption = "Mean over futures"
    bands: Sequence[str] = ()
    if len(run.variants) == 1:
        bands = tuple(run.variants)
        caption += "; the band is the 5th to 95th percentile"
    title = "No major attack so far"
    return Figure("peace", "lines", title, "chance", f"{caption}.", rows, (), bands)


def _cause_figure(run: Run) -> Figure:
    """Failure by the end of each year, by first cause."""
    per_year, rows = run.asked.wanted.per_year, []
    for label, one in run.variants.items():
        mass = one.stacked("causes").mean(axis=(0, 3)).cumsum(axis=1)[:, per_year - 1 :: per_year]
        for at, cause in enumerate(CAUSES):
            if mass[at, -1] > 0:
                rows += [
                    {"panel": label, "series": cause, "year": year, "mean": float(value)}
                    for year, value in enumerate([0.0, *mass[at]])
                ]
    title, caption = "Major attack so far, by first cause", "Mean over futures, summed up by year."
    return Figure("causes", "areas", title, "chance", caption, rows)


def _state_figure(run: Run, label: str) -> Figure:
    one = run.variants[label]
    rows = [
        {"panel": factor, "series": name, "year": year, "mean": float(value)}
        for factor, name, values in _states(run, one)
        for year, value in enumerate([_first_day(one, factor, name), *values.mean(axis=(0, 2))])
    ]
    title = f"{label}: state of each factor, in peace so far"
    return Figure(f"states:{label}", "areas", title, "chance", "Mean over futures.", rows)


QUESTION = Question("years", "What happens to the guarantee through the years?", variants, read)
