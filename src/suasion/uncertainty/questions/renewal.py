"""Whether renewal is known beforehand, unknown, automatic, or excluded.

Known means that the challenger learns on the first day which it will be: two courses, weighted by
the chance of renewal. Unknown means that it plans with that chance. All ends within the horizon are
renewed, or none is.
"""

from __future__ import annotations

import numpy as np

from suasion.mechanism.prior import Array
from suasion.uncertainty.questions.answer import Column, Figure, Question, Reading, Table
from suasion.uncertainty.questions.asked import Asked, announced, need_factors, need_guarantor
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
from suasion.uncertainty.questions.saying import a_year, compared, difference, mean_told
from suasion.uncertainty.questions.variant import Variant, number

KNOWN, UNKNOWN, AUTOMATIC, NONE = "known", "unknown", "automatic", "none"
AFTER_YEARS = 3
COLUMNS = (
    Column("renewal", "renewal", "text"),
    Column("at_end", "at the end", "mean"),
    Column("through_horizon", "horizon", "spread"),
    Column("theories", "theories", "range"),
    Column("hazard_before", "before", "rate"),
    Column("hazard_after", "after", "rate"),
)


def _term(asked: Asked) -> int:
    return announced(asked, "renewal", asked.years - AFTER_YEARS)


def variants(asked: Asked) -> list[Variant]:
    """As described, surely renewed, surely not."""
    need_guarantor(asked, "renewal")
    need_factors(asked, "renewal", ["instrument"])
    key, fixed = asked.guarantee.id, (f"duration.years={_term(asked)}",)
    return [
        Variant(UNKNOWN, key, fixed),
        Variant(AUTOMATIC, key, fixed, held={"renewal": 1.0}),
        Variant(NONE, key, fixed, held={"renewal": 0.0}),
    ]


def read(run: Run) -> Reading:
    """Peace under each rule."""
    found, chance = _survival(run), number(run.variants[UNKNOWN].given, "renewal")
    rows = [_row(run, label, values) for label, values in found.items()]
    title = (
        f"Renewal of a term of {_term(run.asked)} years: no major attack by its end and through "
        f"{run.asked.years} years, range over theories; hazard a year in the "
        "three years before and after the end"
    )
    table = Table("renewal", title, COLUMNS, rows)
    notes = [
        f"The chance of renewal is {chance.mean():.2f} on average over draws, from the renewal "
        "clause and its prior; 'known' weighs the two sure courses by it, all ends renewed or none."
    ]
    return Reading(_says(run, found), [table], _figures(run, found), notes)


def _survival(run: Run) -> dict[str, Array]:
    """Survival by rule, the mixture among them."""
    per_year = run.asked.wanted.per_year
    sure = {label: survival(one, per_year) for label, one in run.variants.items()}
    chance = number(run.variants[UNKNOWN].given, "renewal")
    known = chance * sure[AUTOMATIC] + (1 - chance) * sure[NONE]
    return {KNOWN: known} | sure


def _row(run: Run, label: str, values: Array) -> Row:
    end = _term(run.asked)
    before, after = around(values, end)
    return {
        "renewal": label,
        "at_end": maybe(values[:, end - 1]),
        "through_horizon": maybe(values[:, -1]),
        "theories": over_theories(values[:, -1], run.theories),
        "hazard_before": maybe(before),
        "hazard_after": maybe(after),
    }


def _says(run: Run, found: dict[str, Array]) -> list[str]:
    theories, end = run.theories, _term(run.asked)
    last = {label: values[:, -1] for label, values in found.items()}
    automatic = difference(last[AUTOMATIC], last[NONE], theories)
    before = min(2 * end, run.asked.years) - 1
    known = difference(found[KNOWN][:, before], found[UNKNOWN][:, before], theories)
    jumps = {label: around(values, end) for label, values in found.items()}
    hazards = [
        f"{label} from {_told(jumps[label][0])} to {_told(jumps[label][1])}"
        for label in (NONE, AUTOMATIC)
    ]
    return [
        f"Through {run.asked.years} years the chance of no major attack is "
        f"{mean_told(last[AUTOMATIC], theories)} with automatic renewal; against none it is "
        f"{compared(automatic)}.",
        f"Around the end of year {end} the hazard goes: {'; '.join(hazards)}.",
        f"A challenger that knows beforehand makes the chance through year {before + 1}, before a "
        f"second end counts, against one that does not, {compared(known, 3)}.",
    ]


def _told(values: Array | None) -> str:
    return a_year(np.nan if values is None else values)


def _figures(run: Run, found: dict[str, Array]) -> list[Figure]:
    marks = [(_term(run.asked), "end of the term")]
    peace = [row for label, values in found.items() for row in line(label, values, start=1.0)]
    rates = [row for label, values in found.items() for row in line(label, hazard(values))]
    caption = "Mean over futures."
    return [
        Figure("peace", "lines", "No major attack so far", "chance", caption, peace, marks),
        Figure("hazard", "rates", "Hazard of a major attack", "per year", caption, rates, marks),
    ]


QUESTION = Question(
    "renewal", "What if renewal is known, unknown, automatic or excluded?", variants, read
)
