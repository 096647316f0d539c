"""The overview's factors: where each of them stands by year."""

from __future__ import annotations

from suasion.mechanism.prior import Array
from suasion.term.years.axes import AXES, PLACES
from suasion.uncertainty.questions.answer import Column, Figure, Table
from suasion.uncertainty.questions.playing import Played, Run
from suasion.uncertainty.questions.reading import (
    at_ends,
    reported,
)

YEARS = (1, 5, 10, 25)
RESOLVE = "guarantor"
"""Where others would read its places, the factor belief has a guarantor that is resolute."""


def state_table(run: Run, label: str) -> Table:
    """Chance of each place of each factor after some years, in peace so far."""
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


def state_figure(run: Run, label: str) -> Figure:
    """The same by year, a panel a factor."""
    one = run.variants[label]
    rows = [
        {"panel": factor, "series": name, "year": year, "mean": float(value)}
        for factor, name, values in _states(run, one)
        for year, value in enumerate([_first_day(one, factor, name), *values.mean(axis=(0, 2))])
    ]
    title = f"{label}: state of each factor, in peace so far"
    return Figure(f"states:{label}", "areas", title, "chance", "Mean over futures.", rows)
