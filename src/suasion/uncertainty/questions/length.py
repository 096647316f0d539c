"""What a term of five, ten, twenty or fifty years buys, or none at all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from suasion.mechanism.prior import Array
from suasion.uncertainty.metrics import HOLDS
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked, need_factors, need_guarantor
from suasion.uncertainty.questions.playing import Run
from suasion.uncertainty.questions.reading import (
    Row,
    around,
    hazard,
    line,
    maybe,
    over_theories,
    survival,
)
from suasion.uncertainty.questions.saying import (
    Difference,
    a_year,
    compared,
    difference,
    mean_told,
    percent,
)
from suasion.uncertainty.questions.variant import Variant

TERMS = (5, 10, 20, 50)
OPEN = "open-ended"
COLUMNS = (
    Column("term", "term", "text"),
    Column("at_end", "at end", "mean"),
    Column("through_horizon", "horizon", "spread"),
    Column("share_holding", ">=.9", "share"),
    Column("theories", "theories", "range"),
    Column("hazard_before", "before", "rate"),
    Column("hazard_after", "after", "rate"),
)


def variants(asked: Asked) -> list[Variant]:
    """One for each length."""
    need_guarantor(asked, "length")
    need_factors(asked, "length", ["instrument"])
    key = asked.guarantee.id
    fixed = [Variant(f"{years} years", key, (f"duration.years={years}",)) for years in TERMS]
    return [*fixed, Variant(OPEN, key, (f"duration.years={OPEN}",))]


def read(run: Run) -> Reading:
    """Peace by term, and hazards around its end."""
    per_year = run.asked.wanted.per_year
    found = {label: survival(one, per_year) for label, one in run.variants.items()}
    rows = [_row(run, label, values) for label, values in found.items()]
    horizon = run.asked.years
    title = (
        f"No major attack by the end of the term and through {horizon} years, range over theories; "
        "hazard a year in the three years before and after the end"
    )
    return Reading(_says(run, found), [Table("length", title, COLUMNS, rows)], _figures(run, found))


def _years(label: str, horizon: int) -> int | None:
    """The end of a term within the horizon."""
    years = None if label == OPEN else int(label.split()[0])
    return years if years is not None and years <= horizon else None


def _row(run: Run, label: str, values: Array) -> Row:
    end = _years(label, run.asked.years)
    before, after = around(values, end) if end else (None, None)
    return {
        "term": label,
        "at_end": maybe(values[:, end - 1]) if end else None,
        "through_horizon": maybe(values[:, -1]),
        "share_holding": float(np.mean(values[:, -1] >= HOLDS)),
        "theories": over_theories(values[:, -1], run.theories),
        "hazard_before": maybe(before),
        "hazard_after": maybe(after),
    }


def _says(run: Run, found: dict[str, Array]) -> list[str]:
    horizon, theories = run.asked.years, run.theories
    first, last = next(iter(found)), list(found)[-1]
    ends = {label: values[:, -1] for label, values in found.items()}
    gain = difference(ends[last], ends[first], theories)
    says = [
        f"With a term of {first} the chance of no major attack through {horizon} years is "
        f"{mean_told(ends[first], theories)}; open-ended it is {mean_told(ends[last], theories)}, "
        f"{compared(gain)}."
    ]
    jumps = [(label, *around(found[label], _years(label, horizon) or 0)) for label in found]
    told = [
        f"{label}, from {a_year(before)} to {a_year(after)}"
        for label, before, after in jumps
        if before is not None and after is not None
    ]
    if told:
        says.append(f"Around the end of the term the hazard goes: {'; '.join(told)}.")
    return [*says, _steps(run, ends)]


def _steps(run: Run, ends: dict[str, Array]) -> str:
    """Where each longer term leaves the shorter one."""
    labels = list(ends)
    pairs = [
        (one, other, difference(ends[other], ends[one], run.theories))
        for one, other in pairwise(labels)
    ]
    better = [f"{other} over {one}: {gap.mean:+.2f}" for one, other, gap in pairs]
    worse = [(other, gap) for _, other, gap in pairs if gap.told_apart and gap.mean < 0]
    text = f"Step by step: {'; '.join(better)}. "
    if worse:
        return text + " ".join(_against(label, gap) for label, gap in worse)
    share = max(gap.share_lower for *_, gap in pairs)
    return text + (
        f"No longer term does worse on average; in single futures one does in up to "
        f"{percent(share)} of them."
    )


def _against(label: str, gap: Difference) -> str:
    return f"Against expectation {label} does worse than the next shorter term, {compared(gap)}."


def _figures(run: Run, found: dict[str, Array]) -> list[Figure]:
    marks = [(years, f"end of {years} years") for years in TERMS if years < run.asked.years]
    peace = [row for label, values in found.items() for row in line(label, values, start=1.0)]
    rates = [row for label, values in found.items() for row in line(label, hazard(values))]
    return [
        Figure(
            "peace",
            "lines",
            "No major attack so far, by term",
            "chance",
            "Mean over futures; dashed rules mark the ends of terms.",
            peace,
            marks,
        ),
        Figure(
            "hazard",
            "rates",
            "Hazard of a major attack, by term",
            "per year",
            "Mean over futures of the hazard in each year.",
            rates,
            marks,
        ),
    ]


QUESTION = Question(
    "length", "What does a term of 5, 10, 20 or 50 years buy, or none?", variants, read
)
