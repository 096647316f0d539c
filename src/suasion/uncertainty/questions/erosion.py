"""How fast a zone erodes with and without monitors, and what that costs in peace."""

from __future__ import annotations

import numpy as np

from suasion.mechanism.prior import Array
from suasion.term.years.given import Given
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked, need_factors, need_guarantor, need_zone
from suasion.uncertainty.questions.playing import Played, Run
from suasion.uncertainty.questions.reading import (
    Row,
    at_ends,
    first_year,
    line,
    maybe,
    over_theories,
    reported,
    survival,
)
from suasion.uncertainty.questions.saying import (
    Difference,
    compared,
    difference,
    mean_told,
    percent,
)
from suasion.uncertainty.questions.variant import QUIET, Variant, with_own

LASTS, DESCRIBED, BLIND, BEST = "never erodes", "as described", "none", "armed+technical"
MONITORS: dict[str, tuple[str, ...]] = {
    BLIND: ("zone.monitors=none", "zone.technical_monitoring=false"),
    DESCRIBED: (),
    "unarmed": ("zone.monitors=unarmed", "zone.technical_monitoring=false"),
    "armed": ("zone.monitors=armed", "zone.technical_monitoring=false"),
    BEST: ("zone.monitors=armed", "zone.technical_monitoring=true"),
}
YEARS = (5, 10)
INTACT, COLLAPSED = 0, 2
HALF = 0.5


def variants(asked: Asked) -> list[Variant]:
    """One for each kind of monitors, and a zone that lasts."""
    need_guarantor(asked, "erosion")
    need_factors(asked, "erosion", ["zone"])
    need_zone(asked, "erosion")
    key = asked.guarantee.id
    watched = [Variant(label, key, settings) for label, settings in MONITORS.items()]
    quiet = [
        Variant(f"{label}{QUIET}", key, MONITORS[label], probes=False) for label in (BLIND, BEST)
    ]
    lasts = Variant(LASTS, key, held={"erosion_rate_per_year": 0.0}, change=_lasting)
    return [*watched, lasts, *quiet]


def _lasting(given: Given, per_year: int) -> Given:
    """Neither probes nor time worsen the zone."""
    return with_own(given, erosion_per_probe=0.0, zone_collapse_per_year=0.0)


def intact(run: Run, one: Played) -> Array:
    """Chance that the zone is intact at the end of each year in peace so far [1]."""
    return at_ends(one.place("zone", INTACT), run.asked.wanted.per_year)


def read(run: Run) -> Reading:
    """Chance of an intact zone by year, its half-life, and peace."""
    years = reported(YEARS, run.asked.years)
    columns = (
        Column("monitors", "monitors", "text"),
        *(Column(f"intact_{year}", f"year {year}", "mean") for year in years),
        Column("half_life", "half", "year"),
        Column("probes", "probes", "mean"),
        Column("through_horizon", "peace", "spread"),
    )
    rows = [_row(run, label, one, years) for label, one in run.variants.items()]
    title = (
        "Chance that the zone is intact, in peace so far; years until it is down to a half, median "
        f"over futures; deliberate probes a year; no major attack through {run.asked.years} years"
    )
    notes = [
        "A dash for the half-life: in most futures the chance stays above a half through the "
        "horizon. A zone that is eroded may be restored; one that has collapsed may be agreed anew."
    ]
    return Reading(_says(run), [Table("erosion", title, columns, rows)], _figures(run), notes)


def half_lives(values: Array) -> Array:
    """First year in which the chance of an intact zone is at most a half; (theories, draws)."""
    return first_year(values <= HALF)


def median_half_life(values: Array) -> float | None:
    """Median over futures [year]; None where most stay above a half."""
    found = np.where(np.isnan(half_lives(values)), np.inf, half_lives(values))
    middle = float(np.median(found))
    return middle if np.isfinite(middle) else None


def _row(run: Run, label: str, one: Played, years: list[int]) -> Row:
    values = intact(run, one)
    per_year = run.asked.wanted.per_year
    peace = survival(one, per_year)[:, -1]
    fallen = at_ends(one.place("zone", COLLAPSED), per_year)[:, -1]
    return {
        "monitors": label,
        **{f"intact_{year}": maybe(values[:, year - 1]) for year in years},
        "half_life": median_half_life(values),
        "probes": maybe(one.stacked("probes").mean(axis=1)),
        "half_life_reached": float(np.mean(~np.isnan(half_lives(values)))),
        "collapsed": maybe(fallen),
        "through_horizon": maybe(peace),
        "theories": over_theories(peace, run.theories),
    }


def _says(run: Run) -> list[str]:
    theories, per_year = run.theories, run.asked.wanted.per_year
    held = {label: intact(run, one) for label, one in run.variants.items()}
    peace = {label: survival(one, per_year)[:, -1] for label, one in run.variants.items()}
    at = min(YEARS[-1], run.asked.years) - 1
    gap = difference(held[BEST][:, at], held[BLIND][:, at], theories)
    cost = difference(peace[BLIND], peace[LASTS], theories)
    buys = difference(peace[BEST], peace[BLIND], theories)
    quiet = difference(peace[BEST + QUIET], peace[BLIND + QUIET], theories)
    return [
        f"After {at + 1} years the zone is intact with a chance of "
        f"{mean_told(held[BLIND][:, at], theories)} without monitors; with armed and technical "
        f"ones it is {compared(gap)}.",
        f"The half-life of the intact zone is {_half(held[BLIND])} without monitors, "
        f"{_half(held[DESCRIBED])} as described and {_half(held[BEST])} with armed and technical "
        "ones.",
        f"Erosion without monitors, against a zone that never erodes, makes the chance of no major "
        f"attack through {run.asked.years} years {compared(cost)}.",
        f"Armed and technical monitors instead of none make it {compared(buys)}; with deliberate "
        f"probes ruled out, {compared(quiet)}.{_substitute(buys, quiet)}",
    ]


def _substitute(buys: Difference, quiet: Difference) -> str:
    """What it means where probes turn the sign."""
    if buys.told_apart and quiet.told_apart and buys.mean < 0 < quiet.mean:
        return (
            " The sign turns with probes: what the challenger takes by slices makes peace worth "
            "more to it, and a watched zone leaves it less to take."
        )
    return ""


def _half(values: Array) -> str:
    middle, reached = median_half_life(values), np.mean(~np.isnan(half_lives(values)))
    if middle is None:
        return f"beyond the horizon in most futures (within it in {percent(float(reached))})"
    return f"{middle:.0f} years in the median future"


def _figures(run: Run) -> list[Figure]:
    per_year, rows, peace = run.asked.wanted.per_year, [], []
    for label, one in run.variants.items():
        peace += line(label, survival(one, per_year), start=1.0)
        if label != LASTS and not label.endswith(QUIET):
            rows += line(label, intact(run, one), start=1.0)
    caption = "Mean over futures."
    title = "Zone intact, in peace so far"
    return [
        Figure("intact", "lines", title, "chance", caption, rows),
        Figure("peace", "lines", "No major attack so far", "chance", caption, peace),
    ]


QUESTION = Question(
    "erosion", "How fast does the zone erode, with monitors and without?", variants, read
)
