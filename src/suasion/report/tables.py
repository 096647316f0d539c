"""Tables of the comparison, as rows of cells that a template lays out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from suasion.describe.guarantee import Guarantee
from suasion.mechanism.prior import Prior, View
from suasion.report.naming import assumption, supposed
from suasion.report.words import NONE, Row, interval, number, percent, signed, spread, years
from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.diagnosis import interval as interval_of
from suasion.uncertainty.metrics import Metrics
from suasion.uncertainty.summary import chance

Cell = str | Markup
NO_HINGE = "no assumption that clearly stands out"
OTHER_VIEWS: tuple[View, ...] = ("sceptic", "optimist")


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names it."""

    caption: str
    heads: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    classes: str = ""


def comparison_tables(summary: Row, comparison: Comparison) -> list[Table]:
    """The comparison: peace, the years, the commitment, and what the places rest on."""
    rows, horizon = summary["guarantees"], summary["options"]["horizon_years"]
    return [_peace(rows, horizon), _years(rows), _commitment(rows), _rests(rows, comparison)]


def _name(row: Row) -> Markup:
    shown = Markup('<span class="rank">{}</span> {}<br><code>{}</code>')
    return shown.format(row["rank"], row["title"], row["id"])


def chance_cell(part: Row) -> Markup:
    """Share of futures in which it holds, mean and percentiles."""
    text = Markup(
        '<b>{}</b><br><span class="sub">{}</span><br><span class="sub">≥ 0.9 in {}</span>'
    )
    return text.format(number(part["mean"]), interval(part), percent(part["share_holding"]))


def spread_cell(part: Row | None, digits: int = 2) -> Cell:
    """A mean above its percentiles; a dash where nothing models it."""
    if part is None:
        return NONE
    text = Markup('<b>{}</b><br><span class="sub">{}</span>')
    return text.format(number(part["mean"], digits), interval(part, digits))


def _peace(rows: list[Row], horizon: int) -> Table:
    heads = [
        "guarantee",
        "term",
        "given entry: through the term",
        f"given entry: through {horizon} years",
        "chance of entry",
        "unconditional: through the term",
        f"unconditional: through {horizon} years",
    ]
    kinds = [
        "through_term",
        "through_horizon",
        "unconditional_through_term",
        "unconditional_through_horizon",
    ]
    body = []
    for row in rows:
        cells: list[Cell] = [chance_cell(row["no_major_attack"][kind]) for kind in kinds]
        cells.insert(2, spread_cell(row["entry"]))
        body.append([_name(row), years(row["term_years"]), *cells])
    caption = (
        "Chance of no major attack: mean, 5–95 % of futures, share of futures in which it is at "
        "least 0.9"
    )
    return Table(caption, heads, body, "wide")


def _years(rows: list[Row]) -> Table:
    """Hazards, incidents and concessions, each given entry and, beside it, unconditional."""
    told = [
        "hazard a year before the end of the term",
        "hazard a year after it",
        "limited incidents a year",
        "coerced concession",
    ]
    heads = [f"{what}, {basis}" for what in told for basis in ("given entry", "unconditional")]
    body = [[_name(row), *_both(row)] for row in rows]
    caption = "What happens in the years: mean and 5–95 % of futures"
    return Table(caption, ["guarantee", *heads], body, "wide")


def _both(row: Row) -> Iterator[Cell]:
    """Numbers given entry, each followed by the one in which entry is not given."""
    for when in ("before_end", "after_end"):
        for key in ("hazard_per_year", "unconditional_hazard_per_year"):
            yield spread_cell(row[key][when], 3)
    for key, digits in (("limited_incidents_per_year", 1), ("coerced_concession", 2)):
        yield spread_cell(row[key], digits)
        yield spread_cell(row[f"unconditional_{key}"], digits)


def _commitment(rows: list[Row]) -> Table:
    heads = ["guarantee", "if tested at random", "if the challenger chooses the test"]
    body = [
        [
            _name(row),
            spread_cell(row["honour_if_tested"]["imposed"]),
            spread_cell(row["honour_if_tested"]["chosen_by_challenger"]),
        ]
        for row in rows
    ]
    caption = "Chance that the commitment is honoured, given entry: mean and 5–95 % of futures"
    return Table(caption, heads, body, "wide")


def _rests(rows: list[Row], comparison: Comparison) -> Table:
    heads = [
        "guarantee",
        "does worst under",
        "hinges on: assumptions that clearly stand out, at most three (rank correlation)",
        "ahead of the next in",
        "what would put the next one first",
        "sceptic",
        "optimist",
    ]
    body = [_rest(row, comparison) for row in rows]
    return Table("What each place rests on", heads, body, "wide words")


def _rest(row: Row, comparison: Comparison) -> list[Cell]:
    worst = row["worst_theory"]
    priors = comparison.ensemble.sample.priors
    hinges = [_hinge(hinge, priors) for hinge in row["hinges_on"]]
    views = [_view(row, comparison.views.get(view)) for view in OTHER_VIEWS]
    at = comparison.options.theories.index(worst)
    lowest = spread_cell(interval_of(comparison.found[row["id"]].through_horizon[at]))
    under = Markup("{}<br>{}").format(worst, lowest)
    turns = _next(row["next"], comparison.loaded.guarantees, priors)
    return [_name(row), under, Markup("").join(hinges) or NO_HINGE, *turns, *views]


def _hinge(hinge: Row, priors: Mapping[str, Prior]) -> Markup:
    told = assumption(hinge["factor"], priors)
    return Markup('<div class="item">{} <b>{}</b></div>').format(told, signed(hinge["correlation"]))


def _view(row: Row, found: Mapping[str, Metrics] | None) -> Cell:
    """The chance through the horizon under the priors of a view."""
    return NONE if found is None else chance_cell(chance(found[row["id"]].through_horizon))


def _next(
    following: Row | None, guarantees: Mapping[str, Guarantee], priors: Mapping[str, Prior]
) -> tuple[Cell, Cell]:
    if following is None:
        return NONE, "nothing: it comes last"
    share = Markup("<code>{}</code>: {} of draws")
    return share.format(following["id"], percent(following["better_in_share"])), turned(
        following, guarantees, priors
    )


def turned(
    following: Row, guarantees: Mapping[str, Guarantee], priors: Mapping[str, Prior]
) -> Markup:
    """What would put the next guarantee first: an assumption, theories, or nothing."""
    turn, under = following["reversed_by"], following["reversed_under"]
    what = Markup("if {}").format(supposed(turn, guarantees, priors)) if turn else "none"
    text = '<div class="item">assumption: {}</div><div class="item">theory: {}</div>'
    return Markup(text).format(what, ", ".join(under) or "none")


def anchor_table(found: Row, record: dict[str, dict[str, Any]]) -> Table:
    """The case without a guarantee beside the record."""
    title = f"major attack within {found['years']} years without a guarantee"
    rows: list[list[Cell]] = [
        ["target, drawn from the record's range", spread(found["target"]), NONE]
    ]
    for theory, reached in found["reached"].items():
        rows.append([f"theory {theory}", spread(reached), percent(found["met_share"][theory])])
    for key, rate in found["record"].items():
        rows.append([f"record: {record[key]['what']}", number(rate, 3), NONE])
    return Table(
        f"The anchor: {title}", ["theory or record", "chance", "met in share of draws"], rows
    )


def noise_table(found: Row) -> Table:
    """Share of each result that goes with noise."""
    rows = [[key, percent(share)] for key, share in found["noise_share"].items()]
    caption = "Share of the variance over futures that goes with precisions and private reasons"
    return Table(caption, ["guarantee", "share"], rows)
