"""What ratification buys across elections of the guarantor."""

from __future__ import annotations

from suasion.mechanism.prior import Array
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked, need_factors, need_guarantor, votes
from suasion.uncertainty.questions.playing import Played, Run
from suasion.uncertainty.questions.reading import (
    Row,
    at_ends,
    line,
    maybe,
    reported,
    survival,
)
from suasion.uncertainty.questions.saying import compared, difference, mean_told, percent
from suasion.uncertainty.questions.variant import Variant

RATIFIED, NOT = "ratified", "not ratified"
HEDGING, WITHDRAWN = 1, 4
"""Places of the government and of the instrument."""
WITHOUT_CALENDAR = (5, 10, 15, 20)
COLUMNS = (
    Column("year", "after year", "year"),
    Column("vote", "", "text"),
    Column("peace_ratified", "peace", "mean"),
    Column("peace_not", "if not", "mean"),
    Column("gain", "difference", "signed"),
    Column("withdrawn_ratified", "with- drawn", "share"),
    Column("withdrawn_not", "if not", "share"),
    Column("hedging_ratified", "hedging", "share"),
    Column("hedging_not", "if not", "share"),
)


def variants(asked: Asked) -> list[Variant]:
    """Ratified, and not."""
    need_guarantor(asked, "ratification")
    need_factors(asked, "ratification", ["government", "instrument"])
    key = asked.guarantee.id
    return [
        Variant(RATIFIED, key, ("instrument.ratified=true",)),
        Variant(NOT, key, ("instrument.ratified=false",)),
    ]


def read(run: Run) -> Reading:
    """Peace, withdrawal and hedging after each year in which the government may change."""
    changes = votes(run.asked)
    years = reported(changes or WITHOUT_CALENDAR, run.asked.years)
    rows = [_row(run, year, year in changes) for year in years]
    title = (
        "No major attack by the end of a year if ratified and if not; in peace so far, the "
        "instrument withdrawn and the government hedging, if ratified and if not"
    )
    notes = [
        "Years are counted from the case's date. What ratification asks of entry is not in this "
        "table: coalition.entry_approvals describes it."
    ]
    if not changes:
        notes.append("The case has no calendar for this guarantor: a quarter of a change a year.")
    table = Table("ratification", title, COLUMNS, rows)
    return Reading(_says(run, changes), [table], _figures(run, changes), notes)


def share(run: Run, one: Played, factor: str, at: int) -> Array:
    """Chance of a place at the end of each year in peace so far [1]."""
    return at_ends(one.place(factor, at), run.asked.wanted.per_year)


def _row(run: Run, year: int, vote: bool) -> Row:
    row: Row = {"year": year, "vote": "vote" if vote else ""}
    for name, label in (("ratified", RATIFIED), ("not", NOT)):
        one = run.variants[label]
        at = year - 1
        row[f"peace_{name}"] = maybe(survival(one, run.asked.wanted.per_year)[:, at])
        row[f"withdrawn_{name}"] = float(share(run, one, "instrument", WITHDRAWN)[:, at].mean())
        row[f"hedging_{name}"] = float(share(run, one, "government", HEDGING)[:, at].mean())
    yes, no = (
        survival(run.variants[label], run.asked.wanted.per_year) for label in (RATIFIED, NOT)
    )
    return row | {"gain": maybe((yes - no)[:, year - 1])}


def _says(run: Run, changes: list[int]) -> list[str]:
    per_year, theories = run.asked.wanted.per_year, run.theories
    yes, no = (survival(run.variants[label], per_year) for label in (RATIFIED, NOT))
    gap = difference(yes[:, -1], no[:, -1], theories)
    says = [
        f"Through {run.asked.years} years the chance of no major attack is "
        f"{mean_told(yes[:, -1], theories)} if ratified; against the same text without "
        f"ratification it is {compared(gap)}."
    ]
    if changes and changes[0] > 1:
        at = changes[0] - 1
        before = difference(yes[:, at - 1], no[:, at - 1], theories)
        says.append(f"Before the first vote, in year {changes[0]}, it is {compared(before, 3)}.")
    gone = [
        float(share(run, run.variants[label], "instrument", WITHDRAWN)[:, -1].mean())
        for label in (RATIFIED, NOT)
    ]
    says.append(
        f"In peace so far the instrument is withdrawn by then with a chance of {percent(gone[0])} "
        f"if ratified and {percent(gone[1])} if not."
    )
    return says


def _figures(run: Run, changes: list[int]) -> list[Figure]:
    per_year = run.asked.wanted.per_year
    marks = [(year, "vote") for year in changes]
    peace, gone = [], []
    for label in (RATIFIED, NOT):
        one = run.variants[label]
        peace += line(label, survival(one, per_year), start=1.0)
        gone += line(label, share(run, one, "instrument", WITHDRAWN), start=0.0)
    caption = "Mean and 5th to 95th percentile over futures; rules mark votes."
    bands = (RATIFIED, NOT)
    return [
        Figure("peace", "lines", "No major attack so far", "chance", caption, peace, marks, bands),
        Figure(
            "withdrawn",
            "lines",
            "Instrument withdrawn, in peace so far",
            "chance",
            "Mean over futures; rules mark votes.",
            gone,
            marks,
        ),
    ]


QUESTION = Question("ratification", "What does ratification buy across elections?", variants, read)
