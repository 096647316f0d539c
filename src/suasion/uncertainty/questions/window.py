"""The window between signature and entry into force: does it invite attack.

The wait has an exponential length. What happens while the instrument is pending can be
told apart exactly: nothing enters that state, so its chance falls by attacks and by entry alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from suasion.mechanism.prior import Array
from suasion.term.years.factors.instrument import IN_FORCE, PENDING, share_pending
from suasion.term.years.given import Given
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import (
    Asked,
    need_factors,
    need_guarantor,
)
from suasion.uncertainty.questions.playing import Played, Run
from suasion.uncertainty.questions.reading import (
    TINY,
    Row,
    hazard,
    line,
    maybe,
    over_theories,
    survival,
)
from suasion.uncertainty.questions.saying import (
    a_year,
    agreed,
    compared,
    difference,
    mean_told,
    percent,
)
from suasion.uncertainty.questions.variant import Change, Variant, in_force_at_once, with_own

MONTHS = (0, 3, 6, 12, 24)
MONTHS_A_YEAR = 12
FIRST_YEARS = 5
"""Years over which the hazard in force is averaged."""
AT_ONCE = "0 months"
COLUMNS = (
    Column("window", "window", "text"),
    Column("pending", "pending", "rate"),
    Column("in_force", "in force", "rate"),
    Column("without", "none", "rate"),
    Column("attacked", "before", "mean"),
    Column("through_horizon", "horizon", "spread"),
    Column("theories", "theories", "range"),
)


class Window(NamedTuple):
    """What happens before and after entry into force, shape (theories, draws).

    Parameters
    ----------
    pending, in_force
        Hazards [1/year]; the second over the first years.
    attacked
        Chance of a major attack before entry into force [1].
    """

    pending: Array | None
    in_force: Array
    attacked: Array


def waiting(months: int) -> Change:
    """The instrument waits so many months on average."""

    def change(given: Given, per_year: int) -> Given:
        start, window = np.zeros_like(given.start["instrument"]), months / MONTHS_A_YEAR
        start[PENDING] = share_pending(np.array(window * per_year))
        start[IN_FORCE] = 1 - start[PENDING]
        signed = given._replace(start=given.start | {"instrument": start})
        return with_own(signed, window_years=window)

    return change if months else lambda given, per_year: in_force_at_once(given)


def variants(asked: Asked) -> list[Variant]:
    """One for each window."""
    need_guarantor(asked, "window")
    need_factors(asked, "window", ["instrument"])
    key = asked.guarantee.id
    return [Variant(f"{months} months", key, change=waiting(months)) for months in MONTHS]


def read(run: Run) -> Reading:
    """Hazards while pending and in force, against no guarantee."""
    found = {
        label: _window(run, one, months)
        for months, (label, one) in zip(MONTHS, run.variants.items(), strict=True)
    }
    without = _without(run)
    rows = [_row(run, label, one, without) for label, one in found.items()]
    title = (
        "Hazard a year while pending, and in force and with no guarantee in the first "
        f"{_first(run)} years; chance of a major attack before entry into force; of none through "
        f"{run.asked.years} years; range over theories"
    )
    notes = [
        "Windows are means of a wait of uncertain length. That the text fails on the "
        "way is the chance of entry, which is shown apart."
    ]
    table = Table("window", title, COLUMNS, rows)
    return Reading(_says(run, found, without), [table], [_figure(run)], notes)


def _first(run: Run) -> int:
    return min(FIRST_YEARS, run.asked.years)


def _without(run: Run) -> Array:
    """Hazard without a guarantee in the first years [1/year], shape (theories, draws)."""
    values = hazard(survival(run.without, run.asked.wanted.per_year))
    return values[:, : _first(run)].mean(axis=1)


def _window(run: Run, one: Played, months: int) -> Window:
    """Attacks and time in peace, before entry into force and after it."""
    per_year = run.asked.wanted.per_year
    steps = _first(run) * per_year
    alive = one.stacked("survival")
    start = _starting(alive, np.ones(alive.shape[-1]))
    before, passed = pending(one, alive, months, per_year)
    attacked = np.maximum(before - passed, 0.0)
    rest = (start - alive - attacked)[:, :steps].sum(axis=1)
    time = (start + alive - before - passed)[:, :steps].sum(axis=1)
    spent = (before + passed).sum(axis=1)
    rate = _rate(attacked.sum(axis=1), spent, per_year) if months else None
    return Window(rate, _rate(rest, time, per_year), attacked.sum(axis=1))


def pending(one: Played, alive: Array, months: int, per_year: int) -> tuple[Array, Array]:
    """Chance to be pending and in peace at the start of a step, and how much of it passes it.

    Parameters
    ----------
    alive
        Survival, shape (theories, steps, draws).
    months
        Mean length of the window [month].
    """
    if not months:
        return np.zeros_like(alive), np.zeros_like(alive)
    waits = alive * one.place("instrument", PENDING)
    stays = np.exp(-MONTHS_A_YEAR / (months * per_year))
    return _starting(waits, one.given.start["instrument"][PENDING]), waits / stays


def _starting(values: Array, first: Array) -> Array:
    """What was at the start of each step."""
    day = np.broadcast_to(first, values[:, :1].shape)
    return np.concatenate([day, values[:, :-1]], axis=1)


def _rate(attacks: Array, ends: Array, per_year: int) -> Array:
    """Attacks over time in peace, the mean of both ends of each step [1/year]."""
    rate: Array = attacks / np.maximum(ends / (2 * per_year), TINY)
    return rate


def _row(run: Run, label: str, one: Window, without: Array) -> Row:
    peace = survival(run.variants[label], run.asked.wanted.per_year)[:, -1]
    return {
        "window": label,
        "pending": maybe(one.pending),
        "in_force": maybe(one.in_force),
        "without": maybe(without),
        "attacked": maybe(one.attacked),
        "through_horizon": maybe(peace),
        "theories": over_theories(peace, run.theories),
    }


def _says(run: Run, found: dict[str, Window], without: Array) -> list[str]:
    theories, label = run.theories, f"{MONTHS[-1]} months"
    one = found[label]
    assert one.pending is not None
    says = [
        f"With a window of {label} the hazard is {a_year(one.pending)} while the text is pending "
        f"and {a_year(one.in_force)} once it is in force; without any guarantee it is "
        f"{a_year(without)}.",
        _invites(one.pending, without, theories),
    ]
    per_year = run.asked.wanted.per_year
    late, once = (survival(run.variants[name], per_year)[:, -1] for name in (label, AT_ONCE))
    gap = difference(late, once, theories)
    return [
        *says,
        f"Through {run.asked.years} years the chance of no major attack is "
        f"{mean_told(late, theories)} with that window; against entry into force at once it is "
        f"{compared(gap)}.",
    ]


def _invites(pending: Array, without: Array, theories: tuple[str, ...]) -> str:
    """Whether a pending guarantee is attacked more than none."""
    gap = difference(pending, without, theories)
    share = percent(gap.share_higher)
    where = agreed(gap.higher, gap.lower, gap.alike)
    if gap.told_apart and gap.mean > 0:
        return f"It invites attack: pending, the hazard is above that of no guarantee {where}."
    if gap.told_apart:
        return (
            f"On average it does not invite attack: pending, the hazard is below that of no "
            f"guarantee (lower in {percent(gap.share_lower)} of futures; "
            f"{agreed(gap.lower, gap.higher, gap.alike)})."
        )
    return (
        "Whether it invites attack these draws cannot tell on average: pending, the hazard is "
        f"above that of no guarantee in {share} of futures."
    )


def _figure(run: Run) -> Figure:
    per_year = run.asked.wanted.per_year
    rows = []
    for label, one in run.variants.items():
        rows += line(label, hazard(survival(one, per_year)))
    rows += line("no guarantee", hazard(survival(run.without, per_year)))
    years = min(run.asked.years, 10)
    return Figure(
        "hazard",
        "rates",
        "Hazard of a major attack by mean length of the window",
        "per year",
        f"Mean over futures, first {years} years.",
        [row for row in rows if row["year"] <= years],
    )


QUESTION = Question(
    "window",
    "Does the window between signature and entry into force invite attack?",
    variants,
    read,
)
