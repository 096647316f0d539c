"""How long until aid alone deters, and whether its coming invites attack before.

"Alone" is a guarantor that never fights: its chance to decide in time is held at the lowest value
of its range, in every state. Aid, industry and whatever else moves the balance stay as described,
and lapse with the instrument.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suasion.mechanism.prior import Array
from suasion.term.years.given import Given
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked, need_guarantor
from suasion.uncertainty.questions.playing import Run
from suasion.uncertainty.questions.reading import (
    Row,
    first_year,
    hazard,
    line,
    maybe,
    over_theories,
    reported,
    survival,
)
from suasion.uncertainty.questions.saying import a_year, compared, difference, percent
from suasion.uncertainty.questions.variant import Variant, number, with_own

ALONE, STILL, WHOLE, NOTHING = "aid alone", "no drift", "as described", "no guarantee"
UNABLE = {"decision": 0.0}
YEARS = (1, 5, 10)
EARLY_YEARS = 3


def variants(asked: Asked) -> list[Variant]:
    """Aid alone, with the balance moving and standing still, and the guarantee as described."""
    need_guarantor(asked, "denial")
    key = asked.guarantee.id
    return [
        Variant(ALONE, key, held=UNABLE),
        Variant(STILL, key, held=UNABLE | {"denial_drift_per_year": 0.0}, change=_still),
        Variant(WHOLE, key),
    ]


def _still(given: Given, per_year: int) -> Given:
    """The challenger rebuilds nothing either."""
    return with_own(given, rebuild_gain=0.0)


def read(run: Run) -> Reading:
    """Hazards by year, and the year from which they stay below the threshold."""
    found = _hazards(run)
    years = reported(YEARS, run.asked.years)
    columns = (
        Column("variant", "", "text"),
        *(Column(f"year_{year}", f"year {year}", "rate") for year in years),
        Column("below_in", "below", "share"),
        Column("date", "date", "year"),
        Column("theories", "theories", "range"),
        Column("through_horizon", "horizon", "mean"),
    )
    rows = [_row(run, label, values, years) for label, values in found.items()]
    below = run.asked.below_per_year
    title = (
        f"Hazard of a major attack by year; share of futures in which it comes to stay below "
        f"{percent_of(below)} a year, median year from which, the share by theory; no major attack "
        f"through {run.asked.years} years"
    )
    notes = [
        "'Aid alone': the guarantor never fights, its chance to decide in time is held at the "
        "lowest value of its range. 'No drift': beside that, neither side's forces change. "
        "A dash for the date: less than half of the "
        "futures reach it."
    ]
    return Reading(
        _says(run, found), [Table("denial", title, columns, rows)], [_figure(run)], notes
    )


def percent_of(rate: float) -> str:
    """A hazard in percent as briefly as it goes.

    Examples
    --------
    >>> percent_of(0.01), percent_of(0.015)
    ('1 %', '1.5 %')
    """
    return f"{100 * rate:g} %"


def _survivals(run: Run) -> dict[str, Array]:
    per_year = run.asked.wanted.per_year
    found = {label: survival(one, per_year) for label, one in run.variants.items()}
    return found | {NOTHING: survival(run.without, per_year)}


def _hazards(run: Run) -> dict[str, Array]:
    return {label: hazard(values) for label, values in _survivals(run).items()}


def dates(values: Array, below: float) -> Array:
    """First year from which a hazard stays below a threshold, NaN for never; (theories, draws).

    Examples
    --------
    >>> falling = np.array([0.3, 0.1, 0.2, 0.1, 0.05])[None, :, None]
    >>> dates(falling, 0.15)
    array([[4.]])
    """
    stays = np.flip(np.logical_and.accumulate(np.flip(values < below, axis=1), axis=1), axis=1)
    return first_year(stays)


def median_date(found: Array) -> float | None:
    """Median over futures [year]; None where most never get there."""
    middle = float(np.median(np.where(np.isnan(found), np.inf, found)))
    return middle if np.isfinite(middle) else None


def _row(run: Run, label: str, values: Array, years: list[int]) -> Row:
    found = dates(values, run.asked.below_per_year)
    peace = _survivals(run)[label][:, -1]
    return {
        "variant": label,
        **{f"year_{year}": maybe(values[:, year - 1]) for year in years},
        "below_in": float(np.mean(~np.isnan(found))),
        "date": median_date(found),
        "theories": over_theories(~np.isnan(found) * 1.0, run.theories),
        "through_horizon": maybe(peace),
    }


def _says(run: Run, found: dict[str, Array]) -> list[str]:
    below, theories = run.asked.below_per_year, run.theories
    date = dates(found[ALONE], below)
    reached, middle = float(np.mean(~np.isnan(date))), median_date(date)
    base = float(np.mean(~np.isnan(dates(found[NOTHING], below))))
    when = f", in the median future from year {middle:.0f}" if middle else ""
    share = f"{percent(reached)} of futures{_by_theory(date, theories)}"
    says = [
        f"Aid alone brings the hazard below {percent_of(below)} a year, for the rest of the "
        f"horizon, in {share}{when}; without a guarantee that is so in {percent(base)}.",
        _drift(run),
    ]
    early = min(EARLY_YEARS, run.asked.years)
    moving, still = (found[label][:, :early].mean(axis=1) for label in (ALONE, STILL))
    gap = difference(moving, still, theories)
    told = f"In the first {early} years the hazard is {a_year(moving)} with the balance moving and "
    told += f"{a_year(still)} with it still: {compared(gap, 4)}. "
    return [*says, told + _motive(gap.told_apart, gap.mean)]


def _by_theory(date: Array, theories: Sequence[str]) -> str:
    """The lowest and the highest share of a theory, where there are several."""
    if len(theories) < 2:
        return ""
    span = over_theories(~np.isnan(date) * 1.0, theories)
    low = f"{percent(span['low'])} under {span['lowest']}"
    return f" ({low} to {percent(span['high'])} under {span['highest']})"


def _motive(told_apart: bool, mean: float) -> str:
    if not told_apart:
        return "So no preventive motive shows."
    if mean > 0:
        return "So what is coming invites attack before it is there."
    return "So what is coming makes the challenger wait and does not invite attack."


def _drift(run: Run) -> str:
    """Which way the balance goes, and in how many draws."""
    drift = number(run.variants[ALONE].given, "denial_drift_per_year")
    better = percent(float(np.mean(drift < 0)))
    return (
        f"The balance moves by {drift.mean():+.3f} log-odds a year for the challenger on average, "
        f"against it in {better} of draws; the challenger's rebuilding comes on top."
    )


def _figure(run: Run) -> Figure:
    rows = [row for label, values in _hazards(run).items() for row in line(label, values)]
    below = run.asked.below_per_year
    return Figure(
        "hazard",
        "rates",
        "Hazard of a major attack by year",
        "per year",
        f"Mean over futures; the band is the 5th to 95th percentile of aid alone. The threshold is "
        f"{percent_of(below)} a year.",
        rows,
        (),
        (ALONE,),
    )


QUESTION = Question("denial", "How long until aid alone deters?", variants, read)
