"""An answer as plain data: what is said, tables and figures, all from the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from suasion.uncertainty.questions.asked import Asked, need_observed
from suasion.uncertainty.questions.playing import Report, Run, play
from suasion.uncertainty.questions.reading import Row
from suasion.uncertainty.questions.variant import Variant
from suasion.uncertainty.summary import CAUTION

Form = Literal[
    "text", "spread", "signed", "rate", "rates", "mean", "number", "share", "year", "range", "sum"
]
"""How a column is shown.

`spread` mean and percentiles · `signed` mean with a sign and three digits · `rate` mean of a
hazard, `rates` with percentiles · `mean` mean alone, `sum` with one digit · `number` two digits ·
`share` percent · `year` whole · `range` lowest and highest theory.
"""
Kind = Literal["lines", "rates", "areas", "bars"]
"""How a figure is drawn: chances by year, hazards by year, parts of a whole by year, bars."""


class Column(NamedTuple):
    """A column: the key of its numbers, its heading, how it is shown."""

    key: str
    heading: str
    form: Form


class Table(NamedTuple):
    """A table; rows have a value for the key of every column."""

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]


class Figure(NamedTuple):
    """A figure; rows have `series` and, by kind, `year`, `mean`, `p5`, `p95`, `panel`.

    Parameters
    ----------
    marks
        Years that are marked, with what they are.
    bands
        Series whose percentiles are shown.
    """

    id: str
    kind: Kind
    title: str
    axis: str
    caption: str
    rows: Sequence[Row]
    marks: Sequence[tuple[float, str]] = ()
    bands: Sequence[str] = ()


@dataclass(frozen=True)
class Reading:
    """What a question makes of a run."""

    says: Sequence[str]
    tables: Sequence[Table]
    figures: Sequence[Figure]
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Question:
    """A question as data.

    Parameters
    ----------
    id, title
        Name, and the question in words.
    variants
        What is played; refuses what it cannot work with.
    read
        What is made of it.
    """

    id: str
    title: str
    variants: Callable[[Asked], list[Variant]]
    read: Callable[[Run], Reading]


def answer(
    question: Question, asked: Asked, progress: Report = lambda what, done, total: None
) -> Row:
    """The answer to a question; keys are documented in docs/reference/term-json.md."""
    need_observed(asked)
    variants = question.variants(asked)
    run = play(asked, variants, progress)
    found = question.read(run)
    return {
        "question": {"id": question.id, "title": question.title},
        "case": _case(asked),
        "guarantees": [_guarantee(asked, key) for key in asked.guarantees],
        "options": _options(asked),
        "caution": CAUTION,
        "says": list(found.says),
        "notes": [*found.notes, *_observed(asked), *_strayed(run)],
        "tables": [_table(one) for one in found.tables],
        "figures": [one._asdict() for one in found.figures],
        "variants": [_variant(one) for one in variants],
        "anchor_met_share": run.met,
    }


def _case(asked: Asked) -> Row:
    case = asked.loaded.case
    return {
        "id": case.id,
        "title": case.title,
        "as_of": case.as_of.isoformat(),
        "baseline": case.baseline,
    }


def _guarantee(asked: Asked, key: str) -> Row:
    return {"id": key, "title": asked.loaded.guarantees[key].title}


def _options(asked: Asked) -> Row:
    wanted = asked.wanted
    return {
        "theories": list(asked.theories),
        "draws": asked.draws,
        "seed": asked.seed,
        "horizon_years": wanted.horizon_years,
        "steps_per_year": wanted.per_year,
        "factors": list(wanted.factors),
        "given": "signature" if wanted.signed else "entry-into-force",
        "myopic": wanted.myopic,
        "probes": asked.probes,
        "prior": asked.prior,
        "zone_feed": asked.observed and asked.observed.as_data(asked.fit),
    }


def _observed(asked: Asked) -> list[str]:
    return asked.observed.notes(asked.fit) if asked.observed else []


def _table(one: Table) -> Row:
    return {
        "id": one.id,
        "title": one.title,
        "columns": [column._asdict() for column in one.columns],
        "rows": list(one.rows),
    }


def _variant(one: Variant) -> Row:
    return {
        "label": one.label,
        "guarantee": one.guarantee,
        "settings": list(one.settings),
        "held": dict(one.held),
    }


MET_SHARE = 0.9
"""Share of draws that should meet the record."""


def _strayed(run: Run) -> list[str]:
    """A note for each theory whose anchor often misses."""
    return [
        f"Under {theory} the case without a guarantee meets the record in {share:.0%} of draws only"
        for theory, share in (run.met or {}).items()
        if share < MET_SHARE
    ]
