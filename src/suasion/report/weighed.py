"""Theories weighed by the record: the section of the report, and its weights read back from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from markupsafe import Markup
from pydantic import Field, ValidationError

from suasion.describe.fact import Model
from suasion.report.embedded import Record
from suasion.report.extraction import refused
from suasion.report.references import References
from suasion.report.tables import Cell, Table, chance_cell
from suasion.report.words import NONE, Row, number
from suasion.uncertainty.weighting import Weight, Weights

STACKING = "YaoEtAl2018"
RANKED = {
    "horizon": "no major attack through the horizon, given entry",
    "term": "no major attack through the term, given entry",
    "unconditional": "no major attack through the horizon, unconditional",
}
"""What a ranking goes by."""
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


@dataclass(frozen=True)
class Section:
    """What the weights rest on, the weights, and the ranking under them."""

    what: str
    cases: int
    source: Markup
    weights: Table
    ranking: Table


def section(summary: Row, references: References) -> Section | None:
    """The section, where the comparison was weighed too."""
    found = summary.get("weighted")
    if found is None:
        return None
    used = found["weights"]
    titles = {row["id"]: row["title"] for row in summary["guarantees"]}
    ranking = _ranking(found["guarantees"], titles, RANKED[summary["options"]["rank_by"]])
    return Section(
        used["what"], used["cases"], references.cite(STACKING), _weights(used["theories"]), ranking
    )


def _weights(theories: Row) -> Table:
    rows = [[name, number(one["used"]), *_stated(one)] for name, one in theories.items()]
    heads = ["theory", "weight here", "the record's weight", "90 % of the bootstrap over cases"]
    return Table("Weights of theories; a dash where the record was not asked", heads, rows)


def _stated(one: Row) -> list[Cell]:
    if one["share"] is None:
        return [NONE, NONE]
    return [number(one["share"]), f"{number(one['low'])}–{number(one['high'])}"]


def _ranking(rows: list[Row], titles: dict[str, str], what: str) -> Table:
    heads = ["guarantee", "place, all alike", "place, weighed", what]
    name = Markup("{}<br><code>{}</code>")
    body: list[list[Cell]] = [
        [
            name.format(titles[row["id"]], row["id"]),
            str(row["rank_alike"]),
            str(row["rank"]),
            chance_cell(row),
        ]
        for row in rows
    ]
    caption = "Ranking with theories weighed: mean, 5–95 % and share of futures, by weight"
    return Table(caption, heads, body, "wide")


class _Stated(Model):
    used: Share
    share: Share | None
    low: Share | None
    high: Share | None


class _Used(Model):
    id: str
    what: str
    cases: Annotated[int, Field(ge=0, strict=True)]
    theories: dict[str, _Stated]


def weights_in(found: Record, path: Path) -> Weights | None:
    """The weights that a report carries, or None where its theories all count alike.

    Raises
    ------
    FileRefused
        Where they are damaged.
    """
    if "weighted" not in found.summary:
        return None
    try:
        used = _Used.model_validate(found.summary["weighted"]["weights"])
    except (ValidationError, KeyError, TypeError):
        text = "the record in this report is damaged at summary.weighted.weights"
        raise refused(path, text) from None
    by_theory = {
        name: Weight(one.share, one.low or 0.0, one.high or 0.0)
        for name, one in used.theories.items()
        if one.share is not None
    }
    return Weights(used.id, used.what, used.cases, by_theory)
