"""What if the challenger's leader leaves early, late or not at all, and for whom: a scenario.

Exit is a figure of a reference class of age, tenure and regime. It is looked at here and is never a
variable that anything optimises.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from suasion.mechanism.prior import Array
from suasion.term.years.given import Given
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked, need_factors
from suasion.uncertainty.questions.playing import Run
from suasion.uncertainty.questions.reading import Row, line, maybe, over_theories, survival
from suasion.uncertainty.questions.saying import compared, difference, mean_told
from suasion.uncertainty.questions.variant import Change, Variant, same

EXITS = (1, 3, 5)
RECORD, STAYS = "by the record", "stays"
SUCCESSORS: dict[str, Mapping[str, float]] = {
    "as drawn": {},
    "doves": {"hawk_successor": 0.0},
    "hawks": {"hawk_successor": 1.0},
}
"""Kinds of successor -> number held; its range ends just short of 0 and 1."""
COLUMNS = (
    Column("exit", "the leader", "text"),
    Column("doves", "all doves", "spread"),
    Column("drawn", "as drawn", "spread"),
    Column("hawks", "all hawks", "spread"),
)


def leaving(year: int | None) -> Change:
    """The incumbent leaves at the end of one year for certain; never where that is None."""

    def change(given: Given, per_year: int) -> Given:
        leaves = np.zeros_like(given.timed["leaves"])
        if year is not None:
            leaves[year * per_year - 1] = 1.0
        return given._replace(timed=given.timed | {"leaves": leaves})

    return change


def variants(asked: Asked) -> list[Variant]:
    """Each exit with each kind of successor, and a leader who stays."""
    need_factors(asked, "succession", ["leader"])
    key = asked.guarantees[0]
    found = []
    for exit_label, change in _exits().items():
        for kind, held in SUCCESSORS.items():
            label = f"{exit_label}, {kind}"
            found.append(Variant(label, key, held=held, change=change))
    return [*found, Variant(STAYS, key, change=leaving(None))]


def _exits() -> dict[str, Change]:
    return {RECORD: same} | {f"leaves in year {year}": leaving(year) for year in EXITS}


def read(run: Run) -> Reading:
    """Peace through the horizon by exit and successor."""
    found = _peace(run)
    rows = [_row(run, found, exit_label) for exit_label in (*_exits(), STAYS)]
    horizon = run.asked.years
    title = f"No major attack through {horizon} years, by exit of the leader and who follows"
    notes = [
        "A scenario to look at, not a lever: exit is a figure of a reference class of age, tenure "
        "and regime, and says nothing of a person. The challenger foresees the exit and who "
        "follows; all later successors are of the same kind."
    ]
    return Reading(
        _says(run, found), [Table("succession", title, COLUMNS, rows)], _figures(run), notes
    )


def _peace(run: Run) -> dict[str, Array]:
    per_year = run.asked.wanted.per_year
    return {label: survival(one, per_year)[:, -1] for label, one in run.variants.items()}


def _row(run: Run, found: dict[str, Array], exit_label: str) -> Row:
    if exit_label == STAYS:
        only = found[STAYS]
        cells: dict[str, Array | None] = {"doves": None, "drawn": only, "hawks": None}
    else:
        cells = {
            "doves": found[f"{exit_label}, doves"],
            "drawn": found[f"{exit_label}, as drawn"],
            "hawks": found[f"{exit_label}, hawks"],
        }
    assert cells["drawn"] is not None
    theories = over_theories(cells["drawn"], run.theories)
    return {"exit": exit_label} | {k: maybe(v) for k, v in cells.items()} | {"theories": theories}


def _says(run: Run, found: dict[str, Array]) -> list[str]:
    theories, horizon = run.theories, run.asked.years
    stays, early = found[STAYS], f"leaves in year {EXITS[0]}"
    says = [
        f"If the leader stays throughout, the chance of no major attack through {horizon} years is "
        f"{mean_told(stays, theories)}."
    ]
    for kind in ("doves", "hawks", "as drawn"):
        label = f"{early}, {kind}"
        gap = difference(found[label], stays, theories)
        who = "successors as drawn" if kind == "as drawn" else f"{kind} to follow"
        says.append(f"Leaving in year {EXITS[0]} with {who} makes it {compared(gap)}.")
    record = found[f"{RECORD}, hawks"], found[f"{RECORD}, doves"]
    gap = difference(*record, theories)
    says.append(f"With exit as the record has it, hawks instead of doves make it {compared(gap)}.")
    return says


def _figures(run: Run) -> list[Figure]:
    """A panel for each kind of successor."""
    per_year, rows = run.asked.wanted.per_year, []
    for kind in ("doves", "as drawn", "hawks"):
        for exit_label in (*_exits(), STAYS):
            label = STAYS if exit_label == STAYS else f"{exit_label}, {kind}"
            values = survival(run.variants[label], per_year)
            title = "successors as drawn" if kind == "as drawn" else f"all successors {kind}"
            rows += [row | {"panel": title} for row in line(exit_label, values, start=1.0)]
    caption = "Mean over futures; a leader who stays is the same line in each panel."
    title = "No major attack so far, by exit of the leader and who follows"
    return [Figure("peace", "lines", title, "chance", caption, rows)]


QUESTION = Question(
    "succession", "What if the leader leaves early, or stays, and who follows?", variants, read
)
