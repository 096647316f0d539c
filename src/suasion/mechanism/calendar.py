"""The calendar of a case: leader's exit by age, changes of government, ends of terms."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from scipy.special import betaincinv

from suasion.describe.case import Case, Regime
from suasion.describe.fact import readings
from suasion.describe.guarantee import Guarantee
from suasion.errors import SuasionError
from suasion.mechanism import assumed
from suasion.mechanism.facts import Facts
from suasion.mechanism.law import term_years
from suasion.mechanism.prior import Array
from suasion.mechanism.priors import read_data

Draw = Callable[[str], Array]


class CalendarUnknown(SuasionError):
    """A government's calendar that says when it changes only as unknown."""

    def __init__(self, case: str, party: str, field: str) -> None:
        super().__init__(
            f"{case}: governments: {party}: {field} is unknown, so no election can be placed. "
            "Give a date or a judgement, or leave the calendar out: then a change is as likely "
            "in every year, one in four."
        )


BANDS = (
    (60, "age_under_60"),
    (70, "age_60_69"),
    (75, "age_70_74"),
    (80, "age_75_79"),
    (200, "age_80_up"),
)
DAYS_A_YEAR = 365.25


@cache
def anchors() -> dict[str, dict[str, Any]]:
    """Base rates of the record by identifier."""
    return {entry["id"]: entry for entry in read_data("anchors.yaml")["anchors"]}


def exit_row(age: float, tenure: float, regime: Regime) -> dict[str, Any]:
    """The reference class of a leader: age and long tenure, or age alone where that is thin."""
    if regime is Regime.DEMOCRACY:
        return anchors()["leader_exit.all"]
    band = next(name for limit, name in BANDS if age < limit)
    long = anchors()[f"leader_exit.tenure_20_up.{band}"]
    if tenure >= assumed.LONG_TENURE.value and not long.get("thin"):
        return long
    return anchors()[f"leader_exit.{band}"]


def exit_per_year(case: Case, years: int, draw: Draw) -> Array:
    """Chance that the challenger's leader leaves in a year [1], shape (years, draws).

    A reference-class figure, all causes: the exit rate of autocratic leaders of that age and
    tenure, with the uncertainty of the count, times a factor for a class that may not fit.
    """
    u, factor = draw("anchor:leader_exit"), draw("anchor:leader_exit_factor")
    born, since = (readings(fact)[0] for fact in (case.leader.born, case.leader.in_office_since))
    regime = Regime(readings(case.leader.regime)[0])
    age, tenure = _years(born, case.as_of), _years(since, case.as_of)
    rows = [exit_row(age + year, tenure + year, regime) for year in range(years)]
    kinds = {row["id"]: row for row in rows}
    drawn = {key: _posterior(row, np.clip(u, 1e-6, 1 - 1e-6)) for key, row in kinds.items()}
    return np.clip(
        np.stack([drawn[row["id"]] for row in rows]) * factor, 0.0, assumed.EXIT_CAP.value
    )


def _posterior(row: dict[str, Any], u: Array) -> Array:
    """Quantiles of Jeffreys' posterior of a yearly exit rate."""
    return betaincinv(row["events"] + 0.5, row["n"] - row["events"] + 0.5, u)


def _years(start: datetime.date, end: datetime.date) -> float:
    return (end - start).days / DAYS_A_YEAR


def changes(case: Case, guarantee: Guarantee, steps: int, per_year: int = 1) -> Array:
    """1 in the steps in which the lead guarantor's government may change, shape (steps,).

    A guarantor without a calendar in the case has a quarter of a change in every year; where nobody
    guarantees there is no government that could hedge.
    """
    if guarantee.lead is None:
        return np.zeros(steps)
    calendar = {one.party: one for one in case.governments}.get(guarantee.lead)
    if calendar is None:
        return np.full(steps, assumed.CHANGE_A_YEAR.value / per_year)
    first = _years(case.as_of, _known(case, calendar.party, "next_change", calendar.next_change))
    every = float(_known(case, calendar.party, "every_years", calendar.every_years))
    marks = np.zeros(steps)
    for moment in np.arange(first, steps / per_year, every):
        marks[int(moment * per_year)] = 1.0
    return marks


def _known(case: Case, party: str, field: str, fact: Any) -> Any:
    """The first version of a date of the calendar, which cannot be unknown."""
    found = readings(fact)
    if not found:
        raise CalendarUnknown(case.id, party, field)
    return found[0]


def expiries(facts: Facts, years: int, draws: int) -> tuple[Array, Array]:
    """Ends of terms, shape (years, draws), and the term's length [year], shape (draws,)."""
    term = np.broadcast_to(term_years(facts), (draws,))
    whole = np.where(
        np.isfinite(term), np.maximum(np.round(np.nan_to_num(term, posinf=1)), 1), np.inf
    )
    ends = [(np.mod(year + 1, whole) == 0).astype(float) for year in range(years)]
    return np.stack(ends), term
