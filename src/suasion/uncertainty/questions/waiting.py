"""When the challenger waits for an announced end, until when, and when it strikes."""

from __future__ import annotations

import numpy as np

from suasion.mechanism.prior import Array
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked, announced, need_factors, need_guarantor
from suasion.uncertainty.questions.playing import Run
from suasion.uncertainty.questions.reading import Row, hazard, line, maybe, survival
from suasion.uncertainty.questions.saying import a_year, percent, spans
from suasion.uncertainty.questions.variant import Variant

MARGIN = 0.1
"""Hazards differ where the one is below nine tenths of the other, or above eleven tenths."""
AFTER_YEARS = 3
"""Years after the end that must be seen."""
END, OPEN, MYOPIC = "announced end", "open-ended", "announced end, myopic"
COLUMNS = (
    Column("year", "year", "year"),
    Column("announced", END, "rates"),
    Column("open_ended", OPEN, "rate"),
    Column("ratio", "ratio", "number"),
    Column("lower_in", "lower in", "share"),
    Column("myopic", "myopic", "rate"),
    Column("what", "challenger", "text"),
)


def _term(asked: Asked) -> int:
    return announced(asked, "waiting", asked.years - AFTER_YEARS)


def variants(asked: Asked) -> list[Variant]:
    """With an announced end, open-ended, and with a challenger that does not look ahead."""
    need_guarantor(asked, "waiting")
    need_factors(asked, "waiting", ["instrument"])
    key, fixed = asked.guarantee.id, (f"duration.years={_term(asked)}",)
    return [
        Variant(END, key, fixed),
        Variant(OPEN, key, ("duration.years=open-ended",)),
        Variant(MYOPIC, key, fixed, wanted={"myopic": True}),
    ]


def read(run: Run) -> Reading:
    """Hazards year by year, and what the challenger does in each."""
    found = _hazards(run)
    rows = [_row(found, year) for year in range(run.asked.years)]
    title = (
        f"Hazard of a major attack by year, with an end announced after {_term(run.asked)} years, "
        "open-ended, and for a challenger that does not look ahead"
    )
    table = Table("waiting", title, COLUMNS, rows)
    notes = [
        f"A challenger waits where the hazard is below {1 - MARGIN:.1f} of the open-ended one on "
        f"average, and strikes where it is above {1 + MARGIN:.1f}; 'lower in' is the share of "
        "futures in which it is lower. The myopic challenger is anchored to the same record."
    ]
    return Reading(_says(run, rows), [table], [_figure(run, found)], notes)


def _hazards(run: Run) -> dict[str, Array]:
    per_year = run.asked.wanted.per_year
    return {label: hazard(survival(one, per_year)) for label, one in run.variants.items()}


def _row(found: dict[str, Array], year: int) -> Row:
    with_end, without = found[END][:, year], found[OPEN][:, year]
    ratio = float(with_end.mean() / without.mean())
    return {
        "year": year + 1,
        "announced": maybe(with_end),
        "open_ended": maybe(without),
        "ratio": ratio,
        "lower_in": float(np.mean(with_end < without)),
        "myopic": maybe(found[MYOPIC][:, year]),
        "what": "waits" if ratio < 1 - MARGIN else "strikes" if ratio > 1 + MARGIN else "",
    }


def _says(run: Run, rows: list[Row]) -> list[str]:
    end = _term(run.asked)
    waits = [row["year"] for row in rows if row["what"] == "waits"]
    strikes = [row["year"] for row in rows if row["what"] == "strikes"]
    says = [_waiting(rows, waits, end)]
    if strikes:
        most = max(strikes, key=lambda year: rows[year - 1]["ratio"])
        peak, open_ended = (rows[most - 1][key]["mean"] for key in ("announced", "open_ended"))
        says.append(
            f"It strikes in year {spans(strikes)}, most of all against the open-ended text in "
            f"year {most}: {a_year(peak)} against {a_year(open_ended)}."
        )
    else:
        says.append("In no year is the hazard above the open-ended one by the margin.")
    return [*says, _theories(run, end), _myopic(rows, end)]


def _waiting(rows: list[Row], waits: list[int], end: int) -> str:
    if not waits:
        low = min(rows[:end], key=lambda row: row["ratio"])
        return (
            f"In no year does the challenger wait by the margin of {percent(MARGIN)}: at its "
            f"lowest, in year {low['year']}, the hazard is {low['ratio']:.2f} of the open-ended "
            "one."
        )
    least = min((rows[year - 1] for year in waits), key=lambda row: row["ratio"])
    return (
        f"The challenger waits in year {spans(waits)} of a term that ends with year {end}: the "
        f"hazard is down to {least['ratio']:.2f} of the open-ended one in year {least['year']} "
        f"({a_year(least['announced']['mean'])} against {a_year(least['open_ended']['mean'])})."
    )


def _theories(run: Run, end: int) -> str:
    """The last year before the end and the first after it, by theory."""
    found = _hazards(run)
    parts = []
    for at, theory in enumerate(run.theories):
        means = {label: values[at].mean(axis=1) for label, values in found.items()}
        ratio = means[END] / means[OPEN]
        waits = [year + 1 for year in range(end) if ratio[year] < 1 - MARGIN]
        told = f"waits in year {spans(waits)}" if waits else "does not wait"
        parts.append(f"{theory} {told}, {ratio[end]:.1f} times the open-ended hazard after the end")
    return f"By theory: {'; '.join(parts)}."


def _myopic(rows: list[Row], end: int) -> str:
    """What looking ahead does: the year before the end against the year after it."""
    before, after = rows[end - 1], rows[end]
    jumps = [after[key]["mean"] / before[key]["mean"] for key in ("announced", "myopic")]
    return (
        f"From year {end} to year {end + 1} the hazard rises {jumps[0]:.1f}-fold for a challenger "
        f"that looks ahead and {jumps[1]:.1f}-fold for a myopic one."
    )


def _figure(run: Run, found: dict[str, Array]) -> Figure:
    rows = [row for label, values in found.items() for row in line(label, values)]
    return Figure(
        "hazard",
        "rates",
        "Hazard of a major attack by year",
        "per year",
        "Mean over futures; the band is the 5th to 95th percentile with the announced end.",
        rows,
        [(_term(run.asked), "announced end")],
        [END],
    )


QUESTION = Question("waiting", "When does the challenger wait, and until when?", variants, read)
